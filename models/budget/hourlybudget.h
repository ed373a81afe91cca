// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace sluice {

/// What one organisation may still spend, and when it may write again, as the simulation goes on.
/// Of what comes after the last hour only the sum is kept: a backlog may last for years.
class HourlyBudget final
{
public:
    /// In seconds from the start.
    struct Served
    {
        double at = 0; ///< when the last of the reads could be made: the step goes on from here
        double firstWrite = 0;
        double lastWrite = 0;
    };

    HourlyBudget(double available, int hours);

    /// What a step asks for.
    struct Demand
    {
        double at = 0;
        double calls = 0;
        double writes = 0; ///< of the calls, those that wait for their turn
        double secondsOfReads = 0; ///< before the first write
        double spacing = 0; ///< seconds between writes
    };

    /// Spends calls as soon as the budget has them, reads before writes: what is left of the hour,
    /// then as many hours as it takes. Demands come in the order of their time.
    Served spend(const Demand &demand);

    [[nodiscard]] const std::vector<double> &spentByHour() const { return m_spentByHour; }
    [[nodiscard]] double spentAfter() const { return m_spentAfter; }
    /// When the budget was gone, within the hours.
    [[nodiscard]] const std::vector<double> &exhaustedAt() const { return m_exhaustedAt; }
    [[nodiscard]] double secondsOut() const { return m_secondsOut; }

private:
    struct Granted
    {
        double first = 0; ///< when the first call could be made
        double last = 0;
    };

    Granted take(double at, double calls);
    void enter(double hour);
    void leave(double at);
    void note(double count);
    [[nodiscard]] double left() const { return m_available - m_spent; }

    double m_available;
    double m_hours; ///< after these nothing is kept by the hour
    double m_hour = 0; ///< a whole number, larger than an int where the backlog is long
    double m_spent = 0;
    double m_writeFree = 0;
    std::vector<double> m_spentByHour;
    double m_spentAfter = 0;
    std::vector<double> m_exhaustedAt;
    double m_secondsOut = 0;
};

} // namespace sluice
