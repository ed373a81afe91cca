// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QByteArray>
#include <QDateTime>

#include <memory>

namespace sluice {

/// The private key of a GitHub App, to say who we are. A value; any thread.
class AppKey final
{
public:
    /// *invalid* where this is no RSA key in PEM form, or one with a passphrase.
    [[nodiscard]] static Result<AppKey> fromPem(qint64 appId, const QByteArray &pem);

    [[nodiscard]] qint64 appId() const { return m_appId; }
    /// A JSON web token (RS256), good for nine minutes from this moment of the server's clock. It
    /// counts as issued a minute ago, because clocks differ.
    [[nodiscard]] Result<QByteArray> jwt(const QDateTime &now) const;

private:
    struct Handle;

    AppKey(qint64 appId, std::shared_ptr<Handle> key);

    qint64 m_appId;
    std::shared_ptr<Handle> m_key;
};

} // namespace sluice
