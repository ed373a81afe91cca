// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "github/accountstore.h"
#include "observe/observequery.h"
#include "observe/pullpace.h"
#include "observe/pullreading.h"
#include "pipeline/observedstore.h"
#include "timers.h"

#include <QMap>
#include <QSet>

namespace sluice {

/// Watches the repositories of one account: lists of open pull requests at an even pace, flags of
/// those alone that changed or have not ended, one request at a time. The client's thread.
class AccountWatch final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AccountWatch)

public:
    static constexpr int kListed = 100; ///< repositories in one query

    struct Parts
    {
        GithubClient &client;
        ObservedStore &store;
        AccountStore &accounts;
        Timers &timers;
    };

    /// The parts must outlive it.
    AccountWatch(const Parts &parts, QString account, QObject *parent = nullptr);

    void setRepositories(const QStringList &repositories);
    [[nodiscard]] qsizetype queries() const { return chunks().size(); } ///< for all lists once
    /// All that are watched keep to one hour's points together: this many queries for all lists,
    /// this many accounts.
    void setShare(qsizetype queries, qsizetype accounts)
    {
        m_interval = PullPace::listInterval(queries);
        m_accounts = accounts;
    }
    void stop();
    /// The account has just been asked something with success: what failed need not wait.
    void tryAgain();
    [[nodiscard]] const QString &holdUp() const { return m_problem; } ///< of the whole account

    /// Something was asked for on this pull request: it is read soon and often again.
    void expectNews(const QString &nodeId);
    /// One pull request, because a person wants it now.
    void readNow(const ObservedPull &pull, QObject *context,
                 std::function<void(Result<bool> isNews)> done);

signals:
    void changed(qint64 pull);
    /// Once, until another problem comes or all is well again. Empty: of the whole account.
    void problem(const QString &repository, const sluice::Error &error);
    void wellAgain(const QString &repository);
    void renamed(const QString &from, const QString &to);

private:
    static constexpr int kGoodReadings = 5; ///< before more is asked for at once again
    static constexpr std::chrono::hours kWithoutRollups{
            1}; ///< after lists that took GitHub too long
    static constexpr std::chrono::hours kRefused{1}; ///< what only a person can mend
    static constexpr std::chrono::milliseconds kPatience{60'000}; ///< with a request that is held

    struct Pull
    {
        QString nodeId;
        QString headSha;
        QDateTime updatedAt;
        std::optional<QString> rollup; ///< as listed last; none: never
        PullPace pace;
        bool isAlone = false; ///< GitHub gave up on it alone, so no others are asked for with it
    };
    struct Watched
    {
        QMap<int, Pull> pulls; ///< the open ones by number
        int listedTotal = -1; ///< open ones when all were listed last; -1: never
        QString problem;
    };
    struct Page
    {
        QString repository;
        QString cursor;
        QList<ListedPull> pulls; ///< of the pages before it
    };

    void pump();
    void wakeAt(const QDateTime &when);
    void begin(); ///< something that GitHub will answer
    [[nodiscard]] QList<QStringList> chunks() const;
    void list();
    void askForPage();
    void takeLists(const QList<ListedRepository> &lists);
    void takeList(const ListedRepository &list);
    void takePage(Page page, const ListedRepository &list);
    void merge(Watched &watched, const QList<ListedPull> &pulls);
    void rename(const QString &from, const QString &to);
    void read();
    /// Pull requests whose turn it is, and what the ledger calls their repositories.
    struct Due
    {
        QStringList nodeIds;
        QString place;
        bool isAlone = false;
    };
    [[nodiscard]] Due dueNow();
    void missAll(const QStringList &nodeIds, bool areAlone);
    /// "owner/name", or "owner/*" of several of one organisation; else empty.
    [[nodiscard]] static QString placeOf(const QStringList &repositories);
    void takeReadings(const QList<PullReading::Outcome> &outcomes);
    [[nodiscard]] Result<QList<qint64>> keep(const QList<PullReading::Outcome> &outcomes);
    [[nodiscard]] qsizetype batches(bool areSettled) const;
    [[nodiscard]] QDateTime nextDue() const;
    void send(const QByteArray &query, const QString &repository, const QString &why,
              const std::function<void(const ApiAnswer &)> &take);
    void failed(const Error &error);
    void watchBudget();
    void tellShort(const QDateTime &until, const QString &sentence); ///< of account and time
    void tell(const QString &repository, const Error &error);
    void settle(const QString &repository, const QString &nodeId);
    void settleAccount();

    const Parts m_parts;
    const QString m_account;
    QMap<QString, Watched> m_watched; ///< by name
    std::chrono::milliseconds m_interval{100'000};
    qsizetype m_accounts = 1; ///< that share the hour
    QList<QStringList> m_lists; ///< still to be asked for in this round
    QList<Page> m_pages;
    QDateTime m_nextList; ///< null: now
    QDateTime m_wakeAt;
    QString m_problem; ///< of the whole account
    QDateTime m_begunAt; ///< the request that is under way
    QDateTime m_shortUntil; ///< GitHub's budget is, or null
    QDateTime m_rollupsFrom; ///< lists go without until then, or null
    qsizetype m_batch = PullReading::kMost;
    int m_goodReadings = 0; ///< one after the other, since the batch had its size
    int m_failures = 0;
    bool m_isBusy = false;
    bool m_isWaiting = false; ///< busy with nothing, after a failure
    bool m_isStopped = false;
};

} // namespace sluice
