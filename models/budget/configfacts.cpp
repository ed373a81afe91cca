// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/configfacts.h"

#include <QSet>

#include <algorithm>
#include <cmath>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QString counted(qsizetype count, const QString &one, const QString &many = {})
{
    return QString::number(count) + u' ' + (count == 1 ? one : many.isEmpty() ? one + u's' : many);
}

/// Main or master: nobody has said which branch pull requests are for.
bool isForUsualBranch(const PackitJob &job)
{
    return job.isForBranch(u"main"_s) || job.isForBranch(u"master"_s);
}

bool isSettingFlags(PackitJobType type)
{
    return type == PackitJobType::UpstreamKojiBuild || type == PackitJobType::VmImageBuild;
}

QSet<QString> builtChroots(const PackitConfig &config)
{
    QSet<QString> built;
    for (const PackitJob &job : config.jobs) {
        if (job.type != PackitJobType::CoprBuild || !isCounted(job))
            continue;
        for (const PackitFlag &flag : job.flags)
            built.insert(flag.chroot);
    }
    return built;
}

/// A test installs what was built for its chroot, or needs no build.
bool canRun(const PackitFlag &test, const QSet<QString> &built)
{
    return test.chroot.isEmpty() || built.contains(test.chroot);
}

/// Sorts the jobs of a configuration into those that the model counts, and sentences on others.
class FactsReader
{
public:
    explicit FactsReader(ConfigFacts &facts)
        : m_facts(facts)
    {}

    void read(const PackitConfig &config)
    {
        m_built = builtChroots(config);
        for (const PackitJob &job : config.jobs)
            readJob(job);
        m_facts.areTestsElsewhere = m_elsewhere > 0 && m_elsewhere == m_facts.testJobs;
        m_facts.specfileLookups = config.specfileLookups;
        sayWhatIsUneven();
        sayWhatTestsDiffer();
        sayWhatIsLeftOut();
    }

private:
    void readJob(const PackitJob &job)
    {
        const bool isBuild = job.type == PackitJobType::CoprBuild;
        const bool isTest = job.type == PackitJobType::Tests;
        if (job.trigger != PackitTrigger::PullRequest) {
            if (job.trigger != PackitTrigger::Ignore)
                m_otherTriggers.insert(job.line);
        } else if (!isBuild && !isTest) {
            m_otherFlags += isSettingFlags(job.type) ? 1 : 0;
        } else if (!isForUsualBranch(job)) {
            m_branches << job.branch;
        } else if (!job.isForLabels({})) {
            m_labels << job.labelsPresent.value(0);
        } else if (isBuild) {
            addBuild(job);
        } else {
            addTest(job);
        }
    }

    void addBuild(const PackitJob &job)
    {
        ++m_facts.buildJobs;
        m_facts.chroots += int(job.flags.size());
        m_sizes << job.flags.size();
        addUnknown(job);
    }

    void addTest(const PackitJob &job)
    {
        if (job.isManual) {
            ++m_facts.manualJobs;
            return;
        }
        int targets = 0;
        for (const PackitFlag &flag : job.flags)
            ++(canRun(flag, m_built) ? targets : m_unbuildable);
        addUnknown(job);
        if (targets == 0)
            return;
        ++m_facts.testJobs;
        m_facts.testTargets += targets;
        m_unbuilt += job.isSkippingBuild ? targets : 0;
        m_facts.stillTargets += job.isSkippingBuild || !job.isSyncingTestFlags ? targets : 0;
        m_internal += job.isUsingInternalFarm ? 1 : 0;
        m_elsewhere += job.fmfUrl.isEmpty() ? 0 : 1;
    }

    void addUnknown(const PackitJob &job)
    {
        for (const PackitFlag &flag : job.unsupported) {
            if (!m_unknown.contains(flag.target))
                m_unknown << flag.target;
        }
    }

    void note(const QString &sentence) { m_facts.notes << sentence; }

    void sayWhatIsUneven()
    {
        if (m_facts.buildJobs > 1 && m_facts.chroots % m_facts.buildJobs != 0) {
            QStringList sizes;
            for (const qsizetype size : std::as_const(m_sizes))
                sizes << QString::number(size);
            note(u"The build jobs have %1 chroots: they are counted as one job of %2, without "
                 "what each further job reads."_s.arg(sizes.join(u" + "_s))
                         .arg(m_facts.chroots));
        }
        if (m_facts.chroots == 0 && m_facts.testTargets > 0) {
            note(u"There are tests and no build: they are counted with what builds read, up to "
                 "%1 calls too many."_s.arg(4 + 4 * m_facts.testTargets));
        } else if (m_unbuilt > 0) {
            note(u"%1 no build (skip_build), so no lever of the build saves calls there: counted "
                 "with up to 2 writes each too many."_s.arg(
                         counted(m_unbuilt, u"test target needs"_s, u"test targets need"_s)));
        }
    }

