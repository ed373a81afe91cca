// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

#include <chrono>

namespace sluice {

/// One limit of one token.
struct RateLimit
{
    QString resource; ///< "core", "graphql"
    int limit = -1;
    int remaining = -1; ///< -1: not known
    QDateTime reset; ///< by our clock

    bool operator==(const RateLimit &) const = default;
};

inline constexpr std::chrono::minutes kForecastSpan{10};

/// What was spent of one limit within the last kForecastSpan.
struct RateSpending
{
    int cost = 0;
    QDateTime first; ///< when that began; null where nothing was spent
};

/// How long one limit lasts at the present rate.
struct RateForecast
{
    QString resource;
    double perHour = 0; ///< counted over kForecastSpan, or since it began if that is less
    QDateTime runsOutAt; ///< null: not before the reset
    double expected = 0; ///< calls from now to the reset: all that is left where it runs out
};
[[nodiscard]] RateForecast rateForecast(const RateLimit &limit, const RateSpending &spending,
                                        const QDateTime &now);

} // namespace sluice
