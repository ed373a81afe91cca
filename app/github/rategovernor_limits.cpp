// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/rategovernor.h"

#include "timers.h"

#include <algorithm>
#include <cmath>

namespace sluice {
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds kWindow = 1h;

/// What can be done without is held back once less than this much of an even spending is left.
double thriftOf(Urgency urgency)
{
    switch (urgency) {
    case Urgency::FinalFlag:
    case Urgency::FirstFlag:
    case Urgency::ReadForPerson:
        return 0;
    case Urgency::IntermediateFlag:
        return 0.5;
    case Urgency::Polling:
        return 0.75;
    }
    Q_UNREACHABLE_RETURN(0);
}

} // namespace

QDateTime RateGovernor::earliest(const Spending &spending) const
{
    const QDateTime now = m_timers.now();
    if (!m_options.isPacing)
        return now;
    if (spending.isWrite ? m_writes >= m_options.writeConcurrency
                         : m_reads >= m_options.readConcurrency) {
        return {};
    }
    const QDateTime budget = budgetAt(spending);
    if (!budget.isValid())
        return {};
    QDateTime at = std::max({now, m_pausedUntil, budget, pointsAt(spending)});
    if (spending.isWrite && m_lastWriteAt.isValid())
        at = std::max(at, m_lastWriteAt + m_options.writeSpacing);
    return at;
}

QDateTime RateGovernor::pointsAt(const Spending &spending) const
{
    const QDateTime now = m_timers.now();
    const Pool &pool = poolOf(spending);
    const int allowed
            = spending.isGraphql ? m_options.graphqlPointsPerMinute : m_options.pointsPerMinute;
    int over = pool.points + (spending.isWrite ? 5 : 1) - allowed;
    for (const Spent &spent : pool.minute) {
        if (over <= 0)
            return now;
        over -= spent.points;
        if (over <= 0)
            return spent.at + 1min;
    }
    return now; // more than a whole minute allows: alone, then
}

int RateGovernor::reserveOf(const RateState &state) const
{
    const int limit = std::max(0, state.limit());
    return std::min(int(std::ceil(limit * m_options.reserveShare)), std::max(0, limit - 1));
}

int RateGovernor::available(const QString &resource, const QDateTime &now) const
{
    const auto state = m_states.find(resource);
    const int remaining = state == m_states.end() ? -1 : state->second.remaining(now);
    if (remaining < 0)
        return -1;
    const auto isHere
            = [&resource](const auto &e) { return e.second.spending.resource == resource; };
    return std::max(0, remaining - int(std::ranges::count_if(m_underWay, isHere)));
}

/// An even spending leaves as large a share of the budget as of the time. Null: after an answer.
QDateTime RateGovernor::budgetAt(const Spending &spending) const
{
    const QDateTime now = m_timers.now();
    const int left = available(spending.resource, now);
    if (left < 0)
        return now;
    const RateState &state = m_states.at(spending.resource);
    const QDateTime atReset = state.isOver(now) ? QDateTime() : state.reset();
    const int reserve = spending.urgency == Urgency::FinalFlag ? 0 : reserveOf(state);
    if (left <= reserve)
        return atReset;
    const double thrift = thriftOf(spending.urgency);
    if (thrift == 0 || state.isOver(now))
        return now;
    const double share = double(left - reserve) / std::max(1, state.limit() - reserve);
    const std::chrono::milliseconds enoughFor(qint64(share / thrift * double(kWindow.count())));
    return std::max(now, state.reset() - enoughFor);
}

QDateTime RateGovernor::roomAt(const QString &resource) const
{
    const QDateTime now = m_timers.now();
    QDateTime at = m_pausedUntil > now ? m_pausedUntil : QDateTime();
    const auto state = m_states.find(resource);
    if (state != m_states.end() && state->second.remaining(now) == 0)
        at = std::max(at, state->second.reset());
    return at;
}

GovernorState RateGovernor::state() const
{
    const QDateTime now = m_timers.now();
    GovernorState result;
    for (const auto &[resource, state] : m_states) {
        result.gauges.append({resource, state.limit(), available(resource, now), reserveOf(state),
                              state.reset()});
    }
    for (const auto &[place, held] : m_held)
        ++result.held[size_t(place.first)];
    result.reads = m_reads;
    result.writes = m_writes;
    if (m_pausedUntil > now)
        result.pausedUntil = m_pausedUntil;
    return result;
}

std::optional<RateLimit> RateGovernor::known(const QString &resource) const
{
    const auto found = m_states.find(resource);
    if (found == m_states.end() || found->second.limit() < 0)
        return {};
    const RateState &state = found->second;
    return RateLimit{resource, state.limit(), state.remaining(m_timers.now()), state.reset()};
}

QList<RateForecast> RateGovernor::forecast() const
{
    const QDateTime now = m_timers.now();
    QList<RateForecast> result;
    for (const auto &[resource, state] : m_states) {
        RateSpending spending;
        for (const Counted &counted : m_counted) {
            if (counted.resource != resource || counted.at < now - kForecastSpan)
                continue;
            if (spending.cost == 0)
                spending.first = counted.at;
            spending.cost += counted.cost;
        }
        const RateLimit limit{resource, state.limit(), available(resource, now), state.reset()};
        result.append(rateForecast(limit, spending, now));
    }
    return result;
}

} // namespace sluice
