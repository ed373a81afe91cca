// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgetsettings.h"
#include "budget/configfacts.h"

namespace sluice {

/// Sets what is built and what the file decides of the behaviour; the rest stays.
void applyFacts(BudgetSettings &settings, const ConfigFacts &facts);

/// Flags and jobs of one pull request, as the parameters come to.
struct BudgetTotals
{
    int buildJobs = 0;
    int chroots = 0;
    int testJobs = 0;
    double testTargets = 0;
    double stillTargets = 0; ///< of these: their flags never follow the build

    bool operator==(const BudgetTotals &) const = default;
};
[[nodiscard]] BudgetTotals totalsOf(const BudgetSettings &settings);
/// Builds of unlike size are counted as one job: the model has as many chroots in each.
void setTotals(BudgetSettings &settings, const BudgetTotals &totals);

/// Calls that find the configuration, where names are tried one after the other.
[[nodiscard]] int callsToFind(const QString &fileName);

} // namespace sluice
