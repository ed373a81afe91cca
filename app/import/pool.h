// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "import/beguntasks.h"
#include "import/claims.h"
#include "import/engine.h"
#include "import/groupsync.h"
#include "import/job.h"
#include "import/workerboard.h"
#include "queue/queuestore.h"

#include <QElapsedTimer>
#include <QThreadPool>
#include <QTimer>

#include <atomic>
#include <memory>
#include <unordered_map>

namespace sluice {

class CoprSession;
class Fetcher;
class KeptSources;

/// The pool while it runs: claims tasks in the fair order, fetches, hands them to the import
/// threads and to the group sync, and writes results, states and next claims in one transaction a
/// turn. Lives on the engine's thread; the process holds the pool lock as long as this lives.
class Pool final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Pool)

public:
    Pool(EngineOptions options, QueueStore &store, const Clock &clock, QObject *parent = nullptr);
    ~Pool() override; ///< stops what runs, waits for it and gives it back to the queue

    [[nodiscard]] Result<void> start();
    void drain(std::chrono::milliseconds patience);
    void wake();

signals:
    void idle();
    void failed(const sluice::Error &error); ///< the store cannot be written; nothing goes on
    void drained();

private:
    void applyPoolState(const PoolState &state);
    [[nodiscard]] Result<void> setStartValues();
    [[nodiscard]] Result<void> makeClients();
    void look(); ///< for what others changed in the store
    void takeEdits(const QueueEdits &edits);

    void scheduleTurn();
    void turn();
    void waitForStore(const Error &error);
    [[nodiscard]] QList<StageChange> newStages() const;
    [[nodiscard]] static bool isStageDue(const Job &job);
    void armDueTimer();
    [[nodiscard]] int mostUnsynced() const;
    [[nodiscard]] QList<TaskId> nextClaims();
    void requeueTransient(const QList<TaskResult> &results);

    void startJob(const Task &task);
    void fetch(Job &job);
    void failBeforeImport(Job &job, const Error &error);
    void handOver(Job &job); ///< to the import threads
    void importLeft(TaskId id); ///< its worker; what follows counts for no limit
    void importFailed(TaskId id, const PackageHeader &header, const StageTimings &timings,
                      const Error &error);
    void groupDone(std::vector<GroupSync::Done> group);
    void finish(Job &job, std::optional<Error> error, GroupSync::Done *done = nullptr);
    [[nodiscard]] std::optional<Error> storageProblem(const std::optional<Error> &error) const;
    void keepSource(Job &job, Cause cause);
    void giveBack(Job &job); ///< to the queue, as if it had never been claimed
    void removeJob(Job &job);
    void leaveUnsynced(); ///< one job less before the sync
    void cancelJob(Job &job);
    void showProblem(const QString &problem); ///< to everybody who looks at the store
    void pauseFor(const Error &error);

    void showWorkers();
    void checkEnd(); ///< idle? drained?
    void fail(const Error &error);
    [[nodiscard]] Destination destinationOf(const Task &task) const;
    [[nodiscard]] QString logPath(const Task &task) const;

    EngineOptions m_options;
    QueueStore &m_store;
    const Clock &m_clock;
    Claims m_claims;
    PoolState m_state;
    bool m_isPauseTold = true; ///< the store knows that we paused
    qint64 m_rev = 0;
    qint64 m_dataVersion = -1;

    std::unordered_map<TaskId, std::unique_ptr<Job>> m_jobs;
    QList<TaskResult> m_results;
    QList<TaskId> m_released;
    std::atomic<int> m_unsynced = 0; ///< jobs that have not come to the group sync
    std::atomic<int> m_refillAt = 0; ///< so few of them are left when others are claimed

    WorkerBoard m_board;
    QList<WorkerRow> m_shownWorkers;
    std::unique_ptr<BegunTasks> m_begun;
    std::unique_ptr<KeptSources> m_kept;
    std::unique_ptr<Fetcher> m_fetcher;
    std::unique_ptr<CoprSession> m_copr;
    QTimer m_lookTimer;
    QTimer m_workersTimer;
    QTimer m_dueTimer;
    QTimer m_pruneTimer;
    QTimer m_drainTimer;
    QTimer m_storeTimer; ///< runs while another program has the store locked; no turn before it
    QElapsedTimer m_storeLocked; ///< valid as long as it is
    bool m_isTurnScheduled = false;
    bool m_isDraining = false;
    bool m_isDrained = false;
    bool m_hasFailed = false;
    bool m_wasIdle = false;

    std::unique_ptr<GroupSync> m_sync;
    QThreadPool m_threads; ///< last: its runnables use all of the above
};

} // namespace sluice
