// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgetparameter.h"

#include <span>

namespace sluice {

/// Every parameter, the notebook's eight first. Made once, never changed: any thread.
[[nodiscard]] std::span<const BudgetParameter> budgetParameters();
/// Null where there is no such key.
[[nodiscard]] const BudgetParameter *budgetParameter(QStringView key);

} // namespace sluice
