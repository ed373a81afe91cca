// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue/queuestate.h"

#include <numeric>

namespace sluice {

qint64 StateCounts::total() const
{
    return std::accumulate(m_counts.begin(), m_counts.end(), qint64{0});
}

qint64 StateCounts::running() const
{
    return (*this)[State::Fetching] + (*this)[State::Committing] + (*this)[State::Reporting];
}

} // namespace sluice
