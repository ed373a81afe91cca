// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/claims.h"

#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// What the pool asks the store for, read as a line of ids.
class ClaimsTest final : public QObject
{
    Q_OBJECT

private:
    QSet<TaskId> m_running;

    static QueueEntry entry(TaskId id, int interruptions = 0)
    {
        return {.id = id, .owner = u"o"_s, .sandbox = u"s"_s, .interruptions = interruptions};
    }
    QList<TaskId> next(Claims &claims, qsizetype room = 10, const ShareLimits &limits = {})
    {
        return claims.next(QDateTime::currentDateTimeUtc(), limits, room,
                           {.isAny = !m_running.isEmpty(),
                            .has = [this](TaskId id) { return m_running.contains(id); }});
    }
    static QList<Task> granted(const QList<TaskId> &ids)
    {
        QList<Task> tasks;
        for (const TaskId id : ids)
            tasks << Task{.id = id};
        return tasks;
    }

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_running.clear();
    }

    void whatIsNotAnsweredIsAskedAgain()
    {
        Claims claims;
        for (const TaskId id : {1, 2, 3})
            claims.push(entry(id));
        QCOMPARE(next(claims, 2), (QList<TaskId>{1, 2}));
        QCOMPARE(next(claims, 2), (QList<TaskId>{1, 2}));
        QVERIFY(!claims.isEmpty());
        QVERIFY(claims.answered(granted({1, 2})));
        QCOMPARE(next(claims, 2), QList<TaskId>{3});
        QVERIFY(!claims.answered({}));
        QVERIFY(claims.isEmpty());
    }

    void refusedAndEndedTasksCountForNoLimit()
    {
        Claims claims;
        const ShareLimits one{.perOwner = 1, .perSandbox = 0};
        for (const TaskId id : {1, 2, 3, 4})
            claims.push(entry(id));
        QCOMPARE(next(claims, 10, one), QList<TaskId>{1});
        QVERIFY(!claims.answered({})); // canceled meanwhile
        QCOMPARE(next(claims, 10, one), QList<TaskId>{2});
        QVERIFY(claims.answered(granted({2})));
        QCOMPARE(next(claims, 10, one), QList<TaskId>());
        claims.leftWorker(2);
        QCOMPARE(next(claims, 10, one), QList<TaskId>{3});
        QVERIFY(claims.answered(granted({3})));
        claims.ended(3);
        QCOMPARE(next(claims, 10, one), QList<TaskId>{4});
    }

    void taskThatRunsAloneWaitsForTheOthersAndTheyForIt()
    {
        Claims claims;
        claims.push(entry(1));
        claims.push(entry(2, FairQueue::kInterruptionsBeforeAlone));
        claims.push(entry(3));
        QCOMPARE(next(claims), QList<TaskId>{1});
        QVERIFY(claims.answered(granted({1})));
        m_running = {1};
        QCOMPARE(next(claims), QList<TaskId>());
        m_running.clear();
        claims.ended(1);
        QCOMPARE(next(claims), QList<TaskId>{2});
        QVERIFY(claims.answered(granted({2})));
        m_running = {2};
        QCOMPARE(next(claims), QList<TaskId>());
        m_running.clear();
        claims.ended(2);
        QCOMPARE(next(claims), QList<TaskId>{3});
    }

    void refusedTaskThatWouldRunAloneHoldsUpNobody()
    {
        Claims claims;
        claims.push(entry(1, FairQueue::kInterruptionsBeforeAlone));
        claims.push(entry(2));
        QCOMPARE(next(claims), QList<TaskId>{1});
        QVERIFY(!claims.answered({}));
        QCOMPARE(next(claims), QList<TaskId>{2});
    }
};

QTEST_GUILESS_MAIN(ClaimsTest)
#include "tst_claims.moc"
