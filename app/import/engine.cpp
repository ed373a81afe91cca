// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/engine.h"

#include "import/pool.h"
#include "import/poollock.h"
#include "queue/queuestore.h"

#include <QElapsedTimer>
#include <QTimer>

#include <sys/resource.h>

namespace sluice {
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// Every import under way holds a few descriptors; the soft limit of a desktop session is too low
/// for 64.
void raiseFileLimit()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

} // namespace

/// What lives on the engine's thread: the store, the pool lock and, once it is ours, the pool.
class Engine::Session final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Session)

public:
    Session(EngineOptions options, const Clock &clock)
        : m_options(std::move(options))
        , m_clock(clock)
        , m_lockTimer(this)
    {
        m_lockTimer.setInterval(200ms);
        connect(&m_lockTimer, &QTimer::timeout, this, &Session::tryLock);
    }

    void start()
    {
        raiseFileLimit();
        auto store = QueueStore::open(m_options.dataDirectory + "/queue.sqlite"_L1, m_clock);
        if (!store)
            return end(store.error());
        m_store = std::move(*store);
        m_lock = std::make_unique<PoolLock>(m_options.dataDirectory);
        m_waited.start();
        tryLock();
    }

    void drain(std::chrono::milliseconds patience)
    {
        m_lockTimer.stop();
        if (m_pool)
            m_pool->drain(patience);
        else
            end({});
    }

    /// Drains at once, then ends the thread's event loop.
    void leave()
    {
        // Direct: the thread object belongs to a thread that waits for us by now.
        connect(this, &Session::stopped, thread(), &QThread::quit, Qt::DirectConnection);
        if (m_hasEnded)
            thread()->quit();
        else
            drain(0ms);
    }

    void wake()
    {
        if (m_pool)
            m_pool->wake();
    }

signals:
    void poolTaken();
    void poolBusy(const sluice::PoolOwner &owner);
    void lockTimedOut(const sluice::PoolOwner &owner);
    void idle();
    void failed(const sluice::Error &error);
    void stopped();

private:
    void tryLock()
    {
        if (m_lock->tryTake()) {
            m_lockTimer.stop();
            startPool();
            return;
        }
        const PoolOwner owner = m_store->poolState().value_or(PoolState{}).owner;
        if (!std::exchange(m_isBusySaid, true))
            emit poolBusy(owner);
        const bool isEndless = m_options.lockPatience < 0ms;
        if (!isEndless && m_waited.durationElapsed() >= m_options.lockPatience) {
            m_lockTimer.stop();
            emit lockTimedOut(owner);
        } else if (!m_lockTimer.isActive()) {
            m_lockTimer.start();
        }
    }

    void startPool()
    {
        m_pool = std::make_unique<Pool>(m_options, *m_store, m_clock);
        connect(m_pool.get(), &Pool::idle, this, &Session::idle);
        // Queued: the pool says it from within its own functions, and end() deletes it.
        connect(m_pool.get(), &Pool::drained, this, [this] { end({}); }, Qt::QueuedConnection);
        connect(
                m_pool.get(), &Pool::failed, this, [this](const Error &error) { end(error); },
                Qt::QueuedConnection);
        if (auto started = m_pool->start(); !started)
            return end(started.error());
        emit poolTaken();
    }

    void end(const std::optional<Error> &error)
    {
        if (std::exchange(m_hasEnded, true))
            return;
        m_lockTimer.stop();
        m_pool.reset();
        m_lock.reset();
        m_store.reset();
        if (error)
            emit failed(*error);
        emit stopped();
    }

    EngineOptions m_options;
    const Clock &m_clock;
    QTimer m_lockTimer;
    QElapsedTimer m_waited;
    bool m_isBusySaid = false;
    bool m_hasEnded = false;
    std::unique_ptr<QueueStore> m_store;
    std::unique_ptr<PoolLock> m_lock;
    std::unique_ptr<Pool> m_pool;
};

Engine::Engine(EngineOptions options, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_session(new Session(std::move(options), clock))
{
    qRegisterMetaType<Error>();
    qRegisterMetaType<PoolOwner>();
    m_thread.setObjectName(u"engine"_s);
    m_session->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_session, &QObject::deleteLater);
    connect(m_session, &Session::poolTaken, this, &Engine::poolTaken);
    connect(m_session, &Session::poolBusy, this, &Engine::poolBusy);
    connect(m_session, &Session::lockTimedOut, this, &Engine::lockTimedOut);
    connect(m_session, &Session::idle, this, &Engine::idle);
    connect(m_session, &Session::failed, this, &Engine::failed);
    connect(m_session, &Session::stopped, this, &Engine::stopped);
    m_thread.start();
}

Engine::~Engine()
{
    QMetaObject::invokeMethod(m_session, &Session::leave, Qt::QueuedConnection);
    m_thread.wait();
}

void Engine::start()
{
    QMetaObject::invokeMethod(m_session, &Session::start, Qt::QueuedConnection);
}

void Engine::drain(std::chrono::milliseconds patience)
{
    QMetaObject::invokeMethod(
            m_session, [session = m_session, patience] { session->drain(patience); },
            Qt::QueuedConnection);
}

void Engine::wake() { QMetaObject::invokeMethod(m_session, &Session::wake, Qt::QueuedConnection); }

} // namespace sluice

#include "engine.moc"
