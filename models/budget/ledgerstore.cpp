// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/ledgerstore.h"

#include "pipeline/wish.h"
#include "store/database.h"

#include <QTimeZone>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kPrunedAtOnce = 20;
constexpr std::chrono::hours kForeignKept{1}; // a token of an App comes with another name then

qint64 momentOf(const QDateTime &since) { return since.isValid() ? since.toMSecsSinceEpoch() : 0; }

int bitsOf(const QList<CallKind> &kinds)
{
    int bits = 0;
    for (const CallKind kind : kinds)
        bits |= 1 << int(kind);
    return bits;
}

QList<CallKind> kindsOf(qint64 bits)
{
    QList<CallKind> kinds;
    for (int kind = 0; kind < kKindCount; ++kind) {
        if (bits & (1 << kind))
            kinds << CallKind(kind);
    }
    return kinds;
}

LedgerStore::Entry entryFrom(const Rows &row)
{
    CallRecord call{.at = row.time(1),
                    .token = row.text(2),
                    .repository = row.text(3),
                    .pipeline = row.number(4),
                    .kind = CallKind(std::clamp<qint64>(row.number(6), 0, kKindCount - 1)),
                    .served = kindsOf(row.number(7)),
                    .why = row.text(8),
                    .method = row.text(9).toLatin1(),
                    .path = row.text(10),
                    .status = int(row.number(11)),
                    .resource = row.text(12),
                    .cost = int(row.number(13)),
                    .duration = std::chrono::milliseconds(row.number(14))};
    if (!row.isNull(5))
        call.step = PipelineStep(std::clamp<qint64>(row.number(5), 0, kStepCount - 1));
    return {row.number(0), call};
}

