// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "copr/httpcall.h"
#include "github/transport.h"

#include <QNetworkAccessManager>
#include <QSslConfiguration>

namespace sluice {

/// Requests over the real network: HTTP/2 where the server offers it, the system's proxy except on
/// loopback, no redirect followed. The thread that made it.
class NetworkTransport final : public QObject, public HttpTransport
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NetworkTransport)

public:
    /// `tls` from tlsTrusting().
    explicit NetworkTransport(const QSslConfiguration &tls, HttpBounds bounds = defaultBounds(),
                              QObject *parent = nullptr);
    ~NetworkTransport() override;

    [[nodiscard]] static HttpBounds defaultBounds();

    void send(const HttpRequest &request, QObject *context, Done done) override;
    [[nodiscard]] int inFlight() const override { return m_inFlight; }

private:
    QNetworkAccessManager m_network;
    QSslConfiguration m_tls;
    HttpBounds m_bounds;
    int m_inFlight = 0;
};

} // namespace sluice
