// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetmodel.h"

#include "budget/flagtrack.h"

#include <algorithm>
#include <cmath>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

using enum PipelineStep;

/// Repository, commit, status: what a write costs that GitHub refused in the first way.
constexpr int kFallbackCost = 3;
constexpr double kTokenMinutes = 60; ///< an installation token's life

bool hasTests(const BudgetSettings &s) { return s.base.hasTests && !s.areTestsManual; }
double buildChroots(const BudgetSettings &s) { return double(s.base.chroots) * s.packages; }
double testRuns(const BudgetSettings &s)
{
    // The targets of a chroot are an average; there is no half a run.
    return hasTests(s) ? std::round(s.base.chroots * s.testTargets * s.testJobs) : 0;
}

bool isTestStep(PipelineStep step)
{
    return step == TestsSubmitted || step == TestsStarted || step == TestsFinished;
}

/// Tests alone build as well: nobody sees it.
bool isAnythingBuilt(const BudgetSettings &s) { return s.base.hasBuilds || hasTests(s); }

/// Tasks that a step starts, were nothing to fail.
double tasksOf(const BudgetSettings &s, PipelineStep step)
{
    switch (step) {
    case PrUpdated:
        return 1;
    case BuildSubmitted:
        return s.packages;
    case SrpmStarted:
    case SrpmFinished:
        return s.isSrpmOneEvent ? s.packages : buildChroots(s);
    case RpmStarted:
    case RpmFinished:
        return buildChroots(s);
    case TestsSubmitted:
    case TestsStarted:
    case TestsFinished:
        return testRuns(s);
    }
    Q_UNREACHABLE_RETURN(0);
}

/// How likely a chroot comes to this step.
double reached(const BudgetSettings &s, PipelineStep step)
{
    if (isTestStep(step))
        return (1 - s.srpmFailures) * (1 - s.rpmFailures);
    return step == RpmStarted || step == RpmFinished ? 1 - s.srpmFailures : 1;
}

double flagsFor(const BudgetSettings &s, double chroots)
{
    if (chroots == 0)
        return 0;
    return s.hasSummaryFlag ? 1 : std::ceil(chroots / s.chrootsPerFlag);
}

int approvalChecks(const BudgetSettings &s)
{
    return s.isApprovalPerJob ? int{s.base.hasBuilds} + int{hasTests(s)} : s.approvalChecks;
}

void addReads(const BudgetSettings &s, CallTable &calls)
{
    const int load = s.base.configLoad + s.specfileCalls;
    const int checks = approvalChecks(s);
    if (s.isOneQuery) {
        calls.at(PrUpdated, CallKind::Other) = 1;
    } else {
        calls.at(PrUpdated, CallKind::Private) = s.privateCost;
        calls.at(PrUpdated, CallKind::Approved) = checks * s.approvalCost;
        calls.at(PrUpdated, CallKind::Config) = load;
        calls.at(PrUpdated, CallKind::PullRequest) = checks * s.externalShare;
    }
    for (int i = 1; i < kStepCount; ++i) {
        const auto step = PipelineStep(i);
        const double tasks = tasksOf(s, step) * reached(s, step);
        if (step == TestsSubmitted) {
            calls.at(step, CallKind::Repository) = tasks * s.testRepositoryReads;
            calls.at(step, CallKind::PullRequest) = tasks * s.testPullReads;
            calls.at(step, CallKind::Fmf) = tasks * s.fmfReads;
            calls.at(step, CallKind::Branch) = tasks * s.branchReads;
            continue;
        }
        const double built = isAnythingBuilt(s) ? tasks : 0;
        calls.at(step, CallKind::Repository) = built * s.repositoryReads;
        if (step == BuildSubmitted) {
            calls.at(step, CallKind::PullRequest) = built * s.submitPullReads;
            continue; // no event of the outside: nothing is checked again
        }
        calls.at(step, CallKind::Private) = s.base.isPrivateOnce ? 0 : tasks * s.privateCost;
        calls.at(step, CallKind::Config) = s.base.isConfigLoadedOnce ? 0 : tasks * load;
    }
}

/// What FlagTrack says of one flag, for all of them.
struct Flags
{
    explicit Flags(const BudgetSettings &s)
        : builds(s.base.hasBuilds ? flagsFor(s, buildChroots(s)) : 0)
        , tests(flagsFor(s, testRuns(s)))
        , still(std::round(tests * s.stillTests))
        , build(FlagTrack::ofBuild(s))
        , test(FlagTrack::ofTest(s))
        , stillTest(FlagTrack::ofStillTest(s))
    {}

    [[nodiscard]] double testsWriting(PipelineStep step, int wave) const
    {
        return (test.writes(step) >= wave ? tests - still : 0)
             + (stillTest.writes(step) >= wave ? still : 0);
    }
    [[nodiscard]] double testWrites(PipelineStep step) const
    {
        return (tests - still) * test.writes(step) + still * stillTest.writes(step);
    }
    [[nodiscard]] double updates() const
    {
        return builds * build.writes() + (tests - still) * test.writes()
             + still * stillTest.writes();
    }
    [[nodiscard]] double states() const
    {
        return builds * build.states() + (tests - still) * test.states()
             + still * stillTest.states();
    }

    double builds;
    double tests;
    double still; // among the tests
    FlagTrack build;
    FlagTrack test;
    FlagTrack stillTest;
};

double callsPerFlag(const BudgetSettings &s)
{
    return s.flagCost + s.fallbackShare * kFallbackCost;
}

