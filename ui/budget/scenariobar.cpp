// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/scenariobar.h"

#include "breakable.h"
#include "budget/budgetdocument.h"
#include "budget/scenariobox.h"
#include "hintlabel.h"

#include <QGridLayout>
#include <QLabel>

namespace sluice {
using namespace Qt::StringLiterals;

ScenarioBar::ScenarioBar(BudgetDocument &document, ScenarioModel &scenarios, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_scenario(new ScenarioBox(scenarios, this))
    , m_baseline(new ScenarioBox(scenarios, this))
    , m_caption(new HintLabel({}, this))
{
    auto *scenario = new QLabel(tr("S&cenario"), this);
    auto *baseline = new QLabel(tr("Base&line"), this);
    setFocusProxy(m_scenario);
    scenario->setBuddy(m_scenario);
    baseline->setBuddy(m_baseline);
    m_scenario->setObjectName(u"scenario"_s);
    m_baseline->setObjectName(u"baseline"_s);
    m_scenario->setAccessibleName(tr("Scenario"));
    m_baseline->setAccessibleName(tr("Baseline"));
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(6, 2, 6, 0);
    grid->setVerticalSpacing(1);
    grid->addWidget(scenario, 0, 0);
    grid->addWidget(m_scenario, 0, 1);
    grid->addWidget(baseline, 0, 2);
    grid->addWidget(m_baseline, 0, 3);
    grid->addWidget(m_caption, 1, 1, 1, 3);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(3, 1);
    grid->setColumnMinimumWidth(2, 0);
    connect(m_scenario, &ScenarioBox::chosen, &m_document, &BudgetDocument::load);
    connect(m_baseline, &ScenarioBox::chosen, &m_document, &BudgetDocument::pinBaseline);
    for (ScenarioBox *box : {m_scenario, m_baseline})
        connect(box, &ScenarioBox::failed, this, &ScenarioBar::failed);
    connect(&m_document, &BudgetDocument::scenarioChanged, this, &ScenarioBar::follow);
    follow();
}

void ScenarioBar::follow()
{
    m_scenario->showScenario(m_document.current(), m_document.isChanged());
    m_baseline->showScenario(m_document.baseline(), false);
    const QString caption = breakable(m_document.current().caption);
    m_caption->setText(m_document.isChanged() ? tr("Changed from: %1").arg(caption) : caption);
    m_caption->setVisible(!m_document.current().caption.isEmpty());
}

} // namespace sluice
