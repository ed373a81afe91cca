// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetmodel.h"
#include "budget/improvements.h"
#include "budget/limits.h"
#include "budget/parametertable.h"
#include "budget/scenario.h"

#include <QRandomGenerator>
#include <QTest>

#include <cmath>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

NotebookSettings notebook(int chroots, int rate, int load, bool builds, bool tests, bool once,
                          bool allFlags, bool privateOnce)
{
    return {chroots, rate, load, builds, tests, once, allFlags, privateOnce};
}

NotebookSettings randomNotebook(QRandomGenerator &random)
{
    const auto coin = [&] { return random.bounded(2) == 1; };
    return notebook(random.bounded(1001), 1 + random.bounded(1'000'000), random.bounded(51), coin(),
                    coin(), coin(), coin(), coin());
}

/// Any settings within the table's ranges, small numbers more often than large ones.
BudgetSettings randomSettings(QRandomGenerator &random)
{
    BudgetSettings settings;
    for (const BudgetParameter &row : budgetParameters()) {
        if (random.bounded(3) == 0)
            continue;
        const double most = random.bounded(4) == 0 ? row.most : row.commonMost;
        double value = row.least + (most - row.least) * random.generateDouble();
        if (row.isWhole)
            value = std::floor(value + 0.5);
        row.set(settings, value);
    }
    return settings;
}

qint64 prsPerHour(const BudgetSettings &settings)
{
    return limitsOf(settings, evaluate(settings)).front().prsPerHour.value_or(-1);
}

BudgetSettings today(int chroots)
{
    BudgetSettings settings{.base = {.chroots = chroots}};
    applyPolicy(settings, BudgetPolicy::PackitToday);
    return settings;
}

double roundedShare(const CallTable &calls, CallKind kind)
{
    return std::round(calls.total(kind) / calls.total() * 1000) / 10;
}

} // namespace

/// The numbers of the notebook, of Packit today, and what must hold of any.
class BudgetModelTest final : public QObject
{
    Q_OBJECT

private slots:
    void notebookToTheDigit_data()
    {
        QTest::addColumn<NotebookSettings>("settings");
        QTest::addColumn<QList<int>>("calls"); // private, approved, config, status, grand, PRs
        const auto row = [](const char *name, const NotebookSettings &settings,
                            const QList<int> &calls) { QTest::newRow(name) << settings << calls; };
        row("1", notebook(3, 5000, 3, true, true, false, true, false), {19, 2, 57, 42, 120, 41});
        row("2", notebook(6, 5000, 3, true, true, false, true, false), {37, 2, 111, 84, 234, 21});
        row("3", notebook(3, 5000, 6, true, true, false, true, false), {19, 2, 114, 42, 177, 28});
        row("4", notebook(6, 5000, 6, true, true, false, true, false), {37, 2, 222, 84, 345, 14});
        row("5", notebook(6, 5000, 3, true, false, false, true, false), {25, 2, 75, 36, 138, 36});
        row("6", notebook(6, 5000, 6, true, true, true, true, false), {37, 2, 6, 84, 129, 38});
        row("7", notebook(6, 5000, 6, true, true, true, false, false), {37, 2, 6, 60, 105, 47});
        row("8", notebook(6, 5000, 2, true, true, true, false, false), {37, 2, 2, 60, 101, 49});
        row("9", notebook(6, 5000, 2, true, true, true, false, true), {1, 2, 2, 60, 65, 76});
        row("10", notebook(3, 5000, 2, true, true, true, false, true), {1, 2, 2, 30, 35, 142});
        row("no builds", notebook(3, 5000, 3, false, true, false, true, false),
            {19, 2, 57, 24, 102, 49});
        row("nothing", notebook(3, 5000, 3, false, false, false, true, false),
            {13, 2, 39, 0, 54, 92});
        row("no chroots", notebook(0, 5000, 3, true, true, false, true, false),
            {1, 2, 3, 0, 6, 833});
        row("one chroot", notebook(1, 5000, 3, true, true, false, true, false),
            {7, 2, 21, 14, 44, 113});
        row("small limit", notebook(3, 100, 3, true, true, false, true, false),
            {19, 2, 57, 42, 120, 0});
    }
    void notebookToTheDigit()
    {
        QFETCH(const NotebookSettings, settings);
        QFETCH(const QList<int>, calls);
        const CallTable table = notebookCalls(settings);
        QCOMPARE(table.total(CallKind::Private), calls.at(0));
        QCOMPARE(table.total(CallKind::Approved), calls.at(1));
        QCOMPARE(table.total(CallKind::Config), calls.at(2));
        QCOMPARE(table.total(CallKind::Status), calls.at(3));
        QCOMPARE(table.total(), calls.at(4));
        QCOMPARE(prsPerHour({.base = settings}), calls.at(5));
    }

