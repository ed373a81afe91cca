// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetpage.h"
#include "budget/pieview.h"

#include <QElapsedTimer>
#include <QEvent>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <print>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

/// Sees when the pie has been painted.
class PaintWatch final : public QObject
{
public:
    bool eventFilter(QObject *, QEvent *event) override
    {
        isPainted = isPainted || event->type() == QEvent::Paint;
        return false;
    }
    bool isPainted = false;
};

} // namespace

/// What the page promises while a slider moves.
class BudgetPageBench final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void fromSliderToPaintedPie_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<int>("scenario");
        QTest::newRow("1024 x 700, the notebook's worst") << QSize(1024, 700) << 3;
        QTest::newRow("1600 x 1000, the notebook's worst") << QSize(1600, 1000) << 3;
        QTest::newRow("1600 x 1000, Packit today") << QSize(1600, 1000) << 11;
    }
    void fromSliderToPaintedPie()
    {
        QFETCH(const QSize, size);
        QFETCH(const int, scenario);
        const QTemporaryDir directory;
        BudgetPage page(directory.filePath(u"scenarios"_s));
        page.resize(size);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        page.document().load(builtInScenarios().at(scenario));
        QTest::qWait(200); // charts and simulation of the start
        auto *pie = page.findChild<PieView *>(u"pie"_s);
        PaintWatch watch;
        pie->installEventFilter(&watch);
        std::vector<double> times;
        for (int i = 0; i < 200; ++i) {
            watch.isPainted = false;
            QElapsedTimer time;
            time.start();
            QVERIFY(page.document().setParameter("chroots"_L1, 1 + i % 20 + i % 3));
            while (!watch.isPainted)
                QCoreApplication::processEvents();
            times.push_back(double(time.nsecsElapsed()) / 1e6);
        }
        std::ranges::sort(times);
        const double p99 = times.at(times.size() * 99 / 100);
        std::println("slider to painted pie, {}: median {:.2f} ms, 99 % {:.2f} ms, most {:.2f} ms "
                     "(aim: < 16 ms)",
                     QTest::currentDataTag(), times.at(times.size() / 2), p99, times.back());
        QVERIFY2(p99 < 16, qPrintable(QString::number(p99)));
    }
};

QTEST_MAIN(BudgetPageBench)
#include "bench_budget_page.moc"
