// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pipelinepolicy.h"

#include "pipeline/flagtext.h"

namespace sluice {

namespace {

/// Changes that come close together are joined when they are written, by the clock; the track's own
/// idea of when steps happen is for the model.
BudgetSettings ungathered(BudgetSettings settings)
{
    settings.gatherSeconds = 0;
    return settings;
}

} // namespace

PipelinePolicy::PipelinePolicy(const BudgetSettings &settings, ConfigLookup lookup)
    : m_settings(settings)
    , m_lookup(lookup)
    , m_build(FlagTrack::ofBuild(ungathered(settings)))
    , m_test(FlagTrack::ofTest(ungathered(settings)))
{}

PipelinePolicy PipelinePolicy::named(BudgetPolicy policy, BudgetSettings settings)
{
    applyPolicy(settings, policy);
    return PipelinePolicy(settings, settings.isOneQuery ? ConfigLookup::OneQuery
                                    : policy == BudgetPolicy::PackitToday
                                            ? ConfigLookup::Listing
                                            : ConfigLookup::NameByName);
}

bool PipelinePolicy::isShown(JobKind job, RunProgress progress) const
{
    if (progress == RunProgress::Ended)
        return true;
    const FlagTrack &track = job == JobKind::Build ? m_build : m_test;
    const int writes = track.writes(stepOf(progress, job));
    // Of two changes in one step the second is the one that stays.
    return progress == RunProgress::TestsSubmitting ? writes > 1 : writes > 0;
}

bool PipelinePolicy::readsAgain(PipelineStep step) const
{
    const BudgetSettings &s = m_settings;
    switch (step) {
    case PipelineStep::PrUpdated:
        return true;
    case PipelineStep::TestsSubmitted:
        return s.testRepositoryReads + s.testPullReads + s.fmfReads + s.branchReads > 0;
    case PipelineStep::BuildSubmitted:
        return s.repositoryReads + s.submitPullReads > 0;
    case PipelineStep::SrpmStarted:
    case PipelineStep::SrpmFinished:
    case PipelineStep::RpmStarted:
    case PipelineStep::RpmFinished:
    case PipelineStep::TestsStarted:
    case PipelineStep::TestsFinished:
        return s.repositoryReads > 0 || !s.base.isPrivateOnce || !s.base.isConfigLoadedOnce;
    }
    Q_UNREACHABLE_RETURN(false);
}

} // namespace sluice
