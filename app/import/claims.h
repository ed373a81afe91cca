// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/fairqueue.h"
#include "queue/task.h"

#include <functional>

namespace sluice {

/// Which tasks the pool asks the store for: the fair order, what was taken from it and is not
/// answered yet, and the task that runs with no other beside it. A value on the pool's thread.
class Claims final
{
public:
    /// What runs already. `has` tells of one task.
    struct Running
    {
        bool isAny = false;
        std::function<bool(TaskId)> has;
    };

    void push(const QueueEntry &entry) { m_fair.push(entry); }
    void forgetWaiting(TaskId id) { m_fair.forgetWaiting(id); }
    [[nodiscard]] QDateTime nextDue() const { return m_fair.nextDue(); }
    [[nodiscard]] bool isEmpty() const { return m_fair.isEmpty() && m_asked.isEmpty(); }

    /// What to ask for: what was not answered the last time, else at most `room` more.
    [[nodiscard]] const QList<TaskId> &next(const QDateTime &now, const ShareLimits &limits,
                                            qsizetype room, const Running &running);
    /// The store's answer to that. False when some were refused: canceled, removed or not due.
    bool answered(const QList<Task> &granted);
    void leftWorker(TaskId id) { m_fair.finished(id); } ///< counts for no limit any more
    void ended(TaskId id);

private:
    FairQueue m_fair;
    QList<TaskId> m_asked;
    std::optional<TaskId> m_alone; ///< runs, or waits to run, with no other beside it
};

} // namespace sluice
