// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgetparameter.h"
#include "ctl/commandline.h"

namespace sluice {

/// Values for one parameter, one after the other.
struct Sweep
{
    const BudgetParameter *row = nullptr;
    QList<double> values;
};

/// "chroots=1..20" or "rpm_failures=0..1..0.1"
[[nodiscard]] Result<Sweep> readSweep(const QString &given);
/// That every line of it answers what was asked for.
[[nodiscard]] Result<void> checkSweep(const Arguments &arguments, const BudgetSettings &settings,
                                      const Sweep &sweep);

} // namespace sluice
