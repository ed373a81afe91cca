// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QByteArray>
#include <QHttpHeaders>
#include <QUrl>

#include <functional>

class QObject;

namespace sluice {

/// A request as it goes over the wire.
struct HttpRequest
{
    QByteArray method;
    QUrl url;
    QHttpHeaders headers;
    QByteArray body;
};

/// An answer, whatever its status. Redirects are answers, too.
struct HttpResponse
{
    int status = 0;
    QHttpHeaders headers;
    QByteArray body;
};

/// Carries requests to a server: the network, or a script in tests. One thread.
class HttpTransport
{
    Q_DISABLE_COPY_MOVE(HttpTransport)

public:
    using Done = std::function<void(Result<HttpResponse>)>;

    HttpTransport() = default;
    virtual ~HttpTransport() = default;

    /// Calls back once, never from within this call; not at all once the context is gone. Fails
    /// where no whole answer came, mostly with *network*.
    virtual void send(const HttpRequest &request, QObject *context, Done done) = 0;
    /// Requests that have neither been answered nor given up.
    [[nodiscard]] virtual int inFlight() const = 0;
};

} // namespace sluice
