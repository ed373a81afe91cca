// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QHash>
#include <QHttpHeaders>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace sluice {

/// What the server allows. A value of 0 leaves a secondary limit out.
struct FakeLimits
{
    int core = 5000; ///< per hour and user or installation
    int graphql = 5000;
    int search = 30; ///< per minute
    int anonymous = 60; ///< per hour
    bool isCounting = true; ///< false: no primary limit and no headers, as some servers are set up
    bool isRefusedWith429 = false; ///< primary and secondary refusals; else 403
    int pointsPerMinute = 0; ///< of REST; GitHub: 900
    int graphqlPointsPerMinute = 0; ///< GitHub: 2000
    int contentPerMinute = 0; ///< GitHub: 80
    int contentPerHour = 0; ///< GitHub: 500
    int concurrent = 0; ///< GitHub: 100
    double writeSpacing = 0; ///< seconds that must be between two writes
    bool hasRetryAfter = true; ///< with a secondary limit's refusal

    /// The secondary limits that GitHub documents.
    void setDocumented();
};

/// How much of each limit a user or an installation has spent. A value.
class FakeRateWindows final
{
public:
    struct Window
    {
        int limit = 0;
        int used = 0;
        QDateTime reset;

        [[nodiscard]] QJsonObject toJson(const QString &resource) const;
    };

    /// The window of an hour (a minute for searches) that holds now; a new one begins with the
    /// first request after it.
    [[nodiscard]] Window &window(const QByteArray &bucket, const QString &resource, int limit,
                                 const QDateTime &now);
    /// Seconds to wait where a secondary limit refuses this request; none: it may go on.
    [[nodiscard]] std::optional<int> refusal(const FakeLimits &limits, const QByteArray &bucket,
                                             bool isWrite, bool isGraphQl, const QDateTime &now);

private:
    struct Recent
    {
        QDateTime at;
        int points = 0;
        bool isWrite = false;
        bool isGraphQl = false;
    };
    QHash<QByteArray, Window> m_windows;
    QHash<QByteArray, QList<Recent>> m_recent;
};

void addRateHeaders(QHttpHeaders &headers, const FakeRateWindows::Window &window,
                    const QString &resource);

} // namespace sluice
