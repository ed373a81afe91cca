// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pipelinestore.h"
#include "store/database.h"

#include <QTimeZone>

// What a PipelineStore tells.
namespace sluice {
using namespace Qt::StringLiterals;

namespace {

const QString kPipelineColumns
        = u"id, repository, node_id, number, head_sha, base_ref, head_url, title, author, sender, "
          u"state, config, problem, created_at, changed_at, pushed_at, labels"_s;

QDateTime timeOf(const QVariant &milliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(milliseconds.toLongLong(), QTimeZone::UTC);
}

Pipeline pipelineFrom(const QSqlQuery &row)
{
    return {.id = row.value(0).toLongLong(),
            .repository = row.value(1).toString(),
            .nodeId = row.value(2).toString(),
            .number = row.value(3).toInt(),
            .headSha = row.value(4).toString(),
            .baseRef = row.value(5).toString(),
            .headUrl = row.value(6).toString(),
            .title = row.value(7).toString(),
            .author = row.value(8).toString(),
            .sender = row.value(9).toString(),
            .labels = row.value(16).toString().split(u'\n', Qt::SkipEmptyParts),
            .state = PipelineState(row.value(10).toInt()),
            .config = row.value(11).toString(),
            .problem = row.value(12).toString(),
            .pushedAt = row.value(15).toLongLong() > 0 ? timeOf(row.value(15)) : QDateTime(),
            .createdAt = timeOf(row.value(13)),
            .changedAt = timeOf(row.value(14))};
}

Result<QList<Pipeline>> readPipelines(Database &database, const QString &rest,
                                      const QVariantList &values)
{
    QList<Pipeline> found;
    QSqlQuery rows = database.select(u"SELECT "_s + kPipelineColumns + u" FROM pipeline "_s + rest,
                                     values);
    while (rows.next())
        found << pipelineFrom(rows);
    return database.checked(std::move(found));
}

Result<std::optional<Pipeline>> firstOf(const Result<QList<Pipeline>> &found)
{
    if (!found)
        return std::unexpected(found.error());
    return found->isEmpty() ? std::optional<Pipeline>() : found->first();
}

ChrootRun runFrom(const QSqlQuery &row)
{
    ChrootRun run{.id = row.value(0).toLongLong(),
                  .pipeline = row.value(1).toLongLong(),
                  .flag = row.value(2).toLongLong(),
                  .job = JobKind(row.value(3).toInt()),
                  .jobName = row.value(4).toString(),
                  .chroot = row.value(5).toString(),
                  .target = row.value(6).toString(),
                  .progress = RunProgress(row.value(7).toInt()),
                  .state = FlagState(row.value(8).toInt()),
                  .detail = row.value(9).toString(),
                  .url = row.value(10).toString(),
                  .testRequest = row.value(12).toString()};
    if (!row.value(11).isNull())
        run.buildId = row.value(11).toLongLong();
    return run;
}

Flag flagFrom(const Rows &row)
{
    Flag flag{.id = row.number(0),
              .pipeline = row.number(1),
              .name = row.text(2),
              .wantedCount = row.number(3),
              .sentCount = row.number(4),
              .step = PipelineStep(row.number(5)),
              .wanted = {FlagState(row.number(6)), row.text(7), row.text(8)},
              .checkRun = row.text(12),
              .writes = int(row.number(13)),
              .problem = row.text(14)};
    if (!row.isNull(9))
        flag.sent = FlagValue{FlagState(row.number(9)), row.text(10), row.text(11)};
    return flag;
}

} // namespace

Result<std::optional<Pipeline>> PipelineStore::pipeline(PipelineId id)
{
    return firstOf(readPipelines(m_database, u"WHERE id = ?"_s, {id}));
}

Result<std::optional<Pipeline>> PipelineStore::find(const QString &repository, int number,
                                                    const QString &headSha)
{
    return firstOf(readPipelines(
            m_database, u"WHERE repository = ? COLLATE NOCASE AND number = ? AND head_sha = ?"_s,
            {repository, number, headSha}));
}

Result<QList<Pipeline>> PipelineStore::pipelines(const QString &repository, int number, int limit)
{
    QString rest = u"WHERE id > 0"_s;
    QVariantList values;
    if (!repository.isEmpty()) {
        rest += u" AND repository = ? COLLATE NOCASE"_s;
        values << repository;
    }
    if (number != 0) {
        rest += u" AND number = ?"_s;
        values << number;
    }
    values << limit;
    return readPipelines(m_database, rest + u" ORDER BY id DESC LIMIT ?"_s, values);
}

Result<QList<Pipeline>> PipelineStore::active()
{
    return readPipelines(m_database, u"WHERE state IN (?, ?) ORDER BY id"_s,
                         {int(PipelineState::Waiting), int(PipelineState::Running)});
}

Result<QList<ChrootRun>> PipelineStore::runsBy(const QString &condition, const QVariant &value)
{
    QList<ChrootRun> found;
    QSqlQuery rows = m_database.select(
            u"SELECT id, pipeline, flag, job, job_name, chroot, target, progress, state, detail, "
            u"url, build_id, test_request FROM chroot_run WHERE "_s
                    + condition + u" ORDER BY id"_s,
            {value});
    while (rows.next())
        found << runFrom(rows);
    return m_database.checked(std::move(found));
}

Result<QList<ChrootRun>> PipelineStore::runs(PipelineId id)
{
    return runsBy(u"pipeline = ?"_s, id);
}

Result<QList<ChrootRun>> PipelineStore::runsOfBuild(qint64 buildId)
{
    return runsBy(u"build_id = ?"_s, buildId);
}

Result<QList<ChrootRun>> PipelineStore::runsOfRequest(const QString &testRequest)
{
    return runsBy(u"test_request = ?"_s, testRequest);
}

Result<QList<Flag>> PipelineStore::flags(PipelineId id)
{
    QList<Flag> found;
    {
        Rows rows = m_database.rows(
                "SELECT id, pipeline, name, wanted, sent, step, wanted_state, wanted_description, "
                "wanted_url, sent_state, sent_description, sent_url, check_run, writes, problem "
                "FROM flag WHERE pipeline = ? ORDER BY id",
                id);
        while (rows.next())
            found << flagFrom(rows);
    }
    return m_database.checked(std::move(found));
}

Result<QList<PipelineId>> PipelineStore::withWaitingFlags()
{
    QList<PipelineId> found;
    {
        Rows rows = m_database.rows("SELECT DISTINCT pipeline FROM flag WHERE wanted > sent "
                                    "AND problem = '' ORDER BY pipeline");
        while (rows.next())
            found << rows.number(0);
    }
    return m_database.checked(std::move(found));
}

Result<QMap<QString, qint64>> PipelineStore::refused()
{
    QMap<QString, qint64> counts;
    {
        Rows rows = m_database.rows("SELECT reason, count FROM refused_event");
        while (rows.next())
            counts.insert(rows.text(0), rows.number(1));
    }
    return m_database.checked(std::move(counts));
}

Result<bool> PipelineStore::isKnownDelivery(const QString &delivery)
{
    bool isKnown = false;
    {
        Rows rows = m_database.rows("SELECT 1 FROM delivery WHERE id = ?", delivery);
        isKnown = rows.next();
    }
    return m_database.checked(isKnown);
}

} // namespace sluice