    void builtInScenariosAreTheNotebooks()
    {
        const QList<std::pair<int, int>> expected{{120, 41}, {234, 21}, {177, 28}, {345, 14},
                                                  {138, 36}, {129, 38}, {105, 47}, {101, 49},
                                                  {65, 76},  {35, 142}, {90, 55},  {171, 29}};
        QCOMPARE(builtInScenarios().size(), expected.size());
        for (qsizetype i = 0; i < expected.size(); ++i) {
            const BudgetSettings &settings = builtInScenarios().at(i).settings;
            QCOMPARE(evaluate(settings).counted.total(), expected.at(i).first);
            QCOMPARE(prsPerHour(settings), expected.at(i).second);
            QCOMPARE(policyOf(settings),
                     i < 10 ? BudgetPolicy::Notebook : BudgetPolicy::PackitToday);
        }
    }

    void sharesOfTheDrawnPie()
    {
        const CallTable calls = evaluate({}).counted;
        QCOMPARE(roundedShare(calls, CallKind::Private), 15.8);
        QCOMPARE(roundedShare(calls, CallKind::Approved), 1.7);
        QCOMPARE(roundedShare(calls, CallKind::Config), 47.5);
        QCOMPARE(roundedShare(calls, CallKind::Status), 35.0);
    }

    void detailedModelIsTheNotebookAtItsValues()
    {
        QRandomGenerator random(7);
        for (int i = 0; i < 10'000; ++i) {
            const NotebookSettings settings = randomNotebook(random);
            const PipelineCost cost = evaluate({.base = settings});
            QCOMPARE(cost.counted, notebookCalls(settings));
            QCOMPARE(cost.requests, cost.counted);
            QCOMPARE(prsPerHour({.base = settings}),
                     qint64(settings.rateLimit / cost.counted.total()));
        }
    }

    void packitTodayByItsCode()
    {
        const CallTable three = evaluate(today(3)).counted;
        QCOMPARE(three.total(CallKind::Private) + three.total(CallKind::Repository), 22);
        QCOMPARE(three.total(CallKind::Config) + three.total(CallKind::Fmf), 5);
        QCOMPARE(three.total(CallKind::Approved), 2);
        QCOMPARE(three.total(CallKind::PullRequest), 4);
        QCOMPARE(three.total(CallKind::Branch), 9);
        QCOMPARE(three.total(CallKind::Status), 48);
        QCOMPARE(three.total(), 90);
        const CallTable six = evaluate(today(6)).counted;
        QCOMPARE(six.total(CallKind::Private) + six.total(CallKind::Repository), 40);
        QCOMPARE(six.total(CallKind::Status), 96);
        QCOMPARE(six.total(), 171);
        for (int chroots = 0; chroots < 50; ++chroots)
            QCOMPARE(evaluate(today(chroots)).counted.total(), 9 + 27 * chroots);
    }

    void packitTodayVariants()
    {
        BudgetSettings unsynced = today(6);
        unsynced.base.setsAllFlags = false;
        QCOMPARE(evaluate(unsynced).counted.total(), 147);
        QCOMPARE(prsPerHour(unsynced), 34);
        BudgetSettings untested = today(6);
        untested.base.hasTests = false;
        QCOMPARE(evaluate(untested).counted.total(), 56);
        QCOMPARE(prsPerHour(untested), 89);
        BudgetSettings external = today(6);
        external.externalShare = 1;
        external.specfileCalls = 1;
        QCOMPARE(evaluate(external).counted.total(), 174);
        QCOMPARE(prsPerHour(external), 28);
    }

    void oneSrpmEventSavesWhatTheNotebookCountsTooMuch()
    {
        BudgetSettings worst{.base = {.chroots = 6, .configLoad = 6}};
        worst.isSrpmOneEvent = true;
        QCOMPARE(evaluate(worst).counted.total(), 275);
        QCOMPARE(prsPerHour(worst), 18);
    }

