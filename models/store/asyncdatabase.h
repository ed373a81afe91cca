// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QObject>
#include <QPointer>
#include <QThread>

#include <functional>

namespace sluice {

class Database;

/// The store for a thread that must not wait, such as the GUI's, and that reads more of it than the
/// queue (AsyncStore): work runs on a thread of its own, answers come back as calls on the main
/// thread. It says at most four times a second that something was written, whoever wrote it.
class AsyncDatabase final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AsyncDatabase)

public:
    /// Opening happens on the store's thread, and again each second while another program has it
    /// locked; work waits for that, and is dropped where it fails for good.
    explicit AsyncDatabase(QString file, QObject *parent = nullptr);
    ~AsyncDatabase() override;

    /// Runs `work(database)` on the store's thread, then `done(result)` on the main thread, unless
    /// `context`, which belongs to that, is gone.
    template <typename Work, typename Done> void run(Work work, QObject *context, Done done)
    {
        post([work = std::move(work), context = QPointer(context),
              done = std::move(done)](Database &database) mutable {
            auto result = work(database);
            answer(context, [result = std::move(result), done = std::move(done)]() mutable {
                done(std::move(result));
            });
        });
    }

signals:
    void opened();
    void failed(const sluice::Error &error); ///< no work will run
    void changed(); ///< anything in it

private:
    void post(std::function<void(Database &)> job);
    static void answer(const QPointer<QObject> &context, std::function<void()> call);

    class Keeper;
    QThread m_thread;
    Keeper *m_keeper = nullptr; ///< lives on m_thread
};

} // namespace sluice
