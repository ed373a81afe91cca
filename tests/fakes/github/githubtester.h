// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakes/github/fakegithub.h"
#include "fakes/handclock.h"

#include <openssl/evp.h>

#include <memory>

namespace sluice {

/// The key of an App, made anew for each test.
class FakeAppKey final
{
public:
    FakeAppKey();
    [[nodiscard]] QByteArray publicPem() const;
    /// Times are seconds of the epoch.
    [[nodiscard]] QByteArray jwt(const QString &issuer, qint64 issued, qint64 expires) const;

private:
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> m_key;
};

/// A FakeGithub with one repository, "org/tool", whose first pull request "writer" opened, and a
/// client that asks it. Tokens: "writer", "org" (who owns it), "stranger" and the App's, "app".
class GithubTester final
{
    Q_DISABLE_COPY_MOVE(GithubTester)

public:
    GithubTester();

    HandClock clock;
    FakeGithub github;
    FakeRepository &repository;
    QString head; ///< commit of the pull request

    [[nodiscard]] FakeAnswer ask(const QByteArray &method, const QByteArray &target,
                                 const QJsonObject &body = {}, const QByteArray &token = "writer",
                                 const QList<std::pair<QByteArray, QByteArray>> &headers = {});
    [[nodiscard]] FakeAnswer get(const QByteArray &target, const QByteArray &token = "writer",
                                 const QList<std::pair<QByteArray, QByteArray>> &headers = {});
    [[nodiscard]] QJsonObject query(const QString &text, const QByteArray &token = "writer");
    /// Signs in an App with this key, installed on "org", and gives its JWT.
    QByteArray installApp(const FakeAppKey &key);

    [[nodiscard]] static QJsonDocument json(const FakeAnswer &answer);
    [[nodiscard]] static QByteArray header(const FakeAnswer &answer, QLatin1StringView name);
    /// The target of one relation in a Link header, or empty.
    [[nodiscard]] static QByteArray link(const FakeAnswer &answer, const QByteArray &relation);
    /// Of a JSON object, sorted and joined by a space.
    [[nodiscard]] static QString keys(const QJsonValue &value);
};

} // namespace sluice
