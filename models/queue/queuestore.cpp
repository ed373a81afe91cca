// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue/queuestore.h"

#include "queue/taskrows.h"
#include "store/database.h"
#include "store/wholecheck.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// Watchers are handed whole revisions, so that one must not grow without bound.
constexpr int kRowsPerRevision = 1000;
/// More ids than this in one statement are split.
constexpr qsizetype kIdsPerStatement = 5000;

/// Gives the revision for the next row that a transaction writes.
class Revisions final
{
public:
    explicit Revisions(Database &database)
        : m_database(database)
    {}

    [[nodiscard]] qint64 next()
    {
        if (m_rows++ % kRowsPerRevision == 0) {
            Rows rows = m_database.rows("UPDATE revision SET value = value + 1 RETURNING value");
            if (rows.next())
                m_rev = rows.number(0);
        }
        return m_rev;
    }

private:
    Database &m_database;
    qint64 m_rev = 0;
    int m_rows = 0;
};

/// Edits task by task, some thousand in a transaction: nobody else may have to wait long for the
/// lock.
template <typename Edit>
Result<QList<TaskId>> editEach(Database &db, const QList<TaskId> &ids, Edit edit)
{
    QList<TaskId> changed;
    for (qsizetype start = 0; start < ids.size(); start += kIdsPerStatement) {
        Transaction transaction(db);
        Revisions revisions(db);
        const QList<TaskId> piece = ids.mid(start, kIdsPerStatement);
        for (const TaskId id : piece) {
            if (edit(id, revisions.next()))
                changed << id;
        }
        if (auto done = transaction.commit(); !done)
            return std::unexpected(done.error());
    }
    return changed;
}

void addHistory(Database &db, TaskId id, const QDateTime &at, const QString &what,
                const QString &who)
{
    db.run("INSERT INTO history (task_id, at, what, who) VALUES (?, ?, ?, ?)", id, at, what, who);
}

std::optional<TaskId> knownBuild(Database &db, const NewTask &task)
{
    Rows rows = db.rows("SELECT id FROM task WHERE frontend = ? AND build_id = ?", task.frontend,
                        task.buildId);
    if (!rows.next())
        return {};
    return rows.number(0);
}

TaskId insertTask(Database &db, const NewTask &task, qint64 rev, const QDateTime &now)
{
    const QString sandbox
            = task.sandbox.isEmpty() ? task.owner + u'/' + task.project : task.sandbox;
    Rows rows = db.rows(
            "INSERT INTO task (rev, frontend, build_id, source, given, url_listed, owner, project, "
            "requested_package, package, format, submitter, sandbox, background, priority, "
            "created_at, "
            "changed_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) RETURNING id",
            rev, task.frontend, task.buildId, task.source, task.given, int{task.isUrlListed},
            task.owner, task.project, task.package, task.package, formatName(task.format),
            task.submitter, sandbox, int{task.isBackground}, task.priority, now, now);
    return rows.next() ? rows.number(0) : 0;
}

} // namespace

QueueStore::QueueStore(std::unique_ptr<Database> database, const Clock &clock)
    : m_database(std::move(database))
    , m_clock(clock)
{}

QueueStore::~QueueStore() = default;

Result<std::unique_ptr<QueueStore>> QueueStore::open(const QString &file, const Clock &clock)
{
    auto database = Database::open(file);
    if (!database)
        return std::unexpected(database.error());
    return std::unique_ptr<QueueStore>(new QueueStore(std::move(*database), clock));
}

void QueueStore::setPatience(std::chrono::milliseconds patience)
{
    m_database->setPatience(patience);
}

Result<QList<TaskId>> QueueStore::add(const QList<NewTask> &tasks, const QString &who)
{
    Database &db = *m_database;
    const QDateTime now = m_clock.now();
    Transaction transaction(db);
    Revisions revisions(db);
    QList<TaskId> ids;
    for (const NewTask &task : tasks) {
        if (task.buildId) {
            if (const auto known = knownBuild(db, task)) {
                ids << *known;
                continue;
            }
        }
        const TaskId id = insertTask(db, task, revisions.next(), now);
        QStringList branches = task.branches;
        branches.removeDuplicates();
        for (int i = 0; i < branches.size(); ++i) {
            db.run("INSERT INTO task_branch (task_id, position, branch) VALUES (?, ?, ?)", id, i,
                   branches.at(i));
        }
        addHistory(db, id, now, u"added"_s, who);
        ids << id;
        if (db.hasFailed())
            break;
    }
    return transaction.commit(std::move(ids));
}

