// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetsettings.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// What stays when a policy is chosen.
BudgetSettings withoutBehaviour(const BudgetSettings &settings)
{
    const BudgetSettings plain;
    BudgetSettings kept = settings;
    kept.base.configLoad = plain.base.configLoad;
    kept.base.isConfigLoadedOnce = plain.base.isConfigLoadedOnce;
    kept.base.setsAllFlags = plain.base.setsAllFlags;
    kept.base.isPrivateOnce = plain.base.isPrivateOnce;
    kept.isSrpmOneEvent = plain.isSrpmOneEvent;
    kept.isOneQuery = plain.isOneQuery;
    kept.privateCost = plain.privateCost;
    kept.approvalChecks = plain.approvalChecks;
    kept.isApprovalPerJob = plain.isApprovalPerJob;
    kept.approvalCost = plain.approvalCost;
    kept.specfileCalls = plain.specfileCalls;
    kept.repositoryReads = plain.repositoryReads;
    kept.testRepositoryReads = plain.testRepositoryReads;
    kept.submitPullReads = plain.submitPullReads;
    kept.testPullReads = plain.testPullReads;
    kept.fmfReads = plain.fmfReads;
    kept.branchReads = plain.branchReads;
    kept.flagCost = plain.flagCost;
    kept.fallbackShare = plain.fallbackShare;
    kept.testSubmitFlags = plain.testSubmitFlags;
    kept.isFinalOnly = plain.isFinalOnly;
    kept.isNewsOnly = plain.isNewsOnly;
    kept.isStateOnly = plain.isStateOnly;
    kept.gatherSeconds = plain.gatherSeconds;
    kept.chrootsPerFlag = plain.chrootsPerFlag;
    kept.hasSummaryFlag = plain.hasSummaryFlag;
    kept.batchSize = plain.batchSize;
    kept.repositoryHits = plain.repositoryHits;
    kept.approvalHits = plain.approvalHits;
    kept.configHits = plain.configHits;
    kept.otherHits = plain.otherHits;
    kept.isCacheKeptOverTokens = plain.isCacheKeptOverTokens;
    kept.cancelOld = plain.cancelOld;
    kept.unconfiguredCalls = plain.unconfiguredCalls;
    return kept;
}

/// packit-service of August 2026. The configuration is found by one listing and one read, kept
/// for the whole run, the private check is made once; but every task reads the repository anew,
/// and submitting tests reads the pull request, .fmf/version and three times the branch.
void behaveAsPackitToday(BudgetSettings &settings)
{
    settings.base.configLoad = 2;
    settings.base.isConfigLoadedOnce = true;
    settings.base.setsAllFlags = true; // sync_test_job_statuses_with_builds, on by default
    settings.base.isPrivateOnce = true;
    settings.isSrpmOneEvent = true;
    settings.isApprovalPerJob = true;
    settings.repositoryReads = 1;
    settings.testRepositoryReads = 2;
    settings.submitPullReads = 1;
    settings.testPullReads = 1;
    settings.fmfReads = 1;
    settings.branchReads = 3;
    settings.testSubmitFlags = 2;
    settings.unconfiguredCalls = 2;
}

/// One query at the head commit answers privacy, author, configuration, spec file and test
/// metadata; the rest stands in events. Flags change as with Packit's
/// `sync_test_job_statuses_with_builds: false`.
void behaveAsSluice(BudgetSettings &settings)
{
    settings.isOneQuery = true;
    settings.base.isConfigLoadedOnce = true;
    settings.base.setsAllFlags = false;
    settings.base.isPrivateOnce = true;
    settings.isSrpmOneEvent = true;
    settings.testSubmitFlags = 2;
    settings.gatherSeconds = 1;
    settings.cancelOld = CancelOld::AtSubmit;
    settings.unconfiguredCalls = 1;
}

} // namespace

void applyPolicy(BudgetSettings &settings, BudgetPolicy policy)
{
    switch (policy) {
    case BudgetPolicy::Notebook:
        settings = withoutBehaviour(settings);
        return;
    case BudgetPolicy::PackitToday:
        settings = withoutBehaviour(settings);
        behaveAsPackitToday(settings);
        return;
    case BudgetPolicy::Sluice:
        settings = withoutBehaviour(settings);
        behaveAsSluice(settings);
        return;
    case BudgetPolicy::SluiceLean:
        settings = withoutBehaviour(settings);
        behaveAsSluice(settings);
        settings.isNewsOnly = true;
        return;
    case BudgetPolicy::Custom:
        return;
    }
}

BudgetPolicy policyOf(const BudgetSettings &settings)
{
    // The notebook's own switches may stand anywhere in its policy.
    BudgetSettings notebook = withoutBehaviour(settings);
    notebook.base = settings.base;
    if (settings == notebook)
        return BudgetPolicy::Notebook;
    BudgetSettings today = settings;
    applyPolicy(today, BudgetPolicy::PackitToday);
    today.base.setsAllFlags = settings.base.setsAllFlags; // an option of the service
    today.specfileCalls = settings.specfileCalls; // by the configuration
    today.fmfReads = settings.fmfReads;
    if (settings == today)
        return BudgetPolicy::PackitToday;
    for (const BudgetPolicy policy : {BudgetPolicy::Sluice, BudgetPolicy::SluiceLean}) {
        BudgetSettings ours = settings;
        applyPolicy(ours, policy);
        ours.batchSize = settings.batchSize; // 1 for commit statuses, more for check runs
        if (settings == ours)
            return policy;
    }
    return BudgetPolicy::Custom;
}

QString policyName(BudgetPolicy policy)
{
    switch (policy) {
    case BudgetPolicy::Notebook:
        return u"notebook"_s;
    case BudgetPolicy::PackitToday:
        return u"packit-today"_s;
    case BudgetPolicy::Sluice:
        return u"sluice"_s;
    case BudgetPolicy::SluiceLean:
        return u"sluice-lean"_s;
    case BudgetPolicy::Custom:
        return u"custom"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

std::optional<BudgetPolicy> policyFromName(QStringView name)
{
    using enum BudgetPolicy;
    for (const BudgetPolicy policy : {Notebook, PackitToday, Sluice, SluiceLean, Custom}) {
        if (policyName(policy) == name)
            return policy;
    }
    return {};
}

} // namespace sluice
