// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/flagtext.h"

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QString endText(const ChrootRun &run)
{
    if (!run.detail.isEmpty())
        return run.detail;
    const bool isBuild = run.job == JobKind::Build;
    switch (run.state) {
    case FlagState::Queued:
    case FlagState::Running:
        return {};
    case FlagState::Success:
        return isBuild ? u"RPMs were built successfully."_s : u"Tests passed ..."_s;
    case FlagState::Failure:
        return isBuild ? u"RPMs failed to be built."_s : u"Tests failed ..."_s;
    case FlagState::Error:
        return isBuild ? u"Error while building RPMs."_s : u"Error ..."_s;
    case FlagState::Neutral:
    case FlagState::Canceled:
        return isBuild ? u"Build was canceled."_s : u"Tests canceled ..."_s;
    }
    Q_UNREACHABLE_RETURN({});
}

FlagValue buildValue(RunProgress progress)
{
    switch (progress) {
    case RunProgress::Nothing:
    case RunProgress::Accepted:
        return {FlagState::Queued, u"The task was accepted."_s, {}};
    case RunProgress::Submitted:
        return {FlagState::Running, u"SRPM build in Copr was submitted..."_s, {}};
    case RunProgress::SrpmRunning:
        return {FlagState::Running, u"SRPM build is in progress..."_s, {}};
    case RunProgress::SrpmDone:
        return {FlagState::Running,
                u"SRPM build succeeded. Waiting for RPM build to start..."_s,
                {}};
    case RunProgress::RpmRunning:
        return {FlagState::Running, u"RPM build is in progress..."_s, {}};
    case RunProgress::RpmDone:
    case RunProgress::TestsSubmitting:
    case RunProgress::TestsSubmitted:
    case RunProgress::TestsRunning:
    case RunProgress::Ended:
        break; // a build has ended then, and its own words are said
    }
    return {FlagState::Success, u"RPMs were built successfully."_s, {}};
}

FlagValue testValue(RunProgress progress, bool isSyncing)
{
    switch (progress) {
    case RunProgress::Submitted:
        if (!isSyncing)
            return {FlagState::Queued, u"Waiting for RPMs to be built..."_s, {}};
        [[fallthrough]];
    case RunProgress::Nothing:
    case RunProgress::Accepted:
    case RunProgress::SrpmRunning:
    case RunProgress::SrpmDone:
    case RunProgress::RpmRunning:
        return buildValue(progress);
    case RunProgress::RpmDone:
        return {FlagState::Queued, u"RPMs were built successfully."_s, {}};
    case RunProgress::TestsSubmitting:
        return {FlagState::Running, u"Build succeeded. Submitting the tests ..."_s, {}};
    case RunProgress::TestsSubmitted:
        return {FlagState::Running, u"Tests have been submitted ..."_s, {}};
    case RunProgress::TestsRunning:
        return {FlagState::Running, u"Tests are running ..."_s, {}};
    case RunProgress::Ended:
        break;
    }
    return {};
}

} // namespace

PipelineStep stepOf(RunProgress progress, JobKind job)
{
    switch (progress) {
    case RunProgress::Nothing:
    case RunProgress::Accepted:
        return PipelineStep::PrUpdated;
    case RunProgress::Submitted:
        return PipelineStep::BuildSubmitted;
    case RunProgress::SrpmRunning:
        return PipelineStep::SrpmStarted;
    case RunProgress::SrpmDone:
        return PipelineStep::SrpmFinished;
    case RunProgress::RpmRunning:
        return PipelineStep::RpmStarted;
    case RunProgress::RpmDone:
        return PipelineStep::RpmFinished;
    case RunProgress::TestsSubmitting:
    case RunProgress::TestsSubmitted:
        return PipelineStep::TestsSubmitted;
    case RunProgress::TestsRunning:
        return PipelineStep::TestsStarted;
    case RunProgress::Ended:
        return job == JobKind::Build ? PipelineStep::RpmFinished : PipelineStep::TestsFinished;
    }
    Q_UNREACHABLE_RETURN(PipelineStep::PrUpdated);
}

FlagValue flagValue(const ChrootRun &run, bool isSyncing)
{
    FlagValue value = run.progress == RunProgress::Ended ? FlagValue{run.state, endText(run), {}}
                    : run.job == JobKind::Build          ? buildValue(run.progress)
                                                         : testValue(run.progress, isSyncing);
    value.url = run.url;
    return value;
}

FlagValue flagValue(const QList<ChrootRun> &runs, bool isSyncing)
{
    const auto slowest = std::ranges::min_element(runs, {}, &ChrootRun::progress);
    if (slowest == runs.end())
        return {};
    if (runs.size() == 1 || slowest->progress != RunProgress::Ended)
        return flagValue(*slowest, isSyncing);
    const auto bad = [](const ChrootRun &run) { return run.state != FlagState::Success; };
    const auto count = std::ranges::count_if(runs, bad);
    if (count == 0)
        return flagValue(*slowest, isSyncing);
    const auto worst = std::ranges::find_if(runs, [&](const ChrootRun &run) {
        return bad(run) && (run.state == FlagState::Failure || run.state == FlagState::Error);
    });
    FlagValue value
            = flagValue(worst != runs.end() ? *worst : *std::ranges::find_if(runs, bad), isSyncing);
    value.description = u"%1 of %2: %3"_s.arg(count).arg(runs.size()).arg(value.description);
    return value;
}

} // namespace sluice
