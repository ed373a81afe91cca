// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetwords.h"
#include "budget/charts/chartpicture.h"
#include "budget/charts/chartscale.h"
#include "budget/charts/ladderchart.h"
#include "budget/charts/prschart.h"
#include "budget/charts/tornadochart.h"
#include "budget/charts/weekchart.h"
#include "budget/charts/weekfigures.h"
#include "budget/improvements.h"
#include "budget/limits.h"
#include "budget/scenario.h"

#include <QAbstractScrollArea>
#include <QChart>
#include <QComboBox>
#include <QFontMetricsF>
#include <QLabel>
#include <QLineSeries>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardPaths>
#include <QSvgRenderer>
#include <QTest>
#include <QToolTip>

#include <cmath>
#include <limits>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto kPatience = 20s;

BudgetSettings best() { return builtInScenario(u"9")->settings; }
BudgetSettings worst() { return builtInScenario(u"4")->settings; }
BudgetSettings today() { return builtInScenario(u"12")->settings; }

/// A pull request that costs nothing at all.
BudgetSettings nothing()
{
    BudgetSettings settings{.base = {.configLoad = 0, .hasBuilds = false, .hasTests = false}};
    settings.privateCost = 0;
    settings.approvalChecks = 0;
    return settings;
}

BudgetSettings busy()
{
    BudgetSettings settings = worst();
    settings.prsPerHour = 14;
    settings.pipelineSpread = 0.5;
    return settings;
}

/// So much that it takes seconds.
BudgetSettings endless()
{
    BudgetSettings settings = best();
    settings.base.rateLimit = 1'000'000;
    settings.prsPerHour = 290; // nearly as many events as are allowed
    settings.organisations = 10;
    return settings;
}

QPalette darkPalette()
{
    QPalette dark;
    dark.setColor(QPalette::Base, QColor(0x1e, 0x20, 0x23));
    dark.setColor(QPalette::Text, QColor(0xe6, 0xe8, 0xea));
    return dark;
}

QLineSeries *series(const BudgetChart &chart, const QString &name)
{
    for (QAbstractSeries *each : chart.chart().series()) {
        if (each->objectName() == name)
            return qobject_cast<QLineSeries *>(each);
    }
    return nullptr;
}

bool hasLabel(const BudgetChart &chart, const QString &text)
{
    return std::ranges::any_of(chart.labels(),
                               [&](const ChartLabel &label) { return label.text.contains(text); });
}

QString misplaced(const BudgetChart &chart)
{
    const QRectF canvas = chart.canvas().adjusted(-0.5, -0.5, 0.5, 0.5);
    const QList<ChartLabel> labels = chart.labels();
    for (qsizetype i = 0; i < labels.size(); ++i) {
        const ChartLabel &label = labels.at(i);
        if (!canvas.contains(label.place))
            return label.text + u" leaves the chart"_s;
        QFont font = chart.font();
        font.setBold(label.tone == ChartLabel::Tone::Strong);
        const QRectF needed = QFontMetricsF(font).boundingRect(
                label.place, int(label.alignment) | Qt::TextWordWrap, label.text);
        if (needed.width() > label.place.width() + 1 || needed.height() > label.place.height() + 1)
            return label.text + u" is cut"_s;
        for (qsizetype j = i + 1; j < labels.size(); ++j) {
            const QRectF shared = label.place.intersected(labels.at(j).place);
            if (shared.width() > 1 && shared.height() > 1)
                return label.text + u" lies on "_s + labels.at(j).text;
        }
    }
    return {};
}

/// All four, as a page holds them.
struct Charts
{
    PrsChart prs;
    LadderChart ladder;
    TornadoChart tornado;
    WeekChart week;

    void set(const BudgetSettings &current, const BudgetSettings &baseline)
    {
        prs.setSettings(current, baseline);
        ladder.setSettings(current, baseline);
        tornado.setSettings(current, baseline);
        week.setSettings(current, baseline);
    }
    QList<BudgetChart *> all() { return {&prs, &ladder, &tornado, &week}; }
};

} // namespace

