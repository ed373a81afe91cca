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
    double step = std::max(1.0, std::pow(10, std::floor(std::log10(value / steps))));
    for (const double factor : {2.0, 2.5, 2.0}) { // 1, 2, 5, 10
        if (value <= step * steps)
            break;
        step *= factor;
    }
    return {.most = std::ceil(value / step) * step, .step = step};
}

QString numberText(double value)
{
    const double rounded = std::round(value * 10) / 10;
    return QLocale().toString(rounded, 'f', rounded == std::floor(rounded) ? 0 : 1);
}

QString rateText(std::optional<qint64> prsPerHour)
{
    if (!prsPerHour)
        return QCoreApplication::translate("BudgetChart", "no bound");
    return QCoreApplication::translate("BudgetChart", "%L1 PRs/hour").arg(*prsPerHour);
}

} // namespace sluice
