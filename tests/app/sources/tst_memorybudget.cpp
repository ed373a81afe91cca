// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/memorybudget.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {
constexpr auto kNever = std::chrono::steady_clock::time_point::max();
}

/// Shares of memory: admission, waiting, order.
class MemoryBudgetTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void aShareIsGivenBackOnce()
    {
        MemoryBudget budget;
        {
            auto first = budget.take(60, 100, {}, kNever);
            QVERIFY(first);
            QCOMPARE(budget.used(), 60);
            const MemoryBudget::Share moved = std::move(*first);
            QCOMPARE(budget.used(), 60);
            const auto second = budget.take(40, 100, {}, kNever);
            QVERIFY(second);
            QCOMPARE(budget.used(), 100);
        }
        QCOMPARE(budget.used(), 0);
    }

    void whatIsLargerThanAllGetsInAlone()
    {
        MemoryBudget budget;
        const auto share = budget.take(500, 100, {}, kNever);
        QVERIFY(share);
        const auto other = budget.take(1, 100, {}, std::chrono::steady_clock::now());
        QVERIFY(!other);
        QCOMPARE(other.error(), MemoryBudget::Refusal::TimedOut);
    }

    void aStopEndsTheWait()
    {
        MemoryBudget budget;
        const auto share = budget.take(100, 100, {}, kNever);
        std::atomic<bool> isStopped = false;
        std::jthread waiting([&](const std::stop_token &stop) {
            const auto refused = budget.take(1, 100, stop, kNever);
            isStopped = !refused && refused.error() == MemoryBudget::Refusal::Stopped;
        });
        waiting.request_stop();
        waiting.join();
        QVERIFY(isStopped);
        QCOMPARE(budget.used(), 100);
    }

    void aBigRequestIsNotPassedBySmallOnes()
    {
        MemoryBudget budget;
        auto first = std::make_optional(budget.take(50, 100, {}, kNever));
        std::atomic<bool> hasBig = false;
        std::jthread big([&] { hasBig = budget.take(90, 100, {}, kNever).has_value(); });
        while (budget.waiting() == 0)
            std::this_thread::yield();
        // It would fit, but somebody is in front.
        const auto small = budget.take(10, 100, {}, std::chrono::steady_clock::now());
        QVERIFY(!small);
        first.reset();
        big.join();
        QVERIFY(hasBig);
        QVERIFY(budget.take(10, 100, {}, kNever));
    }

    void manyThreadsNeverExceedTheLimit()
    {
        MemoryBudget budget;
        std::atomic<qint64> inUse = 0;
        std::atomic<bool> isExceeded = false;
        {
            std::vector<std::jthread> threads;
            for (int thread = 0; thread < 8; ++thread) {
                threads.emplace_back([&, thread] {
                    for (int i = 0; i < 200; ++i) {
                        const qint64 bytes = 1 + (thread * 7 + i) % 60;
                        const auto share = budget.take(bytes, 100, {}, kNever);
                        if ((inUse += bytes) > 100)
                            isExceeded = true;
                        inUse -= bytes;
                    }
                });
            }
        }
        QVERIFY(!isExceeded);
        QCOMPARE(budget.used(), 0);
    }
};

QTEST_GUILESS_MAIN(MemoryBudgetTest)
#include "tst_memorybudget.moc"
