// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/traffic.h"

#include "budget/flagtrack.h"

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

using enum PipelineStep;

/// Calls of an hour for repositories without a configuration.
double unconfiguredCalls(const BudgetSettings &settings)
{
    const double pushes
            = settings.prsPerHour * (1 - settings.configuredShare) * settings.pushesPerPr;
    return (settings.unconfiguredEvents + pushes) * settings.unconfiguredCalls;
}

/// Pipelines of one pull request that make this step.
double runsPerPr(const BudgetSettings &settings, PipelineStep step)
{
    const double older = std::max(0.0, settings.pushesPerPr - 1);
    const double newest = 1 + settings.retriggers;
    return older > 0 ? newest + older * supersededShare(settings, step) : newest;
}

} // namespace

PrRequests requestsPerPr(const BudgetSettings &settings, const PipelineCost &cost)
{
    PrRequests requests;
    for (int i = 0; i < kStepCount; ++i) {
        const auto step = PipelineStep(i);
        const double runs = runsPerPr(settings, step);
        const double all = cost.requests.total(step) * runs;
        const double writes = cost.requests.at(step, CallKind::Status) * cost.writingShare * runs;
        requests.counted += cost.counted.total(step) * runs;
        requests.reads += all - writes;
        requests.writes += writes;
    }
    return requests;
}

double callsPerPr(const BudgetSettings &settings, const PipelineCost &cost)
{
    return requestsPerPr(settings, cost).counted;
}

/// Pushes to a pull request come at random, independent of each other: the time between two of
/// them is exponential. A pipeline is superseded when it takes longer than that.
HourCost hourOf(const BudgetSettings &settings, const PipelineCost &cost)
{
    const double length = settings.pipelineMinutes / settings.minutesBetweenPushes;
    const double olderRuns = std::max(0.0, settings.pushesPerPr - 1);
    const double outlived = std::exp(-length); // ended before the next push
    double superseded = 0;
    for (int i = 0; i < kStepCount; ++i) {
        const auto step = PipelineStep(i);
        const double share = supersededShare(settings, step);
        superseded += cost.counted.total(step) * std::max(0.0, share - outlived);
    }
    const double configured = settings.prsPerHour * settings.configuredShare;
    HourCost hour;
    hour.pipelines = configured * callsPerPr(settings, cost);
    hour.superseded = configured * olderRuns * superseded;
    hour.unconfigured = unconfiguredCalls(settings);
    hour.comments = settings.comments * commentCalls(settings);
    hour.available = availableCalls(settings);
    return hour;
}

std::optional<double> HourCost::minutesToExhaustion() const
{
    if (total() <= available || total() <= 0)
        return {};
    return available / total() * 60;
}

double commentCalls(const BudgetSettings &settings)
{
    return settings.privateCost + settings.base.configLoad + settings.specfileCalls;
}

double supersededShare(const BudgetSettings &settings, PipelineStep step)
{
    const double length = settings.pipelineMinutes / settings.minutesBetweenPushes;
    switch (settings.cancelOld) {
    case CancelOld::Never:
        return 1;
    case CancelOld::AtRpm:
        if (step < RpmStarted)
            return 1;
        return std::exp(-stepOffset(step) * length);
    case CancelOld::AtSubmit:
        return std::exp(-stepOffset(step) * length);
    }
    Q_UNREACHABLE_RETURN(1);
}

int rateLimitOf(const BudgetSettings &settings)
{
    switch (settings.token) {
    case TokenKind::AsGiven:
        return settings.base.rateLimit;
    case TokenKind::User:
        return 5000;
    case TokenKind::Installation: {
        const int repositories = settings.repositories / std::max(1, settings.organisations);
        return std::min(12'500, 5000 + 50 * std::max(0, repositories - 20)
                                        + 50 * std::max(0, settings.users - 20));
    }
    case TokenKind::Enterprise:
        return 15'000;
    case TokenKind::Actions:
        return 1000;
    }
    Q_UNREACHABLE_RETURN(0);
}

double availableCalls(const BudgetSettings &settings)
{
    return std::max(0.0, rateLimitOf(settings) * (1 - settings.othersShare) - settings.reserve);
}

double callsBesidePipelines(const BudgetSettings &settings)
{
    return unconfiguredCalls(settings) + settings.comments * commentCalls(settings);
}

} // namespace sluice
