// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/configlevers.h"

#include "budget/traffic.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>

#include <algorithm>
#include <set>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMostTargetLevers = 40; // each is read as a file of its own
constexpr qint64 kMostBytes = 16 << 20; // the reader refuses far less, by its size

QString place(const QList<int> &lines)
{
    QStringList numbers;
    for (const int line : lines)
        numbers << QString::number(line);
    const QString text = numbers.join(u", "_s);
    return lines.isEmpty() ? u"at the top of the file: "_s
                           : (lines.size() == 1 ? u"line %1: "_s : u"lines %1: "_s).arg(text);
}

QString place(int line) { return place(line > 0 ? QList<int>{line} : QList<int>{}); }

/// Lines to change, and whether there is one to add.
QString syncPlace(const QList<int> &lines, bool isMissing)
{
    if (lines.isEmpty() || !isMissing)
        return place(lines);
    return place(lines).chopped(2) + u" and at the top of the file: "_s;
}

/// Where to say that a job waits to be asked for.
QString jobPlace(const PackitJob &job)
{
    if (job.manualLine > 0)
        return place(job.manualLine);
    return job.line > 0 ? u"in the job of line %1: "_s.arg(job.line)
                        : u"in a job of its own: "_s; // none is written
}

QString listOf(const QStringList &names)
{
    return names.size() > 3 ? u"%1 and %2 more"_s.arg(names.at(0)).arg(names.size() - 1)
                            : names.join(u", "_s);
}

/// "fedora-43-x86_64 and 3 more" of what the second list lacks; empty: it lacks nothing.
QString missing(const QList<PackitFlag> &before, const QList<PackitFlag> &after)
{
    QSet<QString> kept; // names: two jobs may test on one target
    for (const PackitFlag &flag : after)
        kept.insert(flag.name);
    QStringList targets;
    for (const PackitFlag &flag : before) {
        if (!kept.contains(flag.name) && !targets.contains(flag.target))
            targets << flag.target;
    }
    return listOf(targets);
}

QString lossOf(const PackitConfig &before, const PackitConfig &after)
{
    QStringList lost;
    for (const auto &[type, verb] : {std::pair(PackitJobType::CoprBuild, u"builds on"_s),
                                     std::pair(PackitJobType::Tests, u"tests on"_s)}) {
        const QString targets = missing(countedFlags(before, type), countedFlags(after, type));
        if (!targets.isEmpty())
            lost << verb + u' ' + targets;
    }
    return lost.isEmpty() ? u"nothing: other targets stand for the same"_s : lost.join(u"; "_s);
}

/// Finds what can be changed in one configuration.
class LeverFinder
{
public:
    LeverFinder(const PackitConfig &config, const ConfigFacts &facts)
        : m_config(config)
        , m_facts(facts)
    {}

    QList<ConfigLever> find(QByteArrayView text, const PackitConfigOrigin &origin,
                            const ChrootTable &chroots)
    {
        findSync();
        findSpecfiles();
        findTests(origin);
        const auto targets = m_config.targetLines.first(
                std::min(kMostTargetLevers, m_config.targetLines.size()));
        for (const PackitTargetLines &target : targets) {
            if (const auto rest = parsePackitConfigWithout(target, text, origin, chroots))
                addTarget(target, *rest, factsOf(*rest, origin));
        }
        return m_levers;
    }

private:
    void findSync()
    {
        if (m_facts.testTargets == 0 || !m_facts.isSyncing())
            return;
        std::set<int> lines; // 0: where nothing is said
        for (const PackitJob &job : m_config.jobs) {
            if (job.type == PackitJobType::Tests && isCounted(job) && job.isSyncingTestFlags
                && !job.isSkippingBuild)
                lines.insert(job.syncLine);
        }
        const bool isMissing = lines.erase(0) > 0;
        m_levers << ConfigLever{.title = u"Leave test flags alone while the build runs"_s,
                                .edit = syncPlace(QList<int>(lines.begin(), lines.end()), isMissing)
                                      + u"sync_test_job_statuses_with_builds: false"_s,
                                .loss = u"test flags stay queued until the tests are submitted"_s,
                                .less = {},
                                .isStoppingSync = true};
    }

