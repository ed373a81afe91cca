// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/ledgerparts.h"

#include "pipeline/pipeline.h"
#include "store/database.h"

#include <QTimeZone>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kHourMs = 3'600'000;

/// What tells the parts below a place from each other.
QString columnBelow(LedgerLevel level)
{
    switch (level) {
    case LedgerLevel::All:
        return u"organisation"_s;
    case LedgerLevel::Organisation:
        return u"repository"_s;
    case LedgerLevel::Repository:
        return u"pipeline"_s;
    default:
        return u"kind"_s;
    }
}

/// Where SQLite would go through all calls in the order of their pipelines to spare itself a sort.
QString indexFor(const LedgerPlace &place)
{
    return place.pipeline > 0 ? QString() : u" INDEXED BY call_at"_s;
}

LedgerPlace placeBelow(LedgerPlace place, const QVariant &part)
{
    place.level = LedgerLevel(int(place.level) + 1);
    switch (place.level) {
    case LedgerLevel::Organisation:
        place.organisation = part.toString();
        break;
    case LedgerLevel::Repository:
        place.repository = part.toString();
        break;
    case LedgerLevel::Pipeline:
        place.pipeline = part.toLongLong();
        break;
    default:
        place.kind = CallKind(std::clamp(part.toInt(), 0, kKindCount - 1));
        break;
    }
    return place;
}

std::optional<qint64> stepOf(const QVariant &value)
{
    return value.isNull() ? std::nullopt : std::optional(value.toLongLong());
}

} // namespace

size_t qHash(const LedgerPlace &place, size_t seed)
{
    return qHashMulti(seed, int(place.level), place.organisation, place.repository, place.pipeline,
                      int(place.kind), place.call);
}

LedgerParts::LedgerParts(Database &database, const Clock &clock)
    : m_database(database)
    , m_clock(clock)
{}

LedgerParts::Condition LedgerParts::conditionOf(const LedgerScope &scope, const LedgerPlace &place)
{
    Condition condition{u"at >= ?"_s,
                        {scope.since.isValid() ? scope.since.toMSecsSinceEpoch() : 0}};
    const auto add = [&condition](const QString &text, const QVariant &value) {
        condition.text += u" AND "_s + text;
        condition.values << value;
    };
    if (!scope.budget.isEmpty())
        add(u"budget = ?"_s, scope.budget);
    if (place.level >= LedgerLevel::Organisation)
        add(u"organisation = ?"_s, place.organisation);
    if (place.level >= LedgerLevel::Repository)
        add(u"repository = ?"_s, place.repository);
    if (place.level >= LedgerLevel::Pipeline)
        add(u"pipeline = ?"_s, place.pipeline);
    if (place.level >= LedgerLevel::Kind)
        add(u"kind = ?"_s, int(place.kind));
    return condition;
}

Result<QList<LedgerPart>> LedgerParts::below(const LedgerScope &scope, const LedgerPlace &place)
{
    const Condition condition = conditionOf(scope, place);
    if (place.level == LedgerLevel::Kind)
        return callsOf(place, condition);
    QList<LedgerPart> parts;
    {
        QSqlQuery row = m_database.select(
                u"SELECT "_s + columnBelow(place.level)
                        + u" AS part, count(*), sum(status = 304), "
                          u"sum(status = 0 OR status >= 400), sum(cost) AS counted FROM call"_s
                        + indexFor(place) + u" WHERE "_s + condition.text
                        + u" GROUP BY part ORDER BY counted DESC, part"_s,
                condition.values);
        while (row.next()) {
            parts << LedgerPart{.place = placeBelow(place, row.value(0)),
                                .label = {},
                                .requests = row.value(1).toInt(),
                                .unchanged = row.value(2).toInt(),
                                .failed = row.value(3).toInt(),
                                .counted = row.value(4).toInt(),
                                .call = {}};
        }
    }
    for (LedgerPart &part : parts)
        part.label = labelOf(part.place);
    return m_database.checked(std::move(parts));
}

