// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The part of QueueStore that only the process with the pool lock uses.
#include "queue/queuestore.h"
#include "queue/taskrows.h"
#include "store/database.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

qint64 nextRevision(Database &db)
{
    Rows rows = db.rows("UPDATE revision SET value = value + 1 RETURNING value");
    return rows.next() ? rows.number(0) : 0;
}

QueueEntry entryFrom(const Rows &row)
{
    return {.id = row.number(0),
            .owner = row.text(1),
            .sandbox = row.text(2),
            .isBackground = row.number(3) != 0,
            .priority = static_cast<int>(row.number(4)),
            .retryAt = row.time(5),
            .interruptions = static_cast<int>(row.number(6))};
}

// A macro, because prepared statements are literals.
#define SELECT_UNREPORTED \
    "SELECT r.id, r.task_id, t.frontend, t.build_id, r.body, r.tries, r.due_at, " \
    "t.failure_reported, r.answer " \
    "FROM report r JOIN task t ON t.id = r.task_id WHERE r.withdrawn = 0"

UnreportedResult unreportedFrom(const Rows &row)
{
    return {.id = row.number(0),
            .task = row.number(1),
            .frontend = row.text(2),
            .buildId = row.number(3),
            .body = row.bytes(4),
            .tries = static_cast<int>(row.number(5)),
            .dueAt = row.time(6),
            .isAfterRetry = row.number(7) != 0,
            .answer = row.text(8)};
}

/// Where a task goes with this result. A success that must be reported is not yet one.
State stateAfter(const TaskResult &result)
{
    if (!result.error)
        return result.report.isEmpty() ? State::Succeeded : State::Reporting;
    return result.retryAt.isNull() ? State::Failed : State::Queued;
}

void addReport(Database &db, const TaskResult &result, const QDateTime &now)
{
    db.run("DELETE FROM report WHERE task_id = ?", result.id);
    if (result.report.isEmpty())
        return;
    db.run("INSERT INTO report (task_id, body, due_at, failure) VALUES (?, ?, ?, ?)", result.id,
           result.report, result.reportAt.isNull() ? now : result.reportAt,
           int{result.error.has_value()});
}

void addAttempt(Database &db, const TaskResult &result, const QDateTime &now)
{
    const Error error = result.error.value_or(Error{});
    // Its number is the count of attempts, which the update of the task has just raised.
    db.run("INSERT INTO attempt (task_id, number, started_at, ended_at, cause, error, detail, who, "
           "timings) "
           "SELECT id, attempts, ?, ?, ?, ?, ?, ?, ? FROM task WHERE id = ?",
           result.startedAt, now, result.error ? QVariant(causeName(error.cause)) : QVariant(),
           error.what, error.detail, whoName(error.who),
           QString::fromLatin1(result.timings.toJson()), result.id);
}

void addOutcome(Database &db, const TaskResult &result)
{
    for (int i = 0; i < result.branches.size(); ++i) {
        db.run("UPDATE task_branch SET commit_id = ? WHERE task_id = ? AND branch = ?",
               result.branches.at(i).commit, result.id, result.branches.at(i).branch);
    }
    db.run("DELETE FROM stored_object WHERE task_id = ?", result.id);
    for (int i = 0; i < result.objects.size(); ++i) {
        const StoredObject &object = result.objects.at(i);
        db.run("INSERT INTO stored_object (task_id, position, file, lookaside, hash, size) "
               "VALUES (?, ?, ?, ?, ?, ?)",
               result.id, i, object.file, int{object.isLookaside}, object.hash, object.size);
    }
}

void applyResult(Database &db, const TaskResult &result, qint64 rev, const QDateTime &now)
{
    const State state = stateAfter(result);
    const bool hasEnded = state == State::Succeeded || state == State::Failed;
    const Error error = result.error.value_or(Error{});
    // A task that somebody canceled meanwhile keeps that state: the condition finds nothing then.
    db.run("UPDATE task SET state = ?, rev = ?, attempts = attempts + 1, interruptions = 0, "
           "began_at = NULL, "
           "cause = ?, error = ?, detail = ?, who = ?, timings = ?, changed_at = ?, retry_at = ?, "
           "finished_at = ?, "
           "package = CASE WHEN requested_package = '' AND ? <> '' THEN ? ELSE package END, "
           "version = CASE WHEN ? <> '' THEN ? ELSE version END "
           "WHERE id = ? AND state IN (1, 2)",
           static_cast<int>(state), rev,
           result.error ? QVariant(causeName(error.cause)) : QVariant(), error.what, error.detail,
           whoName(error.who), QString::fromLatin1(result.timings.toJson()), now, result.retryAt,
           hasEnded ? now : QDateTime(), result.package, result.package, result.version,
           result.version, result.id);
    if (db.changedRows() != 1)
        return;
    addAttempt(db, result, now);
    addReport(db, result, now);
    if (!result.error)
        addOutcome(db, result);
}

} // namespace

