// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/hourlybudget.h"

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

constexpr double kHour = 3600;
constexpr double kNoise = 1e-9; ///< of a call: what sums of shares leave over

} // namespace

HourlyBudget::HourlyBudget(double available, int hours)
    : m_available(available)
    , m_hours(hours)
    , m_spentByHour(size_t(hours))
{}

HourlyBudget::Granted HourlyBudget::take(double at, double calls)
{
    enter(std::max(m_hour, std::floor(at / kHour)));
    at = std::max(at, m_hour * kHour);
    if (calls <= 0)
        return {.first = at, .last = at};
    if (left() <= kNoise) {
        leave(at);
        at = m_hour * kHour;
    }
    Granted granted{.first = at, .last = at};
    while (calls > left() + kNoise && m_hour < m_hours) {
        calls -= left();
        note(left());
        leave(granted.last);
        granted.last = m_hour * kHour;
    }
    if (calls > left() + kNoise) { // a backlog of years, at once
        calls -= left();
        note(left());
        const double hours = std::ceil(calls / m_available) - 1;
        enter(m_hour + 1);
        note(hours * m_available);
        calls -= hours * m_available;
        enter(m_hour + hours);
        granted.last = m_hour * kHour;
    }
    note(calls);
    granted.callsOfLastHour = calls;
    return granted;
}

void HourlyBudget::enter(double hour)
{
    if (hour == m_hour)
        return;
    m_hour = hour;
    m_spent = 0;
}

/// The budget is gone while calls wait.
void HourlyBudget::leave(double at)
{
    if (m_hour < m_hours) {
        m_exhaustedAt.push_back(at);
        m_secondsOut += (m_hour + 1) * kHour - at;
    }
    enter(m_hour + 1);
}

void HourlyBudget::note(double count)
{
    m_spent += count;
    (m_hour < m_hours ? m_spentByHour[size_t(m_hour)] : m_spentAfter) += count;
}

} // namespace sluice
