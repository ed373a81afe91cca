// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/asyncstore.h"
#include "queue/taskpages.h"

#include <QAbstractTableModel>
#include <QElapsedTimer>
#include <QItemSelection>
#include <QSet>
#include <QTimer>

namespace sluice {

/// The tasks that a query finds, one per row, in the store's order. It keeps every id, and the rows
/// that somebody looked at lately; the rest is read from the store when a view asks, on the store's
/// thread. GUI thread only.
class QueueModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QueueModel)

public:
    enum Column {
        Build,
        Package,
        Version,
        Project,
        Branches,
        State,
        Progress,
        Age,
        Attempts,
        Error,
        ColumnCount
    };
    Q_ENUM(Column)
    enum Role {
        SortRole = Qt::UserRole,
        IdRole,
        StateRole, ///< sluice::State as int; invalid while the row is being read
        ProgressRole, ///< 0 to 1, below 0 where running but not known; invalid where not running
    };
    Q_ENUM(Role)

    /// `store` and `clock` must outlive it. Shows all tasks, newest first, until told otherwise.
    QueueModel(AsyncStore &store, const Clock &clock, QObject *parent = nullptr);

    /// Shows other tasks: the rows that are there stay until the store has answered. The order of
    /// the query is ignored, sort() decides.
    void setFilter(TaskQuery filter);
    [[nodiscard]] const TaskQuery &query() const { return m_wanted; }
    /// True until the first answer and while rows of another filter are awaited.
    [[nodiscard]] bool isLoading() const { return m_isOtherWanted; }
    /// What runs now; gives the progress of its tasks.
    void setWorkers(const QList<WorkerRow> &workers);

    [[nodiscard]] TaskId idAt(int row) const { return m_pages.ids().value(row); }
    [[nodiscard]] int rowOf(TaskId id) const
    {
        return m_pages.rowOf(id);
    } ///< -1 where it is not shown
    [[nodiscard]] const Task *taskAt(int row) const ///< null where it is not loaded
    {
        return m_pages.taskAt(row);
    }
    [[nodiscard]] QList<TaskId> ids(const QItemSelection &selection) const;
    [[nodiscard]] static bool isSortable(int column);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index,
                                int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

signals:
    void queried(); ///< the rows are those of query() now
    void queryFailed(const sluice::Error &error);

private:
    struct Listing
    {
        QList<TaskId> ids;
        IdListDiff diff;
    };

    void requery();
    void takeListing(Result<Listing> listing, const TaskQuery &query, bool isOther);
    void apply(const Listing &listing);
    void removeRun(const RowRun &run);
    void insertRun(const RowRun &run, const QList<TaskId> &ids);
    void reorder(const QList<TaskId> &ids, const QList<int> &rows);
    void takeChanges(const QueueChanges &changes);
    [[nodiscard]] bool isOrderTouchedBy(const Task &task) const;
    void loadPages();
    void takeTasks(const QList<Task> &tasks);
    void flush();
    void touch(TaskId id);
    [[nodiscard]] const WorkerRow *workerOf(const Task &task) const; ///< null where none is

    AsyncStore &m_store;
    const Clock &m_clock;
    TaskQuery m_wanted;
    bool m_isOtherWanted = true;
    bool m_isQuerying = false;
    bool m_isStale = false; ///< something changed since the question under way was asked
    std::chrono::milliseconds m_pause{1000}; ///< between two questions
    QElapsedTimer m_queryTime;
    QTimer *const m_requery; ///< rows that came, went or moved are looked for about once a second

    TaskId m_newest = 0;
    mutable TaskPages m_pages; ///< shown rows are asked for by data()
    bool m_isReading = false;
    QTimer *const m_load;

    QHash<TaskId, WorkerRow> m_running;
    QSet<TaskId> m_touched;
    QTimer *const m_flush;
    QTimer *const m_aging;
};

} // namespace sluice
