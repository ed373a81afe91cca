// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/callrecord.h"
#include "budget/rateforecast.h"
#include "budget/tokenbudgets.h"
#include "clock.h"
#include "error.h"

#include <QMap>

namespace sluice {

class Database;

/// How the ledger's sums are grouped.
enum class LedgerGroup { Kind, Step, Repository, Hour };

/// All requests of one group.
struct LedgerSum
{
    QString group; ///< "set_status", "PR is updated", "owner/name", "2026-11-23T14:00Z"
    int requests = 0;
    int unchanged = 0; ///< 304
    int failed = 0; ///< no answer, 4xx, 5xx
    QMap<QString, int> counted; ///< by GitHub, of each resource
};

/// What is known of one limit.
struct LedgerLimit
{
    QString token; ///< what people call whose it is: an account's label, or who asked
    QString budget; ///< what the store calls it
    RateLimit limit; ///< all of it again once the reset has passed
    QDateTime at; ///< UTC, of the newest answer
    RateSpending spending;
};

/// Every request to GitHub of the last 30 days, in the store. The database's thread.
class LedgerStore final
{
    Q_DISABLE_COPY_MOVE(LedgerStore)

public:
    static constexpr int kDays = 30;

    /// Both must outlive it.
    LedgerStore(Database &database, const Clock &clock);

    /// Keeps it and what its answer said of a limit, and forgets a few of those that are too old.
    [[nodiscard]] Result<void> add(const CallRecord &call,
                                   const std::optional<RateLimit> &limit = {},
                                   const TokenMark &mark = {});
    /// Names a token in a TokenMark.
    [[nodiscard]] QString fingerprintOf(const QByteArray &token);
    /// In the order they ended: those that left since then (null: all), up to so many, after the
    /// given place; of one budget, or of all (empty).
    struct Entry
    {
        qint64 id = 0;
        CallRecord call;
    };
    [[nodiscard]] Result<QList<Entry>> calls(const QDateTime &since, qint64 afterId, int limit,
                                             const QString &budget = {});
    /// Largest first; hours and steps in their order.
    [[nodiscard]] Result<QList<LedgerSum>> sums(LedgerGroup group, const QDateTime &since);
    /// Of one pipeline, in the order they ended.
    [[nodiscard]] Result<QList<Entry>> callsOf(qint64 pipeline);
    /// What was asked of GitHub because people asked for it at an observed pull request: comments,
    /// checks asked for again, what others spent; of the days of which wishes are kept.
    [[nodiscard]] Result<QList<Entry>> callsForWishes(qint64 observedPull);
    /// Of one pipeline, by kind.
    [[nodiscard]] Result<QList<LedgerSum>> sumsOf(qint64 pipeline);
    /// By whose they are and resource. Those of other programs until an hour after their reset.
    [[nodiscard]] Result<QList<LedgerLimit>> limits();

private:
    [[nodiscard]] Result<QList<LedgerSum>> sumsWhere(LedgerGroup group, const QString &condition,
                                                     const QVariant &value);

    Database &m_database;
    const Clock &m_clock;
    TokenBudgets m_budgets;
    QByteArray m_salt; ///< read when it is needed
};

} // namespace sluice
