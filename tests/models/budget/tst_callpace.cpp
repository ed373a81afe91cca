// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/callpace.h"

#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

CallPace paceOf(const BudgetSettings &settings) { return {settings, evaluate(settings)}; }

} // namespace

/// What the secondary limits do to single calls.
class CallPaceTest final : public QObject
{
    Q_OBJECT

private slots:
    void flagsComeOneAfterTheOther()
    {
        CallPace pace = paceOf({});
        const auto first = pace.write(10, 4);
        QCOMPARE(first.first, 11);
        QCOMPARE(first.last, 14);
        const auto second = pace.write(12, 2);
        QCOMPARE(second.first, 15);
        QCOMPARE(second.last, 16);
        QCOMPARE(pace.write(100, 0.5).first, 100.5); // half a flag is expected
    }

    void theSlowestLimitSpacesFlags_data()
    {
        QTest::addColumn<double>("secondsPerCall");
        QTest::addColumn<int>("flagCost");
        QTest::addColumn<int>("pointsPerMinute");
        QTest::addColumn<bool>("isContent");
        QTest::addColumn<double>("spacing");
        QTest::newRow("pause") << 0.0 << 1 << 900 << false << 1.0;
        QTest::newRow("slow answers") << 2.0 << 1 << 900 << false << 2.0;
        QTest::newRow("slow answers to three") << 2.0 << 3 << 900 << false << 6.0;
        QTest::newRow("points") << 0.0 << 1 << 100 << false << 3.0;
        QTest::newRow("points of three") << 0.0 << 3 << 100 << false << 4.2; // 2 reads, 5 points
        QTest::newRow("content per hour") << 0.0 << 1 << 900 << true << 7.2;
    }
    void theSlowestLimitSpacesFlags()
    {
        QFETCH(const double, secondsPerCall);
        QFETCH(const int, flagCost);
        QFETCH(const int, pointsPerMinute);
        QFETCH(const bool, isContent);
        QFETCH(const double, spacing);
        BudgetSettings settings;
        settings.secondsPerCall = secondsPerCall;
        settings.flagCost = flagCost;
        settings.pointsPerMinute = pointsPerMinute;
        settings.isContentBinding = isContent;
        CallPace pace = paceOf(settings);
        QCOMPARE(pace.write(0, 10).last, 10 * spacing);
    }

    void pointsOfAMinuteMayBeSpentAtOnce()
    {
        BudgetSettings settings;
        settings.pointsPerMinute = 60;
        CallPace pace = paceOf(settings);
        QCOMPARE(pace.read(0, 60).made, 0);
        QCOMPARE(pace.read(0, 30).made, 30);
        QCOMPARE(pace.read(100, 40).made, 100); // by then all are there again
        QCOMPARE(pace.read(100, 30).made, 110);
        QCOMPARE(pace.write(120, 2).last, 130); // 10 points
    }

    void readsDoNotWaitForPointsOfWaitingFlags()
    {
        BudgetSettings settings;
        settings.writeSpacing = 60;
        settings.pointsPerMinute = 60;
        CallPace pace = paceOf(settings);
        QCOMPARE(pace.write(0, 1000).last, 60'000); // 5000 points, five a minute
        QCOMPARE(pace.read(0, 60).made, 0);
        QCOMPARE(pace.read(600, 60).made, 650); // beside those of ten flags
    }

    void requestsAtOnceAreBounded()
    {
        BudgetSettings settings;
        settings.concurrency = 2;
        settings.secondsPerCall = 10;
        CallPace pace = paceOf(settings);
        QCOMPARE(pace.read(0, 1).answered, 10);
        QCOMPARE(pace.read(0, 1).made, 0);
        QCOMPARE(pace.read(0, 2).made, 10);
        QCOMPARE(pace.read(0, 1).made, 15);
    }

    void readsAreAnsweredOneAfterTheOther()
    {
        BudgetSettings settings;
        settings.secondsPerCall = 0.5;
        QCOMPARE(paceOf(settings).read(3, 8).answered, 7);
    }
};

QTEST_GUILESS_MAIN(CallPaceTest)
#include "tst_callpace.moc"
