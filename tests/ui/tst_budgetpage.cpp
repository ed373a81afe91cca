// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetactions.h"
#include "budget/budgetnumbers.h"
#include "budget/budgetpage.h"
#include "budget/numberfield.h"
#include "budget/parameterslider.h"
#include "budget/pieview.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QStyle>
#include <QStyleOptionSlider>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

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
};

QTEST_MAIN(BudgetPageTest)
#include "tst_budgetpage.moc"
