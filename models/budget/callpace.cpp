// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/callpace.h"

#include <algorithm>

namespace sluice {

CallPace::CallPace(const BudgetSettings &settings, const PipelineCost &cost)
    : m_secondsPerCall(settings.secondsPerCall)
    , m_callsPerFlag(1 / cost.writingShare)
    , m_spacing(secondsBetweenFlags(settings, cost))
    , m_points{.secondsEach = 60.0 / settings.pointsPerMinute, .secondsHeld = 60}
    , m_connections{.secondsEach = settings.secondsPerCall / settings.concurrency,
                    .secondsHeld = settings.secondsPerCall}
{}

double CallPace::Bucket::take(double at, double count)
{
    until = std::max(until, at) + count * secondsEach;
    return std::max(at, until - secondsHeld);
}

CallPace::Answered CallPace::read(double at, double requests)
{
    const double made = std::max(m_points.take(at, requests), m_connections.take(at, requests));
    return {made, std::max(made, at + requests * m_secondsPerCall)};
}

CallPace::Written CallPace::write(double at, double flags)
{
    const double points = flags * (m_callsPerFlag - 1 + kPointsOfWrite);
    const double made
            = std::max(m_points.take(at, points), m_connections.take(at, flags * m_callsPerFlag));
    const double start = std::max(at, m_writeFree);
    m_writeFree = std::max(start + flags * m_spacing, made);
    return {start + std::min(1.0, flags) * m_spacing, m_writeFree};
}

} // namespace sluice
