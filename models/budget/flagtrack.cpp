// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/flagtrack.h"

#include <algorithm>
#include <numeric>

namespace sluice {
namespace {

/// Between two changes within one step.
constexpr double kSecondsWithinStep = 2;

} // namespace

double stepOffset(PipelineStep step)
{
    switch (step) {
    case PipelineStep::PrUpdated:
        return 0;
    case PipelineStep::BuildSubmitted:
        return 0.003;
    case PipelineStep::SrpmStarted:
        return 0.011;
    case PipelineStep::SrpmFinished:
        return 0.044;
    case PipelineStep::RpmStarted:
        return 0.056;
    case PipelineStep::RpmFinished:
        return 0.390;
    case PipelineStep::TestsSubmitted:
        return 0.392;
    case PipelineStep::TestsStarted:
        return 0.417;
    case PipelineStep::TestsFinished:
        return 1;
    }
    Q_UNREACHABLE_RETURN(0);
}

void FlagTrack::set(PipelineStep step, Shown shown, int writes)
{
    m_writes[size_t(step)] = writes;
    m_shown[size_t(step)] = shown;
}

FlagTrack FlagTrack::ofBuildInFull()
{
    using enum PipelineStep;
    FlagTrack track;
    track.set(PrUpdated, Shown::Queued);
    for (const PipelineStep step : {BuildSubmitted, SrpmStarted, SrpmFinished, RpmStarted})
        track.set(step, Shown::Running);
    track.set(RpmFinished, Shown::Ended);
    return track;
}

FlagTrack FlagTrack::ofTestInFull(const BudgetSettings &settings)
{
    using enum PipelineStep;
    FlagTrack track;
    track.set(PrUpdated, Shown::Queued);
    for (const PipelineStep step : {BuildSubmitted, SrpmStarted, SrpmFinished, RpmStarted})
        track.set(step, Shown::Running);
    track.set(RpmFinished, Shown::Queued);
    track.set(TestsSubmitted, Shown::Running, settings.testSubmitFlags);
    track.set(TestsStarted, Shown::Running);
    track.set(TestsFinished, Shown::Ended);
    return track;
}

FlagTrack FlagTrack::ofBuild(const BudgetSettings &settings)
{
    FlagTrack track = ofBuildInFull();
    track.leaveOut(settings);
    return track;
}

FlagTrack FlagTrack::ofTest(const BudgetSettings &settings)
{
    using enum PipelineStep;
    FlagTrack track = ofTestInFull(settings);
    if (!settings.base.setsAllFlags) {
        track.set(BuildSubmitted, Shown::Queued);
        for (const PipelineStep step : {SrpmStarted, SrpmFinished, RpmStarted, RpmFinished})
            track.set(step, Shown::Nothing, 0);
    }
    track.leaveOut(settings);
    return track;
}

FlagTrack FlagTrack::ofStillTest(BudgetSettings settings)
{
    settings.base.setsAllFlags = false;
    return ofTest(settings);
}

void FlagTrack::leaveOut(const BudgetSettings &settings)
{
    if (settings.isNewsOnly)
        keepNews();
    if (settings.isFinalOnly)
        keepFirstAndLast();
    if (settings.isStateOnly)
        keepStateChanges();
    if (settings.gatherSeconds > 0)
        gather(settings.gatherSeconds, settings.pipelineMinutes * 60);
}

void FlagTrack::keepNews()
{
    using enum PipelineStep;
    // "Accepted" says it until the SRPM build runs, that one until an RPM build does.
    for (const PipelineStep step : {BuildSubmitted, SrpmFinished, RpmFinished}) {
        if (m_shown[size_t(step)] != Shown::Ended)
            set(step, Shown::Nothing, 0);
    }
    int &submitting = m_writes[size_t(TestsSubmitted)];
    submitting = std::min(submitting, 1);
}

void FlagTrack::keepFirstAndLast()
{
    for (int step = 1; step < kStepCount; ++step) {
        if (m_shown[size_t(step)] != Shown::Ended)
            set(PipelineStep(step), Shown::Nothing, 0);
    }
}

void FlagTrack::keepStateChanges()
{
    Shown last = Shown::Nothing;
    for (int step = 0; step < kStepCount; ++step) {
        const Shown shown = m_shown[size_t(step)];
        if (m_writes[size_t(step)] == 0)
            continue;
        if (shown == last)
            set(PipelineStep(step), Shown::Nothing, 0);
        else
            m_writes[size_t(step)] = 1;
        last = shown;
    }
}

void FlagTrack::gather(double seconds, double pipelineSeconds)
{
    double next = 2 * pipelineSeconds + seconds; // nothing follows the last one
    for (int step = kStepCount - 1; step >= 0; --step) {
        int &writes = m_writes[size_t(step)];
        if (writes == 0)
            continue;
        if (writes > 1 && seconds >= kSecondsWithinStep)
            writes = 1;
        // A test is handed over in the moment that its packages are there.
        const bool isHandOver
                = step == int(PipelineStep::RpmFinished) && m_shown[size_t(step)] != Shown::Ended;
        const double at = stepOffset(isHandOver ? PipelineStep::TestsSubmitted : PipelineStep(step))
                        * pipelineSeconds;
        if (next - at <= seconds)
            set(PipelineStep(step), Shown::Nothing, 0);
        else
            next = at;
    }
}

int FlagTrack::writes() const { return std::accumulate(m_writes.begin(), m_writes.end(), 0); }

int FlagTrack::states() const
{
    int states = 0;
    for (const Shown shown : {Shown::Queued, Shown::Running, Shown::Ended}) {
        for (int step = 0; step < kStepCount; ++step) {
            if (m_shown[size_t(step)] == shown && m_writes[size_t(step)] > 0) {
                ++states;
                break;
            }
        }
    }
    return states;
}

} // namespace sluice
