// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/scenariobox.h"

#include "wheelguard.h"

#include <QSignalBlocker>

namespace sluice {

ScenarioBox::ScenarioBox(ScenarioModel &model, QWidget *parent)
    : QComboBox(parent)
    , m_scenarios(model)
{
    setModel(&m_scenarios);
    new WheelGuard(this);
    setMaxVisibleItems(24);
    setSizeAdjustPolicy(AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(16);
    connect(this, &QComboBox::activated, this, &ScenarioBox::choose);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&m_scenarios, signal, this, &ScenarioBox::follow);
    connect(&m_scenarios, &QAbstractItemModel::rowsMoved, this, &ScenarioBox::follow);
    connect(&m_scenarios, &QAbstractItemModel::dataChanged, this, &ScenarioBox::follow);
}

void ScenarioBox::showScenario(const Scenario &scenario, bool isChanged)
{
    m_shown = scenario;
    m_isChanged = isChanged;
    follow();
}

void ScenarioBox::follow()
{
    const QSignalBlocker blocker(this);
    const int row = m_scenarios.rowOf(m_shown.name);
    const bool isListed = !m_isChanged && row >= 0
                       && m_scenarios.entry(row).scenario.settings == m_shown.settings;
    const bool isUnsaved = !m_isChanged && row < 0;
    setPlaceholderText(m_shown.name.isEmpty() ? tr("Choose a scenario")
                       : isListed             ? QString()
                       : isUnsaved            ? m_shown.name
                                              : tr("%1 (changed)").arg(m_shown.name));
    setCurrentIndex(isListed ? row : -1);
    setToolTip(m_shown.caption);
    update();
}

void ScenarioBox::choose(int row)
{
    const LibraryEntry entry = m_scenarios.entry(row);
    follow(); // until it is shown from outside
    if (entry.error)
        emit failed(*entry.error);
    else
        emit chosen(entry.scenario);
}

} // namespace sluice
