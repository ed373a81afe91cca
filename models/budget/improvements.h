// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/limits.h"
#include "budget/scenario.h"

#include <QList>

#include <functional>

namespace sluice {

/// One thing that could be changed to spend less.
struct Improvement
{
    QLatin1StringView key; ///< of the parameter that it turns
    QString label;
    std::function<void(BudgetSettings &)> apply;
};

/// Everything that the tornado tries, the notebook's four first.
[[nodiscard]] const QList<Improvement> &improvements();
/// The notebook's ladder: load once, build flags only, cheap load, private once.
[[nodiscard]] QList<Improvement> notebookLadder();

/// What one improvement brings.
struct Gain
{
    QString label;
    double callsBefore = 0; ///< per pull request
    double callsAfter = 0;
    std::optional<qint64> prsBefore; ///< per hour, under the primary limit
    std::optional<qint64> prsAfter;
    std::optional<qint64> percent; ///< of the PRs per hour, over the first of the sequence
    std::optional<qint64> stepPercent; ///< over the one before
    std::optional<LimitAnswer> boundBefore; ///< by the limit that binds
    std::optional<LimitAnswer> boundAfter;
    double leftOutUpdates = 0; ///< changes of flags that readers lose by this step
    double leftOutStates = 0;
};

/// Each alone, from where the settings stand; those that change nothing are left out. The largest
/// saving first.
[[nodiscard]] QList<Gain> gainsAlone(const BudgetSettings &settings);
/// One after the other.
[[nodiscard]] QList<Gain> gainsInSequence(const BudgetSettings &settings,
                                          const QList<Improvement> &steps);

/// What the limit that binds allows; none where there is none.
[[nodiscard]] std::optional<qint64> boundOf(const std::optional<LimitAnswer> &binding);

/// (`now` - `before`) in per cent, cut to a whole number as the notebook does; none from nothing.
[[nodiscard]] std::optional<qint64> improvementPercent(qint64 before, qint64 now);

/// A scenario beside others.
struct ComparedScenario
{
    QString name;
    double calls = 0; ///< of one pipeline
    std::optional<qint64> prs; ///< per hour, under the primary limit
    std::optional<qint64> primaryPercent; ///< of these, over the first one's; not for itself
    std::optional<LimitAnswer> binding;
    std::optional<qint64> percent; ///< of what that one allows, over the first one's
};
/// In their order, held against the first.
[[nodiscard]] QList<ComparedScenario> compared(const QList<Scenario> &scenarios);

} // namespace sluice
