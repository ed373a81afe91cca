// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "github/flagrequests.h"
#include "github/githubclient.h"
#include "pipeline/pipelinestore.h"
#include "timers.h"

#include <QHash>
#include <QObject>

namespace sluice {

/// How flags are written.
struct FlagOptions
{
    FlagKind kind = FlagKind::CommitStatus;
    int batchSize = 1; ///< check runs per request; above 10 GitHub was seen to refuse
    std::chrono::milliseconds gather{1000}; ///< changes within this time go together
    /// Always a new check run, as Packit does; else one per flag, updated.
    bool isNewRunPerChange = false;
};

/// Brings the flags on GitHub to what the store wants: gathered, never twice the same, and only the
/// newest value of each. What could not be written stays wanted in the store, so a restart loses
/// nothing; only a value that GitHub refuses for itself is given up, a result after more tries.
/// Lives on the thread of its client.
class FlagWriter final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FlagWriter)

public:
    /// All must outlive it.
    FlagWriter(PipelineStore &store, GithubClient &client, Timers &timers,
               const FlagOptions &options, QObject *parent = nullptr);

    void poke(PipelineId pipeline); ///< its flags changed
    void resume(); ///< takes up what an earlier process left
    /// Nothing gathers, waits for another try or is on its way.
    [[nodiscard]] bool isIdle() const { return m_work.isEmpty(); }
    [[nodiscard]] const FlagOptions &options() const { return m_options; }

signals:
    void written(qint64 pipeline, const QString &name, const sluice::FlagValue &value);
    void problem(qint64 pipeline, const sluice::Error &error);
    void becameIdle();

private:
    /// One request that has not been answered.
    struct Sent
    {
        quint64 request = 0;
        QList<FlagWrite> writes;
    };
    /// What is going on for one pipeline.
    struct Work
    {
        QDateTime flushAt; ///< null: not asked for
        int failures = 0; ///< answers in a row
        QList<Sent> sent;
    };

    /// A value that was not taken, and when it is tried again.
    struct PutOff
    {
        qint64 count = 0;
        int times = 0;
        QDateTime until;
    };

    void scheduleFlush(PipelineId id, std::chrono::milliseconds delay);
    void flush(PipelineId id);
    void takeBackOutdated(Work &work, const QList<Flag> &flags);
    [[nodiscard]] QList<FlagWrite> due(const Work &work, const Pipeline &pipeline,
                                       const QList<Flag> &flags);
    [[nodiscard]] bool isNeeded(const Pipeline &pipeline, const Flag &flag) const;
    [[nodiscard]] bool isPutOff(const Flag &flag);
    void send(const Pipeline &pipeline, const QList<FlagWrite> &writes);
    void onAnswer(PipelineId id, const QList<FlagWrite> &writes, const Result<ApiAnswer> &answer);
    void onWritten(PipelineId id, const FlagWrite &write, const QString &checkRun);
    void onNotWritten(PipelineId id, const FlagWrite &write, const Error &error);
    void giveUp(PipelineId id, const FlagWrite &write, const Error &error);
    void onStoreError(PipelineId id, const Error &error);
    void settle(PipelineId id);

    PipelineStore &m_store;
    GithubClient &m_client;
    Timers &m_timers;
    const FlagOptions m_options;
    QHash<PipelineId, Work> m_work;
    QHash<FlagId, PutOff> m_putOff;
};

} // namespace sluice
