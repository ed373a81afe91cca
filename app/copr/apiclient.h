// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QNetworkAccessManager>
#include <QObject>
#include <QSslConfiguration>

#include <functional>

namespace sluice {

/// Asks Copr's public API. Lives on the engine's thread. Answers that are still out are dropped
/// with this object.
class ApiClient final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ApiClient)

public:
    /// `api`: the base URL, with or without `/api_3`.
    ApiClient(const QString &api, const QSslConfiguration &tls, QObject *parent = nullptr);

    /// The state of a build in Copr's word ("failed", "importing"). *not found* when it is gone.
    void buildState(qint64 buildId, std::function<void(Result<QString>)> done);

private:
    QString m_base;
    QSslConfiguration m_tls;
    QNetworkAccessManager m_network;
};

} // namespace sluice
