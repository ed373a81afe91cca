// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/queuestore.h"

#include <QObject>
#include <QPointer>
#include <QThread>

#include <functional>

namespace sluice {

/// The queue for a thread that must not wait, such as the GUI's: work on the store runs on a thread
/// of its own, answers come back as calls on the receiver's thread. It also watches the file and
/// says what changed, whoever changed it, at most four times a second.
class AsyncStore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AsyncStore)

public:
    /// `clock` must outlive it. Opening happens on the store's thread: opened() or failed() tells.
    AsyncStore(QString file, const Clock &clock, QObject *parent = nullptr);
    ~AsyncStore() override;

    /// Runs `work(store)` on the store's thread, then `done(result)` on `context`'s, unless that is
    /// gone.
    template <typename Work, typename Done> void run(Work work, QObject *context, Done done)
    {
        post([this, work = std::move(work), context = QPointer(context),
              done = std::move(done)](QueueStore &store) mutable {
            auto result = work(store);
            answer(context, [result = std::move(result), done = std::move(done)]() mutable {
                done(std::move(result));
            });
        });
    }

signals:
    void opened();
    void failed(const sluice::Error &error); ///< the store could not be opened; no work will run
    /// Rows that changed since the last signal, never empty. The first comes only after a change.
    void changed(const sluice::QueueChanges &changes);
    /// Counts, pool and workers, after each change of any of them and once after opened().
    void stateChanged(const sluice::StateCounts &counts, const sluice::PoolState &pool,
                      const QList<sluice::WorkerRow> &workers);

private:
    void post(std::function<void(QueueStore &)> job);
    static void answer(const QPointer<QObject> &context, std::function<void()> call);

    class Watcher;
    QThread m_thread;
    Watcher *m_watcher = nullptr; ///< lives on m_thread
};

} // namespace sluice
