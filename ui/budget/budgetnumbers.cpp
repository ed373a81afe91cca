// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetnumbers.h"

#include "budget/budgetmodel.h"
#include "budget/budgetreport.h"
#include "hintlabel.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// What one setting comes to.
struct Answer
{
    explicit Answer(const BudgetSettings &settings)
        : cost(evaluate(settings))
        , limits(limitsOf(settings, cost))
        , binding(bindingLimit(limits))
        , hour(hourOf(settings, cost))
        , delay(flagDelayOf(settings, cost))
    {}

    [[nodiscard]] double calls() const { return cost.counted.total(); }
    [[nodiscard]] std::optional<qint64> prs() const
    {
        return binding ? binding->prsPerHour : std::nullopt;
    }

    PipelineCost cost;
    std::array<LimitAnswer, kLimitCount> limits;
    std::optional<LimitAnswer> binding;
    HourCost hour;
    FlagDelay delay;
};

QString signedText(double value)
{
    return (value > 0 ? u"+"_s : value < 0 ? u"−"_s : QString()) + callsText(std::abs(value));
}

QString prsChange(const std::optional<qint64> &now, const std::optional<qint64> &before)
{
    if (now == before)
        return BudgetNumbers::tr("as the baseline");
    if (!now || !before)
        return before ? BudgetNumbers::tr("baseline: %1").arg(QLocale().toString(*before))
                      : BudgetNumbers::tr("baseline: no bound");
    const auto percent = improvementPercent(*before, *now);
    const QString change = signedText(double(*now - *before));
    return percent ? BudgetNumbers::tr("%1 (%2 %) against %3")
                             .arg(change, signedText(double(*percent)), QLocale().toString(*before))
                   : BudgetNumbers::tr("%1 against %2").arg(change, QLocale().toString(*before));
}

QString callsChange(double now, double before)
{
    if (now == before)
        return BudgetNumbers::tr("as the baseline");
    return BudgetNumbers::tr("%1 against %2").arg(signedText(now - before), callsText(before));
}

QString wasteText(const Answer &answer)
{
    return BudgetNumbers::tr("Wasted: %1 identical reads and %2 duplicate flags per pipeline; per "
                             "hour %3 calls for superseded pipelines, %4 for repositories without "
                             "a configuration")
            .arg(callsText(answer.cost.identicalReads), callsText(answer.cost.duplicateFlags),
                 callsText(answer.hour.superseded), callsText(answer.hour.unconfigured));
}

QString lostText(const Answer &answer)
{
    if (answer.cost.leftOutUpdates <= 0)
        return BudgetNumbers::tr("Readers see every change of every flag");
    return BudgetNumbers::tr("A reader no longer sees %1 flag updates, %2 states among them")
            .arg(callsText(answer.cost.leftOutUpdates), callsText(answer.cost.leftOutStates));
}

QString delayText(const FlagDelay &delay)
{
    if (!delay.first || !delay.last)
        return BudgetNumbers::tr("No flag is written");
    return BudgetNumbers::tr("First flag after %1 s, last after %2 s")
            .arg(callsText(*delay.first), callsText(*delay.last));
}

} // namespace

BudgetNumbers::BudgetNumbers(QWidget *parent)
    : QWidget(parent)
    , m_prs(makeFigure(tr("Pull requests per hour")))
    , m_calls(makeFigure(tr("Calls per pull request")))
    , m_binding(makeFigure(tr("What binds")))
    , m_waste(new HintLabel({}, this))
    , m_lost(new HintLabel({}, this))
    , m_delay(new HintLabel({}, this))
{
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(6, 2, 6, 4);
    grid->setHorizontalSpacing(18);
    grid->setVerticalSpacing(0);
    int column = 0;
    for (const Figure &figure : {m_prs, m_calls, m_binding}) {
        grid->addWidget(figure.value, 0, column, Qt::AlignBottom);
        grid->addWidget(figure.change, 1, column, Qt::AlignTop);
        grid->setColumnStretch(column, column == 2 ? 2 : 1);
        ++column;
    }
    grid->setRowMinimumHeight(2, 4);
    grid->addWidget(m_waste, 3, 0, 1, 3);
    auto *line = new QHBoxLayout;
    line->addWidget(m_delay, 1);
    line->addWidget(m_lost, 2);
    grid->addLayout(line, 4, 0, 1, 3);
}

BudgetNumbers::Figure BudgetNumbers::makeFigure(const QString &name)
{
    Figure figure{.value = new QLabel(this), .change = new HintLabel({}, this)};
    QFont large = figure.value->font();
    large.setPointSizeF(large.pointSizeF() * 1.6);
    large.setBold(true);
    figure.value->setFont(large);
    figure.value->setWordWrap(true);
    figure.value->setTextFormat(Qt::PlainText);
    figure.value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    figure.value->setAccessibleName(name);
    return figure;
}

void BudgetNumbers::setSettings(const BudgetSettings &current, const BudgetSettings &baseline)
{
    const Answer now(current);
    const Answer before(baseline);
    m_prs.value->setText(now.prs() ? tr("%1 PRs/hour").arg(QLocale().toString(*now.prs()))
                                   : tr("any number of PRs"));
    m_prs.change->setText(prsChange(now.prs(), before.prs()));
    m_calls.value->setText(tr("%1 calls/PR").arg(callsText(now.calls())));
    m_calls.change->setText(callsChange(now.calls(), before.calls()));
    m_binding.value->setText(now.binding ? tr("bound by %1").arg(limitLabel(now.binding->limit))
                                         : tr("nothing binds"));
    m_binding.change->setText(!before.binding ? tr("baseline: nothing")
                              : now.binding && now.binding->limit == before.binding->limit
                                      ? tr("as the baseline")
                                      : tr("baseline: %1").arg(limitLabel(before.binding->limit)));
    m_waste->setText(wasteText(now));
    m_lost->setText(lostText(now));
    m_delay->setText(delayText(now.delay));
}

QString BudgetNumbers::text() const
{
    QStringList lines;
    for (const Figure &figure : {m_prs, m_calls, m_binding})
        lines += figure.value->text() + u" · "_s + figure.change->text();
    for (const QLabel *label : {m_waste, m_lost, m_delay})
        lines += label->text();
    return lines.join(u'\n');
}

} // namespace sluice
