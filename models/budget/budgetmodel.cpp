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

constexpr int kPointsOfWrite = 5;
/// Repository, commit, status: what a write costs that GitHub refused in the first way.
constexpr int kFallbackCost = 3;
constexpr double kTokenMinutes = 60; ///< an installation token's life
/// From here on a bound is none. Below, nothing that floating point does reaches a whole number.
constexpr double kBoundless = 1e12;
constexpr double kNoise = 1e-9;

bool hasTests(const BudgetSettings &s) { return s.base.hasTests && !s.areTestsManual; }
double buildChroots(const BudgetSettings &s) { return double(s.base.chroots) * s.packages; }
double testRuns(const BudgetSettings &s)
{
    return hasTests(s) ? double(s.base.chroots) * s.testTargets * s.testJobs : 0;
}

bool isTestStep(PipelineStep step)
{
    return step == TestsSubmitted || step == TestsStarted || step == TestsFinished;
}

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
    calls.at(PrUpdated, CallKind::Private) = s.privateCost;
    calls.at(PrUpdated, CallKind::Approved) = checks * s.approvalCost;
    calls.at(PrUpdated, CallKind::Config) = load;
    calls.at(PrUpdated, CallKind::PullRequest) = checks * s.externalShare;
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
        calls.at(step, CallKind::Repository) = tasks * s.repositoryReads;
        if (step == BuildSubmitted) {
            calls.at(step, CallKind::PullRequest) = tasks * s.submitPullReads;
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
        , build(FlagTrack::ofBuild(s))
        , test(FlagTrack::ofTest(s))
    {}

    double builds;
    double tests;
    FlagTrack build;
    FlagTrack test;
};

/// A failure ends flags earlier than their own last step: writes that no track has.
double failureWrites(const BudgetSettings &s, const Flags &flags, PipelineStep step)
{
    const double tests = flags.test.writes(step) == 0 ? flags.tests : 0;
    if (step == SrpmFinished) {
        const double builds = flags.build.writes(step) == 0 ? flags.builds : 0;
        return s.srpmFailures * (builds + tests);
    }
    return step == RpmFinished ? (1 - s.srpmFailures) * s.rpmFailures * tests : 0;
}

double callsPerFlag(const BudgetSettings &s)
{
    return s.flagCost + s.fallbackShare * kFallbackCost;
}

void addWrites(const BudgetSettings &s, const Flags &flags, CallTable &calls)
{
    const double cost = callsPerFlag(s);
    for (int i = 0; i < kStepCount; ++i) {
        const auto step = PipelineStep(i);
        const double builds = flags.builds * flags.build.writes(step);
        const double tests = flags.tests * flags.test.writes(step);
        const double writes = (builds + tests) * reached(s, step) + failureWrites(s, flags, step);
        const int batch = std::max(1, s.batchSize);
        calls.at(step, CallKind::Status) = (batch > 1 ? std::ceil(writes / batch) : writes) * cost;
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

double commentCalls(const BudgetSettings &settings)
{
    return settings.privateCost + settings.base.configLoad + settings.specfileCalls;
}

int rateLimitOf(const BudgetSettings &settings)
{
    switch (settings.token) {
    case TokenKind::AsGiven:
        return settings.base.rateLimit;
    case TokenKind::User:
        return 5000;
    case TokenKind::Installation: {
        const int repositories = settings.repositories / std::max(1, settings.organisations);
        return std::min(12'500, 5000 + 50 * std::max(0, repositories - 20)
                                        + 50 * std::max(0, settings.users - 20));
    }
    case TokenKind::Enterprise:
        return 15'000;
    case TokenKind::Actions:
        return 1000;
    }
    Q_UNREACHABLE_RETURN(0);
}

double availableCalls(const BudgetSettings &settings)
{
    return std::max(0.0, rateLimitOf(settings) * (1 - settings.othersShare) - settings.reserve);
}

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
            cost.duplicateFlags += flags.tests * flags.test.writes(step) * reached(settings, step);
    }
    cost.writingShare = (1 + settings.fallbackShare) / callsPerFlag(settings);
    const FlagTrack buildInFull = FlagTrack::ofBuildInFull();
    const FlagTrack testInFull = FlagTrack::ofTestInFull(settings);
    const double allBuilds = settings.base.hasBuilds ? buildChroots(settings) : 0;
    const double allTests = testRuns(settings);
    cost.shownUpdates = flags.builds * flags.build.writes() + flags.tests * flags.test.writes();
    cost.shownStates = flags.builds * flags.build.states() + flags.tests * flags.test.states();
    cost.leftOutUpdates
            = allBuilds * buildInFull.writes() + allTests * testInFull.writes() - cost.shownUpdates;
    cost.leftOutStates
            = allBuilds * buildInFull.states() + allTests * testInFull.states() - cost.shownStates;
    return cost;
}

