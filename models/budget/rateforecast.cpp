// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/rateforecast.h"

#include <algorithm>

namespace sluice {
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds kWholeHour = 1h;
constexpr std::chrono::milliseconds kShortestSpan = 1min; // one call is no rate

} // namespace

RateForecast rateForecast(const RateLimit &limit, const RateSpending &spending,
                          const QDateTime &now)
{
    RateForecast forecast{.resource = limit.resource};
    QDateTime end = limit.remaining == 0 ? now : QDateTime();
    if (spending.cost > 0) {
        const std::chrono::milliseconds span = std::max(now - spending.first, kShortestSpan);
        forecast.perHour = spending.cost * double(kWholeHour.count()) / double(span.count());
        if (limit.remaining >= 0)
            end = now.addMSecs(qint64(limit.remaining * double(span.count()) / spending.cost));
    }
    if (end.isValid() && end < limit.reset)
        forecast.runsOutAt = end;
    if (forecast.runsOutAt.isValid())
        forecast.expected = limit.remaining;
    else if (limit.reset > now)
        forecast.expected = forecast.perHour * double((limit.reset - now).count())
                          / double(kWholeHour.count());
    return forecast;
}

} // namespace sluice