Result<QList<LedgerPart>> LedgerParts::callsOf(const LedgerPlace &place, const Condition &condition)
{
    QList<LedgerPart> parts;
    QSqlQuery row = m_database.select(
            u"SELECT id, at, token, repository, pipeline, step, kind, why, method, path, status, "
            u"resource, cost, duration_ms FROM call"_s
                    + indexFor(place) + u" WHERE "_s + condition.text
                    + u" ORDER BY id DESC LIMIT %1"_s.arg(kMostCalls),
            condition.values);
    while (row.next()) {
        CallRecord call{.at
                        = QDateTime::fromMSecsSinceEpoch(row.value(1).toLongLong(), QTimeZone::UTC),
                        .token = row.value(2).toString(),
                        .repository = row.value(3).toString(),
                        .pipeline = row.value(4).toLongLong(),
                        .kind = CallKind(std::clamp(row.value(6).toInt(), 0, kKindCount - 1)),
                        .why = row.value(7).toString(),
                        .method = row.value(8).toString().toLatin1(),
                        .path = row.value(9).toString(),
                        .status = row.value(10).toInt(),
                        .resource = row.value(11).toString(),
                        .cost = row.value(12).toInt(),
                        .duration = std::chrono::milliseconds(row.value(13).toLongLong())};
        if (!row.value(5).isNull())
            call.step = PipelineStep(std::clamp(row.value(5).toInt(), 0, kStepCount - 1));
        const QString what = QString::fromLatin1(call.method) + u' ' + call.path;
        parts << LedgerPart{.place
                            = {.level = LedgerLevel::Call, .call = row.value(0).toLongLong()},
                            .label = call.why.isEmpty() ? what : call.why,
                            .requests = 1,
                            .unchanged = int(call.status == 304),
                            .failed = int(call.status == 0 || call.status >= 400),
                            .counted = call.cost,
                            .call = call};
    }
    return m_database.checked(std::move(parts));
}

QString LedgerParts::labelOf(const LedgerPlace &place)
{
    switch (place.level) {
    case LedgerLevel::Organisation:
        return place.organisation.isEmpty() ? u"no repository"_s : place.organisation;
    case LedgerLevel::Repository:
        if (place.repository.endsWith("/*"_L1))
            return u"several of %1 at once"_s.arg(place.organisation);
        return place.repository.isEmpty() ? u"accounts, limits, lists"_s : place.repository;
    case LedgerLevel::Pipeline: {
        if (place.pipeline == 0)
            return u"no pipeline: polling, observing, other programs"_s;
        Rows row = m_database.rows("SELECT number, head_sha FROM pipeline WHERE id = ?",
                                   place.pipeline);
        return row.next() ? u"%1#%2 at %3"_s.arg(place.repository, row.text(0), row.text(1).left(7))
                          : u"pipeline %1"_s.arg(place.pipeline);
    }
    default:
        return kindLabel(place.kind);
    }
}

Result<QList<LedgerHour>> LedgerParts::hours(const LedgerScope &scope)
{
    const Condition condition = conditionOf(scope, {});
    QList<LedgerHour> hours;
    QSqlQuery row = m_database.select(
            u"SELECT budget, resource, (call.at - begin) / %1 * %1 + begin AS hour, organisation, "
            u"sum(cost) FROM (SELECT call.at, budget, resource, organisation, cost, "
            u"coalesce(reset_at, 0) % %1 AS begin FROM call INDEXED BY call_at "
            u"LEFT JOIN rate_limit USING (budget, resource)) AS call WHERE %2 "
            u"GROUP BY budget, resource, hour, organisation ORDER BY budget, resource, hour"_s
                    .arg(kHourMs)
                    .arg(condition.text),
            condition.values);
    while (row.next()) {
        const QDateTime hour
                = QDateTime::fromMSecsSinceEpoch(row.value(2).toLongLong(), QTimeZone::UTC);
        const QString budget = row.value(0).toString();
        const QString resource = row.value(1).toString();
        const bool isNew = hours.isEmpty() || hours.last().hour != hour
                        || hours.last().budget != budget || hours.last().resource != resource;
        if (isNew)
            hours << LedgerHour{budget, resource, hour, {}};
        hours.last().counted.insert(row.value(3).toString(), row.value(4).toInt());
    }
    return m_database.checked(std::move(hours));
}