    void sluicesOwnPolicies_data()
    {
        QTest::addColumn<BudgetPolicy>("policy");
        QTest::addColumn<int>("batchSize");
        QTest::addColumn<int>("chroots");
        QTest::addColumn<int>("writes");
        // Twelve changes of flags per chroot, one request each; a single query reads.
        QTest::newRow("statuses, 6") << BudgetPolicy::Sluice << 1 << 6 << 72;
        QTest::newRow("statuses, 3") << BudgetPolicy::Sluice << 1 << 3 << 36;
        // Four of a build, four of a test.
        QTest::newRow("lean, 6") << BudgetPolicy::SluiceLean << 1 << 6 << 48;
        // Of twelve at once two requests, twice; of six at once one request, eight times.
        QTest::newRow("check runs, 6") << BudgetPolicy::Sluice << 10 << 6 << 12;
        QTest::newRow("check runs, 3") << BudgetPolicy::Sluice << 10 << 3 << 10;
    }
    void sluicesOwnPolicies()
    {
        QFETCH(const BudgetPolicy, policy);
        QFETCH(const int, batchSize);
        QFETCH(const int, chroots);
        BudgetSettings settings{.base = {.chroots = chroots}};
        applyPolicy(settings, policy);
        settings.batchSize = batchSize;
        QCOMPARE(policyOf(settings), policy);
        const PipelineCost cost = evaluate(settings);
        QTEST(int(cost.counted.total(CallKind::Status)), "writes");
        QCOMPARE(cost.counted.total(CallKind::Other), 1);
        QCOMPARE(cost.counted.reads(), 1);
        QCOMPARE(cost.identicalReads, 0);
        QCOMPARE(cost.duplicateFlags, 0);
    }

    void flagsShareRequestsWithinAnEvent_data()
    {
        QTest::addColumn<bool>("isSrpmOneEvent");
        QTest::addColumn<int>("gatherSeconds");
        QTest::addColumn<int>("batchSize");
        QTest::addColumn<double>("requests");
        // Twelve flags at once when the pull request comes and when it is submitted; two with each
        // event of a chroot, one with each of a test.
        QTest::newRow("one each") << false << 0 << 1 << 84.0;
        QTest::newRow("per event") << false << 0 << 10 << 2 + 2 + 4 * 6 + 6 + 6.0;
        QTest::newRow("pairs") << false << 0 << 2 << 6 + 6 + 4 * 6 + 6 + 6.0;
        QTest::newRow("one SRPM event") << true << 0 << 10 << 4 * 2 + 2 * 6 + 6 + 6.0;
        QTest::newRow("gathered") << false << 1 << 10 << 6 * 2 + 1 + 1.0;
        QTest::newRow("gathered by five") << false << 1 << 5 << 6 * 3 + 2 + 2.0;
    }
    void flagsShareRequestsWithinAnEvent()
    {
        QFETCH(const bool, isSrpmOneEvent);
        QFETCH(const int, gatherSeconds);
        QFETCH(const int, batchSize);
        BudgetSettings settings{.base = {.chroots = 6}};
        settings.isSrpmOneEvent = isSrpmOneEvent;
        settings.gatherSeconds = gatherSeconds;
        settings.batchSize = batchSize;
        QTEST(evaluate(settings).counted.total(CallKind::Status), "requests");
    }

    void sharesOfFailuresAreNotRoundedUp()
    {
        BudgetSettings settings{.base = {.chroots = 6, .setsAllFlags = false}};
        settings.gatherSeconds = 1;
        settings.batchSize = 10;
        settings.srpmFailures = 0.1;
        settings.rpmFailures = 0.02;
        const CallTable calls = evaluate(settings).counted;
        // A failed source build ends six flags more: two requests instead of one.
        QCOMPARE(calls.at(PipelineStep::SrpmFinished, CallKind::Status), 0.9 + 0.1 * 2);
        QCOMPARE(calls.at(PipelineStep::RpmFinished, CallKind::Status), 0.9 * (0.98 + 0.02 * 2));
        QCOMPARE(calls.at(PipelineStep::TestsFinished, CallKind::Status), 0.9 * 0.98);
        settings.gatherSeconds = 0; // every chroot's event for itself: both flags in one request
        QCOMPARE(evaluate(settings).counted.at(PipelineStep::RpmFinished, CallKind::Status),
                 0.9 * 6);
    }

    void largerRequestsNeverCostMore()
    {
        QRandomGenerator random(17);
        for (int i = 0; i < 10'000; ++i) {
            BudgetSettings settings = randomSettings(random);
            settings.batchSize = 1;
            double before = evaluate(settings).counted.total();
            for (settings.batchSize = 2; settings.batchSize <= 11; settings.batchSize += 3) {
                const double now = evaluate(settings).counted.total();
                QVERIFY(now <= before * (1 + 1e-9));
                before = now;
            }
        }
    }

