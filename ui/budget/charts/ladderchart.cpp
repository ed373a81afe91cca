// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/charts/ladderchart.h"

#include "budget/budgetwords.h"
#include "budget/improvements.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kLadderColour = 0;

QString callsAndRate(double calls, std::optional<qint64> prsPerHour)
{
    return LadderChart::tr("%1, %2").arg(callsCounted(calls), rateText(prsPerHour));
}

QString percentText(std::optional<qint64> percent)
{
    if (!percent)
        return LadderChart::tr("from nothing");
    return (*percent < 0 ? QStringLiteral("−") : QStringLiteral("+"))
         + LadderChart::tr("%L1 %").arg(std::abs(*percent));
}

QString detailOf(const Gain &gain, bool isFirst)
{
    if (gain.callsAfter >= gain.callsBefore)
        return LadderChart::tr("changes nothing here");
    QString text = !gain.percent && gain.prsAfter == 0 ? LadderChart::tr("still no PR/hour")
                                                       : percentText(gain.percent);
    if (!isFirst && gain.stepPercent)
        text += LadderChart::tr(" (this step %1)").arg(percentText(gain.stepPercent));
    if (gain.leftOutUpdates > 0)
        text += LadderChart::tr(", %1 flag updates left out").arg(numberText(gain.leftOutUpdates));
    return text;
}

QString explanationOf(const Gain &gain, const QString &detail)
{
    QString text = LadderChart::tr("%1\n%2 saved, %3 remain: %4\n%5")
                           .arg(gain.label, callsCounted(gain.callsBefore - gain.callsAfter),
                                numberText(gain.callsAfter), rateText(gain.prsAfter), detail);
    if (gain.leftOutStates > 0) {
        text += LadderChart::tr("\nReaders no longer see %1 states of flags.")
                        .arg(numberText(gain.leftOutStates));
    }
    return text;
}

RowChart::Row start(const Gain &first)
{
    const QString value = callsAndRate(first.callsBefore, first.prsBefore);
    return {.label = LadderChart::tr("Start"),
            .value = value,
            .detail = {},
            .explanation = value,
            .first = first.callsBefore,
            .second = 0};
}

} // namespace

LadderChart::LadderChart(QWidget *parent)
    : RowChart("ladder"_L1,
               tr("Improvement ladder: calls per pull request, and PRs/hour by the primary limit"),
               parent)
{
    paintIn(colours());
    setSettings({}, {});
}

void LadderChart::setSettings(const BudgetSettings &current, const BudgetSettings &)
{
    const QList<Gain> gains = gainsInSequence(current, notebookLadder());
    QList<Row> rows{start(gains.first())};
    QStringList words{rows.first().value};
    for (const Gain &gain : gains) {
        const QString detail = detailOf(gain, rows.size() == 1);
        rows << Row{.label = gain.label,
                    .value = callsAndRate(gain.callsAfter, gain.prsAfter),
                    .detail = detail,
                    .explanation = explanationOf(gain, detail),
                    .first = gain.callsAfter,
                    .second = std::max(0.0, gain.callsBefore - gain.callsAfter)};
        words << gain.label + QStringLiteral(": ") + rows.last().value;
    }
    const bool hasCalls = gains.first().callsBefore > 0;
    setMessage(hasCalls ? QString() : tr("A pull request costs no calls: nothing is to be saved."));
    setRows(rows);
    describe(tr("PRs/hour by the primary limit: %1").arg(words.join("; "_L1)));
    layOutAgain();
}

QList<ChartKey> LadderChart::keys() const
{
    return {{.text = tr("calls that remain"), .area = colours().line(kLadderColour)},
            {.text = tr("saved by the step"), .area = colours().pale(kLadderColour)},
            {.text = tr("PRs/hour by the primary limit")}};
}

void LadderChart::paintIn(const ChartColours &colours)
{
    setBarColours(colours.line(kLadderColour), colours.pale(kLadderColour), colours.quiet);
}

} // namespace sluice
