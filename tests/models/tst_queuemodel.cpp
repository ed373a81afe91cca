// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/handclock.h"
#include "queue/queuemodel.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The table follows the store: rows come, go, change and move exactly, and nothing waits.
class QueueModelTest final : public QObject
{
    Q_OBJECT

private:
    QList<TaskId> add(int count, const QString &owner = u"local"_s)
    {
        QList<NewTask> tasks;
        for (int i = 0; i < count; ++i) {
            const QString name = u"p%1"_s.arg(++m_added, 5, 10, '0'_L1);
            tasks += NewTask{.source = u"/x/%1.src.rpm"_s.arg(name),
                             .given = name,
                             .owner = owner,
                             .package = name};
        }
        return m_writer->add(tasks, u"test"_s).value();
    }
    void finish(const QList<TaskId> &ids, bool isGood)
    {
        QVERIFY(m_writer->turn({}, {}, ids));
        QList<TaskResult> results;
        for (const TaskId id : ids) {
            TaskResult result{.id = id, .startedAt = m_clock.now()};
            if (!isGood)
                result.error = failure(Cause::NotFound, u"Gone."_s).error();
            results += result;
        }
        QVERIFY(m_writer->turn(results, {}, {}));
    }
    void makeModel()
    {
        m_store = std::make_unique<AsyncStore>(m_file, m_clock);
        m_model = std::make_unique<QueueModel>(*m_store, m_clock);
        m_tester = std::make_unique<QAbstractItemModelTester>(
                m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    }
    QString text(int row, int column) { return m_model->index(row, column).data().toString(); }
    bool isLoaded(int row)
    {
        text(row, 0); // asks for it
        return m_model->taskAt(row) != nullptr;
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_file;
    HandClock m_clock;
    int m_added = 0;
    std::unique_ptr<QueueStore> m_writer;
    std::unique_ptr<AsyncStore> m_store;
    std::unique_ptr<QueueModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_directory = std::make_unique<QTemporaryDir>();
        m_file = m_directory->filePath(u"queue.sqlite"_s);
        m_writer = QueueStore::open(m_file, m_clock).value();
        m_added = 0;
    }
    void cleanup()
    {
        m_tester.reset();
        m_model.reset();
        m_store.reset();
        m_writer.reset();
    }

    void rowsAreThereAtOnceAndFilledWhenLookedAt()
    {
        const auto ids = add(300);
        makeModel();
        QTRY_COMPARE(m_model->rowCount(), 300);
        QCOMPARE(m_model->idAt(0), ids.last()); // newest first
        QVERIFY(!m_model->taskAt(200));
        QCOMPARE(text(200, QueueModel::Build), u"…"_s);
        QTRY_VERIFY(m_model->taskAt(200));
        QCOMPARE(text(200, QueueModel::Package), u"p00100"_s);
        QCOMPARE(text(200, QueueModel::Build), u"#100"_s);
        QCOMPARE(text(200, QueueModel::Project), u"local/imports"_s);
        QCOMPARE(text(200, QueueModel::State), u"Queued"_s);
        QCOMPARE(m_model->index(200, 0).data(QueueModel::IdRole).toLongLong(), ids[99]);
    }

    void newTasksAreInsertedExactly()
    {
        add(10);
        makeModel();
        QTRY_COMPARE(m_model->rowCount(), 10);
        const QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
        const QSignalSpy reset(m_model.get(), &QAbstractItemModel::modelReset);
        add(3);
        QTRY_COMPARE(m_model->rowCount(), 13);
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(inserted.first().at(1).toInt(), 0);
        QCOMPARE(inserted.first().at(2).toInt(), 2);
        QVERIFY(reset.isEmpty());
    }

    void changesAreFlushedAsRuns()
    {
        const auto ids = add(40);
        makeModel();
        QTRY_VERIFY(m_model->rowCount() == 40 && isLoaded(0));
        QTest::qWait(300); // the rows' own first flush
        const QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
        QVERIFY(m_writer->setPriority({ids[5], ids[6], ids[7], ids[20]}, 1, u"me"_s));
        QTRY_COMPARE(changed.size(), 2);
        QCOMPARE(changed.at(0).at(0).toModelIndex().row(), 39 - 20);
        QCOMPARE(changed.at(1).at(0).toModelIndex().row(), 39 - 7);
        QCOMPARE(changed.at(1).at(1).toModelIndex().row(), 39 - 5);
        QCOMPARE(text(39 - 20, QueueModel::State), u"Queued, first"_s);
    }

    void selectionSurvivesRowsThatComeAndGo()
    {
        const auto ids = add(20);
        makeModel();
        QTRY_COMPARE(m_model->rowCount(), 20);
        QItemSelectionModel selection(m_model.get());
        selection.setCurrentIndex(m_model->index(5, 0),
                                  QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        const TaskId id = m_model->idAt(5);
        finish({ids[19], ids[18]}, true);
        QVERIFY(m_writer->remove({ids[19], ids[18]}));
        add(4);
        QTRY_COMPARE(m_model->rowCount(), 22);
        QTRY_COMPARE(m_model->idAt(selection.currentIndex().row()), id);
        QCOMPARE(m_model->ids(selection.selection()), QList<TaskId>{id});
        QCOMPARE(m_model->rowOf(id), selection.currentIndex().row());
    }

    void filterIsAnotherDataSet()
    {
        const auto ids = add(20);
        finish({ids[3], ids[4]}, false);
        makeModel();
        QTRY_COMPARE(m_model->rowCount(), 20);
        const QSignalSpy reset(m_model.get(), &QAbstractItemModel::modelReset);
        TaskQuery query;
        query.states = {State::Failed};
        m_model->setFilter(query);
        QCOMPARE(m_model->rowCount(), 20); // until the store has answered
        QTRY_COMPARE(m_model->rowCount(), 2);
        QCOMPARE(reset.size(), 1);
        QTRY_VERIFY(isLoaded(0));
        QCOMPARE(text(0, QueueModel::Error), u"Gone."_s);
        finish({ids[9]}, false); // what begins to match comes in
        QTRY_COMPARE(m_model->rowCount(), 3);
        QVERIFY(m_writer->retry({ids[3]}, u"me"_s)); // what ceases to goes
        QTRY_COMPARE(m_model->rowCount(), 2);
        QCOMPARE(reset.size(), 1);
    }

    void sortingMovesRowsAndKeepsTheSelection()
    {
        add(5, u"b"_s);
        add(5, u"a"_s);
        makeModel();
        QTRY_COMPARE(m_model->rowCount(), 10);
        QItemSelectionModel selection(m_model.get());
        const TaskId id = m_model->idAt(2);
        selection.setCurrentIndex(m_model->index(2, 0),
                                  QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        const QSignalSpy reset(m_model.get(), &QAbstractItemModel::modelReset);
        const QSignalSpy moved(m_model.get(), &QAbstractItemModel::layoutChanged);
        m_model->sort(QueueModel::Package, Qt::AscendingOrder);
        QTRY_COMPARE(m_model->idAt(0), 1);
        QVERIFY(reset.isEmpty());
        QVERIFY(!moved.isEmpty());
        QCOMPARE(selection.currentIndex().row(), m_model->rowOf(id));
        QCOMPARE(m_model->idAt(selection.currentIndex().row()), id);
        m_model->sort(QueueModel::Progress, Qt::AscendingOrder); // has no order in the store
        QCOMPARE(m_model->query().sort, TaskQuery::Sort::Package);
        QVERIFY(!QueueModel::isSortable(QueueModel::Progress));
        QVERIFY(m_model->headerData(QueueModel::Progress, Qt::Horizontal, Qt::ToolTipRole)
                        .toString()
                        .contains("Cannot be sorted"_L1));
    }

    void versionsAndBranchesAreSortedByTheStore()
    {
        const QList<QStringList> branches{{u"f42"_s}, {u"epel9"_s, u"f42"_s}, {u"epel9"_s}};
        QList<NewTask> tasks;
        for (const QStringList &each : branches)
            tasks += NewTask{.source = u"/x/a.src.rpm"_s, .given = u"a"_s, .branches = each};
        const QList<TaskId> ids = m_writer->add(tasks, u"test"_s).value();
        QVERIFY(m_writer->turn({}, {}, ids));
        QList<TaskResult> results;
        for (qsizetype i = 0; i < ids.size(); ++i)
            results += TaskResult{.id = ids[i],
                                  .version = QStringList{u"2-1"_s, u"1-1"_s, u"3-1"_s}[i],
                                  .startedAt = m_clock.now()};
        QVERIFY(m_writer->turn(results, {}, {}));
        makeModel();
        QTRY_COMPARE(m_model->rowCount(), 3);
        const auto order = [this] {
            return QList<TaskId>{m_model->idAt(0), m_model->idAt(1), m_model->idAt(2)};
        };
        m_model->sort(QueueModel::Version, Qt::AscendingOrder);
        QTRY_COMPARE(order(), (QList<TaskId>{ids[1], ids[0], ids[2]}));
        m_model->sort(QueueModel::Branches, Qt::AscendingOrder);
        QTRY_COMPARE(order(), (QList<TaskId>{ids[2], ids[1], ids[0]}));
    }

    void manyScatteredChangesKeepTheSelection()
    {
        const auto ids = add(200);
        makeModel();
        TaskQuery query;
        query.states = {State::Queued};
        m_model->setFilter(query);
        QTRY_VERIFY(m_model->rowCount() == 200 && !m_model->isLoading());
        QItemSelectionModel selection(m_model.get());
        const TaskId id = m_model->idAt(101);
        selection.setCurrentIndex(m_model->index(101, 0),
                                  QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        QList<TaskId> ended;
        for (int i = 0; i < 200; i += 3) {
            if (ids[i] != id)
                ended += ids[i];
        }
        finish(ended, true);
        QTRY_COMPARE(m_model->rowCount(), 200 - ended.size());
        QCOMPARE(m_model->idAt(selection.currentIndex().row()), id);
    }

    void workersGiveProgress()
    {
        const auto ids = add(3);
        QVERIFY(m_writer->turn({}, {}, ids));
        makeModel();
        QTRY_VERIFY(m_model->rowCount() == 3 && isLoaded(0));
        QVERIFY(!m_model->index(0, QueueModel::Progress).data(QueueModel::ProgressRole).isValid());
        m_model->setWorkers({{.slot = 0, .task = ids[2], .what = u"unpack"_s, .progress = 0.5}});
        QCOMPARE(text(0, QueueModel::Progress), u"50 %"_s);
        QCOMPARE(m_model->index(0, QueueModel::Progress).data(QueueModel::ProgressRole).toDouble(),
                 0.5);
        m_model->setWorkers({{.slot = 0, .task = ids[2], .what = u"unpack"_s}});
        QCOMPARE(text(0, QueueModel::Progress), u"unpack"_s);
        m_model->setWorkers({});
        QCOMPARE(text(0, QueueModel::Progress), QString());
    }

    void progressTellsHowATryEnded()
    {
        const auto ids = add(1);
        makeModel();
        QTRY_VERIFY(m_model->rowCount() == 1 && isLoaded(0));
        const auto failAgain = [&](double ms) {
            QVERIFY(m_writer->turn({}, {}, ids));
            TaskResult result{.id = ids[0], .startedAt = m_clock.now()};
            if (ms > 0)
                result.timings.add(Stage::Fetch, ms);
            result.error = failure(Cause::NotFound, u"Gone."_s).error();
            QVERIFY(m_writer->turn({result}, {}, {}));
        };
        failAgain(40);
        QTRY_COMPARE(text(0, QueueModel::Progress), u"after 40 ms"_s);
        m_model->setWorkers({{.slot = 0, .task = ids[0], .what = u"fetch"_s, .progress = 0.5}});
        QVERIFY(m_writer->retry(ids, u"me"_s));
        QTRY_COMPARE(text(0, QueueModel::State), u"Queued"_s);
        QCOMPARE(text(0, QueueModel::Progress), QString()); // the worker's row is of before
        QVERIFY(!m_model->index(0, QueueModel::Progress).data(QueueModel::ProgressRole).isValid());
        failAgain(0);
        QTRY_COMPARE(text(0, QueueModel::Progress), u"at once"_s);
        QVERIFY(m_writer->retry(ids, u"me"_s));
        QVERIFY(m_writer->cancel(ids, u"me"_s));
        QTRY_COMPARE(text(0, QueueModel::State), u"Canceled"_s);
        QCOMPARE(text(0, QueueModel::Progress), QString());
    }

    void whatNobodyLooksAtIsForgotten()
    {
        add(9000);
        makeModel();
        QTRY_COMPARE(m_model->rowCount(), 9000);
        QVERIFY(!m_model->isLoading());
        for (int row = 0; row < 9000; row += 8 * 64) {
            for (int page = 7; page >= 0; --page)
                text(std::min(8999, row + page * 64), 0);
            QTRY_VERIFY(isLoaded(row));
        }
        int loaded = 0;
        for (int row = 0; row < 9000; ++row)
            loaded += m_model->taskAt(row) ? 1 : 0;
        QVERIFY2(loaded <= 4096 + 8 * 64, qPrintable(QString::number(loaded)));
        QTRY_VERIFY(isLoaded(0)); // and read again when somebody does
    }
};

QTEST_MAIN(QueueModelTest) // the model tester asks for pixmaps
#include "tst_queuemodel.moc"
