// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgetsettings.h"

#include <QList>

namespace sluice {

/// What one pipeline is expected to cost. Pure values: any thread.
struct PipelineCost
{
    CallTable counted; ///< calls that GitHub counts: a 304 is none
    CallTable requests; ///< what leaves the program
    double identicalReads = 0; ///< counted calls that ask again what this pipeline knows
    double duplicateFlags = 0; ///< writes of test flags that only repeat what the build's flag says
    double leftOutUpdates = 0; ///< changes of flags that a reader no longer sees
    double leftOutStates = 0; ///< of these, states (queued, running) that no flag shows any more
    double shownUpdates = 0; ///< changes of flags that a reader sees, were nothing to fail
    double shownStates = 0;
    /// Of the calls for flags, the share that writes: others read what the write needs.
    double writingShare = 1;

    [[nodiscard]] double writes() const { return requests.total(CallKind::Status) * writingShare; }
};

[[nodiscard]] PipelineCost evaluate(const BudgetSettings &settings);

/// What bounds the number of pull requests in an hour.
enum class LimitKind {
    Primary, ///< calls per hour
    Writes, ///< a pause between writes
    Points, ///< points per minute: reads 1, writes 5
    Concurrency, ///< requests at once
    ContentPerMinute,
    ContentPerHour,
};
inline constexpr int kLimitCount = 6;
inline constexpr int kPointsOfWrite = 5; ///< a read is 1
[[nodiscard]] QLatin1StringView limitKey(LimitKind limit); ///< "content_per_hour"
[[nodiscard]] QString limitLabel(LimitKind limit);

struct LimitAnswer
{
    LimitKind limit = LimitKind::Primary;
    /// Pull requests per hour and organisation, cut to a whole number; none: it never binds.
    std::optional<qint64> prsPerHour;
    bool canBind = true; ///< false: shown, but not taken as a bound
};

/// What a pull request costs with all its pushes and further runs, old runs as long as they live.
[[nodiscard]] double callsPerPr(const BudgetSettings &settings, const PipelineCost &cost);
/// How many pull requests per hour each limit allows, in the order of LimitKind: of those that
/// start pipelines, beside the rest of the traffic.
[[nodiscard]] std::array<LimitAnswer, kLimitCount> limitsOf(const BudgetSettings &settings,
                                                            const PipelineCost &cost);
/// The first of the smallest ones; none where nothing costs anything.
[[nodiscard]] std::optional<LimitAnswer>
bindingLimit(const std::array<LimitAnswer, kLimitCount> &limits);

/// Calls of one hour of traffic on one organisation's budget.
struct HourCost
{
    double pipelines = 0; ///< calls of all pipelines
    double superseded = 0; ///< of these, of pipelines that a newer push made useless
    double unconfigured = 0; ///< for repositories without a configuration
    double comments = 0;
    double available = 0; ///< calls that may be spent in an hour
    [[nodiscard]] double total() const { return pipelines + unconfigured + comments; }
    /// Minutes until the budget is gone; none: it lasts for the hour.
    [[nodiscard]] std::optional<double> minutesToExhaustion() const;
};
/// Seconds from one flag to the next: none is written before the answer to the last.
[[nodiscard]] double pauseBetweenFlags(const BudgetSettings &settings, const PipelineCost &cost);
/// Seconds from one flag to the next that all limits allow for ever, its own reads included.
[[nodiscard]] double secondsBetweenFlags(const BudgetSettings &settings, const PipelineCost &cost);
[[nodiscard]] HourCost hourOf(const BudgetSettings &settings, const PipelineCost &cost);
/// Calls per hour that GitHub gives to one organisation's token.
[[nodiscard]] int rateLimitOf(const BudgetSettings &settings);
/// Calls that may be spent in an hour: not those of others, not the reserve.
[[nodiscard]] double availableCalls(const BudgetSettings &settings);
/// What a comment costs that starts nothing: the checks of its event.
[[nodiscard]] double commentCalls(const BudgetSettings &settings);
/// The share of older runs, all that a further push follows, that make this step; exact where
/// all pipelines take equally long.
[[nodiscard]] double supersededShare(const BudgetSettings &settings, PipelineStep step);

/// Seconds from the event until flags stand where nothing else is asked for, by all limits but the
/// calls per hour; none where no flag is written.
struct FlagDelay
{
    std::optional<double> first;
    std::optional<double> last;
};
[[nodiscard]] FlagDelay flagDelayOf(const BudgetSettings &settings, const PipelineCost &cost);

/// (`now` - `before`) in per cent, cut to a whole number as the notebook does; none from nothing.
[[nodiscard]] std::optional<qint64> improvementPercent(qint64 before, qint64 now);

} // namespace sluice
