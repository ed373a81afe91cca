// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>

#include <chrono>

namespace sluice {

/// How a RateGovernor spends what GitHub allows. The figures are GitHub's own advice.
struct GovernorOptions
{
    bool isPacing = true; ///< off: every request leaves at once, and a limit is an error
    std::chrono::milliseconds writeSpacing{1000};
    int readConcurrency = 10;
    int writeConcurrency = 1;
    int pointsPerMinute = 900; ///< REST: reads 1, writes 5
    int graphqlPointsPerMinute = 2000; ///< queries 1, mutations 5
    /// Of each limit, kept for final flags alone.
    double reserveShare = 0.1;
};

/// What a GithubClient needs to know about its server and its own habits.
struct GithubOptions
{
    QUrl baseUrl{QStringLiteral("https://api.github.com")};
    QByteArray apiVersion = QByteArrayLiteral("2022-11-28");
    bool isCaching = true; ///< off: no conditional requests, nothing is kept
    bool isJoining = true; ///< identical reads in flight become one
    int retries = 3; ///< of a read after a 5xx or a broken connection
    GovernorOptions governor;
};

} // namespace sluice
