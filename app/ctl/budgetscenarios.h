// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/scenario.h"
#include "ctl/budgetconfig.h"
#include "ctl/commands.h"

namespace sluice {

/// A line for each that is built in or was saved in the window.
ExitCode listScenarios(const Context &context, const Arguments &arguments);
/// Every scenario that was asked for, with the options applied; without any the notebook's.
[[nodiscard]] Result<QList<Scenario>>
scenariosOf(const Context &context, const Arguments &arguments, const ConfigsGiven &configs);

} // namespace sluice