    void everyParameterCostsWhatItSays_data()
    {
        QTest::addColumn<QString>("parameters");
        QTest::addColumn<double>("reads");
        QTest::addColumn<double>("status");
        const auto row = [](const char *parameters, double reads, double status) {
            QTest::newRow(parameters) << QString::fromLatin1(parameters) << reads << status;
        };
        // Three chroots: 1 + 2 + 3 reads when the pull request comes, 1 + 3 for each of 18 events.
        // Of three build flags and three test flags 6 and 8 changes.
        row("", 6 + 18 * 4, 3 * 6 + 3 * 8);
        row("test_targets=2", 6 + 24 * 4, 3 * 6 + 6 * 8);
        row("test_targets=0.33", 6 + 14 * 4, 3 * 6 + 8); // one of three chroots is tested
        row("test_jobs=2", 6 + 24 * 4, 3 * 6 + 6 * 8);
        row("packages=2", 6 + 30 * 4, 6 * 6 + 3 * 8); // the tests are those of the job
        row("still_tests=0.67", 6 + 18 * 4, 3 * 6 + 8 + 2 * 4); // queued once more, then nothing
        row("still_tests=1", 6 + 18 * 4, 3 * 6 + 3 * 4);
        row("manual_tests=on", 6 + 12 * 4, 3 * 6);
        row("srpm_one_event=on", 6 + 14 * 4, 42);
        row("one_query=on", 1 + 18 * 4, 42);
        row("private_cost=2", 78 + 19, 42);
        row("approval_checks=5", 78 + 3, 42);
        row("approval_cost=2", 78 + 2, 42);
        row("approval_per_job=on tests=off", 1 + 1 + 3 + 12 * 4, 3 * 6);
        row("external_share=0.5", 78 + 2 * 0.5, 42); // with each of two checks
        row("specfile_calls=1", 78 + 19, 42);
        row("repository_reads=1", 78 + 1 + 18, 42); // and when the build is submitted
        row("submit_pull_reads=2", 78 + 2, 42);
        row("submit_pull_reads=2 packages=3", 6 + 42 * 4 + 3 * 2, 9 * 6 + 3 * 8);
        row("test_repository_reads=2", 78 + 3 * 2, 42);
        row("test_pull_reads=1", 78 + 3, 42);
        row("fmf_reads=2", 78 + 3 * 2, 42);
        row("branch_reads=3", 78 + 3 * 3, 42);
        row("test_submit_flags=2", 78, 42 + 3 * 2);
        row("flag_cost=3", 78, 42 * 3);
        row("final_only=on", 78, 6 * 2);
        // Left out: submitted, SRPM built and, of the tests, RPM built.
        row("news_only=on", 78, 3 * (6 - 2) + 3 * (8 - 3));
        // Queued, running, ended; a test's flag is queued again when its RPM is built.
        row("state_only=on", 78, 3 * 3 + 3 * 5);
        // Of an hour's pipeline: 0, 11, 40, 158 and 202 s, then minutes apart: three stay out.
        row("gather_seconds=60", 78, 3 * (6 - 3) + 3 * (8 - 3));
        row("chroots_per_flag=2", 78, 2 * 6 + 2 * 8);
        row("summary_flag=on", 78, 6 + 8);
        row("summary_flag=on batch_size=10", 78, 8); // both in one request, while both change
        row("repository_hits=0.5", 78 - 19 * 0.5, 42);
        row("approval_hits=0.5", 78 - 2 * 0.5, 42);
        row("config_hits=0.5", 78 - 57 * 0.5, 42);
        row("other_hits=0.25 branch_reads=4", 78 + 12 * 0.75, 42);
        // A pipeline takes as long as a token lives: what is known is asked for once more.
        row("config_hits=0.5 cache_survives_tokens=off", 78 - (57 * 0.5 - 3), 42);
        row("repository_hits=0.5 cache_survives_tokens=off pipeline_minutes=120",
            78 - (19 * 0.5 - 2), 42);
        row("approval_hits=0.5 cache_survives_tokens=off", 78, 42); // loses what it gains
        // Half of the runs end with the source package.
        row("srpm_failures=0.5", 6 + 6 * 4 + 0.5 * 12 * 4, 24 + 0.5 * 18);
        // The flags of the tests, else untouched while the build runs, end there, too.
        row("srpm_failures=0.5 all_flags=off", 6 + 6 * 4 + 0.5 * 12 * 4,
            3 * 4 + 0.5 * 3 * 2 + 3 * 2 + 0.5 * 3 * 2 + 0.5 * 3);
        row("rpm_failures=0.5", 6 + 12 * 4 + 0.5 * 6 * 4, 36 + 0.5 * 6);
        row("rpm_failures=0.5 all_flags=off", 6 + 12 * 4 + 0.5 * 6 * 4,
            3 * 6 + 3 * 2 + 0.5 * 3 * 2 + 0.5 * 3);
        row("srpm_failures=0.5 rpm_failures=0.5", 6 + 6 * 4 + 0.5 * 6 * 4 + 0.25 * 6 * 4,
            24 + 0.5 * 12 + 0.25 * 6);
    }
    void everyParameterCostsWhatItSays()
    {
        QFETCH(const QString, parameters);
        QFETCH(const double, reads);
        QFETCH(const double, status);
        BudgetSettings settings;
        for (const QString &given : parameters.split(u' ', Qt::SkipEmptyParts)) {
            const BudgetParameter *row = budgetParameter(given.section(u'=', 0, 0));
            QVERIFY2(row, qPrintable(given));
            const auto value = row->read(given.section(u'=', 1));
            QVERIFY2(value, qPrintable(given));
            row->set(settings, *value);
        }
        const CallTable calls = evaluate(settings).counted;
        QCOMPARE(calls.reads(), reads);
        QCOMPARE(calls.total(CallKind::Status), status);
    }

