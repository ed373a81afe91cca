// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"
#include "copr/apiclient.h"
#include "copr/frontendclient.h"
#include "queue/queuestore.h"

#include <QElapsedTimer>
#include <QObject>
#include <QSet>
#include <QTimer>

namespace sluice {

/// Posts the results in the store to their frontend until each is acknowledged: never again after
/// that, with growing pauses before. A few at a time, one per build. Lives on the engine's thread.
class Reporter final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Reporter)

public:
    /// `api` may be null: then nobody is asked before a late success is reported. All must outlive
    /// this object.
    Reporter(QueueStore &store, QString frontend, FrontendClient &client, ApiClient *api,
             const Clock &clock, QObject *parent = nullptr);

    void start();
    void stop(); ///< begins no further post; those under way go on
    void wake(); ///< the store may have new results
    /// Nothing is under way, and unless it was stopped nothing waits to be reported.
    [[nodiscard]] bool isIdle() const;

signals:
    void reported(qint64 buildId); ///< the store was changed
    void problem(const sluice::Error &error);
    void idleChanged();

private:
    void reload();
    [[nodiscard]] bool mustReload() const;
    void work();
    void beginDue();
    void tellIdle();
    void begin(const UnreportedResult &result);
    void askFirst(const UnreportedResult &result);
    void post(const UnreportedResult &result);
    void acknowledge(const UnreportedResult &result, double reportMs);
    void postpone(const UnreportedResult &result, const Error &error);
    void over(const UnreportedResult &result);
    void workAt(const QDateTime &due);

    QueueStore &m_store;
    const QString m_frontend;
    FrontendClient &m_client;
    ApiClient *m_api;
    const Clock &m_clock;
    bool m_isRunning = false;
    bool m_isStale = false; ///< the store may have results that we have not seen
    bool m_wasIdle = true;
    QElapsedTimer m_sinceReload;
    QList<UnreportedResult> m_due; ///< soonest last
    QDateTime m_nextDue; ///< when the soonest of the others is; null: there are none
    QSet<qint64> m_reportsOut;
    QSet<qint64> m_buildsOut;
    int m_failures = 0; ///< in a row, whichever result
    QDateTime m_holdUntil; ///< the frontend is not well: no post before
    QTimer m_timer;
};

} // namespace sluice
