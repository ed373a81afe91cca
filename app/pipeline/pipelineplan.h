// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgetsettings.h"
#include "packit/packitconfig.h"
#include "pipeline/pipeline.h"

namespace sluice {

/// What a configuration asks of one pull request: its flags, and the runs that they tell of
/// (ChrootRun::flag is a position in `flagNames` plus 1).
struct PipelinePlan
{
    QStringList flagNames;
    QList<ChrootRun> runs;
};

/// By the jobs for pull requests against its branch and with its labels; the switches builds,
/// tests, chroots_per_flag and summary_flag of the policy decide who is told. What cannot be done
/// has ended: unknown targets, and tests of what nobody builds.
[[nodiscard]] PipelinePlan planPipeline(const PackitConfig &config, const Pipeline &pull,
                                        const BudgetSettings &settings);

/// The name of a job within its pipeline: its place among those of its kind and its identifier.
[[nodiscard]] QString planJobName(qsizetype position, const PackitJob &job);
/// The job of that name; none: the configuration has no such job.
[[nodiscard]] std::optional<PackitJob> plannedJob(const PackitConfig &config,
                                                  const QString &baseRef, JobKind kind,
                                                  const QString &jobName);

} // namespace sluice
