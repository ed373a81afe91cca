// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/configbudget.h"

#include "budget/parametertable.h"

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// As far as the parameter's range goes.
double within(QLatin1StringView key, double value)
{
    const BudgetParameter &row = *budgetParameter(QString(key));
    return std::clamp(value, row.least, row.most);
}

} // namespace

int callsToFind(const QString &fileName)
{
    const QStringList names = notebookConfigNames();
    const qsizetype position = names.indexOf(fileName);
    return int(position < 0 ? names.indexOf(u".packit.yaml"_s) : position) + 1;
}

BudgetTotals totalsOf(const BudgetSettings &settings)
{
    const bool hasTests = settings.base.hasTests && !settings.areTestsManual;
    const double targets
            = hasTests ? settings.base.chroots * settings.testTargets * settings.testJobs : 0;
    return {.buildJobs = settings.packages,
            .chroots = settings.base.chroots * settings.packages,
            .testJobs = hasTests ? settings.testJobs : 0,
            .testTargets = targets,
            .stillTargets = targets * settings.stillTests};
}

void setTotals(BudgetSettings &settings, const BudgetTotals &totals)
{
    const int jobs = std::max(1, totals.buildJobs);
    const bool isEven = totals.chroots % jobs == 0;
    settings.packages = isEven ? int(within("packages"_L1, jobs)) : 1;
    settings.base.chroots = int(within("chroots"_L1, totals.chroots / settings.packages));
    const bool hasTests = totals.testTargets > 0;
    settings.base.hasTests = hasTests;
    if (!hasTests)
        return;
    settings.areTestsManual = false;
    settings.testJobs = int(within("test_jobs"_L1, std::max(1, totals.testJobs)));
    const double runs = settings.base.chroots * double(settings.testJobs);
    settings.testTargets = runs > 0 ? within("test_targets"_L1, totals.testTargets / runs) : 1;
    settings.stillTests = within("still_tests"_L1, totals.stillTargets / totals.testTargets);
}

void applyFacts(BudgetSettings &settings, const ConfigFacts &facts)
{
    const BudgetPolicy policy = policyOf(settings);
    const bool isByName = policy == BudgetPolicy::Notebook;
    const bool isOurs = policy == BudgetPolicy::Sluice || policy == BudgetPolicy::SluiceLean;
    setTotals(settings, {.buildJobs = facts.buildJobs,
                         .chroots = facts.buildJobs > 0 ? facts.chroots : facts.testTargets,
                         .testJobs = facts.testJobs,
                         .testTargets = double(facts.testTargets),
                         .stillTargets = facts.isSyncing() ? double(facts.stillTargets) : 0});
    settings.base.hasBuilds = facts.buildJobs > 0;
    settings.areTestsManual = facts.testJobs == 0 && facts.manualJobs > 0;
    if (settings.areTestsManual)
        settings.base.hasTests = true;
    const bool areFlagsStill = !facts.isSyncing() || facts.buildJobs == 0 || isOurs;
    settings.base.setsAllFlags = !areFlagsStill;
    const int lookups = int(within("specfile_calls"_L1, facts.specfileLookups));
    if (isByName)
        settings.base.configLoad = callsToFind(facts.fileName) + lookups;
    else
        settings.specfileCalls = lookups;
    if (facts.areTestsElsewhere)
        settings.fmfReads = 0;
    else if (policy == BudgetPolicy::PackitToday)
        settings.fmfReads = std::max(1, settings.fmfReads); // not those of the file before
}

} // namespace sluice
