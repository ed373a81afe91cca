// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/hourlybudget.h"

#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

using Hours = QList<double>;

Hours spent(const HourlyBudget &budget)
{
    return Hours(budget.spentByHour().begin(), budget.spentByHour().end());
}

Hours exhausted(const HourlyBudget &budget)
{
    const std::vector<double> times = budget.exhaustedAt();
    return Hours(times.begin(), times.end());
}

} // namespace

/// What is left of an hour, and who waits for the next.
class HourlyBudgetTest final : public QObject
{
    Q_OBJECT

private slots:
    void whatIsLeftOfAnHourIsSpentFirst()
    {
        HourlyBudget budget(5000, 3);
        QCOMPARE(budget.take(10, 1).last, 10);
        const auto granted = budget.take(20, 5000);
        QCOMPARE(granted.first, 20);
        QCOMPARE(granted.last, 3600);
        QCOMPARE(granted.callsOfLastHour, 1);
        QCOMPARE(spent(budget), (Hours{5000, 1, 0}));
        QCOMPARE(exhausted(budget), Hours{20});
        QCOMPARE(budget.secondsOut(), 3580);
    }

    void whatFitsExhaustsNothing()
    {
        HourlyBudget budget(100, 2);
        QCOMPARE(budget.take(5, 60).last, 5);
        QCOMPARE(budget.take(6, 40).last, 6);
        QCOMPARE(exhausted(budget), Hours{});
        QCOMPARE(budget.take(7, 1).last, 3600);
        QCOMPARE(exhausted(budget), Hours{7});
        QCOMPARE(budget.secondsOut(), 3593);
    }

    void aBacklogIsServedInItsOrder()
    {
        HourlyBudget budget(100, 4);
        QCOMPARE(budget.take(0, 250).last, 7200);
        QCOMPARE(budget.take(1, 30).last, 7200);
        QCOMPARE(budget.take(2, 30).last, 10'800);
        QCOMPARE(spent(budget), (Hours{100, 100, 100, 10}));
        QCOMPARE(exhausted(budget), (Hours{0, 3600, 7200}));
    }

    void whatComesAfterTheLastHourIsOneNumber()
    {
        HourlyBudget budget(10, 2);
        QCOMPARE(budget.take(0, 1e6).last, (1e5 - 1) * 3600);
        QCOMPARE(spent(budget), (Hours{10, 10}));
        QCOMPARE(budget.spentAfter(), 1e6 - 20);
        QCOMPARE(budget.take(1, 5).last, 1e5 * 3600);
    }

    void whatIsSpentLaterLeavesTheRest()
    {
        HourlyBudget budget(100, 4);
        budget.spend(4000, 90); // writes that wait for each other
        QCOMPARE(budget.take(10, 100).last, 10);
        QCOMPARE(budget.take(20, 30).last, 7200);
        QCOMPARE(spent(budget), (Hours{100, 100, 20, 0}));
        QCOMPARE(exhausted(budget), (Hours{20, 3600}));
        QCOMPARE(budget.open(3700), 7200);
        QCOMPARE(budget.secondsOut(), 3580 + 3600);
        QCOMPARE(budget.open(5), 7200); // it had to wait even before
        QCOMPARE(exhausted(budget), (Hours{5, 3600}));
        QCOMPARE(budget.leftAt(7300), 80);
    }

    void nothingIsGrantedAtOnce()
    {
        HourlyBudget budget(10, 2);
        QCOMPARE(budget.take(100, 10).last, 100);
        QCOMPARE(budget.take(100, 0).last, 100);
        QCOMPARE(exhausted(budget), Hours{});
    }
};

QTEST_GUILESS_MAIN(HourlyBudgetTest)
#include "tst_hourlybudget.moc"
