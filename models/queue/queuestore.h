// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"
#include "error.h"
#include "queue/queuestate.h"
#include "queue/task.h"
#include "queue/taskquery.h"

#include <chrono>
#include <memory>

namespace sluice {

class Database;

/// The queue as it stands in one SQLite file, for one thread of one process. Every function is one
/// transaction (edits of long lists: one per 5,000 tasks); any number of stores, in any number of
/// processes, may be open on the same file. Each call can fail with *storage* (locked for longer
/// than the time-out, corrupt) or *storage full*.
class QueueStore final
{
    Q_DISABLE_COPY_MOVE(QueueStore)

public:
    /// Opens or makes the file (":memory:" for tests). A schema newer than ours is refused and the
    /// file kept as it is; so is a file that is not a database. The clock must outlive the store.
    [[nodiscard]] static Result<std::unique_ptr<QueueStore>> open(const QString &file,
                                                                  const Clock &clock);
    ~QueueStore();
    /// How long a call waits for other writers before it fails as locked (10 s unless told).
    void setPatience(std::chrono::milliseconds patience);

    // --- editing: any process may
    // -----------------------------------------------------------------

    /// Adds tasks. A (frontend, build id) that is known already adds nothing and gives the known
    /// id.
    [[nodiscard]] Result<QList<TaskId>> add(const QList<NewTask> &tasks, const QString &who);
    /// Puts failed and canceled tasks back as queued, attempts from zero. Gives the ids that
    /// changed.
    [[nodiscard]] Result<QList<TaskId>> retry(const QList<TaskId> &ids, const QString &who);
    [[nodiscard]] Result<int> retryAllFailed(const QString &who);
    /// Cancels tasks that have not ended. A running import is stopped by the pool when it sees
    /// this.
    [[nodiscard]] Result<QList<TaskId>> cancel(const QList<TaskId> &ids, const QString &who);
    /// Above 0: before all others; 0: in turn. Ended tasks are left alone.
    [[nodiscard]] Result<QList<TaskId>> setPriority(const QList<TaskId> &ids, int priority,
                                                    const QString &who);
    /// Forgets ended tasks, but none whose result still has to be reported; watchers see
    /// tombstones.
    [[nodiscard]] Result<QList<TaskId>> remove(const QList<TaskId> &ids);
    /// How these tasks stand now, before an edit that may be taken back.
    [[nodiscard]] Result<QList<TaskMark>> marks(const QList<TaskId> &ids);
    /// Takes back the edit that brought the marked tasks to this state. A task that has begun,
    /// ended or gone since is left alone, one that was running is queued again. Gives the ids that
    /// changed.
    [[nodiscard]] Result<QList<TaskId>> putBack(const QList<TaskMark> &marks, State edited,
                                                const QString &who);

    [[nodiscard]] Result<void> setThreads(int threads);
    /// `reason` is shown beside "paused"; empty when a person paused it.
    [[nodiscard]] Result<void> setPaused(bool isPaused, const QString &reason = {});
    [[nodiscard]] Result<void> setLimits(const ShareLimits &limits);

    /// Looks for damage, before something is entrusted to the file; most of a large one only now
    /// and then.
    [[nodiscard]] Result<void> check();

    // --- reading
    // -----------------------------------------------------------------------------------

    [[nodiscard]] Result<std::optional<Task>> task(TaskId id);
    [[nodiscard]] Result<QList<Task>> tasks(const QList<TaskId> &ids); ///< in the order asked for
    /// Ids that match, sorted; at most `limit` when it is above 0.
    [[nodiscard]] Result<QList<TaskId>> find(const TaskQuery &query, qint64 limit = 0);
    [[nodiscard]] Result<StateCounts> counts();
    [[nodiscard]] Result<PoolState> poolState();
    [[nodiscard]] Result<QList<WorkerRow>> workers();
    [[nodiscard]] Result<QList<Attempt>> attempts(TaskId id);
    [[nodiscard]] Result<QList<HistoryEntry>> history(TaskId id);
    [[nodiscard]] Result<QList<StoredObject>> storedObjects(TaskId id);
    /// Moves when another connection has written; the cheap question before changesSince().
    [[nodiscard]] Result<qint64> dataVersion();
    [[nodiscard]] Result<qint64> revision();
    /// Rows with rev above `rev`, at most `limit`, lowest rev first and never half a rev.
    [[nodiscard]] Result<QueueChanges> changesSince(qint64 rev, int limit = 5000);

    // --- the pool: only the process that holds the pool lock
    // ----------------------------------------

    /// What a process that died left running: back to queued, with an interruption for those whose
    /// fetch or import had begun. Gives their count.
    [[nodiscard]] Result<int> recover(const QSet<TaskId> &begun);
    /// Everything queued, in id order, without the texts: what the fair order needs to know.
    [[nodiscard]] Result<QList<QueueEntry>> queuedEntries();
    /// Tasks that became queued or canceled after `rev`, by whomever.
    [[nodiscard]] Result<QueueEdits> editsSince(qint64 rev);
    /// One transaction for one turn of the pool: results in (synced to the disk before this
    /// returns), states on, next tasks out. `claims` that are no longer queued are left out of the
    /// answer.
    [[nodiscard]] Result<QList<Task>> turn(const QList<TaskResult> &results,
                                           const QList<StageChange> &stages,
                                           const QList<TaskId> &claims);
    /// Running tasks back to queued as they were, without counting an attempt or an interruption.
    [[nodiscard]] Result<void> release(const QList<TaskId> &ids);
    [[nodiscard]] Result<void> setPoolOwner(const PoolOwner &owner);
    /// What goes wrong outside a task, for everybody to see; empty when all is well again.
    [[nodiscard]] Result<void> setProblem(const QString &problem);
    [[nodiscard]] Result<void> setWorkers(const QList<WorkerRow> &workers);

    // --- results not yet reported to a Copr frontend
    // ------------------------------------------------

    [[nodiscard]] Result<QList<UnreportedResult>> unreportedResults();
    /// That of one task, if there is one.
    [[nodiscard]] Result<std::optional<UnreportedResult>> unreportedResult(TaskId id);
    /// Build id and task of what this frontend must still list as importing: added before this
    /// time, not ended, and no failure of it was reported.
    [[nodiscard]] Result<QHash<qint64, TaskId>> awaitedBuilds(const QString &frontend,
                                                              const QDateTime &addedBefore);
    /// The frontend answered: the task leaves *reporting* for the state its result has.
    [[nodiscard]] Result<void> markReported(qint64 reportId, double reportMs);
    /// One more try failed: when to try next.
    [[nodiscard]] Result<void> postponeReport(qint64 reportId, const QDateTime &dueAt,
                                              const QString &answer);

private:
    explicit QueueStore(std::unique_ptr<Database> database, const Clock &clock);

    std::unique_ptr<Database> m_database;
    const Clock &m_clock;
};

} // namespace sluice
