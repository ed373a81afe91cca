// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/charts/chartscale.h"

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

} // namespace sluice
