// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/parametertable.h"

#include <vector>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

using Group = ParameterGroup;
using Kind = BudgetParameter::Kind;

struct Text
{
    QLatin1StringView key;
    const char *label;
    const char *explanation;
};

template <typename Access>
BudgetParameter parameter(Group group, const Text &text, Kind kind, Access access)
{
    BudgetParameter row;
    row.key = text.key;
    row.label = QString::fromUtf8(text.label);
    row.explanation = QString::fromUtf8(text.explanation);
    row.group = group;
    row.kind = kind;
    row.get = [access](const BudgetSettings &settings) { return double(access(settings)); };
    row.set = [access](BudgetSettings &settings, double value) {
        using Value = std::remove_cvref_t<decltype(access(settings))>;
        if constexpr (std::is_same_v<Value, bool>)
            access(settings) = value != 0;
        else if constexpr (std::is_enum_v<Value>)
            access(settings) = static_cast<Value>(int(value));
        else
            access(settings) = static_cast<Value>(value);
    };
    return row;
}

template <typename Value> auto member(Value BudgetSettings::*value)
{
    return [value](auto &settings) -> auto & { return settings.*value; };
}

template <typename Value> auto member(Value NotebookSettings::*value)
{
    return [value](auto &settings) -> auto & { return settings.base.*value; };
}

template <typename Value>
BudgetParameter number(Group group, const Text &text, Value value, double least, double most,
                       double commonMost, const char *unit = "")
{
    BudgetParameter row = parameter(group, text, Kind::Number, member(value));
    row.least = least;
    row.most = most;
    row.commonMost = commonMost;
    row.unit = QString::fromUtf8(unit);
    const BudgetSettings plain;
    using Access = std::remove_cvref_t<decltype(member(value)(plain))>;
    row.isWhole = std::is_same_v<Access, int>;
    return row;
}

BudgetParameter share(Group group, const Text &text, double BudgetSettings::*value)
{
    BudgetParameter row = parameter(group, text, Kind::Share, member(value));
    row.isWhole = false;
    return row;
}

template <typename Value> BudgetParameter flip(Group group, const Text &text, Value value)
{
    return parameter(group, text, Kind::Switch, member(value));
}

BudgetParameter cancelRow()
{
    BudgetParameter row = parameter(
            Group::Behaviour,
            {"cancel_old"_L1, "Cancel old runs",
             "When the run of an older push stops: never, at once, or not before its RPM builds "
             "(packit-service#5; PR #2774 made it optional)."},
            Kind::Choice, member(&BudgetSettings::cancelOld));
    row.choices = {u"never"_s, u"at-submit"_s, u"at-rpm"_s};
    row.most = row.commonMost = double(row.choices.size() - 1);
    return row;
}

BudgetParameter tokenRow()
{
    BudgetParameter row = parameter(
            Group::Limits,
            {"token"_L1, "Token",
             "Whose it is: as-given leaves the rate limit as it stands; a user's has 5,000 calls "
             "per "
             "hour, an App's installation 5,000 and 50 more for each repository and each user "
             "above "
             "20, up to 12,500; Enterprise Cloud has 15,000, GITHUB_TOKEN of Actions 1,000 (GitHub "
             "docs, rate limits)."},
            Kind::Choice, member(&BudgetSettings::token));
    row.choices = {u"as-given"_s, u"user"_s, u"installation"_s, u"enterprise"_s, u"actions"_s};
    row.most = row.commonMost = double(row.choices.size() - 1);
    return row;
}

