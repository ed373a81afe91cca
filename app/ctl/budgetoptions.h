// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/scenariolibrary.h"
#include "ctl/commandline.h"

namespace sluice {

/// An option for every parameter of the budget model: `--chroots N`, and for a switch `--tests`
/// and `--no-tests`.
[[nodiscard]] const QList<Option> &budgetParameterOptions();

/// What the options change: `--policy` first, then every parameter. Errors name the option, the
/// value and the allowed range.
[[nodiscard]] Result<void> applyOptions(const Arguments &arguments, BudgetSettings &settings);
/// A scenario of the library by name, a built-in one also by number, else a file.
[[nodiscard]] Result<Scenario> namedScenario(const QString &name, const ScenarioLibrary &library);

} // namespace sluice
