// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "timers.h"

#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TimersTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }
    void aTurnMakesCallsInTheOrderOfTheirTime();
    void callsOfOneMomentComeInTheOrderAskedFor();
    void aCallMayAskForAnother();
    void nothingIsCalledForAContextThatIsGone();
    void theSystemsTimersRing();
};

void TimersTest::aTurnMakesCallsInTheOrderOfTheirTime()
{
    HandTimers timers;
    const QDateTime start = timers.now();
    QStringList calls;
    timers.callAfter(2s, this, [&] { calls << u"two at %1"_s.arg(start.secsTo(timers.now())); });
    timers.callAfter(1s, this, [&] { calls << u"one at %1"_s.arg(start.secsTo(timers.now())); });
    timers.callAfter(9s, this, [&] { calls << u"nine"_s; });
    timers.turn(5s);
    QCOMPARE(calls, (QStringList{u"one at 1"_s, u"two at 2"_s}));
    QCOMPARE(start.secsTo(timers.now()), 5);
    QCOMPARE(timers.next(), start.addSecs(9));
}

void TimersTest::callsOfOneMomentComeInTheOrderAskedFor()
{
    HandTimers timers;
    QStringList calls;
    for (const QString &name : {u"a"_s, u"b"_s, u"c"_s})
        timers.callAfter(1s, this, [&calls, name] { calls << name; });
    timers.turn(1s);
    QCOMPARE(calls, (QStringList{u"a"_s, u"b"_s, u"c"_s}));
}

void TimersTest::aCallMayAskForAnother()
{
    HandTimers timers;
    int calls = 0;
    std::function<void()> again = [&] {
        if (++calls < 3)
            timers.callAfter(1s, this, again);
    };
    timers.callAfter(1s, this, again);
    timers.turn(10s);
    QCOMPARE(calls, 3);
    QVERIFY(!timers.turnToNext());
}

void TimersTest::nothingIsCalledForAContextThatIsGone()
{
    HandTimers timers;
    bool isCalled = false;
    auto context = std::make_unique<QObject>();
    timers.callAfter(1s, context.get(), [&] { isCalled = true; });
    context.reset();
    QVERIFY(!timers.next().isValid());
    timers.turn(2s);
    QVERIFY(!isCalled);
}

void TimersTest::theSystemsTimersRing()
{
    SystemTimers timers;
    const QDateTime start = timers.now();
    QDateTime rung;
    timers.callAfter(20ms, this, [&] { rung = timers.now(); });
    QVERIFY(!rung.isValid());
    QTRY_VERIFY(rung.isValid());
    QVERIFY(start.msecsTo(rung) >= 20);
}

QTEST_GUILESS_MAIN(TimersTest)
#include "tst_timers.moc"
