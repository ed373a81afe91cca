// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/ledgerparts.h"
#include "budget/othersledger.h"

namespace sluice {

/// All that a page of the ledger shows beside its tree, read at one time. A value.
struct LedgerSight
{
    LedgerComparison comparison;
    QList<LedgerHour> hours; ///< of a day
    QList<LedgerLimit> limits; ///< of whomever
    QList<LedgerBudget> budgets;
    QList<OthersSpending> others;
};

/// `policy` as pipelines run by now. The database's thread.
[[nodiscard]] Result<LedgerSight> lookAtLedger(Database &database, const Clock &clock,
                                               const LedgerScope &scope,
                                               const BudgetSettings &policy);

} // namespace sluice
