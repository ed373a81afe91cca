// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/ledgerstore.h"

namespace sluice {

/// How the hour of one limit ends.
enum class GaugeEnd {
    FullAgain, ///< it has been reset since
    Lasts,
    RunsOut,
    UsedUp,
};
struct GaugeOutlook
{
    GaugeEnd end = GaugeEnd::Lasts;
    RateForecast forecast;
    [[nodiscard]] bool isShort() const
    {
        return end == GaugeEnd::RunsOut || end == GaugeEnd::UsedUp;
    }
};
/// What texts say and charts draw, so that they agree.
[[nodiscard]] GaugeOutlook gaugeOutlook(const LedgerLimit &known, const QDateTime &now);

/// What a gauge of one limit says. Times are local.
struct GaugeText
{
    QString whose; ///< "token of work": each has a budget of its own
    QString left; ///< "4,812 of 5,000 left"
    QString outlook; ///< "lasts until it is full again at 14:50", "used up until 14:50"
    QString end; ///< the same in few words: "runs out at 14:32"
    double share = 1; ///< that is left
    bool isShort = false; ///< it is used up, or runs out before the reset
};
[[nodiscard]] GaugeText gaugeText(const LedgerLimit &known, const QDateTime &now);

/// One line for a status bar, of the limit that is nearest to its end; empty: none is known.
[[nodiscard]] QString tightestLimitText(const QList<LedgerLimit> &limits, const QDateTime &now);

} // namespace sluice
