// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/pipelineactions.h"

#include "github/webaddress.h"
#include "icons.h"
#include "pipeline/pullboard.h"
#include "pipeline/pullstand.h"
#include "pipeline/pullsummary.h"
#include "pipeline/pulltext.h"
#include "pipeline/wishdesk.h"

#include <QAction>
#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QUrl>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

bool hasFailed(const PullRow &pull)
{
    return std::ranges::any_of(pull.checks,
                               [](const PullCheck &check) { return isBad(check.state); });
}

bool hasOpen(const PullRow &pull) { return std::ranges::any_of(pull.checks, &PullCheck::isOpen); }

} // namespace

PipelineActions::PipelineActions(const PullBoard &board, WishDesk &desk, const Clock &clock,
                                 QObject *parent)
    : QObject(parent)
    , retryChroot(make(u"retryChroot"_s, tr("&Retry This Chroot"),
                       icons::themed(u"view-refresh"_s, u"retry"_s),
                       QKeySequence(Qt::CTRL | Qt::Key_R)))
    , retryFailed(make(u"retryFailed"_s, tr("Retry &Failed"), {},
                       QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R)))
    , retestFailed(make(u"retestFailed"_s, tr("Re&test Failed"), {},
                        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T)))
    , cancel(make(u"cancelPull"_s, tr("&Cancel"), icons::themed(u"process-stop"_s, u"cancel"_s),
                  QKeySequence(Qt::Key_Delete)))
    , resend(make(u"resend"_s, tr("&Send Flags Again"), {},
                  QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S)))
    , readAgain(make(u"readAgain"_s, tr("Read &Again"), {}, QKeySequence(Qt::Key_F5)))
    , estimate(make(u"estimate"_s, tr("&Estimate What It Cost"), {}, {}))
    , openPull(make(u"openPull"_s, tr("&Open on GitHub"),
                    icons::themed(u"internet-web-browser"_s, u"export"_s),
                    QKeySequence(Qt::CTRL | Qt::Key_O)))
    , openCheck(make(u"openCheck"_s, tr("Open the Check's &Page"), {},
                     QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O)))
    , openBuild(make(u"openBuild"_s, tr("Open the &Build in Copr"), {},
                     QKeySequence(Qt::CTRL | Qt::Key_B)))
    , copyName(make(u"copyName"_s, tr("Copy &Name"), {}, QKeySequence(QKeySequence::Copy)))
    , m_board(board)
    , m_desk(desk)
    , m_clock(clock)
{
    setAddresses(u"https://copr.fedorainfracloud.org"_s, u"https://api.github.com"_s);
    connectAll();
    follow();
}

QAction *PipelineActions::make(const QString &name, const QString &text, const QIcon &icon,
                               const QKeySequence &shortcut)
{
    auto *action = new QAction(icon, text, this);
    action->setObjectName(name);
    action->setShortcut(shortcut);
    return action;
}

QList<QAction *> PipelineActions::edits() const
{
    return {retryChroot, retryFailed, retestFailed, cancel, resend, readAgain};
}

void PipelineActions::connectAll()
{
    connect(retryChroot, &QAction::triggered, this, &PipelineActions::askRetryChroot);
    connect(retryFailed, &QAction::triggered, this, &PipelineActions::askRetryFailed);
    const auto asks = [this](QAction *action, WishKind kind, const QString &sentence) {
        connect(action, &QAction::triggered, this, [this, kind, sentence] {
            if (const PullRow *pull = m_board.pull(m_pull))
                ask(kind, {}, sentence.arg(pull->label()));
        });
    };
    asks(retestFailed, WishKind::AskRetestFailed, tr("Asking to test %1 again…"));
    asks(cancel, WishKind::Cancel, tr("Canceling %1…"));
    asks(resend, WishKind::ResendFlags, tr("Sending the flags of %1 again…"));
    asks(readAgain, WishKind::ReadAgain, tr("Reading %1 again…"));
    asks(estimate, WishKind::EstimateSpending, tr("Counting what %1 has cost…"));
    connect(openPull, &QAction::triggered, this, [this] {
        if (const PullRow *pull = m_board.pull(m_pull))
            open(u"%1/%2/pull/%3"_s.arg(pagesOf(*pull), pull->repository).arg(pull->number));
    });
    connect(openCheck, &QAction::triggered, this, [this] {
        const PullRow *pull = m_board.pull(m_pull);
        if (const PullCheck *check = pull ? pull->check(m_check) : nullptr)
            open(check->url);
    });
    connect(openBuild, &QAction::triggered, this, [this] {
        const PullRow *pull = m_board.pull(m_pull);
        const PullCheck *check = pull ? pull->check(m_check) : nullptr;
        if (check && check->buildId)
            open(u"%1/coprs/build/%2"_s.arg(m_copr).arg(*check->buildId));
    });
    connect(copyName, &QAction::triggered, this, [this] {
        const PullRow *pull = m_board.pull(m_pull);
        if (!pull)
            return;
        const PullCheck *check = pull->check(m_check);
        QGuiApplication::clipboard()->setText(check ? pulltext::name(*check) : pull->label());
    });
}

