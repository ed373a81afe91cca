// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetwords.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace sluice {

namespace {

constexpr double kMinute = 60;
constexpr double kHour = 3600;

/// The context of their translations.
struct BudgetWords
{
    Q_DECLARE_TR_FUNCTIONS(sluice::BudgetWords)
};

double rounded(double value, int decimals)
{
    const double power = std::pow(10, decimals);
    return std::round(value * power) / power;
}

} // namespace

QString numberText(double value, int mostDecimals)
{
    const double shown = rounded(value, mostDecimals);
    int decimals = 0;
    while (decimals < mostDecimals && rounded(shown, decimals) != shown)
        ++decimals;
    return QLocale().toString(shown, 'f', decimals);
}

QString callsCounted(double calls)
{
    const QString text = numberText(calls);
    return text == numberText(1) ? BudgetWords::tr("1 call")
                                 : BudgetWords::tr("%1 calls").arg(text);
}

QString rateText(std::optional<qint64> prsPerHour)
{
    if (!prsPerHour)
        return BudgetWords::tr("no bound");
    return *prsPerHour == 1 ? BudgetWords::tr("1 PR/hour")
                            : BudgetWords::tr("%L1 PRs/hour").arg(*prsPerHour);
}

QString durationText(double seconds)
{
    if (!std::isfinite(seconds) || seconds < 0)
        return BudgetWords::tr("unknown");
    if (seconds < 2 * kMinute)
        return BudgetWords::tr("%1 s").arg(numberText(seconds, seconds < 10 ? 1 : 0));
    if (seconds < 2 * kHour)
        return BudgetWords::tr("%1 min").arg(numberText(seconds / kMinute, 0));
    return BudgetWords::tr("%1 h").arg(numberText(seconds / kHour));
}

} // namespace sluice
