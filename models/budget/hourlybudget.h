// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace sluice {

/// What one organisation may still spend as the simulation goes on. Of what comes after the last
/// hour only the sum is kept: a backlog may last for years.
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
    /// it takes. They come in the order of their time.
    Granted take(double at, double calls);

    [[nodiscard]] const std::vector<double> &spentByHour() const { return m_spentByHour; }
    [[nodiscard]] double spentAfter() const { return m_spentAfter; }
    /// When the budget was gone, within the hours.
    [[nodiscard]] const std::vector<double> &exhaustedAt() const { return m_exhaustedAt; }
    [[nodiscard]] double secondsOut() const { return m_secondsOut; }

private:
    void enter(double hour);
    void leave(double at);
    void note(double count);
    [[nodiscard]] double left() const { return m_available - m_spent; }

    double m_available;
    double m_hours; ///< after these nothing is kept by the hour
    double m_hour = 0; ///< a whole number, larger than an int where the backlog is long
    double m_spent = 0;
    std::vector<double> m_spentByHour;
    double m_spentAfter = 0;
    std::vector<double> m_exhaustedAt;
    double m_secondsOut = 0;
};

} // namespace sluice