Result<QList<TaskId>> QueueStore::retry(const QList<TaskId> &ids, const QString &who)
{
    Database &db = *m_database;
    const QDateTime now = m_clock.now();
    return editEach(db, ids, [&](TaskId id, qint64 rev) {
        db.run("UPDATE task SET state = 0, attempts_before = attempts, interruptions = 0, "
               "retry_at = NULL, finished_at = NULL, changed_at = ?, rev = ? WHERE id = ? "
               "AND (state IN (5, 6) OR (state = 0 AND retry_at IS NOT NULL))",
               now, rev, id);
        if (db.changedRows() != 1)
            return false;
        db.run("UPDATE report SET withdrawn = 1 WHERE task_id = ?", id);
        addHistory(db, id, now, u"retried"_s, who);
        return true;
    });
}

Result<int> QueueStore::retryAllFailed(const QString &who)
{
    const TaskQuery failed{
            .states = {State::Failed}, .sort = TaskQuery::Sort::Id, .isDescending = false};
    return find(failed)
            .and_then([&](const QList<TaskId> &ids) { return retry(ids, who); })
            .transform(
                    [](const QList<TaskId> &changed) { return static_cast<int>(changed.size()); });
}

Result<QList<TaskId>> QueueStore::cancel(const QList<TaskId> &ids, const QString &who)
{
    Database &db = *m_database;
    const QDateTime now = m_clock.now();
    return editEach(db, ids, [&](TaskId id, qint64 rev) {
        db.run("UPDATE task SET state = 6, retry_at = NULL, finished_at = ?, changed_at = ?, rev = "
               "? "
               "WHERE id = ? AND state IN (0, 1, 2)",
               now, now, rev, id);
        if (db.changedRows() != 1)
            return false;
        addHistory(db, id, now, u"canceled"_s, who);
        return true;
    });
}

Result<QList<TaskId>> QueueStore::setPriority(const QList<TaskId> &ids, int priority,
                                              const QString &who)
{
    Database &db = *m_database;
    const QDateTime now = m_clock.now();
    return editEach(db, ids, [&](TaskId id, qint64 rev) {
        db.run("UPDATE task SET priority = ?, rev = ? WHERE id = ? AND state < 4 AND priority <> ?",
               priority, rev, id, priority);
        if (db.changedRows() != 1)
            return false;
        addHistory(db, id, now, priority > 0 ? u"put first"_s : u"put back in turn"_s, who);
        return true;
    });
}

Result<QList<TaskId>> QueueStore::remove(const QList<TaskId> &ids)
{
    Database &db = *m_database;
    return editEach(db, ids, [&](TaskId id, qint64 rev) {
        db.run("DELETE FROM task WHERE id = ? AND state IN (4, 5, 6) AND NOT EXISTS "
               "(SELECT 1 FROM report WHERE task_id = task.id AND withdrawn = 0)",
               id);
        if (db.changedRows() != 1)
            return false;
        db.run("INSERT INTO tombstone (task_id, rev) VALUES (?, ?)", id, rev);
        return true;
    });
}

Result<QList<TaskMark>> QueueStore::marks(const QList<TaskId> &ids)
{
    QList<TaskMark> marks;
    for (qsizetype start = 0; start < ids.size(); start += kIdsPerStatement) {
        QSqlQuery query = m_database->select(
                "SELECT id, state, attempts, attempts_before, interruptions, began_at, retry_at, "
                "finished_at, EXISTS (SELECT 1 FROM report WHERE task_id = task.id AND "
                "withdrawn = 0) FROM task WHERE id IN "_L1
                        + idList(ids.mid(start, kIdsPerStatement)),
                {});
        Rows rows(query);
        while (rows.next())
            marks << TaskMark{rows.number(0),
                              static_cast<State>(rows.number(1)),
                              static_cast<int>(rows.number(2)),
                              static_cast<int>(rows.number(3)),
                              static_cast<int>(rows.number(4)),
                              rows.time(5),
                              rows.time(6),
                              rows.time(7),
                              rows.number(8) != 0};
    }
    return m_database->checked(std::move(marks));
}

