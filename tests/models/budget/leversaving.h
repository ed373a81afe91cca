// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/configlevers.h"

namespace sluice {

/// What the model says that the lever of this title saves; 0: it offers none.
inline double savedBy(const ConfigBudget &config, const QString &title,
                      const BudgetSettings &settings)
{
    for (const LeverOffer &offer : leverOffers(config.levers, settings)) {
        if (config.levers.at(offer.lever).title == title)
            return offer.calls;
    }
    return 0;
}

} // namespace sluice
