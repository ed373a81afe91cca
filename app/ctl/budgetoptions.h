// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/scenariolibrary.h"
#include "ctl/commandline.h"

namespace sluice {

/// An option for every parameter of the budget model: `--chroots N`, and for a switch `--tests`
/// and `--no-tests`.
[[nodiscard]] const QList<Option> &budgetParameterOptions();

[[nodiscard]] Result<void> applyPolicyOption(const Arguments &arguments, BudgetSettings &settings);
/// What the options of parameters change. Errors name the option, the value and the allowed range.
[[nodiscard]] Result<void> applyOptions(const Arguments &arguments, BudgetSettings &settings);
/// Refuses what was asked for in vain: an option, or the parameter of a sweep, that another one
/// makes void. Takes the settings that it came to.
[[nodiscard]] Result<void> checkEffect(const Arguments &arguments, const BudgetSettings &settings,
                                       QLatin1StringView sweptKey = {});
/// What cannot be asked for together.
[[nodiscard]] Result<void> checkAsked(const Arguments &arguments);
/// The first option given that is a parameter or chooses one; empty: none is.
[[nodiscard]] QString firstSetting(const Arguments &arguments);
/// A scenario of the library by name, else a built-in one by number, else a file.
[[nodiscard]] Result<Scenario> namedScenario(const QString &name, const ScenarioLibrary &library);

} // namespace sluice
