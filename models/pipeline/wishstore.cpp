// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/wishstore.h"

#include "store/database.h"

#include <QTimeZone>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kAnsweredDays = 1; // that answers are kept

} // namespace

WishStore::WishStore(Database &database, const Clock &clock)
    : m_database(database)
    , m_clock(clock)
{}

Result<qint64> WishStore::add(const Wish &wish)
{
    Transaction transaction(m_database);
    m_database.run("INSERT INTO wish (kind, subject, argument, who, at) SELECT ?, ?, ?, ?, ? "
                   "WHERE NOT EXISTS (SELECT 1 FROM wish WHERE done_at IS NULL AND kind = ? AND "
                   "subject = ? AND argument = ?)",
                   int(wish.kind), wish.subject, wish.argument, wish.who, m_clock.now(),
                   int(wish.kind), wish.subject, wish.argument);
    qint64 id = 0;
    {
        Rows row = m_database.rows("SELECT max(id) FROM wish WHERE done_at IS NULL AND kind = ? "
                                   "AND subject = ? AND argument = ?",
                                   int(wish.kind), wish.subject, wish.argument);
        if (row.next())
            id = row.number(0);
    }
    return transaction.commit(id);
}

Result<QList<Wish>> WishStore::open() { return wishesWhere(u"done_at IS NULL ORDER BY id"_s, {}); }

Result<void> WishStore::markTaken(qint64 id)
{
    Transaction transaction(m_database);
    m_database.run("UPDATE wish SET taken_at = ? WHERE id = ?", m_clock.now(), id);
    return transaction.commit();
}

Result<void> WishStore::answer(qint64 id, const QString &answer, const QString &problem)
{
    const QDateTime now = m_clock.now();
    Transaction transaction(m_database);
    m_database.run("UPDATE wish SET taken_at = coalesce(taken_at, ?), done_at = ?, answer = ?, "
                   "problem = ? WHERE id = ?",
                   now, now, answer, problem, id);
    m_database.run("DELETE FROM wish WHERE done_at < ?", now.addDays(-kAnsweredDays));
    return transaction.commit();
}

Result<std::optional<Wish>> WishStore::wish(qint64 id)
{
    return wishesWhere(u"id = ?"_s, {id}).transform([](const QList<Wish> &found) {
        return found.isEmpty() ? std::optional<Wish>() : found.first();
    });
}

Result<QDateTime> WishStore::lastDone(const Wish &wish)
{
    QDateTime at;
    {
        Rows row = m_database.rows("SELECT max(done_at) FROM wish WHERE kind = ? AND subject = ? "
                                   "AND argument = ? AND done_at IS NOT NULL AND problem = ''",
                                   int(wish.kind), wish.subject, wish.argument);
        if (row.next())
            at = row.time(0);
    }
    return m_database.checked(at);
}

Result<QList<Wish>> WishStore::wishesWhere(const QString &condition, const QVariantList &values)
{
    QList<Wish> found;
    QSqlQuery row = m_database.select(u"SELECT id, kind, subject, argument, who, at, done_at, "
                                      u"answer, problem, taken_at FROM wish "
                                      u"WHERE "_s
                                              + condition,
                                      values);
    while (row.next()) {
        found << Wish{.id = row.value(0).toLongLong(),
                      .kind = WishKind(row.value(1).toInt()),
                      .subject = row.value(2).toLongLong(),
                      .argument = row.value(3).toString(),
                      .who = row.value(4).toString(),
                      .at
                      = QDateTime::fromMSecsSinceEpoch(row.value(5).toLongLong(), QTimeZone::UTC),
                      .isTaken = !row.value(9).isNull(),
                      .isDone = !row.value(6).isNull(),
                      .answer = row.value(7).toString(),
                      .problem = row.value(8).toString()};
    }
    return m_database.checked(std::move(found));
}

} // namespace sluice
