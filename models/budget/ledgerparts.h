// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgetmodel.h"
#include "budget/ledgerstore.h"
#include "budget/measuredcalls.h"

namespace sluice {

/// Which calls of the ledger are meant.
struct LedgerScope
{
    QDateTime since; ///< null: all that is kept
    QString budget; ///< as the store calls it; empty: whoever asked

    bool operator==(const LedgerScope &) const = default;
};

/// How far down a place in the ledger is.
enum class LedgerLevel { All, Organisation, Repository, Pipeline, Kind, Call };

/// A place in the ledger: everything, or what one organisation, repository, pipeline and kind took.
struct LedgerPlace
{
    LedgerLevel level = LedgerLevel::All;
    QString organisation; ///< empty: of none
    QString repository; ///< "owner/name"
    qint64 pipeline = 0; ///< 0: of none
    CallKind kind = CallKind::Other;
    qint64 call = 0; ///< its number

    bool operator==(const LedgerPlace &) const = default;
};
[[nodiscard]] size_t qHash(const LedgerPlace &place, size_t seed = 0);

/// What lies directly below a place: a sum, or a single call.
struct LedgerPart
{
    LedgerPlace place;
    QString label; ///< "packit/ogr", "packit/ogr#12 at 1a2b3c4", "set rpm-build:… to success"
    int requests = 0;
    int unchanged = 0; ///< 304
    int failed = 0;
    int counted = 0; ///< by GitHub, over all resources
    std::optional<CallRecord> call;

    bool operator==(const LedgerPart &) const = default;
};

/// Calls of one hour that count against one limit, by organisation. Hours of a limit that is known
/// begin where it is reset, others on the hour.
struct LedgerHour
{
    QString budget;
    QString resource;
    QDateTime hour; ///< its begin, UTC
    QMap<QString, int> counted; ///< by organisation
};

/// Whose calls are in the ledger.
struct LedgerBudget
{
    QString budget; ///< as the store calls it
    QString name; ///< as people do

    bool operator==(const LedgerBudget &) const = default;
};

/// What was measured beside what the model says of the same pipelines.
struct LedgerComparison
{
    MeasuredCalls measured; ///< counted calls of pipelines
    CallTable modelled; ///< of the same pipelines, by the policy that runs now
    MeasuredCalls all; ///< counted calls, those of no pipeline included
    int pipelines = 0; ///< that have ended and lie wholly within the scope
    int pulls = 0; ///< that they belong to
    int requests = 0; ///< of everything
    int counted = 0;
};

/// Looks into the ledger from above, and down to single calls. The database's thread.
class LedgerParts final
{
    Q_DISABLE_COPY_MOVE(LedgerParts)

public:
    static constexpr int kMostCalls = 500; ///< of one place, the newest

    /// Must outlive it.
    LedgerParts(Database &database, const Clock &clock);

    /// The largest first; calls the newest first.
    [[nodiscard]] Result<QList<LedgerPart>> below(const LedgerScope &scope,
                                                  const LedgerPlace &place);
    /// By limit and hour, those without a call left out.
    [[nodiscard]] Result<QList<LedgerHour>> hours(const LedgerScope &scope);
    /// `policy` as pipelines run by now; chroots and tests are those of each pipeline.
    [[nodiscard]] Result<LedgerComparison> compare(const LedgerScope &scope,
                                                   const BudgetSettings &policy);
    [[nodiscard]] Result<QList<LedgerBudget>> budgets(); ///< by name

private:
    struct Condition
    {
        QString text;
        QVariantList values;
    };

    [[nodiscard]] static Condition conditionOf(const LedgerScope &scope, const LedgerPlace &place);
    [[nodiscard]] Result<QList<LedgerPart>> callsOf(const LedgerPlace &place,
                                                    const Condition &condition);
    [[nodiscard]] QString labelOf(const LedgerPlace &place);
    [[nodiscard]] static Condition endedPipelines(const LedgerScope &scope);
    void addMeasured(LedgerComparison &found, const Condition &ended, const QString &budget);
    void addModelled(LedgerComparison &found, const Condition &ended, const BudgetSettings &policy);

    Database &m_database;
    const Clock &m_clock;
};

} // namespace sluice
