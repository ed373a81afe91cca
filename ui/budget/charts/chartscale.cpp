// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/charts/chartscale.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace sluice {

ChartScale ChartScale::upTo(double value, int steps)
{
    if (!std::isfinite(value) || value <= 0)
        return {};
    const double power = std::max(1.0, std::pow(10, std::floor(std::log10(value / steps))));
    double step = power;
    for (const double factor : {2.0, 2.5, 5.0, 10.0}) {
        if (value <= step * steps)
            break;
        if (factor != 2.5 || power > 1) // ticks are whole numbers
            step = power * factor;
    }
    return {.most = std::ceil(value / step) * step, .step = step};
}

QString numberText(double value)
{
    const double rounded = std::round(value * 10) / 10;
    return QLocale().toString(rounded, 'f', rounded == std::floor(rounded) ? 0 : 1);
}

QString callsCounted(double calls)
{
    const QString text = numberText(calls);
    return text == numberText(1) ? QCoreApplication::translate("BudgetChart", "1 call")
                                 : QCoreApplication::translate("BudgetChart", "%1 calls").arg(text);
}

QString rateText(std::optional<qint64> prsPerHour)
{
    if (!prsPerHour)
        return QCoreApplication::translate("BudgetChart", "no bound");
    return *prsPerHour == 1
                 ? QCoreApplication::translate("BudgetChart", "1 PR/hour")
                 : QCoreApplication::translate("BudgetChart", "%L1 PRs/hour").arg(*prsPerHour);
}

} // namespace sluice
