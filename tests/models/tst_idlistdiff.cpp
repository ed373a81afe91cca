// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue/idlistdiff.h"

#include <QTest>

#include <numeric>
#include <random>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

QList<TaskId> range(TaskId first, TaskId last)
{
    QList<TaskId> ids(last - first + 1);
    std::iota(ids.begin(), ids.end(), first);
    return ids;
}

/// Follows a difference as a view would.
QList<TaskId> applied(QList<TaskId> ids, const IdListDiff &diff, const QList<TaskId> &after)
{
    if (diff.isSame)
        return ids;
    if (diff.isByRuns) {
        for (const RowRun &run : diff.removed)
            ids.remove(run.first, run.count);
        for (const RowRun &run : diff.inserted) {
            for (int i = 0; i < run.count; ++i)
                ids.insert(run.first + i, after[run.first + i]);
        }
        return ids;
    }
    QList<TaskId> gathered(ids.size());
    for (qsizetype row = 0; row < ids.size(); ++row)
        gathered[diff.toGathered[row]] = ids[row];
    if (gathered != diff.gathered
        || diff.gathered.first(diff.kept) != diff.extended.first(diff.kept))
        return {};
    QList<TaskId> last(diff.extended.size());
    for (qsizetype row = 0; row < diff.extended.size(); ++row)
        last[diff.toFinal[row]] = diff.extended[row];
    return last;
}

} // namespace

/// One list of rows becomes another in exact steps.
class IdListDiffTest final : public QObject
{
    Q_OBJECT

private slots:
    void fewChangesAreRuns_data()
    {
        QTest::addColumn<QList<TaskId>>("before");
        QTest::addColumn<QList<TaskId>>("after");
        QTest::addColumn<QList<RowRun>>("removed");
        QTest::addColumn<QList<RowRun>>("inserted");
        using Runs = QList<RowRun>;
        QTest::newRow("first rows") << QList<TaskId>{} << range(1, 3) << Runs{} << Runs{{0, 3}};
        QTest::newRow("all gone") << range(1, 3) << QList<TaskId>{} << Runs{{0, 3}} << Runs{};
        QTest::newRow("appended") << range(1, 3) << range(1, 5) << Runs{} << Runs{{3, 2}};
        QTest::newRow("in front") << range(3, 5) << range(1, 5) << Runs{} << Runs{{0, 2}};
        QTest::newRow("two runs") << range(1, 9) << QList<TaskId>{1, 4, 5, 6, 9}
                                  << Runs{{6, 2}, {1, 2}} << Runs{};
        QTest::newRow("both") << range(1, 4) << QList<TaskId>{1, 7, 8, 4} << Runs{{1, 2}}
                              << Runs{{1, 2}};
        QTest::newRow("all others") << range(1, 2) << range(3, 5) << Runs{{0, 2}} << Runs{{0, 3}};
    }
    void fewChangesAreRuns()
    {
        QFETCH(const QList<TaskId>, before);
        QFETCH(const QList<TaskId>, after);
        const IdListDiff diff = diffIds(before, after);
        QVERIFY(!diff.isSame);
        QVERIFY(diff.isByRuns);
        QTEST(diff.removed, "removed");
        QTEST(diff.inserted, "inserted");
        QCOMPARE(applied(before, diff, after), after);
    }

    void sameListsAreTheSame() { QVERIFY(diffIds(range(1, 5), range(1, 5)).isSame); }

    void movesAreReordered()
    {
        const QList<TaskId> before = range(1, 5);
        const QList<TaskId> after{5, 9, 1, 3, 2};
        const IdListDiff diff = diffIds(before, after);
        QVERIFY(!diff.isByRuns);
        QCOMPARE(diff.kept, 4);
        QCOMPARE(diff.gathered, (QList<TaskId>{1, 2, 3, 5, 4}));
        QCOMPARE(applied(before, diff, after), after);
    }

    void manyRunsAreReordered()
    {
        QList<TaskId> after;
        for (const TaskId id : range(1, 100)) {
            if (id % 2 == 0)
                after += id;
        }
        QVERIFY(!diffIds(range(1, 100), after, 16).isByRuns);
        QVERIFY(diffIds(range(1, 100), after, 50).isByRuns);
        QCOMPARE(applied(range(1, 100), diffIds(range(1, 100), after, 16), after), after);
    }

    void anyListBecomesAnyOther()
    {
        std::mt19937 random(7);
        for (int round = 0; round < 500; ++round) {
            const auto shuffled = [&random] {
                QList<TaskId> ids = range(1, 30);
                if (random() % 2 == 0)
                    std::ranges::shuffle(ids, random);
                ids.resize(static_cast<qsizetype>(random() % 30));
                const TaskId offset = static_cast<TaskId>(random() % 20);
                for (TaskId &id : ids)
                    id += offset;
                return ids;
            };
            const QList<TaskId> before = shuffled();
            const QList<TaskId> after = shuffled();
            QCOMPARE(applied(before, diffIds(before, after, 4), after), after);
        }
    }
};

QTEST_GUILESS_MAIN(IdListDiffTest)
#include "tst_idlistdiff.moc"
