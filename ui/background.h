// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtConcurrent>
#include <QThreadPool>

#include <stop_token>

namespace sluice {

/// Reads files and repositories away from the GUI thread: work runs on one thread of its own, its
/// answer comes back on the context's thread, unless that is gone. GUI thread.
class Background final
{
    Q_DISABLE_COPY_MOVE(Background)

public:
    Background()
    {
        m_pool.setMaxThreadCount(1);
        m_pool.setObjectName(QStringLiteral("reader"));
    }

    ~Background()
    {
        m_stop.request_stop();
        m_pool.clear();
        m_pool.waitForDone(); // short: every piece of work looks at the token
    }

    /// `work(std::stop_token)` gives a Result; `done` takes it.
    template <typename Work, typename Done> void run(Work work, QObject *context, Done done)
    {
        QtConcurrent::run(&m_pool, [work = std::move(work), stop = m_stop.get_token()] {
            return work(stop);
        }).then(context, std::move(done));
    }

    /// What was asked for before is not wanted any more.
    void drop()
    {
        m_stop.request_stop();
        m_stop = std::stop_source();
    }

private:
    QThreadPool m_pool;
    std::stop_source m_stop;
};

} // namespace sluice
