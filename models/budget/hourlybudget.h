// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace sluice {

/// What one organisation may still spend as the simulation goes on: at once, or later, where what
/// comes first leaves something. Of what comes after the last hour only the sum is kept: a backlog
/// may last for years.
class HourlyBudget final
{
public:
    HourlyBudget(double available, int hours);

    /// When calls could be made, in seconds from the start.
    struct Granted
    {
        double first = 0;
        double last = 0;
        double callsOfLastHour = 0; ///< of these calls, those in the hour of the last
    };

    /// Spends calls as soon as the budget has them: what is left of the hour, then as many hours as
    /// it takes.
    Granted take(double at, double calls);

    /// When the next call can be made: now, or when an hour begins that has something left.
    double open(double at);
    /// What the hour of that time has left; not for a time after the last hour.
    [[nodiscard]] double leftAt(double at) const;
    /// Spends of it.
    void spend(double at, double calls);
    [[nodiscard]] double end() const; ///< of the last hour

    [[nodiscard]] const std::vector<double> &spentByHour() const { return m_spentByHour; }
    [[nodiscard]] double spentAfter() const { return m_spentAfter; }
    /// When the budget was gone while calls waited, within the hours.
    [[nodiscard]] std::vector<double> exhaustedAt() const;
    [[nodiscard]] double secondsOut() const;

private:
    Granted takeAfter(double at, double calls);
    void spendAfter(double count);
    [[nodiscard]] size_t openHour(size_t hour);

    double m_available;
    std::vector<double> m_spentByHour;
    std::vector<double> m_goneAt; ///< by hour; infinite: never
    std::vector<size_t> m_nextOpen; ///< by hour: itself, or one nearer to the next that is not full
    double m_hourAfter; ///< the one that is spent, a whole number larger than an int may hold
    double m_spentOfHourAfter = 0;
    double m_spentAfter = 0;
};

} // namespace sluice
