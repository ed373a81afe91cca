// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/scenariomodel.h"

#include <QComboBox>

namespace sluice {

/// Chooses a scenario of the library, and can show one that is not in it. GUI thread.
class ScenarioBox final : public QComboBox
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ScenarioBox)

public:
    explicit ScenarioBox(ScenarioModel &model, QWidget *parent = nullptr);

    /// As a line of the list where it is one, else as "name (changed)".
    void showScenario(const Scenario &scenario, bool isChanged);

signals:
    void chosen(const sluice::Scenario &scenario);
    void failed(const sluice::Error &error); ///< a damaged file was chosen

private:
    void choose(int row);
    void follow();

    ScenarioModel &m_scenarios;
    Scenario m_shown;
    bool m_isChanged = false;
};

} // namespace sluice
