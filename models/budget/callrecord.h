// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/calls.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>

#include <chrono>
#include <optional>

namespace sluice {

/// One request that left for GitHub, as the ledger keeps it: redirects, repeats and 304 count each
/// as one. Never holds a token.
struct CallRecord
{
    QDateTime at; ///< UTC, when it left
    QString token; ///< a label: "token of NAME", "App 123, installation 7"
    QString repository; ///< "owner/name", or empty
    qint64 pipeline = 0; ///< 0: none
    std::optional<PipelineStep> step;
    CallKind kind = CallKind::Other;
    QList<CallKind> served; ///< the kinds that one query answered
    QString why;
    QByteArray method;
    QString path; ///< with the query
    int status = 0; ///< 0: no answer came
    QString resource; ///< whose limit it counts against: "core", "graphql"
    int cost = 0; ///< what GitHub counts there
    std::chrono::milliseconds duration{0};

    bool operator==(const CallRecord &) const = default;
};

} // namespace sluice
