// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/dryrun.h"

namespace sluice {

/// For a terminal: every request, the totals beside the model's, each flag with its states.
[[nodiscard]] QString dryRunText(const DryRunRequest &request, const DryRunResult &result);
/// One object, as the manual describes it.
[[nodiscard]] QByteArray dryRunJson(const DryRunRequest &request, const DryRunResult &result);
/// The states that sluice-lean joins with their neighbour, a sentence each; else none.
[[nodiscard]] QStringList joinedStates(const BudgetSettings &settings);

} // namespace sluice
