// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/ledgerbudgets.h"

#include "hintlabel.h"
#include "ledger/gaugelist.h"
#include "ledger/hourschart.h"
#include "ledger/ledgertitle.h"

#include <QLocale>
#include <QVBoxLayout>

namespace sluice {
using namespace Qt::StringLiterals;

LedgerBudgets::LedgerBudgets(QWidget *parent)
    : QWidget(parent)
    , m_gauges(new GaugeList(this))
    , m_others(new HintLabel({}, this))
    , m_hours(new HoursChart(this))
{
    m_others->setObjectName(u"ledger-others"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(new LedgerTitle(tr("What is left, and whose it is"), this));
    column->addWidget(m_gauges);
    column->addWidget(m_others);
    column->addSpacing(fontMetrics().lineSpacing() / 2);
    column->addWidget(new LedgerTitle(tr("Calls per hour, by budget and organisation"), this));
    column->addWidget(m_hours);
    column->addStretch(1);
}

void LedgerBudgets::setSight(const LedgerSight &sight, const QString &budget, const QDateTime &now)
{
    QList<LedgerLimit> meant;
    for (const LedgerLimit &limit : sight.limits) {
        if (budget.isEmpty() || limit.budget == budget)
            meant << limit;
    }
    m_gauges->setLimits(meant, now);
    m_hours->setLanes(HourLanes::of(sight.hours, meant, now), now);
    showOthers(sight.others);
}

void LedgerBudgets::showOthers(const QList<OthersSpending> &others)
{
    struct Sum
    {
        double low = 0;
        double high = 0;
        int pulls = 0;
    };
    QMap<QString, Sum> sums;
    for (const OthersSpending &one : others) {
        Sum &sum = sums[one.writer];
        sum.low += one.low;
        sum.high += one.high;
        ++sum.pulls;
    }
    QStringList lines;
    const QLocale locale;
    for (const auto &[writer, sum] : sums.asKeyValueRange()) {
        lines << tr("%1 has spent about %2 to %3 calls on %n pull request(s). Estimated: its "
                    "check runs were counted, its reads are what its code asks for; its budget is "
                    "its own, and nobody else can see it.",
                    nullptr, sum.pulls)
                         .arg(writer, locale.toString(qRound64(sum.low)),
                              locale.toString(qRound64(sum.high)));
    }
    m_others->setText(lines.join(u'\n'));
    m_others->setHidden(lines.isEmpty());
}

} // namespace sluice
