// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/limits.h"

#include <algorithm>

namespace sluice {

/// When calls of one organisation can be made, by all limits but the calls per hour: points per
/// minute, requests at once, and flags one after the other. Calls come in the order of their time.
class CallPace final
{
public:
    CallPace(const BudgetSettings &settings, const PipelineCost &cost);

    /// Reads one after the other.
    struct Answered
    {
        double made = 0; ///< when limits allow the last of them
        double answered = 0;
    };
    Answered read(double at, double requests);

    /// When the first and the last of some flags stand.
    struct Written
    {
        double first = 0;
        double last = 0;
    };
    Written write(double at, double flags);
    /// The same in parts, where not all can be written in an hour: what they take of the limits
    /// that reads have, too, and then one part after the other.
    double reserve(double at, double flags);
    Written writePart(double at, double flags);
    /// Nothing is written before that time.
    void holdUntil(double at);

    [[nodiscard]] double nextWrite(double at) const { return std::max(at, m_writeFree); }
    /// Flags of that many that are begun within so many seconds.
    [[nodiscard]] double begunWithin(double seconds, double flags) const;

private:
    /// A limit that fills up all the time: what it holds may be taken at once.
    struct Bucket
    {
        double take(double at, double count);

        double secondsEach;
        double secondsHeld; ///< to fill it when it is empty
        double until = 0; ///< when it is full again
    };

    double takeOf(double at, double flags);
    double settle(double at);

    double m_secondsPerCall;
    double m_callsPerFlag;
    double m_spacing; ///< between flags
    Bucket m_points;
    Bucket m_connections;
    double m_writeFree = 0;
    double m_paced = 0; ///< when all flags so far would stand if nothing but their pace held them
    double m_owed = 0; ///< flags that have not taken points yet
};

} // namespace sluice
