// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgettext.h"

#include "budget/improvements.h"
#include "budget/limits.h"

#include <algorithm>
#include <format>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// A table for a terminal: the first column to the left, numbers to the right.
class TextTable final
{
public:
    explicit TextTable(QStringList headings)
        : m_rows{std::move(headings)}
    {}

    void add(const QStringList &row) { m_rows << row; }
    /// With so many spaces between columns; the last one stands as it is where it is no number.
    [[nodiscard]] QString text(int spaces, bool isLastText = false) const
    {
        QList<qsizetype> widths(m_rows.first().size(), 0);
        for (const QStringList &row : m_rows) {
            for (qsizetype i = 0; i < row.size(); ++i)
                widths[i] = std::max(widths.at(i), row.at(i).size());
        }
        QString text;
        for (const QStringList &row : m_rows) {
            QString line = row.first().leftJustified(widths.first());
            for (qsizetype i = 1; i < row.size(); ++i) {
                const bool isText = isLastText && i + 1 == widths.size();
                line += QString(spaces, u' ')
                      + (isText ? row.at(i) : row.at(i).rightJustified(widths.at(i)));
            }
            while (line.endsWith(u' '))
                line.chop(1);
            text += line + u'\n';
        }
        return text;
    }

private:
    QList<QStringList> m_rows;
};

