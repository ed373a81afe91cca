// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/pipelinetext.h"

#include "ctl/output.h"
#include "pipeline/pipelinestore.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QString progressName(RunProgress progress)
{
    switch (progress) {
    case RunProgress::Nothing:
        return u"nothing"_s;
    case RunProgress::Accepted:
        return u"accepted"_s;
    case RunProgress::Submitted:
        return u"submitted"_s;
    case RunProgress::SrpmRunning:
        return u"srpm-running"_s;
    case RunProgress::SrpmDone:
        return u"srpm-done"_s;
    case RunProgress::RpmRunning:
        return u"rpm-running"_s;
    case RunProgress::RpmDone:
        return u"rpm-done"_s;
    case RunProgress::TestsSubmitting:
        return u"tests-submitting"_s;
    case RunProgress::TestsSubmitted:
        return u"tests-submitted"_s;
    case RunProgress::TestsRunning:
        return u"tests-running"_s;
    case RunProgress::Ended:
        return u"ended"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString jobName(JobKind job) { return job == JobKind::Build ? u"build"_s : u"test"_s; }

QString timeText(const QDateTime &time) { return time.toUTC().toString(Qt::ISODateWithMs); }

QJsonValue orNull(const QString &text) { return text.isEmpty() ? QJsonValue() : QJsonValue(text); }

QJsonObject flagJson(const Flag &flag)
{
    QJsonObject object{{u"name"_s, flag.name},
                       {u"state"_s, flagStateName(flag.wanted.state)},
                       {u"description"_s, flag.wanted.description},
                       {u"url"_s, orNull(flag.wanted.url)},
                       {u"is_waiting"_s, flag.isWaiting()},
                       {u"sent_state"_s, QJsonValue()},
                       {u"sent_description"_s, QJsonValue()},
                       {u"writes"_s, flag.writes},
                       {u"problem"_s, orNull(flag.problem)}};
    if (flag.sent) {
        object.insert(u"sent_state"_s, flagStateName(flag.sent->state));
        object.insert(u"sent_description"_s, flag.sent->description);
    }
    return object;
}

QJsonObject runJson(const ChrootRun &run)
{
    const bool isOver = run.progress == RunProgress::Ended;
    return {{u"job"_s, jobName(run.job)},
            {u"chroot"_s, run.chroot},
            {u"target"_s, orNull(run.target)},
            {u"progress"_s, progressName(run.progress)},
            {u"result"_s, isOver ? QJsonValue(flagStateName(run.state)) : QJsonValue()},
            {u"build_id"_s, run.buildId ? QJsonValue(*run.buildId) : QJsonValue()},
            {u"test_request"_s, orNull(run.testRequest)},
            {u"detail"_s, orNull(run.detail)},
            {u"url"_s, orNull(run.url)}};
}

int countedOf(const LedgerSum &sum)
{
    int counted = 0;
    for (const int cost : sum.counted)
        counted += cost;
    return counted;
}

QJsonObject callsJson(const QList<LedgerSum> &sums)
{
    QJsonObject kinds;
    int requests = 0;
    int counted = 0;
    for (const LedgerSum &sum : sums) {
        kinds.insert(sum.group, countedOf(sum));
        requests += sum.requests;
        counted += countedOf(sum);
    }
    return {{u"requests"_s, requests}, {u"counted"_s, counted}, {u"by_kind"_s, kinds}};
}

QString runLine(const ChrootRun &run)
{
    const QString where = run.target.isEmpty() || run.target == run.chroot
                                ? run.chroot
                                : run.chroot + u" on "_s + run.target;
    const QString how = run.progress == RunProgress::Ended ? flagStateName(run.state)
                                                           : progressName(run.progress);
    QString line = u"  %1  %2  %3"_s.arg(jobName(run.job), -5).arg(where, how);
    if (run.buildId)
        line += u"  build %1"_s.arg(*run.buildId);
    if (!run.testRequest.isEmpty())
        line += u"  request "_s + run.testRequest;
    return run.url.isEmpty() ? line : line + u"  "_s + run.url;
}

QString sentText(const Flag &flag)
{
    if (!flag.problem.isEmpty())
        return u"cannot be written: "_s + flag.problem;
    if (!flag.isWaiting())
        return {};
    return flag.sent ? u"waits to be written; GitHub shows "_s + flagStateName(flag.sent->state)
                     : u"waits to be written"_s;
}

} // namespace

bool PipelineRecord::isOver() const
{
    return !pipeline.isActive() && std::ranges::none_of(flags, &Flag::isWaiting);
}

bool PipelineRecord::isGood() const
{
    const bool isDone
            = pipeline.state == PipelineState::Done || pipeline.state == PipelineState::ClosedLater;
    return isDone
        && std::ranges::all_of(runs,
                               [](const ChrootRun &run) {
                                   return run.state == FlagState::Success
                                       || (run.job == JobKind::Test
                                           && run.state == FlagState::Neutral);
                               })
        && std::ranges::all_of(flags, [](const Flag &flag) { return flag.problem.isEmpty(); });
}

Result<std::optional<PipelineRecord>> readPipeline(PipelineStore &store, LedgerStore &ledger,
                                                   PipelineId id)
{
    const auto pipeline = store.pipeline(id);
    if (!pipeline)
        return std::unexpected(pipeline.error());
    if (!*pipeline)
        return std::optional<PipelineRecord>();
    PipelineRecord record{.pipeline = **pipeline};
    auto flags = store.flags(id);
    if (!flags)
        return std::unexpected(flags.error());
    record.flags = *std::move(flags);
    auto runs = store.runs(id);
    if (!runs)
        return std::unexpected(runs.error());
    record.runs = *std::move(runs);
    auto calls = ledger.sumsOf(id);
    if (!calls)
        return std::unexpected(calls.error());
    record.calls = *std::move(calls);
    return std::optional(record);
}

QString pipelineLine(const PipelineRecord &record)
{
    const Pipeline &pipeline = record.pipeline;
    const auto waiting = std::ranges::count_if(record.flags, &Flag::isWaiting);
    QString line = u"%1  %2  %3  %4"_s.arg(QString::number(pipeline.id), 4)
                           .arg(pipelineStateName(pipeline.state), -10)
                           .arg(pipeline.label(), pipeline.headSha.left(8));
    const auto bad = std::ranges::count_if(record.runs, [](const ChrootRun &run) {
        return run.progress == RunProgress::Ended
            && (run.state == FlagState::Failure || run.state == FlagState::Error);
    });
    if (bad > 0)
        line += u"  %1 failed"_s.arg(bad);
    if (waiting > 0)
        line += u"  %1 flag(s) wait"_s.arg(waiting);
    if (!pipeline.problem.isEmpty())
        line += u"  "_s + pipeline.problem;
    return oneLine(line);
}

QString pipelineText(const PipelineRecord &record)
{
    const Pipeline &pipeline = record.pipeline;
    QStringList lines{
            u"pipeline %1: %2 at %3, %4"_s.arg(pipeline.id)
                    .arg(pipeline.label(), pipeline.headSha, pipelineStateName(pipeline.state))};
    if (!pipeline.title.isEmpty())
        lines << u"  %1 (by %2)"_s.arg(pipeline.title, pipeline.author);
    if (!pipeline.problem.isEmpty())
        lines << u"  "_s + pipeline.problem;
    if (!record.runs.isEmpty())
        lines << u"Builds and tests:"_s;
    for (const ChrootRun &run : record.runs)
        lines << runLine(run);
    if (!record.flags.isEmpty())
        lines << u"Flags:"_s;
    for (const Flag &flag : record.flags) {
        lines << u"  "_s + flagLine(flag.name, flag.wanted);
        if (const QString sent = sentText(flag); !sent.isEmpty())
            lines << u"    "_s + sent;
    }
    int requests = 0;
    int counted = 0;
    for (const LedgerSum &sum : record.calls) {
        requests += sum.requests;
        counted += countedOf(sum);
    }
    lines << u"Calls to GitHub: %1 requests, %2 counted"_s.arg(requests).arg(counted);
    for (const LedgerSum &sum : record.calls)
        lines << u"  %1  %2"_s.arg(sum.group, -20).arg(countedOf(sum));
    for (QString &line : lines)
        line = oneLine(line);
    return lines.join(u'\n');
}

QByteArray pipelineJson(const PipelineRecord &record)
{
    const Pipeline &pipeline = record.pipeline;
    QJsonArray flags;
    for (const Flag &flag : record.flags)
        flags << flagJson(flag);
    QJsonArray runs;
    for (const ChrootRun &run : record.runs)
        runs << runJson(run);
    const QJsonObject object{{u"id"_s, pipeline.id},
                             {u"repository"_s, pipeline.repository},
                             {u"number"_s, pipeline.number},
                             {u"head"_s, pipeline.headSha},
                             {u"title"_s, pipeline.title},
                             {u"author"_s, pipeline.author},
                             {u"state"_s, pipelineStateName(pipeline.state)},
                             {u"problem"_s, orNull(pipeline.problem)},
                             {u"created_at"_s, timeText(pipeline.createdAt)},
                             {u"changed_at"_s, timeText(pipeline.changedAt)},
                             {u"flags"_s, flags},
                             {u"runs"_s, runs},
                             {u"calls"_s, callsJson(record.calls)}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QString flagLine(const QString &name, const FlagValue &value)
{
    return oneLine(u"%1: %2: %3"_s.arg(name, flagStateName(value.state), value.description));
}

} // namespace sluice