void PipelineActions::choose(PullKey pull, const QString &chroot, qint64 check)
{
    m_pull = pull;
    m_chroot = chroot;
    m_check = check;
    follow();
}

void PipelineActions::setAddresses(const QString &copr, const QString &github)
{
    m_copr = copr;
    m_github = webAddressOf(github);
}

/// An observed one may be on another GitHub than those that are driven.
QString PipelineActions::pagesOf(const PullRow &pull) const
{
    const RepositoryWatch *watch = pull.isObserved() ? m_board.watch(pull.repository) : nullptr;
    return watch ? watch->pages : m_github;
}

QString PipelineActions::login(const PullRow &pull) const
{
    const RepositoryWatch *watch = m_board.watch(pull.repository);
    return watch && !watch->login.isEmpty() ? watch->login : tr("the account that watches it");
}

void PipelineActions::allow(QAction *action, bool isAllowed, const QString &toolTip)
{
    action->setEnabled(isAllowed);
    action->setToolTip(toolTip);
    action->setStatusTip(toolTip);
}

void PipelineActions::follow()
{
    const PullRow *pull = m_board.pull(m_pull);
    if (!pull) {
        for (QAction *action : edits() + QList{estimate, openPull, openCheck, openBuild, copyName})
            allow(action, false, tr("Choose a pull request first"));
        return;
    }
    const PullCheck *check = pull->check(m_check);
    if (pull->isObserved())
        followObserved(*pull, check);
    else
        followDriven(*pull, check);
    followLinks(*pull, check);
    if (!isOld(pull->state))
        return;
    for (QAction *action : edits())
        allow(action, false, tr("A newer push or the end of %1 came after it").arg(pull->label()));
}

void PipelineActions::followDriven(const PullRow &pull, const PullCheck *)
{
    const QString label = pull.label();
    const QString notOurs = tr("Only for pull requests that another service looks after");
    retryChroot->setText(m_chroot.isEmpty() ? tr("&Retry This Chroot")
                                            : tr("&Retry %1").arg(m_chroot));
    retryFailed->setText(tr("Retry &Failed"));
    allow(retryChroot, !m_chroot.isEmpty(),
          m_chroot.isEmpty()
                  ? tr("Choose a chroot's cell first")
                  : tr("Builds and tests %1 of %2 again, whatever its state").arg(m_chroot, label));
    allow(retryFailed, hasFailed(pull),
          hasFailed(pull) ? tr("Builds and tests again what failed of %1").arg(label)
                          : tr("Nothing of %1 has failed").arg(label));
    allow(retestFailed, false, notOurs);
    allow(cancel, hasOpen(pull),
          hasOpen(pull) ? tr("Stops all that runs or waits for %1").arg(label)
                        : tr("Nothing runs for %1").arg(label));
    allow(resend, !pull.checks.isEmpty(),
          tr("Writes every flag of %1 to GitHub again, as if it had lost them").arg(label));
    allow(readAgain, false, notOurs);
    allow(estimate, false, tr("What it cost stands in its requests"));
}

bool PipelineActions::needsAgain(const PullRow &pull, CheckKind kind) const
{
    return std::ranges::any_of(pull.checks, [&](const PullCheck &check) {
        return check.kind == kind
            && (isBad(check.state) || isStuck(pull, check, m_board.usual(), m_clock.now()));
    });
}

