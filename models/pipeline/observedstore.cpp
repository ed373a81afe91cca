// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/observedstore.h"

#include "store/database.h"

#include <QTimeZone>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kSuperseded = int(PipelineState::Superseded);
constexpr int kClosed = int(PipelineState::Closed);

QDateTime timeAt(const QVariant &value)
{
    return QDateTime::fromMSecsSinceEpoch(value.toLongLong(), QTimeZone::UTC);
}

} // namespace

PipelineState observedState(const QList<ObservedCheck> &checks)
{
    if (checks.isEmpty())
        return PipelineState::Waiting;
    const bool isDone = std::ranges::all_of(
            checks, [](const ObservedCheck &check) { return isFinal(check.value.state); });
    return isDone ? PipelineState::Done : PipelineState::Running;
}

ObservedStore::ObservedStore(Database &database, const Clock &clock)
    : m_database(database)
    , m_clock(clock)
{}

Result<QList<qint64>> ObservedStore::save(const QList<ObservedReading> &readings)
{
    QList<qint64> changed;
    Transaction transaction(m_database);
    for (const ObservedReading &reading : readings) {
        bool isChanged = false;
        const qint64 id = savePull(reading.pull, isChanged);
        isChanged |= saveChecks(id, reading);
        if (!isChanged)
            continue;
        m_database.run("UPDATE observed_pull SET changed_at = ? WHERE id = ?", m_clock.now(), id);
        changed << id;
    }
    return transaction.commit(changed);
}

qint64 ObservedStore::savePull(const ObservedPull &pull, bool &isChanged)
{
    const QDateTime now = m_clock.now();
    const auto find = [this, &pull] {
        Rows row = m_database.rows("SELECT id FROM observed_pull WHERE repository = ? "
                                   "AND number = ? AND head_sha = ?",
                                   pull.repository, pull.number, pull.headSha);
        return row.next() ? row.number(0) : 0;
    };
    const bool isNew = find() == 0;
    m_database.run("INSERT INTO observed_pull (repository, node_id, number, head_sha, base_ref, "
                   "title, author, state, created_at, changed_at, read_at) "
                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                   "ON CONFLICT (repository, number, head_sha) DO UPDATE SET "
                   "node_id = excluded.node_id, base_ref = excluded.base_ref, "
                   "author = excluded.author, read_at = CASE WHEN ? = '' THEN excluded.read_at "
                   "ELSE read_at END, "
                   "created_at = min(created_at, excluded.created_at)",
                   pull.repository, pull.nodeId, pull.number, pull.headSha, pull.baseRef,
                   pull.title, pull.author, int(pull.state),
                   pull.createdAt.isValid() ? pull.createdAt : now, now, now, pull.problem);
    // Whoever follows shows how old it is.
    m_database.run("UPDATE observed_pull SET state = state WHERE repository = ? AND number = ? "
                   "AND head_sha = ? AND read_at = ?",
                   pull.repository, pull.number, pull.headSha, now);
    // Else only what differs is written: each write is news.
    m_database.run("UPDATE observed_pull SET title = ?, problem = ? "
                   "WHERE repository = ? AND number = ? AND head_sha = ? "
                   "AND (title <> ? OR problem <> ?)",
                   pull.title, pull.problem, pull.repository, pull.number, pull.headSha, pull.title,
                   pull.problem);
    isChanged = isNew || m_database.changedRows() > 0;
    // Some flags tell nothing of all, but they do tell that it is open.
    m_database.run("UPDATE observed_pull SET state = ? WHERE repository = ? AND number = ? "
                   "AND head_sha = ? AND state <> ? AND (? = '' OR state IN (?, ?))",
                   int(pull.state), pull.repository, pull.number, pull.headSha, int(pull.state),
                   pull.problem, kSuperseded, kClosed);
    isChanged |= m_database.changedRows() > 0;
    m_database.run("UPDATE observed_pull SET state = ?, changed_at = ? WHERE repository = ? "
                   "AND number = ? AND head_sha <> ? AND state NOT IN (?, ?)",
                   kSuperseded, now, pull.repository, pull.number, pull.headSha, kSuperseded,
                   kClosed);
    return find();
}

