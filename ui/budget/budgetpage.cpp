// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetpage.h"

#include "banner.h"
#include "budget/answersview.h"
#include "budget/budgetactions.h"
#include "budget/budgetanswer.h"
#include "budget/budgetexport.h"
#include "budget/budgetnumbers.h"
#include "budget/compareview.h"
#include "budget/configdrop.h"
#include "budget/leverspanel.h"
#include "budget/parameterpanel.h"
#include "budget/piepanel.h"
#include "budget/pieview.h"
#include "budget/scenarioactions.h"
#include "budget/scenariobar.h"
#include "windowstate.h"

#include <QAction>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

BudgetPage::BudgetPage(const QString &scenarioFolder, QWidget *parent)
    : QWidget(parent)
    , m_scenarios(scenarioFolder)
    , m_actions(new BudgetActions(m_document, this))
    , m_scenarioActions(new ScenarioActions(m_document, m_scenarios, this))
    , m_configs(new ConfigDrop(this))
    , m_failure(new Banner(this))
    , m_notice(new Banner(this))
    , m_bar(new ScenarioBar(m_document, m_scenarios, this))
    , m_parameters(new ParameterPanel(m_document, this))
    , m_numbers(new BudgetNumbers(this))
    , m_answers(new AnswersView(this))
    , m_levers(new LeversPanel(m_document, this))
    , m_comparison(new CompareView(m_document, m_scenarios, this))
    , m_export(new BudgetExport({.document = m_document,
                                 .pie = m_answers->pie().pie(),
                                 .charts = m_answers->charts(),
                                 .comparison = *m_comparison},
                                this))
    , m_stack(new QStackedWidget(this))
    , m_columns(new QSplitter(this))
{
    setAcceptDrops(true);
    setFocusProxy(m_bar);
    m_columns->setObjectName(u"budget"_s);
    m_columns->setChildrenCollapsible(false);
    m_columns->addWidget(m_parameters);
    m_columns->addWidget(makeAnswers());
    m_columns->setStretchFactor(1, 1);
    m_columns->setSizes({m_parameters->minimumWidth(), width()});
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_failure);
    column->addWidget(m_columns, 1);
    column->addWidget(m_notice); // it comes and goes: nothing else moves for it
    connectAll();
    connectConfigs();
    follow();
}

QWidget *BudgetPage::makeAnswers()
{
    auto *answers = new QWidget(this);
    auto *column = new QVBoxLayout(answers);
    column->setContentsMargins(4, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_bar);
    column->addWidget(m_numbers);
    column->addWidget(m_stack, 1);
    m_answers->addOnTop(m_levers);
    m_stack->addWidget(m_answers);
    m_stack->addWidget(m_comparison);
    return answers;
}

void BudgetPage::connectAll()
{
    connect(&m_document, &BudgetDocument::settingsChanged, this, &BudgetPage::follow);
    connect(&m_document, &BudgetDocument::baselineChanged, this, &BudgetPage::follow);
    connect(m_actions->compare, &QAction::toggled, this, [this](bool isComparing) {
        m_stack->setCurrentWidget(isComparing ? static_cast<QWidget *>(m_comparison) : m_answers);
        m_numbers->setVisible(!isComparing); // the cards have them
    });
    connect(m_bar, &ScenarioBar::failed, this, &BudgetPage::showError);
    connect(m_scenarioActions, &ScenarioActions::failed, this, &BudgetPage::showError);
    connect(m_scenarioActions, &ScenarioActions::done, this, &BudgetPage::showNotice);
    connect(m_comparison, &CompareView::failed, this, &BudgetPage::showError);
    connect(m_export, &BudgetExport::failed, this, &BudgetPage::showError);
    for (const auto signal : {&BudgetExport::waiting, &BudgetExport::done})
        connect(m_export, signal, this,
                [this](const QString &sentence) { showNotice(sentence, false); });
    connect(&m_scenarios, &ScenarioModel::failed, this, [this](const QString &sentence) {
        showError({.cause = Cause::Invalid, .what = sentence});
    });
    connect(m_notice, &Banner::actionClicked, this, [this] {
        m_notice->hide();
        m_scenarioActions->takeBack();
    });
    m_noticeEnd.setSingleShot(true);
    m_noticeEnd.setInterval(12s);
    connect(&m_noticeEnd, &QTimer::timeout, m_notice, &QWidget::hide);
}

