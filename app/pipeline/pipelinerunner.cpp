// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pipelinerunner.h"

#include "pipeline/chroottable.h"
#include "pipeline/flagtext.h"
#include "pipeline/pipelineplan.h"

#include <QSet>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

const QString kConfigFlag = u"packit-config"_s;

bool isActive(const Pipeline &pipeline)
{
    return pipeline.state == PipelineState::Waiting || pipeline.state == PipelineState::Running;
}

bool isBehind(const ChrootRun &run, RunProgress progress) { return run.progress < progress; }

/// Runs of a chroot, or all; of tests as well where they follow the build.
QList<ChrootRun> runsFor(const QList<ChrootRun> &all, const QList<ChrootRun> &ofBuild,
                         const QString &chroot)
{
    QSet<QString> chroots;
    for (const ChrootRun &run : ofBuild) {
        if (chroot.isEmpty() || run.chroot == chroot)
            chroots.insert(run.chroot);
    }
    QList<ChrootRun> found;
    for (const ChrootRun &run : all) {
        const bool isOwn = std::ranges::contains(ofBuild, run.id, &ChrootRun::id);
        if (chroots.contains(run.chroot) && (isOwn || run.job == JobKind::Test))
            found << run;
    }
    return found;
}

RunProgress progressOf(BuildEvent::What what)
{
    switch (what) {
    case BuildEvent::What::SrpmStarted:
        return RunProgress::SrpmRunning;
    case BuildEvent::What::SrpmFinished:
        return RunProgress::SrpmDone;
    case BuildEvent::What::RpmStarted:
        return RunProgress::RpmRunning;
    case BuildEvent::What::RpmFinished:
        return RunProgress::RpmDone;
    }
    Q_UNREACHABLE_RETURN(RunProgress::Nothing);
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
    , m_policy(std::move(policy))
{}

// --- turns
// ---------------------------------------------------------------------------------------------

void PipelineRunner::enqueue(PipelineId id, PipelineStep step,
                             std::function<void(const Pipeline &, const PullFacts &)> act)
{
    auto &queue = m_queues[id];
    queue.push_back({step, std::move(act)});
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
            [this, p = **pipeline](const Result<PullFacts> &facts) {
                if (!facts)
                    onReadFailed(p, facts.error());
                else
                    m_queues[p.id].front().act(p, *facts);
                endTurn(p.id);
            },
            this);
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

void PipelineRunner::onReadFailed(const Pipeline &pipeline, const Error &error)
{
    tell(pipeline.id, error);
    if (pipeline.state == PipelineState::Waiting)
        refuse(pipeline, error.what, {});
}

// --- from GitHub
// ---------------------------------------------------------------------------------------------

void PipelineRunner::onPull(const Pipeline &pull)
{
    const auto id = m_store.add(pull);
    if (!id)
        return tell(0, id.error());
    if (!*id)
        return refuseEvent(u"head commit known"_s);
    Pipeline added = pull;
    added.id = **id;
    supersede(added);
    enqueue(**id, PipelineStep::PrUpdated,
            [this](const Pipeline &pipeline, const PullFacts &facts) { begin(pipeline, facts); });
}

void PipelineRunner::onPullClosed(const QString &repository, int number)
{
    const auto known = m_store.pipelines(repository, number);
    if (!known)
        return tell(0, known.error());
    for (const Pipeline &pipeline : *known) {
        if (isActive(pipeline))
            stop(pipeline, PipelineState::Closed);
    }
}

void PipelineRunner::begin(const Pipeline &pipeline, const PullFacts &facts)
{
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
    const PipelinePlan plan = planPipeline(*config, pipeline.baseRef, m_policy.settings());
    if (auto done = m_store.begin(pipeline.id, facts.config, plan.flagNames, plan.runs); !done)
        return tell(pipeline.id, done.error());
    if (!facts.isApproved) {
        advance(pipeline.id, runsOf(pipeline.id),
                {.progress = RunProgress::Ended,
                 .isFirst = true,
                 .state = FlagState::Neutral,
                 .detail = u"%1 may not start builds here."_s.arg(pipeline.sender)});
        return finishIfDone(pipeline.id);
    }
    advance(pipeline.id, runsOf(pipeline.id), {.progress = RunProgress::Accepted, .isFirst = true});
    submitBuilds(pipeline.id);
    releaseTests(pipeline.id); // of those that need no build
    finishIfDone(pipeline.id);
}

void PipelineRunner::refuse(const Pipeline &pipeline, const QString &problem,
                            const QString &flagName)
{
    if (!flagName.isEmpty()) {
        const ChrootRun run{.flag = 1,
                            .progress = RunProgress::Ended,
                            .state = FlagState::Error,
                            .detail = problem};
        if (auto done = m_store.begin(pipeline.id, {}, {flagName}, {run}); !done)
            return tell(pipeline.id, done.error());
        advance(pipeline.id, {}, {.isFirst = true});
    }
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
        if (pipeline.id != by.id && isActive(pipeline))
            stop(pipeline, PipelineState::Superseded);
    }
}

