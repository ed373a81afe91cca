// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/charts/tornadochart.h"

#include "budget/budgetwords.h"
#include "budget/improvements.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kTornadoColour = 2;

QString rateGained(const Gain &gain)
{
    if (!gain.prsAfter)
        return TornadoChart::tr("no bound");
    return TornadoChart::tr("+%L1 PRs/hour").arg(*gain.prsAfter - gain.prsBefore.value_or(0));
}

RowChart::Row rowOf(const Gain &gain)
{
    const double saved = gain.callsBefore - gain.callsAfter;
    const QString lost = gain.leftOutUpdates > 0 ? TornadoChart::tr("%1 flag updates left out")
                                                           .arg(numberText(gain.leftOutUpdates))
                                                 : QString();
    const QString readers = gain.leftOutUpdates > 0
                                  ? TornadoChart::tr("Readers see %1 updates and %2 states fewer.")
                                            .arg(numberText(gain.leftOutUpdates),
                                                 numberText(std::max(0.0, gain.leftOutStates)))
                                  : TornadoChart::tr("Readers see every flag as before.");
    return {.label = gain.label,
            .value = TornadoChart::tr("%1, %2").arg(callsCounted(saved), rateGained(gain)),
            .detail = lost,
            .explanation
            = TornadoChart::tr("%1\n%2 instead of %3, %4 instead of %5\n%6")
                      .arg(gain.label, callsCounted(gain.callsAfter), numberText(gain.callsBefore),
                           rateText(gain.prsAfter), rateText(gain.prsBefore), readers),
            .first = saved,
            .second = 0};
}

} // namespace

TornadoChart::TornadoChart(QWidget *parent)
    : RowChart("tornado"_L1,
               tr("What each switch saves alone: calls per pull request, and PRs/hour by the "
                  "primary limit"),
               parent)
{
    paintIn(colours());
    setSettings({}, {});
}

void TornadoChart::setSettings(const BudgetSettings &current, const BudgetSettings &)
{
    QList<Row> rows;
    QStringList words;
    for (const Gain &gain : gainsAlone(current)) {
        rows << rowOf(gain);
        words << gain.label + QStringLiteral(": ") + rows.last().value;
    }
    setMessage(rows.isEmpty() ? tr("No switch would save a call here.") : QString());
    setRows(rows);
    describe(rows.isEmpty() ? tr("No switch would save a call here.")
                            : tr("PRs/hour by the primary limit: %1").arg(words.join("; "_L1)));
    layOutAgain();
}

QList<ChartKey> TornadoChart::keys() const
{
    return {{.text = tr("calls saved by this switch alone"),
             .area = colours().line(kTornadoColour)},
            {.text = tr("PRs/hour by the primary limit")}};
}

void TornadoChart::paintIn(const ChartColours &colours)
{
    setBarColours(colours.line(kTornadoColour), colours.pale(kTornadoColour), colours.quiet);
}

} // namespace sluice
