// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/pielayout.h"
#include "budget/piepicture.h"
#include "budget/scenario.h"

#include <QRandomGenerator>
#include <QTest>

#include <cmath>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

QString percent(double share) { return QString::number(share * 100, 'f', 1) + u" %"_s; }

PieLayout::TextSize textOf(double pixels)
{
    return [pixels](const QString &text) {
        qsizetype widest = 0;
        const QStringList lines = text.split(u'\n');
        for (const QString &line : lines)
            widest = std::max(widest, line.size());
        return QSizeF(double(widest) * pixels * 0.6, double(lines.size()) * pixels * 1.3);
    };
}

QList<PieSlice> slicesOf(const QList<double> &values)
{
    QList<PieSlice> slices;
    for (qsizetype i = 0; i < values.size(); ++i)
        slices << PieSlice{u"a label of kind %1"_s.arg(i), values.at(i), int(i)};
    return slices;
}

double distance(const QPointF &a, const QRectF &rect)
{
    const double x = std::clamp(a.x(), rect.left(), rect.right());
    const double y = std::clamp(a.y(), rect.top(), rect.bottom());
    return std::hypot(a.x() - x, a.y() - y);
}

/// Empty, or what is wrong with a layout.
QString fault(const PieLayout &layout, const QRectF &view)
{
    for (qsizetype i = 0; i < layout.parts.size(); ++i) {
        const QRectF &label = layout.parts.at(i).label;
        if (label.isNull())
            continue;
        if (!view.contains(label))
            return u"label %1 leaves the view"_s.arg(i);
        if (distance(layout.circle.center(), label) < layout.circle.width() / 2)
            return u"label %1 is on the pie"_s.arg(i);
        for (qsizetype k = 0; k < i; ++k) {
            if (label.intersects(layout.parts.at(k).label))
                return u"labels %1 and %2 overlap"_s.arg(k).arg(i);
        }
    }
    return view.contains(layout.circle) || layout.circle.isNull() ? QString() : u"the pie is cut"_s;
}

} // namespace

/// Labels that never overlap and never leave the view.
class PieLayoutTest final : public QObject
{
    Q_OBJECT

private slots:
    void labelsHaveRoom_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<double>("pixels");
        for (const QSize size : {QSize(120, 90), QSize(260, 200), QSize(420, 300), QSize(720, 420),
                                 QSize(300, 900), QSize(1600, 200), QSize(2400, 1600)}) {
            for (const double pixels : {8.0, 13.0, 20.0, 40.0})
                QTest::addRow("%d x %d, %g px", size.width(), size.height(), pixels)
                        << size << pixels;
        }
    }
    void labelsHaveRoom()
    {
        QFETCH(const QSize, size);
        QFETCH(const double, pixels);
        QRandomGenerator random(3);
        const QRectF view({}, QSizeF(size));
        for (int round = 0; round < 500; ++round) {
            QList<double> values;
            for (int i = random.bounded(10); i > 0; --i) {
                // Many tiny ones beside a large one are the hard case.
                values << (random.bounded(3) == 0 ? random.bounded(1000) : random.bounded(3));
            }
            const PieLayout layout = PieLayout::of(slicesOf(values), view, textOf(pixels), percent);
            const QString wrong = fault(layout, view);
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        }
    }

    void theUsualPieLosesNoLabel()
    {
        const QRectF view(0, 0, 560, 320);
        const PieLayout layout
                = PieLayout::of(slicesOf({1, 2, 2, 60, 39, 7, 6, 18}), view, textOf(13), percent);
        QCOMPARE(layout.parts.size(), 8);
        for (const PieLayout::Part &part : layout.parts) {
            QVERIFY(!part.label.isNull());
            QVERIFY(part.text.contains(u'%'));
        }
    }

    void theNotebooksFourKeepTheirLabels_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<int>("pixels");
        for (const QSize size : {QSize(260, 180), QSize(360, 240), QSize(520, 380), QSize(720, 420),
                                 QSize(840, 280), QSize(1200, 700)}) {
            for (const int pixels : {9, 11, 13, 16, 20}) {
                if (size.width() >= 16 * pixels) // else a share has no room beside the pie
                    QTest::addRow("%d x %d, %d px", size.width(), size.height(), pixels)
                            << size << pixels;
            }
        }
    }
    void theNotebooksFourKeepTheirLabels()
    {
        QFETCH(const QSize, size);
        QFETCH(const int, pixels);
        QFont font;
        font.setPixelSize(pixels);
        const QRectF view({}, QSizeF(size));
        for (const Scenario &scenario : builtInScenarios()) {
            const auto slices = pieSlices(evaluate(scenario.settings).counted, PieBy::Kind);
            const PieLayout layout = layOutPie(slices, view, font);
            QVERIFY2(!layout.circle.isNull(), qPrintable(scenario.name));
            const QString wrong = fault(layout, view);
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
            for (const PieLayout::Part &part : layout.parts) {
                const QString name = slices.at(part.slice).label;
                QVERIFY2(!part.label.isNull(), qPrintable(scenario.name + u": "_s + name));
                QVERIFY2(part.text.contains(u" %"_s), qPrintable(part.text));
                const bool isNotebook = part.slice <= int(CallKind::Status);
                if (isNotebook && size.width() >= 36 * pixels)
                    QVERIFY2(part.text.startsWith(name), qPrintable(part.text));
            }
        }
    }

    void spansMakeTheWholeCircle()
    {
        const PieLayout layout
                = PieLayout::of(slicesOf({19, 2, 57, 42}), {0, 0, 600, 300}, textOf(13), percent);
        double end = 0;
        for (const PieLayout::Part &part : layout.parts) {
            QCOMPARE(part.start, end);
            end += part.span;
        }
        QCOMPARE(end, 360);
        QVERIFY(layout.parts.at(2).text.endsWith(u"47.5 %"));
    }

    void nothingIsNoPie_data()
    {
        QTest::addColumn<QList<double>>("values");
        QTest::newRow("none") << QList<double>{};
        QTest::newRow("zeros") << QList<double>{0, 0, 0};
        QTest::newRow("not a number") << QList<double>{0, std::nan("")};
        QTest::newRow("infinite") << QList<double>{1, std::numeric_limits<double>::infinity()};
        QTest::newRow("negative") << QList<double>{-1};
    }
    void nothingIsNoPie()
    {
        QFETCH(const QList<double>, values);
        const PieLayout layout
                = PieLayout::of(slicesOf(values), {0, 0, 600, 300}, textOf(13), percent);
        QVERIFY(layout.circle.isNull());
        QVERIFY(layout.parts.isEmpty());
    }

    void zeroAndNegativeSlicesAreLeftOut()
    {
        const PieLayout layout
                = PieLayout::of(slicesOf({0, 5, -3, 5}), {0, 0, 600, 300}, textOf(13), percent);
        QCOMPARE(layout.parts.size(), 2);
        QCOMPARE(layout.parts.at(0).slice, 1);
        QCOMPARE(layout.parts.at(1).slice, 3);
        QCOMPARE(layout.parts.at(0).span, 180);
    }
};

QTEST_MAIN(PieLayoutTest)
#include "tst_pielayout.moc"
