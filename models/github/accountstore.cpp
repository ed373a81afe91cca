// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/accountstore.h"

#include "pipeline/pipeline.h"
#include "store/database.h"

#include <QStringList>

namespace sluice {
using namespace Qt::StringLiterals;

AccountStore::AccountStore(Database &database, const Clock &clock)
    : m_database(database)
    , m_clock(clock)
{}

Result<QList<Account>> AccountStore::accounts()
{
    QList<Account> found;
    {
        Rows row = m_database.rows("SELECT name, kind, base_url, secret_file, app, installation, "
                                   "login, scopes, note, problem, checked_at FROM account ORDER BY "
                                   "name");
        while (row.next()) {
            found << Account{.name = row.text(0),
                             .kind = AccountKind(row.number(1)),
                             .baseUrl = row.text(2),
                             .secretFile = row.text(3),
                             .app = row.number(4),
                             .installation = row.number(5),
                             .login = row.text(6),
                             .scopes = row.text(7),
                             .note = row.text(8),
                             .problem = row.text(9),
                             .checkedAt = row.time(10)};
        }
    }
    return m_database.checked(std::move(found));
}

Result<std::optional<Account>> AccountStore::account(const QString &name)
{
    return accounts().transform([&name](const QList<Account> &all) {
        const auto found = std::ranges::find(all, name, &Account::name);
        return found == all.end() ? std::optional<Account>() : *found;
    });
}

Result<void> AccountStore::save(const Account &account)
{
    Transaction transaction(m_database);
    m_database.run(
            "INSERT INTO account (name, kind, base_url, secret_file, app, installation) "
            "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET kind = "
            "excluded.kind, base_url = excluded.base_url, secret_file = "
            "excluded.secret_file, app = excluded.app, installation = "
            "excluded.installation, login = '', scopes = '', note = '', problem = '', checked_at = "
            "NULL",
            account.name, int(account.kind), account.baseUrl, account.secretFile, account.app,
            account.installation);
    return transaction.commit();
}

Result<void> AccountStore::remove(const QString &name)
{
    Transaction transaction(m_database);
    m_database.run("DELETE FROM observed_pull WHERE repository IN "
                   "(SELECT repository FROM observed_repository WHERE account = ?)",
                   name);
    m_database.run("DELETE FROM account WHERE name = ?", name);
    return transaction.commit();
}

Result<void> AccountStore::noteCheck(const QString &name, const QString &login,
                                     const QString &scopes, const QString &note)
{
    Transaction transaction(m_database);
    m_database.run("UPDATE account SET login = ?, scopes = ?, note = ?, problem = '', "
                   "checked_at = ? WHERE name = ?",
                   login, scopes, note, m_clock.now(), name);
    return transaction.commit();
}

Result<void> AccountStore::noteProblem(const QString &name, const QString &problem)
{
    Transaction transaction(m_database);
    m_database.run("UPDATE account SET problem = ? WHERE name = ?", problem, name);
    return transaction.commit();
}

Result<QList<SeenRepository>> AccountStore::seen(const QString &account)
{
    QList<SeenRepository> found;
    {
        Rows row = m_database.rows("SELECT repository, can_push, is_private FROM seen_repository "
                                   "WHERE account = ? ORDER BY repository",
                                   account);
        while (row.next())
            found << SeenRepository{row.text(0), row.number(1) != 0, row.number(2) != 0};
    }
    return m_database.checked(std::move(found));
}

Result<void> AccountStore::setSeen(const QString &account, const QList<SeenRepository> &list)
{
    const QDateTime now = m_clock.now();
    Transaction transaction(m_database);
    m_database.run("DELETE FROM seen_repository WHERE account = ?", account);
    for (const SeenRepository &seen : list) {
        m_database.run("INSERT OR REPLACE INTO seen_repository VALUES (?, ?, ?, ?, ?)", account,
                       seen.repository, int(seen.canPush), int(seen.isPrivate), now);
    }
    return transaction.commit();
}

Result<QList<ObservedRepository>> AccountStore::observed()
{
    QList<ObservedRepository> found;
    {
        Rows row = m_database.rows("SELECT repository, account, node_id, problem, read_at "
                                   "FROM observed_repository ORDER BY repository");
        while (row.next()) {
            found << ObservedRepository{row.text(0), row.text(1), row.text(2), row.text(3),
                                        row.time(4)};
        }
    }
    return m_database.checked(std::move(found));
}

Result<void> AccountStore::setObserved(const QString &account, const QStringList &repositories)
{
    const auto known = observed();
    if (!known)
        return std::unexpected(known.error());
    Transaction transaction(m_database);
    for (const ObservedRepository &old : *known) {
        if (old.account != account || repositories.contains(old.repository, Qt::CaseInsensitive))
            continue;
        forget(old.repository);
    }
    for (const QString &repository : repositories) {
        m_database.run("INSERT INTO observed_repository (repository, account) VALUES (?, ?) "
                       "ON CONFLICT (repository) DO UPDATE SET account = excluded.account",
                       repository, account);
    }
    return transaction.commit();
}

Result<void> AccountStore::stopObserving(const QStringList &repositories)
{
    const auto known = observed();
    if (!known)
        return std::unexpected(known.error());
    Transaction transaction(m_database);
    for (const ObservedRepository &old : *known) {
        if (repositories.contains(old.repository, Qt::CaseInsensitive))
            forget(old.repository);
    }
    return transaction.commit();
}

void AccountStore::forget(const QString &repository)
{
    m_database.run("DELETE FROM observed_repository WHERE repository = ?", repository);
    m_database.run("DELETE FROM observed_pull WHERE repository = ?", repository);
}

Result<void> AccountStore::noteRead(const QString &repository, const QString &nodeId,
                                    const QString &problem)
{
    Transaction transaction(m_database);
    m_database.run("UPDATE observed_repository SET node_id = CASE WHEN ? <> '' THEN ? ELSE node_id "
                   "END, problem = ?, read_at = CASE WHEN ? = '' THEN coalesce((SELECT "
                   "min(p.read_at) FROM observed_pull p WHERE p.repository = "
                   "observed_repository.repository AND p.state NOT IN (?, ?)), ?) ELSE read_at END "
                   "WHERE repository = ?",
                   nodeId, nodeId, problem, problem, int(PipelineState::Superseded),
                   int(PipelineState::Closed), m_clock.now(), repository);
    return transaction.commit();
}

} // namespace sluice
