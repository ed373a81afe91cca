// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/limits.h"
#include "budget/simulator.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

/// Nothing but flag writes: `flags` of them per pipeline, all at its start.
BudgetSettings onlyWrites(int flags)
{
    BudgetSettings settings{.base = {.chroots = flags, .configLoad = 0, .hasTests = false}};
    settings.privateCost = 0;
    settings.approvalChecks = 0;
    settings.gatherSeconds = 0;
    settings.isFinalOnly = true;
    settings.rpmFailures = 0;
    return settings;
}

bool isNear(double value, double expected, double share)
{
    return std::abs(value - expected) <= share * expected;
}

} // namespace

/// Traffic on budgets, against formulas where there are any.
class SimulatorTest final : public QObject
{
    Q_OBJECT

private slots:
    void sameSeedSameResult()
    {
        SimulationRequest request{.settings = {}, .hours = 100, .seed = 3};
        request.settings.pipelineSpread = 0.5;
        request.settings.pushesPerPr = 2;
        const auto first = simulate(request);
        const auto second = simulate(request);
        QVERIFY(first && second);
        QCOMPARE(first->callsPerHour, second->callsPerHour);
        QCOMPARE(first->finalFlag.mean, second->finalFlag.mean);
        request.seed = 4;
        QVERIFY(simulate(request)->callsPerHour != first->callsPerHour);
    }

    void anyMachineGivesTheSame()
    {
        SimulationRequest request{.settings = {}, .hours = 10, .seed = 1};
        request.settings.prsPerHour = 10;
        const auto result = simulate(request);
        QVERIFY(result);
        // The same arrivals by the engine alone: each draws the next, whether there is a
        // configuration and whether a push follows.
        std::mt19937_64 engine(request.seed);
        const auto gap = [&engine] { return -std::log1p(-std::ldexp(engine() >> 11, -53)) * 360; };
        qint64 arrivals = 0;
        for (double at = gap(); at < 36'000; ++arrivals) {
            at += gap();
            engine.discard(2);
        }
        QCOMPARE(result->pipelines, arrivals);
        QCOMPARE(result->totalCalls(), double(arrivals) * 120);
    }

    void callsAgreeWithTheFormula_data()
    {
        QTest::addColumn<CancelOld>("cancelOld");
        QTest::newRow("never") << CancelOld::Never;
        QTest::newRow("at submit") << CancelOld::AtSubmit;
        QTest::newRow("at RPM") << CancelOld::AtRpm;
    }
    void callsAgreeWithTheFormula()
    {
        QFETCH(const CancelOld, cancelOld);
        SimulationRequest request{.settings = {.base = {.chroots = 6}}, .hours = 700, .seed = 5};
        BudgetSettings &settings = request.settings;
        settings.base.rateLimit = 1'000'000; // never binds
        settings.prsPerHour = 20;
        settings.pushesPerPr = 3;
        settings.configuredShare = 0.8;
        settings.repositories = 10'000;
        settings.unconfiguredEvents = 50;
        settings.comments = 10;
        settings.retriggers = 0.5;
        settings.cancelOld = cancelOld;
        const auto result = simulate(request);
        QVERIFY(result);
        const HourCost hour = hourOf(settings, evaluate(settings));
        QVERIFY2(isNear(result->totalCalls(), hour.total() * request.hours, 0.02),
                 qPrintable(u"%1 beside %2"_s.arg(result->totalCalls() / request.hours)
                                    .arg(hour.total())));
        QVERIFY(result->exhaustions.isEmpty());
        // Older runs that take longer than the time to the next push: exponential.
        const double older = 20 * 0.8 * 2 * request.hours;
        QVERIFY(isNear(
                double(result->superseded),
                older * (1 - std::exp(-settings.pipelineMinutes / settings.minutesBetweenPushes)),
                0.03));
    }

