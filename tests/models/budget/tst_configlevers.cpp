// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetmodel.h"
#include "budget/configlevers.h"
#include "leversaving.h"
#include "packit/chroottable.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

ConfigBudget budgetOf(const QStringList &lines)
{
    const auto budget = readConfigBudget(lines.join(u'\n').toUtf8(),
                                         {u".packit.yaml"_s, u"hello"_s}, ChrootTable::builtIn());
    if (!budget)
        qWarning("%s", qPrintable(budget.error().what));
    return budget.value_or(ConfigBudget{});
}

BudgetSettings settingsOf(const ConfigFacts &facts)
{
    BudgetSettings settings;
    applyPolicy(settings, BudgetPolicy::PackitToday);
    applyFacts(settings, facts);
    return settings;
}

double callsOf(const ConfigBudget &config)
{
    return evaluate(settingsOf(config.facts)).counted.total();
}

/// Writes configurations as people do: a line for each key and for each target.
class ConfigWriter
{
public:
    explicit ConfigWriter(quint32 seed)
        : m_dice(seed)
    {}

    QStringList write()
    {
        if (oneOf(2))
            m_lines << u"specfile_path: hello.spec"_s;
        if (oneOf(4))
            writeSync(QString());
        m_lines << u"jobs:"_s;
        writeJob(u"copr_build"_s, {});
        const int tests = m_dice.bounded(4);
        for (int i = 0; i < tests; ++i)
            writeTests(i);
        return m_lines;
    }

private:
    bool oneOf(int n) { return m_dice.bounded(n) == 0; }

    void writeSync(const QString &indentation)
    {
        m_lines << indentation + u"sync_test_job_statuses_with_builds: "_s
                           + (oneOf(2) ? u"true"_s : u"false"_s);
    }

    void writeTests(int number)
    {
        QStringList options{u"  identifier: t%1"_s.arg(number)};
        if (oneOf(3))
            options << u"  skip_build: true"_s;
        if (oneOf(4))
            options << u"  manual_trigger: "_s + (oneOf(2) ? u"true"_s : u"false"_s);
        if (oneOf(6))
            options << u"  branch: rhel-9"_s;
        if (oneOf(6))
            options << u"  require: {label: {present: [full]}}"_s;
        writeJob(u"tests"_s, options);
        if (oneOf(3))
            writeSync(u"  "_s);
    }

    void writeJob(const QString &type, const QStringList &options)
    {
        m_lines << u"- job: "_s + type << u"  trigger: pull_request"_s << options;
        if (type == "tests"_L1 && oneOf(3))
            return;
        static const QStringList names{u"fedora-all"_s,      u"fedora-stable"_s,    u"fedora-43"_s,
                                       u"fedora-rawhide"_s,  u"epel-9-x86_64"_s,    u"epel-all"_s,
                                       u"fedora-44-s390x"_s, u"fedora-43-aarch64"_s};
        m_lines << u"  targets:"_s;
        const int count = 1 + m_dice.bounded(3);
        for (int i = 0; i < count; ++i)
            m_lines << u"  - "_s + names.at(m_dice.bounded(int(names.size())));
    }

    QRandomGenerator m_dice;
    QStringList m_lines;
};

/// What a maintainer has after doing what the lever says.
QStringList edited(QStringList lines, const ConfigLever &lever)
{
    static const QRegularExpression sentence(
            u"^(?<place>at the top of the file|in the job of line (?<job>\\d+)|lines? "
            "(?<lines>[\\d, ]+))"
            "(?<also> and at the top of the file)?: (?<what>.*?)(?: \\(or where it is\\))?$"_s);
    const auto match = sentence.match(lever.edit);
    if (!match.hasMatch()) {
        qWarning("%s", qPrintable(lever.edit));
        return lines;
    }
    const QString what = match.captured(u"what"_s);
    if (!match.captured(u"job"_s).isEmpty()) {
        lines.insert(match.captured(u"job"_s).toInt(), u"  "_s + what);
        return lines;
    }
    QStringList numbers = match.captured(u"lines"_s).split(u", "_s, Qt::SkipEmptyParts);
    while (!numbers.isEmpty()) {
        const int index = numbers.takeLast().toInt() - 1;
        if (what.startsWith("remove `"_L1)) {
            if (!lines.at(index).contains(what.mid(8).chopped(1)))
                qWarning("%s", qPrintable(lever.edit + lines.at(index)));
            lines.removeAt(index);
        } else {
            lines[index].replace(QRegularExpression(u"\\w+: .*"_s), what);
        }
    }
    if (match.captured(u"place"_s) == "at the top of the file"_L1
        || !match.captured(u"also"_s).isEmpty())
        lines.prepend(what);
    return lines;
}

} // namespace