/// What the charts of the budget show, and that it can be read at every size, in every colour.
class BudgetChartsTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void init()
    {
        QTest::failOnWarning(
                QRegularExpression(u"^(?!This plugin does not support)"_s)); // offscreen
    }

    void scalesAreRound()
    {
        for (double value = 0.1; value < 1e12; value *= 1.7) {
            const ChartScale scale = ChartScale::upTo(value);
            QVERIFY2(scale.most >= value && scale.most <= value * 10 + 1,
                     qPrintable(numberText(value)));
            QVERIFY(scale.steps() >= 1 && scale.steps() <= 5);
            QCOMPARE(scale.steps() * scale.step, scale.most);
        }
        QCOMPARE(ChartScale::upTo(117), (ChartScale{.most = 125, .step = 25}));
        for (const double value :
             {0.0, -3.0, std::nan(""), std::numeric_limits<double>::infinity()})
            QCOMPARE(ChartScale::upTo(value), ChartScale());
    }

    void linesAreTheModels_data()
    {
        QTest::addColumn<int>("chroots");
        QTest::newRow("few") << 6;
        QTest::newRow("more than the axis") << 33;
        QTest::newRow("the most") << 1000;
        QTest::newRow("none") << 0;
    }

    void linesAreTheModels()
    {
        QFETCH(const int, chroots);
        PrsChart chart;
        BudgetSettings current = today();
        current.base.chroots = chroots;
        chart.setSettings(current, worst());
        for (const auto &[name, from] :
             {std::pair{u"current"_s, current}, {u"baseline"_s, worst()}}) {
            const QList<QPointF> points = series(chart, name)->points();
            QCOMPARE(points.first().x(), 1);
            QCOMPARE(points.last().x(), std::max(20, chroots));
            QVERIFY(points.size() >= 20 && points.size() <= 121);
            for (const QPointF &point : points) {
                BudgetSettings settings = from;
                settings.base.chroots = int(point.x());
                const auto bound = bindingLimit(limitsOf(settings, evaluate(settings)));
                QCOMPARE(qint64(point.y()), bound.value().prsPerHour);
            }
        }
    }

    void currentChrootsAreMarked()
    {
        PrsChart chart;
        chart.resize(640, 400);
        chart.show();
        chart.setSettings(worst(), best());
        QVERIFY(hasLabel(chart, u"6 chroot(s): 14 PRs/hour"_s));
        QVERIFY(chart.description().contains(u"14 PRs/hour, bound by the primary limit"_s));
        QVERIFY(chart.description().contains(u"60 PRs/hour, bound by the pause between writes"_s));
    }

    void primaryLimitIsShownWhereAnotherBinds()
    {
        PrsChart chart;
        chart.setSettings(worst(), worst());
        QVERIFY(!hasLabel(chart, u"primary limit alone"_s));
        BudgetSettings slow = worst();
        slow.isContentBinding = true;
        chart.setSettings(slow, worst());
        QVERIFY(hasLabel(chart, u"primary limit alone"_s));
        const QLineSeries *primary = series(chart, u"primary"_s);
        QCOMPARE(primary->pen().style(), Qt::DashLine);
        QCOMPARE(primary->points(), series(chart, u"baseline"_s)->points());
        QVERIFY(chart.description().contains(u"bound by the content per hour"_s));
    }

    void hoveringTellsTheValues()
    {
        PrsChart chart;
        chart.resize(640, 400);
        chart.show();
        chart.setSettings(worst(), best());
        const QRectF plot = chart.chart().plotArea();
        const QString text = chart.hover({plot.left() + plot.width() * 6 / 20, plot.center().y()});
        QCOMPARE(text, u"6 chroot(s)\nNow: 14 PRs/hour, bound by the primary limit\n"
                       u"Baseline: 60 PRs/hour, bound by the pause between writes"_s);
        QVERIFY(chart.hover({}).isEmpty());
        LadderChart ladder;
        ladder.resize(640, 400);
        ladder.show();
        ladder.setSettings(worst(), worst());
        const QRectF rows = ladder.chart().plotArea();
        QVERIFY(ladder.hover({5, rows.bottom() - 5})
                        .startsWith(u"Check for private once\n36 calls"_s));
    }

    void arrowKeysTellTheValues()
    {
        PrsChart chart;
        chart.resize(640, 400);
        chart.show();
        chart.setSettings(worst(), best());
        QTest::keyClick(&chart, Qt::Key_Left);
        QVERIFY(QToolTip::text().startsWith(u"1 chroot(s)\nNow: "_s));
        for (int i = 0; i < 5; ++i)
            QTest::keyClick(&chart, Qt::Key_Right);
        QVERIFY(QToolTip::text().startsWith(u"6 chroot(s)\nNow: 14 PRs/hour"_s));
        for (int i = 0; i < 30; ++i)
            QTest::keyClick(&chart, Qt::Key_Right);
        QVERIFY(QToolTip::text().startsWith(u"20 chroot(s)"_s));
    }

    void callsOfNothingHaveNoBound()
    {
        Charts charts;
        for (BudgetChart *chart : charts.all()) {
            chart->resize(360, 240);
            chart->show();
        }
        charts.set(nothing(), nothing());
        QVERIFY(hasLabel(charts.prs, u"No bound"_s));
        QVERIFY(hasLabel(charts.ladder, u"nothing is to be saved"_s));
        QVERIFY(hasLabel(charts.tornado, u"No switch"_s));
        QVERIFY(charts.prs.description().contains(u"no bound"_s));
        QSignalSpy finished(&charts.week, &WeekChart::finished);
        QVERIFY(finished.wait(kPatience));
        QCOMPARE(charts.week.result()->totalCalls(), 0);
        QVERIFY(charts.week.description().contains(u"none was set"_s));
        for (BudgetChart *chart : charts.all())
            QCOMPARE(misplaced(*chart), QString());
        charts.set(nothing(), worst());
        QVERIFY(hasLabel(charts.prs, u"now: no bound"_s));
        charts.set(worst(), nothing());
        QVERIFY(hasLabel(charts.prs, u"baseline: no bound"_s));
        QVERIFY(!hasLabel(charts.ladder, u"nothing is to be saved"_s));
    }

    void ladderIsTheNotebooks()
    {
        LadderChart chart;
        chart.setSettings(worst(), best());
        QStringList lines;
        QList<double> calls;
        for (const RowChart::Row &row : chart.rows()) {
            lines << row.value + (row.detail.isEmpty() ? QString() : u" | "_s + row.detail);
            calls << row.first;
        }
        QCOMPARE(calls, (QList<double>{345, 129, 105, 101, 65}));
        QCOMPARE(lines,
                 (QStringList{u"345 calls, 14 PRs/hour"_s, u"129 calls, 38 PRs/hour | +171 %"_s,
                              u"105 calls, 47 PRs/hour | +235 % (this step +23 %), "
                              u"24 flag updates left out"_s,
                              u"101 calls, 49 PRs/hour | +250 % (this step +4 %)"_s,
                              u"65 calls, 76 PRs/hour | +442 % (this step +55 %)"_s}));
        for (qsizetype i = 1; i < chart.rows().size(); ++i) {
            const RowChart::Row &row = chart.rows().at(i);
            QCOMPARE(row.first + row.second, chart.rows().at(i - 1).first);
        }
    }

    void tornadoBeginsWithTheLargest()
    {
        TornadoChart chart;
        for (const BudgetSettings &settings : {worst(), today(), best()}) {
            chart.setSettings(settings, {});
            const QList<Gain> gains = gainsAlone(settings);
            QCOMPARE(chart.rows().size(), gains.size());
            for (qsizetype i = 0; i < gains.size(); ++i) {
                QCOMPARE(chart.rows().at(i).label, gains.at(i).label);
                QCOMPARE(chart.rows().at(i).first,
                         gains.at(i).callsBefore - gains.at(i).callsAfter);
                QVERIFY(i == 0 || chart.rows().at(i - 1).first >= chart.rows().at(i).first);
            }
        }
        chart.setSettings(worst(), {});
        QCOMPARE(chart.rows().first().value, u"216 calls, +24 PRs/hour"_s);
    }

    void weekIsTheSimulators()
    {
        WeekChart chart;
        QSignalSpy finished(&chart, &WeekChart::finished);
        chart.setSettings(busy(), {});
        QVERIFY(chart.isStale());
        QVERIFY(finished.wait(kPatience));
        QVERIFY(!chart.isStale());
        const SimulationResult result = simulate({.settings = busy()}).value();
        QVERIFY(!result.exhaustions.isEmpty());
        const QList<QPointF> points = series(chart, u"calls"_s)->points();
        QCOMPARE(points.size(), 168);
        for (qsizetype hour = 0; hour < points.size(); ++hour)
            QCOMPARE(points.at(hour), QPointF(double(hour), result.callsPerHour.at(hour)));
        QCOMPARE(series(chart, u"limit"_s)->points(), (QList<QPointF>{{0, 5000}, {168, 5000}}));
        QVERIFY(hasLabel(chart, u"out of budget"_s));
        QCOMPARE(hoursOutOfBudget(result).count(true), result.exhaustions.size());
        QCOMPARE(chart.description(), weekFigures(result));
    }

    void weekIsNotSimulatedUnasked()
    {
        WeekChart chart;
        QSignalSpy finished(&chart, &WeekChart::finished);
        QVERIFY(!finished.wait(500ms));
        QVERIFY(chart.isStale());
        chart.setSettings(chart.request().settings, {});
        QVERIFY(finished.wait(kPatience));
        QVERIFY(!chart.isStale());
    }

    void weekIsReproducible()
    {
        WeekChart chart;
        chart.resize(640, 400);
        chart.show();
        QSignalSpy finished(&chart, &WeekChart::finished);
        const auto callsWith = [&](int seed) {
            chart.findChild<QSpinBox *>()->setValue(seed);
            return finished.wait(kPatience) ? chart.result()->callsPerHour : QList<double>();
        };
        chart.setSettings(busy(), {});
        QVERIFY(finished.wait(kPatience));
        const QList<double> first = chart.result()->callsPerHour;
        const QList<double> other = callsWith(2);
        QCOMPARE_NE(other, first);
        QCOMPARE(callsWith(1), first);
        QComboBox *hours = chart.findChild<QComboBox *>();
        hours->setCurrentIndex(0);
        QVERIFY(chart.isStale());
        QVERIFY(hasLabel(chart, u"computing…"_s));
        QVERIFY(finished.wait(kPatience));
        QCOMPARE(chart.result()->callsPerHour.size(), 24);
        QCOMPARE(chart.result()->callsPerHour, first.first(24));
        QVERIFY(!hasLabel(chart, u"computing…"_s));
    }

    void newerWeekStopsTheOlder()
    {
        WeekChart chart;
        QSignalSpy finished(&chart, &WeekChart::finished);
        chart.setHours(672);
        chart.setSettings(endless(), {});
        QVERIFY(!finished.wait(400ms)); // it is under way, and takes longer
        QVERIFY(chart.isStale());
        chart.setHours(24);
        for (int chroots = 1; chroots <= 6; ++chroots) {
            BudgetSettings settings = busy();
            settings.base.chroots = chroots;
            chart.setSettings(settings, {});
        }
        QVERIFY(finished.wait(kPatience));
        QCOMPARE(finished.size(), 1);
        QCOMPARE(chart.result()->callsPerHour,
                 simulate({.settings = busy(), .hours = 24})->callsPerHour);
    }

    void weekEndsWithItsChart()
    {
        auto chart = std::make_unique<WeekChart>();
        chart->setHours(672);
        chart->setSettings(endless(), {});
        QSignalSpy finished(chart.get(), &WeekChart::finished);
        QVERIFY(!finished.wait(400ms));
        QElapsedTimer timer;
        timer.start();
        chart.reset();
        QVERIFY2(timer.durationElapsed() < 2s, "the simulation was not stopped");
    }

    void problemsAreToldInPlace()
    {
        WeekChart chart;
        QSignalSpy finished(&chart, &WeekChart::finished);
        BudgetSettings spent = worst();
        spent.reserve = 5000;
        chart.setSettings(spent, {});
        QVERIFY(finished.wait(kPatience));
        QVERIFY(hasLabel(chart, u"Nothing is left of the rate limit"_s));
        QVERIFY(chart.description().contains(u"Nothing is left"_s));
        QVERIFY(!chart.result());
        QCOMPARE(pictureOf(chart, u"w.png"_s).error().cause, Cause::Invalid);
        chart.setSettings(worst(), {});
        QVERIFY(finished.wait(kPatience));
        QVERIFY(!hasLabel(chart, u"Nothing is left"_s));
        QCOMPARE(chart.result()->hours, 168);
    }

    void coloursFollowThePalette()
    {
        Charts charts;
        charts.set(worst(), best());
        for (BudgetChart *chart : charts.all()) {
            chart->resize(500, 320);
            chart->show();
            QCOMPARE(chart->grab().toImage().pixelColor(2, 318).lightness() > 200, true);
        }
        const QColor before = series(charts.prs, u"baseline"_s)->pen().color();
        for (BudgetChart *chart :
             {static_cast<BudgetChart *>(&charts.prs), static_cast<BudgetChart *>(&charts.ladder),
              static_cast<BudgetChart *>(&charts.tornado)}) {
            chart->setPalette(darkPalette());
            QCOMPARE(chart->grab().toImage().pixelColor(2, 318), QColor(0x1e, 0x20, 0x23));
        }
        QCOMPARE_NE(series(charts.prs, u"baseline"_s)->pen().color(), before);
    }

    void rowsWithoutRoomAreScrolledTo()
    {
        TornadoChart chart;
        chart.setSettings(today(), {});
        chart.resize(360, 240);
        chart.show();
        auto *view = chart.findChild<QAbstractScrollArea *>();
        QVERIFY(view->verticalScrollBar()->isVisible());
        QVERIFY(chart.canvas().height() > 240);
        QCOMPARE(view->viewport()->width(), chart.canvas().width());
        QCOMPARE(view->verticalScrollBar()->maximum(), int(chart.canvas().height()) - 240);
        chart.resize(chart.sizeHint());
        chart.grab();
        QVERIFY(!view->verticalScrollBar()->isVisible());
        QCOMPARE(view->viewport()->width(), chart.canvas().width());
        QCOMPARE(misplaced(chart), QString());
    }

    void labelsStayInside_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<int>("points");
        for (const QSize size :
             {QSize(360, 240), QSize(500, 300), QSize(800, 600), QSize(1600, 900)}) {
            for (const int points : {8, 10, 14})
                QTest::addRow("%dx%d at %d", size.width(), size.height(), points) << size << points;
        }
    }

    void labelsStayInside()
    {
        QFETCH(const QSize, size);
        QFETCH(const int, points);
        Charts charts;
        QSignalSpy finished(&charts.week, &WeekChart::finished);
        BudgetSettings large = today();
        large.base = {.chroots = 1000, .rateLimit = 1'000'000, .configLoad = 50};
        for (const BudgetSettings &settings : {worst(), best(), today(), large}) {
            charts.set(settings, best());
            for (BudgetChart *chart : charts.all()) {
                QFont font = chart->font();
                font.setPointSize(points);
                chart->setFont(font);
                chart->resize(size);
                chart->show();
                QVERIFY(!chart->grab().isNull());
                QVERIFY(!chart->labels().isEmpty());
                QVERIFY(chart->canvas().width() <= chart->width());
                QVERIFY(points > 10 || chart->size() == size); // its fields need more
                QCOMPARE(misplaced(*chart), QString());
            }
            QVERIFY(finished.wait(kPatience));
            QCOMPARE(misplaced(charts.week), QString());
        }
    }

    void tinySizesAreSurvived()
    {
        Charts charts;
        QSignalSpy finished(&charts.week, &WeekChart::finished);
        charts.set(worst(), best());
        QVERIFY(finished.wait(kPatience));
        for (const QSize size :
             {QSize(0, 0), QSize(1, 1), QSize(20, 300), QSize(300, 12), QSize(60, 40)}) {
            for (BudgetChart *chart : charts.all()) {
                chart->setMinimumSize(0, 0);
                chart->resize(size);
                chart->show();
                chart->grab();
                chart->hover({5, 5});
                for (const ChartLabel &label : chart->labels())
                    QVERIFY(std::isfinite(label.place.x()) && std::isfinite(label.place.bottom()));
            }
        }
    }

    void picturesCanBeRead()
    {
        Charts charts;
        QSignalSpy finished(&charts.week, &WeekChart::finished);
        charts.set(worst(), best());
        QVERIFY(finished.wait(kPatience));
        for (BudgetChart *chart : charts.all()) {
            chart->setPalette(darkPalette());
            chart->resize(400, 260);
            chart->show();
            const QImage shown = chart->grab().toImage();
            const auto png = pictureOf(*chart, u"chart.PNG"_s);
            QVERIFY(png);
            const QImage image = QImage::fromData(*png, "PNG");
            QCOMPARE(image.size(), chart->pictureSize() * 2);
            QCOMPARE(image.pixelColor(3, 3), QColor(Qt::white));
            const auto svg = pictureOf(*chart, u"chart.svg"_s);
            QVERIFY(svg);
            QSvgRenderer renderer(*svg);
            QVERIFY(renderer.isValid());
            QCOMPARE(renderer.viewBox().size(), chart->pictureSize());
            QVERIFY(svg->contains(chart->title().toUtf8()));
            QCOMPARE(chart->grab().toImage(), shown); // the window keeps its colours and size
        }
    }

    void otherPicturesAreRefused()
    {
        PrsChart chart;
        const auto gif = pictureOf(chart, u"chart.gif"_s);
        QCOMPARE(gif.error().cause, Cause::Invalid);
        QVERIFY(gif.error().what.contains(u"chart.gif"_s) && gif.error().what.contains(u".svg"_s));
        WeekChart week;
        const auto early = pictureOf(week, u"week.png"_s);
        QVERIFY(early.error().what.contains(u"still being computed"_s));
    }
};

QTEST_MAIN(BudgetChartsTest)
#include "tst_budgetcharts.moc"
