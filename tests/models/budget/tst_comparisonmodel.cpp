// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/comparisonmodel.h"

#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// Measured beside modelled: the same categories, nothing left out.
class ComparisonModelTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void whatFitsNoCategoryIsOther_data()
    {
        QTest::addColumn<std::optional<qint64>>("step");
        QTest::addColumn<qint64>("kind");
        QTest::addColumn<QString>("byKind");
        QTest::addColumn<QString>("byStep");
        const auto row = [](const char *name, std::optional<qint64> step, qint64 kind,
                            const QString &byKind, const QString &byStep) {
            QTest::newRow(name) << step << kind << byKind << byStep;
        };
        row("of the model", qint64(PipelineStep::RpmFinished), qint64(CallKind::Status),
            u"set status"_s, u"RPM build finished"_s);
        row("no step", std::nullopt, qint64(CallKind::Config), u"load packit.yaml"_s, u"Other"_s);
        row("an unknown step", 99, qint64(CallKind::Config), u"load packit.yaml"_s, u"Other"_s);
        row("an unknown kind", 0, 99, u"Other"_s, u"PR is updated"_s);
        row("a negative kind", 0, -1, u"Other"_s, u"PR is updated"_s);
    }

    void whatFitsNoCategoryIsOther()
    {
        QFETCH(const std::optional<qint64>, step);
        QFETCH(const qint64, kind);
        QFETCH(const QString, byKind);
        QFETCH(const QString, byStep);
        MeasuredCalls calls;
        calls.add(step, kind, 3);
        QCOMPARE(calls.total(), 3.0);
        QCOMPARE(labelsOf(pieSlices(calls, PieBy::Kind)), QStringList{byKind});
        QCOMPARE(labelsOf(pieSlices(calls, PieBy::Step)), QStringList{byStep});
    }

    void bothCutsAddUpToTheTotal()
    {
        const LedgerComparison found = example();
        for (const PieBy by : {PieBy::Kind, PieBy::Step}) {
            ComparisonModel model;
            const QAbstractItemModelTester tester(
                    &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
            model.setComparison(found, by);
            const int last = model.rowCount() - 1;
            for (const int column : {ComparisonModel::Measured, ComparisonModel::Modelled}) {
                double sum = 0;
                for (int row = 0; row < last; ++row)
                    sum += number(model, row, column);
                QCOMPARE(number(model, last, column), sum);
            }
            QCOMPARE(number(model, last, ComparisonModel::Measured), found.measured.total() / 2);
            QCOMPARE(number(model, last, ComparisonModel::Modelled), found.modelled.total() / 2);
        }
    }

    void aCategoryHasOneColourInPiesAndTable()
    {
        const LedgerComparison found = example();
        ComparisonModel model;
        model.setComparison(found, PieBy::Kind);
        const auto measured = pieSlices(found.measured, PieBy::Kind);
        const auto modelled = pieSlices(found.modelled, PieBy::Kind);
        for (int row = 0; row < model.rowCount() - 1; ++row) {
            const QModelIndex index = model.index(row, ComparisonModel::Category);
            const int colour = index.data(ComparisonModel::ColourRole).toInt();
            QCOMPARE(measured.at(colour).label, index.data().toString());
            QCOMPARE(modelled.at(colour).label, index.data().toString());
            QCOMPARE(measured.at(colour).colour, modelled.at(colour).colour);
        }
        QSet<QRgb> colours;
        for (const PieSlice &slice : pieSlices(found.measured, PieBy::Step))
            colours << pieColour(slice.colour).rgb();
        QCOMPARE(colours.size(), kStepCount + 1);
    }

    void differencesHaveTheirSign()
    {
        ComparisonModel model;
        model.setComparison(example(), PieBy::Kind);
        QCOMPARE(printed(model),
                 (QStringList{u"set status|15.0|20.0|-5.0"_s, u"Pull request|1.0|1.0|="_s,
                              u"Other|2.5|0.0|+2.5"_s, u"Total|18.5|21.0|-2.5"_s}));
    }

    void newNumbersKeepTheRows()
    {
        ComparisonModel model;
        model.setComparison(example(), PieBy::Kind);
        const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        LedgerComparison more = example();
        more.measured.add({}, qint64(CallKind::Other), 1);
        model.setComparison(more, PieBy::Kind);
        QCOMPARE(changed.size(), 1);
        QVERIFY(reset.isEmpty());
        model.setComparison(more, PieBy::Step);
        QCOMPARE(reset.size(), 1);
    }

private:
    /// Three pipelines of two pull requests.
    static LedgerComparison example()
    {
        LedgerComparison found;
        found.pipelines = 3;
        found.pulls = 2;
        found.measured.add(qint64(PipelineStep::RpmFinished), qint64(CallKind::Status), 30);
        found.measured.add(qint64(PipelineStep::PrUpdated), qint64(CallKind::PullRequest), 2);
        found.measured.add({}, 77, 5);
        found.modelled.at(PipelineStep::RpmFinished, CallKind::Status) = 40;
        found.modelled.at(PipelineStep::PrUpdated, CallKind::PullRequest) = 2;
        return found;
    }

    static QStringList labelsOf(const QList<PieSlice> &slices)
    {
        QStringList labels;
        for (const PieSlice &slice : slices) {
            if (slice.value > 0)
                labels << slice.label;
        }
        return labels;
    }

    static double number(const ComparisonModel &model, int row, int column)
    {
        return model.index(row, column).data(ComparisonModel::SortRole).toDouble();
    }

    static QStringList printed(const ComparisonModel &model)
    {
        QStringList rows;
        for (int row = 0; row < model.rowCount(); ++row) {
            QStringList cells;
            for (int column = 0; column < model.columnCount(); ++column)
                cells << model.index(row, column).data().toString();
            rows << cells.join(u'|');
        }
        return rows;
    }
};

QTEST_GUILESS_MAIN(ComparisonModelTest)
#include "tst_comparisonmodel.moc"
