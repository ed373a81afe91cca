// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/hourlybudget.h"

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

constexpr double kHour = 3600;

} // namespace

HourlyBudget::HourlyBudget(double available, int hours)
    : m_available(available)
    , m_hours(hours)
    , m_spentByHour(size_t(hours))
{}

HourlyBudget::Served HourlyBudget::spend(const Demand &demand)
{
    enter(std::max(m_hour, std::floor(demand.at / kHour)));
    double begin = std::max(demand.at, m_hour * kHour);
    if (m_spent + demand.calls > m_available && m_spent > 0) {
        noteExhausted(begin);
        enter(m_hour + 1);
        begin = m_hour * kHour;
    }
    const double begun = m_hour;
    spendOverHours(begin, demand.calls);
    if (demand.writes <= 0)
        return {.at = begin, .firstWrite = begin, .lastWrite = begin};
    const double start = std::max(
            {begin + demand.secondsOfReads, m_writeFree, m_hour > begun ? m_hour * kHour : 0.0});
    m_writeFree = start + demand.writes * demand.spacing;
    return {.at = begin,
            .firstWrite = start + std::min(1.0, demand.writes) * demand.spacing,
            .lastWrite = m_writeFree};
}

/// More calls than an hour has take as many hours as they need.
void HourlyBudget::spendOverHours(double begin, double calls)
{
    while (calls > m_available && m_hour < m_hours) {
        const double rest = m_available - m_spent;
        note(rest);
        calls -= rest;
        noteExhausted(begin);
        enter(m_hour + 1);
        begin = m_hour * kHour;
    }
    if (calls > m_available) {
        const double hours = std::floor(calls / m_available);
        note(hours * m_available);
        calls -= hours * m_available;
        enter(m_hour + hours);
    }
    note(calls);
}

void HourlyBudget::enter(double hour)
{
    if (hour == m_hour)
        return;
    m_hour = hour;
    m_spent = 0;
}

void HourlyBudget::note(double count)
{
    m_spent += count;
    (m_hour < m_hours ? m_spentByHour[size_t(m_hour)] : m_spentAfter) += count;
}

void HourlyBudget::noteExhausted(double at)
{
    if (m_hour >= m_hours)
        return;
    m_exhaustedAt.push_back(at);
    m_secondsOut += (m_hour + 1) * kHour - at;
}

} // namespace sluice