    /// One server, arrivals at random, constant service: Pollaczek and Khinchine.
    void writesWaitAsAQueueDoes_data()
    {
        QTest::addColumn<double>("load");
        QTest::newRow("calm") << 0.2;
        QTest::newRow("half") << 0.5;
        QTest::newRow("busy") << 0.8;
    }
    void writesWaitAsAQueueDoes()
    {
        QFETCH(const double, load);
        SimulationRequest request{.settings = onlyWrites(1), .hours = 300, .seed = 17};
        BudgetSettings &settings = request.settings;
        settings.base.rateLimit = 1'000'000;
        const double writes = 2; // at the start and at the end: two independent streams together
        settings.writeSpacing = 1;
        settings.prsPerHour = load * 3600 / writes;
        settings.pipelineSpread = 1; // so that the ends do not follow the starts' pattern
        const auto result = simulate(request);
        QVERIFY(result);
        const double wait = load / (2 * (1 - load)) * settings.writeSpacing;
        QVERIFY2(isNear(result->firstFlag.mean, wait + 1, 0.05),
                 qPrintable(u"%1 beside %2"_s.arg(result->firstFlag.mean).arg(wait + 1)));
        QVERIFY(isNear(result->finalFlag.mean, wait + 1, 0.05));
    }

    /// The same queue: the share of waits that end within some services, by Erlang's formula.
    void delaysAreDistributedAsAQueuesAre_data()
    {
        QTest::addColumn<double>("load");
        QTest::newRow("half") << 0.5;
        QTest::newRow("busy") << 0.8;
    }
    void delaysAreDistributedAsAQueuesAre()
    {
        QFETCH(const double, load);
        const auto within = [load](double services) {
            double sum = 0;
            double factorial = 1;
            for (int k = 0; k <= int(services); ++k) {
                factorial *= std::max(1, k);
                const double x = load * (k - services);
                sum += std::pow(x, k) / factorial * std::exp(-x);
            }
            return (1 - load) * sum;
        };
        SimulationRequest request{.settings = onlyWrites(1), .hours = 100, .seed = 17};
        request.settings.base.rateLimit = 1'000'000;
        request.settings.prsPerHour = load * 3600 / 2;
        request.settings.pipelineSpread = 1;
        const auto result = simulate(request);
        QVERIFY(result);
        for (const DelayFigures &delay : {result->firstFlag, result->finalFlag}) {
            // A delay is a wait and one service of a second.
            for (const auto &[seconds, share] :
                 {std::pair(delay.median, 0.5), std::pair(delay.p95, 0.95),
                  std::pair(delay.p99, 0.99)}) {
                const double expected = std::max(share, 1 - load); // so many do not wait at all
                QVERIFY2(std::abs(within(seconds - 1) - expected) < 0.02 * (1.1 - share) + 0.002,
                         qPrintable(u"%1 s: %2 beside %3"_s.arg(seconds)
                                            .arg(within(seconds - 1))
                                            .arg(expected)));
            }
        }
    }

    void budgetRunsDryAndRecovers()
    {
        SimulationRequest request{.settings = {}, .hours = 48, .seed = 2};
        BudgetSettings &settings = request.settings;
        settings.base.rateLimit = 1200; // ten pipelines of 120 calls
        settings.prsPerHour = 8;
        const auto calm = simulate(request);
        settings.prsPerHour = 20;
        const auto busy = simulate(request);
        QVERIFY(calm && busy);
        QVERIFY(busy->exhaustions.size() > calm->exhaustions.size());
        QVERIFY(busy->secondsOutOfBudget > 10 * calm->secondsOutOfBudget);
        QVERIFY(busy->finalFlag.p99 > 3600); // work for two hours comes in one
        for (const double calls : busy->callsPerHour)
            QVERIFY(calls <= 1200 + 1e-6);
        // Nothing is lost, only late.
        QCOMPARE(qRound64(busy->totalCalls()), busy->pipelines * 120);
    }

    void everyOrganisationHasABudgetOfItsOwn()
    {
        SimulationRequest request{.settings = {}, .hours = 24, .seed = 2};
        request.settings.organisations = 4;
        request.settings.base.rateLimit = 1200;
        request.settings.prsPerHour = 20;
        const auto result = simulate(request);
        QVERIFY(result);
        QCOMPARE(result->limitPerHour, 4800);
        QCOMPARE(result->callsByOrganisation.size(), 4);
        double sum = 0;
        for (const QList<double> &hours : result->callsByOrganisation) {
            for (const double calls : hours) {
                QVERIFY(calls <= 1200 + 1e-6);
                sum += calls;
            }
        }
        QVERIFY(std::abs(sum + result->callsAfter - result->totalCalls()) < 1e-6);
    }

