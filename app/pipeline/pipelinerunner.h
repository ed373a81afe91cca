// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "github/flagwriter.h"
#include "packit/packitconfig.h"
#include "pipeline/pipelinepolicy.h"
#include "pipeline/pipelineretry.h"
#include "pipeline/pullreader.h"
#include "pipeline/runboard.h"
#include "pipeline/services.h"

#include <QHash>
#include <QObject>
#include <QSet>

#include <deque>

namespace sluice {

class ChrootTable;

/// Takes pipelines from event to event: reads what the policy reads, keeps in the store how far
/// each chroot is, says what each flag should show, and hands over builds and tests. An event that
/// comes twice, late or out of order changes nothing; one that belongs to no pipeline is counted
/// and costs no call. Lives on the thread of its client.
class PipelineRunner final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PipelineRunner)

public:
    /// What a runner works with; all must outlive it.
    struct Parts
    {
        PipelineStore &store;
        GithubClient &client;
        FlagWriter &flags;
        BuildService &builds;
        TestService &tests;
        const ChrootTable &chroots;
        QString flagPrefix = {}; ///< of every flag's name
    };

    PipelineRunner(const Parts &parts, PipelinePolicy policy, QObject *parent = nullptr);

    /// A pull request was opened or pushed to. Fields that only the store knows are ignored.
    /// An error was told already, and the event is worth telling again.
    Result<void> onPull(const Pipeline &pull);
    void onPullClosed(const QString &repository, int number);
    /// A head commit that was overtaken is the head again: reopened, or pushed back to.
    void onPullBack(const Pipeline &known, const QDateTime &pushedAt);
    void onBuild(const BuildEvent &event);
    void onTest(const TestEvent &event);
    /// Builds and tests again. One that was refused is read again. *Not found*: there is nothing to
    /// retry.
    [[nodiscard]] Result<void> retry(PipelineId id, const RetryWish &wish = {});
    /// Everything of it that has not ended is canceled, by `who`. *Not found*: all of it has ended.
    [[nodiscard]] Result<void> cancel(PipelineId id, const QString &who);
    /// GitHub may have lost what it was told: every flag is written again.
    [[nodiscard]] Result<void> resendFlags(PipelineId id);
    /// Takes up what an earlier process left.
    void resume();
    /// Begins one anew that waits because GitHub could not be asked; others are left alone.
    void readAgain(PipelineId id);
    /// Nothing is being read or handed over.
    [[nodiscard]] bool isIdle() const { return m_queues.isEmpty(); }

signals:
    void changed(qint64 pipeline);
    void problem(qint64 pipeline, const sluice::Error &error);
    void becameIdle();

private:
    /// Something to do for a pipeline, after the step's reads.
    struct Turn
    {
        PipelineStep step = PipelineStep::PrUpdated;
        std::function<void(const Pipeline &, const PullFacts &)> act;
        ChrootRunId test = 0; ///< that is handed over
    };

    void enqueue(PipelineId id, Turn turn);
    void takeTurn(PipelineId id);
    void endTurn(PipelineId id);
    void onRead(PipelineId id, const Result<PullFacts> &facts);

    void begin(const Pipeline &pipeline, const PullFacts &facts);
    void goOn(PipelineId id);
    void refuse(const Pipeline &pipeline, const QString &problem, const QString &flagName);
    void supersede(const Pipeline &by);
    void stop(const Pipeline &pipeline, PipelineState state);
    void leave(const Pipeline &pipeline);
    void submitBuilds(PipelineId id);
    void submitBuild(const Pipeline &pipeline, const QString &jobName,
                     const QList<ChrootRun> &runs);
    void endSubmission(const QList<ChrootRun> &runs);
    void submitTest(PipelineId id, const ChrootRun &run);
    void handOver(const Pipeline &pipeline, const ChrootRun &test);
    [[nodiscard]] std::optional<PackitJob> jobOf(const Pipeline &pipeline, JobKind kind,
                                                 const QString &jobName);
    void onBuildEvent(PipelineId id, const BuildEvent &event);
    void onTestEvent(PipelineId id, const TestEvent &event);
    /// Hands over the tests that wait for nothing any more.
    void releaseTests(PipelineId id, const QList<ChrootRun> &all);
    void submitLostTests(PipelineId id);
    [[nodiscard]] Result<Pipeline> known(PipelineId id);
    [[nodiscard]] Result<void> beginAgain(PipelineId id);
    [[nodiscard]] Result<void> runAgain(PipelineId id, const RetryWish &wish);
    void cancelUnended(const QList<ChrootRun> &all, const QList<ChrootRunId> &among);

    void tell(PipelineId id, const Error &error);
    void refuseEvent(const QString &reason);

    PipelineStore &m_store;
    GithubClient &m_client;
    FlagWriter &m_flags;
    BuildService &m_builds;
    TestService &m_tests;
    const ChrootTable &m_chroots;
    const QString m_flagPrefix;
    const PipelinePolicy m_policy;
    RunBoard m_board;
    QSet<ChrootRunId> m_submitting; ///< of builds that wait for their turn or their id
    /// The configuration that was read last: the tests of one pipeline are submitted in a row.
    struct
    {
        PipelineId pipeline = 0;
        QString text;
        PackitConfig config;
    } m_read;
    QHash<PipelineId, std::deque<Turn>> m_queues; ///< the first is under way
};

} // namespace sluice
