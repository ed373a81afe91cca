// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"
#include "error.h"
#include "github/account.h"

#include <QList>

#include <optional>

namespace sluice {

class Database;

/// Accounts, what they can see, and what is observed with them. The database's thread; every
/// function is one transaction and can fail with *storage* or *storage full*.
class AccountStore final
{
    Q_DISABLE_COPY_MOVE(AccountStore)

public:
    /// Both must outlive it.
    AccountStore(Database &database, const Clock &clock);

    [[nodiscard]] Result<QList<Account>> accounts(); ///< by name
    [[nodiscard]] Result<std::optional<Account>> account(const QString &name);
    /// Adds it or changes how it is reached; what GitHub said of it is then forgotten.
    [[nodiscard]] Result<void> save(const Account &account);
    /// With all that it sees and observes. Its secret in the keyring is the caller's business.
    [[nodiscard]] Result<void> remove(const QString &name);
    /// What GitHub said when it was asked who this is: it works. `note`: what it may not do.
    [[nodiscard]] Result<void> noteCheck(const QString &name, const QString &login,
                                         const QString &scopes, const QString &note);
    /// What stands in its way now, or nothing.
    [[nodiscard]] Result<void> noteProblem(const QString &name, const QString &problem);

    [[nodiscard]] Result<QList<SeenRepository>> seen(const QString &account);
    /// In place of what it listed before.
    [[nodiscard]] Result<void> setSeen(const QString &account, const QList<SeenRepository> &list);

    [[nodiscard]] Result<QList<ObservedRepository>> observed();
    /// Exactly these of this account; one that another account observes goes over to this one.
    /// What was read of those that go is forgotten.
    [[nodiscard]] Result<void> setObserved(const QString &account, const QStringList &repositories);
    /// Whoever observes them, with what was read of them.
    [[nodiscard]] Result<void> stopObserving(const QStringList &repositories);
    /// Listed now, or why not (then what was read before stays, with its age). It is as old as what
    /// was read longest ago of the flags of its open pull requests.
    [[nodiscard]] Result<void> noteRead(const QString &repository, const QString &nodeId,
                                        const QString &problem);

private:
    void forget(const QString &repository);

    Database &m_database;
    const Clock &m_clock;
};

} // namespace sluice