void BudgetPage::connectConfigs()
{
    connect(m_configs, &ConfigDrop::failed, this, &BudgetPage::showError);
    connect(m_configs, &ConfigDrop::scenarioFound, m_scenarioActions, &ScenarioActions::importFile);
    connect(m_configs, &ConfigDrop::read, this, [this](const ConfigBudget &config) {
        m_levers->setConfig(config);
        showNotice(tr("Read %1: %2.").arg(config.facts.title, factsText(config.facts)), false);
    });
}

void BudgetPage::follow()
{
    const BudgetSettings &current = m_document.settings();
    const BudgetSettings &baseline = m_document.baseline().settings;
    const BudgetAnswer now(current);
    const BudgetAnswer before(baseline);
    m_numbers->setAnswers(now, before);
    m_answers->setAnswers(now, before);
    m_answers->setSettings(current, baseline);
}

void BudgetPage::showError(const Error &error)
{
    m_notice->hide();
    m_failure->showText(Banner::Kind::Error, error.what);
    m_failure->setToolTip(error.detail);
}

void BudgetPage::showNotice(const QString &sentence, bool canBeTakenBack)
{
    m_failure->hide();
    m_notice->showText(Banner::Kind::Notice, sentence, canBeTakenBack ? tr("Undo") : QString());
    m_noticeEnd.start();
}

void BudgetPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void BudgetPage::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    for (const QUrl &url : event->mimeData()->urls()) {
        if (url.isLocalFile())
            m_configs->take(url.toLocalFile());
        else
            showError({.cause = Cause::Invalid,
                       .what = tr("%1 is not a file here: save it, then drop the file.")
                                       .arg(url.toDisplayString())});
    }
}

void BudgetPage::showEvent(QShowEvent *event)
{
    m_scenarioActions->reload(); // others may have written to the folder
    QWidget::showEvent(event);
}

void BudgetPage::saveState(const WindowState &state) const
{
    state.save(*m_columns);
    state.setValue(u"budget/compares"_s, m_actions->compare->isChecked());
    const bool isByStep = m_answers->pie().pie().pieBy() == PieBy::Step;
    state.setValue(u"budget/pie"_s, isByStep ? u"step"_s : u"kind"_s);
    saveScenarios(state);
    m_parameters->saveState(state);
}

void BudgetPage::restoreState(const WindowState &state)
{
    state.restore(*m_columns);
    m_actions->compare->setChecked(state.value(u"budget/compares"_s).toBool());
    if (state.value(u"budget/pie"_s) == u"step"_s)
        m_answers->pie().setPieBy(PieBy::Step);
    restoreScenarios(state);
    m_parameters->restoreState(state);
}

void BudgetPage::saveScenarios(const WindowState &state) const
{
    state.setValue(u"budget/scenario"_s, m_document.current().name);
    // Pinned with changes that were not saved, it is none of the library's.
    const Scenario &baseline = m_document.baseline();
    const LibraryEntry *entry = m_scenarios.library().find(baseline.name);
    const bool isListed = entry && entry->scenario.settings == baseline.settings;
    state.setValue(u"budget/baseline"_s, isListed ? baseline.name : QString());
}

void BudgetPage::restoreScenarios(const WindowState &state)
{
    const auto entryOf = [&](const QString &key) {
        const LibraryEntry *entry = m_scenarios.library().find(state.value(key).toString());
        return entry && !entry->error ? entry : nullptr;
    };
    if (const LibraryEntry *entry = entryOf(u"budget/scenario"_s))
        m_document.load(entry->scenario);
    if (const LibraryEntry *entry = entryOf(u"budget/baseline"_s))
        m_document.pinBaseline(entry->scenario);
    m_document.forgetHistory();
}

bool BudgetPage::showScenario(const QString &name)
{
    if (const Scenario *builtIn = builtInScenario(name)) {
        m_document.load(*builtIn);
        return true;
    }
    const LibraryEntry *entry = m_scenarios.library().find(name);
    const bool isGood = entry && !entry->error;
    if (isGood)
        m_document.load(entry->scenario);
    return isGood;
}

} // namespace sluice