void PipelineRunner::stop(const Pipeline &pipeline, PipelineState state)
{
    const QList<ChrootRun> runs = runsOf(pipeline.id);
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
    advance(pipeline.id, runs,
            {.progress = RunProgress::Ended,
             .state = FlagState::Canceled,
             .detail = state == PipelineState::Superseded ? u"A newer push replaced this run."_s
                                                          : u"The pull request was closed."_s});
    emit changed(pipeline.id);
}

// --- builds
// ---------------------------------------------------------------------------------------------

void PipelineRunner::submitBuilds(PipelineId id)
{
    QMap<QString, QList<ChrootRun>> jobs;
    for (const ChrootRun &run : runsOf(id)) {
        if (run.job == JobKind::Build && run.progress == RunProgress::Accepted && !run.buildId)
            jobs[run.jobName] << run;
    }
    for (const auto &[jobName, runs] : jobs.asKeyValueRange()) {
        enqueue(id, PipelineStep::BuildSubmitted,
                [this, jobName, runs](const Pipeline &pipeline, const PullFacts &) {
                    submitBuild(pipeline, jobName, runs);
                });
    }
}

void PipelineRunner::submitBuild(const Pipeline &pipeline, const QString &jobName,
                                 const QList<ChrootRun> &runs)
{
    if (!isActive(pipeline))
        return;
    BuildRequest request{.pipeline = pipeline.id,
                         .repository = pipeline.repository,
                         .number = pipeline.number,
                         .cloneUrl = pipeline.headUrl,
                         .headSha = pipeline.headSha,
                         .jobName = jobName};
    for (const ChrootRun &run : runs)
        request.chroots << run.chroot;
    m_builds.submit(request, this, [this, id = pipeline.id, runs](const Result<qint64> &build) {
        if (!build) {
            tell(id, build.error());
            advance(id, runsFor(runsOf(id), runs, {}),
                    {.progress = RunProgress::Ended,
                     .step = PipelineStep::BuildSubmitted,
                     .state = FlagState::Error,
                     .detail = u"Submit of the build failed: "_s + build.error().what});
            return finishIfDone(id);
        }
        const auto pipelineNow = m_store.pipeline(id);
        if (pipelineNow && *pipelineNow && !isActive(**pipelineNow))
            return m_builds.cancel(*build); // it was stopped meanwhile
        advance(id, runsFor(runsOf(id), runs, {}),
                {.progress = RunProgress::Submitted, .buildId = *build});
        emit changed(id);
    });
}

void PipelineRunner::onBuild(const BuildEvent &event)
{
    const auto runs = m_store.runsOfBuild(event.buildId);
    if (!runs)
        return tell(0, runs.error());
    if (runs->isEmpty())
        return refuseEvent(u"build of no pipeline"_s);
    const PipelineId id = runs->first().pipeline;
    const auto pipeline = m_store.pipeline(id);
    if (pipeline && *pipeline && !isActive(**pipeline))
        return refuseEvent(u"pipeline has ended"_s);
    const bool isNew = std::ranges::any_of(*runs, [&event](const ChrootRun &run) {
        return (event.chroot.isEmpty() || run.chroot == event.chroot) && run.job == JobKind::Build
            && isBehind(run, progressOf(event.what));
    });
    if (!isNew)
        return refuseEvent(u"said before"_s);
    enqueue(id, stepOf(progressOf(event.what), JobKind::Build),
            [this, event](const Pipeline &p, const PullFacts &) { onBuildEvent(p.id, event); });
}

void PipelineRunner::onBuildEvent(PipelineId id, const BuildEvent &event)
{
    const auto ofBuild = m_store.runsOfBuild(event.buildId);
    if (!ofBuild)
        return tell(id, ofBuild.error());
    const QList<ChrootRun> runs = runsFor(runsOf(id), *ofBuild, event.chroot);
    const RunProgress progress = progressOf(event.what);
    const bool isFinished = event.what == BuildEvent::What::RpmFinished
                         || event.what == BuildEvent::What::SrpmFinished;
    if (isFinished && event.result != FlagState::Success) {
        const bool isSrpm = event.what == BuildEvent::What::SrpmFinished;
        const QString said = !event.detail.isEmpty()             ? event.detail
                           : event.result == FlagState::Canceled ? u"Build was canceled."_s
                           : isSrpm ? u"SRPM build failed, check the logs for details."_s
                                    : u"RPMs failed to be built."_s;
        advance(id, runs,
                {.progress = RunProgress::Ended,
                 .step = stepOf(progress, JobKind::Build),
                 .state = event.result,
                 .detail = said,
                 .url = event.url});
        return finishIfDone(id);
    }
    if (event.what != BuildEvent::What::RpmFinished)
        return advance(id, runs, {.progress = progress, .url = event.url});
    QList<ChrootRun> builds;
    QList<ChrootRun> tests;
    for (const ChrootRun &run : runs)
        (run.job == JobKind::Build ? builds : tests) << run;
    advance(id, builds,
            {.progress = RunProgress::Ended,
             .state = FlagState::Success,
             .detail = event.detail,
             .url = event.url});
    advance(id, tests, {.progress = RunProgress::RpmDone});
    releaseTests(id);
    finishIfDone(id);
}

