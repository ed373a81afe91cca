// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/limits.h"

#include <QCoreApplication>

namespace sluice {

/// What one setting comes to, in numbers and in the words of the page. A value.
struct BudgetAnswer
{
    Q_DECLARE_TR_FUNCTIONS(sluice::BudgetAnswer)

public:
    explicit BudgetAnswer(const BudgetSettings &settings);

    [[nodiscard]] double callsPerPipeline() const { return cost.counted.total(); }
    [[nodiscard]] std::optional<qint64> prs() const; ///< per hour; none: nothing binds

    [[nodiscard]] QString prsText() const; ///< "14 PRs/hour"
    [[nodiscard]] QString callsPerPrText() const; ///< "345 calls/PR"
    [[nodiscard]] QString bindingText() const; ///< "bound by the primary limit"
    [[nodiscard]] QString primaryText() const; ///< what the primary limit allows, if it is not that
    [[nodiscard]] QString wasteText() const;
    [[nodiscard]] QString lostText() const;
    [[nodiscard]] QString delayText() const;

    [[nodiscard]] QString prsChange(const BudgetAnswer &baseline) const;
    [[nodiscard]] QString callsChange(const BudgetAnswer &baseline) const;

    PipelineCost cost; ///< of one pipeline
    double callsPerPr; ///< of all pipelines of a pull request
    std::array<LimitAnswer, kLimitCount> limits;
    std::optional<LimitAnswer> binding;
    HourCost hour;
    FlagDelay delay;
};

} // namespace sluice
