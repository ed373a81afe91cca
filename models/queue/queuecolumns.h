// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/queuemodel.h"

namespace sluice {

/// What the columns of QueueModel say: their headers, and of a task what stands in its cells. Where
/// a worker has the task, `worker` is its row, otherwise null.
namespace queuecolumns {

/// How the store sorts by it; empty where it cannot.
[[nodiscard]] std::optional<TaskQuery::Sort> sortOf(int column);
[[nodiscard]] QVariant text(const Task &task, int column, const WorkerRow *worker,
                            const QDateTime &now);
[[nodiscard]] QVariant toolTip(const Task &task, int column, const WorkerRow *worker,
                               const QDateTime &now);
/// A raw value, to compare.
[[nodiscard]] QVariant sortValue(const Task &task, int column, const WorkerRow *worker);
[[nodiscard]] QString title(int column);
[[nodiscard]] QString titleToolTip(int column);

} // namespace queuecolumns
} // namespace sluice