QLatin1StringView limitKey(LimitKind limit)
{
    switch (limit) {
    case LimitKind::Primary:
        return "primary"_L1;
    case LimitKind::Writes:
        return "writes_per_second"_L1;
    case LimitKind::Points:
        return "points_per_minute"_L1;
    case LimitKind::Concurrency:
        return "concurrency"_L1;
    case LimitKind::ContentPerMinute:
        return "content_per_minute"_L1;
    case LimitKind::ContentPerHour:
        return "content_per_hour"_L1;
    }
    Q_UNREACHABLE_RETURN({});
}

QString limitLabel(LimitKind limit)
{
    switch (limit) {
    case LimitKind::Primary:
        return u"the primary limit"_s;
    case LimitKind::Writes:
        return u"the pause between writes"_s;
    case LimitKind::Points:
        return u"the points per minute"_s;
    case LimitKind::Concurrency:
        return u"the requests at once"_s;
    case LimitKind::ContentPerMinute:
        return u"the content per minute"_s;
    case LimitKind::ContentPerHour:
        return u"the content per hour"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

namespace {

/// Calls of an hour for repositories without a configuration.
double unconfiguredCalls(const BudgetSettings &settings)
{
    const double pushes
            = settings.prsPerHour * (1 - settings.configuredShare) * settings.pushesPerPr;
    return (settings.unconfiguredEvents + pushes) * settings.unconfiguredCalls;
}

/// Pipelines of one pull request that make this step.
double runsPerPr(const BudgetSettings &settings, PipelineStep step)
{
    const double older = std::max(0.0, settings.pushesPerPr - 1);
    const double newest = 1 + settings.retriggers;
    return older > 0 ? newest + older * supersededShare(settings, step) : newest;
}

/// Of one pull request.
struct Requests
{
    double counted = 0;
    double reads = 0;
    double writes = 0;
};

Requests requestsPerPr(const BudgetSettings &settings, const PipelineCost &cost)
{
    Requests requests;
    for (int i = 0; i < kStepCount; ++i) {
        const auto step = PipelineStep(i);
        const double runs = runsPerPr(settings, step);
        const double all = cost.requests.total(step) * runs;
        const double writes = cost.requests.at(step, CallKind::Status) * cost.writingShare * runs;
        requests.counted += cost.counted.total(step) * runs;
        requests.reads += all - writes;
        requests.writes += writes;
    }
    return requests;
}

/// How often `each` goes into `whole`; none: as often as one likes.
std::optional<qint64> timesIn(double whole, double each)
{
    const double times = std::max(0.0, whole) / each;
    if (!(each > 0) || !(times < kBoundless))
        return {};
    return qint64(times * (1 + kNoise));
}

} // namespace

double callsPerPr(const BudgetSettings &settings, const PipelineCost &cost)
{
    return requestsPerPr(settings, cost).counted;
}

std::array<LimitAnswer, kLimitCount> limitsOf(const BudgetSettings &settings,
                                              const PipelineCost &cost)
{
    const Requests pr = requestsPerPr(settings, cost);
    const double others = unconfiguredCalls(settings) + settings.comments * commentCalls(settings);
    const double points = pr.reads + kPointsOfWrite * pr.writes;
    const bool isContent = settings.isContentBinding;
    return {{
            {LimitKind::Primary, timesIn(availableCalls(settings) - others, pr.counted), true},
            {LimitKind::Writes, timesIn(3600, pr.writes * settings.writeSpacing), true},
            {LimitKind::Points, timesIn(settings.pointsPerMinute * 60.0 - others, points), true},
            {LimitKind::Concurrency,
             timesIn(settings.concurrency * 3600.0,
                     (pr.reads + pr.writes) * settings.secondsPerCall),
             true},
            {LimitKind::ContentPerMinute, timesIn(settings.contentPerMinute * 60.0, pr.writes),
             isContent},
            {LimitKind::ContentPerHour, timesIn(settings.contentPerHour, pr.writes), isContent},
    }};
}

double steadyWriteSpacing(const BudgetSettings &settings)
{
    double seconds = std::max({settings.writeSpacing, settings.secondsPerCall,
                               60.0 * kPointsOfWrite / settings.pointsPerMinute});
    if (settings.isContentBinding) {
        seconds = std::max(
                {seconds, 60.0 / settings.contentPerMinute, 3600.0 / settings.contentPerHour});
    }
    return seconds;
}

std::optional<LimitAnswer> bindingLimit(const std::array<LimitAnswer, kLimitCount> &limits)
{
    std::optional<LimitAnswer> least;
    for (const LimitAnswer &limit : limits) {
        if (limit.canBind && limit.prsPerHour && (!least || limit.prsPerHour < least->prsPerHour))
            least = limit;
    }
    return least;
}

double supersededShare(const BudgetSettings &settings, PipelineStep step)
{
    const double length = settings.pipelineMinutes / settings.minutesBetweenPushes;
    switch (settings.cancelOld) {
    case CancelOld::Never:
        return 1;
    case CancelOld::AtRpm:
        if (step < RpmStarted)
            return 1;
        return std::exp(-stepOffset(step) * length);
    case CancelOld::AtSubmit:
        return std::exp(-stepOffset(step) * length);
    }
    Q_UNREACHABLE_RETURN(1);
}

/// Pushes to a pull request come at random, independent of each other: the time between two of
/// them is exponential. A pipeline is superseded when it takes longer than that.
HourCost hourOf(const BudgetSettings &settings, const PipelineCost &cost)
{
    const double length = settings.pipelineMinutes / settings.minutesBetweenPushes;
    const double olderRuns = std::max(0.0, settings.pushesPerPr - 1);
    const double outlived = std::exp(-length); // ended before the next push
    double superseded = 0;
    for (int i = 0; i < kStepCount; ++i) {
        const auto step = PipelineStep(i);
        const double share = supersededShare(settings, step);
        superseded += cost.counted.total(step) * std::max(0.0, share - outlived);
    }
    const double configured = settings.prsPerHour * settings.configuredShare;
    HourCost hour;
    hour.pipelines = configured * callsPerPr(settings, cost);
    hour.superseded = configured * olderRuns * superseded;
    hour.unconfigured = unconfiguredCalls(settings);
    hour.comments = settings.comments * commentCalls(settings);
    hour.available = availableCalls(settings);
    return hour;
}

std::optional<double> HourCost::minutesToExhaustion() const
{
    if (total() <= available || total() <= 0)
        return {};
    return available / total() * 60;
}

FlagDelay flagDelayOf(const BudgetSettings &settings, const PipelineCost &cost)
{
    const double flagCalls = cost.requests.at(PrUpdated, CallKind::Status);
    const double writes = flagCalls * cost.writingShare;
    if (writes <= 0)
        return {};
    const double reads = cost.requests.total(PrUpdated) - flagCalls;
    const double before = reads * settings.secondsPerCall;
    const double callsPerWrite = 1 / cost.writingShare;
    const double each = std::max(settings.writeSpacing, callsPerWrite * settings.secondsPerCall);
    return {before + std::min(1.0, writes) * each, before + writes * each};
}

std::optional<qint64> improvementPercent(qint64 before, qint64 now)
{
    if (before == 0)
        return {};
    return (now - before) * 100 / before;
}

} // namespace sluice
