// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/calls.h"

#include <QByteArray>
#include <QHttpHeaders>
#include <QList>
#include <QString>

#include <optional>

namespace sluice {

/// What is spent first when the budget is short, in this order.
enum class Urgency { FinalFlag, FirstFlag, ReadForPerson, IntermediateFlag, Polling };
inline constexpr int kUrgencyCount = 5;

/// Why a request is made: goes into the ledger.
struct CallPurpose
{
    QString repository; ///< "owner/name", or empty
    qint64 pipeline = 0; ///< 0: none
    std::optional<PipelineStep> step;
    CallKind kind = CallKind::Other;
    QList<CallKind> served; ///< of a query that answers several kinds at once
    QString why; ///< "read .packit.yaml"

    bool operator==(const CallPurpose &) const = default;
};

/// One question to GitHub.
struct ApiRequest
{
    QByteArray method = QByteArrayLiteral("GET");
    QString path; ///< below the base URL, with the query: "/repos/o/r/contents/?ref=sha";
                  ///< "/graphql"
    QByteArray body; ///< JSON, or empty
    QByteArray accept; ///< empty: application/vnd.github+json
    Urgency urgency = Urgency::ReadForPerson;
    CallPurpose purpose;
    bool isImmutable = false; ///< content by SHA: once known, never asked again
};

/// What GitHub said, a success (2xx).
struct ApiAnswer
{
    int status = 0;
    QHttpHeaders headers;
    QByteArray body;
    int cost = 0; ///< what GitHub counts: 0 after a 304 and from the cache
    bool isFromCache = false; ///< nothing was asked, or GitHub said 304
    QString nextPage; ///< path of the next page, or empty
};

/// Names a request that was handed to a GithubClient.
using RequestId = quint64;

} // namespace sluice
