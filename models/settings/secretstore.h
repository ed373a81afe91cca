// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QObject>

#include <functional>

namespace sluice {

/// Passwords in the desktop's keyring. The keyring may be locked, absent or slow: every answer
/// comes later, and says so where there is none. GUI thread; nothing is kept in memory.
class SecretStore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SecretStore)

public:
    explicit SecretStore(QObject *parent = nullptr);

    /// The key under which the password of a Copr frontend stands.
    [[nodiscard]] static QString frontendKey(const QString &frontend);
    /// The key under which a token of GitHub stands, by the name of its account.
    [[nodiscard]] static QString githubKey(const QString &baseUrl, const QString &account);
    /// False where no keyring service answers; then a password file is the way.
    [[nodiscard]] static bool isAvailable();

    /// An empty secret where there is none under this key.
    void read(const QString &key, QObject *context, std::function<void(Result<QByteArray>)> done);
    /// An empty secret removes the entry.
    void write(const QString &key, const QByteArray &secret, QObject *context,
               std::function<void(Result<void>)> done);
};

} // namespace sluice
