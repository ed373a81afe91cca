// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/measuredcalls.h"

#include <numeric>

namespace sluice {

void MeasuredCalls::add(std::optional<qint64> step, qint64 kind, double calls)
{
    const bool isKnownKind = kind >= 0 && kind < kKindCount;
    const CallKind meant = isKnownKind ? CallKind(kind) : CallKind::Other;
    if (step && *step >= 0 && *step < kStepCount)
        m_inSteps.at(PipelineStep(*step), meant) += calls;
    else
        m_ofNoStep[size_t(meant)] += calls;
}

double MeasuredCalls::total() const { return m_inSteps.total() + ofNoStep(); }

double MeasuredCalls::total(CallKind kind) const
{
    return m_inSteps.total(kind) + m_ofNoStep[size_t(kind)];
}

double MeasuredCalls::ofNoStep() const
{
    return std::accumulate(m_ofNoStep.begin(), m_ofNoStep.end(), 0.0);
}

} // namespace sluice
