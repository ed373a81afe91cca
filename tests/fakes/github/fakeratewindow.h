// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QHash>
#include <QHttpHeaders>
#include <QList>
#include <QString>

#include <optional>

namespace sluice {

/// What the server allows. A value of 0 leaves a secondary limit out.
struct FakeLimits
{
    int core = 5000; ///< per hour and token
    int graphql = 5000;
    bool isRefusedWith429 = false; ///< else 403
    int pointsPerMinute = 0; ///< GitHub: 900
    int contentPerMinute = 0; ///< GitHub: 80
    double writeSpacing = 0; ///< seconds that must be between two writes
    bool hasRetryAfter = true; ///< with a secondary limit's refusal
};

/// How much of each limit a token has spent. A value.
class FakeRateWindows final
{
public:
    struct Window
    {
        int limit = 0;
        int used = 0;
        QDateTime reset;
    };

    /// The window of an hour that holds now; a new one begins with the first request after it.
    [[nodiscard]] Window &window(const QByteArray &token, const QString &resource, int limit,
                                 const QDateTime &now);
    /// Seconds to wait where a secondary limit refuses this request; none: it may go on.
    [[nodiscard]] std::optional<int> refusal(const FakeLimits &limits, const QByteArray &token,
                                             bool isWrite, const QDateTime &now);

private:
    struct Recent
    {
        QDateTime at;
        int points = 0;
        bool isWrite = false;
    };
    QHash<QByteArray, Window> m_windows;
    QHash<QByteArray, QList<Recent>> m_recent;
};

void addRateHeaders(QHttpHeaders &headers, const FakeRateWindows::Window &window,
                    const QString &resource);

} // namespace sluice