Result<QList<TaskId>> QueueStore::putBack(const QList<TaskMark> &marks, State edited,
                                          const QString &who)
{
    Database &db = *m_database;
    const QDateTime now = m_clock.now();
    QHash<TaskId, TaskMark> byId;
    QList<TaskId> ids;
    for (const TaskMark &mark : marks) {
        byId.insert(mark.id, mark);
        ids << mark.id;
    }
    return editEach(db, ids, [&](TaskId id, qint64 rev) {
        const TaskMark mark = byId.value(id);
        const bool wasRunning = mark.state == State::Fetching || mark.state == State::Committing;
        // Had it begun, began_at or the count of attempts would tell.
        db.run("UPDATE task SET state = ?, attempts_before = ?, interruptions = ?, retry_at = ?, "
               "finished_at = ?, changed_at = ?, rev = ? "
               "WHERE id = ? AND state = ? AND attempts = ? AND began_at IS ?",
               static_cast<int>(wasRunning ? State::Queued : mark.state), mark.attemptsBefore,
               mark.interruptions, mark.retryAt, mark.finishedAt, now, rev, id,
               static_cast<int>(edited), mark.attempts, mark.beganAt);
        if (db.changedRows() != 1)
            return false;
        if (mark.hasReport)
            db.run("UPDATE report SET withdrawn = 0 WHERE task_id = ?", id);
        addHistory(db, id, now, u"put back as before"_s, who);
        return true;
    });
}

Result<void> QueueStore::setThreads(int threads)
{
    Transaction transaction(*m_database);
    m_database->run("UPDATE pool SET threads = ?", threads);
    return transaction.commit();
}

Result<void> QueueStore::setPaused(bool isPaused, const QString &reason)
{
    Transaction transaction(*m_database);
    m_database->run("UPDATE pool SET paused = ?, pause_reason = ?", int{isPaused}, reason);
    return transaction.commit();
}

Result<void> QueueStore::setLimits(const ShareLimits &limits)
{
    Transaction transaction(*m_database);
    m_database->run("UPDATE pool SET per_owner = ?, per_sandbox = ?", limits.perOwner,
                    limits.perSandbox);
    return transaction.commit();
}

Result<void> QueueStore::check() { return checkForDamage(*m_database, m_clock.now()); }

Result<std::optional<Task>> QueueStore::task(TaskId id)
{
    return tasks({id}).transform([](QList<Task> found) {
        return found.isEmpty() ? std::optional<Task>() : std::move(found.first());
    });
}

Result<QList<Task>> QueueStore::tasks(const QList<TaskId> &ids)
{
    QHash<TaskId, Task> found;
    for (qsizetype i = 0; i < ids.size(); i += kIdsPerStatement) {
        const QString list = idList(ids.mid(i, kIdsPerStatement));
        for (Task &task : selectTasks(*m_database, "WHERE id IN "_L1 + list, {}))
            found.insert(task.id, std::move(task));
    }
    QList<Task> ordered;
    for (const TaskId id : ids) {
        if (auto it = found.find(id); it != found.end())
            ordered << std::move(*it);
    }
    return m_database->checked(std::move(ordered));
}

Result<QList<TaskId>> QueueStore::find(const TaskQuery &query, qint64 limit)
{
    Selection selection = selectionFor(query);
    if (limit > 0)
        selection.clause += " LIMIT "_L1 + QString::number(limit);
    QSqlQuery answer
            = m_database->select("SELECT id FROM task"_L1 + selection.clause, selection.values);
    QList<TaskId> ids;
    while (answer.next())
        ids << answer.value(0).toLongLong();
    return m_database->checked(std::move(ids));
}

Result<StateCounts> QueueStore::counts()
{
    StateCounts counts;
    Rows rows = m_database->rows("SELECT state, tasks FROM state_count");
    while (rows.next())
        counts[static_cast<State>(rows.number(0))] = rows.number(1);
    return m_database->checked(counts);
}

