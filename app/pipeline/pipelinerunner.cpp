// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pipelinerunner.h"

#include "packit/chroottable.h"
#include "pipeline/pipelineplan.h"

#include <QSet>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

const QString kConfigFlag = u"packit-config"_s;

QString clashText(const Pipeline &pipeline, const OtherWriters::Clash &clash)
{
    return u"%1 writes %2 on this commit already: observe %3 instead of driving it, or set "
           u"pipeline.flag-prefix, for instance to sluice/."_s.arg(clash.writer, clash.flag,
                                                                   pipeline.repository);
}

} // namespace

PipelineRunner::PipelineRunner(const Parts &parts, PipelinePolicy policy, QObject *parent)
    : QObject(parent)
    , m_store(parts.store)
    , m_client(parts.client)
    , m_flags(parts.flags)
    , m_builds(parts.builds)
    , m_tests(parts.tests)
    , m_chroots(parts.chroots)
    , m_flagPrefix(parts.flagPrefix)
    , m_policy(std::move(policy))
    , m_board(m_store, m_flags, m_policy,
              [this](PipelineId id, const Error &error) { tell(id, error); })
{}

// --- turns
// ---------------------------------------------------------------------------------------------

void PipelineRunner::enqueue(PipelineId id, Turn turn)
{
    auto &queue = m_queues[id];
    queue.push_back(std::move(turn));
    if (queue.size() == 1)
        takeTurn(id);
}

void PipelineRunner::takeTurn(PipelineId id)
{
    const auto pipeline = m_store.pipeline(id);
    if (!pipeline || !*pipeline) {
        if (!pipeline)
            tell(id, pipeline.error());
        m_queues.remove(id);
        return;
    }
    const Turn &turn = m_queues[id].front();
    if (!m_policy.readsAgain(turn.step)) {
        turn.act(**pipeline, {});
        return endTurn(id);
    }
    new PullReader(
            m_client, m_policy, **pipeline, turn.step,
            [this, id](const Result<PullFacts> &facts) {
                onRead(id, facts);
                endTurn(id);
            },
            this);
}

/// Much may have happened while GitHub was asked.
void PipelineRunner::onRead(PipelineId id, const Result<PullFacts> &facts)
{
    const auto pipeline = m_store.pipeline(id);
    if (!pipeline || !*pipeline) {
        if (!pipeline)
            tell(id, pipeline.error());
        return;
    }
    const Turn &turn = m_queues[id].front();
    if (facts)
        return turn.act(**pipeline, *facts);
    tell(id, facts.error());
    if (turn.step != PipelineStep::PrUpdated)
        return turn.act(**pipeline, {}); // a result is worth more than the reading beside it
    // What passes, or what a better token mends, keeps it waiting: see readAgain().
    const bool isMendable
            = isTransient(facts.error().cause) || facts.error().cause == Cause::Forbidden;
    if ((*pipeline)->state == PipelineState::Waiting && !isMendable)
        refuse(**pipeline, facts.error().what, {});
}

void PipelineRunner::endTurn(PipelineId id)
{
    auto &queue = m_queues[id];
    queue.pop_front();
    emit changed(id);
    if (!queue.empty())
        return takeTurn(id);
    m_queues.remove(id);
    if (m_queues.isEmpty())
        emit becameIdle();
}

// --- from GitHub
// ---------------------------------------------------------------------------------------------

Result<void> PipelineRunner::onPull(const Pipeline &pull)
{
    const auto known = m_store.pipelines(pull.repository, pull.number);
    if (!known) {
        tell(0, known.error());
        return std::unexpected(known.error());
    }
    const bool isLate = std::ranges::any_of(*known, [&pull](const Pipeline &other) {
        return pull.pushedAt.isValid() && other.pushedAt > pull.pushedAt;
    });
    const bool isKnown = std::ranges::contains(*known, pull.headSha, &Pipeline::headSha);
    if (isLate && !isKnown) {
        refuseEvent(u"replaced before it was told"_s);
        return {};
    }
    const auto id = m_store.add(pull);
    if (!id) {
        tell(0, id.error());
        return std::unexpected(id.error());
    }
    if (!*id) {
        refuseEvent(u"head commit known"_s);
        return {};
    }
    Pipeline added = pull;
    added.id = **id;
    supersede(added);
    readAgain(**id);
    return {};
}

void PipelineRunner::onPullClosed(const QString &repository, int number)
{
    const auto known = m_store.pipelines(repository, number);
    if (!known)
        return tell(0, known.error());
    for (const Pipeline &pipeline : *known) {
        if (pipeline.isActive())
            stop(pipeline, PipelineState::Closed);
        else if (!isOld(pipeline.state))
            leave(pipeline);
    }
}

