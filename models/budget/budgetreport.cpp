// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetreport.h"

#include "budget/budgettext.h"
#include "budget/improvements.h"
#include "budget/limits.h"
#include "budget/parametertable.h"

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QString orNone(std::optional<qint64> value)
{
    return value ? QString::number(*value) : u"no bound"_s;
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
QString pictureLink(const ReportPicture &picture)
{
    const QString &file = picture.file;
    const bool isPlain = std::ranges::none_of(file, [](QChar c) { return u" ()<>"_s.contains(c); });
    const QString target = isPlain ? file : u'<' + QString(file).remove(u'<').remove(u'>') + u'>';
    return u"\n![%1](%2)\n"_s.arg(markdownText(picture.text), target);
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
    if (calls.total() > 0) {
        text += u"| Share in % |"_s;
        for (const CallKind kind : kinds)
            text += u' ' + shareText(calls.total(kind) / calls.total()) + u" |"_s;
        text += u" 100.0 |\n"_s;
    }
    return text;
}

QString gainsTable(const QList<Gain> &gains)
{
    const auto percent
            = [](std::optional<qint64> value) { return value ? u"%1 %"_s.arg(*value) : u"–"_s; };
    QString text = u"PRs/hour and per cent by the primary limit, as the notebook has them.\n\n"
                   "| Change | Calls before | after | PRs/hour before | after | In all | "
                   "Over the step before | PRs/hour by all limits | Flag changes that readers "
                   "lose |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n"_s;
    for (const Gain &gain : gains) {
        text += u"| %1 | %2 | %3 | %4 | %5 | %6 | %7 | %8 | %9 |\n"_s.arg(
                gain.label, callsText(gain.callsBefore), callsText(gain.callsAfter),
                orNone(gain.prsBefore), orNone(gain.prsAfter), percent(gain.percent),
                percent(gain.stepPercent), orNone(boundOf(gain.boundAfter)),
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
        const bool isAlwaysTold = row.isNotebook || row.group == ParameterGroup::Traffic
                               || row.group == ParameterGroup::Limits;
        if (isAlwaysTold || value != row.get(plain))
            text += u"- %1: %2 %3\n"_s.arg(row.label, row.write(value), row.unit)
                            .replace(u" \n"_s, u"\n"_s);
    }
    return text;
}

QString simulationPart(const ReportSimulation &simulation)
{
    return u"\n## Simulation\n\n```\n"_s + simulationText(simulation.result)
         + u"```\n\n### Assumptions\n\n- Simulated hours: %1\n- Seed: %2\n"_s
                   .arg(simulation.request.hours)
                   .arg(simulation.request.seed)
         + assumptions(simulation.request.settings);
}

} // namespace

QString budgetMarkdown(const QList<Scenario> &scenarios, const QList<ReportPicture> &pictures,
                       const std::optional<ReportSimulation> &simulation)
{
    QString text = u"# GitHub API budget\n\n"_s + summaryTable(scenarios);
    for (const ReportPicture &picture : pictures)
        text += pictureLink(picture);
    for (const Scenario &scenario : scenarios) {
        const BudgetSettings &settings = scenario.settings;
        text += u"\n## %1\n\n"_s.arg(markdownText(scenario.name));
        if (!scenario.caption.isEmpty())
            text += markdownText(scenario.caption) + u"\n\n"_s;
        text += stepsTable(evaluate(settings).counted) + u"\n### Limits\n\n```\n"_s
              + limitsText(settings) + u"```\n\n### Delays and waste\n\n```\n"_s
              + answersText(settings) + u"```\n\n### The notebook's ladder\n\n"_s
              + gainsTable(gainsInSequence(settings, notebookLadder()))
              + u"\n### Each change alone\n\n"_s + gainsTable(gainsAlone(settings))
              + u"\n### Assumptions\n\n"_s + assumptions(settings);
    }
    if (simulation)
        text += simulationPart(*simulation);
    return text;
}

} // namespace sluice
