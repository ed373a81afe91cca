// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "packit/packitconfig.h"

#include <QStringList>

namespace sluice {

/// What a Packit configuration asks for with every pull request, in the words of the model.
struct ConfigFacts
{
    QString title; ///< "hello/.packit.yaml"
    QString fileName; ///< ".packit.yaml"
    int buildJobs = 0;
    int chroots = 0; ///< of all build jobs: each has a flag
    int testJobs = 0; ///< that start by themselves
    int testTargets = 0; ///< of all these jobs
    int manualJobs = 0; ///< tests that somebody has to ask for
    int stillTargets = 0; ///< of these: their flags do not follow the build, or there is none
    bool areTestsElsewhere = false; ///< all of them name an fmf_url
    int specfileLookups = 0;
    QStringList notes; ///< a sentence each: what the model cannot be told, and what that means

    /// Some test flags follow the build.
    [[nodiscard]] bool isSyncing() const { return testTargets == 0 || stillTargets < testTargets; }
    bool operator==(const ConfigFacts &) const = default;
};

[[nodiscard]] ConfigFacts factsOf(const PackitConfig &config, const PackitConfigOrigin &origin);
/// Runs with every pull request for the usual branch.
[[nodiscard]] bool isCounted(const PackitJob &job);
/// What is built or tested with every pull request, tests of what is not built left out.
[[nodiscard]] QList<PackitFlag> countedFlags(const PackitConfig &config, PackitJobType type);
/// "6 chroots, 6 test targets, 1 build job, 1 test job"
[[nodiscard]] QString factsText(const ConfigFacts &facts);
/// A configuration, and how much it counts beside others.
struct WeighedFacts
{
    ConfigFacts facts;
    double weight = 1;
};
/// Of at least one: whole numbers, as many chroots in each build job.
[[nodiscard]] ConfigFacts meanFacts(const QList<WeighedFacts> &all);

} // namespace sluice
