// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgetsettings.h"

namespace sluice {

/// What one flag is set to while its pipeline runs: how often in each step, after all that leaves
/// writes out. A value.
class FlagTrack final
{
public:
    [[nodiscard]] static FlagTrack ofBuild(const BudgetSettings &settings);
    [[nodiscard]] static FlagTrack ofTest(const BudgetSettings &settings);
    /// Of one that never follows the build.
    [[nodiscard]] static FlagTrack ofStillTest(BudgetSettings settings);
    /// What a reader would see if nothing were left out.
    [[nodiscard]] static FlagTrack ofBuildInFull();
    [[nodiscard]] static FlagTrack ofTestInFull(const BudgetSettings &settings);

    [[nodiscard]] int writes(PipelineStep step) const { return m_writes[size_t(step)]; }
    [[nodiscard]] int writes() const;
    /// How many of queued, running and ended a reader sees.
    [[nodiscard]] int states() const;

private:
    enum class Shown : char { Nothing, Queued, Running, Ended };

    void set(PipelineStep step, Shown shown, int writes = 1);
    void leaveOut(const BudgetSettings &settings);
    void keepNews();
    void keepFirstAndLast();
    void keepStateChanges();
    void gather(double seconds, double pipelineSeconds);

    std::array<int, kStepCount> m_writes{};
    std::array<Shown, kStepCount> m_shown{};
};

/// When a step happens, as a share of the pipeline's duration. Our assumption: nothing that GitHub
/// or Packit promises.
[[nodiscard]] double stepOffset(PipelineStep step);

} // namespace sluice
