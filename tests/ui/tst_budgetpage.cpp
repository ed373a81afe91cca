// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "banner.h"
#include "budget/budgetactions.h"
#include "budget/budgetexport.h"
#include "budget/budgetnumbers.h"
#include "budget/budgetpage.h"
#include "budget/charts/budgetchart.h"
#include "budget/chartspanel.h"
#include "budget/comparecard.h"
#include "budget/compareview.h"
#include "budget/foldablegroup.h"
#include "budget/numberfield.h"
#include "budget/parameterpanel.h"
#include "budget/parameterslider.h"
#include "budget/pieview.h"
#include "budget/scenarioactions.h"
#include "budget/scenariobox.h"
#include "budget/scenariodialog.h"
#include "budget/sharebar.h"
#include "budget/stepstable.h"
#include "colorscheme.h"
#include "hintlabel.h"
#include "problemlabel.h"
#include "wholefile.h"
#include "windowstate.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QHeaderView>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QStyle>
#include <QStyleOptionSlider>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <cmath>

using namespace sluice;
using namespace Qt::StringLiterals;

/// A person at the page of the API budget.
class BudgetPageTest final : public QObject
{
    Q_OBJECT

private:
    template <typename Widget> Widget *in(const QString &row)
    {
        auto *parameter = m_page->findChild<QWidget *>(row);
        return parameter ? parameter->findChild<Widget *>() : nullptr;
    }
    QWidget *row(const QString &key) { return m_page->findChild<QWidget *>(key); }
    NumberField *field(const QString &key) { return in<NumberField>(key); }
    ParameterSlider *slider(const QString &key) { return in<ParameterSlider>(key); }
    PieView *pie() { return m_page->findChild<PieView *>(u"pie"_s); }
    QString numbers() { return m_page->findChild<BudgetNumbers *>()->text(); }
    BudgetDocument &document() { return m_page->document(); }
    [[nodiscard]] const NotebookSettings &base() { return document().settings().base; }

