// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

namespace sluice {

/// A webhook that GitHub sent or tried to send, as it keeps it.
struct FakeDelivery
{
    qint64 id = 0;
    QString guid; ///< the same for every attempt
    QString event;
    QJsonObject payload;
    QDateTime deliveredAt;
    bool isRedelivery = false;
    double seconds = 0;
    QString status = QStringLiteral("failed to connect"); ///< until somebody answered
    int statusCode = 502;
    qint64 installationId = 0; ///< 0: none
    qint64 repositoryId = 0; ///< 0: none
    QString url;
    QJsonObject requestHeaders;
    QJsonObject responseHeaders;
    QString responsePayload; ///< null: none came

    /// The receiver answered.
    void answered(int code, const QJsonObject &headers, const QString &body, double took);
};

/// A webhook of a repository or of an App, with what it delivered.
struct FakeHook
{
    qint64 id = 0;
    QString url;
    QByteArray secret;
    QStringList events{QStringLiteral("push")}; ///< "*": all
    bool isActive = true;
    QString targetType = QStringLiteral("repository"); ///< "integration": of an App
    qint64 targetId = 0;
    QDateTime createdAt;
    QList<FakeDelivery> deliveries; ///< oldest first

    [[nodiscard]] bool wants(const QString &event) const;
    [[nodiscard]] FakeDelivery *delivery(qint64 deliveryId);
};

/// As the list of deliveries shows it, or (`isWhole`) with request and response.
[[nodiscard]] QJsonObject fakeDeliveryJson(const FakeDelivery &delivery, bool isWhole);
/// `address`: of the hook in the API.
[[nodiscard]] QJsonObject fakeHookJson(const FakeHook &hook, const QString &address);

} // namespace sluice
