// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/calls.h"

namespace sluice {

/// Calls in the categories of the model, and those that have no place there. A value.
///
/// A request that Sluice makes carries the step and the kind that the model counts it under. What
/// other programs ask has a kind by its method and path, as callFacts() tells, and no step. A kind
/// that nobody knows is Other; what belongs to no step is "Other" among the steps. Nothing is left
/// out: both ways to cut a pie add up to the same total.
class MeasuredCalls final
{
public:
    MeasuredCalls() = default;
    MeasuredCalls(const CallTable &calls) // NOLINT: a model's table is one, too
        : m_inSteps(calls)
    {}

    /// Numbers as the ledger keeps them; no step, or one that nobody knows, is none.
    void add(std::optional<qint64> step, qint64 kind, double calls);

    [[nodiscard]] double total() const;
    [[nodiscard]] double total(CallKind kind) const;
    [[nodiscard]] double total(PipelineStep step) const { return m_inSteps.total(step); }
    [[nodiscard]] double ofNoStep() const;

    bool operator==(const MeasuredCalls &) const = default;

private:
    CallTable m_inSteps;
    std::array<double, kKindCount> m_ofNoStep{};
};

} // namespace sluice
