// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/notebook.h"

#include <QString>

namespace sluice {

/// Whose behaviour a set of numbers describes; the same words as the pipeline's policies.
enum class BudgetPolicy {
    Notebook, ///< as the notebook counts it
    PackitToday, ///< as packit-service was in August 2026, by reading its code
    Sluice, ///< as Sluice's own pipelines: one query, no read twice, every change that is seen
    SluiceLean, ///< the same, with states joined that carry no news
    Custom, ///< neither
};

/// When an old run stops after its pull request was pushed to again.
enum class CancelOld { Never, AtSubmit, AtRpm };

/// Whose token makes the calls: GitHub's limit per hour follows from it.
enum class TokenKind {
    AsGiven, ///< NotebookSettings::rateLimit
    User, ///< of a person, or an OAuth app
    Installation, ///< of a GitHub App, by repositories and users of the organisation
    Enterprise, ///< in an Enterprise Cloud organisation
    Actions, ///< GITHUB_TOKEN
};

/// Everything that the model can be told. The defaults are the notebook's: with them evaluate()
/// counts what notebookCalls() counts.
struct BudgetSettings
{
    NotebookSettings base;

    // What is built.
    double testTargets = 1; ///< per chroot, on average
    int packages = 1; ///< build jobs
    int testJobs = 1;
    double stillTests = 0; ///< share of tests whose flags never follow the build
    bool areTestsManual = false; ///< started by people: no flags, no steps of their own
    bool isSrpmOneEvent = false; ///< one per build, as it is; the notebook has one per chroot

    // What reads cost.
    bool isOneQuery = false; ///< one GraphQL query answers all that the first step asks
    int privateCost = 1; ///< 0: taken from the event
    int approvalChecks = 2;
    bool isApprovalPerJob = false; ///< one check per kind of job instead of a fixed number
    int approvalCost = 1;
    int specfileCalls = 0; ///< beside the load of the configuration
    int repositoryReads = 0; ///< per task
    int testRepositoryReads = 0; ///< per submission of tests
    int submitPullReads = 0;
    int testPullReads = 0;
    int fmfReads = 0;
    int branchReads = 0;

    // What flags cost.
    int flagCost = 1; ///< calls per write
    double fallbackShare = 0; ///< of writes that fail and are made in the other way for 3 calls
    int testSubmitFlags = 0; ///< changes while tests are submitted
    bool isFinalOnly = false; ///< first and last state, nothing between
    bool isNewsOnly = false; ///< states that say nothing new are joined with their neighbour
    bool isStateOnly = false; ///< no write where only the words change
    int gatherSeconds = 0; ///< a change that is followed by another within this is left out
    int chrootsPerFlag = 1;
    bool hasSummaryFlag = false; ///< one flag for all chroots
    int batchSize = 1; ///< flags per request

    // What a cache saves: the share of reads that are answered by "304 Not Modified".
    double repositoryHits = 0;
    double approvalHits = 0;
    double configHits = 0;
    double otherHits = 0;
    bool isCacheKeptOverTokens = true; ///< an App's token changes hourly, and its ETags with it

    // Traffic.
    double prsPerHour = 5;
    double pushesPerPr = 1;
    double minutesBetweenPushes = 30;
    double pipelineMinutes = 60;
    double pipelineSpread = 0; ///< standard deviation of the logarithm of the duration
    CancelOld cancelOld = CancelOld::Never;
    double retriggers = 0; ///< further runs per pull request, asked for by people
    double srpmFailures = 0; ///< share of builds
    double rpmFailures = 0; ///< share of chroots
    double externalShare = 0; ///< pull requests of people who may not write
    int repositories = 100;
    double configuredShare = 1; ///< of the repositories
    double unconfiguredEvents = 0; ///< per hour, from repositories without a configuration
    int unconfiguredCalls = 9; ///< per such event
    double comments = 0; ///< per hour
    int organisations = 1; ///< each with a budget of its own

    // Limits.
    TokenKind token = TokenKind::AsGiven;
    int users = 20; ///< in each organisation
    double othersShare = 0; ///< of the same budget, spent by other programs
    int reserve = 0; ///< calls per hour that are not to be spent
    int pointsPerMinute = 900;
    int concurrency = 100;
    double writeSpacing = 1; ///< seconds
    double secondsPerCall = 0; ///< what GitHub takes to answer a read
    int contentPerMinute = 80;
    int contentPerHour = 500;
    bool isContentBinding = false; ///< GitHub does not say whether flags are content

    bool operator==(const BudgetSettings &) const = default;
};

/// Sets what a policy decides and leaves what is built, traffic and limits as they are. Custom
/// changes nothing.
void applyPolicy(BudgetSettings &settings, BudgetPolicy policy);
[[nodiscard]] BudgetPolicy policyOf(const BudgetSettings &settings);
[[nodiscard]] QString policyName(BudgetPolicy policy); ///< "packit-today"
[[nodiscard]] std::optional<BudgetPolicy> policyFromName(QStringView name);

} // namespace sluice
