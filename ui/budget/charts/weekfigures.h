// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/simulator.h"

namespace sluice {

/// By hour: was any organisation's budget gone in it?
[[nodiscard]] QList<bool> hoursOutOfBudget(const SimulationResult &result);
/// Delays of flags and how often the budget was gone, a line each.
[[nodiscard]] QString weekFigures(const SimulationResult &result);
/// "0.4 s", "45 s", "34 min", "5.2 h".
[[nodiscard]] QString durationText(double seconds);

} // namespace sluice
