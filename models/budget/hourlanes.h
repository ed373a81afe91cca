// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/gaugetext.h"
#include "budget/ledgerparts.h"

namespace sluice {

/// A day of one limit, hour by hour as GitHub counts them: from one reset to the next. The last
/// hour is the one under way. Everything else, such as calls of no known limit, is one lane, too.
struct HourLane
{
    static constexpr int kHours = 24;

    struct Column
    {
        QDateTime begin;
        QList<int> counted; ///< by organisation, as in HourLanes
        [[nodiscard]] int total() const;
    };

    std::optional<LedgerLimit> known; ///< none: of several limits, or of none that is known
    QList<Column> columns;
    int elsewhere = 0; ///< counted in the hour under way, but not asked by way of Sluice
    GaugeOutlook outlook; ///< of a limit that is known

    /// Calls of the hour under way, those that are still to come included.
    [[nodiscard]] double expectedTotal() const;
    [[nodiscard]] int highest() const; ///< calls in an hour, those elsewhere included
};

/// Calls of the last day beside each other, limit by limit.
struct HourLanes
{
    static constexpr qsizetype kMostLanes = 4;
    static constexpr qsizetype kMostOrganisations = 5;

    QStringList organisations; ///< the largest first, empty: of none; those beyond the most are one
    bool hasOthers = false; ///< the last organisation stands for several
    QList<HourLane> lanes;

    /// Limits in the order given: those that are nearest to their end, the rest in one lane.
    [[nodiscard]] static HourLanes of(const QList<LedgerHour> &hours,
                                      const QList<LedgerLimit> &limits, const QDateTime &now);
};

} // namespace sluice
