// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/ledgersight.h"

namespace sluice {

namespace {

constexpr qint64 kDaySeconds = 24 * 3600;

} // namespace

Result<LedgerSight> lookAtLedger(Database &database, const Clock &clock, const LedgerScope &scope,
                                 const BudgetSettings &policy)
{
    LedgerParts parts(database, clock);
    LedgerSight sight;
    const auto keep = [](auto &place, auto found) -> std::optional<Error> {
        if (!found)
            return found.error();
        place = *std::move(found);
        return {};
    };
    auto error = keep(sight.comparison, parts.compare(scope, policy));
    if (!error)
        error = keep(sight.hours, parts.hours({.since = clock.now().addSecs(-kDaySeconds),
                                               .budget = scope.budget}));
    if (!error)
        error = keep(sight.limits, LedgerStore(database, clock).limits());
    if (!error)
        error = keep(sight.budgets, parts.budgets());
    if (!error)
        error = keep(sight.others, OthersLedger(database, clock).spendings());
    return error ? Result<LedgerSight>(std::unexpected(*error)) : Result<LedgerSight>(sight);
}

} // namespace sluice
