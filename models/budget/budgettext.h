// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/scenario.h"
#include "budget/simulator.h"

namespace sluice {

// What people read on a terminal, 80 columns wide as long as the numbers are usual ones.

/// The notebook's six lines, in its form.
[[nodiscard]] QString notebookLines(const BudgetSettings &settings);
/// Steps and kinds as a table: kinds without a call are left out.
[[nodiscard]] QString stepsText(const BudgetSettings &settings);
/// How many pull requests each limit allows, and which binds, a line each.
[[nodiscard]] QString limitsText(const BudgetSettings &settings);
/// When flags stand, what is wasted, what readers no longer see, an hour of the given traffic.
[[nodiscard]] QString answersText(const BudgetSettings &settings);
/// What would save most, each change alone; empty where nothing would.
[[nodiscard]] QString gainsText(const BudgetSettings &settings);
/// The notebook's changes, one after the other; empty where nothing costs anything.
[[nodiscard]] QString ladderText(const BudgetSettings &settings);
/// A line each, held against the first by the limit that binds.
[[nodiscard]] QString comparisonText(const QList<Scenario> &scenarios);
[[nodiscard]] QString simulationText(const SimulationResult &result);

/// Kinds that a table of these calls shows: the notebook's four, and others that cost something.
[[nodiscard]] QList<CallKind> kindsWithCalls(const CallTable &calls);
/// All steps but the submission of tests where it costs nothing: the notebook knows none.
[[nodiscard]] QList<PipelineStep> stepsWithCalls(const CallTable &calls);

/// "35.0": a share of 0 to 1 in per cent as Python's "%1.1f" has it, ties to the even digit.
[[nodiscard]] QString shareText(double share);
/// 35.0: the number that shareText() writes.
[[nodiscard]] double roundedShare(double share);
/// "345", "345.5": at most two decimals, none where it is whole.
[[nodiscard]] QString callsText(double calls);

} // namespace sluice
