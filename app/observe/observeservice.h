// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/ledgerstore.h"
#include "budget/othersledger.h"
#include "github/accountstore.h"
#include "import/poollock.h"
#include "observe/accountprobe.h"
#include "observe/accounttoken.h"
#include "observe/accountwatch.h"
#include "pipeline/wishstore.h"

#include <QHash>

#include <map>

namespace sluice {

class Database;

/// Watches what other services do on GitHub, for the accounts of one data directory, and does there
/// what people ask for. Follows accounts, repositories and wishes that any process writes down. One
/// per data directory, by a lock; one thread, with an event loop.
class ObserveService final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ObserveService)

public:
    /// What connects it with the world; all must outlive it.
    struct Edge
    {
        HttpTransport &transport;
        Timers &timers;
        AccountSecrets secrets;
    };

    /// *storage* where another process observes here or has the store locked (then a further try
    /// makes sense), or the store cannot be opened.
    [[nodiscard]] static Result<std::unique_ptr<ObserveService>> open(const QString &dataDirectory,
                                                                      const Edge &edge);
    ~ObserveService() override;

    void start();
    void poke(); ///< looks now for what has changed; it does so by itself twice a second
    void secretChanged(const QString &account); ///< of which nothing in the store tells
    /// Takes up nothing more, lets what is on its way arrive (5 s at most), then says stopped().
    void stop();

    [[nodiscard]] ObservedStore &store() { return m_store; }
    [[nodiscard]] AccountStore &accounts() { return m_accounts; }

signals:
    void changed(qint64 pull);
    /// Of an account or a repository. A sentence that lasts is said once.
    void problem(const QString &subject, const sluice::Error &error);
    void wellAgain(const QString &subject);
    void renamed(const QString &from, const QString &to);
    void wishDone(const QString &sentence); ///< or why it could not be
    void stopped();

private:
    /// An account with all that it is asked with.
    struct Party
    {
        Account account;
        std::unique_ptr<TokenSource> tokens;
        std::unique_ptr<GithubClient> client;
        std::unique_ptr<TokenSource> identity; ///< of an App itself
        std::unique_ptr<GithubClient> asApp;
        std::unique_ptr<AccountWatch> watch;
    };

    ObserveService(const Edge &edge, std::unique_ptr<PoolLock> lock,
                   std::unique_ptr<Database> database);

    void look();
    [[nodiscard]] qint64 dataVersion();
    void followAccounts();
    void followRepositories();
    void forgetTroubles(const QList<Account> &accounts);
    void forget(const std::function<bool(const Party &)> &isMeant);
    void addParty(const Account &account);
    void checkAtStart(const QString &account);
    void goOn(Party &party);
    void keepHouse();
    void endWhenQuiet();
    void tell(const QString &subject, const Error &error);

    void takeWishes();
    void take(const Wish &wish);
    void takeForPull(const Wish &wish);
    [[nodiscard]] Result<void> mayBeSaid(const Wish &wish, const ObservedPull &pull);
    void takeForAccount(const Wish &wish);
    void scan(const Wish &wish, Party &party);
    void comment(const Wish &wish, const ObservedPull &pull, Party &party);
    void rerequest(const Wish &wish, const ObservedPull &pull, Party &party);
    void giveBack(const QString &account, const QDateTime &until);
    void estimate(const Wish &wish, const ObservedPull &pull, Party &party);
    void takeCounts(const Wish &wish, const ObservedPull &pull, const ApiAnswer &answer);
    [[nodiscard]] Party *partyOf(const QString &repository);
    void noteCheck(const Account &account, const Result<AccountProbe::Answer> &answer);
    void answer(const Wish &wish, const Result<QString> &sentence);

    HttpTransport &m_transport;
    Timers &m_timers;
    const AccountSecrets m_secrets;
    const std::unique_ptr<PoolLock> m_lock;
    const std::unique_ptr<Database> m_database;
    ObservedStore m_store;
    AccountStore m_accounts;
    LedgerStore m_ledger;
    OthersLedger m_others;
    WishStore m_wishes;
    std::map<QString, Party> m_parties; ///< by the account's name
    QHash<QString, QString> m_accountOf; ///< of a repository, by its name in lower case
    QHash<QString, QString> m_said; ///< by subject: the sentence that holds
    QHash<qint64, QString> m_taken; ///< wishes under way, with the account that does them
    QHash<qint64, RequestId> m_sent; ///< those of them that write
    qint64 m_version = -1; ///< of the store, when it was looked at last
    QDateTime m_stopUntil; ///< null: it runs
};

} // namespace sluice
