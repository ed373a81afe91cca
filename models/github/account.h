// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

namespace sluice {

/// How an account proves who it is. Numbers are stored: new ones come last.
enum class AccountKind { Token, App };

/// Somebody as whom GitHub is asked about repositories that are observed. A value; its secret
/// stands in the keyring or in a file.
struct Account
{
    QString name; ///< chosen by a person; the ledger's label is "token of NAME"
    AccountKind kind = AccountKind::Token;
    QString baseUrl = QStringLiteral("https://api.github.com");
    QString secretFile; ///< of the token or of the App's key; empty: the keyring (tokens only)
    qint64 app = 0;
    qint64 installation = 0;
    QString login; ///< who GitHub says it is; empty: never asked
    QString scopes; ///< as GitHub names them: "repo, read:org"
    QString note; ///< what it may not do, though it works: one sentence
    QString problem; ///< one sentence; empty: it worked when it was asked last
    QDateTime checkedAt;

    bool operator==(const Account &) const = default;
};

/// A repository that an account can see.
struct SeenRepository
{
    QString repository; ///< "owner/name"
    bool canPush = false;
    bool isPrivate = false;

    bool operator==(const SeenRepository &) const = default;
};

/// A repository whose pull requests another service looks after, and that we watch.
struct ObservedRepository
{
    QString repository;
    QString account;
    QString nodeId; ///< empty: not read yet
    QString problem; ///< why it cannot be read: one sentence
    QDateTime readAt; ///< no flag of its open pull requests was read earlier; null: never

    bool operator==(const ObservedRepository &) const = default;
};

} // namespace sluice