    void findSpecfiles()
    {
        for (const PackitPackage &package : m_config.packages) {
            if (!package.specfilePath.isEmpty())
                continue;
            m_levers << ConfigLever{
                    .title = u"Name the spec file of %1"_s.arg(package.name),
                    .edit = (package.line > 0 ? u"in the package of line %1: "_s.arg(package.line)
                                              : place(0))
                          + u"specfile_path: %1.spec (or where it is)"_s.arg(package.name),
                    .loss = u"nothing, as long as the file keeps its place"_s,
                    .less = {},
                    .specfileCalls = 1};
        }
    }

    /// One for each job as written: it may be of several packages.
    void findTests(const PackitConfigOrigin &origin)
    {
        QSet<QString> done;
        for (const PackitJob &job : m_config.jobs) {
            if (job.type != PackitJobType::Tests || !isCounted(job) || job.flags.isEmpty())
                continue;
            const QString where = jobPlace(job);
            if (job.line > 0 && done.contains(where))
                continue;
            done.insert(where);
            PackitConfig rest = m_config;
            QStringList names;
            for (PackitJob &other : rest.jobs) {
                if (other != job && (job.line == 0 || jobPlace(other) != where))
                    continue;
                other.isManual = true;
                names << (job.identifier.isEmpty() ? other.package : other.identifier);
            }
            names.removeDuplicates();
            m_levers << ConfigLever{
                    .title = u"Start the tests of %1 by hand"_s.arg(listOf(names)),
                    .edit = where + u"manual_trigger: true"_s,
                    .loss = u"no test of it runs until somebody comments `/packit test`"_s,
                    .less = lessThan(factsOf(rest, origin))};
        }
    }

    void addTarget(const PackitTargetLines &target, const PackitConfig &rest,
                   const ConfigFacts &after)
    {
        const bool isBuilt = m_facts.chroots > after.chroots;
        const BudgetTotals less = lessThan(after);
        // The same for fewer lines: builds of other targets stand for those of the rest.
        if (m_target == target.name && m_levers.last().less == less)
            m_levers.removeLast();
        m_target = target.name;
        m_levers << ConfigLever{
                .title
                = (isBuilt ? u"Leave out %1"_s : u"Do not test on %1"_s).arg(target.name.left(60)),
                .edit = place(target.lines) + u"remove `%1`"_s.arg(target.name.left(60)),
                .loss = lossOf(m_config, rest),
                .less = less};
    }

    [[nodiscard]] BudgetTotals lessThan(const ConfigFacts &after) const
    {
        return {.buildJobs = m_facts.buildJobs - after.buildJobs,
                .chroots = m_facts.chroots - after.chroots,
                .testJobs = m_facts.testJobs - after.testJobs,
                .testTargets = double(m_facts.testTargets - after.testTargets),
                .stillTargets = double(m_facts.stillTargets - after.stillTargets)};
    }

    const PackitConfig &m_config;
    const ConfigFacts &m_facts;
    QList<ConfigLever> m_levers;
    QString m_target; ///< of the last lever
};

Result<QString> fileOf(const QString &path)
{
    if (!QFileInfo(path).isDir())
        return path;
    const QDir directory(path);
    const PackitConfigFile file = findPackitConfig(directory.entryList(QDir::Files | QDir::Hidden));
    if (!file.name.isEmpty())
        return directory.filePath(file.name);
    return failure(Cause::NotFound,
                   u"%1 holds no Packit configuration: it would be called %2."_s.arg(
                           QDir::toNativeSeparators(path), packitConfigNames().join(u" or "_s)),
                   {}, Who::Us);
}

/// Builds of unlike size are one job to the model: that is no saving.
BudgetSettings comparable(BudgetSettings settings, const BudgetSettings &changed)
{
    if (changed.packages == settings.packages)
        return settings;
    BudgetTotals totals = totalsOf(settings);
    totals.buildJobs = changed.packages;
    setTotals(settings, totals);
    return settings;
}

} // namespace