/// Requests for so many flags of builds and tests that change once in a step. One event's flags
/// share requests; with changes gathered those of all events do.
double requestsFor(const BudgetSettings &s, PipelineStep step, double builds, double tests)
{
    const double flags = builds + tests;
    if (s.batchSize <= 1 || flags <= 0)
        return flags;
    const double events
            = s.gatherSeconds > 0 ? 1 : std::min(tasksOf(s, step), std::max(builds, tests));
    return std::min(flags, events * std::ceil(flags / events / s.batchSize));
}

/// A failure ends flags earlier than their own last step: writes that no track has.
double requestsOfFailure(const BudgetSettings &s, const Flags &flags, PipelineStep step)
{
    const double builds = step == SrpmFinished || flags.build.writes(step) > 0 ? flags.builds : 0;
    return requestsFor(s, step, builds, flags.tests);
}

/// The share of a step's events that tell a failure and end other flags, too.
double failing(const BudgetSettings &s, PipelineStep step)
{
    return step == SrpmFinished ? s.srpmFailures : step == RpmFinished ? s.rpmFailures : 0;
}

/// A flag's second change in a step comes later than the first.
double writeRequests(const BudgetSettings &s, const Flags &flags, PipelineStep step)
{
    const int waves = std::max(
            {1, flags.build.writes(step), flags.test.writes(step), flags.stillTest.writes(step)});
    double requests = 0;
    for (int wave = 1; wave <= waves; ++wave) {
        const double builds = flags.build.writes(step) >= wave ? flags.builds : 0;
        const double tests = flags.testsWriting(step, wave);
        const double usual = requestsFor(s, step, builds, tests);
        const double share = wave == 1 ? failing(s, step) : 0;
        requests += usual;
        if (share > 0)
            requests += share * (requestsOfFailure(s, flags, step) - usual);
    }
    return requests * reached(s, step);
}

void addWrites(const BudgetSettings &s, const Flags &flags, CallTable &calls)
{
    const double cost = callsPerFlag(s);
    for (int i = 0; i < kStepCount; ++i) {
        const auto step = PipelineStep(i);
        calls.at(step, CallKind::Status) = writeRequests(s, flags, step) * cost;
    }
}

double hitsOf(const BudgetSettings &s, CallKind kind)
{
    switch (kind) {
    case CallKind::Private:
    case CallKind::Repository:
        return s.repositoryHits;
    case CallKind::Approved:
        return s.approvalHits;
    case CallKind::Config:
        return s.configHits;
    case CallKind::PullRequest:
    case CallKind::Fmf:
    case CallKind::Branch:
    case CallKind::Other:
        return s.otherHits;
    case CallKind::Status:
        return 0;
    }
    Q_UNREACHABLE_RETURN(0);
}

/// Calls of a kind that ask different questions: the rest repeats them.
double distinctReads(const BudgetSettings &s, CallKind kind, double calls)
{
    const double most = kind == CallKind::Config   ? s.base.configLoad + s.specfileCalls
                      : kind == CallKind::Approved ? s.approvalCost
                                                   : 1;
    return std::min(calls, most);
}

/// The share of a kind's requests that GitHub counts.
double countedShare(const BudgetSettings &s, CallKind kind, double requests)
{
    const double hits = hitsOf(s, kind);
    if (requests == 0 || hits == 0)
        return 1;
    double saved = hits * requests;
    if (!s.isCacheKeptOverTokens) {
        const double lost = s.pipelineMinutes / kTokenMinutes * distinctReads(s, kind, requests);
        saved = std::max(0.0, saved - lost);
    }
    return 1 - saved / requests;
}

double identicalReads(const BudgetSettings &s, const CallTable &requests, const CallTable &counted)
{
    double wasted = 0;
    for (int i = 0; i < kKindCount; ++i) {
        const auto kind = CallKind(i);
        const double calls = requests.total(kind);
        if (kind == CallKind::Status || calls == 0)
            continue;
        double distinct = distinctReads(s, kind, calls);
        if (kind == CallKind::Repository && requests.total(CallKind::Private) > 0)
            distinct = 0; // the private check has read the same
        wasted += (calls - distinct) * counted.total(kind) / calls;
    }
    return wasted;
}

} // namespace

PipelineCost evaluate(const BudgetSettings &settings)
{
    const Flags flags(settings);
    PipelineCost cost;
    addReads(settings, cost.requests);
    addWrites(settings, flags, cost.requests);
    cost.counted = cost.requests;
    for (int i = 0; i < kKindCount; ++i) {
        const auto kind = CallKind(i);
        if (hitsOf(settings, kind) == 0)
            continue;
        const double share = countedShare(settings, kind, cost.requests.total(kind));
        for (int step = 0; step < kStepCount; ++step)
            cost.counted.at(PipelineStep(step), kind) *= share;
    }
    cost.identicalReads = identicalReads(settings, cost.requests, cost.counted);
    if (settings.base.hasBuilds) {
        for (const PipelineStep step : {SrpmStarted, SrpmFinished, RpmStarted, RpmFinished})
            cost.duplicateFlags += flags.testWrites(step) * reached(settings, step);
    }
    cost.writingShare = (1 + settings.fallbackShare) / callsPerFlag(settings);
    const FlagTrack buildInFull = FlagTrack::ofBuildInFull();
    const FlagTrack testInFull = FlagTrack::ofTestInFull(settings);
    const double allBuilds = settings.base.hasBuilds ? buildChroots(settings) : 0;
    const double allTests = testRuns(settings);
    cost.shownUpdates = flags.updates();
    cost.shownStates = flags.states();
    cost.leftOutUpdates
            = allBuilds * buildInFull.writes() + allTests * testInFull.writes() - cost.shownUpdates;
    cost.leftOutStates
            = allBuilds * buildInFull.states() + allTests * testInFull.states() - cost.shownStates;
    return cost;
}

} // namespace sluice
