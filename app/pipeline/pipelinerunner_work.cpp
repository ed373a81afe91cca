// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/flagtext.h"
#include "pipeline/pipelineplan.h"
#include "pipeline/pipelinerunner.h"
#include "pipeline/workrequests.h"

#include <QMap>
#include <QSet>

#include <algorithm>

// How a PipelineRunner has things built and tested.
namespace sluice {
using namespace Qt::StringLiterals;

namespace {

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

// --- builds
// ---------------------------------------------------------------------------------------------

void PipelineRunner::submitBuilds(PipelineId id)
{
    QMap<QString, QList<ChrootRun>> jobs;
    for (const ChrootRun &run : m_board.runsOf(id)) {
        const bool isWaiting = run.job == JobKind::Build && run.progress == RunProgress::Accepted
                            && !run.buildId;
        if (!isWaiting || m_submitting.contains(run.id))
            continue;
        m_submitting.insert(run.id);
        jobs[run.jobName] << run;
    }
    for (const auto &[jobName, runs] : jobs.asKeyValueRange()) {
        enqueue(id, {PipelineStep::BuildSubmitted,
                     [this, jobName, runs](const Pipeline &pipeline, const PullFacts &) {
                         submitBuild(pipeline, jobName, runs);
                     }});
    }
}

std::optional<PackitJob> PipelineRunner::jobOf(const Pipeline &pipeline, JobKind kind,
                                               const QString &jobName)
{
    if (m_read.pipeline != pipeline.id || m_read.text != pipeline.config) {
        m_read = {pipeline.id, pipeline.config,
                  parsePackitConfig(pipeline.config.toUtf8(),
                                    {{}, pipeline.repository.section(u'/', 1)}, m_chroots)
                          .value_or(PackitConfig())};
    }
    return plannedJob(m_read.config, pipeline.baseRef, kind, jobName);
}

void PipelineRunner::submitBuild(const Pipeline &pipeline, const QString &jobName,
                                 const QList<ChrootRun> &runs)
{
    if (!pipeline.isActive())
        return endSubmission(runs);
    const BuildRequest request
            = buildRequest(pipeline, jobOf(pipeline, JobKind::Build, jobName), runs);
    m_builds.submit(request, this, [this, id = pipeline.id, runs](const Result<qint64> &build) {
        endSubmission(runs);
        QList<ChrootRun> all = m_board.runsOf(id);
        if (!build) {
            tell(id, build.error());
            m_board.advance(id, all, runsFor(all, runs, {}),
                            {.progress = RunProgress::Ended,
                             .step = PipelineStep::BuildSubmitted,
                             .state = FlagState::Error,
                             .detail = u"Submit of the build failed: "_s + build.error().what});
            return m_board.finishIfDone(id, all);
        }
        const auto pipelineNow = m_store.pipeline(id);
        if (pipelineNow && *pipelineNow && !(*pipelineNow)->isActive())
            return m_builds.cancel(*build); // it was stopped meanwhile
        m_board.advance(id, all, runsFor(all, runs, {}),
                        {.progress = RunProgress::Submitted, .buildId = *build});
        emit changed(id);
    });
}

void PipelineRunner::endSubmission(const QList<ChrootRun> &runs)
{
    for (const ChrootRun &run : runs)
        m_submitting.remove(run.id);
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
    if (pipeline && *pipeline && !(*pipeline)->isActive())
        return refuseEvent(u"pipeline has ended"_s);
    const bool isNew = std::ranges::any_of(*runs, [&event](const ChrootRun &run) {
        return (event.chroot.isEmpty() || run.chroot == event.chroot) && run.job == JobKind::Build
            && isBehind(run, progressOf(event.what));
    });
    if (!isNew)
        return refuseEvent(u"said before"_s);
    enqueue(id,
            {stepOf(progressOf(event.what), JobKind::Build),
             [this, event](const Pipeline &p, const PullFacts &) { onBuildEvent(p.id, event); }});
}

void PipelineRunner::onBuildEvent(PipelineId id, const BuildEvent &event)
{
    QList<ChrootRun> all = m_board.runsOf(id);
    QList<ChrootRun> ofBuild;
    std::ranges::copy_if(all, std::back_inserter(ofBuild), [&event](const ChrootRun &run) {
        return run.job == JobKind::Build && run.buildId == event.buildId;
    });
    const QList<ChrootRun> runs = runsFor(all, ofBuild, event.chroot);
    const RunProgress progress = progressOf(event.what);
    const bool isFinished = event.what == BuildEvent::What::RpmFinished
                         || event.what == BuildEvent::What::SrpmFinished;
    if (isFinished && event.result != FlagState::Success) {
        const bool isSrpm = event.what == BuildEvent::What::SrpmFinished;
        const QString said = !event.detail.isEmpty()             ? event.detail
                           : event.result == FlagState::Canceled ? u"Build was canceled."_s
                           : isSrpm ? u"SRPM build failed, check the logs for details."_s
                                    : u"RPMs failed to be built."_s;
        m_board.advance(id, all, runs,
                        {.progress = RunProgress::Ended,
                         .step = stepOf(progress, JobKind::Build),
                         .state = event.result,
                         .detail = said,
                         .url = event.url});
        return m_board.finishIfDone(id, all);
    }
    if (event.what != BuildEvent::What::RpmFinished)
        return m_board.advance(id, all, runs, {.progress = progress, .url = event.url});
    QList<ChrootRun> builds;
    QList<ChrootRun> tests;
    for (const ChrootRun &run : runs)
        (run.job == JobKind::Build ? builds : tests) << run;
    m_board.advance(id, all, builds,
                    {.progress = RunProgress::Ended,
                     .state = FlagState::Success,
                     .detail = event.detail,
                     .url = event.url});
    m_board.advance(id, all, tests, {.progress = RunProgress::RpmDone});
    releaseTests(id, all);
    m_board.finishIfDone(id, all);
}

// --- tests
// ---------------------------------------------------------------------------------------------

void PipelineRunner::submitTest(PipelineId id, const ChrootRun &run)
{
    if (std::ranges::contains(m_queues[id], run.id, &Turn::test))
        return; // another chroot has ended while this one waits for its turn
    enqueue(id, {PipelineStep::TestsSubmitted,
                 [this, run](const Pipeline &p, const PullFacts &) { handOver(p, run); }, run.id});
}

void PipelineRunner::handOver(const Pipeline &pipeline, const ChrootRun &test)
{
    const PipelineId id = pipeline.id;
    QList<ChrootRun> all = m_board.runsOf(id);
    const auto known = std::ranges::find(all, test.id, &ChrootRun::id);
    if (known == all.end() || known->progress > test.progress || !known->testRequest.isEmpty())
        return; // asked for twice
    m_board.advance(id, all, {test}, {.progress = RunProgress::TestsSubmitting});
    const TestRequest request
            = testRequest(pipeline, jobOf(pipeline, JobKind::Test, test.jobName), test, all);
    m_tests.submit(request, this, [this, id, test](const Result<QString> &made) {
        QList<ChrootRun> now = m_board.runsOf(id);
        if (!made) {
            tell(id, made.error());
            m_board.advance(id, now, {test},
                            {.progress = RunProgress::Ended,
                             .step = PipelineStep::TestsSubmitted,
                             .state = FlagState::Failure,
                             .detail = u"Failed to submit tests: "_s + made.error().what});
            return m_board.finishIfDone(id, now);
        }
        const auto pipelineNow = m_store.pipeline(id);
        if (pipelineNow && *pipelineNow && !(*pipelineNow)->isActive())
            return m_tests.cancel(*made); // it was stopped meanwhile
        m_board.advance(id, now, {test},
                        {.progress = RunProgress::TestsSubmitted, .testRequest = *made});
        emit changed(id);
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
    if (pipeline && *pipeline && !(*pipeline)->isActive())
        return refuseEvent(u"pipeline has ended"_s);
    const bool isStart = event.what == TestEvent::What::Started;
    const RunProgress progress = isStart ? RunProgress::TestsRunning : RunProgress::Ended;
    if (!isBehind(runs->first(), progress))
        return refuseEvent(u"said before"_s);
    enqueue(id,
            {isStart ? PipelineStep::TestsStarted : PipelineStep::TestsFinished,
             [this, event](const Pipeline &p, const PullFacts &) { onTestEvent(p.id, event); }});
}

void PipelineRunner::onTestEvent(PipelineId id, const TestEvent &event)
{
    const auto runs = m_store.runsOfRequest(event.request);
    if (!runs)
        return tell(id, runs.error());
    QList<ChrootRun> all = m_board.runsOf(id);
    if (event.what == TestEvent::What::Started)
        return m_board.advance(id, all, *runs,
                               {.progress = RunProgress::TestsRunning, .url = event.url});
    m_board.advance(id, all, *runs,
                    {.progress = RunProgress::Ended,
                     .state = event.result,
                     .detail = event.detail,
                     .url = event.url});
    m_board.finishIfDone(id, all);
}

void PipelineRunner::releaseTests(PipelineId id, const QList<ChrootRun> &all)
{
    QSet<QString> unbuilt; // chroots
    for (const ChrootRun &run : all) {
        const bool isBuilt = run.progress == RunProgress::Ended && run.state == FlagState::Success;
        if (run.job == JobKind::Build && !isBuilt)
            unbuilt.insert(run.chroot);
    }
    for (const ChrootRun &run : all) {
        const bool isWaiting
                = run.progress > RunProgress::Nothing && run.progress <= RunProgress::RpmDone;
        if (run.job == JobKind::Test && isWaiting && !unbuilt.contains(run.chroot))
            submitTest(id, run);
    }
}

} // namespace sluice
