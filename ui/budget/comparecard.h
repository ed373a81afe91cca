// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/scenario.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace sluice {

class HintLabel;
class PieView;

/// One of the scenarios that stand side by side: its name, its numbers, its pie. GUI thread.
class CompareCard final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CompareCard)

public:
    /// `role` is "Baseline" or the like; `isChosen`: it can be loaded, pinned and taken away.
    CompareCard(const QString &role, bool isChosen, QWidget *parent = nullptr);

    void setScenario(const Scenario &scenario, const BudgetSettings &baseline);
    [[nodiscard]] const Scenario &scenario() const { return m_scenario; }
    [[nodiscard]] PieView &pie() const { return *m_pie; }
    [[nodiscard]] QString text() const;

signals:
    void loadRequested();
    void pinRequested();
    void removeRequested();

private:
    QWidget *makeButtons();

    Scenario m_scenario;
    QLabel *m_name;
    QLabel *m_prs;
    QLabel *m_calls;
    HintLabel *m_binding;
    PieView *m_pie;
    HintLabel *m_details;
    QPushButton *m_load = nullptr; ///< these three: of a scenario that was chosen
    QPushButton *m_pin = nullptr;
    QPushButton *m_remove = nullptr;
};

} // namespace sluice
