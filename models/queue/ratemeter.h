// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/queuestate.h"

#include <chrono>

namespace sluice {

/// How fast imports end, from the counts of the last seconds, and how long the rest takes at that
/// rate.
class RateMeter final
{
public:
    void add(const StateCounts &counts, const QDateTime &now);
    [[nodiscard]] double perSecond(const QDateTime &now) const;
    /// Nothing where nothing is left, or nothing moves.
    [[nodiscard]] std::optional<std::chrono::seconds> left(const QDateTime &now) const;

private:
    struct Sample
    {
        QDateTime at;
        qint64 ended = 0; ///< since the sample before
    };
    QList<Sample> m_samples;
    std::optional<StateCounts> m_last;
};

} // namespace sluice