/// Nobody waits for it any more, though nothing has to be stopped.
void PipelineRunner::leave(const Pipeline &pipeline)
{
    PipelineChange change;
    change.state = pipeline.state == PipelineState::Done ? PipelineState::ClosedLater
                                                         : PipelineState::Closed;
    if (auto done = m_store.apply(pipeline.id, change); !done)
        return tell(pipeline.id, done.error());
    emit changed(pipeline.id);
}

void PipelineRunner::begin(const Pipeline &pipeline, const PullFacts &facts)
{
    if (pipeline.state != PipelineState::Waiting)
        return; // replaced or closed meanwhile
    if (!facts.nodeId.isEmpty()) {
        if (auto done = m_store.setNodeId(pipeline.id, facts.nodeId); !done)
            return tell(pipeline.id, done.error());
    }
    if (facts.isPrivate)
        return refuse(pipeline, u"Private repositories are not built."_s, {});
    if (facts.configName.isEmpty())
        return refuse(pipeline, u"There is no Packit configuration at this commit."_s, {});
    const auto config = parsePackitConfig(facts.config.toUtf8(),
                                          {facts.configName, pipeline.repository.section(u'/', 1)},
                                          m_chroots);
    if (!config)
        return refuse(pipeline, config.error().what, kConfigFlag);
    PipelinePlan plan = planPipeline(*config, pipeline, m_policy.settings());
    for (QString &name : plan.flagNames)
        name.prepend(m_flagPrefix);
    if (const auto clash = facts.others.clash(plan.flagNames))
        return refuse(pipeline, clashText(pipeline, *clash), {});
    RunBoard::Advance to{.progress = RunProgress::Accepted, .isFirst = true};
    if (!facts.isApproved) {
        to.progress = RunProgress::Ended;
        to.state = FlagState::Neutral;
        to.detail = u"%1 may not start builds here."_s.arg(pipeline.sender);
    }
    if (m_board.begin(pipeline.id, facts.config, plan, to))
        goOn(pipeline.id);
}

/// With all that waits for nothing.
void PipelineRunner::goOn(PipelineId id)
{
    submitBuilds(id);
    releaseTests(id, m_board.runsOf(id));
    m_board.finishIfDone(id, m_board.runsOf(id));
}

void PipelineRunner::refuse(const Pipeline &pipeline, const QString &problem,
                            const QString &flagName)
{
    const ChrootRun run{.flag = 1,
                        .progress = RunProgress::Ended,
                        .state = FlagState::Error,
                        .detail = problem};
    if (!flagName.isEmpty()
        && !m_board.begin(pipeline.id, {}, {{m_flagPrefix + flagName}, {run}}, {.isFirst = true}))
        return;
    PipelineChange change;
    change.state = PipelineState::Refused;
    change.problem = problem;
    if (auto done = m_store.apply(pipeline.id, change); !done)
        tell(pipeline.id, done.error());
}

void PipelineRunner::supersede(const Pipeline &by)
{
    if (m_policy.settings().cancelOld != CancelOld::AtSubmit)
        return;
    const auto known = m_store.pipelines(by.repository, by.number);
    if (!known)
        return tell(by.id, known.error());
    for (const Pipeline &pipeline : *known) {
        if (pipeline.id != by.id && pipeline.isActive())
            stop(pipeline, PipelineState::Superseded);
    }
}

void PipelineRunner::stop(const Pipeline &pipeline, PipelineState state)
{
    QList<ChrootRun> runs = m_board.runsOf(pipeline.id);
    QSet<qint64> builds;
    for (const ChrootRun &run : runs) {
        if (run.progress == RunProgress::Ended)
            continue;
        if (run.job == JobKind::Build && run.buildId)
            builds.insert(*run.buildId);
        if (!run.testRequest.isEmpty())
            m_tests.cancel(run.testRequest);
    }
    for (const qint64 build : builds)
        m_builds.cancel(build);
    // The state comes first: flags of which GitHub knows nothing need not be written then.
    PipelineChange change;
    change.state = state;
    if (auto done = m_store.apply(pipeline.id, change); !done)
        return tell(pipeline.id, done.error());
    m_board.advance(pipeline.id, runs, QList(runs),
                    {.progress = RunProgress::Ended,
                     .state = FlagState::Canceled,
                     .detail = state == PipelineState::Superseded
                                     ? u"A newer push replaced this run."_s
                                     : u"The pull request was closed."_s});
    emit changed(pipeline.id);
}

void PipelineRunner::tell(PipelineId id, const Error &error) { emit problem(id, error); }

void PipelineRunner::refuseEvent(const QString &reason)
{
    if (auto done = m_store.countRefused(reason); !done)
        tell(0, done.error());
}

} // namespace sluice
