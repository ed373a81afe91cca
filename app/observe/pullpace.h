// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/observed.h"

#include <algorithm>
#include <chrono>

namespace sluice {

/// How often an observed pull request is read, so that all of them together stay within a few
/// queries an hour while nothing changes. A value.
class PullPace final
{
public:
    /// A list of up to 100 repositories is one query: 36 of them an hour, whatever their number.
    [[nodiscard]] static std::chrono::milliseconds listInterval(qsizetype queries)
    {
        return std::chrono::seconds(100) * std::max<qsizetype>(1, queries);
    }

    /// What was read and when it has changed. `isNews`: with this reading.
    void read(const ObservedReading &reading, bool isNews, const QDateTime &now)
    {
        if (isNews || !m_changedAt.isValid()) {
            m_changedAt = now;
            m_pause = kFirst;
        } else {
            slowDown();
        }
        const bool isQuiet = reading.pull.state == PipelineState::Done
                          || (reading.pull.state == PipelineState::Waiting
                              && m_changedAt.addSecs(kEmptySeconds) < now)
                          || m_changedAt.addDays(1) < now; // nobody finishes these any more
        m_isSettled = isQuiet;
        m_isMissed = false;
        m_readAt = now;
    }
    /// GitHub could not show it, though it showed others: those must not wait for it.
    void missed(const QDateTime &now)
    {
        slowDown();
        m_isMissed = true;
        m_readAt = now;
    }
    /// Somebody has just asked for something there: its answer is looked for as after news.
    void expectNews(const QDateTime &now)
    {
        m_changedAt = now;
        m_pause = kFirst / 2;
        m_isSettled = false;
    }
    [[nodiscard]] bool isSettled() const { return m_isSettled; } ///< as far as anybody can tell
    [[nodiscard]] bool isRead() const { return m_readAt.isValid(); }

    /// `batches`: queries that it takes to read all of its like once, times the accounts that share
    /// the hour.
    [[nodiscard]] std::chrono::milliseconds pause(qsizetype batches) const
    {
        using namespace std::chrono_literals;
        const std::chrono::milliseconds settled
                = std::max<std::chrono::milliseconds>(1h, 8min * batches);
        const std::chrono::milliseconds longest
                = std::max<std::chrono::milliseconds>(8min, 5min * batches);
        if (m_isMissed) // nobody knows whether it can be read at all
            return std::min(m_pause, settled);
        return m_isSettled ? settled : std::min(m_pause, longest);
    }
    [[nodiscard]] QDateTime due(qsizetype batches) const
    {
        return m_readAt.isValid() ? m_readAt.addMSecs(pause(batches).count()) : QDateTime();
    }
    /// With others that are due it may be read a little before its time.
    [[nodiscard]] bool isAlmostDue(qsizetype batches, const QDateTime &now) const
    {
        return !m_readAt.isValid() || m_readAt.addMSecs(pause(batches).count() * 3 / 4) <= now;
    }

private:
    static constexpr std::chrono::milliseconds kFirst{60'000};
    static constexpr std::chrono::hours kLast{24};
    static constexpr int kEmptySeconds = 3600; ///< without any flag

    void slowDown() { m_pause = std::min<std::chrono::milliseconds>(kLast, m_pause * 2); }

    QDateTime m_readAt; ///< null: it is to be read at once
    QDateTime m_changedAt;
    std::chrono::milliseconds m_pause = kFirst;
    bool m_isSettled = false;
    bool m_isMissed = false; ///< when its turn came last
};

} // namespace sluice