    void organisationsAgreeWithTheFormulaToo()
    {
        SimulationRequest request{.settings = {}, .hours = 400, .seed = 9};
        BudgetSettings &settings = request.settings;
        settings.base.rateLimit = 100'000;
        settings.organisations = 7;
        settings.prsPerHour = 4;
        settings.pushesPerPr = 2;
        settings.configuredShare = 0.5;
        settings.repositories = 1; // too few to cut in halves: the share holds all the same
        settings.comments = 3;
        const auto result = simulate(request);
        QVERIFY(result);
        const HourCost hour = hourOf(settings, evaluate(settings));
        QVERIFY2(isNear(result->totalCalls(), 7 * hour.total() * request.hours, 0.02),
                 qPrintable(u"%1 beside %2"_s.arg(result->totalCalls() / request.hours)
                                    .arg(7 * hour.total())));
    }

    void theFirstExhaustionIsWhereTheFormulaSays()
    {
        SimulationRequest request{.settings = {}, .hours = 1, .seed = 1};
        request.settings.prsPerHour = 400; // 48,000 calls where 5,000 may be spent
        request.settings.pipelineMinutes = 0.1; // the formula charges a pipeline at once
        request.settings.writeSpacing = 0;
        request.settings.pointsPerMinute = 1'000'000;
        request.settings.organisations = 200;
        const auto result = simulate(request);
        QVERIFY(result);
        QCOMPARE(result->exhaustions.size(), 200);
        double sum = 0;
        for (const auto &exhaustion : result->exhaustions)
            sum += exhaustion.at / 60;
        const auto minutes
                = hourOf(request.settings, evaluate(request.settings)).minutesToExhaustion();
        QVERIFY(minutes);
        QVERIFY2(isNear(sum / 200, *minutes, 0.05),
                 qPrintable(u"%1 beside %2"_s.arg(sum / 200).arg(*minutes)));
    }

    void whatFollowsASubmissionWaitsForIt_data()
    {
        QTest::addColumn<bool>("hasTests");
        QTest::addColumn<int>("rateLimit");
        QTest::addColumn<int>("hoursLater");
        // The submission's last call is made when the next hour begins, RPM builds end 3.5 hours
        // after it. A pipeline takes nine.
        QTest::newRow("build") << false << 9 << 1 + 3;
        // 5.5 hours from the submission of the tests to their end.
        QTest::newRow("tests") << true << 8 << 1 + 5;
    }
    void whatFollowsASubmissionWaitsForIt()
    {
        QFETCH(const bool, hasTests);
        QFETCH(const int, rateLimit);
        QFETCH(const int, hoursLater);
        SimulationRequest request{.settings = onlyWrites(1), .hours = 100};
        BudgetSettings &settings = request.settings;
        settings.base.rateLimit = rateLimit;
        settings.base.hasBuilds = !hasTests;
        settings.base.hasTests = hasTests;
        settings.flagCost = hasTests ? settings.flagCost : 0; // reads alone
        settings.base.isPrivateOnce = true;
        settings.privateCost = 1;
        settings.repositoryReads = 1; // one call in every step of the build
        settings.submitPullReads = hasTests ? 0 : 9;
        settings.testPullReads = settings.branchReads = 5; // more than an hour has, too
        settings.pipelineMinutes = 9 * 60;
        settings.prsPerHour = 0.02;
        int starved = 0;
        for (request.seed = 1; request.seed <= 100; ++request.seed) {
            const auto result = simulate(request);
            QVERIFY(result);
            if (result->pipelines != 1 || result->callsAfter > 0 || result->exhaustions.isEmpty())
                continue;
            ++starved;
            const auto isSpent = [](double calls) { return calls > 0; };
            const QList<double> &hours = result->callsPerHour;
            const auto last = std::find_if(hours.rbegin(), hours.rend(), isSpent);
            const auto waiting = qsizetype(result->exhaustions.first().at / 3600);
            QCOMPARE(hours.rend() - last - 1, waiting + hoursLater);
        }
        QVERIFY2(starved > 10, qPrintable(QString::number(starved)));
    }

    void onePipelineMayCostMoreThanAnHour()
    {
        SimulationRequest request{.settings = {.base = {.chroots = 100}}, .hours = 24, .seed = 2};
        request.settings.base.rateLimit = 100;
        request.settings.prsPerHour = 0.1;
        const auto result = simulate(request);
        QVERIFY(result);
        for (const double calls : result->callsPerHour)
            QVERIFY(calls <= 100 + 1e-6);
        QVERIFY(!result->exhaustions.isEmpty());
    }

