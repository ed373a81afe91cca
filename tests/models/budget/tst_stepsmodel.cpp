// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetmodel.h"
#include "budget/scenario.h"
#include "budget/stepsmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// Steps × kinds, as people read it.
class StepsModelTest final : public QObject
{
    Q_OBJECT

private:
    static CallTable callsOf(int scenario)
    {
        return evaluate(builtInScenarios().at(scenario).settings).counted;
    }

private slots:
    void addsUp()
    {
        StepsModel model;
        const QAbstractItemModelTester tester(
                &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setCalls(callsOf(3), callsOf(0));
        const QModelIndex all = model.index(StepsModel::kTotalRow, StepsModel::kTotalColumn);
        QCOMPARE(all.data().toString(), u"345"_s);
        QCOMPARE(all.data(StepsModel::BaselineRole).toDouble(), 120.0);
        double sum = 0;
        for (int row = 0; row < StepsModel::kTotalRow; ++row) {
            for (int column = 0; column < StepsModel::kTotalColumn; ++column)
                sum += model.index(row, column).data(StepsModel::CallsRole).toDouble();
        }
        QCOMPARE(sum, 345.0);
    }

    void theMostExpensiveCellIsTheHottest()
    {
        StepsModel model;
        model.setCalls(callsOf(3), {});
        double most = 0;
        for (int row = 0; row <= StepsModel::kTotalRow; ++row) {
            for (int column = 0; column <= StepsModel::kTotalColumn; ++column) {
                const double heat = model.index(row, column).data(StepsModel::HeatRole).toDouble();
                QVERIFY(heat >= 0 && heat <= 1);
                most = std::max(most, heat);
            }
        }
        QCOMPARE(most, 1.0);
        QCOMPARE(model.index(StepsModel::kTotalRow, 0).data(StepsModel::HeatRole).toDouble(), 0.0);
    }

    void tellsWhatIsUsed()
    {
        StepsModel model;
        const auto isUsed = [&model](PipelineStep step) {
            return model.headerData(int(step), Qt::Vertical, StepsModel::IsUsedRole).toBool();
        };
        model.setCalls(callsOf(3), callsOf(3));
        QVERIFY(isUsed(PipelineStep::SrpmStarted));
        QVERIFY2(!isUsed(PipelineStep::TestsSubmitted), "the notebook has no such step");
        model.setCalls(callsOf(3), callsOf(11));
        QVERIFY2(isUsed(PipelineStep::TestsSubmitted), "the baseline has it");
    }

    void withoutCallsNothingIsHot()
    {
        StepsModel model;
        QSignalSpy spy(&model, &QAbstractItemModel::dataChanged);
        model.setCalls(callsOf(3), {});
        model.setCalls({}, {});
        model.setCalls({}, {});
        QCOMPARE(spy.count(), 2);
        for (int row = 0; row <= StepsModel::kTotalRow; ++row) {
            QCOMPARE(model.index(row, 3).data(StepsModel::HeatRole).toDouble(), 0.0);
            QCOMPARE(model.index(row, 3).data().toString(), u"0"_s);
        }
    }

    void explainsEveryCell()
    {
        StepsModel model;
        model.setCalls(callsOf(3), callsOf(0));
        const QString text = model.index(0, int(CallKind::Config)).data(Qt::ToolTipRole).toString();
        QVERIFY2(text.contains(u"PR is updated"_s) && text.contains(u"packit/packit#1799"_s)
                         && text.contains(u"Baseline: 3 calls"_s),
                 qPrintable(text));
    }
};

QTEST_GUILESS_MAIN(StepsModelTest)
#include "tst_stepsmodel.moc"
