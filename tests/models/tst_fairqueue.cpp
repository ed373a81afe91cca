// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue/fairqueue.h"

#include <QTest>
#include <QTimeZone>

using namespace sluice;
using namespace Qt::StringLiterals;

/// The order in which tasks are claimed, read as a line of ids.
class FairQueueTest final : public QObject
{
    Q_OBJECT

private:
    static QDateTime at(qint64 second)
    {
        return QDateTime::fromSecsSinceEpoch(second, QTimeZone::UTC);
    }
    static QueueEntry entry(TaskId id, const QString &owner, const QString &sandbox = u"s"_s)
    {
        return {.id = id, .owner = owner, .sandbox = sandbox};
    }
    static QList<TaskId> drain(FairQueue &queue, const ShareLimits &limits = {})
    {
        QList<TaskId> order;
        while (const auto pick = queue.pop(at(100), limits))
            order << pick->id;
        return order;
    }

private slots:
    void firstComeFirstServedInASandbox()
    {
        FairQueue queue;
        for (const TaskId id : {3, 1, 2})
            queue.push(entry(id, u"a"_s));
        QCOMPARE(drain(queue), (QList<TaskId>{1, 2, 3}));
        QVERIFY(queue.isEmpty());
    }

    void ownersTakeTurns()
    {
        FairQueue queue;
        for (TaskId id = 1; id <= 4; ++id)
            queue.push(entry(id, u"big"_s));
        queue.push(entry(5, u"small"_s));
        QCOMPARE(drain(queue), (QList<TaskId>{1, 5, 2, 3, 4}));
    }

    void sandboxesTakeTurnsWithinAnOwner()
    {
        FairQueue queue;
        queue.push(entry(1, u"a"_s, u"x"_s));
        queue.push(entry(2, u"a"_s, u"x"_s));
        queue.push(entry(3, u"a"_s, u"y"_s));
        queue.push(entry(4, u"b"_s, u"z"_s));
        QCOMPARE(drain(queue), (QList<TaskId>{1, 4, 3, 2}));
    }

    void backgroundComesAfterAllOthersAndPutFirstBefore()
    {
        FairQueue queue;
        QueueEntry background = entry(1, u"a"_s);
        background.isBackground = true;
        QueueEntry first = entry(3, u"c"_s);
        first.priority = 1;
        QueueEntry higher = entry(4, u"c"_s);
        higher.priority = 2;
        queue.push(background);
        queue.push(entry(2, u"b"_s));
        queue.push(first);
        queue.push(higher);
        QCOMPARE(drain(queue), (QList<TaskId>{4, 3, 2, 1}));
    }

    void putBackInTurnIsNoLongerFirst()
    {
        FairQueue queue;
        queue.push(entry(1, u"a"_s));
        QueueEntry first = entry(2, u"a"_s);
        first.priority = 1;
        queue.push(first);
        queue.push(entry(2, u"a"_s));
        QCOMPARE(drain(queue), (QList<TaskId>{1, 2}));
    }

    void limitsHoldBackUntilOneFinishes()
    {
        FairQueue queue;
        for (TaskId id = 1; id <= 3; ++id)
            queue.push(entry(id, u"a"_s, u"x"_s));
        queue.push(entry(4, u"a"_s, u"y"_s));
        QCOMPARE(drain(queue, {.perOwner = 0, .perSandbox = 1}), (QList<TaskId>{1, 4}));
        QCOMPARE(drain(queue, {.perOwner = 2, .perSandbox = 0}), QList<TaskId>{});
        queue.finished(4);
        QCOMPARE(drain(queue, {.perOwner = 2, .perSandbox = 0}), (QList<TaskId>{2}));
        QVERIFY(!queue.isEmpty());
    }

    void waitingRetriesComeWhenDue()
    {
        FairQueue queue;
        QueueEntry later = entry(1, u"a"_s);
        later.retryAt = at(200);
        queue.push(later);
        QVERIFY(!queue.pop(at(199), {}));
        QCOMPARE(queue.nextDue(), at(200));
        QVERIFY(!queue.isEmpty());
        QCOMPARE(queue.pop(at(200), {})->id, 1);
    }

    void forgottenRetryIsNotWaitedFor()
    {
        FairQueue queue;
        QueueEntry later = entry(1, u"a"_s);
        later.retryAt = at(200);
        queue.push(later);
        queue.forgetWaiting(1);
        QVERIFY(queue.isEmpty());
        QVERIFY(!queue.pop(at(300), {}));
    }

    void interruptedThreeTimesRunsAlone()
    {
        FairQueue queue;
        QueueEntry suspect = entry(1, u"a"_s);
        suspect.interruptions = 3;
        queue.push(suspect);
        queue.push(entry(2, u"a"_s));
        QVERIFY(queue.pop(at(1), {})->runsAlone);
        QVERIFY(!queue.pop(at(1), {})->runsAlone);
    }

    void aMillionTasksOfOneOwnerStayFast()
    {
        FairQueue queue;
        for (TaskId id = 0; id < 1'000'000; ++id)
            queue.push(entry(id, u"mass"_s));
        queue.push(entry(1'000'001, u"small"_s));
        QCOMPARE(queue.pop(at(1), {})->id, 0);
        QCOMPARE(queue.pop(at(1), {})->id, 1'000'001);
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 100'000; ++i)
            queue.finished(queue.pop(at(1), {})->id);
        QVERIFY2(timer.elapsed() < 5000, "100,000 turns took over 5 s");
    }
};

QTEST_GUILESS_MAIN(FairQueueTest)
#include "tst_fairqueue.moc"
