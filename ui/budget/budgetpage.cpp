// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetpage.h"

#include "budget/budgetactions.h"
#include "budget/budgetnumbers.h"
#include "budget/parameterpanel.h"
#include "budget/piepanel.h"
#include "windowstate.h"

#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

namespace sluice {
using namespace Qt::StringLiterals;

BudgetPage::BudgetPage(QWidget *parent)
    : QWidget(parent)
    , m_actions(new BudgetActions(m_document, this))
    , m_parameters(new ParameterPanel(m_document, this))
    , m_numbers(new BudgetNumbers(this))
    , m_pie(new PiePanel(this))
    , m_columns(new QSplitter(this))
{
    m_columns->setObjectName(u"budget"_s);
    m_columns->setChildrenCollapsible(false);
    m_columns->addWidget(m_parameters);
    m_columns->addWidget(makeAnswers());
    m_columns->setStretchFactor(1, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_columns, 1);
    connect(&m_document, &BudgetDocument::settingsChanged, this, &BudgetPage::follow);
    connect(&m_document, &BudgetDocument::baselineChanged, this, &BudgetPage::follow);
    follow();
}

QWidget *BudgetPage::makeAnswers()
{
    auto *answers = new QWidget(this);
    auto *column = new QVBoxLayout(answers);
    column->setContentsMargins(4, 0, 0, 0);
    column->addWidget(m_numbers);
    column->addWidget(m_pie, 1);
    return answers;
}

void BudgetPage::follow()
{
    const BudgetSettings &current = m_document.settings();
    const BudgetSettings &baseline = m_document.baseline().settings;
    m_pie->setCalls(evaluate(current).counted);
    m_numbers->setSettings(current, baseline);
}

void BudgetPage::saveState(const WindowState &state) const
{
    state.save(*m_columns);
    m_parameters->saveState(state);
}

void BudgetPage::restoreState(const WindowState &state)
{
    state.restore(*m_columns);
    m_parameters->restoreState(state);
}

} // namespace sluice
