// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/task.h"

namespace sluice {

/// Neighbouring rows.
struct RowRun
{
    int first = 0;
    int count = 0;

    bool operator==(const RowRun &) const = default;
};

/// How one list of ids becomes another, in steps that a view can follow exactly. Where few rows
/// came and went and none moved, runs say it. Otherwise rows are put in order twice: removed ones
/// to the end, cut off, new ones added at the end, and all put into their final order.
struct IdListDiff
{
    bool isSame = true;
    bool isByRuns = true;
    QList<RowRun> removed; ///< by runs; rows of the old list, the last first
    QList<RowRun> inserted; ///< by runs; rows of the new list, the first first
    QList<TaskId> gathered; ///< otherwise: kept rows, then removed ones
    QList<int> toGathered; ///< from an old row to its row in `gathered`
    QList<TaskId> extended; ///< kept rows, then new ones
    QList<int> toFinal; ///< from a row in `extended` to its row in the new list
    int kept = 0;
};

/// Pure; any thread, and for long lists not the GUI's. No id may stand twice in a list.
[[nodiscard]] IdListDiff diffIds(const QList<TaskId> &before, const QList<TaskId> &after,
                                 int maxRuns = 32);

} // namespace sluice
