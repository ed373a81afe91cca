// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QNetworkReply>
#include <QUrl>

class QSslError;

namespace sluice {

/// The error for an answer that is neither a file nor a redirect. `retryAfter` is that header.
[[nodiscard]] Error statusError(const QUrl &url, int status, const QByteArray &retryAfter,
                                const QDateTime &now);
/// The error for a connection that did not come about or broke while something was fetched from, or
/// posted to, this URL. Certificates are *forbidden*, since trying again cannot help; the rest is
/// *network*.
[[nodiscard]] Error transferError(const QUrl &url, const QNetworkReply &reply,
                                  const QList<QSslError> &certificateErrors);
/// When a server asks to come back: seconds or a date, never more than an hour ahead; null if it
/// does not say.
[[nodiscard]] QDateTime retryTime(const QByteArray &retryAfter, const QDateTime &now);

} // namespace sluice