bool ObservedStore::saveChecks(qint64 pull, const ObservedReading &reading)
{
    const QList<ObservedCheck> &checks = reading.checks;
    bool isChanged = false;
    for (const ObservedCheck &check : checks)
        isChanged |= saveCheck(pull, check);
    if (!reading.pull.problem.isEmpty())
        return isChanged; // those that are missing may be there
    QList<qint64> gone;
    {
        Rows row = m_database.rows("SELECT id, kind, writer, name FROM observed_check "
                                   "WHERE pull = ?",
                                   pull);
        while (row.next()) {
            const auto isSame = [&row](const ObservedCheck &check) {
                return int(check.kind) == row.number(1) && check.writer == row.text(2)
                    && check.name == row.text(3);
            };
            if (std::ranges::none_of(checks, isSame))
                gone << row.number(0);
        }
    }
    for (const qint64 id : gone)
        m_database.run("DELETE FROM observed_check WHERE id = ?", id);
    if (!gone.isEmpty()) // nothing else tells who follows
        m_database.run("UPDATE observed_pull SET state = state WHERE id = ?", pull);
    return isChanged || !gone.isEmpty();
}

/// GitHub does not say how long a check run has been queued: as long as we have seen it so.
QDateTime ObservedStore::sinceOf(qint64 pull, const ObservedCheck &check)
{
    if (check.since.isValid())
        return check.since;
    Rows row = m_database.rows("SELECT since FROM observed_check WHERE pull = ? AND kind = ? "
                               "AND writer = ? AND name = ? AND state = ?",
                               pull, int(check.kind), check.writer, check.name,
                               int(check.value.state));
    return row.next() ? row.time(0) : m_clock.now();
}

bool ObservedStore::saveCheck(qint64 pull, const ObservedCheck &check)
{
    const FlagValue &value = check.value;
    const QDateTime since = sinceOf(pull, check);
    m_database.run("INSERT INTO observed_check (pull, name, kind, writer, node_id, number, state, "
                   "description, url, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                   "ON CONFLICT (pull, kind, writer, name) DO NOTHING",
                   pull, check.name, int(check.kind), check.writer, check.nodeId, check.number,
                   int(value.state), value.description, value.url, since);
    if (m_database.changedRows() > 0)
        return true;
    m_database.run("UPDATE observed_check SET node_id = ?, number = ? WHERE pull = ? AND kind = ? "
                   "AND writer = ? AND name = ? AND number <> ?",
                   check.nodeId, check.number, pull, int(check.kind), check.writer, check.name,
                   check.number);
    m_database.run("UPDATE observed_check SET state = ?, description = ?, url = ?, since = ? "
                   "WHERE pull = ? AND kind = ? AND writer = ? AND name = ? "
                   "AND (state <> ? OR description <> ? OR url <> ? OR since <> ?)",
                   int(value.state), value.description, value.url, since, pull, int(check.kind),
                   check.writer, check.name, int(value.state), value.description, value.url, since);
    return m_database.changedRows() > 0;
}

Result<void> ObservedStore::noteRuns(qint64 pull, const QString &writer,
                                     const QHash<QString, int> &runs)
{
    Transaction transaction(m_database);
    for (const auto &[name, count] : runs.asKeyValueRange()) {
        m_database.run("UPDATE observed_check SET runs = ? WHERE pull = ? AND writer = ? "
                       "AND name = ? AND kind = ?",
                       count, pull, writer, name, int(FlagKind::CheckRun));
    }
    return transaction.commit();
}

Result<void> ObservedStore::closeOthers(const QString &repository, const QSet<int> &open)
{
    const auto known = this->open(repository);
    if (!known)
        return std::unexpected(known.error());
    Transaction transaction(m_database);
    for (const ObservedPull &pull : *known) {
        if (!open.contains(pull.number)) {
            m_database.run("UPDATE observed_pull SET state = ?, changed_at = ? WHERE id = ?",
                           kClosed, m_clock.now(), pull.id);
        }
    }
    return transaction.commit();
}

