// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetmodel.h"
#include "budget/callpace.h"
#include "budget/flagtrack.h"

#include <algorithm>
#include <cmath>

namespace sluice {
using namespace Qt::StringLiterals;

QLatin1StringView limitKey(LimitKind limit)
{
    switch (limit) {
    case LimitKind::Primary:
        return "primary"_L1;
    case LimitKind::Writes:
        return "writes_per_second"_L1;
    case LimitKind::Points:
        return "points_per_minute"_L1;
    case LimitKind::Concurrency:
        return "concurrency"_L1;
    case LimitKind::ContentPerMinute:
        return "content_per_minute"_L1;
    case LimitKind::ContentPerHour:
        return "content_per_hour"_L1;
    }
    Q_UNREACHABLE_RETURN({});
}

QString limitLabel(LimitKind limit)
{
    switch (limit) {
    case LimitKind::Primary:
        return u"the primary limit"_s;
    case LimitKind::Writes:
        return u"the pause between writes"_s;
    case LimitKind::Points:
        return u"the points per minute"_s;
    case LimitKind::Concurrency:
        return u"the requests at once"_s;
    case LimitKind::ContentPerMinute:
        return u"the content per minute"_s;
    case LimitKind::ContentPerHour:
        return u"the content per hour"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

namespace {

using enum PipelineStep;

/// From here on a bound is none. Below, nothing that floating point does reaches a whole number.
constexpr double kBoundless = 1e12;
constexpr double kNoise = 1e-9;

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

/// Of one pull request.
struct Requests
{
    double counted = 0;
    double reads = 0;
    double writes = 0;
};

Requests requestsPerPr(const BudgetSettings &settings, const PipelineCost &cost)
{
    Requests requests;
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

/// How often `each` goes into `whole`; none: as often as one likes.
std::optional<qint64> timesIn(double whole, double each)
{
    const double times = std::max(0.0, whole) / each;
    if (!(each > 0) || !(times < kBoundless))
        return {};
    return qint64(times * (1 + kNoise));
}

} // namespace

double commentCalls(const BudgetSettings &settings)
{
    return settings.privateCost + settings.base.configLoad + settings.specfileCalls;
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

double callsPerPr(const BudgetSettings &settings, const PipelineCost &cost)
{
    return requestsPerPr(settings, cost).counted;
}

std::array<LimitAnswer, kLimitCount> limitsOf(const BudgetSettings &settings,
                                              const PipelineCost &cost)
{
    const Requests pr = requestsPerPr(settings, cost);
    const double others = unconfiguredCalls(settings) + settings.comments * commentCalls(settings);
    const double points = pr.reads + kPointsOfWrite * pr.writes;
    const bool isContent = settings.isContentBinding;
    return {{
            {LimitKind::Primary, timesIn(availableCalls(settings) - others, pr.counted), true},
            {LimitKind::Writes, timesIn(3600, pr.writes * pauseBetweenFlags(settings, cost)), true},
            {LimitKind::Points, timesIn(settings.pointsPerMinute * 60.0 - others, points), true},
            {LimitKind::Concurrency,
             timesIn(settings.concurrency * 3600.0 - others * settings.secondsPerCall,
                     (pr.reads + pr.writes) * settings.secondsPerCall),
             true},
            {LimitKind::ContentPerMinute, timesIn(settings.contentPerMinute * 60.0, pr.writes),
             isContent},
            {LimitKind::ContentPerHour, timesIn(settings.contentPerHour, pr.writes), isContent},
    }};
}

double pauseBetweenFlags(const BudgetSettings &settings, const PipelineCost &cost)
{
    return std::max(settings.writeSpacing, settings.secondsPerCall / cost.writingShare);
}

double secondsBetweenFlags(const BudgetSettings &settings, const PipelineCost &cost)
{
    const double points = kPointsOfWrite - 1 + 1 / cost.writingShare;
    double seconds
            = std::max(pauseBetweenFlags(settings, cost), 60 * points / settings.pointsPerMinute);
    if (settings.isContentBinding) {
        seconds = std::max(
                {seconds, 60.0 / settings.contentPerMinute, 3600.0 / settings.contentPerHour});
    }
    return seconds;
}

std::optional<LimitAnswer> bindingLimit(const std::array<LimitAnswer, kLimitCount> &limits)
{
    std::optional<LimitAnswer> least;
    for (const LimitAnswer &limit : limits) {
        if (limit.canBind && limit.prsPerHour && (!least || limit.prsPerHour < least->prsPerHour))
            least = limit;
    }
    return least;
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

FlagDelay flagDelayOf(const BudgetSettings &settings, const PipelineCost &cost)
{
    const double flagCalls = cost.requests.at(PrUpdated, CallKind::Status);
    const double writes = flagCalls * cost.writingShare;
    if (writes <= 0)
        return {};
    CallPace pace(settings, cost);
    const double read = pace.read(0, cost.requests.total(PrUpdated) - flagCalls).answered;
    const CallPace::Written written = pace.write(read, writes);
    return {written.first, written.last};
}

std::optional<qint64> improvementPercent(qint64 before, qint64 now)
{
    if (before == 0)
        return {};
    return (now - before) * 100 / before;
}

} // namespace sluice