// --- tests
// ---------------------------------------------------------------------------------------------

void PipelineRunner::submitTest(PipelineId id, const ChrootRun &run)
{
    enqueue(id, PipelineStep::TestsSubmitted, [this, run](const Pipeline &p, const PullFacts &) {
        const QList<ChrootRun> all = runsOf(p.id);
        const auto build = std::ranges::find_if(all, [&run](const ChrootRun &other) {
            return other.job == JobKind::Build && other.chroot == run.chroot;
        });
        advance(p.id, {run}, {.progress = RunProgress::TestsSubmitting});
        const TestRequest request{.pipeline = p.id,
                                  .run = run.id,
                                  .cloneUrl = p.headUrl,
                                  .headSha = p.headSha,
                                  .chroot = run.chroot,
                                  .target = run.target,
                                  .buildId = build != all.end() ? build->buildId : std::nullopt};
        m_tests.submit(request, this, [this, id = p.id, run](const Result<QString> &made) {
            if (!made) {
                tell(id, made.error());
                advance(id, {run},
                        {.progress = RunProgress::Ended,
                         .step = PipelineStep::TestsSubmitted,
                         .state = FlagState::Failure,
                         .detail = u"Failed to submit tests: "_s + made.error().what});
                return finishIfDone(id);
            }
            advance(id, {run}, {.progress = RunProgress::TestsSubmitted, .testRequest = *made});
            emit changed(id);
        });
    });
}

void PipelineRunner::onTest(const TestEvent &event)
{
    const auto runs = m_store.runsOfRequest(event.request);
    if (!runs)
        return tell(0, runs.error());
    if (runs->isEmpty())
        return refuseEvent(u"test of no pipeline"_s);
    const PipelineId id = runs->first().pipeline;
    const auto pipeline = m_store.pipeline(id);
    if (pipeline && *pipeline && !isActive(**pipeline))
        return refuseEvent(u"pipeline has ended"_s);
    const bool isStart = event.what == TestEvent::What::Started;
    const RunProgress progress = isStart ? RunProgress::TestsRunning : RunProgress::Ended;
    if (!isBehind(runs->first(), progress))
        return refuseEvent(u"said before"_s);
    enqueue(id, isStart ? PipelineStep::TestsStarted : PipelineStep::TestsFinished,
            [this, event](const Pipeline &p, const PullFacts &) { onTestEvent(p.id, event); });
}

void PipelineRunner::onTestEvent(PipelineId id, const TestEvent &event)
{
    const auto runs = m_store.runsOfRequest(event.request);
    if (!runs)
        return tell(id, runs.error());
    if (event.what == TestEvent::What::Started)
        return advance(id, *runs, {.progress = RunProgress::TestsRunning, .url = event.url});
    advance(id, *runs,
            {.progress = RunProgress::Ended,
             .state = event.result,
             .detail = event.detail,
             .url = event.url});
    finishIfDone(id);
}

// --- again
// ---------------------------------------------------------------------------------------------

Result<void> PipelineRunner::retry(PipelineId id, const QString &chroot)
{
    QSet<QString> chroots;
    const QList<ChrootRun> all = runsOf(id);
    for (const ChrootRun &run : all) {
        const bool isMeant = chroot.isEmpty() ? run.progress == RunProgress::Ended
                                                        && run.state != FlagState::Success
                                              : run.chroot == chroot;
        if (isMeant)
            chroots.insert(run.chroot);
    }
    if (chroots.isEmpty()) {
        return failure(
                Cause::NotFound,
                chroot.isEmpty()
                        ? u"Nothing of pipeline %1 has failed: name a chroot to run it "
                          u"again."_s.arg(id)
                        : u"Pipeline %1 has no chroot \"%2\"."_s.arg(QString::number(id), chroot),
                {}, Who::Us);
    }
    QList<ChrootRunId> again;
    QList<ChrootRun> tests;
    for (const ChrootRun &run : all) {
        if (!chroots.contains(run.chroot))
            continue;
        // A build that succeeded stays when only its tests failed.
        const bool isKept = chroot.isEmpty() && run.job == JobKind::Build
                         && run.progress == RunProgress::Ended && run.state == FlagState::Success;
        const bool isTestToKeep = chroot.isEmpty() && run.job == JobKind::Test
                               && run.progress == RunProgress::Ended
                               && run.state == FlagState::Success;
        if (!isKept && !isTestToKeep)
            again << run.id;
    }
    if (auto done = m_store.restart(id, again); !done)
        return done;
    QList<ChrootRun> fresh;
    for (const ChrootRun &run : runsOf(id)) {
        if (again.contains(run.id))
            fresh << run;
    }
    advance(id, fresh, {.progress = RunProgress::Accepted, .step = PipelineStep::PrUpdated});
    submitBuilds(id);
    releaseTests(id);
    return {};
}