    void slowAnswersMakeFlagsLate()
    {
        BudgetSettings settings;
        settings.secondsPerCall = 0.5; // six reads, then six flags a second apart
        FlagDelay delay = flagDelayOf(settings, evaluate(settings));
        QCOMPARE(delay.first, 3 + 1);
        QCOMPARE(delay.last, 3 + 6);
        settings.secondsPerCall = 2; // no flag before the answer to the last
        delay = flagDelayOf(settings, evaluate(settings));
        QCOMPARE(delay.first, 12 + 2);
        QCOMPARE(delay.last, 12 + 12);
        const auto limits = limitsOf(settings, evaluate(settings));
        QCOMPARE(limits.at(size_t(LimitKind::Writes)).prsPerHour, 3600 / (42 * 2));
    }

    void requestsAtOnceBoundPullRequests()
    {
        BudgetSettings settings;
        settings.concurrency = 10;
        settings.secondsPerCall = 2;
        const auto prs = [&settings] {
            return limitsOf(settings, evaluate(settings))
                    .at(size_t(LimitKind::Concurrency))
                    .prsPerHour;
        };
        QCOMPARE(prs(), 10 * 3600 / (120 * 2));
        settings.comments = 100; // four calls each
        QCOMPARE(prs(), (10 * 3600 - 400 * 2) / (120 * 2));
        settings.secondsPerCall = 0;
        QVERIFY(!prs());
    }

    void unconfiguredEventsByPolicy()
    {
        BudgetSettings settings;
        QCOMPARE(settings.unconfiguredCalls, 9);
        applyPolicy(settings, BudgetPolicy::PackitToday);
        QCOMPARE(settings.unconfiguredCalls, 2);
    }

    void limitsOfTheNotebooksScenarios()
    {
        const QList<int> writes{42, 84, 42, 84, 36, 84, 60, 60, 60, 30};
        const QList<int> bySpacing{85, 42, 85, 42, 100, 42, 60, 60, 60, 120};
        const QList<int> byContent{11, 5, 11, 5, 13, 5, 8, 8, 8, 16};
        for (qsizetype i = 0; i < writes.size(); ++i) {
            const BudgetSettings &settings = builtInScenarios().at(i).settings;
            const PipelineCost cost = evaluate(settings);
            QCOMPARE(cost.counted.total(CallKind::Status), writes.at(i));
            const auto limits = limitsOf(settings, cost);
            QCOMPARE(limits.at(size_t(LimitKind::Writes)).prsPerHour, bySpacing.at(i));
            QCOMPARE(limits.at(size_t(LimitKind::ContentPerHour)).prsPerHour, byContent.at(i));
            QCOMPARE(bindingLimit(limits)->limit, i >= 8 ? LimitKind::Writes : LimitKind::Primary);
        }
    }

    void contentBindsOnlyWhenSaidSo()
    {
        BudgetSettings settings;
        QCOMPARE(bindingLimit(limitsOf(settings, evaluate(settings)))->limit, LimitKind::Primary);
        settings.isContentBinding = true;
        const auto binding = bindingLimit(limitsOf(settings, evaluate(settings)));
        QCOMPARE(binding->limit, LimitKind::ContentPerHour);
        QCOMPARE(binding->prsPerHour, 11);
    }

    void nothingToSpendBindsNothing()
    {
        BudgetSettings settings{.base = {.chroots = 0, .configLoad = 0}};
        settings.privateCost = 0;
        settings.approvalChecks = 0;
        const PipelineCost cost = evaluate(settings);
        QCOMPARE(cost.counted.total(), 0);
        const auto limits = limitsOf(settings, cost);
        QVERIFY(!bindingLimit(limits));
        QVERIFY(!flagDelayOf(settings, cost).first);
        QVERIFY(!hourOf(settings, cost).minutesToExhaustion());
    }

    void twelveFlagsTakeTwelveSeconds()
    {
        BudgetSettings settings{.base = {.chroots = 6}};
        const FlagDelay delay = flagDelayOf(settings, evaluate(settings));
        QCOMPARE(delay.first, 1);
        QCOMPARE(delay.last, 12);
    }

