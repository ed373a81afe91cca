// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/calls.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace sluice {

/// What the method and the path of somebody else's request tell the ledger and the cache.
struct CallFacts
{
    CallKind kind = CallKind::Other;
    QString repository; ///< "owner/name", or empty
    QString path; ///< with the query, secrets in it left out
    bool isGraphql = false;
    bool isImmutable = false; ///< content by its SHA
};

/// The path below GitHub's base URL that a caller means, with the query; none where it is no path
/// of the API, or would lead out of it. Callers that take us for an Enterprise server begin with
/// /api/v3.
[[nodiscard]] std::optional<QByteArray> apiTarget(const QByteArray &target);
[[nodiscard]] CallFacts callFacts(const QByteArray &method, const QByteArray &apiTarget);
/// The token in a header Authorization, whichever way it came.
[[nodiscard]] QByteArray callerToken(const QByteArray &authorization);
/// A name for whoever sends this User-Agent: "curl", "PyGithub", "gh".
[[nodiscard]] QString callerName(QByteArrayView userAgent, QByteArrayView authorization);

} // namespace sluice