Result<ConfigBudget> readConfigBudget(QByteArrayView text, const PackitConfigOrigin &origin,
                                      const ChrootTable &chroots)
{
    const auto config = parsePackitConfig(text, origin, chroots);
    if (!config)
        return std::unexpected(config.error());
    ConfigBudget budget{
            .facts = factsOf(*config, origin), .warnings = config->warnings, .levers = {}};
    budget.levers = LeverFinder(*config, budget.facts).find(text, origin, chroots);
    return budget;
}

Result<ConfigBudget> readConfigBudgetFile(const QString &path, const ChrootTable &chroots)
{
    const auto found = fileOf(path);
    if (!found)
        return std::unexpected(found.error());
    QFile file(*found);
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(Cause::NotFound,
                       u"%1 cannot be read (%2): name a Packit configuration."_s.arg(
                               QDir::toNativeSeparators(*found), file.errorString()),
                       {}, Who::Us);
    }
    const QByteArray text = file.read(kMostBytes);
    const QFileInfo info(*found);
    auto budget = readConfigBudget(text, {info.fileName(), info.absoluteDir().dirName()}, chroots);
    if (!budget)
        return budget;
    const auto several = findPackitConfig(info.absoluteDir().entryList(QDir::Files | QDir::Hidden));
    if (!several.warning.isEmpty() && packitConfigNames().contains(info.fileName()))
        budget->warnings << several.warning;
    return budget;
}

Result<ConfigBudget> readConfigBudgetInput(const ChrootTable &chroots)
{
    QFile input;
    if (!input.open(0, QIODevice::ReadOnly)) {
        return failure(
                Cause::NotFound,
                u"Standard input cannot be read (%1): name a file."_s.arg(input.errorString()), {},
                Who::Us);
    }
    QByteArray text;
    while (text.size() < kMostBytes) {
        const QByteArray more = input.read(kMostBytes - text.size());
        if (more.isEmpty())
            break;
        text += more;
    }
    auto budget = readConfigBudget(text, {u"standard input"_s, u"package"_s}, chroots);
    if (budget)
        budget->facts.title = budget->facts.fileName;
    return budget;
}

void applyLever(BudgetSettings &settings, const ConfigLever &lever)
{
    BudgetTotals totals = totalsOf(settings);
    const bool hadTests = totals.testTargets > 0;
    totals.buildJobs = std::max(1, totals.buildJobs - lever.less.buildJobs);
    totals.chroots = std::max(0, totals.chroots - lever.less.chroots);
    totals.testJobs = std::max(0, totals.testJobs - lever.less.testJobs);
    totals.testTargets = std::max(0.0, totals.testTargets - lever.less.testTargets);
    totals.stillTargets = std::max(0.0, totals.stillTargets - lever.less.stillTargets);
    if (lever.less.chroots > 0 || lever.less.testTargets > 0) {
        setTotals(settings, totals);
        if (hadTests && totals.testTargets == 0)
            settings.base.hasTests = settings.areTestsManual = true;
    }
    if (lever.isStoppingSync)
        settings.base.setsAllFlags = false;
    if (lever.specfileCalls > 0 && policyOf(settings) == BudgetPolicy::Notebook)
        settings.base.configLoad = std::max(1, settings.base.configLoad - lever.specfileCalls);
    else
        settings.specfileCalls = std::max(0, settings.specfileCalls - lever.specfileCalls);
}

QList<LeverOffer> leverOffers(const QList<ConfigLever> &levers, const BudgetSettings &settings)
{
    const auto calls = [](const BudgetSettings &s) { return callsPerPr(s, evaluate(s)); };
    QList<LeverOffer> offers;
    for (qsizetype i = 0; i < levers.size(); ++i) {
        BudgetSettings changed = settings;
        applyLever(changed, levers.at(i));
        const double saved = calls(comparable(settings, changed)) - calls(changed);
        if (saved > 1e-6)
            offers << LeverOffer{i, saved};
    }
    std::ranges::stable_sort(offers, std::ranges::greater{}, &LeverOffer::calls);
    return offers;
}

} // namespace sluice
