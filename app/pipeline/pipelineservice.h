// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/ledgerstore.h"
#include "github/appidentity.h"
#include "github/cachestore.h"
#include "github/transport.h"
#include "import/poollock.h"
#include "pipeline/coprbuilds.h"
#include "pipeline/farmtests.h"
#include "pipeline/hookdeliveries.h"
#include "pipeline/pipelinerunner.h"
#include "pipeline/pullcommand.h"
#include "pipeline/pullpoller.h"
#include "pipeline/serviceoptions.h"
#include "pipeline/wishstore.h"

namespace sluice {

class Database;

/// Pipelines of one data directory on the real thing: the runner with its GitHub, Copr, Testing
/// Farm and stores, and the events that drive it. Takes up what an earlier process left. One per
/// data directory, by a lock; one thread, with an event loop.
class PipelineService final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PipelineService)

public:
    /// What connects it with the world; all must outlive it.
    struct Edge
    {
        HttpTransport &transport;
        TokenSource &tokens;
        Timers &timers;
    };

    /// *storage* where another process runs the pipelines here or has the store locked (then a
    /// further try makes sense), or the store cannot be opened.
    [[nodiscard]] static Result<std::unique_ptr<PipelineService>>
    open(const PipelineServiceOptions &options, const Edge &edge);
    ~PipelineService() override;

    void start(); ///< takes up pipelines, builds, tests and flags under way
    /// Events of these repositories by polling.
    void watch(const QStringList &repositories);
    /// Events by webhooks, where the options have them; the port.
    [[nodiscard]] Result<quint16> listen();
    /// Starts a pipeline for the head of a pull request, or finds the one that there is.
    void run(const QString &repository, int number, QObject *context,
             std::function<void(Result<PipelineId>)> done);
    [[nodiscard]] Result<void> retry(PipelineId id, const RetryWish &wish);
    /// Does what people asked for in the store. It looks by itself each second.
    void takeWishes();
    /// Takes no further events, lets what is on its way arrive (8 s at most), then says stopped().
    void stop();

    [[nodiscard]] PipelineStore &store() { return m_store; }
    [[nodiscard]] LedgerStore &ledger() { return m_ledger; }
    [[nodiscard]] QString databaseFile() const;

signals:
    void changed(qint64 pipeline);
    void flagWritten(qint64 pipeline, const QString &name, const sluice::FlagValue &value);
    /// Of a pipeline (0: of all). A sentence that lasts is said once.
    void problem(qint64 pipeline, const sluice::Error &error);
    void stopped();

private:
    PipelineService(const PipelineServiceOptions &options, const Edge &edge,
                    std::unique_ptr<PoolLock> lock, std::unique_ptr<Database> database);

    void connectParts();
    void askForDeliveries(); ///< that GitHub stored, where the options want it
    void noteName(const PullEvent &event);
    Result<void> take(const PullEvent &event);
    [[nodiscard]] bool isOurs(const QString &repository);
    void takeHead(const PullEvent &event); ///< that GitHub shows at this moment
    [[nodiscard]] Result<void> takeDelivery(const PullEvent &event);
    void retryCheck(const PullEvent &event);
    void takeComment(const PullEvent &event);
    [[nodiscard]] std::optional<PipelineId> pipelineFor(const PullEvent &event,
                                                        const RetryWish &wish);
    void countRefused(const QString &reason);
    [[nodiscard]] Result<void> doWish(const Wish &wish);
    void lookForWishes();
    void watchUnderWay();
    void keepHouse();
    void onRunnerProblem(qint64 pipeline, const Error &error);
    void tell(const QString &source, qint64 pipeline, const Error &error);
    void settle(const QString &source) { m_said.remove(source); }
    void endWhenQuiet();

    const PipelineServiceOptions m_options;
    HttpTransport &m_transport;
    Timers &m_timers;
    const std::unique_ptr<PoolLock> m_lock;
    const std::unique_ptr<Database> m_database;
    PipelineStore m_store;
    LedgerStore m_ledger;
    CacheStore m_cache;
    WishStore m_wishes;
    GithubClient m_client;
    CoprBuildClient m_copr;
    FarmClient m_farm;
    CoprBuilds m_builds;
    FarmTests m_tests;
    FlagWriter m_flags;
    PipelineRunner m_runner;
    PullPoller m_poller;
    std::unique_ptr<WebhookListener> m_listener;
    std::unique_ptr<AppIdentity> m_identity;
    std::unique_ptr<GithubClient> m_appClient; ///< asks as the App itself
    std::unique_ptr<HookDeliveries> m_deliveries;
    QHash<QString, QString> m_said; ///< by source: the sentence that holds
    QHash<PipelineId, int> m_failures; ///< of those that wait for GitHub
    QDateTime m_stopUntil; ///< null: it runs
};

} // namespace sluice
