// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/pullscene.h"

#include "github/accountstore.h"
#include "store/database.h"

namespace sluice {
using namespace Qt::StringLiterals;

PullScene::PullScene(Database &database, const Clock &clock)
    : m_database(database)
    , m_clock(clock)
    , m_store(database, clock)
    , m_observed(database, clock)
{}

void PullScene::run(bool isDone)
{
    if (!isDone)
        qFatal("the store refused a scene");
}

PipelineId PullScene::drive(const Pull &pull)
{
    const auto id = m_store.add({.repository = pull.repository,
                                 .number = pull.number,
                                 .headSha = pull.sha,
                                 .baseRef = u"main"_s,
                                 .title = pull.title,
                                 .author = pull.author,
                                 .sender = pull.author});
    run(id && *id);
    QStringList flags;
    QList<ChrootRun> runs;
    for (const QString &chroot : pull.chroots) {
        flags << u"rpm-build:"_s + chroot;
        runs << ChrootRun{.flag = flags.size(), .job = JobKind::Build, .chroot = chroot};
        if (!pull.isTested)
            continue;
        flags << u"testing-farm:"_s + chroot;
        runs << ChrootRun{
                .flag = flags.size(), .job = JobKind::Test, .chroot = chroot, .target = chroot};
    }
    run(m_store.begin(**id, u"{}"_s, flags, runs).has_value());
    for (const QString &chroot : pull.chroots) {
        const FlagValue accepted{FlagState::Queued, u"The task was accepted."_s, {}};
        bring(**id, chroot, JobKind::Build, RunProgress::Accepted, accepted);
        if (pull.isTested)
            bring(**id, chroot, JobKind::Test, RunProgress::Accepted, accepted);
    }
    return **id;
}

void PullScene::bring(PipelineId pipeline, const QString &chroot, JobKind job, RunProgress progress,
                      const FlagValue &value)
{
    PipelineChange change;
    const auto runs = m_store.runs(pipeline);
    run(runs.has_value());
    for (ChrootRun found : *runs) {
        if (found.chroot != chroot || found.job != job)
            continue;
        found.progress = progress;
        found.state = value.state;
        found.detail = value.description;
        found.url = value.url;
        if (job == JobKind::Build && progress >= RunProgress::Submitted)
            found.buildId = 9'000'000 + pipeline;
        change.runs << found;
        change.flags << PipelineChange::FlagChange{
                .flag = found.flag, .step = PipelineStep::PrUpdated, .wanted = value};
    }
    run(!change.runs.isEmpty() && m_store.apply(pipeline, change).has_value());
}

void PullScene::send(PipelineId pipeline)
{
    const auto flags = m_store.flags(pipeline);
    run(flags.has_value());
    for (const Flag &flag : *flags) {
        if (flag.isWaiting())
            run(m_store.markSent(flag.id, flag.wantedCount, flag.wanted, {}).has_value());
    }
}

void PullScene::end(PipelineId pipeline, PipelineState state, const QString &problem)
{
    PipelineChange change;
    change.state = state;
    change.problem = problem;
    run(m_store.apply(pipeline, change).has_value());
}

void PullScene::observe(const QString &repository, const QString &problem)
{
    AccountStore store(m_database, m_clock);
    const auto known = store.account(u"packit"_s);
    run(known.has_value());
    if (!*known) {
        run(store.save({.name = u"packit"_s}).has_value());
        run(store.noteCheck(u"packit"_s, u"maria"_s, u"repo"_s, {}).has_value());
    }
    QStringList all{repository};
    const auto observed = store.observed();
    run(observed.has_value());
    for (const ObservedRepository &other : *observed)
        all << other.repository;
    run(store.setObserved(u"packit"_s, all).has_value());
    run(store.noteRead(repository, u"R_1"_s, {}).has_value());
    if (!problem.isEmpty())
        run(store.noteRead(repository, u"R_1"_s, problem).has_value());
}

qint64 PullScene::observedPull(const Pull &pull, PipelineState state)
{
    const ObservedReading reading{.pull = {.repository = pull.repository,
                                           .nodeId = u"PR_%1"_s.arg(pull.number),
                                           .number = pull.number,
                                           .headSha = pull.sha,
                                           .baseRef = u"main"_s,
                                           .title = pull.title,
                                           .author = pull.author,
                                           .state = state},
                                  .checks = {}};
    run(m_observed.save({reading}).has_value());
    const auto heads = m_observed.heads(pull.repository, pull.number);
    run(heads && !heads->isEmpty());
    m_readings.insert(heads->first().id, reading);
    return heads->first().id;
}

void PullScene::show(qint64 pull, const QString &name, const FlagValue &value)
{
    ObservedReading &reading = m_readings[pull];
    const ObservedCheck shown{.name = name,
                              .writer = u"packit-as-a-service"_s,
                              .value = value,
                              .since = m_clock.now()};
    const auto known = std::ranges::find(reading.checks, name, &ObservedCheck::name);
    if (known == reading.checks.end())
        reading.checks << shown;
    else
        *known = shown;
    run(m_observed.save({reading}).has_value());
}

} // namespace sluice
