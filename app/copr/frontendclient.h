// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "copr/importrecord.h"
#include "error.h"

#include <QNetworkAccessManager>
#include <QObject>
#include <QSslConfiguration>
#include <QUrl>

#include <functional>

namespace sluice {

/// Speaks the dist-git protocol with one Copr frontend. Lives on the engine's thread. The password
/// goes into one header and nowhere else. Answers that are still out are dropped with this object.
class FrontendClient final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FrontendClient)

public:
    FrontendClient(const QString &frontend, const QByteArray &password,
                   const QSslConfiguration &tls, QObject *parent = nullptr);

    /// GET `/backend/importing/`.
    void pollQueue(Format format, std::function<void(Result<ImportQueue>)> done);
    /// POST `/backend/import-completed/`. The answer is what stands at `updated`: false means that
    /// the build is gone, which ends the matter too. *forbidden* when the password is wrong;
    /// whatever else is no such answer is to be tried again.
    void report(const QByteArray &body, std::function<void(Result<bool>)> done);

private:
    [[nodiscard]] QNetworkRequest request(const QString &path) const;

    QString m_frontend;
    QByteArray m_authorization;
    QSslConfiguration m_tls;
    QNetworkAccessManager m_network;
};

/// The URL as tasks and results carry it: without a slash at its end.
[[nodiscard]] QString normalizedFrontend(const QString &url);

/// The password in this file, without its final newline. *invalid* when the file cannot be read or
/// is empty; warns when everybody can read it.
[[nodiscard]] Result<QByteArray> readPasswordFile(const QString &path);

} // namespace sluice