Result<LedgerComparison> LedgerParts::compare(const LedgerScope &scope,
                                              const BudgetSettings &policy)
{
    LedgerComparison found;
    {
        const Condition condition = conditionOf(scope, {});
        QSqlQuery row
                = m_database.select(u"SELECT step, kind, sum(cost), count(*) FROM call WHERE "_s
                                            + condition.text + u" GROUP BY step, kind"_s,
                                    condition.values);
        while (row.next()) {
            found.all.add(stepOf(row.value(0)), row.value(1).toLongLong(), row.value(2).toDouble());
            found.counted += row.value(2).toInt();
            found.requests += row.value(3).toInt();
        }
    }
    const Condition ended = endedPipelines(scope);
    addMeasured(found, ended, scope.budget);
    addModelled(found, ended, policy);
    return m_database.checked(std::move(found));
}

/// Only pipelines that began and ended within the scope can be held against the model.
LedgerParts::Condition LedgerParts::endedPipelines(const LedgerScope &scope)
{
    Condition ended{u"state IN (%1, %2) AND created_at >= ?"_s.arg(int(PipelineState::Done))
                            .arg(int(PipelineState::ClosedLater)),
                    {scope.since.isValid() ? scope.since.toMSecsSinceEpoch() : 0}};
    if (!scope.budget.isEmpty()) {
        ended.text += u" AND id IN (SELECT pipeline FROM call WHERE budget = ?)"_s;
        ended.values << scope.budget;
    }
    return ended;
}

void LedgerParts::addMeasured(LedgerComparison &found, const Condition &ended,
                              const QString &budget)
{
    Condition calls{u"pipeline IN (SELECT id FROM pipeline WHERE %1)"_s.arg(ended.text),
                    ended.values};
    if (!budget.isEmpty()) {
        calls.text += u" AND budget = ?"_s;
        calls.values << budget;
    }
    QSqlQuery row = m_database.select(u"SELECT step, kind, sum(cost) FROM call WHERE "_s
                                              + calls.text + u" GROUP BY step, kind"_s,
                                      calls.values);
    while (row.next()) {
        found.measured.add(stepOf(row.value(0)), row.value(1).toLongLong(),
                           row.value(2).toDouble());
    }
    QSqlQuery pulls = m_database.select(
            u"SELECT count(*) FROM (SELECT DISTINCT repository, number FROM pipeline WHERE %1)"_s
                    .arg(ended.text),
            ended.values);
    if (pulls.next())
        found.pulls = pulls.value(0).toInt();
}

void LedgerParts::addModelled(LedgerComparison &found, const Condition &ended,
                              const BudgetSettings &policy)
{
    QSqlQuery shapes = m_database.select(
            u"SELECT builds, tests, count(*) FROM (SELECT sum(job = 0) AS builds, sum(job = 1) AS "
            u"tests FROM chroot_run WHERE pipeline IN (SELECT id FROM pipeline WHERE %1) GROUP BY "
            u"pipeline) GROUP BY builds, tests"_s.arg(ended.text),
            ended.values);
    while (shapes.next()) {
        const int builds = shapes.value(0).toInt();
        const int tests = shapes.value(1).toInt();
        const int count = shapes.value(2).toInt();
        BudgetSettings settings = policy;
        settings.base.chroots = builds;
        settings.base.hasBuilds = builds > 0;
        settings.base.hasTests = tests > 0;
        if (builds > 0)
            settings.testTargets = double(tests) / builds;
        const CallTable modelled = evaluate(settings).counted;
        for (int step = 0; step < kStepCount; ++step) {
            for (int kind = 0; kind < kKindCount; ++kind) {
                const auto s = PipelineStep(step);
                const auto k = CallKind(kind);
                found.modelled.at(s, k) += modelled.at(s, k) * count;
            }
        }
        found.pipelines += count;
    }
}

Result<QList<LedgerBudget>> LedgerParts::budgets()
{
    QStringList keys;
    {
        Rows row = m_database.rows("SELECT DISTINCT budget FROM call");
        while (row.next())
            keys << row.text(0);
    }
    const auto names = TokenBudgets(m_database, m_clock).namesOf(keys);
    QList<LedgerBudget> found;
    for (const QString &key : std::as_const(keys))
        found << LedgerBudget{key, names.value(key)};
    std::ranges::sort(found, {}, &LedgerBudget::name);
    return m_database.checked(std::move(found));
}

} // namespace sluice