    void notebookLadderAtSixChroots()
    {
        const QList<Gain> gains
                = gainsInSequence(builtInScenarios().at(3).settings, notebookLadder());
        QList<int> calls;
        QList<qint64> prs;
        QList<qint64> percent;
        for (const Gain &gain : gains) {
            calls << int(gain.callsAfter);
            prs << *gain.prsAfter;
            percent << *gain.percent;
        }
        QCOMPARE(gains.first().callsBefore, 345);
        QCOMPARE(gains.first().prsBefore, 14);
        QCOMPARE(calls, (QList<int>{129, 105, 101, 65}));
        QCOMPARE(prs, (QList<qint64>{38, 47, 49, 76}));
        QCOMPARE(percent, (QList<qint64>{171, 235, 250, 442}));
        QCOMPARE(gains.last().stepPercent, 55);
        QCOMPARE(gains.at(1).leftOutUpdates, 24); // what a reader no longer sees
        QCOMPARE(gains.at(0).leftOutUpdates, 0);
    }

    void notebookLadderAtThreeChroots()
    {
        const QList<Gain> gains = gainsInSequence({}, notebookLadder());
        QCOMPARE(gains.first().callsBefore, 120);
        QCOMPARE(gains.last().callsAfter, 35);
        QCOMPARE(gains.last().percent, 246);
    }

    void fewerWritesAreToldAsLost()
    {
        BudgetSettings settings{.base = {.chroots = 6}};
        settings.isFinalOnly = true;
        const PipelineCost cost = evaluate(settings);
        QCOMPARE(cost.counted.total(CallKind::Status), 24); // 2 of 6 flags of both kinds
        // Of 6 and 8 changes each two are left; "running" is seen on no flag.
        QCOMPARE(cost.leftOutUpdates, 6 * (6 + 8) - 24);
        QCOMPARE(cost.leftOutStates, 12);
    }

    void sumsAgreeForAnySettings()
    {
        QRandomGenerator random(11);
        for (int i = 0; i < 10'000; ++i) {
            const BudgetSettings settings = randomSettings(random);
            const PipelineCost cost = evaluate(settings);
            double byKind = 0;
            double byStep = 0;
            double shares = 0;
            const double total = cost.counted.total();
            QVERIFY(std::isfinite(total) && total >= 0);
            for (int kind = 0; kind < kKindCount; ++kind) {
                byKind += cost.counted.total(CallKind(kind));
                shares += total > 0 ? cost.counted.total(CallKind(kind)) / total : 0;
                for (int step = 0; step < kStepCount; ++step) {
                    const double calls = cost.counted.at(PipelineStep(step), CallKind(kind));
                    QVERIFY(std::isfinite(calls) && calls >= 0);
                    QVERIFY(calls <= cost.requests.at(PipelineStep(step), CallKind(kind)) + 1e-9);
                }
            }
            for (int step = 0; step < kStepCount; ++step)
                byStep += cost.counted.total(PipelineStep(step));
            QVERIFY(std::abs(byKind - total) <= 1e-9 * (1 + total));
            QVERIFY(std::abs(byStep - total) <= 1e-9 * (1 + total));
            QVERIFY(total == 0 || std::abs(shares - 1) < 1e-9);
            QVERIFY(cost.identicalReads >= -1e-9
                    && cost.identicalReads <= cost.counted.reads() + 1e-6);
            QVERIFY(cost.leftOutUpdates >= -1e-6);
            QVERIFY(cost.leftOutStates >= -1e-6);
            const HourCost hour = hourOf(settings, cost);
            QVERIFY(std::isfinite(hour.total()) && hour.superseded >= 0);
            QVERIFY(hour.superseded <= hour.pipelines + 1e-6);
        }
    }

    void moreChrootsNeverCostLess()
    {
        QRandomGenerator random(13);
        for (int i = 0; i < 10'000; ++i) {
            BudgetSettings settings = randomSettings(random);
            settings.base.chroots = random.bounded(200);
            settings.repositoryHits = settings.approvalHits = settings.configHits
                    = settings.otherHits = 0; // a cache's losses are not monotone in shares
            const double before = evaluate(settings).counted.total();
            BudgetSettings more = settings;
            ++more.base.chroots;
            QVERIFY(evaluate(more).counted.total() >= before - 1e-6);
            BudgetSettings load = settings;
            ++load.base.configLoad;
            QVERIFY(evaluate(load).counted.total() >= before - 1e-6);
            // Gathering leaves out other changes then, and those that remain may come to more
            // tasks.
            settings.gatherSeconds = 0;
            // Joined states may stand at a step where build flags share the request, or not.
            settings.isNewsOnly = false;
            const double ungathered = evaluate(settings).counted.total();
            BudgetSettings once = settings;
            once.base.isPrivateOnce = once.base.isConfigLoadedOnce = true;
            once.base.setsAllFlags = false;
            QVERIFY(evaluate(once).counted.total() <= ungathered + 1e-6);
        }
    }

