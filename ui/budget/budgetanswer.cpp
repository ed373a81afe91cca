// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetanswer.h"

#include "budget/budgetwords.h"
#include "budget/improvements.h"

#include <QLocale>

#include <cmath>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QString whole(qint64 number) { return QLocale().toString(number); }
QString callsText(double calls) { return numberText(calls, 2); }

QString signedText(double value)
{
    return (value > 0 ? u"+"_s : value < 0 ? u"−"_s : QString()) + callsText(std::abs(value));
}

} // namespace

BudgetAnswer::BudgetAnswer(const BudgetSettings &settings)
    : cost(evaluate(settings))
    , callsPerPr(sluice::callsPerPr(settings, cost))
    , limits(limitsOf(settings, cost))
    , binding(bindingLimit(limits))
    , hour(hourOf(settings, cost))
    , delay(flagDelayOf(settings, cost))
{}

std::optional<qint64> BudgetAnswer::prs() const
{
    return binding ? binding->prsPerHour : std::nullopt;
}

QString BudgetAnswer::prsText() const
{
    return prs() ? tr("%1 PRs/hour").arg(whole(*prs())) : tr("unlimited PRs");
}

QString BudgetAnswer::callsPerPrText() const
{
    return tr("%1 calls/PR").arg(callsText(callsPerPr));
}

QString BudgetAnswer::bindingText() const
{
    return binding ? tr("bound by %1").arg(limitLabel(binding->limit)) : tr("nothing binds");
}

QString BudgetAnswer::primaryText() const
{
    const LimitAnswer &primary = limits.at(size_t(LimitKind::Primary));
    if (!binding || binding->limit == LimitKind::Primary || !primary.prsPerHour)
        return {};
    return tr("%1 by the primary limit").arg(whole(*primary.prsPerHour));
}

QString BudgetAnswer::wasteText() const
{
    QStringList parts;
    const auto add = [&parts](const QString &text, double calls) {
        if (calls > 0)
            parts += text.arg(callsText(calls));
    };
    add(tr("identical reads %1 per pipeline"), cost.identicalReads);
    add(tr("duplicate flags %1 per pipeline"), cost.duplicateFlags);
    add(tr("superseded pipelines %1 per hour"), hour.superseded);
    add(tr("repositories without a configuration %1 per hour"), hour.unconfigured);
    return parts.isEmpty() ? tr("No call is wasted.")
                           : tr("Wasted calls: %1.").arg(parts.join(u", "_s));
}

QString BudgetAnswer::lostText() const
{
    if (!delay.last)
        return {};
    if (cost.leftOutUpdates <= 0)
        return tr("Readers see every change of every flag.");
    return tr("Flag updates that a reader no longer sees: %1 per pipeline, %2 of them states.")
            .arg(callsText(cost.leftOutUpdates), callsText(cost.leftOutStates));
}

QString BudgetAnswer::delayText() const
{
    if (!delay.first || !delay.last)
        return tr("No flag is written.");
    return tr("First flag after %1 s, last after %2 s.")
            .arg(numberText(*delay.first), numberText(*delay.last));
}

QString BudgetAnswer::prsChange(const BudgetAnswer &baseline) const
{
    if (prs() == baseline.prs())
        return tr("as the baseline");
    if (!prs() || !baseline.prs())
        return baseline.prs() ? tr("baseline: %1").arg(whole(*baseline.prs()))
                              : tr("baseline: unlimited");
    const QString change = signedText(double(*prs() - *baseline.prs()));
    const auto percent = improvementPercent(*baseline.prs(), *prs());
    return percent ? tr("%1 (%2 %) against %3")
                             .arg(change, signedText(double(*percent)), whole(*baseline.prs()))
                   : tr("%1 against %2").arg(change, whole(*baseline.prs()));
}

QString BudgetAnswer::callsChange(const BudgetAnswer &baseline) const
{
    const QString change = callsPerPr == baseline.callsPerPr
                                 ? tr("as the baseline")
                                 : tr("%1 against %2")
                                           .arg(signedText(callsPerPr - baseline.callsPerPr),
                                                callsText(baseline.callsPerPr));
    return callsPerPr == callsPerPipeline()
                 ? change
                 : tr("%1; %2 calls per pipeline").arg(change, callsText(callsPerPipeline()));
}

} // namespace sluice