    void sayWhatTestsDiffer()
    {
        if (m_elsewhere > 0 && m_elsewhere < m_facts.testJobs) {
            note(u"%1 of %2 test jobs have their tests elsewhere (fmf_url) and look for no "
                 "metadata: they are counted as if they did."_s.arg(m_elsewhere)
                         .arg(m_facts.testJobs));
        }
        if (m_internal > 0) {
            note(u"%1 the internal Testing Farm: the permission check that each makes for it is "
                 "not counted."_s.arg(counted(m_internal, u"test job uses"_s, u"test jobs use"_s)));
        }
        if (m_facts.manualJobs > 0) {
            note(u"%1 to be asked for: not counted."_s.arg(
                    counted(m_facts.manualJobs, u"test job waits"_s, u"test jobs wait"_s)));
        }
    }

    void sayWhatIsLeftOut()
    {
        if (!m_branches.isEmpty()) {
            note(u"%1 for the branch `%2` and not for main or master: not counted."_s.arg(
                    counted(m_branches.size(), u"job is"_s, u"jobs are"_s),
                    m_branches.first().left(60)));
        }
        if (!m_labels.isEmpty()) {
            note(u"%1 the label `%2` on the pull request: not counted."_s.arg(
                    counted(m_labels.size(), u"job needs"_s, u"jobs need"_s),
                    m_labels.first().left(60)));
        }
        if (!m_unknown.isEmpty()) {
            note(u"%1 known to Sluice (%2): not counted."_s.arg(
                    counted(m_unknown.size(), u"target is not"_s, u"targets are not"_s),
                    m_unknown.first(std::min<qsizetype>(m_unknown.size(), 3))
                            .join(u", "_s)
                            .left(200)));
        }
        if (m_unbuildable > 0) {
            note(u"%1 no build of the chroot: not counted."_s.arg(
                    counted(m_unbuildable, u"test target has"_s, u"test targets have"_s)));
        }
        if (m_otherFlags > 0) {
            note(u"%1 of Koji or images: their flags are not counted."_s.arg(
                    counted(m_otherFlags, u"job makes builds"_s, u"jobs make builds"_s)));
        }
        if (!m_otherTriggers.isEmpty()) {
            note(u"%1 started by commits, releases or Koji, not by pull requests: not "
                 "counted."_s.arg(counted(m_otherTriggers.size(), u"job is"_s, u"jobs are"_s)));
        }
    }

    ConfigFacts &m_facts;
    QList<qsizetype> m_sizes;
    QStringList m_branches;
    QStringList m_labels;
    QStringList m_unknown;
    QSet<QString> m_built;
    int m_unbuildable = 0;
    int m_unbuilt = 0; // test targets
    int m_elsewhere = 0; // test jobs
    int m_internal = 0;
    int m_otherFlags = 0; // jobs
    QSet<int> m_otherTriggers; ///< their lines: a job is there once for each package
};

} // namespace

bool isCounted(const PackitJob &job)
{
    return job.trigger == PackitTrigger::PullRequest && isForUsualBranch(job) && job.isForLabels({})
        && !job.isManual;
}

ConfigFacts factsOf(const PackitConfig &config, const PackitConfigOrigin &origin)
{
    ConfigFacts facts{.title = origin.repositoryName.isEmpty()
                                     ? origin.fileName
                                     : origin.repositoryName + u'/' + origin.fileName,
                      .fileName = origin.fileName};
    FactsReader(facts).read(config);
    return facts;
}

QList<PackitFlag> countedFlags(const PackitConfig &config, PackitJobType type)
{
    const QSet<QString> built = builtChroots(config);
    QList<PackitFlag> flags;
    for (const PackitJob &job : config.jobs) {
        if (job.type != type || !isCounted(job))
            continue;
        for (const PackitFlag &flag : job.flags) {
            if (type != PackitJobType::Tests || canRun(flag, built))
                flags << flag;
        }
    }
    return flags;
}

QString factsText(const ConfigFacts &facts)
{
    QStringList parts{
            counted(facts.chroots, u"chroot"_s), counted(facts.testTargets, u"test target"_s),
            counted(facts.buildJobs, u"build job"_s), counted(facts.testJobs, u"test job"_s)};
    if (!facts.isSyncing())
        parts << u"test flags do not follow the build"_s;
    else if (facts.stillTargets > 0)
        parts << counted(facts.stillTargets, u"test flag does not follow the build"_s,
                         u"test flags do not follow the build"_s);
    if (facts.specfileLookups > 0)
        parts << u"the spec file is looked for"_s;
    return parts.join(u", "_s);
}

ConfigFacts meanFacts(const QList<WeighedFacts> &all)
{
    ConfigFacts mean = all.first().facts;
    mean.notes.clear();
    double weights = 0;
    for (const auto &[facts, weight] : all)
        weights += weight;
    for (const auto member :
         {&ConfigFacts::buildJobs, &ConfigFacts::chroots, &ConfigFacts::testJobs,
          &ConfigFacts::testTargets, &ConfigFacts::stillTargets, &ConfigFacts::manualJobs,
          &ConfigFacts::specfileLookups}) {
        double sum = 0;
        for (const auto &[facts, weight] : all)
            sum += facts.*member * weight;
        mean.*member = int(std::lround(sum / weights));
    }
    // An uneven mean would be told as one job only.
    mean.chroots -= mean.buildJobs > 0 ? mean.chroots % mean.buildJobs : 0;
    mean.areTestsElsewhere = std::ranges::all_of(
            all, [](const WeighedFacts &one) { return one.facts.areTestsElsewhere; });
    return mean;
}

} // namespace sluice
