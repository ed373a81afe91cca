// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/scenario.h"
#include "budget/simulator.h"

#include <QJsonObject>

namespace sluice {

// What leaves the model for other programs and for people who read text.

/// One evaluation: totals under the notebook's names, shares in per cent with one decimal, steps,
/// limits and which binds, traffic, waste.
[[nodiscard]] QJsonObject budgetJson(const BudgetSettings &settings);
[[nodiscard]] QJsonObject simulationJson(const SimulationResult &result);

/// The notebook's six lines, in its form.
[[nodiscard]] QString notebookLines(const BudgetSettings &settings);
/// Steps and kinds as a table for a terminal: kinds without a call are left out.
[[nodiscard]] QString stepsText(const BudgetSettings &settings);
/// "41 PRs/hour by the primary limit (binds)", a line each.
[[nodiscard]] QString limitsText(const BudgetSettings &settings);
[[nodiscard]] QString simulationText(const SimulationResult &result);

/// Steps × kinds with totals.
[[nodiscard]] QByteArray stepsCsv(const BudgetSettings &settings);
/// One line per scenario.
[[nodiscard]] QByteArray comparisonCsv(const QList<Scenario> &scenarios);
/// A whole report: numbers, what binds, the ladder, the assumptions that differ from the
/// notebook's. `pictures` are file names to link.
[[nodiscard]] QString budgetMarkdown(const QList<Scenario> &scenarios,
                                     const QStringList &pictures = {});

/// "345", "345.5": at most two decimals, none where it is whole.
[[nodiscard]] QString callsText(double calls);

} // namespace sluice