void addNotebook(std::vector<BudgetParameter> &rows)
{
    const size_t begin = rows.size();
    rows.push_back(number(Group::Build,
                          {"chroots"_L1, "Chroots",
                           "Chroots that a pull request is built for: each has flags of its own."},
                          &NotebookSettings::chroots, 0, 1000, 20));
    rows.push_back(number(Group::Limits,
                          {"rate_limit"_L1, "Rate limit",
                           "Calls per hour and organisation. GitHub gives 5,000 to a user's token; "
                           "an App's installation has 5,000 to 12,500, by repositories and users; "
                           "15,000 with Enterprise Cloud (GitHub docs, rate limits)."},
                          &NotebookSettings::rateLimit, 1, 1'000'000, 15'000, "calls/h"));
    rows.push_back(number(Group::Build,
                          {"load_packit_yaml"_L1, "Load the configuration",
                           "Calls to find and read it. The notebook's Packit tries seven names one "
                           "after the other and then looks for the spec file: 2+1 for "
                           ".packit.yaml, 5+1 for packit.yaml."},
                          &NotebookSettings::configLoad, 0, 50, 10, "calls"));
    rows.push_back(flip(Group::Build, {"builds"_L1, "Builds", "Builds report to the pull request."},
                        &NotebookSettings::hasBuilds));
    rows.push_back(flip(Group::Build, {"tests"_L1, "Tests", "Tests report to the pull request."},
                        &NotebookSettings::hasTests));
    rows.push_back(flip(Group::Behaviour,
                        {"load_packit_yaml_once"_L1, "Load the configuration once",
                         "Once per pipeline instead of with every event "
                         "(packit-service#1940, done in 2024)."},
                        &NotebookSettings::isConfigLoadedOnce));
    rows.push_back(flip(Group::Behaviour,
                        {"all_flags"_L1, "Test flags follow the build",
                         "Test flags are written while only the build moves "
                         "(sync_test_job_statuses_with_builds, on by default)."},
                        &NotebookSettings::setsAllFlags));
    rows.push_back(flip(Group::Behaviour,
                        {"is_private_once"_L1, "Check for private once",
                         "Once per pipeline instead of with every event "
                         "(packit-service#1942, done in 2024)."},
                        &NotebookSettings::isPrivateOnce));
    for (size_t i = begin; i < rows.size(); ++i)
        rows[i].isNotebook = true;
}

void addBuild(std::vector<BudgetParameter> &rows)
{
    using S = BudgetSettings;
    const auto g = Group::Build;
    rows.push_back(number(g,
                          {"test_targets"_L1, "Test targets per chroot",
                           "On average: one chroot may be tested on several distributions, or on "
                           "none."},
                          &S::testTargets, 0, 20, 5));
    rows.push_back(number(g,
                          {"packages"_L1, "Build jobs",
                           "Packages of one repository, each built for every chroot."},
                          &S::packages, 1, 100, 10));
    rows.push_back(number(g, {"test_jobs"_L1, "Test jobs", "Each has a flag for every target."},
                          &S::testJobs, 1, 100, 10));
    rows.push_back(share(g,
                         {"still_tests"_L1, "Tests apart from the build",
                          "The share whose flags stand still while the build runs: they need none "
                          "(skip_build), or do not follow it "
                          "(sync_test_job_statuses_with_builds: false)."},
                         &S::stillTests));
    rows.push_back(flip(g,
                        {"manual_tests"_L1, "Tests are started by hand",
                         "No test runs, and no test flag is set, until somebody asks for it "
                         "(manual_trigger)."},
                        &S::areTestsManual));
}

void addReads(std::vector<BudgetParameter> &rows)
{
    using S = BudgetSettings;
    const auto g = Group::Behaviour;
    rows.push_back(flip(g,
                        {"srpm_one_event"_L1, "One SRPM event per build",
                         "Copr sends one message when a source package is built. The notebook "
                         "counts one per chroot, 70 calls too many in its worst case."},
                        &S::isSrpmOneEvent));
    rows.push_back(flip(g,
                        {"one_query"_L1, "Ask all at once",
                         "One GraphQL query when the pull request is updated: privacy, author, "
                         "configuration, spec file and test metadata for 1 point (validated "
                         "against GitHub's schema). It counts as one call, although GraphQL has a "
                         "budget of its own, which is not in the model."},
                        &S::isOneQuery));
    rows.push_back(number(g,
                          {"private_cost"_L1, "Private check",
                           "0: taken from the event, which says it; 1: asked for."},
                          &S::privateCost, 0, 5, 2, "calls"));
    rows.push_back(number(
            g, {"approval_checks"_L1, "Approval checks", "Per pipeline. The notebook has 2."},
            &S::approvalChecks, 0, 20, 5));
    rows.push_back(flip(g,
                        {"approval_per_job"_L1, "One approval check per kind of job",
                         "As Packit does: once for builds, once for tests."},
                        &S::isApprovalPerJob));
    rows.push_back(number(g,
                          {"approval_cost"_L1, "Cost of an approval check",
                           "0: the author is who sent the event."},
                          &S::approvalCost, 0, 5, 2, "calls"));
    rows.push_back(number(g,
                          {"specfile_calls"_L1, "Look for the spec file",
                           "Calls beside those that load the configuration; Packit needs one "
                           "when it names neither specfile_path nor downstream_package_name."},
                          &S::specfileCalls, 0, 5, 2, "calls"));
    rows.push_back(number(g,
                          {"repository_reads"_L1, "Repository reads per task",
                           "Packit's tasks each read the repository anew."},
                          &S::repositoryReads, 0, 5, 2, "calls"));
    rows.push_back(number(g,
                          {"test_repository_reads"_L1, "Repository reads per test submission",
                           "Two objects are made there, each with its own read."},
                          &S::testRepositoryReads, 0, 5, 2, "calls"));
    rows.push_back(number(g,
                          {"submit_pull_reads"_L1, "Pull request reads at submission",
                           "For the target branch, which the event names."},
                          &S::submitPullReads, 0, 5, 2, "calls"));
    rows.push_back(number(
            g, {"test_pull_reads"_L1, "Pull request reads per test submission", "For the same."},
            &S::testPullReads, 0, 5, 2, "calls"));
    rows.push_back(number(g,
                          {"fmf_reads"_L1, "Test metadata reads per test submission",
                           "Is there .fmf/version? Asked twice when there is none."},
                          &S::fmfReads, 0, 5, 2, "calls"));
    rows.push_back(number(g,
                          {"branch_reads"_L1, "Branch reads per test submission",
                           "Packit reads the same branch up to three times."},
                          &S::branchReads, 0, 10, 3, "calls"));
}

void addFlags(std::vector<BudgetParameter> &rows)
{
    using S = BudgetSettings;
    const auto g = Group::Behaviour;
    rows.push_back(number(g,
                          {"flag_cost"_L1, "Cost of a flag write",
                           "1: a check run, or a status; 3: a status that reads commit and "
                           "repository before."},
                          &S::flagCost, 1, 5, 3, "calls"));
    rows.push_back(share(g,
                         {"fallback_share"_L1, "Writes that fail",
                          "Each is made again as a commit status for 3 more calls."},
                         &S::fallbackShare));
    rows.push_back(number(g,
                          {"test_submit_flags"_L1, "Flag changes while tests are submitted",
                           "Packit writes \"submitting\" and \"submitted\"; the notebook has "
                           "none."},
                          &S::testSubmitFlags, 0, 5, 3));
    rows.push_back(flip(g,
                        {"final_only"_L1, "First and last state only",
                         "Nothing between \"accepted\" and the result."},
                        &S::isFinalOnly));
    rows.push_back(flip(g,
                        {"news_only"_L1, "Join states without news",
                         "\"Submitted\" is left to \"accepted\", \"waiting for the RPM build\" to "
                         "the build itself, \"submitting the tests\" to \"submitted\". Results are "
                         "always written."},
                        &S::isNewsOnly));
    rows.push_back(flip(g,
                        {"state_only"_L1, "No write where only words change",
                         "A flag is written when it goes from queued to running to its result, "
                         "not with every sentence."},
                        &S::isStateOnly));
    rows.push_back(number(g,
                          {"gather_seconds"_L1, "Gather changes",
                           "A change that is followed by another of the same flag within this "
                           "time is left out."},
                          &S::gatherSeconds, 0, 3600, 120, "s"));
    rows.push_back(number(g,
                          {"chroots_per_flag"_L1, "Chroots per flag",
                           "One flag for several chroots, written once per step."},
                          &S::chrootsPerFlag, 1, 1000, 20));
    rows.push_back(flip(g,
                        {"summary_flag"_L1, "One flag for all chroots",
                         "One for builds and one for tests (packit-service#2493)."},
                        &S::hasSummaryFlag));
    rows.push_back(number(g,
                          {"batch_size"_L1, "Flags per request",
                           "Check runs can be written several at a time by GraphQL, up to 10 "
                           "safely; commit statuses cannot. Flags of one event share a request, "
                           "with changes gathered those of one step. GraphQL has a budget of its "
                           "own, which is not in the model: a request counts as one call."},
                          &S::batchSize, 1, 50, 10));
}

void addCache(std::vector<BudgetParameter> &rows)
{
    using S = BudgetSettings;
    const auto g = Group::Behaviour;
    rows.push_back(share(g,
                         {"repository_hits"_L1, "Repository reads answered by a cache",
                          "An answer \"304 Not Modified\" costs nothing (GitHub docs, best "
                          "practices)."},
                         &S::repositoryHits));
    rows.push_back(share(g,
                         {"approval_hits"_L1, "Approval checks answered by a cache", "The same."},
                         &S::approvalHits));
    rows.push_back(share(g,
                         {"config_hits"_L1, "Configuration reads answered by a cache", "The same."},
                         &S::configHits));
    rows.push_back(share(g, {"other_hits"_L1, "Other reads answered by a cache", "The same."},
                         &S::otherHits));
    rows.push_back(flip(g,
                        {"cache_survives_tokens"_L1, "The cache outlives a token",
                         "An App's token changes every hour and, in a plain cache, takes its "
                         "ETags along."},
                        &S::isCacheKeptOverTokens));
    rows.push_back(cancelRow());
    rows.push_back(number(g,
                          {"unconfigured_calls"_L1, "Event of a repository without configuration",
                           "9 by the notebook's text, 8 by the code it was written of, 2 with "
                           "its advice and today."},
                          &S::unconfiguredCalls, 0, 50, 10, "calls"));
}

void addTraffic(std::vector<BudgetParameter> &rows)
{
    using S = BudgetSettings;
    const auto g = Group::Traffic;
    rows.push_back(number(g, {"prs_per_hour"_L1, "Pull requests per hour", "In one organisation."},
                          &S::prsPerHour, 0, 100'000, 200));
    rows.push_back(
            number(g, {"pushes_per_pr"_L1, "Pushes per pull request", "Each starts a pipeline."},
                   &S::pushesPerPr, 1, 100, 10));
    rows.push_back(number(g,
                          {"minutes_between_pushes"_L1, "Time between pushes",
                           "On average; pushes come at random."},
                          &S::minutesBetweenPushes, 0.1, 100'000, 240, "min"));
    rows.push_back(number(
            g,
            {"pipeline_minutes"_L1, "Length of a pipeline", "From the event to the last result."},
            &S::pipelineMinutes, 0.1, 10'000, 240, "min"));
    rows.push_back(number(g,
                          {"pipeline_spread"_L1, "Spread of the length",
                           "Standard deviation of its logarithm: 0 all alike, 0.5 usual."},
                          &S::pipelineSpread, 0, 3, 1.5));
    rows.push_back(number(g,
                          {"retriggers"_L1, "Further runs per pull request",
                           "Asked for by people: /packit build."},
                          &S::retriggers, 0, 100, 3));
    rows.push_back(share(g,
                         {"srpm_failures"_L1, "Source builds that fail",
                          "All flags end there, no chroot is built."},
                         &S::srpmFailures));
    rows.push_back(share(g, {"rpm_failures"_L1, "Chroots that fail", "Their tests do not run."},
                         &S::rpmFailures));
    rows.push_back(share(g,
                         {"external_share"_L1, "Pull requests from outside",
                          "Their author may not write: each approval check reads the pull "
                          "request, too."},
                         &S::externalShare));
    rows.push_back(
            number(g,
                   {"repositories"_L1, "Repositories",
                    "In all organisations together; an App's limit grows with them. Their traffic "
                    "is what is told per hour."},
                   &S::repositories, 1, 1'000'000, 10'000));
    rows.push_back(share(g,
                         {"configured_share"_L1, "Repositories with a configuration",
                          "Pull requests of the others start nothing, but cost calls."},
                         &S::configuredShare));
    rows.push_back(number(g,
                          {"unconfigured_events"_L1, "Events without configuration",
                           "Per hour, from repositories of an organisation where Packit is "
                           "installed but not set up."},
                          &S::unconfiguredEvents, 0, 1'000'000, 1000, "per h"));
    rows.push_back(number(g, {"comments"_L1, "Comments", "Per hour: each makes the checks anew."},
                          &S::comments, 0, 1'000'000, 500, "per h"));
    rows.push_back(
            number(g,
                   {"organisations"_L1, "Organisations",
                    "All alike: each has a budget of its own, and the whole traffic that is told "
                    "here."},
                   &S::organisations, 1, 1000, 20));
}

void addLimits(std::vector<BudgetParameter> &rows)
{
    using S = BudgetSettings;
    const auto g = Group::Limits;
    rows.push_back(tokenRow());
    rows.push_back(number(g,
                          {"users"_L1, "Users",
                           "In each organisation; an App's limit grows with "
                           "them."},
                          &S::users, 0, 1'000'000, 500));
    rows.push_back(share(g, {"others_share"_L1, "Spent by other programs", "Of the same budget."},
                         &S::othersShare));
    rows.push_back(number(
            g, {"reserve"_L1, "Kept in reserve", "Packit stops below 200 (rate_limit_threshold)."},
            &S::reserve, 0, 1'000'000, 1000, "calls"));
    rows.push_back(number(g,
                          {"points_per_minute"_L1, "Points per minute",
                           "GitHub's secondary limit: a read is 1 point, a write 5."},
                          &S::pointsPerMinute, 1, 1'000'000, 2000));
    rows.push_back(number(g, {"concurrency"_L1, "Requests at once", "GitHub allows 100."},
                          &S::concurrency, 1, 10'000, 100));
    rows.push_back(number(g,
                          {"write_spacing"_L1, "Pause between writes",
                           "GitHub asks for at least a second (best practices)."},
                          &S::writeSpacing, 0, 60, 3, "s"));
    rows.push_back(number(g, {"seconds_per_call"_L1, "Time of a call", "About 0.3 s for a read."},
                          &S::secondsPerCall, 0, 60, 2, "s"));
    rows.push_back(number(g,
                          {"content_per_minute"_L1, "Content per minute",
                           "What people are told of: 80 by GitHub's rules."},
                          &S::contentPerMinute, 1, 1'000'000, 200));
    rows.push_back(number(g, {"content_per_hour"_L1, "Content per hour", "500 by GitHub's rules."},
                          &S::contentPerHour, 1, 1'000'000, 2000));
    rows.push_back(flip(g,
                        {"content_binds"_L1, "Flags count as content",
                         "GitHub does not say so; shown, but not a bound unless switched on."},
                        &S::isContentBinding));
}

std::vector<BudgetParameter> makeTable()
{
    std::vector<BudgetParameter> rows;
    addNotebook(rows);
    addBuild(rows);
    addReads(rows);
    addFlags(rows);
    addCache(rows);
    addTraffic(rows);
    addLimits(rows);
    return rows;
}

} // namespace

std::span<const BudgetParameter> budgetParameters()
{
    static const std::vector<BudgetParameter> table = makeTable();
    return table;
}

const BudgetParameter *budgetParameter(QStringView key)
{
    for (const BudgetParameter &row : budgetParameters()) {
        if (row.key == key)
            return &row;
    }
    return nullptr;
}

} // namespace sluice
