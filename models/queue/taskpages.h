// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/idlistdiff.h"

namespace sluice {

/// A long list of tasks: the id in every row, and the task itself in the rows that somebody looked
/// at lately. It notes which pages of it are missed; who owns it reads them and puts them in. One
/// thread.
class TaskPages final
{
public:
    [[nodiscard]] const QList<TaskId> &ids() const { return m_ids; }
    [[nodiscard]] int rowOf(TaskId id) const; ///< -1 where it is in none
    [[nodiscard]] int loadedRowOf(TaskId id) const; ///< -1 too where the task is not there
    [[nodiscard]] const Task *taskAt(int row) const; ///< null where it is not there
    /// The same for somebody who shows it: it stays longer, and where it is not there its page is
    /// missed.
    [[nodiscard]] const Task *lookAt(int row);

    void reset(QList<TaskId> ids); ///< another list: nothing of the old one is kept
    void removeRun(const RowRun &run);
    void insertRun(const RowRun &run, const QList<TaskId> &ids);
    void reorder(const QList<TaskId> &ids, const QList<int> &rows); ///< `rows`: from old to new

    [[nodiscard]] bool isMissingSome() const { return !m_missedPages.isEmpty(); }
    /// What to read for the pages missed last; the others are forgotten, they scrolled by.
    [[nodiscard]] QList<TaskId> takeMissing();
    void put(const QList<Task> &tasks); ///< what was read
    void forgetUnused(); ///< where many are there: those that nobody looked at for long
    bool update(const Task &task); ///< true where it is there and not younger than this

private:
    struct Entry
    {
        Task task;
        int row = -1;
        bool isLoaded = false;
        quint64 used = 0;
    };

    QList<TaskId> m_ids;
    QHash<TaskId, Entry> m_entries;
    QList<int> m_missedPages; ///< the one missed last is the last
    quint64 m_use = 0;
};

} // namespace sluice
