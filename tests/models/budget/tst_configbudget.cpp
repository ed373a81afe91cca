// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetmodel.h"
#include "budget/configlevers.h"
#include "leversaving.h"
#include "packit/chroottable.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

ChrootTable table()
{
    return ChrootTable::fromJson(
                   "{\"distributions\": ["
                   "{\"name\": \"fedora-43\", \"architectures\": [\"x86_64\", \"aarch64\"]},"
                   "{\"name\": \"fedora-44\", \"architectures\": [\"x86_64\", \"aarch64\"]},"
                   "{\"name\": \"epel-9\", \"architectures\": [\"x86_64\"]}],"
                   "\"aliases\": {\"fedora-stable\": [\"fedora-43\", \"fedora-44\"]},"
                   "\"tests\": {\"epel-9\": \"centos-stream-9\"}, \"internalTests\": {}}"_ba)
            .value();
}

ConfigBudget read(const QByteArray &text)
{
    const auto budget = readConfigBudget(text, {u".packit.yaml"_s, u"hello"_s}, table());
    if (!budget)
        qWarning("%s", qPrintable(budget.error().what));
    return budget.value_or(ConfigBudget{});
}

BudgetSettings today(const ConfigBudget &config)
{
    BudgetSettings settings;
    applyPolicy(settings, BudgetPolicy::PackitToday);
    applyFacts(settings, config.facts);
    return settings;
}

double calls(const BudgetSettings &settings) { return evaluate(settings).counted.total(); }

QByteArray job(const char *type, const char *lines = "")
{
    return "- job: "_ba + type + "\n  trigger: pull_request\n"_ba + lines;
}

constexpr auto kBuildOfThree = "  targets: [fedora-stable, epel-9-x86_64]\n";
/// Three chroots, three test targets, and the spec file is named.
QByteArray usual()
{
    return "specfile_path: hello.spec\njobs:\n"_ba + job("copr_build", kBuildOfThree)
         + job("tests");
}

const ConfigLever *leverOf(const ConfigBudget &config, const QString &title)
{
    const auto it = std::ranges::find(config.levers, title, &ConfigLever::title);
    return it == config.levers.end() ? nullptr : &*it;
}

} // namespace

