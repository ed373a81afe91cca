// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/queuestore.h"

namespace sluice {

/// All that the store knows of one task. A value.
struct TaskDetails
{
    Task task;
    QList<Attempt> attempts;
    QList<HistoryEntry> history;
    QList<StoredObject> objects;
};

/// *not found* where the task is gone. Runs on the thread of the store.
[[nodiscard]] Result<TaskDetails> loadTaskDetails(QueueStore &store, TaskId id);

/// How many of some tasks an action would reach, and what must be said before the click.
struct SelectionSummary
{
    qsizetype selected = 0;
    QList<TaskId> failed;
    QList<TaskId> retryable; ///< failed and canceled
    QList<TaskId> cancelable; ///< not ended
    QList<TaskId> queued;
    QList<TaskId> removable; ///< ended
    int reportedFailures = 0; ///< whose success would be reported to a frontend again

    void count(const Task &task);
};

} // namespace sluice