Result<int> QueueStore::recover(const QSet<TaskId> &begun)
{
    Database &db = *m_database;
    // A damaged file is better found now than in the middle of an import.
    if (auto good = check(); !good)
        return std::unexpected(good.error());
    const QDateTime now = m_clock.now();
    Transaction transaction(db);
    for (const TaskId id : begun) {
        db.run("UPDATE task SET interruptions = interruptions + 1 WHERE id = ? AND state IN (1, 2)",
               id);
    }
    db.run("UPDATE task SET state = 0, changed_at = ?, rev = ? WHERE state IN (1, 2)", now,
           nextRevision(db));
    const int count = db.changedRows();
    db.run("DELETE FROM worker");
    return transaction.commit(count);
}

Result<QList<QueueEntry>> QueueStore::queuedEntries()
{
    QList<QueueEntry> entries;
    Rows rows = m_database->rows(
            "SELECT id, owner, sandbox, background, priority, retry_at, interruptions "
            "FROM task WHERE state = 0 ORDER BY id");
    while (rows.next())
        entries << entryFrom(rows);
    return m_database->checked(std::move(entries));
}

Result<QueueEdits> QueueStore::editsSince(qint64 rev)
{
    QueueEdits edits{.rev = rev, .queued = {}, .canceled = {}};
    // One statement, so that the revision and the rows agree.
    Rows rows = m_database->rows(
            "SELECT id, owner, sandbox, background, priority, retry_at, interruptions, "
            "state, rev FROM task WHERE rev > ? ORDER BY rev",
            rev);
    while (rows.next()) {
        edits.rev = rows.number(8);
        const auto state = static_cast<State>(rows.number(7));
        if (state == State::Queued)
            edits.queued << entryFrom(rows);
        else if (state == State::Canceled)
            edits.canceled << rows.number(0);
    }
    return m_database->checked(std::move(edits));
}

Result<QList<Task>> QueueStore::turn(const QList<TaskResult> &results,
                                     const QList<StageChange> &stages, const QList<TaskId> &claims)
{
    if (results.isEmpty() && stages.isEmpty() && claims.isEmpty())
        return QList<Task>();
    Database &db = *m_database;
    const QDateTime now = m_clock.now();
    Transaction transaction(db, results.isEmpty() ? Transaction::Durability::Normal
                                                  : Transaction::Durability::Full);
    const qint64 rev = nextRevision(db);
    for (const TaskResult &result : results)
        applyResult(db, result, rev, now);
    for (const StageChange &change : stages) {
        db.run("UPDATE task SET state = ?, changed_at = ?, rev = ? WHERE id = ? AND state IN (1, "
               "2)",
               static_cast<int>(change.state), now, rev, change.id);
    }
    QList<TaskId> claimed;
    for (const TaskId id : claims) {
        db.run("UPDATE task SET state = 1, began_at = coalesce(began_at, ?), changed_at = ?, rev = "
               "? "
               "WHERE id = ? AND state = 0 AND (retry_at IS NULL OR retry_at <= ?)",
               now, now, rev, id, now);
        if (db.changedRows() == 1)
            claimed << id;
    }
    QList<Task> tasks;
    if (!claimed.isEmpty())
        tasks = selectTasks(db, "WHERE id IN "_L1 + idList(claimed), {});
    // In the order asked for: that is the fair one.
    std::ranges::sort(tasks, {}, [&claimed](const Task &task) { return claimed.indexOf(task.id); });
    return transaction.commit(std::move(tasks));
}

Result<void> QueueStore::release(const QList<TaskId> &ids)
{
    Database &db = *m_database;
    const QDateTime now = m_clock.now();
    Transaction transaction(db);
    const qint64 rev = nextRevision(db);
    for (const TaskId id : ids) {
        db.run("UPDATE task SET state = 0, changed_at = ?, rev = ? WHERE id = ? AND state IN (1, "
               "2)",
               now, rev, id);
    }
    return transaction.commit();
}

