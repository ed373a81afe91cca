// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgetsettings.h"
#include "budget/flagtrack.h"
#include "pipeline/pipeline.h"

namespace sluice {

/// How the configuration is found.
enum class ConfigLookup {
    NameByName, ///< one read per candidate, as Packit did in 2023
    Listing, ///< the root's listing, then one read, as Packit does today
    OneQuery, ///< with everything else in one GraphQL query
};

/// How pipelines behave: the switches of the budget model, so that a run can be held against it.
class PipelinePolicy final
{
public:
    explicit PipelinePolicy(const BudgetSettings &settings, ConfigLookup lookup);
    /// The policy of that name with the model's other settings.
    [[nodiscard]] static PipelinePolicy named(BudgetPolicy policy, BudgetSettings settings = {});

    [[nodiscard]] const BudgetSettings &settings() const { return m_settings; }
    [[nodiscard]] ConfigLookup lookup() const { return m_lookup; }
    /// Flags are not written where another service writes the same names. The policies that ask
    /// more than one query spend a request on that, which the model does not know.
    [[nodiscard]] bool isMindingOthers() const { return m_isMindingOthers; }
    void setMindingOthers(bool isOn) { m_isMindingOthers = isOn; }
    /// Whether a run that comes to `progress` tells its flag so. Results are always told.
    [[nodiscard]] bool isShown(JobKind job, RunProgress progress) const;
    /// Test flags follow the build while it runs.
    [[nodiscard]] bool isSyncing() const { return m_settings.base.setsAllFlags; }
    /// The facts of the pull request are read again with every event.
    [[nodiscard]] bool readsAgain(PipelineStep step) const;

private:
    BudgetSettings m_settings;
    ConfigLookup m_lookup;
    bool m_isMindingOthers = false;
    FlagTrack m_build;
    FlagTrack m_test;
};

} // namespace sluice
