// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pipelinestore.h"

#include "store/database.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kDeliveryDays = 30;

qint64 stampOf(const QDateTime &time) { return time.isValid() ? time.toMSecsSinceEpoch() : 0; }

} // namespace

PipelineStore::PipelineStore(Database &database, const Clock &clock)
    : m_database(database)
    , m_clock(clock)
{}

Result<void> PipelineStore::together(const std::function<Result<void>()> &changes)
{
    Transaction transaction(m_database);
    return changes().and_then([&transaction] { return transaction.commit(); });
}

Result<std::optional<PipelineId>> PipelineStore::add(const Pipeline &p)
{
    const QDateTime now = m_clock.now();
    Transaction transaction(m_database);
    m_database.run("INSERT INTO pipeline (repository, node_id, number, head_sha, base_ref, "
                   "head_url, title, author, sender, labels, state, created_at, changed_at, "
                   "pushed_at) SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS "
                   "(SELECT 1 FROM "
                   "pipeline WHERE repository = ? COLLATE NOCASE AND number = ? AND head_sha = ?)",
                   p.repository, p.nodeId, p.number, p.headSha, p.baseRef, p.headUrl, p.title,
                   p.author, p.sender, p.labels.join(u'\n'), int(p.state), now, now,
                   stampOf(p.pushedAt), p.repository, p.number, p.headSha);
    if (m_database.changedRows() == 0)
        return transaction.commit(std::optional<PipelineId>());
    std::optional<PipelineId> id;
    {
        Rows row = m_database.rows("SELECT last_insert_rowid()");
        if (row.next())
            id = row.number(0);
    }
    return transaction.commit(id);
}

Result<void> PipelineStore::begin(PipelineId id, const QString &config,
                                  const QStringList &flagNames, const QList<ChrootRun> &runs)
{
    const QDateTime now = m_clock.now();
    Transaction transaction(m_database);
    m_database.run("UPDATE pipeline SET config = ?, state = ?, problem = '', changed_at = ? "
                   "WHERE id = ? AND state = ?",
                   config, int(PipelineState::Running), now, id, int(PipelineState::Waiting));
    if (!m_database.hasFailed() && m_database.changedRows() == 0)
        return failure(Cause::Invalid, u"Pipeline %1 has begun already."_s.arg(id));
    m_database.run("DELETE FROM chroot_run WHERE pipeline = ?", id); // of an earlier reading
    QList<FlagId> flags;
    for (const QString &name : flagNames) {
        m_database.run("INSERT OR IGNORE INTO flag (pipeline, name) VALUES (?, ?)", id, name);
        Rows row = m_database.rows("SELECT id FROM flag WHERE pipeline = ? AND name = ?", id, name);
        flags << (row.next() ? row.number(0) : 0);
    }
    for (const ChrootRun &run : runs) {
        const std::optional<qint64> flag
                = run.flag > 0 ? std::optional(flags.value(run.flag - 1)) : std::nullopt;
        m_database.run("INSERT INTO chroot_run (pipeline, flag, job, job_name, chroot, target, "
                       "progress, state, detail, url, changed_at) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       id, flag, int(run.job), run.jobName, run.chroot, run.target,
                       int(run.progress), int(run.state), run.detail, run.url, now);
    }
    return transaction.commit();
}

Result<void> PipelineStore::setNodeId(PipelineId id, const QString &nodeId)
{
    m_database.run("UPDATE pipeline SET node_id = ? WHERE id = ?", nodeId, id);
    return m_database.checked(std::monostate()).transform([](std::monostate) {});
}

Result<void> PipelineStore::apply(PipelineId id, const PipelineChange &change)
{
    const QDateTime now = m_clock.now();
    Transaction transaction(m_database);
    for (const ChrootRun &run : change.runs) {
        const QString request = run.testRequest.isEmpty() ? QString() : run.testRequest;
        m_database.run("UPDATE chroot_run SET progress = ?, state = ?, detail = ?, url = ?, "
                       "build_id = ?, test_request = nullif(?, ''), changed_at = ? WHERE id = ?",
                       int(run.progress), int(run.state), run.detail, run.url, run.buildId, request,
                       now, run.id);
    }
    for (const auto &flag : change.flags) {
        m_database.run("UPDATE flag SET wanted = wanted + 1, step = ?, wanted_state = ?, "
                       "wanted_description = ?, wanted_url = ?, wanted_at = ?, problem = '' "
                       "WHERE id = ?",
                       int(flag.step), int(flag.wanted.state), flag.wanted.description,
                       flag.wanted.url, now, flag.flag);
    }
    if (change.state) {
        m_database.run("UPDATE pipeline SET state = ?, changed_at = ? WHERE id = ?",
                       int(*change.state), now, id);
    }
    if (change.problem)
        m_database.run("UPDATE pipeline SET problem = ? WHERE id = ?", *change.problem, id);
    if (change.pushedAt) {
        m_database.run("UPDATE pipeline SET pushed_at = ? WHERE id = ?", stampOf(*change.pushedAt),
                       id);
    }
    return transaction.commit();
}

