// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The pool's turns: what it takes from the store and gives to it. How it starts is in
// pool_start.cpp, what happens to a single task in pool_jobs.cpp.
#include "import/pool.h"

#include "copr/coprsession.h"
#include "import/retrypolicy.h"
#include "sources/fetcher.h"
#include "sources/keptsources.h"

#include <QLoggingCategory>

namespace sluice {
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcPool, "sluice.import.pool", QtInfoMsg)

namespace {

constexpr int kMaxThreads = 64;
/// Jobs beyond the import threads that may be fetched ahead, so that no thread waits for the
/// network.
constexpr int kFetchAhead = 32;
/// Jobs in all, from claimed to durable: bounds memory and open files.
constexpr size_t kMaxJobs = 512;
constexpr auto kStorePause = 250ms; ///< between two tries of a store that is locked
constexpr auto kLongLocked = 10s; ///< worth a word
constexpr auto kLockedAtEnd = 2s; ///< so long, and no longer, the end waits for it

} // namespace

Pool::Pool(EngineOptions options, QueueStore &store, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_store(store)
    , m_clock(clock)
{
    m_threads.setObjectName(u"import"_s);
    m_threads.setExpiryTimeout(-1); // libmagic handles and decompressors are kept per thread
    m_lookTimer.setInterval(250ms);
    m_workersTimer.setInterval(200ms);
    m_dueTimer.setSingleShot(true);
    m_drainTimer.setSingleShot(true);
    connect(&m_lookTimer, &QTimer::timeout, this, &Pool::look);
    connect(&m_workersTimer, &QTimer::timeout, this, &Pool::showWorkers);
    connect(&m_dueTimer, &QTimer::timeout, this, &Pool::scheduleTurn);
    m_storeTimer.setSingleShot(true);
    m_storeTimer.setInterval(kStorePause);
    connect(&m_storeTimer, &QTimer::timeout, this, &Pool::turn);
    connect(&m_pruneTimer, &QTimer::timeout, this, [this] { m_kept->prune(); });
    connect(&m_drainTimer, &QTimer::timeout, this, [this] {
        for (const auto &[id, job] : m_jobs)
            job->stop.request_stop();
    });
}

Pool::~Pool()
{
    for (const auto &[id, job] : m_jobs) {
        job->download.reset();
        job->stop.request_stop();
    }
    m_threads.waitForDone(); // short: the token is looked at between all steps
    m_sync.reset();
    QList<TaskId> unfinished = m_released;
    for (const auto &[id, job] : m_jobs)
        unfinished << id;
    if (unfinished.isEmpty() || m_hasFailed)
        return;
    if (auto done = m_store.release(unfinished); !done)
        qCWarning(lcPool).noquote() << done.error().what;
}

void Pool::applyPoolState(const PoolState &state)
{
    const bool isResumed = m_state.isPaused && !state.isPaused;
    m_state = state;
    m_threads.setMaxThreadCount(std::clamp(state.threads, 1, kMaxThreads));
    // Half empty before it is filled: a turn with many claims costs hardly more than one with few.
    m_refillAt = mostUnsynced() / 2;
    if (isResumed)
        scheduleTurn();
}

void Pool::wake() { look(); }

void Pool::look()
{
    if (m_hasFailed || !m_isPauseTold) // what the store says is older than our pause
        return;
    const auto version = m_store.dataVersion();
    if (!version || *version == m_dataVersion)
        return;
    const auto state = m_store.poolState();
    const auto edits = m_store.editsSince(m_rev);
    if (!state || !edits)
        return; // the next look asks for the same
    m_dataVersion = *version;
    if (*state != m_state)
        applyPoolState(*state);
    takeEdits(*edits);
    scheduleTurn();
}

void Pool::takeEdits(const QueueEdits &edits)
{
    m_rev = edits.rev;
    for (const TaskId id : edits.canceled) {
        m_claims.forgetWaiting(id);
        if (const auto it = m_jobs.find(id); it != m_jobs.end())
            cancelJob(*it->second);
    }
    for (const QueueEntry &entry : edits.queued) {
        const auto it = m_jobs.find(entry.id);
        if (it == m_jobs.end()) {
            m_claims.push(entry);
        } else { // canceled and retried: what runs is of no use, even where only this was seen
            it->second->requeued = entry;
            cancelJob(*it->second);
        }
    }
}

void Pool::scheduleTurn()
{
    if (m_storeTimer.isActive() || std::exchange(m_isTurnScheduled, true))
        return;
    QMetaObject::invokeMethod(this, &Pool::turn, Qt::QueuedConnection);
}

void Pool::turn()
{
    m_isTurnScheduled = false;
    if (m_hasFailed || m_storeTimer.isActive())
        return;
    if (!m_isPauseTold) {
        if (auto done = m_store.setPaused(true, m_state.pauseReason); !done)
            return waitForStore(done.error());
        m_isPauseTold = true;
    }
    if (!m_released.isEmpty()) {
        if (auto done = m_store.release(m_released); !done)
            return waitForStore(done.error());
        m_released.clear();
    }
    const QList<TaskId> claims = nextClaims();
    const auto claimed = m_store.turn(m_results, newStages(), claims);
    if (!claimed)
        return waitForStore(claimed.error());
    m_storeLocked.invalidate();
    const QList<TaskResult> results = std::exchange(m_results, {});
    requeueTransient(results);
    if (!claims.isEmpty() && !m_claims.answered(*claimed))
        scheduleTurn(); // there may be others
    for (const Task &task : *claimed)
        startJob(task);
    armDueTimer();
    if (!results.isEmpty() && m_copr)
        m_copr->wake();
    checkEnd();
}

/// A store that is only locked is worth another try, and nothing is lost until then.
void Pool::waitForStore(const Error &error)
{
    if (!m_storeLocked.isValid())
        m_storeLocked.start();
    const bool isOver = m_isDraining && !m_drainTimer.isActive()
                     && m_storeLocked.durationElapsed() > kLockedAtEnd;
    if (error.retryAt.isNull() || isOver)
        return fail(error);
    if (m_storeLocked.durationElapsed() > kLongLocked) {
        qCWarning(lcPool).noquote() << error.what;
        m_storeLocked.start();
    }
    m_storeTimer.start();
}

/// Tasks whose import has run for a moment: shorter ones are not worth a write.
QList<StageChange> Pool::newStages() const
{
    QList<StageChange> stages;
    for (const auto &[id, job] : m_jobs) {
        if (isStageDue(*job)) {
            job->isShownCommitting = true;
            stages << StageChange{id, State::Committing};
        }
    }
    return stages;
}

bool Pool::isStageDue(const Job &job)
{
    return *job.hasStarted && !job.isShownCommitting && job.since.elapsed() > 200;
}

void Pool::armDueTimer()
{
    const QDateTime due = m_claims.nextDue();
    if (due.isNull() || m_state.isPaused || m_isDraining)
        m_dueTimer.stop(); // resuming makes a turn of its own
    else
        m_dueTimer.start(std::max(20ms, std::chrono::milliseconds(m_clock.now().msecsTo(due))));
}

int Pool::mostUnsynced() const { return m_threads.maxThreadCount() * 2 + kFetchAhead; }

QList<TaskId> Pool::nextClaims()
{
    if (m_isDraining || m_state.isPaused)
        return {};
    const auto free = qsizetype(kMaxJobs) - qsizetype(m_jobs.size());
    const qsizetype room
            = m_unsynced > m_refillAt ? 0 : std::min<qsizetype>(mostUnsynced() - m_unsynced, free);
    return m_claims.next(
            m_clock.now(), m_state.limits, room,
            {.isAny = !m_jobs.empty(), .has = [this](TaskId id) { return m_jobs.contains(id); }});
}

void Pool::requeueTransient(const QList<TaskResult> &results)
{
    for (const TaskResult &result : results) {
        if (result.retryAt.isNull())
            continue;
        if (const auto task = m_store.task(result.id); task && *task) {
            const Task &waiting = **task;
            m_claims.push({.id = waiting.id,
                           .owner = waiting.owner,
                           .sandbox = waiting.sandbox,
                           .isBackground = waiting.isBackground,
                           .priority = waiting.priority,
                           .retryAt = result.retryAt});
        }
    }
}

void Pool::showWorkers()
{
    if (m_hasFailed || m_storeTimer.isActive())
        return;
    QList<WorkerRow> rows = m_board.rows();
    int slot = kMaxThreads;
    bool hasNewStage = false;
    for (const auto &[id, job] : m_jobs) {
        hasNewStage |= isStageDue(*job);
        if (!job->download || job->since.elapsed() < 200)
            continue;
        const double total = double(job->download->total());
        rows << WorkerRow{.slot = slot++,
                          .task = id,
                          .what = u"fetch "_s + job->task.given,
                          .stage = Stage::Fetch,
                          .progress = total > 0 ? double(job->download->received()) / total : -1,
                          .since = job->startedAt};
    }
    if (hasNewStage)
        scheduleTurn();
    if (rows == m_shownWorkers)
        return;
    if (auto done = m_store.setWorkers(rows); done)
        m_shownWorkers = rows;
    else
        waitForStore(done.error());
}

void Pool::showProblem(const QString &problem)
{
    if (auto done = m_store.setProblem(problem); !done)
        qCWarning(lcPool).noquote() << done.error().what; // of a sign, no more than that is lost
}

/// Once, however many workers meet the same.
void Pool::pauseFor(const Error &error)
{
    if (m_state.isPaused)
        return;
    m_state.isPaused = true;
    m_state.pauseReason = error.what;
    qCWarning(lcPool).noquote() << "paused:" << error.what << error.detail;
    m_isPauseTold = false;
    scheduleTurn();
}

void Pool::drain(std::chrono::milliseconds patience)
{
    if (m_copr)
        m_copr->stop();
    m_isDraining = true;
    std::vector<Job *> unstarted;
    for (const auto &[id, job] : m_jobs) {
        if (!*job->hasStarted)
            unstarted.push_back(job.get());
    }
    for (Job *job : unstarted) {
        job->stop.request_stop();
        if (job->phase == Job::Phase::Fetching)
            giveBack(*job);
    }
    if (!m_drainTimer.isActive() || patience < m_drainTimer.remainingTimeAsDuration())
        m_drainTimer.start(patience);
    m_sync->hurry();
    scheduleTurn();
}

void Pool::checkEnd()
{
    const bool hasWork = !m_jobs.empty() || !m_results.isEmpty() || !m_released.isEmpty();
    if (hasWork) {
        m_wasIdle = false;
        return;
    }
    if (m_isDraining) {
        if (std::exchange(m_isDrained, true))
            return;
        m_lookTimer.stop();
        m_workersTimer.stop();
        showWorkers();
        if (auto done = m_store.setPoolOwner({}); !done)
            qCWarning(lcPool).noquote() << done.error().what;
        emit drained();
        return;
    }
    const bool isIdle = m_claims.isEmpty() && (!m_copr || m_copr->isIdle());
    if (isIdle && !std::exchange(m_wasIdle, true))
        emit idle();
    else if (!isIdle)
        m_wasIdle = false;
}

void Pool::fail(const Error &error)
{
    if (std::exchange(m_hasFailed, true))
        return;
    qCWarning(lcPool).noquote() << error.what << error.detail;
    m_lookTimer.stop();
    m_workersTimer.stop();
    emit failed(error);
}

} // namespace sluice
