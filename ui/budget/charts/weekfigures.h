// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/simulator.h"

namespace sluice {

/// By hour: was any organisation's budget gone in it?
[[nodiscard]] QList<bool> hoursOutOfBudget(const SimulationResult &result);
/// Delays of flags and how often the budget was gone, a line each.
[[nodiscard]] QString weekFigures(const SimulationResult &result);

} // namespace sluice
