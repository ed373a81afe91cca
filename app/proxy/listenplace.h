// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QByteArray>
#include <QHostAddress>
#include <QString>

namespace sluice {

/// Where a server on this machine alone is to be found: a port on loopback, or a socket's path.
struct ListenPlace
{
    QHostAddress address;
    quint16 port = 0; ///< 0: a free one
    QString path; ///< of a Unix socket; empty: a port

    [[nodiscard]] bool isPath() const { return !path.isEmpty(); }
    [[nodiscard]] QString text() const; ///< "http://127.0.0.1:8080", "unix:/run/user/1000/gh"
};

/// From "127.0.0.1:8080", "[::1]:8080", "localhost:0" or "unix:PATH"; *invalid* is one sentence.
[[nodiscard]] Result<ListenPlace> listenPlace(const QString &text);

} // namespace sluice
