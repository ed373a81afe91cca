// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <expected>

namespace sluice {

/// Where a GitHub App is installed: an account with all its repositories.
struct FakeInstallation
{
    qint64 id = 0;
    QString account;
};

/// A webhook that GitHub sent or tried to send, as it keeps it.
struct FakeDelivery
{
    qint64 id = 0;
    QString guid;
    QString event;
    QJsonObject payload;
    QDateTime deliveredAt;
    int statusCode = 200; ///< what the receiver answered
};

/// A GitHub App, known by its public key.
struct FakeApp
{
    qint64 id = 0;
    QString slug;
    QByteArray publicKey; ///< PEM
    QList<FakeInstallation> installations;
    QList<FakeDelivery> deliveries; ///< oldest first
};

/// Nothing where `token` is a JWT (RS256) that the App signed and that holds now, or GitHub's
/// sentence of what is wrong with it.
[[nodiscard]] std::expected<void, QString> verifyJwt(const FakeApp &app, const QByteArray &token,
                                                     const QDateTime &now);

} // namespace sluice
