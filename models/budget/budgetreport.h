// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgettext.h"
#include "budget/scenario.h"
#include "budget/simulator.h"

#include <QJsonObject>

namespace sluice {

// What leaves the model for other programs.

/// One evaluation: totals under the notebook's names, shares in per cent with one decimal, steps,
/// limits and which binds, traffic, waste, what each change would gain.
[[nodiscard]] QJsonObject budgetJson(const BudgetSettings &settings);
[[nodiscard]] QJsonObject simulationJson(const SimulationResult &result);

/// Steps × kinds with totals.
[[nodiscard]] QByteArray stepsCsv(const BudgetSettings &settings);
/// One line per scenario.
[[nodiscard]] QByteArray comparisonCsv(const QList<Scenario> &scenarios);
/// A whole report: numbers, what binds, the ladder, the assumptions that differ from the
/// notebook's. `pictures` are file names to link.
[[nodiscard]] QString budgetMarkdown(const QList<Scenario> &scenarios,
                                     const QStringList &pictures = {});

} // namespace sluice
