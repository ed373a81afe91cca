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
    return Hours(budget.exhaustedAt().begin(), budget.exhaustedAt().end());
}

} // namespace

/// What is left of an hour, and when flags go out.
class HourlyBudgetTest final : public QObject
{
    Q_OBJECT

private slots:
    void whatIsLeftOfAnHourIsSpentFirst()
    {
        HourlyBudget budget(5000, 3);
        QCOMPARE(budget.spend({.at = 10, .calls = 1}).at, 10);
        const auto served = budget.spend({.at = 20, .calls = 5000});
        QCOMPARE(served.at, 3600); // the last of them
        QCOMPARE(spent(budget), (Hours{5000, 1, 0}));
        QCOMPARE(exhausted(budget), Hours{20});
        QCOMPARE(budget.secondsOut(), 3580);
    }

    void whatFitsExhaustsNothing()
    {
        HourlyBudget budget(100, 2);
        QCOMPARE(budget.spend({.at = 5, .calls = 60}).at, 5);
        QCOMPARE(budget.spend({.at = 6, .calls = 40}).at, 6);
        QCOMPARE(exhausted(budget), Hours{});
        QCOMPARE(budget.spend({.at = 7, .calls = 1}).at, 3600);
        QCOMPARE(exhausted(budget), Hours{7});
        QCOMPARE(budget.secondsOut(), 3593);
    }

    void aBacklogIsServedInItsOrder()
    {
        HourlyBudget budget(100, 4);
        QCOMPARE(budget.spend({.at = 0, .calls = 250}).at, 7200);
        QCOMPARE(budget.spend({.at = 1, .calls = 30}).at, 7200);
        QCOMPARE(budget.spend({.at = 2, .calls = 30}).at, 10'800);
        QCOMPARE(spent(budget), (Hours{100, 100, 100, 10}));
        QCOMPARE(exhausted(budget), (Hours{0, 3600, 7200}));
    }

    void whatComesAfterTheLastHourIsOneNumber()
    {
        HourlyBudget budget(10, 2);
        QCOMPARE(budget.spend({.at = 0, .calls = 1e6}).at, (1e5 - 1) * 3600);
        QCOMPARE(spent(budget), (Hours{10, 10}));
        QCOMPARE(budget.spentAfter(), 1e6 - 20);
        QCOMPARE(budget.spend({.at = 1, .calls = 5}).at, 1e5 * 3600);
    }

    void flagsGoOutFromTheStepsBegin()
    {
        // 6 reads and 994 flags in the first hour, 1000 in the second, 6 in the third.
        HourlyBudget budget(1000, 3);
        const auto served = budget.spend({.at = 0, .calls = 2006, .writes = 2000, .spacing = 1});
        QCOMPARE(served.at, 0); // all is read at once
        QCOMPARE(served.firstWrite, 1);
        QCOMPARE(served.lastWrite, 7206);
        QCOMPARE(spent(budget), (Hours{1000, 1000, 6}));
    }

    void flagsWaitForReadsAndForTheirTurn()
    {
        HourlyBudget budget(1000, 1);
        const auto first = budget.spend(
                {.at = 0, .calls = 13, .writes = 10, .secondsOfReads = 6, .spacing = 2});
        QCOMPARE(first.firstWrite, 8);
        QCOMPARE(first.lastWrite, 26);
        const auto second = budget.spend({.at = 1, .calls = 1, .writes = 1, .spacing = 2});
        QCOMPARE(second.firstWrite, 28);
        QCOMPARE(second.lastWrite, 28);
    }

    void flagsThatAreNotInTheBudgetAnyMoreWaitForTheNextHour()
    {
        HourlyBudget budget(10, 2);
        const auto served = budget.spend({.at = 100, .calls = 12, .writes = 2, .spacing = 1});
        QCOMPARE(served.at, 100);
        QCOMPARE(served.firstWrite, 3601);
        QCOMPARE(served.lastWrite, 3602);
        QCOMPARE(exhausted(budget), Hours{100});
    }
};

QTEST_GUILESS_MAIN(HourlyBudgetTest)
#include "tst_hourlybudget.moc"
