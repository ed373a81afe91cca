// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgetmodel.h"

namespace sluice {

/// What leaves the program for one pull request with all its pushes and further runs, old runs as
/// long as they live.
struct PrRequests
{
    double counted = 0; ///< calls that GitHub counts
    double reads = 0;
    double writes = 0;
};
[[nodiscard]] PrRequests requestsPerPr(const BudgetSettings &settings, const PipelineCost &cost);
/// The calls of it that GitHub counts.
[[nodiscard]] double callsPerPr(const BudgetSettings &settings, const PipelineCost &cost);

/// Calls of one hour of traffic on one organisation's budget.
struct HourCost
{
    double pipelines = 0; ///< calls of all pipelines
    double superseded = 0; ///< of these, of pipelines that a newer push made useless
    double unconfigured = 0; ///< for repositories without a configuration
    double comments = 0;
    double available = 0; ///< calls that may be spent in an hour
    [[nodiscard]] double total() const { return pipelines + unconfigured + comments; }
    /// Minutes until the budget is gone; none: it lasts for the hour.
    [[nodiscard]] std::optional<double> minutesToExhaustion() const;
};
[[nodiscard]] HourCost hourOf(const BudgetSettings &settings, const PipelineCost &cost);
/// Calls per hour that GitHub gives to one organisation's token.
[[nodiscard]] int rateLimitOf(const BudgetSettings &settings);
/// Calls that may be spent in an hour: not those of others, not the reserve.
[[nodiscard]] double availableCalls(const BudgetSettings &settings);
/// What a comment costs that starts nothing: the checks of its event.
[[nodiscard]] double commentCalls(const BudgetSettings &settings);
/// The share of older runs, all that a further push follows, that make this step; exact where
/// all pipelines take equally long.
[[nodiscard]] double supersededShare(const BudgetSettings &settings, PipelineStep step);
/// Calls of an hour that no pipeline makes.
[[nodiscard]] double callsBesidePipelines(const BudgetSettings &settings);

} // namespace sluice
