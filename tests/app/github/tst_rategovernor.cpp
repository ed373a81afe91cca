// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/rategovernor.h"

#include "timers.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QTimeZone>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Spending read(Urgency urgency = Urgency::ReadForPerson)
{
    return {.urgency = urgency, .resource = u"core"_s};
}

Spending write(Urgency urgency = Urgency::FinalFlag)
{
    return {.urgency = urgency, .resource = u"core"_s, .isWrite = true};
}

} // namespace

/// When requests may leave.
class RateGovernorTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        start({});
    }

    void writesLeaveASecondApartAndOneAtATime()
    {
        for (int i = 0; i < 3; ++i)
            hold(write(), u"w%1"_s.arg(i));
        m_timers->turn(500ms);
        QCOMPARE(left(), u"w0@0"_s);
        m_timers->turn(2s); // the first has not been answered
        QCOMPARE(left(), u"w0@0"_s);
        answerAll();
        m_timers->turn(100ms);
        answerAll();
        m_timers->turn(1s);
        QCOMPARE(left(), u"w0@0 w1@2500 w2@3500"_s);
    }

    void readsAreBoundInNumber()
    {
        for (int i = 0; i < 12; ++i)
            hold(read(), u"r"_s);
        turn();
        QCOMPARE(m_left.size(), 10);
        answerAll();
        turn();
        QCOMPARE(m_left.size(), 12);
        QCOMPARE(m_governor->state().reads, 2);
    }

    void theMostUrgentLeavesFirst()
    {
        start({.readConcurrency = 1});
        hold(read(Urgency::Polling), u"polling"_s);
        hold(read(Urgency::IntermediateFlag), u"intermediate"_s);
        hold(read(Urgency::ReadForPerson), u"person"_s);
        hold(read(Urgency::FirstFlag), u"first"_s);
        hold(read(Urgency::FinalFlag), u"final"_s);
        hold(read(Urgency::FinalFlag), u"final2"_s);
        for (int i = 0; i < 6; ++i) {
            turn();
            answerAll();
        }
        QCOMPARE(left(), u"final@0 final2@0 first@0 person@0 intermediate@0 polling@0"_s);
    }

    void aRaisedRequestOvertakes()
    {
        start({.readConcurrency = 1});
        hold(read(Urgency::Polling), u"one"_s);
        const auto two = hold(read(Urgency::Polling), u"two"_s);
        m_governor->raise(two, Urgency::FinalFlag);
        m_governor->raise(two, Urgency::Polling); // never back
        turn();
        QCOMPARE(left(), u"two@0"_s);
    }

    void pointsPerMinuteAreKept()
    {
        start({.writeSpacing = 0s, .readConcurrency = 1000, .pointsPerMinute = 20});
        for (int i = 0; i < 18; ++i)
            hold(read(), u"r"_s);
        turn();
        answerAll();
        QCOMPARE(m_left.size(), 18);
        m_timers->turn(30s);
        hold(write(), u"w"_s);
        hold(read(Urgency::Polling), u"late"_s); // would take what the write waits for
        m_timers->turn(29s);
        QCOMPARE(m_left.size(), 18);
        m_timers->turn(1s);
        QCOMPARE(m_left.size(), 20);
    }

    void graphqlHasPointsOfItsOwn()
    {
        start({.writeSpacing = 0s, .pointsPerMinute = 1, .graphqlPointsPerMinute = 6});
        const Spending query{.resource = u"graphql"_s, .isGraphql = true};
        const Spending mutation{.resource = u"graphql"_s, .isWrite = true, .isGraphql = true};
        hold(read(), u"rest"_s);
        hold(mutation, u"mutation"_s);
        hold(query, u"query"_s);
        hold(query, u"query2"_s);
        turn();
        QCOMPARE(left(), u"rest@0 mutation@0 query@0"_s);
        m_timers->turn(60s);
        QCOMPARE(m_left.size(), 4);
    }

    void theReserveIsForFinalFlags()
    {
        learn({.limit = 1000, .remaining = 100, .inSeconds = 600});
        hold(read(Urgency::FirstFlag), u"first"_s);
        hold(write(Urgency::FirstFlag), u"firstwrite"_s);
        hold(write(Urgency::FinalFlag), u"final"_s);
        m_timers->turn(599s);
        QCOMPARE(left(), u"final@0"_s);
        QCOMPARE(m_governor->state().gauges.constFirst().reserve, 100);
        answerAll();
        m_timers->turn(2s); // a second after the reset
        QCOMPARE(left(), u"final@0 first@601000 firstwrite@601000"_s);
    }

    void whatCanBeDoneWithoutWaitsWhileTheBudgetIsShort_data()
    {
        QTest::addColumn<int>("remaining");
        QTest::addColumn<int>("minutes");
        QTest::addColumn<QString>("leaves");
        // 900 of 1000 are to be spent evenly in an hour.
        QTest::newRow("even spending") << 550 << 30 << u"intermediate polling"_s;
        QTest::newRow("a little short") << 430 << 30 << u"intermediate"_s;
        QTest::newRow("short") << 300 << 30 << u""_s;
        QTest::newRow("short, but soon over") << 300 << 10 << u"intermediate polling"_s;
    }

    void whatCanBeDoneWithoutWaitsWhileTheBudgetIsShort()
    {
        QFETCH(const int, remaining);
        QFETCH(const int, minutes);
        QFETCH(const QString, leaves);
        learn({.limit = 1000, .remaining = remaining, .inSeconds = minutes * 60});
        hold(read(Urgency::Polling), u"polling"_s);
        hold(read(Urgency::IntermediateFlag), u"intermediate"_s);
        turn();
        QCOMPARE(names(), leaves);
        m_timers->turn(std::chrono::minutes(minutes) + 1s);
        QCOMPARE(m_left.size(), 2); // held back, not dropped
    }

    void anExhaustedLimitWaitsForItsReset()
    {
        learn({.limit = 1000, .remaining = 0, .inSeconds = 120}, RateVerdict::PrimaryExhausted);
        hold(write(), u"final"_s);
        hold({.urgency = Urgency::Polling, .resource = u"graphql"_s, .isGraphql = true},
             u"query"_s);
        m_timers->turn(120s);
        QCOMPARE(left(), u"query@0"_s);
        QCOMPARE(m_governor->roomAt(u"core"_s), m_begin.addSecs(121));
        m_timers->turn(1s);
        QCOMPARE(left(), u"query@0 final@121000"_s);
    }

    void anExhaustedLimitThatSaysNothingWaitsAMinute()
    {
        hold(read(), u"one"_s);
        turn();
        m_governor->answered(m_underWay.takeFirst(), {}, RateVerdict::PrimaryExhausted, 0);
        hold(read(), u"two"_s);
        m_timers->turn(59s);
        QCOMPARE(names(), u"one"_s);
        m_timers->turn(1s);
        QCOMPARE(names(), u"one two"_s);
    }

    void aClockThatIsWrongDoesNotMatter_data()
    {
        QTest::addColumn<int>("ahead");
        QTest::newRow("server ahead") << 1800;
        QTest::newRow("server behind") << -1800;
        QTest::newRow("a second of travel") << -1;
    }

    void aClockThatIsWrongDoesNotMatter()
    {
        QFETCH(const int, ahead);
        hold(read(), u"one"_s);
        turn();
        const QDateTime serverNow = m_begin.addSecs(ahead);
        const int seen = std::abs(ahead) < 3 ? 0 : ahead;
        m_governor->answered(m_underWay.takeFirst(),
                             {.resource = u"core"_s,
                              .limit = 1000,
                              .remaining = 0,
                              .reset = m_begin.addSecs(seen + 300),
                              .serverTime = serverNow},
                             RateVerdict::Fine, 1);
        hold(read(), u"two"_s);
        m_timers->turn(300s);
        QCOMPARE(names(), u"one"_s);
        m_timers->turn(1s);
        QCOMPARE(names(), u"one two"_s);
        QCOMPARE(m_governor->skew(), std::chrono::seconds(seen));
    }

    void answersInTheWrongOrderDoNoHarm()
    {
        const auto facts = [this](int remaining, int reset) {
            return RateFacts{.resource = u"core"_s,
                             .limit = 1000,
                             .remaining = remaining,
                             .reset = m_begin.addSecs(reset)};
        };
        const auto remaining = [this] { return m_governor->state().gauges.constFirst().remaining; };
        for (int i = 0; i < 5; ++i)
            hold(read(), u"r"_s);
        turn();
        m_governor->answered(m_underWay.takeFirst(), facts(700, 100), RateVerdict::Fine, 1);
        QCOMPARE(remaining(), 700 - 4);
        m_governor->answered(m_underWay.takeFirst(), facts(702, 101), RateVerdict::Fine, 1);
        QCOMPARE(remaining(), 700 - 3);
        m_governor->answered(m_underWay.takeFirst(), facts(999, 3700), RateVerdict::Fine, 1);
        QCOMPARE(remaining(), 999 - 2);
        m_governor->answered(m_underWay.takeFirst(), facts(600, 100), RateVerdict::Fine, 1);
        QCOMPARE(remaining(), 999 - 1); // of the old window
        m_governor->answered(m_underWay.takeFirst(), {}, RateVerdict::Fine, 1);
        QCOMPARE(remaining(), 999);
    }

    void retryAfterIsHonoured()
    {
        hold(read(), u"one"_s);
        turn();
        m_governor->answered(m_underWay.takeFirst(), {.retryAfter = "42"}, RateVerdict::Secondary,
                             0);
        hold(write(), u"two"_s);
        QCOMPARE(m_governor->state().pausedUntil, m_begin.addSecs(42));
        m_timers->turn(41s);
        QCOMPARE(names(), u"one"_s);
        m_timers->turn(1s);
        QCOMPARE(names(), u"one two"_s);
    }

    void readsDoNotShrinkThePauseOfWrites()
    {
        QList<qint64> pauses;
        for (int i = 0; i < 5; ++i) {
            hold(read(), u"poll"_s);
            turn();
            answerAll();
            hold(write(), u"w"_s);
            m_timers->turn(1s);
            m_governor->answered(m_underWay.takeFirst(), {}, RateVerdict::Secondary, 0);
            const QDateTime until = m_governor->state().pausedUntil;
            pauses << m_timers->now().secsTo(until);
            m_timers->turn(until - m_timers->now());
        }
        QCOMPARE(pauses, QList<qint64>({60, 120, 240, 480, 960}));
    }

    void aLimitOfOneLetsReadsLeave()
    {
        learn({.limit = 1, .remaining = 0, .inSeconds = 100});
        hold(read(), u"r"_s);
        m_timers->turn(2h);
        QCOMPARE(names(), u"r"_s);
    }

    void pausesGrowAndShrinkAgain()
    {
        QList<qint64> pauses;
        const auto refuse = [this, &pauses] {
            hold(write(), u"w"_s);
            m_timers->turn(1s);
            m_governor->answered(m_underWay.takeFirst(), {}, RateVerdict::Secondary, 0);
            const QDateTime until = m_governor->state().pausedUntil;
            pauses << m_timers->now().secsTo(until);
            m_timers->turn(until - m_timers->now());
        };
        for (int i = 0; i < 7; ++i)
            refuse();
        QCOMPARE(pauses, QList<qint64>({60, 120, 240, 480, 960, 1800, 1800}));
        hold(write(), u"well"_s);
        m_timers->turn(1s);
        answerAll();
        refuse();
        QCOMPARE(pauses.constLast(), 60);
    }

    void thoseRefusedTogetherPauseOnce()
    {
        for (int i = 0; i < 5; ++i)
            hold(read(), u"r"_s);
        turn();
        m_timers->turn(100ms);
        while (!m_underWay.isEmpty())
            m_governor->answered(m_underWay.takeFirst(), {}, RateVerdict::Secondary, 0);
        QCOMPARE(m_governor->state().pausedUntil, m_begin.addMSecs(60'100));
    }

    void aRefusedRequestKeepsItsPlace()
    {
        const auto first = hold(write(), u"first"_s);
        hold(write(), u"second"_s);
        turn();
        m_underWay.clear();
        m_governor->answered(first, {.retryAfter = "10"}, RateVerdict::Secondary, 0);
        hold(write(), u"again"_s, first);
        m_timers->turn(10s);
        QCOMPARE(names(), u"first again"_s);
    }

    void aHeldRequestCanBeCanceled()
    {
        hold(write(), u"one"_s);
        const auto two = hold(write(), u"two"_s);
        turn();
        QVERIFY(m_governor->cancel(two));
        QVERIFY(!m_governor->cancel(two));
        QVERIFY(!m_governor->cancel(m_underWay.constFirst()));
        answerAll();
        m_timers->turn(10s);
        QCOMPARE(names(), u"one"_s);
    }

    void theForecastTellsWhenTheBudgetIsGone()
    {
        for (int i = 0; i < 10; ++i) {
            hold(read(), u"r"_s);
            m_timers->turn(30s);
            m_governor->answered(m_underWay.takeFirst(),
                                 {.resource = u"core"_s,
                                  .limit = 1000,
                                  .remaining = 500 - i * 10,
                                  .reset = m_begin.addSecs(3600)},
                                 RateVerdict::Fine, 10);
        }
        const auto forecast = m_governor->forecast().constFirst();
        QCOMPARE(forecast.resource, u"core"_s);
        QVERIFY(forecast.perHour > 1200 && forecast.perHour < 1400);
        QVERIFY(forecast.runsOutAt > m_timers->now().addSecs(1000));
        QVERIFY(forecast.runsOutAt < m_timers->now().addSecs(1300));
        m_timers->turn(11min);
        QVERIFY(m_governor->forecast().constFirst().runsOutAt.isNull());
    }

    void withoutPacingAllLeavesAtOnce()
    {
        start({.isPacing = false});
        learn({.limit = 10, .remaining = 0, .inSeconds = 600}, RateVerdict::PrimaryExhausted);
        for (int i = 0; i < 30; ++i)
            hold(write(Urgency::Polling), u"w"_s);
        turn();
        QCOMPARE(m_left.size(), 30);
    }

    void changesAreTold()
    {
        const QSignalSpy spy(m_governor.get(), &RateGovernor::changed);
        hold(read(), u"r"_s);
        turn();
        QCOMPARE(spy.count(), 1);
        answerAll();
        QCOMPARE(spy.count(), 2);
    }

    void whatIsLostGivesItsPlaceBack()
    {
        hold(write(), u"one"_s);
        hold(write(), u"two"_s);
        turn();
        m_governor->lost(m_underWay.takeFirst());
        m_timers->turn(1s);
        QCOMPARE(names(), u"one two"_s);
    }

private:
    struct Learned
    {
        int limit;
        int remaining;
        int inSeconds;
    };

    void start(GovernorOptions options)
    {
        m_left.clear();
        m_underWay.clear();
        m_governor.reset();
        m_timers = std::make_unique<HandTimers>();
        m_begin = m_timers->now();
        m_governor = std::make_unique<RateGovernor>(options, *m_timers);
    }
    RateGovernor::Ticket hold(const Spending &spending, const QString &name,
                              RateGovernor::Ticket place = 0)
    {
        const auto ticket = std::make_shared<RateGovernor::Ticket>(0);
        *ticket = m_governor->hold(
                spending,
                [this, name, ticket] {
                    m_left << u"%1@%2"_s.arg(name,
                                             QString::number(m_begin.msecsTo(m_timers->now())));
                    m_underWay << *ticket;
                },
                place);
        return *ticket;
    }
    /// One read that was answered so, and is forgotten.
    void learn(const Learned &what, RateVerdict verdict = RateVerdict::Fine)
    {
        hold(read(), u"x"_s);
        turn();
        m_governor->answered(m_underWay.takeFirst(),
                             {.resource = u"core"_s,
                              .limit = what.limit,
                              .remaining = what.remaining,
                              .reset = m_begin.addSecs(what.inSeconds)},
                             verdict, 1);
        m_left.clear();
    }
    void answerAll()
    {
        for (const auto ticket : std::exchange(m_underWay, {}))
            m_governor->answered(ticket, {}, RateVerdict::Fine, 1);
    }
    void turn() { m_timers->turn(0ms); }
    [[nodiscard]] QString left() const { return m_left.join(u' '); }
    [[nodiscard]] QString names() const { return left().remove(QRegularExpression(u"@\\d+"_s)); }

    std::unique_ptr<HandTimers> m_timers;
    std::unique_ptr<RateGovernor> m_governor;
    QDateTime m_begin;
    QStringList m_left;
    QList<RateGovernor::Ticket> m_underWay;
};

QTEST_GUILESS_MAIN(RateGovernorTest)
#include "tst_rategovernor.moc"
