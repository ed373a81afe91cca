// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/handclock.h"
#include "queue/ratemeter.h"

#include <QTest>

using namespace sluice;
using namespace std::chrono_literals;

/// Imports per second and the time left, from counts.
class RateMeterTest final : public QObject
{
    Q_OBJECT

private:
    static StateCounts counts(qint64 queued, qint64 succeeded, qint64 failed = 0)
    {
        StateCounts counts;
        counts[State::Queued] = queued;
        counts[State::Succeeded] = succeeded;
        counts[State::Failed] = failed;
        return counts;
    }

private slots:
    void rateIsWhatEndedLately()
    {
        HandClock clock;
        RateMeter meter;
        meter.add(counts(1000, 50'000), clock.now()); // what was there before does not count
        QCOMPARE(meter.perSecond(clock.now()), 0.0);
        for (int i = 1; i <= 20; ++i) {
            clock.advance(250ms);
            meter.add(counts(1000 - i * 25, 50'000 + i * 25), clock.now());
        }
        QVERIFY(qAbs(meter.perSecond(clock.now()) - 100) < 1);
        QCOMPARE(meter.left(clock.now()), std::optional(5s));
        clock.advance(20s);
        QCOMPARE(meter.perSecond(clock.now()), 0.0);
        QVERIFY(!meter.left(clock.now()));
    }

    void aRetryIsNoNegativeImport()
    {
        HandClock clock;
        RateMeter meter;
        meter.add(counts(0, 0, 10), clock.now());
        clock.advance(1s);
        meter.add(counts(10, 0, 0), clock.now());
        clock.advance(1s);
        meter.add(counts(0, 10, 0), clock.now());
        QCOMPARE(meter.perSecond(clock.now()), 5.0);
        QVERIFY(!meter.left(clock.now())); // nothing is left
    }
};

QTEST_GUILESS_MAIN(RateMeterTest)
#include "tst_ratemeter.moc"