/// Short enough for eight of them in a line.
QString kindHeading(CallKind kind)
{
    switch (kind) {
    case CallKind::Private:
        return u"private"_s;
    case CallKind::Approved:
        return u"approved"_s;
    case CallKind::Config:
        return u"config"_s;
    case CallKind::Status:
        return u"status"_s;
    case CallKind::Repository:
        return u"repo"_s;
    case CallKind::PullRequest:
        return u"pull"_s;
    case CallKind::Fmf:
        return u"fmf"_s;
    case CallKind::Branch:
        return u"branch"_s;
    case CallKind::Other:
        return u"other"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString cell(double calls) { return calls == 0 ? u"-"_s : callsText(calls); }

QString orAny(std::optional<qint64> prs) { return prs ? QString::number(*prs) : u"any"_s; }

QString limitText(const BudgetSettings &settings, LimitKind limit)
{
    switch (limit) {
    case LimitKind::Primary: {
        const double available = availableCalls(settings);
        const QString whole = QString::number(rateLimitOf(settings));
        return u"%1 calls per hour"_s.arg(available == rateLimitOf(settings)
                                                  ? whole
                                                  : callsText(available) + u" of "_s + whole);
    }
    case LimitKind::Writes:
        return u"a pause of %1 s between writes"_s.arg(
                pauseBetweenFlags(settings, evaluate(settings)));
    case LimitKind::Points:
        return u"%1 points per minute (read 1, write 5)"_s.arg(settings.pointsPerMinute);
    case LimitKind::Concurrency:
        return u"%1 requests at once"_s.arg(settings.concurrency);
    case LimitKind::ContentPerMinute:
        return u"%1 pieces of content per minute"_s.arg(settings.contentPerMinute);
    case LimitKind::ContentPerHour:
        return u"%1 pieces of content per hour"_s.arg(settings.contentPerHour);
    }
    Q_UNREACHABLE_RETURN({});
}

QString durationText(double seconds)
{
    if (seconds < 120)
        return QString::number(seconds, 'f', 1) + u" s"_s;
    const double minutes = seconds / 60;
    return minutes < 120 ? QString::number(minutes, 'f', 1) + u" min"_s
                         : QString::number(minutes / 60, 'f', 1) + u" h"_s;
}

QString delayText(const QString &what, const DelayFigures &delay)
{
    if (delay.count == 0)
        return what + u": none\n"_s;
    return u"%1: half within %2, 95 % within %3, 99 % within %4\n"_s.arg(
            what, durationText(delay.median), durationText(delay.p95), durationText(delay.p99));
}

QString percentText(std::optional<qint64> percent)
{
    return percent ? u"%1%2 %"_s.arg(*percent >= 0 ? u"+"_s : QString()).arg(*percent) : QString();
}

QString fromTo(std::optional<qint64> before, std::optional<qint64> after)
{
    return orAny(before) + u" -> "_s + orAny(after);
}

QString fromToBound(const Gain &gain)
{
    return fromTo(boundOf(gain.boundBefore), boundOf(gain.boundAfter));
}

} // namespace

QString shareText(double share)
{
    return QString::fromStdString(std::format("{:.1f}", share * 100));
}

double roundedShare(double share) { return shareText(share).toDouble(); }

QString callsText(double calls)
{
    QString text = QString::number(calls, 'f', 2);
    while (text.endsWith(u'0'))
        text.chop(1);
    if (text.endsWith(u'.'))
        text.chop(1);
    return text;
}

QList<CallKind> kindsWithCalls(const CallTable &calls)
{
    QList<CallKind> kinds;
    for (int i = 0; i < kKindCount; ++i) {
        if (i < kNotebookKindCount || calls.total(CallKind(i)) > 0)
            kinds << CallKind(i);
    }
    return kinds;
}

QList<PipelineStep> stepsWithCalls(const CallTable &calls)
{
    QList<PipelineStep> steps;
    for (int i = 0; i < kStepCount; ++i) {
        const auto step = PipelineStep(i);
        if (step != PipelineStep::TestsSubmitted || calls.total(step) > 0)
            steps << step;
    }
    return steps;
}

QString notebookLines(const BudgetSettings &settings)
{
    const PipelineCost cost = evaluate(settings);
    const auto prs = limitsOf(settings, cost).front().prsPerHour;
    QString text
            = u"prs_per_hour_per_org = %1\n"_s.arg(prs ? QString::number(*prs) : u"no bound"_s);
    for (int i = 0; i < kNotebookKindCount; ++i) {
        text += u"total_%1 = %2\n"_s.arg(kindKey(CallKind(i)),
                                         callsText(cost.counted.total(CallKind(i))));
    }
    return text + u"grand_total = %1\n"_s.arg(callsText(cost.counted.total()));
}

QString stepsText(const BudgetSettings &settings)
{
    const CallTable calls = evaluate(settings).counted;
    const QList<CallKind> kinds = kindsWithCalls(calls);
    QStringList headings{u"Calls"_s};
    QStringList sums{u"sum"_s};
    for (const CallKind kind : kinds) {
        headings << kindHeading(kind);
        sums << cell(calls.total(kind));
    }
    TextTable table(headings << u"  sum"_s);
    for (const PipelineStep step : stepsWithCalls(calls)) {
        QStringList row{stepName(step)};
        for (const CallKind kind : kinds)
            row << cell(calls.at(step, kind));
        table.add(row << cell(calls.total(step)));
    }
    table.add(sums << cell(calls.total()));
    return table.text(1);
}

QString limitsText(const BudgetSettings &settings)
{
    const auto limits = limitsOf(settings, evaluate(settings));
    const auto binding = bindingLimit(limits);
    QString text = u"Pull requests per hour, as far as each limit goes:\n"_s;
    for (const LimitAnswer &limit : limits) {
        const bool isBinding = binding && binding->limit == limit.limit;
        text += u"%1  %2%3\n"_s.arg(orAny(limit.prsPerHour).rightJustified(9),
                                    limitText(settings, limit.limit),
                                    isBinding        ? u": this one binds"_s
                                    : !limit.canBind ? u", if flags are content"_s
                                                     : QString());
    }
    return text;
}

QString answersText(const BudgetSettings &settings)
{
    const PipelineCost cost = evaluate(settings);
    const FlagDelay delay = flagDelayOf(settings, cost);
    QString text;
    if (delay.first && delay.last) {
        text += u"Flags: the first stands after %1 s, the last of the first step after %2 s\n"_s
                        .arg(callsText(*delay.first), callsText(*delay.last));
    }
    text += u"Wasted per pipeline: %1 identical reads, %2 duplicate flags\n"_s.arg(
            callsText(cost.identicalReads), callsText(cost.duplicateFlags));
    if (cost.leftOutUpdates > 0) {
        text += u"Readers no longer see: %1 updates and %2 states of flags\n"_s.arg(
                callsText(cost.leftOutUpdates), callsText(cost.leftOutStates));
    }
    const HourCost hour = hourOf(settings, cost);
    text += u"An hour of %1 pull requests: %2 calls of %3 that may be spent\n"_s.arg(
            callsText(settings.prsPerHour), callsText(hour.total()), callsText(hour.available));
    if (hour.superseded > 0 || hour.unconfigured > 0 || hour.comments > 0) {
        text += u"  %1 of them for old pushes, %2 without configuration, %3 for comments\n"_s.arg(
                callsText(hour.superseded), callsText(hour.unconfigured), callsText(hour.comments));
    }
    if (const auto minutes = hour.minutesToExhaustion())
        text += u"  the budget is gone after %1 minutes\n"_s.arg(callsText(*minutes));
    return text;
}

QString gainsText(const BudgetSettings &settings)
{
    const QList<Gain> gains = gainsAlone(settings);
    if (gains.isEmpty())
        return {};
    TextTable table({QString(), u"calls"_s, u"primary"_s, u"all"_s, u"lost"_s});
    for (const Gain &gain : gains) {
        table.add({gain.label, callsText(gain.callsBefore - gain.callsAfter),
                   fromTo(gain.prsBefore, gain.prsAfter), fromToBound(gain),
                   cell(gain.leftOutUpdates)});
    }
    return u"What each change alone would save, PRs per hour by the primary limit and by\n"
           u"all limits, and updates of flags that readers lose:\n"_s
         + table.text(2);
}

QString ladderText(const BudgetSettings &settings)
{
    const QList<Gain> gains = gainsInSequence(settings, notebookLadder());
    if (gains.first().callsBefore <= 0)
        return {};
    TextTable table({QString(), u"calls"_s, u"primary"_s, u"change"_s, u"all"_s});
    for (const Gain &gain : gains) {
        table.add({gain.label, callsText(gain.callsBefore) + u" -> "_s + callsText(gain.callsAfter),
                   fromTo(gain.prsBefore, gain.prsAfter), percentText(gain.percent),
                   fromToBound(gain)});
    }
    return u"The notebook's ladder, one change after the other, PRs per hour by the primary\n"
           u"limit (its change over the first) and by all limits:\n"_s
         + table.text(1);
}

QString comparisonText(const QList<Scenario> &scenarios)
{
    TextTable table({u"Scenario"_s, u"calls"_s, u"PRs/hour"_s, u"change"_s, u"bound by"_s});
    for (const ComparedScenario &scenario : compared(scenarios)) {
        const auto &binding = scenario.binding;
        table.add({scenario.name, callsText(scenario.calls), orAny(boundOf(binding)),
                   percentText(scenario.percent),
                   binding ? limitLabel(binding->limit).remove(u"the "_s) : u"nothing"_s});
    }
    return table.text(2, true)
         + u"PRs/hour and change: by the limit that binds, over the first scenario.\n"_s;
}

QString simulationText(const SimulationResult &result)
{
    QString text = u"%1 hours, %2 pipelines, %3 superseded while they ran\n"_s.arg(result.hours)
                           .arg(result.pipelines)
                           .arg(result.superseded);
    const double within = result.totalCalls() - result.callsAfter;
    text += u"%1 calls, %2 per hour of %3 that may be spent\n"_s.arg(
            callsText(result.totalCalls()), callsText(within / result.hours),
            callsText(result.limitPerHour));
    if (result.callsAfter > 0)
        text += u"  %1 of them after the last hour\n"_s.arg(callsText(result.callsAfter));
    text += u"out of budget %1 times, %2 minutes in all\n"_s.arg(result.exhaustions.size())
                    .arg(qRound64(result.secondsOutOfBudget / 60));
    return text + delayText(u"first flag"_s, result.firstFlag)
         + delayText(u"final flag"_s, result.finalFlag);
}

} // namespace sluice