/// What a lever promises, held against the file as it is once somebody has done what it says.
class ConfigLeversTest final : public QObject
{
    Q_OBJECT

private:
    static double saved(const ConfigBudget &config, const QString &title)
    {
        return savedBy(config, title, settingsOf(config.facts));
    }

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void whatALeverSavesIsSaved()
    {
        int offered = 0;
        for (quint32 seed = 0; seed < 300; ++seed) {
            const QStringList lines = ConfigWriter(seed).write();
            const ConfigBudget config = budgetOf(lines);
            const QList<LeverOffer> offers = leverOffers(config.levers, settingsOf(config.facts));
            QVERIFY(std::ranges::is_sorted(offers, std::ranges::greater{}, &LeverOffer::calls));
            for (const LeverOffer &offer : offers) {
                const ConfigLever &lever = config.levers.at(offer.lever);
                const QStringList after = edited(lines, lever);
                const double saved = callsOf(config) - callsOf(budgetOf(after));
                QVERIFY2(std::abs(saved - offer.calls) < 0.01,
                         qPrintable(u"%1 (%2): %3 promised, %4 saved in\n%5"_s.arg(
                                 lever.title, lever.edit, QString::number(offer.calls),
                                 QString::number(saved), lines.join(u'\n'))));
                QVERIFY(offer.calls > 0);
                ++offered;
            }
        }
        QVERIFY(offered > 700);
    }

    /// As without the job that needs no build, which the model counts by itself.
    void testsThatNeedNoBuildAreCountedByThemselves()
    {
        const QStringList built{u"specfile_path: a.spec"_s, u"jobs:"_s, u"- job: copr_build"_s,
                                u"  trigger: pull_request"_s, u"  targets: [fedora-stable]"_s};
        const QStringList tests{u"- job: tests"_s, u"  trigger: pull_request"_s};
        const QStringList unbuilt{u"  identifier: b"_s, u"  skip_build: true"_s,
                                  u"  targets: [epel-9, fedora-43, fedora-44]"_s};
        const ConfigBudget mixed = budgetOf(built + tests + tests + unbuilt);
        QCOMPARE(factsText(mixed.facts), u"2 chroots, 5 test targets, 1 build job, 2 test jobs, "
                                         "3 test flags do not follow the build"_s);
        QCOMPARE(callsOf(mixed), callsOf(budgetOf(built + tests)) + 3 * 15);
        QCOMPARE(saved(mixed, u"Leave test flags alone while the build runs"_s), 2 * 4.);
        QCOMPARE(saved(mixed, u"Start the tests of hello by hand"_s), 2 * 19.);
        QCOMPARE(saved(mixed, u"Start the tests of b by hand"_s), 3 * 15.);
    }

    void aJobOfSeveralPackagesIsOneLever()
    {
        const QStringList lines{u"packages:"_s,
                                u"  one: {paths: [a], specfile_path: a.spec}"_s,
                                u"  two: {paths: [b], specfile_path: b.spec}"_s,
                                u"jobs:"_s,
                                u"- job: copr_build"_s,
                                u"  trigger: pull_request"_s,
                                u"  targets: [fedora-43]"_s,
                                u"- job: tests"_s,
                                u"  trigger: pull_request"_s};
        const ConfigBudget config = budgetOf(lines);
        QCOMPARE(saved(config, u"Start the tests of one, two by hand"_s), 2 * 19. + 1);
        const QStringList after = lines + QStringList{u"  manual_trigger: true"_s};
        QCOMPARE(callsOf(config) - callsOf(budgetOf(after)), 2 * 19. + 1);
    }

    void testsOfOtherBranchesHaveNoLever()
    {
        const ConfigBudget config = budgetOf(
                {u"specfile_path: a.spec"_s, u"jobs:"_s, u"- job: copr_build"_s,
                 u"  trigger: pull_request"_s, u"  targets: [fedora-43]"_s, u"- job: tests"_s,
                 u"  trigger: pull_request"_s, u"- job: tests"_s, u"  trigger: pull_request"_s,
                 u"  identifier: old"_s, u"  branch: rhel-9"_s});
        QVERIFY(saved(config, u"Start the tests of hello by hand"_s) > 0);
        QCOMPARE(saved(config, u"Start the tests of old by hand"_s), 0.);
    }

    void ofTwoLeversForTheSameTheOneOfFewerLinesStays()
    {
        const ConfigBudget config
                = budgetOf({u"specfile_path: a.spec"_s, u"jobs:"_s, u"- job: copr_build"_s,
                            u"  trigger: pull_request"_s, u"  targets:"_s, u"  - fedora-all"_s,
                            u"  - fedora-43"_s, u"- job: tests"_s, u"  trigger: pull_request"_s,
                            u"  targets:"_s, u"  - fedora-43"_s, u"  - fedora-44"_s});
        QStringList edits;
        for (const ConfigLever &lever : config.levers) {
            if (lever.title.endsWith(" fedora-43"_L1))
                edits << lever.edit;
        }
        QCOMPARE(edits, QStringList{u"line 11: remove `fedora-43`"_s});
    }

    void whereTestFlagsFollowIsNamedInFull()
    {
        const ConfigBudget config = budgetOf(
                {u"specfile_path: a.spec"_s, u"jobs:"_s, u"- job: copr_build"_s,
                 u"  trigger: pull_request"_s, u"  targets: [fedora-43]"_s, u"- job: tests"_s,
                 u"  trigger: pull_request"_s, u"- job: tests"_s, u"  trigger: pull_request"_s,
                 u"  identifier: b"_s, u"  sync_test_job_statuses_with_builds: true"_s});
        QVERIFY(std::ranges::contains(config.levers,
                                      u"line 11 and at the top of the file: "
                                      "sync_test_job_statuses_with_builds: false"_s,
                                      &ConfigLever::edit));
    }
};

QTEST_GUILESS_MAIN(ConfigLeversTest)
#include "tst_configlevers.moc"
