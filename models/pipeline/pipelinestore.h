// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"
#include "error.h"
#include "pipeline/pipeline.h"

#include <QMap>

#include <functional>

namespace sluice {

class Database;

/// What one event changes in a pipeline: written whole or not at all.
struct PipelineChange
{
    struct FlagChange
    {
        FlagId flag = 0;
        PipelineStep step = PipelineStep::PrUpdated;
        FlagValue wanted;
    };
    QList<ChrootRun> runs; ///< known by their ids
    QList<FlagChange> flags;
    std::optional<PipelineState> state;
    std::optional<QString> problem;
    std::optional<QDateTime> pushedAt;
};

/// Pipelines with their flags and runs as they stand in the store. The database's thread; every
/// function is one transaction, or part of one of together(), and can fail with *storage* or
/// *storage full*.
class PipelineStore final
{
    Q_DISABLE_COPY_MOVE(PipelineStore)

public:
    /// Both must outlive it.
    PipelineStore(Database &database, const Clock &clock);

    /// All that is changed by these calls, or nothing.
    [[nodiscard]] Result<void> together(const std::function<Result<void>()> &changes);

    /// Adds a pipeline for this head commit. None: that one is known already. Names of repositories
    /// are the same in any case, here and below.
    [[nodiscard]] Result<std::optional<PipelineId>> add(const Pipeline &pipeline);
    /// What the first answers told. Flags with the names given are there then, runs refer to them
    /// by the position of their flag plus 1 (0: none). *Invalid*: it is not waiting for that.
    [[nodiscard]] Result<void> begin(PipelineId id, const QString &config,
                                     const QStringList &flagNames, const QList<ChrootRun> &runs);
    /// The repository's node id and what else only GitHub could tell.
    [[nodiscard]] Result<void> setNodeId(PipelineId id, const QString &nodeId);
    [[nodiscard]] Result<void> apply(PipelineId id, const PipelineChange &change);
    /// The run begins anew: progress and state of these go back to nothing, builds and requests of
    /// old are forgotten.
    [[nodiscard]] Result<void> restart(PipelineId id, const QList<ChrootRunId> &runs);

    /// As if GitHub had none of its flags. A check run that is gone cannot be updated: new ones.
    [[nodiscard]] Result<void> wantAllFlagsAgain(PipelineId id);

    /// Forgets what ended before then, but for the newest pipeline of each open pull request, by
    /// which its head commit is known, and for what still has flags to write.
    [[nodiscard]] Result<void> prune(const QDateTime &before);

    [[nodiscard]] Result<std::optional<Pipeline>> pipeline(PipelineId id);
    [[nodiscard]] Result<std::optional<Pipeline>> find(const QString &repository, int number,
                                                       const QString &headSha);
    /// Newest first; of one pull request where a number is given.
    [[nodiscard]] Result<QList<Pipeline>> pipelines(const QString &repository = {}, int number = 0,
                                                    int limit = 1000);
    /// The repository is called so now: its pipelines go along.
    [[nodiscard]] Result<void> rename(const QString &nodeId, const QString &repository);
    [[nodiscard]] Result<QList<Pipeline>> active(); ///< waiting or running, oldest first
    [[nodiscard]] Result<QList<ChrootRun>> runs(PipelineId id);
    [[nodiscard]] Result<QList<ChrootRun>> runsOfBuild(qint64 buildId);
    [[nodiscard]] Result<QList<ChrootRun>> runsOfRequest(const QString &testRequest);
    [[nodiscard]] Result<QList<Flag>> flags(PipelineId id);
    /// Pipelines with flags that wait to be written, oldest first.
    [[nodiscard]] Result<QList<PipelineId>> withWaitingFlags();

    /// GitHub has the value of this change.
    [[nodiscard]] Result<void> markSent(FlagId flag, qint64 count, const FlagValue &value,
                                        const QString &checkRun);
    /// This change needs no write: GitHub has its value already, or nobody would miss it.
    [[nodiscard]] Result<void> markUnneeded(FlagId flag, qint64 count);
    /// This change is given up; the next one is written again.
    [[nodiscard]] Result<void> markUnwritable(FlagId flag, qint64 count, const QString &problem);

    [[nodiscard]] Result<void> countRefused(const QString &reason);
    [[nodiscard]] Result<QMap<QString, qint64>> refused();
    /// False: this delivery came before. Kept for 30 days, as long as GitHub keeps deliveries.
    [[nodiscard]] Result<bool> isNewDelivery(const QString &delivery);
    /// Without making it known.
    [[nodiscard]] Result<bool> isKnownDelivery(const QString &delivery);

private:
    [[nodiscard]] Result<QList<ChrootRun>> runsBy(const QString &condition, const QVariant &value);

    Database &m_database;
    const Clock &m_clock;
};

} // namespace sluice
