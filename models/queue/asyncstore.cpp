// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue/asyncstore.h"

#include <QCoreApplication>
#include <QLoggingCategory>

namespace sluice {
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcQueue, "sluice.queue", QtInfoMsg)

/// The part of AsyncStore that lives on its thread: the store, and the timer that looks for
/// changes.
class AsyncStore::Watcher final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Watcher)

public:
    Watcher(QString file, const Clock &clock)
        : m_file(std::move(file))
        , m_clock(clock)
        , m_timer(this)
    {
        m_timer.setInterval(250ms); // at most four looks a second
        connect(&m_timer, &QTimer::timeout, this, &Watcher::look);
    }

    void open()
    {
        auto store = QueueStore::open(m_file, m_clock);
        if (!store) {
            emit failed(store.error());
            return;
        }
        m_store = std::move(*store);
        m_rev = m_store->revision().value_or(0);
        emit opened();
        publishState();
        m_timer.start();
    }

    void run(const std::function<void(QueueStore &)> &job)
    {
        if (m_store)
            job(*m_store);
    }

signals:
    void opened();
    void failed(const sluice::Error &error);
    void changed(const sluice::QueueChanges &changes);
    void stateChanged(const sluice::StateCounts &counts, const sluice::PoolState &pool,
                      const QList<sluice::WorkerRow> &workers);

private:
    void look()
    {
        // data_version tells what other connections wrote, the revision what this one did.
        const qint64 version = m_store->dataVersion().value_or(m_version);
        const qint64 rev = m_store->revision().value_or(m_rev);
        const bool isStateKnown = version == m_version && !m_hasWritten;
        if (rev == m_rev && isStateKnown)
            return;
        m_version = version;
        auto changes = m_store->changesSince(m_rev);
        if (!changes) {
            qCWarning(lcQueue) << changes.error().what;
            return;
        }
        m_rev = changes->rev;
        if (!changes->tasks.isEmpty() || !changes->removed.isEmpty())
            emit changed(*changes);
        publishState();
    }

    void publishState()
    {
        const auto counts = m_store->counts();
        const auto pool = m_store->poolState();
        const auto workers = m_store->workers();
        if (counts && pool && workers)
            emit stateChanged(*counts, *pool, *workers);
        m_hasWritten = false;
    }

    friend class AsyncStore;
    QString m_file;
    const Clock &m_clock;
    std::unique_ptr<QueueStore> m_store;
    QTimer m_timer;
    qint64 m_version = -1;
    qint64 m_rev = 0;
    bool m_hasWritten = false; ///< a job of ours may have changed what has no revision
};

AsyncStore::AsyncStore(QString file, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_watcher(new Watcher(std::move(file), clock))
{
    qRegisterMetaType<Error>();
    qRegisterMetaType<QueueChanges>();
    qRegisterMetaType<StateCounts>();
    qRegisterMetaType<PoolState>();
    qRegisterMetaType<QList<WorkerRow>>();
    m_thread.setObjectName(u"store"_s);
    m_watcher->moveToThread(&m_thread);
    connect(&m_thread, &QThread::started, m_watcher, &Watcher::open);
    connect(&m_thread, &QThread::finished, m_watcher, &QObject::deleteLater);
    connect(m_watcher, &Watcher::opened, this, &AsyncStore::opened);
    connect(m_watcher, &Watcher::failed, this, &AsyncStore::failed);
    connect(m_watcher, &Watcher::changed, this, &AsyncStore::changed);
    connect(m_watcher, &Watcher::stateChanged, this, &AsyncStore::stateChanged);
    m_thread.start();
}

AsyncStore::~AsyncStore()
{
    m_thread.quit();
    m_thread.wait(); // at most one statement long
}

void AsyncStore::post(std::function<void(QueueStore &)> job)
{
    QMetaObject::invokeMethod(
            m_watcher,
            [watcher = m_watcher, job = std::move(job)] {
                watcher->run(job);
                watcher->m_hasWritten = true;
            },
            Qt::QueuedConnection);
}

void AsyncStore::answer(const QPointer<QObject> &context, std::function<void()> call)
{
    // The context may go at any moment on its own thread, so it is looked at only there.
    QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [context, call = std::move(call)] {
                if (context)
                    call();
            },
            Qt::QueuedConnection);
}

} // namespace sluice

#include "asyncstore.moc"
