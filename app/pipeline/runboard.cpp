// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/runboard.h"

#include "github/flagwriter.h"
#include "pipeline/flagtext.h"

#include <QMap>
#include <QSet>

#include <algorithm>

namespace sluice {

RunBoard::RunBoard(PipelineStore &store, FlagWriter &flags, const PipelinePolicy &policy, Tell tell)
    : m_store(store)
    , m_flags(flags)
    , m_policy(policy)
    , m_tell(std::move(tell))
{}

bool RunBoard::begin(PipelineId id, const QString &config, const PipelinePlan &plan,
                     const Advance &to)
{
    const auto done = m_store.together([&]() -> Result<void> {
        if (auto begun = m_store.begin(id, config, plan.flagNames, plan.runs); !begun)
            return begun;
        auto all = m_store.runs(id);
        return all ? bringOn(id, *all, *all, to) : std::unexpected(all.error());
    });
    if (!done)
        m_tell(id, done.error());
    return done.has_value();
}

bool RunBoard::restart(PipelineId id, const QList<ChrootRunId> &runs, const Advance &to)
{
    const auto done = m_store.together([&]() -> Result<void> {
        if (auto begun = m_store.restart(id, runs); !begun)
            return begun;
        auto all = m_store.runs(id);
        if (!all)
            return std::unexpected(all.error());
        QList<ChrootRun> fresh;
        for (const ChrootRun &run : std::as_const(*all)) {
            if (runs.contains(run.id))
                fresh << run;
        }
        return bringOn(id, *all, fresh, to);
    });
    if (!done)
        m_tell(id, done.error());
    return done.has_value();
}

void RunBoard::advance(PipelineId id, QList<ChrootRun> &all, const QList<ChrootRun> &runs,
                       const Advance &to)
{
    if (auto done = bringOn(id, all, runs, to); !done)
        m_tell(id, done.error());
}

Result<void> RunBoard::bringOn(PipelineId id, QList<ChrootRun> &all, const QList<ChrootRun> &runs,
                               const Advance &to)
{
    QSet<ChrootRunId> meant;
    for (const ChrootRun &run : runs)
        meant.insert(run.id);
    QList<ChrootRun> now = all;
    PipelineChange change;
    for (ChrootRun &run : now) {
        if (!meant.contains(run.id) || run.progress >= to.progress)
            continue;
        run.progress = to.progress;
        run.state = to.state;
        run.detail = to.detail;
        if (!to.url.isEmpty())
            run.url = to.url;
        if (to.buildId && run.job == JobKind::Build)
            run.buildId = to.buildId;
        if (!to.testRequest.isEmpty())
            run.testRequest = to.testRequest;
        change.runs << run;
    }
    if (change.runs.isEmpty() && !to.isFirst)
        return {};
    change.flags = flagChanges(all, now, change.runs, to);
    if (auto done = m_store.apply(id, change); !done)
        return done;
    all = now;
    if (!change.flags.isEmpty())
        m_flags.poke(id);
    return {};
}

QList<PipelineChange::FlagChange> RunBoard::flagChanges(const QList<ChrootRun> &before,
                                                        const QList<ChrootRun> &now,
                                                        const QList<ChrootRun> &changed,
                                                        const Advance &to) const
{
    QSet<FlagId> touched;
    for (const ChrootRun &run : changed)
        touched.insert(run.flag);
    QMap<FlagId, QList<ChrootRun>> byFlag;
    QHash<FlagId, RunProgress> was; // of the slowest run
    for (const ChrootRun &run : now) {
        if (to.isFirst || touched.contains(run.flag))
            byFlag[run.flag] << run;
    }
    for (const ChrootRun &run : before) {
        if (!to.isFirst && touched.contains(run.flag))
            was[run.flag] = std::min(was.value(run.flag, run.progress), run.progress);
    }
    QList<PipelineChange::FlagChange> changes;
    for (const auto &[flag, runs] : byFlag.asKeyValueRange()) {
        const RunProgress slowest = std::ranges::min(runs, {}, &ChrootRun::progress).progress;
        const JobKind job = runs.first().job;
        const bool isNew = slowest > was.value(flag, RunProgress::Nothing);
        if (flag == 0 || !isNew || !m_policy.isShown(job, slowest))
            continue;
        const PipelineStep step
                = to.isFirst ? PipelineStep::PrUpdated : to.step.value_or(stepOf(slowest, job));
        changes << PipelineChange::FlagChange{flag, step, flagValue(runs, m_policy.isSyncing())};
    }
    return changes;
}

void RunBoard::finishIfDone(PipelineId id, const QList<ChrootRun> &all)
{
    const bool isDone = std::ranges::all_of(
            all, [](const ChrootRun &run) { return run.progress == RunProgress::Ended; });
    if (!isDone)
        return;
    const auto pipeline = m_store.pipeline(id);
    if (!pipeline || !*pipeline || (*pipeline)->state != PipelineState::Running)
        return;
    PipelineChange change;
    change.state = PipelineState::Done;
    if (auto done = m_store.apply(id, change); !done)
        m_tell(id, done.error());
}

QList<ChrootRun> RunBoard::runsOf(PipelineId id)
{
    auto runs = m_store.runs(id);
    if (!runs)
        m_tell(id, runs.error());
    return runs.value_or(QList<ChrootRun>());
}

} // namespace sluice
