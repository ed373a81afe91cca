// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"
#include "copr/apiclient.h"
#include "copr/frontendclient.h"
#include "copr/reporter.h"
#include "queue/queuestore.h"

#include <QElapsedTimer>
#include <QObject>
#include <QSet>
#include <QSslConfiguration>
#include <QTimer>

#include <chrono>

namespace sluice {

/// Which Copr, and how to speak with it.
struct CoprOptions
{
    QString frontend; ///< URL; stands in tasks and results without a slash at its end
    QByteArray password;
    QString api; ///< base URL of the public API, or empty
    std::chrono::milliseconds poll = std::chrono::seconds(15);
    Format format = Format::Copr;
    QSslConfiguration tls;
};

/// Stands where copr-dist-git stands: takes tasks from a frontend's import queue into the store,
/// cancels those that left it, and reports results. Lives on the engine's thread, with its store.
class CoprSession final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CoprSession)

public:
    /// Store and clock must outlive it.
    CoprSession(QueueStore &store, const CoprOptions &options, const Clock &clock,
                QObject *parent = nullptr);

    void start(); ///< polls at once, and reports what an earlier process left
    void stop(); ///< no further poll or post; posts under way go on, see isIdle()
    void wake(); ///< the store has new results

    /// A first poll was answered, no poll or post is under way and no result waits to be reported.
    /// After stop(): nothing is under way.
    [[nodiscard]] bool isIdle() const;

signals:
    void changed(); ///< tasks were added, canceled, put back or reported: the pool may look at once
    void problem(const sluice::Error &error); ///< once, until another comes or all is well again
    void wellAgain(); ///< what problem() said is over
    void malformed(const sluice::MalformedRecord &record); ///< once per record
    void idleChanged(); ///< look at isIdle()

private:
    void poll();
    void onQueue(const QDateTime &begunAt, const Result<ImportQueue> &answer);
    [[nodiscard]] Result<void> take(const QDateTime &begunAt, const ImportQueue &queue);
    /// Gives the builds that the next poll must look at again.
    [[nodiscard]] Result<QSet<qint64>> lookAtKnown(const QDateTime &begunAt,
                                                   const QList<TaskId> &ids);
    [[nodiscard]] Result<void> putBackIfOurs(const Task &task);
    [[nodiscard]] Result<void> cancelMissing(const QDateTime &begunAt, const ImportQueue &queue);
    void showMalformed(const QList<MalformedRecord> &records);
    void tell(std::optional<Error> &trouble, const Error &error); ///< and log it
    void showTrouble();

    QueueStore &m_store;
    const Clock &m_clock;
    const CoprOptions m_options;
    const QString m_frontend;
    FrontendClient m_client;
    std::optional<ApiClient> m_api;
    Reporter m_reporter;
    QTimer m_pollTimer;
    QElapsedTimer m_sincePoll;
    bool m_isRunning = false;
    bool m_isPolling = false;
    bool m_hasPolled = false;
    QSet<qint64> m_listed; ///< builds of the last poll that the store knows
    QSet<qint64> m_suspects; ///< listed although their result was acknowledged
    QSet<QByteArray> m_shown; ///< malformed records
    // What goes well with reports says nothing of the queue, nor the other way round.
    std::optional<Error> m_queueTrouble;
    std::optional<Error> m_reportTrouble;
    QString m_lastProblem;
};

} // namespace sluice
