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
