// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pullboard.h"
#include "pipeline/pullstand.h"
#include "pipeline/pullsummary.h"
#include "pipeline/pulltext.h"
#include "pipelines/pipelineactions.h"

#include <QAction>

// Which PipelineActions can be done with what is chosen, and what they say beforehand.
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
    const bool isRefused = pull.state == PipelineState::Refused;
    retryFailed->setText(isRefused ? tr("Start A&gain") : tr("Retry &Failed"));
    allow(retryChroot, !m_chroot.isEmpty(),
          m_chroot.isEmpty()
                  ? tr("Choose a chroot's cell first")
                  : tr("Builds and tests %1 of %2 again, whatever its state").arg(m_chroot, label));
    allow(retryFailed, isRefused || hasFailed(pull),
          isRefused         ? tr("Reads %1 again, and builds and tests it if it may").arg(label)
          : hasFailed(pull) ? tr("Builds and tests again what failed of %1").arg(label)
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

} // namespace sluice
