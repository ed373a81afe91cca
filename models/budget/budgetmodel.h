// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgetsettings.h"

#include <QList>

namespace sluice {

/// What one pipeline is expected to cost. Pure values: any thread.
struct PipelineCost
{
    CallTable counted; ///< calls that GitHub counts: a 304 is none
    CallTable requests; ///< what leaves the program
    double identicalReads = 0; ///< counted calls that ask again what this pipeline knows
    double duplicateFlags = 0; ///< writes of test flags that only repeat what the build's flag says
    double leftOutUpdates = 0; ///< changes of flags that a reader no longer sees
    double leftOutStates = 0; ///< of these, states (queued, running) that no flag shows any more
    double shownUpdates = 0; ///< changes of flags that a reader sees, were nothing to fail
    double shownStates = 0;
    /// Of the calls for flags, the share that writes: others read what the write needs.
    double writingShare = 1;

    [[nodiscard]] double writes() const { return requests.total(CallKind::Status) * writingShare; }
};

[[nodiscard]] PipelineCost evaluate(const BudgetSettings &settings);

} // namespace sluice