    static QPoint handleOf(QSlider *slider)
    {
        QStyleOptionSlider option;
        option.initFrom(slider);
        option.orientation = Qt::Horizontal;
        option.minimum = slider->minimum();
        option.maximum = slider->maximum();
        option.sliderPosition = slider->sliderPosition();
        option.sliderValue = slider->value();
        option.subControls = QStyle::SC_All;
        return slider->style()
                ->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, slider)
                .center();
    }
    void type(NumberField *into, const QString &text)
    {
        into->setFocus();
        into->selectAll();
        QTest::keyClicks(into, text);
    }

    QString bannerText()
    {
        for (const Banner *banner : m_page->findChildren<Banner *>()) {
            if (banner->isVisible())
                return banner->text();
        }
        return {};
    }
    void drop(const QByteArray &content)
    {
        const QString path = m_directory->filePath(u"scenario.json"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
        file.close();
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter({20, 20}, Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_page.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(QPointF(20, 20), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_page.get(), &event);
        QTRY_VERIFY(!bannerText().isEmpty());
    }
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /// What is said when it has ended.
    template <typename Write> QString endOf(Write write)
    {
        QString sentence;
        QObject context;
        const BudgetExport &exports = m_page->exports();
        connect(&exports, &BudgetExport::done, &context,
                [&sentence](const QString &text) { sentence = text; });
        connect(&exports, &BudgetExport::failed, &context,
                [&sentence](const Error &error) { sentence = error.what; });
        write();
        return QTest::qWaitFor([&sentence] { return !sentence.isEmpty(); }, 20'000)
                     ? sentence
                     : u"nothing came"_s;
    }
    /// Every tab, and the comparison.
    static QList<QImage> pictures(BudgetPage &page)
    {
        if (QWidget *focused = page.focusWidget())
            focused->clearFocus();
        auto *charts = page.findChild<ChartsPanel *>();
        const auto isPending = [charts] {
            return std::ranges::any_of(charts->charts(), &BudgetChart::isPending);
        };
        QList<QImage> pictures;
        if (!QTest::qWaitFor([&] { return !isPending(); }, 20'000))
            return pictures;
        for (int i = 0; i < charts->count(); ++i) {
            charts->setCurrentIndex(i);
            page.grab(); // lays out what has changed
            QCoreApplication::processEvents();
            pictures += page.grab().toImage();
        }
        page.actions().compare->trigger();
        QCoreApplication::processEvents();
        pictures += page.grab().toImage();
        page.actions().compare->trigger();
        return pictures;
    }
    static double contrastOf(const QColor &a, const QColor &b)
    {
        const auto luminance = [](const QColor &colour) {
            const auto part = [](double v) {
                return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
            };
            return 0.2126 * part(colour.redF()) + 0.7152 * part(colour.greenF())
                 + 0.0722 * part(colour.blueF()) + 0.05;
        };
        const auto [dark, light] = std::minmax({luminance(a), luminance(b)});
        return light / dark;
    }
    void checkLabels(bool isUsual)
    {
        const PieLayout &layout = pie()->pieLayout();
        const QRectF view = pie()->rect();
        QVERIFY(layout.circle.isNull() || view.contains(layout.circle));
        for (qsizetype i = 0; i < layout.parts.size(); ++i) {
            const QRectF &label = layout.parts.at(i).label;
            QVERIFY(label.isNull() ? !isUsual : view.contains(label));
            for (qsizetype k = 0; k < i; ++k)
                QVERIFY(!label.intersects(layout.parts.at(k).label));
        }
    }
    bool hasBuddy(QWidget *widget)
    {
        const auto labels = m_page->findChildren<QLabel *>();
        return std::ranges::any_of(labels,
                                   [widget](QLabel *label) { return label->buddy() == widget; });
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<BudgetPage> m_page;

private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_directory = std::make_unique<QTemporaryDir>();
        m_page = std::make_unique<BudgetPage>(m_directory->filePath(u"scenarios"_s));
        m_page->resize(1200, 800);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        m_page->activateWindow();
    }
    void cleanup() { m_page.reset(); }

    void beginsWithTheNotebooksWorstCase()
    {
        QVERIFY2(numbers().startsWith(u"14 PRs/hour"_s), qPrintable(numbers()));
        QVERIFY(numbers().contains(u"345 calls/PR"_s));
        QVERIFY(numbers().contains(u"bound by the primary limit"_s));
        QCOMPARE(pie()->slices().at(int(CallKind::Config)).label, u"load packit.yaml"_s);
    }

    void aDragOfTheMouseIsOneStepToUndo()
    {
        ParameterSlider *chroots = slider(u"chroots"_s);
        const QPoint from = handleOf(chroots);
        QTest::mousePress(chroots, Qt::LeftButton, {}, from);
        for (int x = from.x(); x < chroots->width() - 3; x += 5)
            QTest::mouseMove(chroots, {x, from.y()});
        QTest::mouseRelease(chroots, Qt::LeftButton, {}, {chroots->width() - 3, from.y()});
        QVERIFY2(base().chroots > 15, qPrintable(QString::number(base().chroots)));
        QCOMPARE(field(u"chroots"_s)->text(), QString::number(base().chroots));
        QVERIFY(numbers().contains(u"against 14"_s));
        m_page->actions().undo->trigger();
        QCOMPARE(base().chroots, 6);
        QVERIFY(!m_page->actions().undo->isEnabled());
        QCOMPARE(field(u"chroots"_s)->text(), u"6"_s);
        QCOMPARE(chroots->value(), 6);
    }

    void aTypedNumberMayGoBeyondTheSlider()
    {
        type(field(u"chroots"_s), u"250"_s);
        QCOMPARE(base().chroots, 250);
        QCOMPARE(slider(u"chroots"_s)->value(), slider(u"chroots"_s)->maximum());
        m_page->actions().undo->trigger();
        QCOMPARE(base().chroots, 6);
    }

    void nonsenseIsAnsweredInPlace_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("stays");
        QTest::newRow("letters") << u"abc"_s << u"6"_s;
        QTest::newRow("out of range") << u"1001"_s << u"100"_s;
        QTest::newRow("negative") << u"-1"_s << u"6"_s;
        QTest::newRow("a part") << u"2.5"_s << u"2"_s;
        QTest::newRow("infinity") << u"inf"_s << u"6"_s;
        QTest::newRow("not a number") << u"nan"_s << u"6"_s;
    }
    void nonsenseIsAnsweredInPlace()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, stays);
        NumberField *chroots = field(u"chroots"_s);
        auto *problem = in<ProblemLabel>(u"chroots"_s);
        type(chroots, text);
        QVERIFY(problem->isVisible());
        QCOMPARE(problem->text(),
                 u"Chroots takes a whole number from 0 to 1,000, not \"%1\"."_s.arg(text));
        QTest::keyClick(chroots, Qt::Key_Return);
        QCOMPARE(chroots->text(), stays);
        QCOMPARE(QString::number(base().chroots), stays);
        QVERIFY2(problem->text().endsWith(u"It stays %1."_s.arg(stays)),
                 qPrintable(problem->text()));
        type(chroots, u"7"_s);
        QVERIFY(!problem->isVisible());
        QCOMPARE(base().chroots, 7);
    }

    void escapeTakesTheLastGoodNumber()
    {
        NumberField *chroots = field(u"chroots"_s);
        type(chroots, u"x"_s);
        QTest::keyClick(chroots, Qt::Key_Escape);
        QCOMPARE(chroots->text(), u"6"_s);
        QVERIFY(!in<ProblemLabel>(u"chroots"_s)->isVisible());
    }

    void arrowsStepANumber()
    {
        NumberField *chroots = field(u"chroots"_s);
        chroots->setFocus();
        QTest::keyClick(chroots, Qt::Key_Up);
        QTest::keyClick(chroots, Qt::Key_PageUp);
        QTest::keyClick(chroots, Qt::Key_Down);
        QCOMPARE(base().chroots, 16);
        QCOMPARE(chroots->text(), u"16"_s);
    }

    void sharesAreInPerCent()
    {
        NumberField *share = field(u"others_share"_s);
        type(share, u"25 %"_s);
        QCOMPARE(document().settings().othersShare, 0.25);
        type(share, u"101"_s);
        QVERIFY(in<ProblemLabel>(u"others_share"_s)->text().contains(u"from 0 % to 100 %"_s));
    }

    void aFileNameIsAPrice()
    {
        auto *name = in<QComboBox>(u"load_packit_yaml"_s);
        auto *lookup = in<QCheckBox>(u"load_packit_yaml"_s);
        auto *sum = row(u"load_packit_yaml"_s)->findChild<QLabel *>(u"sum"_s);
        QCOMPARE(name->currentText(), u"packit.yaml"_s);
        QCOMPARE(sum->text(), u"5+1"_s);
        name->setFocus();
        QTest::keyClick(name, Qt::Key_Down);
        QTest::keyClick(name, Qt::Key_Down);
        QCOMPARE(name->currentText(), u"packit.json"_s);
        QCOMPARE(base().configLoad, 8);
        QTest::mouseClick(lookup, Qt::LeftButton, {}, {8, lookup->height() / 2});
        QCOMPARE(base().configLoad, 7);
        QCOMPARE(sum->text(), u"7"_s);
        for (int i = 0; i < 3; ++i)
            m_page->actions().undo->trigger();
        QCOMPARE(base().configLoad, 6);
        QCOMPARE(name->currentText(), u"packit.yaml"_s);
        QCOMPARE(sum->text(), u"5+1"_s);
        type(field(u"load_packit_yaml"_s), u"20"_s);
        QCOMPARE(name->currentText(), u"any number"_s);
        QVERIFY(!lookup->isEnabled());
    }

    void aRowGoesBackToTheBaseline()
    {
        auto *reset = row(u"tests"_s)->findChild<QToolButton *>(u"reset"_s);
        QVERIFY(!reset->isVisible());
        auto *tests = in<QCheckBox>(u"tests"_s);
        QTest::mouseClick(tests, Qt::LeftButton, {}, {8, tests->height() / 2});
        QVERIFY(!base().hasTests);
        QVERIFY(reset->isVisible() && tests->font().bold());
        QTest::mouseClick(reset, Qt::LeftButton);
        QVERIFY(base().hasTests);
        QVERIFY(!reset->isVisible() && !tests->font().bold());
    }

    void explainsAParameterInPlace()
    {
        auto *explain = row(u"chroots"_s)->findChild<QToolButton *>(u"explain"_s);
        explain->setFocus();
        QTest::keyClick(explain, Qt::Key_Space);
        auto *text = in<HintLabel>(u"chroots"_s);
        QVERIFY(text->isVisible());
        QVERIFY(text->text().contains(u"each has flags of its own"_s));
    }

    void pushesMakeAPullRequestDearer()
    {
        BudgetSettings pushed = document().settings();
        pushed.pushesPerPr = 3;
        document().setSettings(pushed, u"pushes"_s);
        QVERIFY2(numbers().contains(u"4 PRs/hour"_s), qPrintable(numbers()));
        QVERIFY2(numbers().contains(u"1,035 calls/PR"_s), qPrintable(numbers()));
        QVERIFY2(numbers().contains(u"+690 against 345; 345 calls per pipeline"_s),
                 qPrintable(numbers()));
        QVERIFY2(numbers().contains(u"identical reads 253 per pipeline"_s), qPrintable(numbers()));
        m_page->actions().compare->trigger();
        QVERIFY(m_page->comparison().cards().at(1)->text().contains(u"1,035 calls/PR"_s));
    }

    void pinsABaselineAndTellsTheChange()
    {
        document().load(builtInScenarios().at(8));
        QVERIFY2(numbers().contains(u"60 PRs/hour"_s), qPrintable(numbers()));
        QVERIFY2(numbers().contains(u"+46 (+328 %) against 14"_s), qPrintable(numbers()));
        QVERIFY(numbers().contains(u"76 by the primary limit"_s));
        QVERIFY(numbers().contains(u"no longer sees: 24 per pipeline"_s));
        m_page->actions().pin->trigger();
        QVERIFY(numbers().contains(u"as the baseline"_s));
        QVERIFY(!m_page->actions().pin->isEnabled());
        m_page->actions().undo->trigger();
        QVERIFY(numbers().contains(u"against 14"_s));
    }

    void resetTakesTheScenarioAsItWas()
    {
        type(field(u"chroots"_s), u"9"_s);
        m_page->actions().reset->trigger();
        QCOMPARE(document().settings(), builtInScenarios().at(3).settings);
        QVERIFY(!m_page->actions().reset->isEnabled());
    }

    void choosesAScenarioWithTheKeyboard()
    {
        auto *box = m_page->findChild<ScenarioBox *>(u"scenario"_s);
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Down);
        QCOMPARE(document().current().name, u"No tests"_s);
        QVERIFY(!base().hasTests);
        type(field(u"chroots"_s), u"9"_s);
        QCOMPARE(box->currentIndex(), -1);
        QCOMPARE(box->placeholderText(), u"No tests (changed)"_s);
        m_page->actions().undo->trigger();
        QCOMPARE(box->currentText(), u"No tests"_s);
    }

    void savesRenamesAndRemovesAScenario()
    {
        type(field(u"chroots"_s), u"9"_s);
        ScenarioActions &actions = m_page->scenarioActions();
        actions.save->trigger();
        auto *dialog = m_page->findChild<ScenarioDialog *>();
        QVERIFY(dialog);
        auto *name = dialog->findChildren<QLineEdit *>().at(0);
        name->setText(u"No tests"_s);
        dialog->accept();
        QVERIFY2(dialog->isVisible(), "a name that is taken is refused in place");
        name->setText(u"Nine"_s);
        dialog->accept();
        QVERIFY(!dialog->isVisible());
        QCOMPARE(document().current().name, u"Nine"_s);
        QVERIFY(!document().isChanged() && actions.remove->isEnabled());
        QVERIFY(QDir(m_directory->filePath(u"scenarios"_s)).entryList(QDir::Files).size() == 1);
        actions.duplicate->trigger();
        QCOMPARE(document().current().name, u"Nine (2)"_s);
        actions.remove->trigger();
        QVERIFY(!m_page->scenarios().library().find(u"Nine (2)"));
        QVERIFY(bannerText().startsWith(u"Removed \"Nine (2)\""_s));
        actions.takeBack();
        QVERIFY(m_page->scenarios().library().find(u"Nine (2)"));
    }

    void takesADroppedScenario()
    {
        drop("{\"sluice_scenario\": 1, \"name\": \"Mine\", \"parameters\": {\"chroots\": 4}}");
        QCOMPARE(document().current().name, u"Mine"_s);
        QCOMPARE(base().chroots, 4);
        QCOMPARE(bannerText(), u"Imported \"Mine\"."_s);
        QVERIFY(m_page->scenarios().rowOf(u"Mine"_s) >= 0);
        m_page->actions().undo->trigger();
        QCOMPARE(base().chroots, 6);
    }

    void writesAScenarioToAFile()
    {
        const QString path = m_directory->filePath(u"mine.json"_s);
        m_page->scenarioActions().exportFile(path);
        QTRY_COMPARE(bannerText(), u"Wrote %1."_s.arg(path));
        QCOMPARE(readScenario(path)->settings, document().settings());
        m_page->scenarioActions().exportFile(m_directory->filePath(u"missing/mine.json"_s));
        QTRY_VERIFY2(bannerText().contains(u"missing/mine.json"_s), qPrintable(bannerText()));
    }

    void seesWhatOthersSavedWhenItIsShown()
    {
        m_page->hide();
        ScenarioLibrary elsewhere(m_directory->filePath(u"scenarios"_s));
        QVERIFY(elsewhere.save({.name = u"Theirs"_s, .caption = {}, .settings = {}}));
        QCOMPARE(m_page->scenarios().rowOf(u"Theirs"_s), -1);
        m_page->show();
        // What is saved while the folder is being read is not lost.
        QVERIFY(m_page->scenarios().save({.name = u"Ours"_s, .caption = {}, .settings = {}}));
        QTRY_VERIFY(m_page->scenarios().rowOf(u"Theirs"_s) >= 0);
        QVERIFY(m_page->scenarios().rowOf(u"Ours"_s) >= 0);
    }

    void refusesABadDropInOneSentence_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("says");
        QTest::newRow("not JSON") << "PNG nonsense"_ba << u"is not a scenario"_s;
        QTest::newRow("cut off") << "{\"sluice_scenario\": 1, \"name\": \"M"_ba
                                 << u"is not a scenario"_s;
        QTest::newRow("newer")
                << "{\"sluice_scenario\": 99, \"name\": \"M\", \"parameters\": {}}"_ba << u"99"_s;
        QTest::newRow("unknown key")
                << "{\"sluice_scenario\": 1, \"name\": \"M\", \"parameters\": {\"chrots\": 4}}"_ba
                << u"chrots"_s;
        QTest::newRow("out of range")
                << "{\"sluice_scenario\": 1, \"name\": \"M\", \"parameters\": {\"chroots\": 4000}}"_ba
                << u"4000"_s;
        QTest::newRow("10 MB") << QByteArray(10'000'000, 'x') << u"scenario.json"_s;
    }
    void refusesABadDropInOneSentence()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const QString, says);
        drop(content);
        QVERIFY2(bannerText().contains(says), qPrintable(bannerText()));
        QVERIFY2(bannerText().count(u". "_s) == 0, qPrintable(bannerText()));
        QCOMPARE(base().chroots, 6);
        QVERIFY(!document().canUndo());
    }

    void comparesUpToFour()
    {
        m_page->actions().compare->trigger();
        CompareView &view = m_page->comparison();
        QVERIFY(view.isVisible());
        QCOMPARE(view.cards().size(), 2);
        auto *add = view.findChild<ScenarioBox *>(u"add"_s);
        for (int i = 0; i < 2; ++i) {
            add->setFocus();
            QTest::keyClick(add, Qt::Key_Down);
        }
        QCOMPARE(view.cards().size(), 4);
        QVERIFY(!add->isEnabled());
        view.add(builtInScenarios().at(5));
        QCOMPARE(view.cards().size(), 4);
        QVERIFY(view.cards().at(0)->text().contains(u"14 PRs/hour"_s));
        type(field(u"chroots"_s), u"3"_s);
        QVERIFY2(view.cards().at(1)->text().contains(u"packit.yaml, 6 chroots (changed)"_s),
                 qPrintable(view.cards().at(1)->text()));
        QTest::mouseClick(view.cards().at(2)->findChildren<QPushButton *>().at(2), Qt::LeftButton);
        QCOMPARE(view.cards().size(), 3);
    }

    void theTableShowsAllItsRows_data()
    {
        QTest::addColumn<QSize>("size");
        for (const QSize &size : {QSize(900, 510), QSize(1400, 810), QSize(1900, 910)})
            QTest::addRow("%d x %d", size.width(), size.height()) << size;
    }
    void theTableShowsAllItsRows()
    {
        QFETCH(const QSize, size);
        m_page->resize(size);
        auto *table = m_page->findChild<StepsTable *>();
        for (const int scenario : {11, 3}) { // Packit today has more kinds
            document().load(builtInScenarios().at(scenario));
            QTRY_VERIFY(table->viewport()->height() >= table->verticalHeader()->length());
        }
        QTRY_COMPARE(table->horizontalScrollBar()->maximum(), 0);
    }

    void chartsNeedNoScrollingWithinAPageThatScrolls()
    {
        m_page->resize(900, 510);
        auto *charts = m_page->findChild<ChartsPanel *>();
        for (int i = 0; i < charts->count(); ++i) {
            charts->setCurrentIndex(i);
            auto *chart = qobject_cast<BudgetChart *>(charts->widget(i));
            QTRY_VERIFY(!chart->isPending());
            QTRY_VERIFY2(chart->height() >= chart->sizeHint().height(), chart->name().data());
            QVERIFY2(!chart->findChild<QAbstractScrollArea *>()->verticalScrollBar()->isVisible(),
                     chart->name().data());
        }
    }

    void labelsOfThePieNeverOverlapOrLeaveIt_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<int>("pixels");
        for (const QSize &size : {QSize(1024, 700), QSize(1600, 1000), QSize(800, 600)}) {
            for (const int pixels : {9, 13, 20, 30})
                QTest::addRow("%d x %d, %d px", size.width(), size.height(), pixels)
                        << size << pixels;
        }
    }
    void labelsOfThePieNeverOverlapOrLeaveIt()
    {
        QFETCH(const QSize, size);
        QFETCH(const int, pixels);
        QFont font = m_page->font();
        font.setPixelSize(pixels);
        m_page->setFont(font);
        m_page->resize(size);
        for (const Scenario &scenario : builtInScenarios()) {
            document().load(scenario);
            for (const PieBy by : {PieBy::Kind, PieBy::Step}) {
                pie()->setPieBy(by);
                QCoreApplication::processEvents();
                // Kinds and steps of other policies may be too many for a small window.
                checkLabels(by == PieBy::Kind && &scenario <= &builtInScenarios().at(9));
            }
        }
    }

    void aSliceSaysWhatItIs()
    {
        const PieLayout &layout = pie()->pieLayout();
        pie()->setFocus();
        QTest::keyClick(pie(), Qt::Key_Right);
        QVERIFY(pie()->explanation().startsWith(u"Project is private: 37 of 345 calls, 10.7 %"_s));
        QTest::mouseMove(pie(), layout.circle.center().toPoint() + QPoint(0, 30));
        QTRY_VERIFY(pie()->explanation().startsWith(u"load packit.yaml: 222 of 345"_s));
        QVERIFY(pie()->accessibleDescription().contains(u"set status: 84 of 345 calls, 24.3 %"_s));
        m_page->findChild<QRadioButton *>(u"byStep"_s)->click();
        QTest::keyClick(pie(), Qt::Key_Right);
        QVERIFY(pie()->explanation().startsWith(u"PR is updated: 21 of 345"_s));
    }

    void withoutCallsThePageStaysFriendly()
    {
        BudgetSettings nothing;
        nothing.base = {.chroots = 0, .configLoad = 0};
        nothing.privateCost = 0;
        nothing.approvalChecks = 0;
        document().setSettings(nothing, u"nothing"_s);
        QVERIFY(pie()->pieLayout().circle.isNull());
        QCOMPARE(pie()->accessibleDescription(), u"No calls"_s);
        QVERIFY(numbers().contains(u"0 calls/PR"_s) && numbers().contains(u"nothing binds"_s));
        m_page->actions().compare->trigger();
        QString all = numbers() + m_page->comparison().cards().at(1)->text();
        for (const QLabel *label : m_page->findChildren<QLabel *>())
            all += u'\n' + label->text();
        QVERIFY2(!all.contains(QRegularExpression(u"\\b(nan|inf|infinity)\\b"_s,
                                                  QRegularExpression::CaseInsensitiveOption)),
                 qPrintable(all));
        QVERIFY(!m_page->grab().isNull());
    }

    void exportsWhatItShows()
    {
        BudgetExport &exports = m_page->exports();
        const auto path = [this](const QString &name) { return m_directory->filePath(name); };
        QCOMPARE(endOf([&] { exports.writePieTo(path(u"pie.png"_s)); }),
                 u"Wrote %1."_s.arg(path(u"pie.png"_s)));
        exports.writePieTo(path(u"pie.svg"_s));
        exports.writeChartTo(1, path(u"ladder.png"_s));
        exports.writeStepsTo(path(u"steps.csv"_s));
        exports.writeComparisonTo(path(u"comparison.csv"_s));
        QTRY_VERIFY(QFile::exists(path(u"comparison.csv"_s)));
        QVERIFY(QFile::exists(path(u"pie.svg"_s)));
        QVERIFY(!QImage(path(u"pie.png"_s)).isNull());
        QVERIFY(!QImage(path(u"ladder.png"_s)).isNull());
        QVERIFY(read(path(u"steps.csv"_s)).contains("345"));
    }

    void tellsWhatItCannotWrite()
    {
        const QString path = m_directory->filePath(u"missing/pie.png"_s);
        QVERIFY2(endOf([&] { m_page->exports().writePieTo(path); }).contains(path),
                 qPrintable(bannerText()));
        QVERIFY2(endOf([&] {
                     m_page->exports().writeChartTo(0, m_directory->filePath(u"chart.gif"_s));
                 }).contains(u"chart.gif"_s),
                 qPrintable(bannerText()));
    }

    void aReportWaitsForTheWeek()
    {
        const QString path = m_directory->filePath(u"our report.md"_s);
        document().load(builtInScenarios().at(9));
        const QSignalSpy waiting(&m_page->exports(), &BudgetExport::waiting);
        QCOMPARE(endOf([&] { m_page->exports().writeReportTo(path); }), u"Wrote %1."_s.arg(path));
        QCOMPARE(waiting.size(), 1);
        const QByteArray report = read(path);
        QVERIFY2(report.contains("our%20report-pie.svg") && report.contains("Best, 3 chroots"),
                 report.constData());
        for (const QString &name : {u"pie"_s, u"prs"_s, u"ladder"_s, u"tornado"_s, u"week"_s}) {
            QVERIFY2(report.contains(u"our%20report-%1.svg"_s.arg(name).toLatin1()),
                     qPrintable(name));
            QVERIFY(QFile::exists(m_directory->filePath(u"our report-%1.svg"_s.arg(name))));
        }
    }

    void aReportSaysWhatCouldNotBeSimulated()
    {
        BudgetSettings spent = document().settings();
        spent.reserve = 5000;
        document().setSettings(spent, u"reserve"_s);
        const QString path = m_directory->filePath(u"report.md"_s);
        QVERIFY2(endOf([&] {
                     m_page->exports().writeReportTo(path);
                 }).contains(u"left out. Nothing is left of the rate limit"_s),
                 qPrintable(bannerText()));
        const QByteArray report = read(path);
        QVERIFY(report.contains("Nothing is left of the rate limit"));
        QVERIFY(report.contains("report-ladder.svg") && !report.contains("report-week.svg"));
    }

    void aReportReplacesItsOwnPicturesOnly()
    {
        const QString path = m_directory->filePath(u"report.md"_s);
        const QString picture = m_directory->filePath(u"report-ladder.svg"_s);
        QVERIFY(writeWhole(picture, "of somebody else"));
        QVERIFY2(endOf([&] { m_page->exports().writeReportTo(path); }).startsWith(picture),
                 qPrintable(bannerText()));
        QCOMPARE(read(picture), "of somebody else");
        QVERIFY(!QFile::exists(path));
        QVERIFY(QFile::remove(picture));
        for (int i = 0; i < 2; ++i) {
            QCOMPARE(endOf([&] { m_page->exports().writeReportTo(path); }),
                     u"Wrote %1."_s.arg(path));
        }
        QVERIFY(read(picture).contains("<svg"));
    }

    void remembersWhatIsFolded()
    {
        const WindowState state(m_directory->filePath(u"window.ini"_s));
        const auto groups = m_page->findChildren<FoldableGroup *>();
        QCOMPARE(groups.size(), 5);
        QVERIFY(groups.at(0)->isOpen() && !groups.at(4)->isOpen());
        groups.at(0)->setOpen(false);
        groups.at(4)->setOpen(true);
        m_page->saveState(state);
        BudgetPage again(m_directory->filePath(u"scenarios"_s));
        again.restoreState(state);
        const auto restored = again.findChildren<FoldableGroup *>();
        QVERIFY(!restored.at(0)->isOpen() && restored.at(4)->isOpen());
        QVERIFY(state.value(u"budget/groups"_s).toStringList().contains(u"limits:open"_s));
        for (FoldableGroup *group : groups)
            group->setOpen(false);
        m_page->saveState(state);
        again.restoreState(state);
        QVERIFY(std::ranges::none_of(restored, &FoldableGroup::isOpen));
        state.setValue(u"budget/groups"_s, QStringList{u"0"_s, u"from the future:open"_s});
        BudgetPage other(m_directory->filePath(u"scenarios"_s));
        other.restoreState(state);
        QVERIFY(other.findChildren<FoldableGroup *>().at(0)->isOpen());
    }

    void remembersScenarioBaselineAndPie()
    {
        const QString folder = m_directory->filePath(u"scenarios"_s);
        const WindowState state(m_directory->filePath(u"window.ini"_s));
        QVERIFY(m_page->scenarios().save(
                {.name = u"Ours"_s, .caption = {}, .settings = builtInScenarios().at(7).settings}));
        document().load(builtInScenarios().at(9));
        document().pinBaseline(m_page->scenarios().library().find(u"Ours")->scenario);
        m_page->findChild<QRadioButton *>(u"byStep"_s)->click();
        m_page->saveState(state);
        BudgetPage again(folder);
        again.restoreState(state);
        QCOMPARE(again.document().current(), builtInScenarios().at(9));
        QCOMPARE(again.document().baseline().name, u"Ours"_s);
        QCOMPARE(again.document().baseline().settings, builtInScenarios().at(7).settings);
        QVERIFY2(!again.document().canUndo(), "it begins there");
        QCOMPARE(again.findChild<PieView *>(u"pie"_s)->pieBy(), PieBy::Step);
        QVERIFY(again.findChild<QRadioButton *>(u"byStep"_s)->isChecked());
    }

    void whatIsRememberedAndUnknownFallsBack()
    {
        const QString folder = m_directory->filePath(u"scenarios"_s);
        const WindowState state(m_directory->filePath(u"window.ini"_s));
        type(field(u"chroots"_s), u"9"_s);
        m_page->actions().pin->trigger(); // "packit.yaml, 6 chroots", but with nine
        m_page->saveState(state);
        state.setValue(u"budget/scenario"_s, u"Removed since"_s);
        state.setValue(u"budget/pie"_s, u"by moon"_s);
        BudgetPage again(folder);
        again.restoreState(state);
        again.show();
        QCOMPARE(again.document().current(), builtInScenarios().at(3));
        QCOMPARE(again.document().baseline(), builtInScenarios().at(3));
        QCOMPARE(again.findChild<PieView *>(u"pie"_s)->pieBy(), PieBy::Kind);
        for (const Banner *banner : again.findChildren<Banner *>())
            QVERIFY(!banner->isVisible());
    }

    void followsLightAndDarkWhileItRuns()
    {
        const auto asItWas = qScopeGuard([] { applyColorScheme(Qt::ColorScheme::Unknown); });
        for (const auto scheme : {Qt::ColorScheme::Dark, Qt::ColorScheme::Light}) {
            applyColorScheme(scheme);
            pictures(*m_page); // everything has been in sight once
        }
        const QList<QImage> light = pictures(*m_page);
        applyColorScheme(Qt::ColorScheme::Dark);
        const QList<QImage> dark = pictures(*m_page);
        BudgetPage born(m_directory->filePath(u"scenarios"_s));
        born.resize(m_page->size());
        born.show();
        born.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&born));
        pictures(born);
        QCOMPARE(dark.size(), 5);
        QCOMPARE_NE(dark, light);
        const QList<QImage> wanted = pictures(born);
        for (qsizetype i = 0; i < dark.size(); ++i)
            QVERIFY2(dark.at(i) == wanted.at(i), qPrintable(u"picture %1"_s.arg(i)));
        born.hide();
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        applyColorScheme(Qt::ColorScheme::Light);
        const QList<QImage> again = pictures(*m_page);
        for (qsizetype i = 0; i < light.size(); ++i)
            QVERIFY2(again.at(i) == light.at(i), qPrintable(u"picture %1"_s.arg(i)));
    }

    void boxesThatAreNotCheckedShowInTheDark()
    {
        const auto asItWas = qScopeGuard([] { applyColorScheme(Qt::ColorScheme::Unknown); });
        applyColorScheme(Qt::ColorScheme::Dark);
        auto *once = in<QCheckBox>(u"load_packit_yaml_once"_s);
        QVERIFY(!once->isChecked());
        QStyleOptionButton option;
        option.initFrom(once);
        const QRect box
                = once->style()->subElementRect(QStyle::SE_CheckBoxIndicator, &option, once);
        const QImage image = once->grab().toImage();
        const double contrast = contrastOf(image.pixelColor(box.center()),
                                           once->palette().color(QPalette::Window));
        QVERIFY2(contrast >= 3, qPrintable(QString::number(contrast)));
    }

    void unfoldedGroupsFitIntoThePanel()
    {
        for (FoldableGroup *group : m_page->findChildren<FoldableGroup *>())
            group->setOpen(true);
        QCoreApplication::processEvents();
        auto *panel = m_page->findChild<ParameterPanel *>();
        QVERIFY2(panel->widget()->minimumSizeHint().width() <= panel->viewport()->width(),
                 qPrintable(QString::number(panel->widget()->minimumSizeHint().width())));
    }

    void whatIsAlikeHasANameOfItsOwn()
    {
        m_page->actions().compare->trigger();
        m_page->comparison().add(builtInScenarios().at(4));
        m_page->comparison().add(builtInScenarios().at(5));
        QStringList names;
        for (const CompareCard *card : m_page->comparison().cards()) {
            for (const QPushButton *button : card->findChildren<QPushButton *>())
                names += button->accessibleName();
        }
        for (const ShareBar *bar : m_page->findChildren<ShareBar *>())
            names += bar->accessibleName();
        QCOMPARE(names.size(), 12);
        QVERIFY(names.contains(u"Load No tests"_s));
        QVERIFY2(names.contains(u"Primary limit: 100 % used"_s), qPrintable(names.join(u'\n')));
        names.removeDuplicates();
        QCOMPARE(names.size(), 12);
    }

    void choicesAreInWords()
    {
        for (const QComboBox *box :
             m_page->findChild<ParameterPanel *>()->findChildren<QComboBox *>()) {
            for (int i = 0; i < box->count(); ++i) {
                const QString text = box->itemText(i);
                QVERIFY2(text.contains(u".yaml"_s) || text.contains(u".json"_s)
                                 || !text.contains(u'-'),
                         qPrintable(text));
            }
        }
        auto *token = in<QComboBox>(u"token"_s);
        QCOMPARE(token->itemText(0), u"rate limit as set"_s);
        token->setCurrentIndex(3);
        QCOMPARE(document().settings().token, TokenKind::Enterprise);
        auto *reset = row(u"token"_s)->findChild<QToolButton *>(u"reset"_s);
        QCOMPARE(reset->toolTip(), u"Back to the baseline: rate limit as set"_s);
    }

    void everyInputHasANameAndTheKeyboardReachesIt()
    {
        for (QWidget *widget : m_page->findChildren<QWidget *>()) {
            const bool isInput = qobject_cast<QLineEdit *>(widget)
                              || qobject_cast<QSlider *>(widget)
                              || qobject_cast<QComboBox *>(widget);
            const bool isPartOfAnother = widget->objectName().startsWith("qt_"_L1);
            if (!isInput || isPartOfAnother)
                continue;
            QVERIFY2(!widget->accessibleName().isEmpty() || hasBuddy(widget),
                     qPrintable(widget->objectName() + u' '
                                + QString::fromLatin1(widget->metaObject()->className())));
            QVERIFY(widget->focusPolicy() & Qt::TabFocus);
        }
    }
};

QTEST_MAIN(BudgetPageTest)
#include "tst_budgetpage.moc"
