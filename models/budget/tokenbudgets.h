// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/callrecord.h"
#include "clock.h"
#include "error.h"

#include <QHash>

namespace sluice {

class Database;

/// By which token a call was made.
struct TokenMark
{
    QString fingerprint; ///< empty: not known
    bool isOurs = false; ///< an account of ours asked; else another program
};

/// Names a token without leading back to it: 16 hexadecimal digits. Empty where there is none, and
/// for the tokens that an App signs for itself, of which each is another one.
[[nodiscard]] QString tokenFingerprint(const QByteArray &salt, const QByteArray &token);

/// Knows which calls count against one limit: those of one token, and those of one account of ours,
/// whose token may be renewed. GitHub counts by user, too, but whose a token is that no account has
/// nobody says. The database's thread.
class TokenBudgets final
{
    Q_DISABLE_COPY_MOVE(TokenBudgets)

public:
    /// Both must outlive it.
    TokenBudgets(Database &database, const Clock &clock);

    /// Of this data directory, for ever.
    [[nodiscard]] QByteArray salt();
    /// Whose limit the call counts against. Learns our tokens, and then whose the calls were that
    /// other programs made with them before. Part of the caller's transaction.
    [[nodiscard]] QString budgetOf(const CallRecord &call, const TokenMark &mark);
    /// What people call these: an account's label, or the labels of those who asked. No two are
    /// called the same.
    [[nodiscard]] QHash<QString, QString> namesOf(const QStringList &budgets);

private:
    [[nodiscard]] QString ownBudget(const CallRecord &call, const QString &fingerprint);
    [[nodiscard]] QString foreignBudget(const QString &fingerprint);
    void adopt(const QString &fingerprint, const QString &budget);
    [[nodiscard]] QStringList callersOf(const QString &fingerprint);

    Database &m_database;
    const Clock &m_clock;
};

} // namespace sluice