QString columnOf(LedgerGroup group)
{
    switch (group) {
    case LedgerGroup::Kind:
        return u"kind"_s;
    case LedgerGroup::Step:
        return u"coalesce(step, 99)"_s; // last
    case LedgerGroup::Repository:
        return u"repository"_s;
    case LedgerGroup::Hour:
        return u"at / 3600000"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString nameOf(LedgerGroup group, const QVariant &value)
{
    const qint64 number = value.toLongLong();
    switch (group) {
    case LedgerGroup::Kind:
        return kindKey(CallKind(std::clamp<qint64>(number, 0, kKindCount - 1)));
    case LedgerGroup::Step:
        return number < kStepCount ? stepName(PipelineStep(number)) : u"no step"_s;
    case LedgerGroup::Repository:
        return value.toString();
    case LedgerGroup::Hour:
        return QDateTime::fromSecsSinceEpoch(number * 3600, QTimeZone::UTC)
                .toString(u"yyyy-MM-ddTHH:mmZ"_s);
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

LedgerStore::LedgerStore(Database &database, const Clock &clock)
    : m_database(database)
    , m_clock(clock)
    , m_budgets(database, clock)
{}

QString LedgerStore::fingerprintOf(const QByteArray &token)
{
    if (m_salt.isEmpty())
        m_salt = m_budgets.salt();
    return tokenFingerprint(m_salt, token);
}

Result<void> LedgerStore::add(const CallRecord &call, const std::optional<RateLimit> &limit,
                              const TokenMark &mark)
{
    const std::optional<qint64> step
            = call.step ? std::optional<qint64>(qint64(*call.step)) : std::nullopt;
    Transaction transaction(m_database);
    const QString budget = m_budgets.budgetOf(call, mark);
    m_database.run("INSERT INTO call (at, token, repository, pipeline, step, kind, served, why, "
                   "method, path, status, resource, cost, duration_ms, budget, fingerprint) "
                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   call.at, call.token, call.repository, call.pipeline, step, int(call.kind),
                   bitsOf(call.served), call.why, QString::fromLatin1(call.method), call.path,
                   call.status, call.resource, call.cost, qint64(call.duration.count()), budget,
                   mark.isOurs ? QString() : mark.fingerprint);
    if (limit) {
        m_database.run("INSERT OR REPLACE INTO rate_limit (budget, resource, allowed, remaining, "
                       "reset_at, at) VALUES (?, ?, ?, ?, ?, ?)",
                       budget, limit->resource, limit->limit, limit->remaining, limit->reset,
                       m_clock.now());
    }
    m_database.run("DELETE FROM rate_limit WHERE at < ?", m_clock.now().addDays(-kDays));
    // A few at a time: a month's end must not hold up the next request.
    m_database.run("DELETE FROM call WHERE id IN (SELECT id FROM call WHERE at < ? ORDER BY at "
                   "LIMIT ?)",
                   m_clock.now().addDays(-kDays), kPrunedAtOnce);
    return transaction.commit();
}

Result<QList<LedgerStore::Entry>> LedgerStore::calls(const QDateTime &since, qint64 afterId,
                                                     int limit, const QString &budget)
{
    QList<Entry> found;
    {
        Rows rows = m_database.rows(
                "SELECT id, at, token, repository, pipeline, step, kind, served, why, method, "
                "path, "
                "status, resource, cost, duration_ms FROM call WHERE id > ? AND at >= ? "
                "AND (? = '' OR budget = ?) ORDER BY id LIMIT ?",
                afterId, momentOf(since), budget, budget, limit);
        while (rows.next())
            found << entryFrom(rows);
    }
    return m_database.checked(std::move(found));
}

Result<QList<LedgerSum>> LedgerStore::sums(LedgerGroup group, const QDateTime &since)
{
    return sumsWhere(group, u"at >= ?"_s, momentOf(since));
}

Result<QList<LedgerStore::Entry>> LedgerStore::callsOf(qint64 pipeline)
{
    QList<Entry> found;
    {
        Rows rows = m_database.rows(
                "SELECT id, at, token, repository, pipeline, step, kind, served, why, method, "
                "path, status, resource, cost, duration_ms FROM call WHERE pipeline = ? "
                "ORDER BY id",
                pipeline);
        while (rows.next())
            found << entryFrom(rows);
    }
    return m_database.checked(std::move(found));
}

/// No call names an observed pull request: it left while a wish about that one was being done, and
/// it is what that wish asks for.
Result<QList<LedgerStore::Entry>> LedgerStore::callsForWishes(qint64 observedPull)
{
    QList<Entry> found;
    {
        Rows rows = m_database.rows(
                "SELECT DISTINCT c.id, c.at, c.token, c.repository, c.pipeline, c.step, c.kind, "
                "c.served, c.why, c.method, c.path, c.status, c.resource, c.cost, c.duration_ms "
                "FROM wish w JOIN observed_pull p ON p.id = w.subject JOIN call c "
                "ON c.at BETWEEN w.taken_at AND w.done_at AND c.repository = p.repository "
                "WHERE w.subject = ? AND c.method = 'POST' AND CASE "
                "WHEN w.kind IN (?, ?) "
                "THEN c.path = '/repos/' || p.repository || '/issues/' || p.number || '/comments' "
                "WHEN w.kind = ? THEN c.why = 'ask again for ' || w.argument "
                "WHEN w.kind = ? "
                "THEN c.why = 'count check runs of others on ' || p.repository || '#' || p.number "
                "ELSE 0 END ORDER BY c.id",
                observedPull, int(WishKind::AskRebuildFailed), int(WishKind::AskRetestFailed),
                int(WishKind::RerequestCheck), int(WishKind::EstimateSpending));
        while (rows.next())
            found << entryFrom(rows);
    }
    return m_database.checked(std::move(found));
}

Result<QList<LedgerSum>> LedgerStore::sumsOf(qint64 pipeline)
{
    return sumsWhere(LedgerGroup::Kind, u"pipeline = ?"_s, pipeline);
}

Result<QList<LedgerLimit>> LedgerStore::limits()
{
    const QDateTime now = m_clock.now();
    QList<LedgerLimit> found;
    {
        Rows rows = m_database.rows(
                "SELECT budget, resource, allowed, remaining, reset_at, rate_limit.at, "
                "spent, first FROM rate_limit LEFT JOIN "
                "(SELECT budget, resource, sum(cost) AS spent, min(at) AS first FROM call "
                "INDEXED BY call_at WHERE at >= ? AND cost > 0 GROUP BY budget, resource) USING "
                "(budget, resource) "
                "WHERE budget NOT LIKE '@%' OR reset_at > ? ORDER BY budget, resource",
                now - kForecastSpan, now - kForeignKept);
        while (rows.next()) {
            LedgerLimit limit{.token = {},
                              .budget = rows.text(0),
                              .limit = {.resource = rows.text(1),
                                        .limit = int(rows.number(2)),
                                        .remaining = int(rows.number(3)),
                                        .reset = rows.time(4)},
                              .at = rows.time(5),
                              .spending = {int(rows.number(6)), rows.time(7)}};
            if (limit.limit.reset <= now)
                limit.limit.remaining = limit.limit.limit;
            found << limit;
        }
    }
    QStringList budgets;
    for (const LedgerLimit &limit : std::as_const(found))
        budgets << limit.budget;
    const auto names = m_budgets.namesOf(budgets);
    for (LedgerLimit &limit : found)
        limit.token = names.value(limit.budget);
    return m_database.checked(std::move(found));
}

Result<QList<LedgerSum>> LedgerStore::sumsWhere(LedgerGroup group, const QString &condition,
                                                const QVariant &value)
{
    QList<LedgerSum> sums;
    QVariant last;
    QSqlQuery rows = m_database.select(
            u"SELECT "_s + columnOf(group)
                    + u" AS part, resource, count(*), sum(status = 304), "
                      u"sum(status = 0 OR status >= 400), sum(cost) FROM call WHERE "_s
                    + condition + u" GROUP BY part, resource ORDER BY part, resource"_s,
            {value});
    while (rows.next()) {
        const QVariant part = rows.value(0);
        if (sums.isEmpty() || part != last)
            sums << LedgerSum{.group = nameOf(group, part)};
        last = part;
        LedgerSum &sum = sums.last();
        sum.requests += rows.value(2).toInt();
        sum.unchanged += rows.value(3).toInt();
        sum.failed += rows.value(4).toInt();
        sum.counted[rows.value(1).toString()] += rows.value(5).toInt();
    }
    if (group == LedgerGroup::Kind || group == LedgerGroup::Repository)
        std::ranges::stable_sort(sums, std::greater(), &LedgerSum::requests);
    return m_database.checked(std::move(sums));
}

} // namespace sluice
