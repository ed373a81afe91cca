// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakes/github/fakehook.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QMap>
#include <QString>

#include <expected>

namespace sluice {

/// Where a GitHub App is installed: an account with all its repositories.
struct FakeInstallation
{
    qint64 id = 0;
    QString account;
    QMap<QString, QString> permissions{{QStringLiteral("checks"), QStringLiteral("write")},
                                       {QStringLiteral("contents"), QStringLiteral("read")},
                                       {QStringLiteral("metadata"), QStringLiteral("read")},
                                       {QStringLiteral("pull_requests"), QStringLiteral("write")},
                                       {QStringLiteral("statuses"), QStringLiteral("write")}};
};

/// A GitHub App, known by its public key.
struct FakeApp
{
    qint64 id = 0;
    QString slug;
    QByteArray publicKey; ///< PEM
    QList<FakeInstallation> installations;
    FakeHook hook{.events = {QStringLiteral("issue_comment"), QStringLiteral("pull_request"),
                             QStringLiteral("push"), QStringLiteral("status")},
                  .targetType = QStringLiteral("integration")};
};

/// Nothing where `token` is a JWT (RS256) that the App signed and that holds now, or GitHub's
/// sentence of what is wrong with it.
[[nodiscard]] std::expected<void, QString> verifyJwt(const FakeApp &app, const QByteArray &token,
                                                     const QDateTime &now);

} // namespace sluice
