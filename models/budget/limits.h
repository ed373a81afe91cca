// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/traffic.h"

namespace sluice {

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

/// How many pull requests per hour each limit allows, in the order of LimitKind: of those that
/// start pipelines, beside the rest of the traffic.
[[nodiscard]] std::array<LimitAnswer, kLimitCount> limitsOf(const BudgetSettings &settings,
                                                            const PipelineCost &cost);
/// The first of the smallest ones; none where nothing costs anything.
[[nodiscard]] std::optional<LimitAnswer>
bindingLimit(const std::array<LimitAnswer, kLimitCount> &limits);

/// Seconds from one flag to the next: none is written before the answer to the last.
[[nodiscard]] double pauseBetweenFlags(const BudgetSettings &settings, const PipelineCost &cost);
/// Seconds from one flag to the next that all limits allow for ever, its own reads included.
[[nodiscard]] double secondsBetweenFlags(const BudgetSettings &settings, const PipelineCost &cost);

/// Seconds from the event until flags stand where nothing else is asked for, by all limits but the
/// calls per hour; none where no flag is written.
struct FlagDelay
{
    std::optional<double> first;
    std::optional<double> last;
};
[[nodiscard]] FlagDelay flagDelayOf(const BudgetSettings &settings, const PipelineCost &cost);

} // namespace sluice
