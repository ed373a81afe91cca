// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue/idlistdiff.h"

#include <QHash>

#include <algorithm>

namespace sluice {

namespace {

/// The part of the two lists that differs: what is equal at both ends costs no hashing.
struct Middle
{
    qsizetype first = 0;
    qsizetype beforeEnd = 0;
    qsizetype afterEnd = 0;
};

Middle middleOf(const QList<TaskId> &before, const QList<TaskId> &after)
{
    const auto [b, a] = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
    Middle middle{
            .first = b - before.begin(), .beforeEnd = before.size(), .afterEnd = after.size()};
    while (middle.beforeEnd > middle.first && middle.afterEnd > middle.first
           && before[middle.beforeEnd - 1] == after[middle.afterEnd - 1]) {
        --middle.beforeEnd;
        --middle.afterEnd;
    }
    return middle;
}

using RowOf = QHash<TaskId, int>;

RowOf rowsOf(const QList<TaskId> &ids, qsizetype first, qsizetype end)
{
    RowOf rows;
    rows.reserve(end - first);
    for (qsizetype row = first; row < end; ++row)
        rows.insert(ids[row], static_cast<int>(row));
    return rows;
}

QList<RowRun> runsMissing(const QList<TaskId> &ids, qsizetype first, qsizetype end, const RowOf &in)
{
    QList<RowRun> runs;
    for (qsizetype row = first; row < end; ++row) {
        if (in.contains(ids[row]))
            continue;
        if (!runs.isEmpty() && runs.last().first + runs.last().count == row)
            ++runs.last().count;
        else
            runs += RowRun{static_cast<int>(row), 1};
    }
    return runs;
}

bool hasMoved(const QList<TaskId> &before, const Middle &middle, const RowOf &after)
{
    int last = -1;
    for (qsizetype row = middle.first; row < middle.beforeEnd; ++row) {
        const auto found = after.find(before[row]);
        if (found == after.end())
            continue;
        if (*found < last)
            return true;
        last = *found;
    }
    return false;
}

void reorder(IdListDiff &diff, const QList<TaskId> &before, const QList<TaskId> &after)
{
    const RowOf afterRows = rowsOf(after, 0, after.size());
    const RowOf beforeRows = rowsOf(before, 0, before.size());
    diff.toGathered.resize(before.size());
    diff.gathered.reserve(before.size());
    QList<qsizetype> gone;
    for (qsizetype row = 0; row < before.size(); ++row) {
        if (!afterRows.contains(before[row])) {
            gone += row;
            continue;
        }
        diff.toGathered[row] = static_cast<int>(diff.gathered.size());
        diff.gathered += before[row];
    }
    diff.kept = static_cast<int>(diff.gathered.size());
    diff.extended = diff.gathered;
    for (const qsizetype row : std::as_const(gone)) {
        diff.toGathered[row] = static_cast<int>(diff.gathered.size());
        diff.gathered += before[row];
    }
    for (const TaskId id : after) {
        if (!beforeRows.contains(id))
            diff.extended += id;
    }
    diff.toFinal.reserve(diff.extended.size());
    for (const TaskId id : std::as_const(diff.extended))
        diff.toFinal += afterRows.value(id);
}

} // namespace

IdListDiff diffIds(const QList<TaskId> &before, const QList<TaskId> &after, int maxRuns)
{
    IdListDiff diff;
    const Middle middle = middleOf(before, after);
    if (middle.first == middle.beforeEnd && middle.first == middle.afterEnd)
        return diff;
    diff.isSame = false;
    const RowOf afterRows = rowsOf(after, middle.first, middle.afterEnd);
    diff.isByRuns = !hasMoved(before, middle, afterRows);
    if (diff.isByRuns) {
        const RowOf beforeRows = rowsOf(before, middle.first, middle.beforeEnd);
        diff.removed = runsMissing(before, middle.first, middle.beforeEnd, afterRows);
        diff.inserted = runsMissing(after, middle.first, middle.afterEnd, beforeRows);
        std::ranges::reverse(diff.removed);
        diff.isByRuns = diff.removed.size() + diff.inserted.size() <= maxRuns;
    }
    if (!diff.isByRuns)
        reorder(diff, before, after);
    return diff;
}

} // namespace sluice
