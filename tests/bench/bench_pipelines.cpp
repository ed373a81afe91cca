// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/slicemeter.h"
#include "pipeline/pipelinestore.h"
#include "pipeline/wishdesk.h"
#include "pipelines/pipelinespage.h"
#include "pipelines/pulltable.h"
#include "store/asyncdatabase.h"
#include "store/database.h"

#include <QEventLoop>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kChroots = 40;

QString chroot(int number) { return u"fedora-%1-x86_64"_s.arg(number + 10); }

/// Notes when the matrix was painted with rows in it.
class FirstPaint final : public QObject
{
public:
    explicit FirstPaint(QTableView &table)
        : m_table(table)
    {
        m_since.start();
        table.viewport()->installEventFilter(this);
    }
    [[nodiscard]] qint64 ms() const { return m_ms; }

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && m_ms < 0 && m_table.model()->rowCount() > 0)
            QTimer::singleShot(0, this, [this] { m_ms = m_since.elapsed(); });
        return false;
    }

private:
    QTableView &m_table;
    QElapsedTimer m_since;
    qint64 m_ms = -1;
};

void mustWork(bool isDone)
{
    if (!isDone)
        qFatal("the store refused");
}

void fill(const QString &file, const Clock &clock, int pulls)
{
    const auto database = *Database::open(file);
    PipelineStore store(*database, clock);
    QStringList flags;
    QList<ChrootRun> runs;
    for (int i = 0; i < kChroots; ++i) {
        for (const JobKind job : {JobKind::Build, JobKind::Test}) {
            flags << (job == JobKind::Build ? u"rpm-build:"_s : u"testing-farm:"_s) + chroot(i);
            runs << ChrootRun{
                    .flag = flags.size(), .job = job, .chroot = chroot(i), .target = chroot(i)};
        }
    }
    Transaction all(*database);
    for (int number = 1; number <= pulls; ++number) {
        const auto id = store.add({.repository = u"o/r%1"_s.arg(number % 20),
                                   .number = number,
                                   .headSha = QString::number(number).rightJustified(40, u'0'),
                                   .title = u"Pull request %1"_s.arg(number),
                                   .author = u"author%1"_s.arg(number % 30)});
        mustWork(id && *id && store.begin(**id, u"{}"_s, flags, runs));
        PipelineChange change;
        for (const Flag &flag : *store.flags(**id))
            change.flags << PipelineChange::FlagChange{
                    .flag = flag.id, .wanted = {FlagState::Queued, u"Accepted."_s, {}}};
        mustWork(store.apply(**id, change).has_value());
    }
    mustWork(all.commit().has_value());
}

/// Changes so many cells a second: builds and tests begin and end.
void changeSteadily(const QString &file, const Clock &clock, int perSecond, std::stop_token stop)
{
    const auto database = *Database::open(file);
    PipelineStore store(*database, clock);
    const QList<Pipeline> pulls = *store.pipelines();
    const int perTurn = std::max(1, perSecond / 10);
    qsizetype next = 0;
    auto due = std::chrono::steady_clock::now();
    while (!stop.stop_requested()) {
        Transaction turn(*database);
        for (int i = 0; i < perTurn; ++i, ++next) {
            const PipelineId id = pulls.at(next % pulls.size()).id;
            const auto runs = *store.runs(id);
            ChrootRun run = runs.at((next * 7 / pulls.size() + next) % runs.size());
            const bool isBegun = run.progress == RunProgress::TestsRunning;
            run.progress = isBegun ? RunProgress::Ended : RunProgress::TestsRunning;
            run.state = next % 5 == 0 ? FlagState::Failure : FlagState::Success;
            PipelineChange change;
            change.runs << run;
            change.flags << PipelineChange::FlagChange{
                    .flag = run.flag,
                    .wanted = {isBegun ? run.state : FlagState::Running, u"Words."_s, {}}};
            mustWork(store.apply(id, change).has_value());
        }
        mustWork(turn.commit().has_value());
        due += 100ms;
        std::this_thread::sleep_until(due);
    }
}

} // namespace

/// The promise: 1,000 pull requests with 40 chroots, build and test, are first painted within half
/// a second; while 500 cells a second change, the GUI thread never works longer than 16 ms at a
/// time, at the 99th percentile. SLUICE_BENCH_PULLS, _RATE and _SECONDS change the numbers.
class PipelinesBench final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_file = m_folder.filePath(u"queue.sqlite"_s);
        m_pulls = numberFrom("SLUICE_BENCH_PULLS", 1000);
        fill(m_file, m_clock, m_pulls);
    }

    void pageIsPaintedSoonAndStaysFluid()
    {
        AsyncDatabase database(m_file);
        WishDesk desk(database, m_clock, u"bench"_s);
        QElapsedTimer made;
        made.start();
        PipelinesPage page(database, desk, m_clock);
        page.resize(1360, 860);
        auto &table = *page.findChild<PullTable *>(u"pipelines-table"_s);
        const FirstPaint first(table);
        const qint64 making = made.elapsed();
        page.show();
        QTRY_VERIFY_WITH_TIMEOUT(first.ms() >= 0, 30'000);
        std::println("first paint after {} ms", making + first.ms());
        QTRY_COMPARE_WITH_TIMEOUT(table.model()->rowCount(), m_pulls, 120'000);
        std::println("all {} rows after {} ms", m_pulls, made.elapsed());
        QTest::qWait(2000);

        auto &meter = *static_cast<SliceMeter *>(QCoreApplication::instance());
        meter.reset();
        QSignalSpy changed(table.model(), &QAbstractItemModel::dataChanged);
        std::jthread writer([this](std::stop_token stop) {
            changeSteadily(m_file, m_clock, numberFrom("SLUICE_BENCH_RATE", 500), stop);
        });
        QTimer scroll;
        connect(&scroll, &QTimer::timeout, &table, [&table, step = 0]() mutable {
            auto *bar = table.verticalScrollBar();
            bar->setValue(++step % 40 == 0 ? (step * 7919) % std::max(1, bar->maximum())
                                           : bar->value() + 3);
        });
        scroll.start(20ms);
        QEventLoop loop; // not qWait(), which sleeps between events
        QTimer::singleShot(std::chrono::seconds(numberFrom("SLUICE_BENCH_SECONDS", 8)), &loop,
                           &QEventLoop::quit);
        loop.exec();
        writer.request_stop();
        meter.report("500 cells a second");
        std::println("{} changes told", changed.count());
        QVERIFY(changed.count() > 100);
        QVERIFY2(making + first.ms() < 500, "the first paint came too late");
        QVERIFY2(percentile(meter.cpu, 0.99) < 16, "a slice of the GUI thread was too long");
    }

private:
    QTemporaryDir m_folder;
    QString m_file;
    SystemClock m_clock;
    int m_pulls = 0;
};

int main(int argc, char **argv)
{
    const SliceMeter application(argc, argv);
    PipelinesBench bench;
    return QTest::qExec(&bench, argc, argv);
}

#include "bench_pipelines.moc"
