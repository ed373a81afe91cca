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

PipelineActions::PipelineActions(const PullBoard &board, WishDesk &desk, const Clock &clock,
                                 QObject *parent)
    : QObject(parent)
    , retryChroot(make(u"retryChroot"_s, tr("&Retry This Chroot"),
                       icons::themed(u"view-refresh"_s, u"retry"_s),
                       QKeySequence(Qt::CTRL | Qt::Key_R)))
    , retryFailed(make(u"retryFailed"_s, tr("Retry &Failed"),
                       icons::themed(u"run-build"_s, u"rebuild"_s),
                       QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R)))
    , retestFailed(make(u"retestFailed"_s, tr("Re&test Failed"), icons::own(u"retest"_s),
                        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T)))
    , cancel(make(u"cancelPull"_s, tr("&Cancel"), icons::themed(u"process-stop"_s, u"cancel"_s),
                  QKeySequence(Qt::Key_Delete)))
    , resend(make(u"resend"_s, tr("&Send Flags Again"), icons::themed(u"flag"_s, u"flag"_s),
                  QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S)))
    , readAgain(make(u"readAgain"_s, tr("Read &Again"), icons::themed(u"download"_s, u"fetching"_s),
                     QKeySequence(Qt::Key_F5)))
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

void PipelineActions::ask(WishKind kind, const QString &argument, const QString &sentence)
{
    emit said(sentence);
    const PullRow *pull = m_board.pull(m_pull);
    const QString label = pull ? pull->label() : QString();
    m_desk.ask({.kind = kind, .subject = m_pull.id, .argument = argument, .who = {}, .at = {}},
               this, [this, label](const Result<QString> &answer) {
                   if (answer) {
                       emit said(*answer);
                       return;
                   }
                   Error error = answer.error();
                   if (!error.what.contains(label)) // an hour later nobody knows what it was about
                       error.what = u"%1: %2"_s.arg(label, error.what);
                   emit failed(error);
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
    else if (pull->state == PipelineState::Refused)
        ask(WishKind::RetryFailed, {}, tr("Starting %1 again…").arg(pull->label()));
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
