// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QHttpHeaders>
#include <QString>

#include <chrono>

namespace sluice {

/// What an answer says about limits. Server times; -1 and null where it says nothing.
struct RateFacts
{
    QString resource;
    int limit = -1;
    int remaining = -1;
    QDateTime reset;
    QDateTime serverTime; ///< its Date
    QByteArray retryAfter;

    [[nodiscard]] bool isComplete() const
    {
        return limit >= 0 && remaining >= 0 && reset.isValid();
    }
};
[[nodiscard]] RateFacts rateFacts(const QHttpHeaders &headers);

/// What an answer means for whoever wants to ask again.
enum class RateVerdict {
    Fine, ///< no limit; the status says the rest
    PrimaryExhausted, ///< nothing until the reset
    Secondary, ///< too much at once: wait as long as it says, or a minute
};
[[nodiscard]] RateVerdict rateVerdict(int status, const RateFacts &facts, const QByteArray &body,
                                      bool isGraphql);

/// What is left of one limit ("core", "graphql") of one token. Local times. A value.
class RateState final
{
public:
    /// Answers may come in the wrong order: within one window the lowest remainder holds, and an
    /// older window says nothing. `skew`: how far the server's clock is ahead of ours.
    void learn(const RateFacts &facts, std::chrono::milliseconds skew);
    /// Nothing is left until then.
    void exhaust(const QDateTime &until);

    [[nodiscard]] int limit() const { return m_limit; } ///< -1: not known
    /// All again after the reset; -1: not known.
    [[nodiscard]] int remaining(const QDateTime &now) const;
    [[nodiscard]] QDateTime reset() const { return m_reset; } ///< a second later than GitHub's
    [[nodiscard]] bool isOver(const QDateTime &now) const { return now >= m_reset; }

private:
    int m_limit = -1;
    int m_remaining = -1;
    QDateTime m_serverReset;
    QDateTime m_reset;
};

} // namespace sluice
