// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue/taskdetails.h"

#include "queue/tasktext.h"

namespace sluice {
using namespace Qt::StringLiterals;

Result<TaskDetails> loadTaskDetails(QueueStore &store, TaskId id)
{
    auto task = store.task(id);
    if (!task)
        return std::unexpected(task.error());
    if (!*task)
        return failure(Cause::NotFound, u"Task %1 is no longer in the queue."_s.arg(id));
    auto attempts = store.attempts(id);
    if (!attempts)
        return std::unexpected(attempts.error());
    auto history = store.history(id);
    if (!history)
        return std::unexpected(history.error());
    auto objects = store.storedObjects(id);
    if (!objects)
        return std::unexpected(objects.error());
    return TaskDetails{.task = std::move(**task),
                       .attempts = std::move(*attempts),
                       .history = std::move(*history),
                       .objects = std::move(*objects)};
}

void SelectionSummary::count(const Task &task)
{
    ++selected;
    if (task.state == State::Failed)
        failed += task.id;
    if (task.state == State::Failed || task.state == State::Canceled)
        retryable += task.id;
    if (!task.hasEnded())
        cancelable += task.id;
    else
        removable += task.id;
    if (task.state == State::Queued)
        queued += task.id;
    reportedFailures += tasktext::isFailureReported(task) ? 1 : 0;
}

} // namespace sluice
