// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pipelineplan.h"

#include <QHash>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// Gives each run its flag, several chroots one where the policy says so.
class FlagNaming final
{
public:
    /// `places`: of the names that the plan has, plus 1.
    FlagNaming(PipelinePlan &plan, QHash<QString, qsizetype> &places,
               const BudgetSettings &settings, const QString &summaryName)
        : m_plan(plan)
        , m_places(places)
        , m_settings(settings)
        , m_summaryName(summaryName)
    {}

    void add(ChrootRun run, const QString &name)
    {
        const bool isShared = m_settings.hasSummaryFlag || m_settings.chrootsPerFlag > 1;
        run.flag = flagOf(isShared ? sharedName() : name);
        ++m_count;
        m_plan.runs << run;
    }

private:
    /// The position plus 1 of the flag of this name: two jobs may have one name, in any case.
    FlagId flagOf(const QString &name)
    {
        qsizetype &place = m_places[name.toCaseFolded()];
        if (place == 0) {
            m_plan.flagNames << name;
            place = m_plan.flagNames.size();
        }
        return place;
    }

    [[nodiscard]] QString sharedName() const
    {
        return m_settings.hasSummaryFlag
                     ? m_summaryName
                     : m_summaryName + u":%1"_s.arg(m_count / m_settings.chrootsPerFlag + 1);
    }

    PipelinePlan &m_plan;
    QHash<QString, qsizetype> &m_places;
    const BudgetSettings &m_settings;
    QString m_summaryName;
    int m_count = 0;
};

void addRuns(PipelinePlan &plan, FlagNaming &naming, bool isTold, JobKind kind,
             const QString &jobName, const PackitJob &job)
{
    const auto add = [&](const PackitFlag &target, bool isSupported) {
        ChrootRun run{.job = kind,
                      .jobName = jobName,
                      .chroot = kind == JobKind::Build ? target.target : target.chroot,
                      .target = kind == JobKind::Build ? QString() : target.target};
        if (!isSupported) {
            run.progress = RunProgress::Ended;
            run.state = FlagState::Error;
            run.detail = u"Not supported target: "_s + target.target;
        }
        if (isTold)
            naming.add(run, target.name);
        else
            plan.runs << run;
    };
    for (const PackitFlag &target : job.flags)
        add(target, true);
    for (const PackitFlag &target : job.unsupported)
        add(target, false);
}

/// A test without a chroot needs no build.
void endUnbuilt(ChrootRun &test, const QList<ChrootRun> &built)
{
    if (test.progress == RunProgress::Ended || test.chroot.isEmpty()
        || std::ranges::contains(built, test.chroot, &ChrootRun::chroot))
        return;
    test.progress = RunProgress::Ended;
    test.state = FlagState::Error;
    test.detail = u"No build defined for the target '%1'."_s.arg(test.chroot);
}

} // namespace

QString planJobName(qsizetype position, const PackitJob &job)
{
    return job.identifier.isEmpty() ? QString::number(position)
                                    : u"%1:%2"_s.arg(position).arg(job.identifier);
}

std::optional<PackitJob> plannedJob(const PackitConfig &config, const QString &baseRef,
                                    JobKind kind, const QString &jobName)
{
    qsizetype position = 0;
    const QList<PackitJob> jobs
            = kind == JobKind::Build ? config.builds(baseRef) : config.tests(baseRef);
    for (const PackitJob &job : jobs) {
        if (planJobName(position++, job) == jobName)
            return job;
    }
    return {};
}

PipelinePlan planPipeline(const PackitConfig &config, const Pipeline &pull,
                          const BudgetSettings &settings)
{
    PipelinePlan plan;
    QHash<QString, qsizetype> places;
    FlagNaming builds(plan, places, settings, u"rpm-build"_s);
    qsizetype position = 0;
    for (const PackitJob &job : config.builds(pull.baseRef)) {
        const QString name = planJobName(position++, job);
        if (job.isForLabels(pull.labels))
            addRuns(plan, builds, settings.base.hasBuilds, JobKind::Build, name, job);
    }
    const QList<ChrootRun> built = plan.runs;
    FlagNaming tests(plan, places, settings, u"testing-farm"_s);
    position = 0;
    for (const PackitJob &job : config.tests(pull.baseRef)) {
        const QString name = planJobName(position++, job);
        const bool isWanted = !job.isManual && settings.base.hasTests && !settings.areTestsManual;
        if (isWanted && job.isForLabels(pull.labels))
            addRuns(plan, tests, true, JobKind::Test, name, job);
    }
    for (ChrootRun &run : plan.runs) {
        if (run.job == JobKind::Test)
            endUnbuilt(run, built);
    }
    return plan;
}

} // namespace sluice
