// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetreport.h"

#include "budget/budgetmodel.h"
#include "budget/budgettext.h"
#include "budget/improvements.h"
#include "budget/parametertable.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

double oneDecimal(double value) { return std::round(value * 10) / 10; }

double shareOf(const CallTable &calls, CallKind kind)
{
    const double total = calls.total();
    return total > 0 ? oneDecimal(calls.total(kind) / total * 100) : 0;
}

QJsonValue orNull(std::optional<qint64> value)
{
    return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

QJsonValue orNull(std::optional<double> value)
{
    return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

QString orNone(std::optional<qint64> value)
{
    return value ? QString::number(*value) : u"no bound"_s;
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

QString markdownText(QString text)
{
    text = text.simplified();
    for (const QChar special : u"\\|*_`<>[]#"_s)
        text.replace(special, u"\\"_s + special);
    const bool isList = text.startsWith(u'-') || text.startsWith(u'+');
    return isList ? u'\\' + text : text;
}

/// A link's target may have neither spaces nor parentheses, unless it stands in < and >.
QString pictureLink(const QString &file)
{
    const bool isPlain = std::ranges::none_of(file, [](QChar c) { return u" ()<>"_s.contains(c); });
    const QString target = isPlain ? file : u'<' + QString(file).remove(u'<').remove(u'>') + u'>';
    return u"\n![%1](%2)\n"_s.arg(markdownText(file), target);
}

QString summaryTable(const QList<Scenario> &scenarios)
{
    QString text = u"| Scenario | Chroots | PRs/hour | Bound by | Calls | Private | Approved | "
                   "Config | Status | Other |\n|---|--:|--:|---|--:|--:|--:|--:|--:|--:|\n"_s;
    for (const Scenario &scenario : scenarios) {
        const PipelineCost cost = evaluate(scenario.settings);
        const auto binding = bindingLimit(limitsOf(scenario.settings, cost));
        const CallTable &calls = cost.counted;
        double other = 0;
        for (int i = kNotebookKindCount; i < kKindCount; ++i)
            other += calls.total(CallKind(i));
        text += u"| %1 | %2 | %3 | %4 | %5 | %6 | %7 | %8 | %9 | %10 |\n"_s
                        .arg(markdownText(scenario.name),
                             QString::number(scenario.settings.base.chroots),
                             binding ? orNone(binding->prsPerHour) : u"no bound"_s,
                             binding ? limitLabel(binding->limit) : u"nothing"_s,
                             callsText(calls.total()), callsText(calls.total(CallKind::Private)),
                             callsText(calls.total(CallKind::Approved)),
                             callsText(calls.total(CallKind::Config)),
                             callsText(calls.total(CallKind::Status)))
                        .arg(callsText(other));
    }
    return text;
}

QString stepsTable(const CallTable &calls)
{
    const QList<CallKind> kinds = kindsWithCalls(calls);
    QString text = u"| Step |"_s;
    QString line = u"|---|"_s;
    for (const CallKind kind : kinds) {
        text += u' ' + kindLabel(kind) + u" |"_s;
        line += u"--:|"_s;
    }
    text += u" Sum |\n"_s + line + u"--:|\n"_s;
    for (const PipelineStep step : stepsWithCalls(calls)) {
        text += u"| "_s + stepName(step) + u" |"_s;
        for (const CallKind kind : kinds)
            text += u' ' + callsText(calls.at(step, kind)) + u" |"_s;
        text += u' ' + callsText(calls.total(step)) + u" |\n"_s;
    }
    return text;
}

QString gainsTable(const QList<Gain> &gains)
{
    QString text = u"| Change | Calls before | after | PRs/hour before | after | In all | Flag "
                   "changes that readers lose |\n|---|--:|--:|--:|--:|--:|--:|\n"_s;
    for (const Gain &gain : gains) {
        text += u"| %1 | %2 | %3 | %4 | %5 | %6 | %7 |\n"_s.arg(
                gain.label, callsText(gain.callsBefore), callsText(gain.callsAfter),
                orNone(gain.prsBefore), orNone(gain.prsAfter),
                gain.percent ? u"%1 %"_s.arg(*gain.percent) : u"–"_s,
                callsText(gain.leftOutUpdates));
    }
    return text;
}

QString assumptions(const BudgetSettings &settings)
{
    const BudgetSettings plain;
    QString text;
    for (const BudgetParameter &row : budgetParameters()) {
        const double value = row.get(settings);
        if (row.isNotebook || value != row.get(plain))
            text += u"- %1: %2 %3\n"_s.arg(row.label, row.write(value), row.unit)
                            .replace(u" \n"_s, u"\n"_s);
    }
    return text;
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
            {u"limit_per_hour"_s, result.limitPerHour},
            {u"seconds_out_of_budget"_s, result.secondsOutOfBudget},
            {u"exhaustions"_s, exhaustions},
            {u"first_flag_seconds"_s, delayJson(result.firstFlag)},
            {u"final_flag_seconds"_s, delayJson(result.finalFlag)}};
}

QByteArray stepsCsv(const BudgetSettings &settings)
{
    const CallTable calls = evaluate(settings).counted;
    const QList<CallKind> kinds = kindsWithCalls(calls);
    QByteArray csv = "step";
    for (const CallKind kind : kinds)
        csv += ',' + QByteArray(kindKey(kind).data(), kindKey(kind).size());
    csv += ",total\r\n";
    for (const PipelineStep step : stepsWithCalls(calls)) {
        csv += csvField(stepName(step));
        for (const CallKind kind : kinds)
            csv += ',' + callsText(calls.at(step, kind)).toLatin1();
        csv += ',' + callsText(calls.total(step)).toLatin1() + "\r\n";
    }
    csv += "total";
    for (const CallKind kind : kinds)
        csv += ',' + callsText(calls.total(kind)).toLatin1();
    return csv + ',' + callsText(calls.total()).toLatin1() + "\r\n";
}

QByteArray comparisonCsv(const QList<Scenario> &scenarios)
{
    QByteArray csv = "scenario,prs_per_hour,binding";
    for (int i = 0; i < kKindCount; ++i)
        csv += ',' + QByteArray(kindKey(CallKind(i)).data(), kindKey(CallKind(i)).size());
    csv += ",grand_total\r\n";
    for (const Scenario &scenario : scenarios) {
        const PipelineCost cost = evaluate(scenario.settings);
        const auto binding = bindingLimit(limitsOf(scenario.settings, cost));
        csv += csvField(scenario.name) + ',';
        if (binding) {
            const QLatin1StringView key = limitKey(binding->limit);
            csv += QByteArray::number(*binding->prsPerHour) + ','
                 + QByteArray(key.data(), key.size());
        } else {
            csv += ',';
        }
        for (int i = 0; i < kKindCount; ++i)
            csv += ',' + callsText(cost.counted.total(CallKind(i))).toLatin1();
        csv += ',' + callsText(cost.counted.total()).toLatin1() + "\r\n";
    }
    return csv;
}

QString budgetMarkdown(const QList<Scenario> &scenarios, const QStringList &pictures)
{
    QString text = u"# GitHub API budget\n\n"_s + summaryTable(scenarios);
    for (const QString &picture : pictures)
        text += pictureLink(picture);
    for (const Scenario &scenario : scenarios) {
        const BudgetSettings &settings = scenario.settings;
        text += u"\n## %1\n\n"_s.arg(markdownText(scenario.name));
        if (!scenario.caption.isEmpty())
            text += markdownText(scenario.caption) + u"\n\n"_s;
        text += stepsTable(evaluate(settings).counted) + u"\n### Limits\n\n```\n"_s
              + limitsText(settings) + u"```\n\n### The notebook's ladder\n\n"_s
              + gainsTable(gainsInSequence(settings, notebookLadder()))
              + u"\n### Each change alone\n\n"_s + gainsTable(gainsAlone(settings))
              + u"\n### Assumptions\n\n"_s + assumptions(settings);
    }
    return text;
}

} // namespace sluice