Result<void> PipelineStore::restart(PipelineId id, const QList<ChrootRunId> &runs)
{
    const QDateTime now = m_clock.now();
    Transaction transaction(m_database);
    for (const ChrootRunId run : runs) {
        m_database.run(
                "UPDATE chroot_run SET progress = 0, state = 0, detail = '', build_id = NULL, "
                "test_request = NULL, changed_at = ? WHERE id = ?",
                now, run);
        // A completed check run cannot be taken back: the next one is new.
        m_database.run("UPDATE flag SET check_run = '', problem = '' WHERE id = "
                       "(SELECT flag FROM chroot_run WHERE id = ?)",
                       run);
    }
    m_database.run("UPDATE pipeline SET state = ?, problem = '', changed_at = ? WHERE id = ?",
                   int(PipelineState::Running), now, id);
    return transaction.commit();
}

Result<void> PipelineStore::wantAllFlagsAgain(PipelineId id)
{
    Transaction transaction(m_database);
    m_database.run("UPDATE flag SET wanted = wanted + 1, sent_state = NULL, sent_description = "
                   "NULL, sent_url = NULL, check_run = '', wanted_at = ?, problem = '' "
                   "WHERE pipeline = ? AND wanted > 0",
                   m_clock.now(), id);
    return transaction.commit();
}

Result<void> PipelineStore::prune(const QDateTime &before)
{
    Transaction transaction(m_database);
    m_database.run(
            "DELETE FROM pipeline WHERE changed_at < ? AND state NOT IN (?, ?) "
            "AND (state IN (?, ?) OR id NOT IN (SELECT max(id) FROM pipeline GROUP BY repository "
            "COLLATE NOCASE, number)) "
            "AND id NOT IN (SELECT pipeline FROM flag WHERE wanted > sent AND problem = '')",
            before, int(PipelineState::Waiting), int(PipelineState::Running),
            int(PipelineState::Closed), int(PipelineState::ClosedLater));
    return transaction.commit();
}

Result<void> PipelineStore::rename(const QString &nodeId, const QString &repository)
{
    Transaction transaction(m_database);
    m_database.run("UPDATE OR IGNORE pipeline SET repository = ? WHERE node_id = ? AND "
                   "repository <> ?",
                   repository, nodeId, repository);
    return transaction.commit();
}

Result<void> PipelineStore::markSent(FlagId flag, qint64 count, const FlagValue &value,
                                     const QString &checkRun)
{
    Transaction transaction(m_database);
    m_database.run("UPDATE flag SET sent = max(sent, ?), sent_state = ?, sent_description = ?, "
                   "sent_url = ?, sent_at = ?, check_run = ?, writes = writes + 1 WHERE id = ?",
                   count, int(value.state), value.description, value.url, m_clock.now(), checkRun,
                   flag);
    return transaction.commit();
}

Result<void> PipelineStore::markUnneeded(FlagId flag, qint64 count)
{
    Transaction transaction(m_database);
    m_database.run("UPDATE flag SET sent = max(sent, ?) WHERE id = ?", count, flag);
    return transaction.commit();
}

Result<void> PipelineStore::markUnwritable(FlagId flag, qint64 count, const QString &problem)
{
    Transaction transaction(m_database);
    m_database.run("UPDATE flag SET problem = ? WHERE id = ? AND wanted = ?", problem, flag, count);
    return transaction.commit();
}

Result<void> PipelineStore::countRefused(const QString &reason)
{
    Transaction transaction(m_database);
    m_database.run("INSERT INTO refused_event VALUES (?, 1) "
                   "ON CONFLICT (reason) DO UPDATE SET count = count + 1",
                   reason);
    return transaction.commit();
}

Result<bool> PipelineStore::isNewDelivery(const QString &delivery)
{
    const QDateTime now = m_clock.now();
    Transaction transaction(m_database);
    m_database.run("DELETE FROM delivery WHERE at < ?", now.addDays(-kDeliveryDays));
    m_database.run("INSERT OR IGNORE INTO delivery VALUES (?, ?)", delivery, now);
    return transaction.commit(m_database.changedRows() == 1);
}

} // namespace sluice
