// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetjson.h"

#include "budget/budgettext.h"
#include "budget/improvements.h"

#include <QJsonArray>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

double shareOf(const CallTable &calls, CallKind kind)
{
    const double total = calls.total();
    return total > 0 ? roundedShare(calls.total(kind) / total) : 0;
}

QJsonValue orNull(std::optional<qint64> value)
{
    return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

QJsonValue orNull(std::optional<double> value)
{
    return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

QJsonArray gainsJson(const QList<Gain> &gains)
{
    QJsonArray rows;
    for (const Gain &gain : gains) {
        rows << QJsonObject{{u"change"_s, gain.label},
                            {u"calls_before"_s, gain.callsBefore},
                            {u"calls_after"_s, gain.callsAfter},
                            {u"prs_per_hour_before"_s, orNull(gain.prsBefore)},
                            {u"prs_per_hour_after"_s, orNull(gain.prsAfter)},
                            {u"binding_prs_per_hour_before"_s, orNull(boundOf(gain.boundBefore))},
                            {u"binding_prs_per_hour_after"_s, orNull(boundOf(gain.boundAfter))},
                            {u"improvement_percent"_s, orNull(gain.percent)},
                            {u"step_percent"_s, orNull(gain.stepPercent)},
                            {u"flag_updates_lost"_s, gain.leftOutUpdates},
                            {u"flag_states_lost"_s, gain.leftOutStates}};
    }
    return rows;
}

QJsonObject delayJson(const DelayFigures &delay)
{
    return {{u"count"_s, delay.count}, {u"mean"_s, delay.mean}, {u"median"_s, delay.median},
            {u"p95"_s, delay.p95},     {u"p99"_s, delay.p99},   {u"max"_s, delay.most}};
}

} // namespace

QJsonObject budgetJson(const BudgetSettings &settings)
{
    const PipelineCost cost = evaluate(settings);
    const auto limits = limitsOf(settings, cost);
    const auto binding = bindingLimit(limits);
    const CallTable &calls = cost.counted;
    QJsonObject json{{u"policy"_s, policyName(policyOf(settings))},
                     {u"prs_per_hour_per_org"_s, orNull(limits.front().prsPerHour)},
                     {u"grand_total"_s, calls.total()},
                     {u"calls_per_pr"_s, callsPerPr(settings, cost)},
                     {u"answered_by_cache"_s, cost.requests.total() - calls.total()},
                     {u"rate_limit"_s, rateLimitOf(settings)},
                     {u"binding"_s, binding ? QJsonValue(limitKey(binding->limit)) : QJsonValue()}};
    QJsonObject shares;
    for (const CallKind kind : kindsWithCalls(calls)) {
        json.insert(u"total_"_s + kindKey(kind), calls.total(kind));
        shares.insert(kindKey(kind), shareOf(calls, kind));
    }
    json.insert(u"shares"_s, shares);
    QJsonArray steps;
    for (const PipelineStep step : stepsWithCalls(calls)) {
        QJsonObject row{{u"step"_s, stepName(step)}};
        for (const CallKind kind : kindsWithCalls(calls))
            row.insert(kindKey(kind), calls.at(step, kind));
        steps << row;
    }
    json.insert(u"steps"_s, steps);
    QJsonArray rows;
    for (const LimitAnswer &limit : limits) {
        rows << QJsonObject{{u"limit"_s, limitKey(limit.limit)},
                            {u"prs_per_hour"_s, orNull(limit.prsPerHour)},
                            {u"can_bind"_s, limit.canBind}};
    }
    json.insert(u"limits"_s, rows);
    const HourCost hour = hourOf(settings, cost);
    const FlagDelay delay = flagDelayOf(settings, cost);
    json.insert(u"hour"_s,
                QJsonObject{{u"calls"_s, hour.total()},
                            {u"available"_s, hour.available},
                            {u"superseded"_s, hour.superseded},
                            {u"unconfigured"_s, hour.unconfigured},
                            {u"minutes_to_exhaustion"_s, orNull(hour.minutesToExhaustion())}});
    json.insert(u"wasted"_s, QJsonObject{{u"identical_reads"_s, cost.identicalReads},
                                         {u"duplicate_flags"_s, cost.duplicateFlags}});
    json.insert(u"left_out"_s, QJsonObject{{u"flag_updates"_s, cost.leftOutUpdates},
                                           {u"flag_states"_s, cost.leftOutStates}});
    json.insert(u"gains"_s, gainsJson(gainsAlone(settings)));
    json.insert(u"ladder"_s, gainsJson(gainsInSequence(settings, notebookLadder())));
    json.insert(u"seconds_to_first_flag"_s, orNull(delay.first));
    json.insert(u"seconds_to_last_flag"_s, orNull(delay.last));
    return json;
}

QJsonObject simulationJson(const SimulationResult &result)
{
    QJsonArray hours;
    for (const double calls : result.callsPerHour)
        hours << calls;
    QJsonArray organisations;
    for (const QList<double> &organisation : result.callsByOrganisation) {
        QJsonArray its;
        for (const double calls : organisation)
            its << calls;
        organisations << its;
    }
    QJsonArray exhaustions;
    for (const auto &exhaustion : result.exhaustions) {
        exhaustions << QJsonObject{{u"organisation"_s, exhaustion.organisation},
                                   {u"second"_s, exhaustion.at}};
    }
    return {{u"hours"_s, result.hours},
            {u"pipelines"_s, result.pipelines},
            {u"superseded"_s, result.superseded},
            {u"calls"_s, result.totalCalls()},
            {u"calls_per_hour"_s, hours},
            {u"calls_by_organisation"_s, organisations},
            {u"calls_after"_s, result.callsAfter},
            {u"limit_per_hour"_s, result.limitPerHour},
            {u"seconds_out_of_budget"_s, result.secondsOutOfBudget},
            {u"exhaustions"_s, exhaustions},
            {u"first_flag_seconds"_s, delayJson(result.firstFlag)},
            {u"final_flag_seconds"_s, delayJson(result.finalFlag)}};
}

} // namespace sluice