void PipelineActions::followObserved(const PullRow &pull, const PullCheck *check)
{
    const QString label = pull.label();
    const QString who = login(pull);
    const QString notTheirs = tr("Only for pipelines that run here");
    const auto comments = [&](const QString &command) {
        return tr("Comments “%1” on %2 as %3").arg(command, label, who);
    };
    retryChroot->setText(tr("&Run This Check Again"));
    retryFailed->setText(tr("Rebuild &Failed"));
    const bool canRun = check && check->isCheckRun && !check->isOpen();
    allow(retryChroot, canRun,
          canRun ? tr("Asks GitHub as %1 to run the check again, as its “Re-run” button does")
                           .arg(who)
          : !check            ? tr("Choose a chroot's cell first")
          : check->isCheckRun ? tr("GitHub runs a check again only once it has ended; a comment "
                                   "does not wait for that")
                              : tr("A commit status cannot be run again; its service takes "
                                   "comments"));
    const bool canRebuild = needsAgain(pull, CheckKind::Build);
    const bool canRetest = needsAgain(pull, CheckKind::Test);
    allow(retryFailed, canRebuild,
          canRebuild ? comments(u"/packit rebuild-failed"_s)
                     : tr("No build of %1 has failed or is stuck").arg(label));
    allow(retestFailed, canRetest,
          canRetest ? comments(u"/packit retest-failed"_s)
                    : tr("No test of %1 has failed or is stuck").arg(label));
    allow(cancel, false, notTheirs);
    allow(resend, false, notTheirs);
    allow(readAgain, true,
          tr("Asks GitHub how %1 stands now, instead of when its turn comes").arg(label));
    allow(estimate, true,
          tr("Counts the check runs that its service has written, with a few requests as %1")
                  .arg(who));
}

void PipelineActions::followLinks(const PullRow &pull, const PullCheck *check)
{
    allow(openPull, true, tr("Opens %1 in the browser").arg(pull.label()));
    allow(openCheck, check && !check->url.isEmpty(),
          check && !check->url.isEmpty() ? tr("Opens %1").arg(check->url)
                                         : tr("No check with a page of its own is chosen"));
    allow(openBuild, check && check->buildId,
          check && check->buildId ? tr("Opens build %1").arg(*check->buildId)
                                  : tr("No check with a build in Copr is chosen"));
    allow(copyName, true,
          check ? tr("Copies %1").arg(pulltext::name(*check)) : tr("Copies %1").arg(pull.label()));
}

void PipelineActions::ask(WishKind kind, const QString &argument, const QString &sentence)
{
    emit said(sentence);
    m_desk.ask({.kind = kind, .subject = m_pull.id, .argument = argument, .who = {}, .at = {}},
               this, [this](const Result<QString> &answer) {
                   if (answer)
                       emit said(*answer);
                   else
                       emit failed(answer.error());
               });
}

void PipelineActions::askRetryChroot()
{
    const PullRow *pull = m_board.pull(m_pull);
    const PullCheck *check = pull ? pull->check(m_check) : nullptr;
    if (pull && !pull->isObserved())
        ask(WishKind::RetryChroot, m_chroot, tr("Retrying %1 of %2…").arg(m_chroot, pull->label()));
    else if (check)
        ask(WishKind::RerequestCheck, check->name,
            tr("Asking to run %1 of %2 again…").arg(check->name, pull->label()));
}

void PipelineActions::askRetryFailed()
{
    const PullRow *pull = m_board.pull(m_pull);
    if (!pull)
        return;
    if (pull->isObserved())
        ask(WishKind::AskRebuildFailed, {}, tr("Asking to build %1 again…").arg(pull->label()));
    else
        ask(WishKind::RetryFailed, {}, tr("Retrying what failed of %1…").arg(pull->label()));
}

/// Addresses come from whoever may write a status: nothing but pages of the web is opened.
void PipelineActions::open(const QString &address)
{
    const QUrl url(address, QUrl::StrictMode);
    const bool isWeb = url.scheme() == "https"_L1 || url.scheme() == "http"_L1;
    if (isWeb && !url.host().isEmpty() && QDesktopServices::openUrl(url))
        return;
    emit failed(Error{.cause = Cause::Invalid,
                      .what = tr("%1 cannot be opened in a browser: copy it and look at it "
                                 "yourself.")
                                      .arg(address)});
}

} // namespace sluice
