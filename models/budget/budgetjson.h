// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/simulator.h"

#include <QJsonObject>

namespace sluice {

/// One evaluation: totals under the notebook's names, shares in per cent with one decimal, steps,
/// limits and which binds, traffic, waste, what each change would gain.
[[nodiscard]] QJsonObject budgetJson(const BudgetSettings &settings);
[[nodiscard]] QJsonObject simulationJson(const SimulationResult &result);

} // namespace sluice
