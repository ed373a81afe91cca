// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/scenario.h"
#include "ctl/commandline.h"

namespace sluice {

/// An option for every parameter of the budget model: `--chroots N`, and for a switch `--tests`
/// and `--no-tests`.
[[nodiscard]] const QList<Option> &budgetParameterOptions();

/// The settings that the options ask for: `--scenario`, else the notebook's defaults, then
/// `--policy`, then every parameter. Errors name the option, the value and the allowed range.
[[nodiscard]] Result<Scenario> scenarioOf(const Arguments &arguments);
/// A built-in scenario by name or number, else a file.
[[nodiscard]] Result<Scenario> namedScenario(const QString &name);

} // namespace sluice