    void aBacklogSpendsTheWholeLimitEveryHour_data()
    {
        QTest::addColumn<int>("chroots");
        QTest::addColumn<int>("rateLimit");
        QTest::newRow("steps that fit an hour") << 3 << 1000;
        QTest::newRow("steps of most of an hour") << 100 << 1000;
        QTest::newRow("steps of hours") << 1000 << 5000;
    }
    void aBacklogSpendsTheWholeLimitEveryHour()
    {
        QFETCH(const int, chroots);
        QFETCH(const int, rateLimit);
        SimulationRequest request{.settings = {.base = {.chroots = chroots}}, .hours = 50};
        request.settings.base.rateLimit = rateLimit;
        request.settings.prsPerHour = 30;
        request.settings.pipelineMinutes = 1;
        request.settings.writeSpacing = 0; // or writes would not come fast enough
        const auto result = simulate(request);
        QVERIFY(result);
        for (const double calls : result->callsPerHour)
            QCOMPARE(calls, rateLimit);
        QCOMPARE(result->exhaustions.size(), 50);
    }

    void aBacklogOfYearsFitsIntoMemory()
    {
        // Work for a hundred thousand hours in ten: what comes after the last hour is one number.
        SimulationRequest request{.settings = {}, .hours = 10, .seed = 3};
        request.settings.base.rateLimit = 1;
        request.settings.prsPerHour = 1000;
        const auto result = simulate(request);
        QVERIFY(result);
        QCOMPARE(result->callsPerHour.size(), 10);
        for (const double calls : result->callsPerHour)
            QVERIFY(calls <= 1 + 1e-6);
        QCOMPARE(result->totalCalls(), double(result->pipelines) * 120);
        QVERIFY(result->exhaustions.size() <= 10);
        QVERIFY(result->secondsOutOfBudget <= 10 * 3600);
        QVERIFY(result->finalFlag.most > 1e6 && std::isfinite(result->finalFlag.most));
    }

    void aWriteWithReadsWaitsOnce()
    {
        // A flag for three calls pauses once, not three times.
        SimulationRequest request{.settings = onlyWrites(1), .hours = 50, .seed = 17};
        request.settings.prsPerHour = 1;
        request.settings.flagCost = 3;
        const auto result = simulate(request);
        QVERIFY(result);
        QCOMPARE(result->firstFlag.median, 1);
        QCOMPARE(result->totalCalls(), double(result->pipelines) * 6);
    }

    /// Whichever limit binds: 10 % below it flags stand soon, 10 % above it they are late by hours.
    void everyLimitBindsTheSimulation_data()
    {
        QTest::addColumn<LimitKind>("limit");
        QTest::newRow("calls") << LimitKind::Primary;
        QTest::newRow("pause") << LimitKind::Writes;
        QTest::newRow("points") << LimitKind::Points;
        QTest::newRow("requests at once") << LimitKind::Concurrency;
        QTest::newRow("content per minute") << LimitKind::ContentPerMinute;
        QTest::newRow("content per hour") << LimitKind::ContentPerHour;
    }
    void everyLimitBindsTheSimulation()
    {
        QFETCH(const LimitKind, limit);
        SimulationRequest request{.settings = {.base = {.rateLimit = 1'000'000}}, .hours = 300};
        BudgetSettings &settings = request.settings;
        settings.pipelineSpread = 0.5;
        settings.writeSpacing = limit == LimitKind::Writes ? 5 : 0.01;
        settings.pointsPerMinute = limit == LimitKind::Points ? 100 : 1'000'000;
        settings.isContentBinding = true;
        settings.contentPerMinute = limit == LimitKind::ContentPerMinute ? 20 : 1'000'000;
        settings.contentPerHour = limit == LimitKind::ContentPerHour ? 1000 : 1'000'000;
        if (limit == LimitKind::Primary)
            settings.base.rateLimit = 2400;
        if (limit == LimitKind::Concurrency) {
            settings.secondsPerCall = 2;
            settings.concurrency = 1;
        }
        const PipelineCost cost = evaluate(settings);
        const auto binding = bindingLimit(limitsOf(settings, cost));
        QVERIFY(binding);
        QCOMPARE(binding->limit, limit);
        settings.prsPerHour = 0.9 * double(*binding->prsPerHour);
        const auto below = simulate(request);
        settings.prsPerHour = 1.1 * double(*binding->prsPerHour + 1);
        const auto above = simulate(request);
        QVERIFY(below && above);
        QVERIFY2(below->finalFlag.p95 < 2 * 3600,
                 qPrintable(QString::number(below->finalFlag.p95)));
        QVERIFY2(above->finalFlag.most > 10 * 3600, // of the 30 that are too much
                 qPrintable(QString::number(above->finalFlag.most)));
    }

