// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/task.h"

#include <QHash>

#include <array>

namespace sluice {

/// How many tasks are in each state.
class StateCounts
{
public:
    [[nodiscard]] qint64 operator[](State state) const
    {
        return m_counts[static_cast<size_t>(state)];
    }
    qint64 &operator[](State state) { return m_counts[static_cast<size_t>(state)]; }
    [[nodiscard]] qint64 total() const;
    [[nodiscard]] qint64 running() const; ///< fetching, committing and reporting

    bool operator==(const StateCounts &) const = default;

private:
    std::array<qint64, kStateCount> m_counts{};
};

/// How many tasks one owner or one sandbox may have running at once; 0: no limit (facts §1.4).
struct ShareLimits
{
    int perOwner = 0;
    int perSandbox = 0;

    bool operator==(const ShareLimits &) const = default;
};

/// The process that runs the pool.
struct PoolOwner
{
    qint64 pid = 0; ///< 0: nobody runs it
    QString program; ///< "sluice", "sluicectl import"
    QString host;
    QDateTime since;

    bool operator==(const PoolOwner &) const = default;
};

/// What the pool is told to do, and by whom it is run.
struct PoolState
{
    int threads = 0; ///< 0: never set, the settings file decides
    bool isPaused = false;
    QString pauseReason; ///< empty when a person paused it
    QString problem; ///< a sentence on what goes wrong outside a task, or empty
    ShareLimits limits;
    PoolOwner owner;

    bool operator==(const PoolState &) const = default;
};

/// What one worker (or one fetch) does now; rewritten at most five times a second.
struct WorkerRow
{
    int slot = 0;
    TaskId task = 0; ///< 0: idle
    QString what; ///< "unpack hello-2.12.tar.gz"
    Stage stage = Stage::Fetch;
    double progress = -1; ///< 0 to 1, below 0 where it is not known
    QDateTime since;

    bool operator==(const WorkerRow &) const = default;
};

/// What changed in the store after a revision. Carries whole rows, so that a watcher need not ask
/// again.
struct QueueChanges
{
    qint64 rev = 0; ///< ask for what comes after this next
    QList<Task> tasks;
    QList<TaskId> removed;
    bool hasMore = false; ///< the limit cut it: ask again at once
};

/// What the fair order needs to know of a queued task.
struct QueueEntry
{
    TaskId id = 0;
    QString owner;
    QString sandbox;
    bool isBackground = false;
    int priority = 0;
    QDateTime retryAt; ///< null: at once
    int interruptions = 0;
};

/// How a task stood before an edit: enough to take the edit back while nothing else has happened.
struct TaskMark
{
    TaskId id = 0;
    State state = State::Queued;
    int attempts = 0;
    int attemptsBefore = 0;
    int interruptions = 0;
    QDateTime beganAt;
    QDateTime retryAt;
    QDateTime finishedAt;
    bool hasReport = false; ///< a result that its frontend is still to be told
};

/// What others did to tasks that may concern the pool.
struct QueueEdits
{
    qint64 rev = 0; ///< ask for what comes after this next
    QList<QueueEntry> queued;
    QList<TaskId> canceled;
};

/// How one try of a task ended.
struct TaskResult
{
    TaskId id = 0;
    QString package; ///< from the header, empty if it was not read
    QString version;
    QDateTime startedAt;
    StageTimings timings;
    std::optional<Error> error; ///< none: succeeded
    QDateTime retryAt; ///< with a transient error: when it is tried again; null: it failed for good
    QList<BranchTip> branches;
    QList<StoredObject> objects;
    QByteArray report; ///< body to post to the task's frontend; empty: nothing to report
    QDateTime reportAt; ///< not before; null: at once
};

/// A running task went on to another state.
struct StageChange
{
    TaskId id = 0;
    State state = State::Fetching;
};

/// A result that its frontend has not acknowledged.
struct UnreportedResult
{
    qint64 id = 0;
    TaskId task = 0;
    QString frontend;
    qint64 buildId = 0;
    QByteArray body;
    int tries = 0;
    QDateTime dueAt;
    bool isAfterRetry = false; ///< a failure of this build was reported before (facts §1.10)
    QString answer; ///< what came of the last try, or empty
};

} // namespace sluice
