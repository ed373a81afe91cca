// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/hourlybudget.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace sluice {

namespace {

constexpr double kSecondsOfHour = 3600;
constexpr double kNoise = 1e-9; ///< of a call: what sums of shares leave over
constexpr double kNever = std::numeric_limits<double>::infinity();

} // namespace

HourlyBudget::HourlyBudget(double available, int hours)
    : m_available(available)
    , m_spentByHour(size_t(hours))
    , m_goneAt(size_t(hours), kNever)
    , m_hourAfter(hours)
{
    for (size_t hour = 0; hour <= size_t(hours); ++hour)
        m_nextOpen.push_back(hour);
}

double HourlyBudget::end() const { return double(m_spentByHour.size()) * kSecondsOfHour; }

double HourlyBudget::leftAt(double at) const
{
    return m_available - m_spentByHour[size_t(at / kSecondsOfHour)];
}

void HourlyBudget::spend(double at, double calls)
{
    m_spentByHour[size_t(at / kSecondsOfHour)] += calls;
}

/// Full hours that are known to be are left out from then on.
size_t HourlyBudget::openHour(size_t hour)
{
    while (m_nextOpen[hour] != hour) {
        m_nextOpen[hour] = m_nextOpen[m_nextOpen[hour]];
        hour = m_nextOpen[hour];
    }
    return hour;
}

double HourlyBudget::open(double at)
{
    if (at >= end())
        return at;
    const auto asked = size_t(at / kSecondsOfHour);
    if (m_goneAt[asked] != kNever)
        m_goneAt[asked] = std::min(m_goneAt[asked], at);
    size_t hour = openHour(asked);
    while (hour < m_spentByHour.size() && m_available - m_spentByHour[hour] <= kNoise) {
        m_goneAt[hour] = std::max(at, double(hour) * kSecondsOfHour);
        m_nextOpen[hour] = hour + 1;
        hour = openHour(hour);
    }
    return std::max(at, double(hour) * kSecondsOfHour);
}

HourlyBudget::Granted HourlyBudget::take(double at, double calls)
{
    if (calls <= 0)
        return {.first = at, .last = at};
    at = open(at);
    Granted granted{.first = at, .last = at};
    while (at < end()) {
        granted.last = at;
        granted.callsOfLastHour = std::min(calls, leftAt(at));
        spend(at, granted.callsOfLastHour);
        calls -= granted.callsOfLastHour;
        if (calls <= kNoise)
            return granted;
        at = open(at);
    }
    const Granted after = takeAfter(at, calls);
    const bool isAllAfter = granted.first >= end();
    return {isAllAfter ? after.first : granted.first, after.last, after.callsOfLastHour};
}

HourlyBudget::Granted HourlyBudget::takeAfter(double at, double calls)
{
    const auto enter = [this](double hour) {
        if (hour > m_hourAfter) {
            m_hourAfter = hour;
            m_spentOfHourAfter = 0;
        }
    };
    const auto left = [this] { return m_available - m_spentOfHourAfter; };
    enter(std::floor(at / kSecondsOfHour));
    if (left() <= kNoise)
        enter(m_hourAfter + 1);
    Granted granted;
    granted.first = granted.last = std::max(at, m_hourAfter * kSecondsOfHour);
    if (calls > left() + kNoise) { // whole hours at once
        calls -= left();
        spendAfter(left());
        const double hours = std::ceil(calls / m_available) - 1;
        spendAfter(hours * m_available);
        calls -= hours * m_available;
        enter(m_hourAfter + 1 + hours);
        granted.last = m_hourAfter * kSecondsOfHour;
    }
    spendAfter(calls);
    granted.callsOfLastHour = calls;
    return granted;
}

void HourlyBudget::spendAfter(double count)
{
    m_spentOfHourAfter += count;
    m_spentAfter += count;
}

std::vector<double> HourlyBudget::exhaustedAt() const
{
    std::vector<double> times;
    std::ranges::copy_if(m_goneAt, std::back_inserter(times),
                         [](double at) { return at != kNever; });
    return times;
}

double HourlyBudget::secondsOut() const
{
    double seconds = 0;
    for (size_t hour = 0; hour < m_goneAt.size(); ++hour) {
        if (m_goneAt[hour] != kNever)
            seconds += double(hour + 1) * kSecondsOfHour - m_goneAt[hour];
    }
    return seconds;
}

} // namespace sluice
