// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/limits.h"

#include "budget/callpace.h"

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// From here on a bound is none. Below, nothing that floating point does reaches a whole number.
constexpr double kBoundless = 1e12;
constexpr double kNoise = 1e-9;

/// How often `each` goes into `whole`; none: as often as one likes.
std::optional<qint64> timesIn(double whole, double each)
{
    const double times = std::max(0.0, whole) / each;
    if (!(each > 0) || !(times < kBoundless))
        return {};
    return qint64(times * (1 + kNoise));
}

} // namespace

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

std::array<LimitAnswer, kLimitCount> limitsOf(const BudgetSettings &settings,
                                              const PipelineCost &cost)
{
    const PrRequests pr = requestsPerPr(settings, cost);
    const double others = callsBesidePipelines(settings);
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

FlagDelay flagDelayOf(const BudgetSettings &settings, const PipelineCost &cost)
{
    const double flagCalls = cost.requests.at(PipelineStep::PrUpdated, CallKind::Status);
    const double writes = flagCalls * cost.writingShare;
    if (writes <= 0)
        return {};
    CallPace pace(settings, cost);
    const double read
            = pace.read(0, cost.requests.total(PipelineStep::PrUpdated) - flagCalls).answered;
    const CallPace::Written written = pace.write(read, writes);
    return {written.first, written.last};
}

} // namespace sluice
