// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue/taskrows.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// A pattern with * as LIKE reads it; % and _ of the pattern mean themselves.
QString likePattern(QStringView pattern)
{
    QString like;
    for (const QChar c : pattern) {
        if (c == u'*')
            like += u'%';
        else if (c == u'%' || c == u'_' || c == u'\\')
            like += u'\\' + QString(c);
        else
            like += c;
    }
    return like;
}

class Conditions final
{
public:
    void add(const QString &condition, const QVariantList &values = {})
    {
        m_conditions << condition;
        m_values << values;
    }
    void addPatterns(QLatin1StringView column, const QStringList &patterns)
    {
        for (const QString &pattern : patterns)
            add(column + " LIKE ? ESCAPE '\\'"_L1, {likePattern(pattern)});
    }
    void addAnyOf(QLatin1StringView column, const QVariantList &values)
    {
        if (!values.isEmpty())
            add(column + " IN (?"_L1 + u",?"_s.repeated(values.size() - 1) + u')', values);
    }
    [[nodiscard]] Selection selection(const QString &order) const
    {
        const QString where
                = m_conditions.isEmpty() ? QString() : u" WHERE "_s + m_conditions.join(" AND "_L1);
        return {where + order, m_values};
    }

private:
    QStringList m_conditions;
    QVariantList m_values;
};

QString orderOf(const TaskQuery &query)
{
    const QString direction = query.isDescending ? u" DESC"_s : u" ASC"_s;
    QStringList columns;
    switch (query.sort) {
    case TaskQuery::Sort::Id:
        break;
    case TaskQuery::Sort::Package:
        columns << u"package"_s;
        break;
    case TaskQuery::Sort::Version:
        columns << u"version"_s;
        break;
    case TaskQuery::Sort::Branches:
        columns << u"(SELECT group_concat(branch) FROM (SELECT branch FROM task_branch "
                   "WHERE task_id = task.id ORDER BY position))"_s;
        break;
    case TaskQuery::Sort::Project:
        columns << u"owner"_s << u"project"_s;
        break;
    case TaskQuery::Sort::State:
        columns << u"state"_s;
        break;
    case TaskQuery::Sort::Attempts:
        columns << u"attempts"_s;
        break;
    case TaskQuery::Sort::Changed:
        columns << u"changed_at"_s;
        break;
    case TaskQuery::Sort::Error:
        columns << u"cause"_s << u"error"_s;
        break;
    case TaskQuery::Sort::Priority:
        columns << u"priority"_s;
        break;
    }
    columns << u"id"_s;
    return u" ORDER BY "_s + columns.join(direction + ", "_L1) + direction;
}

} // namespace

std::optional<Error> errorFrom(const Rows &row, int first)
{
    if (row.isNull(first))
        return {};
    return Error{.cause = causeFromName(row.text(first)).value_or(Cause::Invalid),
                 .what = row.text(first + 1),
                 .detail = row.text(first + 2),
                 .who = whoFromName(row.text(first + 3)).value_or(Who::Us)};
}

Task taskFrom(const Rows &row)
{
    Task task;
    int column = 0;
    task.id = row.number(column++);
    task.rev = row.number(column++);
    task.frontend = row.text(column++);
    if (!row.isNull(column))
        task.buildId = row.number(column);
    ++column;
    task.source = row.text(column++);
    task.given = row.text(column++);
    task.isUrlListed = row.number(column++) != 0;
    task.owner = row.text(column++);
    task.project = row.text(column++);
    task.requestedPackage = row.text(column++);
    task.package = row.text(column++);
    task.version = row.text(column++);
    task.format = formatFromName(row.text(column++)).value_or(Format::Copr);
    task.submitter = row.text(column++);
    task.sandbox = row.text(column++);
    task.isBackground = row.number(column++) != 0;
    task.priority = static_cast<int>(row.number(column++));
    task.state = static_cast<State>(row.number(column++));
    task.attempts = static_cast<int>(row.number(column++));
    task.attemptsBefore = static_cast<int>(row.number(column++));
    task.isFailureReported = row.number(column++) != 0;
    task.interruptions = static_cast<int>(row.number(column++));
    task.error = errorFrom(row, column);
    column += 4;
    task.timings = StageTimings::fromJson(row.bytes(column++));
    task.createdAt = row.time(column++);
    task.changedAt = row.time(column++);
    task.beganAt = row.time(column++);
    task.retryAt = row.time(column++);
    task.finishedAt = row.time(column++);
    return task;
}

QList<Task> selectTasks(Database &database, const QString &condition, const QVariantList &values)
{
    QList<Task> tasks;
    QHash<TaskId, qsizetype> positions;
    {
        QSqlQuery query = database.select(u"SELECT "_s + QLatin1StringView(kTaskColumns)
                                                  + " FROM task "_L1 + condition,
                                          values);
        Rows rows(query);
        while (rows.next()) {
            tasks << taskFrom(rows);
            positions.insert(tasks.last().id, tasks.size() - 1);
        }
    }
    if (tasks.isEmpty())
        return tasks;
    QSqlQuery query = database.select(
            u"SELECT task_id, branch, commit_id FROM task_branch WHERE task_id IN "_s
                    + idList(positions.keys()) + " ORDER BY task_id, position"_L1,
            {});
    Rows rows(query);
    while (rows.next())
        tasks[positions.value(rows.number(0))].branches << BranchTip{rows.text(1), rows.text(2)};
    return tasks;
}

Selection selectionFor(const TaskQuery &query)
{
    Conditions conditions;
    QVariantList states;
    for (const State state : query.states)
        states << static_cast<int>(state);
    conditions.addAnyOf("state"_L1, states);
    conditions.addPatterns("owner"_L1, query.owners);
    conditions.addPatterns("project"_L1, query.projects);
    conditions.addPatterns("package"_L1, query.packages);
    for (const QString &branch : query.branches) {
        conditions.add(
                u"EXISTS (SELECT 1 FROM task_branch WHERE task_id = task.id AND branch LIKE ? "
                "ESCAPE '\\')"_s,
                {likePattern(branch)});
    }
    conditions.addAnyOf("cause"_L1, QVariantList(query.causes.begin(), query.causes.end()));
    conditions.addAnyOf("build_id"_L1, QVariantList(query.builds.begin(), query.builds.end()));
    for (const QString &word : query.words) {
        const QString like = u'%' + likePattern(word) + u'%';
        conditions.add(
                u"(package LIKE ? ESCAPE '\\' OR owner LIKE ? ESCAPE '\\' OR project LIKE ? ESCAPE "
                "'\\' OR given LIKE ? ESCAPE '\\' OR build_id LIKE ? ESCAPE '\\')"_s,
                {like, like, like, like, like});
    }
    return conditions.selection(orderOf(query));
}

QString idList(const QList<TaskId> &ids)
{
    QString list = u"("_s;
    for (const TaskId id : ids) {
        if (list.size() > 1)
            list += u',';
        list += QString::number(id);
    }
    return list + u')';
}

} // namespace sluice