void PipelineRunner::releaseTests(PipelineId id)
{
    const QList<ChrootRun> all = runsOf(id);
    for (const ChrootRun &run : all) {
        const bool isReady = std::ranges::none_of(all, [&run](const ChrootRun &other) {
            return other.job == JobKind::Build && other.chroot == run.chroot
                && (other.progress != RunProgress::Ended || other.state != FlagState::Success);
        });
        const bool isWaiting
                = run.progress > RunProgress::Nothing && run.progress <= RunProgress::RpmDone;
        if (run.job == JobKind::Test && isWaiting && isReady)
            submitTest(id, run);
    }
}

void PipelineRunner::resume()
{
    const auto active = m_store.active();
    if (!active)
        return tell(0, active.error());
    for (const Pipeline &pipeline : *active) {
        if (pipeline.state == PipelineState::Waiting) {
            enqueue(pipeline.id, PipelineStep::PrUpdated,
                    [this](const Pipeline &p, const PullFacts &facts) { begin(p, facts); });
        } else {
            submitBuilds(pipeline.id);
            releaseTests(pipeline.id);
        }
    }
    m_flags.resume();
}

// --- what all share
// ---------------------------------------------------------------------------------------------

void PipelineRunner::advance(PipelineId id, const QList<ChrootRun> &runs, const Advance &to)
{
    QList<ChrootRun> all = runsOf(id);
    QHash<FlagId, RunProgress> before;
    for (const ChrootRun &run : all) {
        const auto known = before.constFind(run.flag);
        const RunProgress was = to.isFirst ? RunProgress::Nothing : run.progress;
        before[run.flag] = known == before.constEnd() ? was : std::min(*known, was);
    }
    PipelineChange change;
    for (ChrootRun &run : all) {
        const bool isMeant = std::ranges::contains(runs, run.id, &ChrootRun::id);
        if (!isMeant || !isBehind(run, to.progress))
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
    QHash<FlagId, QList<ChrootRun>> byFlag;
    for (const ChrootRun &run : all)
        byFlag[run.flag] << run;
    for (const auto &[flag, flagRuns] : byFlag.asKeyValueRange()) {
        const RunProgress now = std::ranges::min(flagRuns, {}, &ChrootRun::progress).progress;
        const bool isNew = now > before.value(flag);
        const JobKind job = flagRuns.first().job;
        if (flag == 0 || !isNew || !m_policy.isShown(job, now))
            continue;
        const PipelineStep step
                = to.isFirst ? PipelineStep::PrUpdated : to.step.value_or(stepOf(now, job));
        change.flags << PipelineChange::FlagChange{flag, step,
                                                   flagValue(flagRuns, m_policy.isSyncing())};
    }
    std::ranges::sort(change.flags, {}, &PipelineChange::FlagChange::flag);
    if (auto done = m_store.apply(id, change); !done)
        return tell(id, done.error());
    if (!change.flags.isEmpty())
        m_flags.poke(id);
}

void PipelineRunner::finishIfDone(PipelineId id)
{
    const auto pipeline = m_store.pipeline(id);
    const QList<ChrootRun> runs = runsOf(id);
    const bool isDone = std::ranges::all_of(
            runs, [](const ChrootRun &run) { return run.progress == RunProgress::Ended; });
    if (!isDone || !pipeline || !*pipeline || (*pipeline)->state != PipelineState::Running)
        return;
    PipelineChange change;
    change.state = PipelineState::Done;
    if (auto done = m_store.apply(id, change); !done)
        tell(id, done.error());
}

QList<ChrootRun> PipelineRunner::runsOf(PipelineId id)
{
    auto runs = m_store.runs(id);
    if (!runs)
        tell(id, runs.error());
    return runs.value_or(QList<ChrootRun>());
}

void PipelineRunner::tell(PipelineId id, const Error &error) { emit problem(id, error); }

void PipelineRunner::refuseEvent(const QString &reason)
{
    if (auto done = m_store.countRefused(reason); !done)
        tell(0, done.error());
}

} // namespace sluice