/// From the text of a Packit configuration to the parameters of the model.
class ConfigBudgetTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void aConfigurationCostsWhatItsFlagsCost_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("facts");
        QTest::addColumn<double>("calls");
        // Packit today: 9 + s + 27 C calls, 8 + 8 C without tests.
        QTest::newRow("three and three")
                << usual() << u"3 chroots, 3 test targets, 1 build job, 1 test job"_s
                << 9 + 27 * 3.;
        QTest::newRow("spec file")
                << "jobs:\n"_ba + job("copr_build", kBuildOfThree) + job("tests")
                << u"3 chroots, 3 test targets, 1 build job, 1 test job, the spec file is looked "
                   "for"_s
                << 10 + 27 * 3.;
        QTest::newRow("no tests") << "specfile_path: a.spec\njobs:\n"_ba
                                             + job("copr_build", kBuildOfThree)
                                  << u"3 chroots, 0 test targets, 1 build job, 0 test jobs"_s
                                  << 8 + 8 * 3.;
        QTest::newRow("by hand") << "specfile_path: a.spec\njobs:\n"_ba
                                            + job("copr_build", kBuildOfThree)
                                            + job("tests", "  manual_trigger: true\n")
                                 << u"3 chroots, 0 test targets, 1 build job, 0 test jobs"_s
                                 << 8 + 8 * 3.;
        QTest::newRow("fewer tests than builds")
                << "specfile_path: a.spec\njobs:\n"_ba + job("copr_build", kBuildOfThree)
                           + job("tests", "  targets: [epel-9-x86_64]\n")
                << u"3 chroots, 1 test target, 1 build job, 1 test job"_s << 9 + 8 * 3 + 19.;
        QTest::newRow("more tests than builds")
                << "specfile_path: a.spec\njobs:\n"_ba + job("copr_build", kBuildOfThree)
                           + job("tests") + job("tests", "  identifier: full\n")
                << u"3 chroots, 6 test targets, 1 build job, 2 test jobs"_s << 9 + 8 * 3 + 19 * 6.;
        QTest::newRow("still flags")
                << "sync_test_job_statuses_with_builds: false\n"_ba + usual()
                << u"3 chroots, 3 test targets, 1 build job, 1 test job, test flags do not follow "
                   "the build"_s
                << 9 + 23 * 3.;
        QTest::newRow("two builds of one size")
                << "specfile_path: a.spec\njobs:\n"_ba + job("copr_build", kBuildOfThree)
                           + job("copr_build", "  identifier: b\n  targets: [fedora-stable, "
                                               "epel-9-x86_64]\n")
                << u"6 chroots, 0 test targets, 2 build jobs, 0 test jobs"_s << 4 + 4 * 2 + 8 * 6.;
        QTest::newRow("tests elsewhere")
                << usual() + "  fmf_url: https://example.org/tests\n"_ba
                << u"3 chroots, 3 test targets, 1 build job, 1 test job"_s << 9 + 26 * 3.;
    }
    void aConfigurationCostsWhatItsFlagsCost()
    {
        QFETCH(const QByteArray, text);
        const ConfigBudget config = read(text);
        QTEST(factsText(config.facts), "facts");
        QTEST(calls(today(config)), "calls");
    }

    void whatTheModelCannotBeToldIsSaid_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("note");
        const auto row = [](const char *name, const QByteArray &text, const QString &note) {
            QTest::newRow(name) << text << note;
        };
        row("uneven builds",
            usual() + job("copr_build", "  identifier: b\n  targets: [fedora-stable]\n"),
            u"The build jobs have 3 + 2 chroots: they are counted as one job of 5, without what "
            "each further job reads."_s);
        row("tests alone", "jobs:\n"_ba + job("tests", "  skip_build: true\n"),
            u"There are tests and no build: they are counted with what builds read, up to 12 "
            "calls too many."_s);
        row("no build needed",
            usual() + job("tests", "  skip_build: true\n  targets: [epel-9-x86_64]\n"),
            u"1 test target needs no build (skip_build), so no lever of the build saves calls "
            "there: counted with up to 2 writes each too many."_s);
        row("none needs the build",
            "specfile_path: a.spec\njobs:\n"_ba + job("copr_build", kBuildOfThree)
                    + job("tests", "  skip_build: true\n"),
            u"2 test targets need no build (skip_build), so no lever of the build saves calls "
            "there: counted with up to 2 writes each too many."_s);
        row("some elsewhere", usual() + job("tests", "  fmf_url: https://example.org/tests\n"),
            u"1 of 2 test jobs have their tests elsewhere (fmf_url) and look for no metadata: "
            "they are counted as if they did."_s);
        row("internal", usual() + "  use_internal_tf: true\n"_ba,
            u"1 test job uses the internal Testing Farm: the permission check that each makes for "
            "it is not counted."_s);
        row("by hand", usual() + "  manual_trigger: true\n"_ba,
            u"1 test job waits to be asked for: not counted."_s);
        row("another branch", usual() + job("copr_build", "  branch: rhel-9\n"),
            u"1 job is for the branch `rhel-9` and not for main or master: not counted."_s);
        row("a label", usual() + job("tests", "  require: {label: {present: [full]}}\n"),
            u"1 job needs the label `full` on the pull request: not counted."_s);
        row("unknown targets", usual() + job("tests", "  targets: [plan9-1-x86_64]\n"),
            u"1 target is not known to Sluice (plan9-1-x86_64): not counted."_s);
        row("not built", usual() + job("tests", "  targets: [fedora-43-aarch64]\n"),
            u"1 test target has no build of the chroot: not counted."_s);
        row("Koji", usual() + job("upstream_koji_build"),
            u"1 job makes builds of Koji or images: their flags are not counted."_s);
        row("commits", usual() + "- job: copr_build\n  trigger: commit\n"_ba,
            u"1 job is started by commits, releases or Koji, not by pull requests: not "
            "counted."_s);
    }
    void whatTheModelCannotBeToldIsSaid()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, note);
        const QStringList notes = read(text).facts.notes;
        QVERIFY2(notes.contains(note), qPrintable(notes.join(u'\n')));
        QVERIFY(read(usual()).facts.notes.isEmpty());
    }

    void testsWithoutABuildHaveNoLeverOfIt()
    {
        const auto hasSyncLever = [](const ConfigBudget &config) {
            return std::ranges::any_of(config.levers, &ConfigLever::isStoppingSync);
        };
        const QByteArray built
                = "specfile_path: a.spec\njobs:\n"_ba + job("copr_build", kBuildOfThree);
        const ConfigBudget skipping = read(built + job("tests", "  skip_build: true\n"));
        QVERIFY(!hasSyncLever(skipping));
        QVERIFY(!skipping.facts.isSyncing());
        QCOMPARE(calls(today(skipping)), 9 + 8 * 3 + 15 * 2.);
        const ConfigBudget mixed = read(built + job("tests", "  skip_build: true\n")
                                        + job("tests", "  identifier: full\n"));
        QVERIFY(hasSyncLever(mixed));
        QCOMPARE(calls(today(mixed)), 9 + 8 * 3 + 15 * 2 + 19 * 3.);
    }

    void theNotebookPaysForTheName()
    {
        ConfigBudget config = read("jobs:\n"_ba + job("copr_build") + job("tests"));
        config.facts.fileName = u"packit.yaml"_s;
        BudgetSettings settings;
        applyFacts(settings, config.facts);
        QCOMPARE(settings.base.configLoad, 5 + 1);
        QCOMPARE(settings.specfileCalls, 0);
        config.facts.fileName = u".packit.yaml"_s;
        config.facts.specfileLookups = 0;
        applyFacts(settings, config.facts);
        QCOMPARE(settings.base.configLoad, 2);
        QCOMPARE(policyOf(settings), BudgetPolicy::Notebook);
    }

    void readingAnotherFileForgetsTheFirst()
    {
        const ConfigBudget plain = read(usual());
        const ConfigBudget odd
                = read("sync_test_job_statuses_with_builds: false\njobs:\n"_ba + job("copr_build")
                       + job("tests", "  fmf_url: https://example.org/tests\n"));
        BudgetSettings settings = today(odd);
        QCOMPARE(policyOf(settings), BudgetPolicy::PackitToday);
        applyFacts(settings, plain.facts);
        QCOMPARE(settings, today(plain));
    }

    void leversNameTheLineAndWhatIsLost()
    {
        const ConfigBudget config = read("jobs:\n"
                                         "- job: copr_build\n"
                                         "  trigger: pull_request\n"
                                         "  targets:\n"
                                         "  - fedora-stable\n"
                                         "  - epel-9-x86_64\n"
                                         "- job: tests\n"
                                         "  trigger: pull_request\n"
                                         "  targets:\n"
                                         "  - fedora-43-x86_64\n"
                                         "  - epel-9-x86_64\n"_ba);
        const BudgetSettings settings = today(config); // 3 chroots, 2 test targets
        QCOMPARE(calls(settings), 10 + 8 * 3 + 19 * 2.);
        const auto check = [&](const QString &title, const QString &edit, const QString &loss,
                               double saved) {
            const ConfigLever *lever = leverOf(config, title);
            QVERIFY2(lever, qPrintable(title));
            QCOMPARE(lever->edit, edit);
            QCOMPARE(lever->loss, loss);
            QCOMPARE(savedBy(config, title, settings), saved);
        };
        check(u"Leave out epel-9-x86_64"_s, u"lines 6, 11: remove `epel-9-x86_64`"_s,
              u"builds on epel-9-x86_64; tests on centos-stream-9-x86_64"_s, 27);
        check(u"Do not test on epel-9-x86_64"_s, u"line 11: remove `epel-9-x86_64`"_s,
              u"tests on centos-stream-9-x86_64"_s, 19);
        check(u"Leave out fedora-stable"_s, u"line 5: remove `fedora-stable`"_s,
              u"builds on fedora-43-x86_64, fedora-44-x86_64; tests on fedora-43-x86_64"_s,
              2 * 8 + 19);
        check(u"Start the tests of hello by hand"_s,
              u"in the job of line 7: manual_trigger: true"_s,
              u"no test of it runs until somebody comments `/packit test`"_s, 2 * 19 + 1);
        check(u"Leave test flags alone while the build runs"_s,
              u"at the top of the file: sync_test_job_statuses_with_builds: false"_s,
              u"test flags stay queued until the tests are submitted"_s, 2 * 4);
        check(u"Name the spec file of hello"_s,
              u"at the top of the file: specfile_path: hello.spec (or where it is)"_s,
              u"nothing, as long as the file keeps its place"_s, 1);
        const QList<LeverOffer> offers = leverOffers(config.levers, settings);
        QVERIFY(std::ranges::is_sorted(offers, std::ranges::greater{}, &LeverOffer::calls));
    }

    void twoJobsOnOneTargetAreTwoLosses()
    {
        const ConfigBudget config
                = read("specfile_path: a.spec\njobs:\n"_ba + job("copr_build", kBuildOfThree)
                       + job("tests", "  targets:\n  - fedora-43\n  - epel-9\n")
                       + job("tests", "  identifier: more\n  targets: [fedora-43]\n"));
        const ConfigLever *lever = leverOf(config, u"Do not test on fedora-43"_s);
        QVERIFY(lever);
        QCOMPARE(lever->edit, u"line 9: remove `fedora-43`"_s);
        QCOMPARE(lever->loss, u"tests on fedora-43-x86_64"_s);
        QVERIFY(!leverOf(config, u"Leave out fedora-43"_s)); // the second job has no other
    }

    void testsOfWhatIsNotBuiltAreNone()
    {
        const ConfigBudget config = read("specfile_path: a.spec\njobs:\n"_ba
                                         + job("copr_build", "  targets: [fedora-43-aarch64]\n")
                                         + job("tests", "  targets: [fedora-44]\n"));
        QCOMPARE(factsText(config.facts), u"1 chroot, 0 test targets, 1 build job, 0 test jobs"_s);
        QCOMPARE(calls(today(config)), 8 + 8.);
    }

    void aLeverThatIsDoneIsNotOffered()
    {
        const ConfigBudget config
                = read("sync_test_job_statuses_with_builds: true\nspecfile_path: a.spec\n"
                       "jobs:\n"_ba
                       + job("copr_build", "  targets: [fedora-43-x86_64]\n") + job("tests"));
        // The only target of its job stays, and the spec file is named.
        QCOMPARE(config.levers.size(), 2);
        QCOMPARE(config.levers.at(0).edit, u"line 1: sync_test_job_statuses_with_builds: false"_s);
        BudgetSettings settings = today(config);
        QCOMPARE(leverOffers(config.levers, settings).size(), 2);
        applyLever(settings, config.levers.at(0));
        QVERIFY(!settings.base.setsAllFlags);
        QCOMPARE(savedBy(config, config.levers.at(0).title, settings), 0.);
        applyLever(settings, config.levers.at(1)); // by hand
        QVERIFY(settings.areTestsManual);
        QCOMPARE(calls(settings), 8 + 8.);
        QVERIFY(leverOffers(config.levers, settings).isEmpty());
    }

    void leversAddUp()
    {
        const ConfigBudget config = read(usual());
        BudgetSettings settings = today(config);
        double before = calls(settings);
        for (const QString &title :
             {u"Leave test flags alone while the build runs"_s, u"Leave out epel-9-x86_64"_s}) {
            const double saved = savedBy(config, title, settings);
            applyLever(settings, *leverOf(config, title));
            QCOMPARE(calls(settings), before - saved);
            before -= saved;
        }
        QCOMPARE(settings.base.chroots, 2);
        QCOMPARE(before, 9 + 23 * 2.);
    }

    void unevenBuildsAreNoSavingOfTheirOwn()
    {
        const ConfigBudget config
                = read("specfile_path: a.spec\njobs:\n"_ba
                       + job("copr_build", "  targets:\n  - fedora-stable\n  - epel-9-x86_64\n")
                       + job("copr_build", "  identifier: b\n  targets:\n  - fedora-stable\n"
                                           "  - fedora-43-aarch64\n"));
        BudgetSettings settings = today(config);
        QCOMPARE(settings.packages, 2);
        QCOMPARE(savedBy(config, u"Leave out epel-9-x86_64"_s, settings), 8.);
    }

    void aMonorepoNamesItsSpecFilesOneByOne()
    {
        const ConfigBudget config
                = read("packages:\n  one:\n    paths: [a]\n  two:\n    paths: [b]\njobs:\n"_ba
                       + job("copr_build", "  targets: [fedora-43-x86_64]\n"));
        QCOMPARE(config.facts.specfileLookups, 2);
        const ConfigLever *two = leverOf(config, u"Name the spec file of two"_s);
        QVERIFY(two);
        QCOMPARE(two->edit,
                 u"in the package of line 5: specfile_path: two.spec (or where it is)"_s);
        QCOMPARE(savedBy(config, two->title, today(config)), 1.);
    }

    void aDirectoryStandsForItsConfiguration()
    {
        const QTemporaryDir directory;
        const QDir home(directory.path());
        QVERIFY(home.mkdir(u"hello"_s));
        const auto none = readConfigBudgetFile(home.filePath(u"hello"_s), table());
        QVERIFY(!none);
        QVERIFY2(none.error().what.contains(
                         u"hello holds no Packit configuration: it would be called .packit.yaml "
                         "or .packit.yml or packit.yaml or packit.yml."_s),
                 qPrintable(none.error().what));
        for (const char *name : {"hello/packit.yaml", "hello/.packit.yml"}) {
            QFile file(home.filePath(QString::fromLatin1(name)));
            QVERIFY(file.open(QIODevice::WriteOnly));
            QVERIFY(file.write(usual()) > 0);
        }
        const auto found = readConfigBudgetFile(home.filePath(u"hello"_s), table());
        QVERIFY(found);
        QCOMPARE(found->facts.title, u"hello/.packit.yml"_s);
        QCOMPARE(found->warnings,
                 QStringList{u".packit.yml is read and packit.yaml is not: keep one of them."_s});
        QVERIFY(!readConfigBudgetFile(home.filePath(u"nowhere.yaml"_s), table()));
    }

    void aFileOfManyTargetsHasTheFirstLevers()
    {
        QByteArray text = "jobs:\n"_ba + job("copr_build", "  targets:\n");
        for (int i = 0; i < 1'000; ++i)
            text += "  - fedora-43-x86_64\n  - target-"_ba + QByteArray::number(i) + '\n';
        const ConfigBudget config = read(text);
        QCOMPARE(config.levers.size(), 41); // forty targets and the spec file
        QCOMPARE(config.facts.chroots, 1);
    }
};

QTEST_GUILESS_MAIN(ConfigBudgetTest)
#include "tst_configbudget.moc"