    void gainsNeverCostMore()
    {
        for (const Scenario &scenario : builtInScenarios()) {
            const QList<Gain> gains = gainsAlone(scenario.settings);
            double last = std::numeric_limits<double>::infinity();
            for (const Gain &gain : gains) {
                const double saved = gain.callsBefore - gain.callsAfter;
                QVERIFY(saved > 0 && saved <= last);
                last = saved;
            }
        }
        QCOMPARE(gainsAlone(builtInScenarios().at(3).settings).first().label,
                 u"Load the configuration once"_s);
    }

    void nobodyReadsTestsThatAreNotRun()
    {
        // Dropping the tests drops what their flags said: 8 changes and 3 states of each.
        const BudgetSettings worst = builtInScenarios().at(3).settings;
        const QList<Gain> gains = gainsAlone(worst);
        const auto untested = std::ranges::find(gains, u"No tests"_s, &Gain::label);
        QVERIFY(untested != gains.end());
        QCOMPARE(untested->leftOutUpdates, 6 * 8);
        QCOMPARE(untested->leftOutStates, 6 * 3);
        const auto once = std::ranges::find(gains, u"Load the configuration once"_s, &Gain::label);
        QCOMPARE(once->leftOutUpdates, 0);
    }

    void onlyWritesOfAFlagAreWrites()
    {
        // A status that reads repository and commit before: 3 calls, and one of them a write.
        BudgetSettings settings;
        settings.flagCost = 3;
        const PipelineCost cost = evaluate(settings);
        QCOMPARE(cost.counted.total(CallKind::Status), 3 * 42);
        QCOMPARE(cost.writes(), 42);
        const auto limits = limitsOf(settings, cost);
        QCOMPARE(limits.at(size_t(LimitKind::Writes)).prsPerHour, 85);
        QCOMPARE(limits.at(size_t(LimitKind::ContentPerHour)).prsPerHour, 11);
        // 78 + 84 reads, 42 writes of 5 points each.
        QCOMPARE(limits.at(size_t(LimitKind::Points)).prsPerHour, 54'000 / (78 + 84 + 210));
        QCOMPARE(flagDelayOf(settings, cost).last, 6);
    }

    void aRefusedWriteIsMadeAgain()
    {
        BudgetSettings settings;
        settings.fallbackShare = 0.5;
        const PipelineCost cost = evaluate(settings);
        QCOMPARE(cost.counted.total(CallKind::Status), 42 + 21 * 3);
        QCOMPARE(cost.writes(), 42 + 21);
    }

    void everyPushIsAPipeline()
    {
        // A pull request that is pushed to three times costs three pipelines, or what is left of
        // them.
        BudgetSettings settings{.base = {.chroots = 6}};
        settings.pushesPerPr = 3;
        const PipelineCost cost = evaluate(settings);
        QCOMPARE(callsPerPr(settings, cost), 3 * 234);
        QCOMPARE(limitsOf(settings, cost).front().prsPerHour, 5000 / (3 * 234));
        QCOMPARE(limitsOf(settings, cost).at(size_t(LimitKind::Writes)).prsPerHour,
                 3600 / (3 * 84));
        settings.retriggers = 1;
        QCOMPARE(callsPerPr(settings, cost), 4 * 234);
        settings.cancelOld = CancelOld::AtSubmit;
        const double cancelled = callsPerPr(settings, cost);
        QVERIFY(cancelled < 4 * 234 && cancelled > 2 * 234);
        const HourCost hour = hourOf(settings, cost);
        QVERIFY(std::abs(hour.pipelines - settings.prsPerHour * cancelled) < 1e-9);
    }

    void trafficOfOthersTakesItsPart()
    {
        BudgetSettings settings;
        settings.configuredShare = 0.5; // 10 pull requests, 5 of them start nothing
        settings.prsPerHour = 10;
        settings.unconfiguredEvents = 100;
        settings.comments = 20;
        const PipelineCost cost = evaluate(settings);
        const double others = 105 * 9 + 20 * 4;
        QCOMPARE(limitsOf(settings, cost).front().prsPerHour, qint64((5000 - others) / 120));
        QCOMPARE(limitsOf(settings, cost).at(size_t(LimitKind::Points)).prsPerHour,
                 qint64((54'000 - others) / (78 + 210)));
    }

    void sharesCutNothingOff()
    {
        // 1 - 0.9 is less than a tenth by a hair: 500 calls are five pull requests, not four.
        BudgetSettings settings{.base = {.chroots = 0, .configLoad = 50}};
        settings.approvalChecks = 10;
        settings.privateCost = 1;
        settings.specfileCalls = 0;
        settings.base.configLoad = 50;
        settings.approvalChecks = 20;
        settings.approvalCost = 2;
        settings.privateCost = 5;
        settings.specfileCalls = 5; // 50 + 5 + 40 + 5
        settings.othersShare = 0.9;
        const PipelineCost cost = evaluate(settings);
        QCOMPARE(cost.counted.total(), 100);
        QCOMPARE(limitsOf(settings, cost).front().prsPerHour, 5);
    }

    void boundsThatAreNoneAreNotNumbers()
    {
        BudgetSettings settings;
        settings.secondsPerCall = 1e-300;
        settings.writeSpacing = 1e-300;
        const auto limits = limitsOf(settings, evaluate(settings));
        QVERIFY(!limits.at(size_t(LimitKind::Concurrency)).prsPerHour);
        QVERIFY(!limits.at(size_t(LimitKind::Writes)).prsPerHour);
        QCOMPARE(bindingLimit(limits)->limit, LimitKind::Primary);
    }

    void oneListingTellsUnconfiguredRepositoriesToo()
    {
        BudgetSettings settings;
        settings.unconfiguredEvents = 200; // 9 calls each: 1,800 of the 5,000
        const QList<Gain> gains = gainsAlone(settings);
        const auto listing = std::ranges::find(gains, u"Find the configuration by one listing"_s,
                                               &Gain::label);
        QVERIFY(listing != gains.end());
        QCOMPARE(listing->prsBefore, (5000 - 1800) / 120);
        QCOMPARE(listing->prsAfter, (5000 - 400) / 101);
    }

    void theTokenSaysTheLimit_data()
    {
        QTest::addColumn<TokenKind>("token");
        QTest::addColumn<int>("repositories");
        QTest::addColumn<int>("users");
        QTest::addColumn<int>("limit");
        using enum TokenKind;
        QTest::newRow("given") << AsGiven << 10'000 << 10'000 << 7000;
        QTest::newRow("user") << User << 10'000 << 10'000 << 5000;
        QTest::newRow("enterprise") << Enterprise << 1 << 1 << 15'000;
        QTest::newRow("actions") << Actions << 1 << 1 << 1000;
        QTest::newRow("small installation") << Installation << 20 << 20 << 5000;
        QTest::newRow("few") << Installation << 1 << 0 << 5000;
        QTest::newRow("more repositories") << Installation << 30 << 0 << 5500;
        QTest::newRow("more users") << Installation << 30 << 25 << 5750;
        QTest::newRow("at most") << Installation << 1'000'000 << 1'000'000 << 12'500;
    }
    void theTokenSaysTheLimit()
    {
        QFETCH(const TokenKind, token);
        BudgetSettings settings{.base = {.rateLimit = 7000}};
        settings.token = token;
        QFETCH(const int, repositories);
        settings.repositories = repositories;
        QFETCH(const int, users);
        QFETCH(const int, limit);
        settings.users = users;
        QCOMPARE(rateLimitOf(settings), limit);
        QCOMPARE(prsPerHour(settings), limit / 120);
    }

    void everyOrganisationIsAnInstallation()
    {
        BudgetSettings settings;
        settings.token = TokenKind::Installation;
        settings.repositories = 300;
        settings.organisations = 10; // 30 repositories each
        QCOMPARE(rateLimitOf(settings), 5500);
    }

    void cancellingOldRunsSavesCalls()
    {
        BudgetSettings settings{.base = {.chroots = 6}};
        settings.pushesPerPr = 3;
        const PipelineCost cost = evaluate(settings);
        const HourCost never = hourOf(settings, cost);
        QCOMPARE(never.pipelines, settings.prsPerHour * 3 * cost.counted.total());
        settings.cancelOld = CancelOld::AtRpm;
        const HourCost atRpm = hourOf(settings, cost);
        settings.cancelOld = CancelOld::AtSubmit;
        const HourCost atSubmit = hourOf(settings, cost);
        QVERIFY(atSubmit.pipelines < atRpm.pipelines && atRpm.pipelines < never.pipelines);
        QVERIFY(atSubmit.superseded < atRpm.superseded && atRpm.superseded < never.superseded);
    }

    void improvementIsCut()
    {
        QCOMPARE(improvementPercent(14, 38), 171);
        QCOMPARE(improvementPercent(38, 14), -63);
        QVERIFY(!improvementPercent(0, 5));
    }
};

QTEST_GUILESS_MAIN(BudgetModelTest)
#include "tst_budgetmodel.moc"
