// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"
#include "github/apicall.h"
#include "github/transport.h"

namespace sluice {

/// Whom an error is about: which server, and which token by its label.
struct ApiParty
{
    QString host;
    QString token;
};

/// The error for an answer that is neither a success nor a redirect nor a limit.
[[nodiscard]] Error apiError(const ApiRequest &request, const HttpResponse &response,
                             const ApiParty &party);
/// The error for a limit that nobody waits for.
[[nodiscard]] Error limitError(const ApiRequest &request, const HttpResponse &response,
                               const ApiParty &party, const QDateTime &roomAt);
/// The error for a redirect that is not followed.
[[nodiscard]] Error redirectError(const ApiRequest &request, const ApiParty &party,
                                  const QString &why);
/// The error for an answer that is not what it says it is.
[[nodiscard]] Error brokenAnswerError(const ApiRequest &request, const ApiParty &party,
                                      const QString &why);

} // namespace sluice
