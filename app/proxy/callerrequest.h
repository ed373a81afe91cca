// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHttpHeaders>

namespace sluice {

/// A request of a program that takes the proxy for GitHub, whole.
struct CallerRequest
{
    QByteArray method;
    QByteArray target; ///< path and query, as it came
    QByteArray host; ///< whom it believes to speak with
    QHttpHeaders headers;
    QByteArray body;
    int minor = 1; ///< of HTTP/1.x
    bool isLast = false; ///< of its connection
};

} // namespace sluice
