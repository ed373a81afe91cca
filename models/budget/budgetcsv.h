// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/scenario.h"

namespace sluice {

/// Steps × kinds with totals.
[[nodiscard]] QByteArray stepsCsv(const BudgetSettings &settings);
/// One line per scenario.
[[nodiscard]] QByteArray comparisonCsv(const QList<Scenario> &scenarios);

/// A field of CSV, in quotes, that no spreadsheet takes for a formula.
[[nodiscard]] QByteArray csvField(const QString &text);

} // namespace sluice
