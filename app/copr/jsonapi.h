// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"
#include "error.h"

#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QObject>
#include <QSslConfiguration>

#include <functional>

namespace sluice {

/// Where a JSON API is, and what lets us in.
struct JsonApiServer
{
    QString name; ///< for people: "Copr", "Testing Farm"
    QString url; ///< without a slash at its end
    QByteArray authorization; ///< the header's whole value, never shown; empty: none
    QSslConfiguration tls;
};

/// Asks a service that speaks JSON and sorts its refusals into causes. Lives on the engine's
/// thread. Answers that are still out are dropped with this object.
class JsonApi final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JsonApi)

public:
    using Done = std::function<void(Result<QJsonObject>)>;

    JsonApi(JsonApiServer server, const Clock &clock, QObject *parent = nullptr);

    /// `what` tells people what was asked for: "build 12".
    void get(const QString &path, const QString &what, Done done);
    void send(const QByteArray &method, const QString &path, const std::optional<QJsonObject> &body,
              const QString &what, Done done);
    [[nodiscard]] QString name() const { return m_server.name; }

private:
    JsonApiServer m_server;
    const Clock &m_clock;
    QNetworkAccessManager m_network;
};

} // namespace sluice
