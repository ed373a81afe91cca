// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pipelinerunner.h"

#include <QMap>

#include <algorithm>

// How a PipelineRunner takes things up again: a retry, a head commit that is back, a restart.
namespace sluice {
using namespace Qt::StringLiterals;

namespace {

std::unexpected<Error> overtaken(const Pipeline &pipeline)
{
    const QString text
            = pipeline.state == PipelineState::Superseded
                    ? u"A newer push replaced pipeline %1: use the newest one of %2."_s.arg(
                              QString::number(pipeline.id), pipeline.label())
                    : u"The pull request of pipeline %1 is closed: reopen it."_s.arg(pipeline.id);
    return failure(Cause::NotFound, text, {}, Who::Us);
}

} // namespace

Result<Pipeline> PipelineRunner::known(PipelineId id)
{
    const auto pipeline = m_store.pipeline(id);
    if (!pipeline)
        return std::unexpected(pipeline.error());
    if (!*pipeline) {
        return failure(Cause::NotFound,
                       u"There is no pipeline %1; see `sluicectl pipeline list`."_s.arg(id), {},
                       Who::Us);
    }
    return **pipeline;
}

Result<void> PipelineRunner::retry(PipelineId id, const RetryWish &wish)
{
    const auto pipeline = known(id);
    if (!pipeline)
        return std::unexpected(pipeline.error());
    switch (pipeline->state) {
    case PipelineState::Refused:
    case PipelineState::Waiting:
        return beginAgain(id);
    case PipelineState::Superseded:
    case PipelineState::Closed:
    case PipelineState::ClosedLater:
        return overtaken(*pipeline);
    case PipelineState::Running:
    case PipelineState::Done:
        return runAgain(id, wish);
    }
    Q_UNREACHABLE_RETURN({});
}

Result<void> PipelineRunner::beginAgain(PipelineId id)
{
    PipelineChange change;
    change.state = PipelineState::Waiting;
    change.problem = QString();
    if (auto done = m_store.apply(id, change); !done)
        return done;
    readAgain(id);
    return {};
}

Result<void> PipelineRunner::runAgain(PipelineId id, const RetryWish &wish)
{
    const QList<ChrootRun> all = m_board.runsOf(id);
    const auto again = runsToRetry(id, all, wish);
    if (!again)
        return std::unexpected(again.error());
    cancelUnended(all, *again);
    if (m_board.restart(id, *again,
                        {.progress = RunProgress::Accepted, .step = PipelineStep::PrUpdated}))
        goOn(id);
    return {};
}

Result<void> PipelineRunner::cancel(PipelineId id, const QString &who)
{
    const auto pipeline = known(id);
    if (!pipeline)
        return std::unexpected(pipeline.error());
    if (!pipeline->isActive()) {
        return failure(Cause::NotFound,
                       u"Nothing of %1 runs: there is nothing to cancel."_s.arg(pipeline->label()),
                       {}, Who::Us);
    }
    QList<ChrootRun> all = m_board.runsOf(id);
    QList<ChrootRunId> ids;
    for (const ChrootRun &run : std::as_const(all))
        ids << run.id;
    cancelUnended(all, ids);
    const QString why = u"%1 canceled this run."_s.arg(who);
    if (pipeline->state == PipelineState::Waiting) { // it has no flags yet; a retry reads it again
        PipelineChange change;
        change.state = PipelineState::Refused;
        change.problem = why;
        if (auto done = m_store.apply(id, change); !done)
            return done;
    } else {
        m_board.advance(
                id, all, QList(all),
                {.progress = RunProgress::Ended, .state = FlagState::Canceled, .detail = why});
        m_board.finishIfDone(id, all);
    }
    emit changed(id);
    return {};
}

Result<void> PipelineRunner::resendFlags(PipelineId id)
{
    const auto pipeline = known(id);
    if (!pipeline)
        return std::unexpected(pipeline.error());
    if (isOld(pipeline->state))
        return overtaken(*pipeline);
    if (auto done = m_store.wantAllFlagsAgain(id); !done)
        return done;
    m_flags.poke(id);
    return {};
}

/// Builds and tests whose results nobody waits for any more; a build only if that is all of it.
void PipelineRunner::cancelUnended(const QList<ChrootRun> &all, const QList<ChrootRunId> &among)
{
    QMap<qint64, bool> builds; // and whether they are needed
    for (const ChrootRun &run : all) {
        if (run.progress == RunProgress::Ended)
            continue;
        const bool isAmong = among.contains(run.id);
        if (isAmong && !run.testRequest.isEmpty())
            m_tests.cancel(run.testRequest);
        if (run.job == JobKind::Build && run.buildId)
            builds[*run.buildId] |= !isAmong;
    }
    for (const auto &[build, isNeeded] : builds.asKeyValueRange()) {
        if (!isNeeded)
            m_builds.cancel(build);
    }
}

void PipelineRunner::onPullBack(const Pipeline &known, const QDateTime &pushedAt)
{
    supersede(known);
    PipelineChange change;
    change.pushedAt = std::max(pushedAt, known.pushedAt);
    const bool isDone = known.state == PipelineState::ClosedLater;
    if (isDone)
        change.state = PipelineState::Done; // as if it had never been closed
    if (auto done = m_store.apply(known.id, change); !done)
        return tell(known.id, done.error());
    if (isDone)
        return emit changed(known.id);
    // Without runs it was overtaken before it was read; what was refused is read again.
    const bool isUnread = m_board.runsOf(known.id).isEmpty() || !known.problem.isEmpty();
    const auto done = isUnread ? beginAgain(known.id) : runAgain(known.id, {});
    if (!done)
        tell(known.id, done.error());
}

/// Whose submission was under way when the process ended.
void PipelineRunner::submitLostTests(PipelineId id)
{
    for (const ChrootRun &run : m_board.runsOf(id)) {
        if (run.progress == RunProgress::TestsSubmitting && run.testRequest.isEmpty())
            submitTest(id, run);
    }
}

void PipelineRunner::readAgain(PipelineId id)
{
    const auto pipeline = m_store.pipeline(id);
    if (!pipeline)
        return tell(id, pipeline.error());
    if (!*pipeline || (*pipeline)->state != PipelineState::Waiting || m_queues.contains(id))
        return;
    enqueue(id, {PipelineStep::PrUpdated,
                 [this](const Pipeline &p, const PullFacts &facts) { begin(p, facts); }});
}

void PipelineRunner::resume()
{
    const auto active = m_store.active();
    if (!active)
        return tell(0, active.error());
    for (const Pipeline &pipeline : *active) {
        if (pipeline.state == PipelineState::Waiting) {
            readAgain(pipeline.id);
        } else {
            submitLostTests(pipeline.id);
            goOn(pipeline.id);
        }
    }
    m_flags.resume();
}

} // namespace sluice
