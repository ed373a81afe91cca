// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/calls.h"

#include <numeric>

namespace sluice {
using namespace Qt::StringLiterals;

QString stepName(PipelineStep step)
{
    switch (step) {
    case PipelineStep::PrUpdated:
        return u"PR is updated"_s;
    case PipelineStep::BuildSubmitted:
        return u"Submit Copr build"_s;
    case PipelineStep::SrpmStarted:
        return u"SRPM build started"_s;
    case PipelineStep::SrpmFinished:
        return u"SRPM build finished"_s;
    case PipelineStep::RpmStarted:
        return u"RPM build started"_s;
    case PipelineStep::RpmFinished:
        return u"RPM build finished"_s;
    case PipelineStep::TestsSubmitted:
        return u"Submit tests"_s;
    case PipelineStep::TestsStarted:
        return u"Tests started"_s;
    case PipelineStep::TestsFinished:
        return u"Tests finished"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString kindLabel(CallKind kind)
{
    switch (kind) {
    case CallKind::Private:
        return u"Project is private"_s;
    case CallKind::Approved:
        return u"User is approved"_s;
    case CallKind::Config:
        return u"load packit.yaml"_s;
    case CallKind::Status:
        return u"set status"_s;
    case CallKind::Repository:
        return u"Repository again"_s;
    case CallKind::PullRequest:
        return u"Pull request"_s;
    case CallKind::Fmf:
        return u"Test metadata"_s;
    case CallKind::Branch:
        return u"Target branch"_s;
    case CallKind::Other:
        return u"Other"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QLatin1StringView kindKey(CallKind kind)
{
    switch (kind) {
    case CallKind::Private:
        return "is_project_private"_L1;
    case CallKind::Approved:
        return "is_user_approved"_L1;
    case CallKind::Config:
        return "load_packit_yaml"_L1;
    case CallKind::Status:
        return "set_status"_L1;
    case CallKind::Repository:
        return "repository"_L1;
    case CallKind::PullRequest:
        return "pull_request"_L1;
    case CallKind::Fmf:
        return "fmf"_L1;
    case CallKind::Branch:
        return "branch"_L1;
    case CallKind::Other:
        return "other"_L1;
    }
    Q_UNREACHABLE_RETURN({});
}

QString kindExplanation(CallKind kind)
{
    switch (kind) {
    case CallKind::Private:
        return u"Asks GitHub whether the repository is private. The event that starts a pipeline "
               u"says so already (webhook payload: repository.private)."_s;
    case CallKind::Approved:
        return u"Asks whether the user may write to the repository, once per kind of job. It costs "
               u"nothing when the sender of the event is the pull request's author."_s;
    case CallKind::Config:
        return u"Looks for the configuration by one name after the other, reads it, and may look "
               u"for the spec file (packit/packit#1799). One listing finds any name for 2 calls."_s;
    case CallKind::Status:
        return u"One write per flag and change: POST to check-runs or statuses. GitHub asks for a "
               u"second between writes."_s;
    case CallKind::Repository:
        return u"Every task makes a new project object and reads the same repository again."_s;
    case CallKind::PullRequest:
        return u"Reads the pull request for its author and target branch; the event holds both."_s;
    case CallKind::Fmf:
        return u"Looks for .fmf/version before tests are submitted; a listing of the repository's "
               u"root answers it too."_s;
    case CallKind::Branch:
        return u"Reads the target branch before tests are submitted, up to three times each."_s;
    case CallKind::Other:
        return u"One GraphQL query answers several questions at once: privacy, author, "
               u"configuration, spec file and test metadata."_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString stepExplanation(PipelineStep step)
{
    switch (step) {
    case PipelineStep::PrUpdated:
        return u"A pull request was opened or pushed to: check who and where, read the "
               u"configuration, set every flag to \"accepted\"."_s;
    case PipelineStep::BuildSubmitted:
        return u"The build is handed to Copr: every flag says so."_s;
    case PipelineStep::SrpmStarted:
    case PipelineStep::SrpmFinished:
        return u"Copr sends one message per build, but it changes the flag of every chroot. The "
               u"notebook charges the checks per chroot, too."_s;
    case PipelineStep::RpmStarted:
    case PipelineStep::RpmFinished:
        return u"Copr sends one message per chroot: one task, one flag each."_s;
    case PipelineStep::TestsSubmitted:
        return u"Tests are handed to Testing Farm, per chroot. The notebook leaves this step "
               u"out."_s;
    case PipelineStep::TestsStarted:
    case PipelineStep::TestsFinished:
        return u"Testing Farm reports per test run: one task, one flag each."_s;
    }
    Q_UNREACHABLE_RETURN({});
}

double CallTable::total(PipelineStep step) const
{
    const auto &row = m_calls[size_t(step)];
    return std::accumulate(row.begin(), row.end(), 0.0);
}

double CallTable::total(CallKind kind) const
{
    double sum = 0;
    for (const auto &row : m_calls)
        sum += row[size_t(kind)];
    return sum;
}

double CallTable::total() const
{
    double sum = 0;
    for (const auto &row : m_calls)
        sum = std::accumulate(row.begin(), row.end(), sum);
    return sum;
}

} // namespace sluice
