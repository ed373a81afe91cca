// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/callpace.h"

#include <algorithm>
#include <cmath>

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
    settle(at);
    const double made = std::max(m_points.take(at, requests), m_connections.take(at, requests));
    return {made, std::max(made, at + requests * m_secondsPerCall)};
}

CallPace::Written CallPace::write(double at, double flags)
{
    const double made = reserve(at, flags);
    const Written written = writePart(at, flags);
    holdUntil(made);
    return {written.first, m_writeFree};
}

double CallPace::reserve(double at, double flags)
{
    m_owed += flags;
    m_paced = std::max(m_paced, at) + flags * m_spacing;
    return m_paced - at > m_points.secondsHeld ? settle(at) : takeOf(at, m_owed);
}

/// Flags that wait for each other take points as they are written: until then those are for reads.
double CallPace::settle(double at)
{
    const double waiting = m_paced > at ? (m_paced - at) / m_spacing : 0;
    return m_owed > waiting ? takeOf(at, m_owed - waiting) : at;
}

double CallPace::takeOf(double at, double flags)
{
    m_owed -= flags;
    const double points = flags * (m_callsPerFlag - 1 + kPointsOfWrite);
    return std::max(m_points.take(at, points), m_connections.take(at, flags * m_callsPerFlag));
}

CallPace::Written CallPace::writePart(double at, double flags)
{
    const double start = nextWrite(at);
    m_writeFree = start + flags * m_spacing;
    return {start + std::min(1.0, flags) * m_spacing, m_writeFree};
}

void CallPace::holdUntil(double at) { m_writeFree = std::max(m_writeFree, at); }

double CallPace::begunWithin(double seconds, double flags) const
{
    const bool doAllFit = flags * m_spacing <= seconds;
    return doAllFit ? flags : std::min(flags, std::max(1.0, std::ceil(seconds / m_spacing)));
}

} // namespace sluice
