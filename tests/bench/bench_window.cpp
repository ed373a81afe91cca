// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/slicemeter.h"
#include "mainwindow.h"
#include "store/asyncdatabase.h"

#include <QApplication>
#include <QEventLoop>
#include <QLineEdit>
#include <QScrollBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Imports `perSecond` tasks a second, as a pool does: claimed, moved on, ended, workers told.
void importSteadily(const QString &file, const QList<TaskId> &ids, int perSecond,
                    std::stop_token stop)
{
    const SystemClock clock;
    const auto store = QueueStore::open(file, clock).value();
    const int perTurn = std::max(1, perSecond / 10);
    qsizetype next = 0;
    QList<TaskId> running;
    auto due = std::chrono::steady_clock::now();
    while (!stop.stop_requested() && next + perTurn <= ids.size()) {
        QList<TaskResult> results;
        QList<StageChange> stages;
        for (const TaskId id : std::as_const(running)) {
            TaskResult result{
                    .id = id, .package = u"p"_s, .version = u"1-1"_s, .startedAt = clock.now()};
            result.timings.add(Stage::Unpack, 1.5);
            if (id % 10 == 0)
                result.error = failure(Cause::NotFound, u"The server has no such file."_s).error();
            results += result;
        }
        running = ids.sliced(next, perTurn);
        next += perTurn;
        QList<WorkerRow> workers;
        for (int slot = 0; slot < 8; ++slot)
            workers += WorkerRow{.slot = slot,
                                 .task = running[slot],
                                 .what = u"unpack p.tar.gz"_s,
                                 .stage = Stage::Unpack,
                                 .progress = 0.1 * slot,
                                 .since = clock.now()};
        for (const TaskId id : std::as_const(running))
            stages += StageChange{.id = id, .state = State::Committing};
        if (!store->turn(results, {}, running) || !store->turn({}, stages, {})
            || !store->setWorkers(workers))
            qFatal("the store refused a turn");
        due += 100ms;
        std::this_thread::sleep_until(due);
    }
}

} // namespace

/// The promise: with 100,000 tasks in the queue and 300 imports a second, the GUI thread never
/// works longer than 16 ms at a time, at the 99th percentile. SLUICE_BENCH_TASKS, _RATE and
/// _SECONDS change the numbers.
class WindowBench final : public QObject
{
    Q_OBJECT

private:
    QList<TaskId> fill(int count)
    {
        const auto store = QueueStore::open(file(), m_clock).value();
        QList<TaskId> ids;
        while (ids.size() < count) {
            QList<NewTask> tasks;
            for (qsizetype i = ids.size(); i < std::min<qsizetype>(count, ids.size() + 10'000);
                 ++i) {
                const QString name = u"package-%1"_s.arg(i % 5000);
                tasks += NewTask{.source = u"https://example.org/%1-1-1.src.rpm"_s.arg(name),
                                 .given = name,
                                 .owner = u"owner%1"_s.arg(i % 200),
                                 .package = name};
            }
            ids += store->add(tasks, u"bench"_s).value();
        }
        return ids;
    }
    [[nodiscard]] QString file() const { return m_directory.filePath(u"queue.sqlite"_s); }

    QTemporaryDir m_directory;
    SystemClock m_clock;

private slots:
    void windowStaysFluid_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::newRow("all") << QString();
        QTest::newRow("queued, from which tasks go") << u"state:queued"_s;
        QTest::newRow("succeeded, to which tasks come") << u"state:succeeded"_s;
    }
    void windowStaysFluid()
    {
        QFETCH(const QString, filter);
        static const QList<TaskId> ids = fill(numberFrom("SLUICE_BENCH_TASKS", 100'000));
        static qsizetype used = 0;
        const int seconds = numberFrom("SLUICE_BENCH_SECONDS", 8);
        const int rate = numberFrom("SLUICE_BENCH_RATE", 300);

        AsyncStore store(file(), m_clock);
        AsyncDatabase database(file());
        MainWindow window(WindowContext{.store = store,
                                        .database = database,
                                        .clock = m_clock,
                                        .dataDirectory = m_directory.path(),
                                        .settings = {},
                                        .samplesDirectory = {},
                                        .stateFile = {}});
        window.show();
        auto *table = window.findChild<QTableView *>(u"imports-table"_s);
        QTRY_VERIFY_WITH_TIMEOUT(table->model()->rowCount() > 0, 60'000);
        window.findChild<QLineEdit *>(u"filter"_s)->setText(filter);
        QTest::qWait(1500);

        auto &meter = *static_cast<SliceMeter *>(QCoreApplication::instance());
        meter.reset();
        QTimer scroll;
        int step = 0;
        connect(&scroll, &QTimer::timeout, &window, [&] {
            auto *bar = table->verticalScrollBar();
            bar->setValue(step % 40 == 0
                                  ? static_cast<int>((step * 7919LL) % std::max(1, bar->maximum()))
                                  : bar->value() + 3);
            if (step % 25 == 0)
                table->selectRow(table->rowAt(50));
            if (step % 200 == 100)
                table->selectAll();
            ++step;
        });
        scroll.start(20ms);
        std::jthread pool([this, rate, from = used](std::stop_token stop) {
            importSteadily(file(), ids.sliced(from), rate, stop);
        });
        QEventLoop loop; // not qWait(), which sleeps between events
        QTimer::singleShot(std::chrono::seconds(seconds), &loop, &QEventLoop::quit);
        loop.exec();
        pool.request_stop();
        used += static_cast<qsizetype>(rate) * (seconds + 2);
        scroll.stop();
        meter.report(QTest::currentDataTag());
        QVERIFY(meter.wall.size() > 100);
        // What other programs take from the processor is none of our doing.
        QVERIFY2(percentile(meter.cpu, 0.99) < 16, "a slice of the GUI thread was too long");
    }
};

int main(int argc, char **argv)
{
    const SliceMeter application(argc, argv);
    WindowBench bench;
    return QTest::qExec(&bench, argc, argv);
}

#include "bench_window.moc"