    /// Reads of all that comes, and as many writes as fit an hour.
    void writesCountInTheirHour_data()
    {
        QTest::addColumn<bool>("hasReads");
        QTest::addColumn<double>("pause");
        QTest::addColumn<double>("prsPerHour");
        for (const bool hasReads : {false, true}) {
            const char *reads = hasReads ? "with reads" : "writes alone";
            QTest::addRow("%s, a minute", reads) << hasReads << 60.0 << 60.0;
            QTest::addRow("%s, ten seconds", reads) << hasReads << 10.0 << 100.0;
            QTest::addRow("%s, two seconds", reads) << hasReads << 2.0 << 300.0;
            QTest::addRow("%s, a second", reads) << hasReads << 1.0 << 150.0;
            QTest::addRow("%s, none is late", reads) << hasReads << 2.0 << 20.0;
        }
    }
    void writesCountInTheirHour()
    {
        QFETCH(const bool, hasReads);
        QFETCH(const double, pause);
        QFETCH(const double, prsPerHour);
        SimulationRequest request{.settings = onlyWrites(30), .hours = 100, .seed = 3};
        BudgetSettings &settings = request.settings;
        if (hasReads)
            settings.approvalChecks = 5;
        settings.writeSpacing = pause;
        settings.prsPerHour = prsPerHour;
        settings.pipelineMinutes = 1;
        const PipelineCost cost = evaluate(settings);
        const auto limits = limitsOf(settings, cost);
        const PrRequests pr = requestsPerPr(settings, cost);
        const double written = std::min(prsPerHour * pr.writes, 3600 / pause);
        const double expected = prsPerHour * pr.reads + written;
        QVERIFY(expected < settings.base.rateLimit);
        const auto result = simulate(request);
        QVERIFY(result);
        const double within = (result->totalCalls() - result->callsAfter) / request.hours;
        QVERIFY2(isNear(within, expected, 0.03),
                 qPrintable(u"%1 beside %2"_s.arg(within).arg(expected)));
        QVERIFY(result->exhaustions.isEmpty());
        if (prsPerHour > double(*limits.at(size_t(LimitKind::Writes)).prsPerHour)) {
            QCOMPARE(bindingLimit(limits)->limit, LimitKind::Writes);
            const double most = prsPerHour * 1.5 * pr.reads + 3600 / pause;
            for (const double calls : result->callsPerHour)
                QVERIFY2(calls <= most + 1e-6, qPrintable(QString::number(calls)));
        }
        QCOMPARE(qRound64(result->totalCalls()), qRound64(double(result->pipelines) * pr.counted));
    }

    void contentBindsTheSimulationToo()
    {
        SimulationRequest request{.settings = onlyWrites(1), .hours = 50, .seed = 17};
        request.settings.prsPerHour = 400; // 800 flags an hour, above 500
        const auto free = simulate(request);
        request.settings.isContentBinding = true;
        const auto bound = simulate(request);
        QVERIFY(free && bound);
        QVERIFY(free->finalFlag.p99 < 60);
        QVERIFY(bound->finalFlag.p99 > 3600); // a backlog that only grows
    }

    void nothingHappensWithoutTraffic()
    {
        SimulationRequest request{.settings = {}, .hours = 5, .seed = 1};
        request.settings.prsPerHour = 0;
        const auto result = simulate(request);
        QVERIFY(result);
        QCOMPARE(result->callsPerHour, QList<double>(5, 0));
        QCOMPARE(result->finalFlag.count, 0);
    }

    void refusesWhatCannotBeSimulated()
    {
        QVERIFY(simulate({.settings = {}, .hours = 0}).error().what.contains(u"0 hours"));
        QVERIFY(!simulate({.settings = {}, .hours = kMostSimulatedHours + 1}));
        SimulationRequest request{.settings = {}, .hours = 168};
        request.settings.prsPerHour = 100'000;
        request.settings.organisations = 1000;
        QVERIFY(simulate(request).error().what.contains(u"fewer hours"));
        request.settings = {};
        request.settings.reserve = 5000;
        QVERIFY(simulate(request).error().what.contains(u"reserve"));
    }

    void stopsWhenAsked()
    {
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(simulate({}, stop.get_token()).error().cause, Cause::Canceled);
    }
};

QTEST_GUILESS_MAIN(SimulatorTest)
#include "tst_simulator.moc"
