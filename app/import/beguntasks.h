// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "distgit/fileio.h"
#include "queue/task.h"

#include <QSet>

namespace sluice {

/// Which tasks' fetch or import has begun, in a small file that outlives the process: what ran when
/// it was killed, as opposed to what was only claimed. Never synced, for a power cut is no task's
/// fault. The pool's thread, but mark().
class BegunTasks final
{
    Q_DISABLE_COPY_MOVE(BegunTasks)

public:
    explicit BegunTasks(const QString &file);

    /// What the process before left.
    [[nodiscard]] const QSet<TaskId> &left() const { return m_left; }
    void clear(); ///< from now on this process's

    [[nodiscard]] int takeSlot();
    void freeSlot(int slot);
    void mark(int slot, TaskId task) const; ///< any thread

private:
    Descriptor m_file;
    QSet<TaskId> m_left;
    QList<int> m_free;
    int m_slots = 0;
};

} // namespace sluice