Result<PoolState> QueueStore::poolState()
{
    PoolState state;
    Rows rows = m_database->rows(
            "SELECT threads, paused, pause_reason, problem, per_owner, per_sandbox, owner_pid, "
            "owner_program, owner_host, owner_since FROM pool");
    if (rows.next()) {
        state.threads = static_cast<int>(rows.number(0));
        state.isPaused = rows.number(1) != 0;
        state.pauseReason = rows.text(2);
        state.problem = rows.text(3);
        state.limits = {static_cast<int>(rows.number(4)), static_cast<int>(rows.number(5))};
        state.owner = {rows.number(6), rows.text(7), rows.text(8), rows.time(9)};
    }
    return m_database->checked(std::move(state));
}

Result<QList<WorkerRow>> QueueStore::workers()
{
    QList<WorkerRow> workers;
    Rows rows = m_database->rows("SELECT slot, task_id, what, stage, progress, since FROM worker "
                                 "ORDER BY slot");
    while (rows.next()) {
        workers << WorkerRow{static_cast<int>(rows.number(0)),   rows.number(1), rows.text(2),
                             static_cast<Stage>(rows.number(3)), rows.real(4),   rows.time(5)};
    }
    return m_database->checked(std::move(workers));
}

Result<QList<Attempt>> QueueStore::attempts(TaskId id)
{
    QList<Attempt> attempts;
    Rows rows = m_database->rows(
            "SELECT number, started_at, ended_at, cause, error, detail, who, timings "
            "FROM attempt WHERE task_id = ? ORDER BY number",
            id);
    while (rows.next()) {
        attempts << Attempt{static_cast<int>(rows.number(0)), rows.time(1), rows.time(2),
                            errorFrom(rows, 3), StageTimings::fromJson(rows.bytes(7))};
    }
    return m_database->checked(std::move(attempts));
}

Result<QList<HistoryEntry>> QueueStore::history(TaskId id)
{
    QList<HistoryEntry> entries;
    Rows rows = m_database->rows("SELECT at, what, who FROM history WHERE task_id = ? ORDER BY id",
                                 id);
    while (rows.next())
        entries << HistoryEntry{rows.time(0), rows.text(1), rows.text(2)};
    return m_database->checked(std::move(entries));
}

Result<QList<StoredObject>> QueueStore::storedObjects(TaskId id)
{
    QList<StoredObject> objects;
    Rows rows = m_database->rows(
            "SELECT file, lookaside, hash, size FROM stored_object WHERE task_id = ? "
            "ORDER BY position",
            id);
    while (rows.next())
        objects << StoredObject{rows.text(0), rows.number(1) != 0, rows.text(2), rows.number(3)};
    return m_database->checked(std::move(objects));
}

Result<qint64> QueueStore::dataVersion()
{
    Rows rows = m_database->rows("PRAGMA data_version");
    const qint64 version = rows.next() ? rows.number(0) : 0;
    return m_database->checked(version);
}

Result<qint64> QueueStore::revision()
{
    Rows rows = m_database->rows("SELECT value FROM revision");
    const qint64 rev = rows.next() ? rows.number(0) : 0;
    return m_database->checked(rev);
}

Result<QueueChanges> QueueStore::changesSince(qint64 rev, int limit)
{
    // One read transaction, so that the rows and the revision they belong to agree.
    Database &db = *m_database;
    db.run("BEGIN");
    QueueChanges changes{.rev = rev, .tasks = {}, .removed = {}, .hasMore = false};
    {
        Rows current = db.rows("SELECT value FROM revision");
        if (current.next())
            changes.rev = current.number(0);
    }
    {
        Rows beyond = db.rows("SELECT rev FROM task WHERE rev > ? ORDER BY rev LIMIT 1 OFFSET ?",
                              rev, std::max(limit, kRowsPerRevision));
        if (beyond.next()) {
            changes.rev = beyond.number(0) - 1;
            changes.hasMore = true;
        }
    }
    changes.tasks
            = selectTasks(db, u"WHERE rev > ? AND rev <= ? ORDER BY rev, id"_s, {rev, changes.rev});
    {
        Rows gone = db.rows("SELECT task_id FROM tombstone WHERE rev > ? AND rev <= ? ORDER BY rev",
                            rev, changes.rev);
        while (gone.next())
            changes.removed << gone.number(0);
    }
    db.run("COMMIT");
    return db.checked(std::move(changes));
}

} // namespace sluice
