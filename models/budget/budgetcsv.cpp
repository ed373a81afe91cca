// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetcsv.h"

#include "budget/budgettext.h"
#include "budget/limits.h"

namespace sluice {
using namespace Qt::StringLiterals;

QByteArray csvField(const QString &text)
{
    // A spreadsheet must not take a name for a formula.
    const bool isFormula = !text.isEmpty() && u"=+-@\t\r"_s.contains(text.front());
    QString field = isFormula ? u'\'' + text : text;
    field.replace(u'"', u"\"\""_s);
    return "\"" + field.toUtf8() + "\"";
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

} // namespace sluice