Result<void> QueueStore::setPoolOwner(const PoolOwner &owner)
{
    Transaction transaction(*m_database);
    m_database->run(
            "UPDATE pool SET owner_pid = ?, owner_program = ?, owner_host = ?, owner_since = ?",
            owner.pid, owner.program, owner.host, owner.since);
    return transaction.commit();
}

Result<void> QueueStore::setProblem(const QString &problem)
{
    Transaction transaction(*m_database);
    m_database->run("UPDATE pool SET problem = ?", problem);
    return transaction.commit();
}

Result<void> QueueStore::setWorkers(const QList<WorkerRow> &workers)
{
    Database &db = *m_database;
    Transaction transaction(db);
    db.run("DELETE FROM worker");
    for (const WorkerRow &worker : workers) {
        db.run("INSERT INTO worker (slot, task_id, what, stage, progress, since) VALUES (?, ?, ?, "
               "?, ?, ?)",
               worker.slot, worker.task, worker.what, static_cast<int>(worker.stage),
               worker.progress, worker.since);
    }
    return transaction.commit();
}

Result<QList<UnreportedResult>> QueueStore::unreportedResults()
{
    QList<UnreportedResult> results;
    Rows rows = m_database->rows(SELECT_UNREPORTED " ORDER BY r.due_at, r.id");
    while (rows.next())
        results << unreportedFrom(rows);
    return m_database->checked(std::move(results));
}

Result<std::optional<UnreportedResult>> QueueStore::unreportedResult(TaskId id)
{
    std::optional<UnreportedResult> result;
    Rows rows = m_database->rows(SELECT_UNREPORTED " AND r.task_id = ?", id);
    if (rows.next())
        result = unreportedFrom(rows);
    return m_database->checked(std::move(result));
}

Result<QHash<qint64, TaskId>> QueueStore::awaitedBuilds(const QString &frontend,
                                                        const QDateTime &addedBefore)
{
    QHash<qint64, TaskId> builds;
    Rows rows = m_database->rows("SELECT build_id, id FROM task WHERE frontend = ? AND state IN "
                                 "(0, 1, 2) AND build_id IS NOT NULL AND failure_reported = 0 "
                                 "AND created_at < ?",
                                 frontend, addedBefore);
    while (rows.next())
        builds.insert(rows.number(0), rows.number(1));
    return m_database->checked(std::move(builds));
}

Result<void> QueueStore::markReported(qint64 reportId, double reportMs)
{
    Database &db = *m_database;
    const QDateTime now = m_clock.now();
    Transaction transaction(db, Transaction::Durability::Full);
    TaskId task = 0;
    bool isFailure = false;
    {
        Rows rows = db.rows("SELECT task_id, failure FROM report WHERE id = ?", reportId);
        if (rows.next()) {
            task = rows.number(0);
            isFailure = rows.number(1) != 0;
        }
    }
    StageTimings timings;
    {
        Rows rows = db.rows("SELECT timings FROM task WHERE id = ?", task);
        if (rows.next())
            timings = StageTimings::fromJson(rows.bytes(0));
    }
    timings.add(Stage::Report, reportMs);
    db.run("DELETE FROM report WHERE id = ?", reportId);
    // A success was waiting for this; a failure has ended before, or is being retried by now.
    db.run("UPDATE task SET failure_reported = ?, rev = ?, timings = ?, "
           "finished_at = CASE WHEN state = 3 THEN ? ELSE finished_at END, "
           "changed_at = CASE WHEN state = 3 THEN ? ELSE changed_at END, "
           "state = CASE WHEN state = 3 THEN 4 ELSE state END WHERE id = ?",
           int{isFailure}, nextRevision(db), QString::fromLatin1(timings.toJson()), now, now, task);
    return transaction.commit();
}

Result<void> QueueStore::postponeReport(qint64 reportId, const QDateTime &dueAt,
                                        const QString &answer)
{
    Transaction transaction(*m_database);
    m_database->run("UPDATE report SET tries = tries + 1, due_at = ?, answer = ? WHERE id = ?",
                    dueAt, answer, reportId);
    return transaction.commit();
}

} // namespace sluice