Result<void> ObservedStore::rename(const QString &from, const QString &to)
{
    Transaction transaction(m_database);
    m_database.run("DELETE FROM observed_pull WHERE repository = ? AND EXISTS "
                   "(SELECT 1 FROM observed_repository WHERE repository = ?)",
                   from, to);
    m_database.run("DELETE FROM observed_repository WHERE repository = ? AND EXISTS "
                   "(SELECT 1 FROM observed_repository WHERE repository = ?)",
                   from, to);
    m_database.run("UPDATE observed_repository SET repository = ? WHERE repository = ?", to, from);
    m_database.run("UPDATE OR REPLACE observed_pull SET repository = ? WHERE repository = ?", to,
                   from);
    m_database.run("UPDATE OR REPLACE observed_spending SET repository = ? WHERE repository = ?",
                   to, from);
    m_database.run("UPDATE OR REPLACE seen_repository SET repository = ? WHERE repository = ?", to,
                   from);
    return transaction.commit();
}

Result<void> ObservedStore::prune(const QDateTime &before)
{
    Transaction transaction(m_database);
    m_database.run("DELETE FROM observed_pull WHERE state IN (?, ?) AND changed_at < ?",
                   kSuperseded, kClosed, before);
    m_database.run("DELETE FROM observed_spending WHERE at < ?", before);
    return transaction.commit();
}

Result<std::optional<ObservedPull>> ObservedStore::pull(qint64 id)
{
    return pullsWhere(u"id = ?"_s, {id}).transform([](const QList<ObservedPull> &found) {
        return found.isEmpty() ? std::optional<ObservedPull>() : found.first();
    });
}

Result<QList<ObservedPull>> ObservedStore::open(const QString &repository)
{
    const QString isOpen = u"state NOT IN (%1, %2)"_s.arg(kSuperseded).arg(kClosed);
    const QString order = u" ORDER BY repository, number"_s;
    return repository.isEmpty()
                 ? pullsWhere(isOpen + order, {})
                 : pullsWhere(isOpen + u" AND repository = ?"_s + order, {repository});
}

Result<QList<ObservedPull>> ObservedStore::heads(const QString &repository, int number)
{
    return pullsWhere(u"repository = ? AND number = ? ORDER BY id DESC"_s, {repository, number});
}

Result<QList<ObservedPull>> ObservedStore::pullsWhere(const QString &condition,
                                                      const QVariantList &values)
{
    QList<ObservedPull> found;
    QSqlQuery row = m_database.select(
            u"SELECT id, repository, node_id, number, head_sha, base_ref, title, author, state, "
            u"problem, created_at, changed_at, read_at FROM observed_pull WHERE "_s
                    + condition,
            values);
    while (row.next()) {
        found << ObservedPull{.id = row.value(0).toLongLong(),
                              .repository = row.value(1).toString(),
                              .nodeId = row.value(2).toString(),
                              .number = row.value(3).toInt(),
                              .headSha = row.value(4).toString(),
                              .baseRef = row.value(5).toString(),
                              .title = row.value(6).toString(),
                              .author = row.value(7).toString(),
                              .state = PipelineState(row.value(8).toInt()),
                              .problem = row.value(9).toString(),
                              .createdAt = timeAt(row.value(10)),
                              .changedAt = timeAt(row.value(11)),
                              .readAt = timeAt(row.value(12))};
    }
    return m_database.checked(std::move(found));
}

Result<QList<ObservedCheck>> ObservedStore::checks(qint64 pull)
{
    QList<ObservedCheck> found;
    {
        Rows row = m_database.rows("SELECT id, name, kind, writer, node_id, number, state, "
                                   "description, url, since, runs FROM observed_check "
                                   "WHERE pull = ? ORDER BY name, writer, kind",
                                   pull);
        while (row.next()) {
            found << ObservedCheck{.id = row.number(0),
                                   .name = row.text(1),
                                   .kind = FlagKind(row.number(2)),
                                   .writer = row.text(3),
                                   .nodeId = row.text(4),
                                   .number = row.number(5),
                                   .value = {FlagState(row.number(6)), row.text(7), row.text(8)},
                                   .since = row.time(9),
                                   .runs = int(row.number(10))};
        }
    }
    return m_database.checked(std::move(found));
}

} // namespace sluice
