// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/budgetoptions.h"
#include "ctl/commands.h"
#include "ctl/dryrun.h"
#include "ctl/dryruntext.h"
#include "ctl/output.h"
#include "github/personaltoken.h"

#include <QUrl>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

std::unexpected<Error> wrong(const QString &what)
{
    return failure(Cause::Invalid, what, {}, Who::Us);
}

/// The policy, then what other options change of it.
Result<void> readSettings(const Context &context, const Arguments &arguments,
                          DryRunRequest &request)
{
    if (arguments.has("--scenario"_L1)) {
        const ScenarioLibrary library(context.dataDirectory);
        const auto scenario = namedScenario(arguments.value("--scenario"_L1), library);
        if (!scenario)
            return std::unexpected(scenario.error());
        request.settings = scenario->settings;
        request.policy = policyOf(request.settings);
    }
    const QString name = arguments.value("--policy"_L1);
    if (!name.isEmpty() || !arguments.has("--scenario"_L1)) {
        const auto policy = policyFromName(name.isEmpty() ? u"sluice"_s : name);
        if (!policy || *policy == BudgetPolicy::Custom) {
            return wrong(u"--policy takes notebook, packit-today, sluice or sluice-lean, not "
                         u"\"%1\"."_s.arg(name.left(80)));
        }
        request.policy = *policy;
        applyPolicy(request.settings, *policy);
    }
    return applyOptions(arguments, request.settings);
}

/// What describes many pipelines can be modelled, but one run cannot show it.
Result<void> checkRunnable(const BudgetSettings &s, BudgetPolicy policy)
{
    const BudgetSettings plain;
    BudgetSettings usual;
    applyPolicy(usual, policy);
    if (s.isOneQuery != usual.isOneQuery) {
        return wrong(u"Whether one query reads a pull request belongs to the policy: leave "
                     u"--one-query out, or name another --policy."_s);
    }
    const std::pair<bool, QLatin1StringView> unfit[] = {
            {s.flagCost != plain.flagCost, "--flag-cost"_L1},
            {s.fallbackShare != plain.fallbackShare, "--fallback-share"_L1},
            {s.repositoryHits != plain.repositoryHits, "--repository-hits"_L1},
            {s.approvalHits != plain.approvalHits, "--approval-hits"_L1},
            {s.configHits != plain.configHits, "--config-hits"_L1},
            {s.otherHits != plain.otherHits, "--other-hits"_L1},
            {s.isOneQuery && !s.base.isConfigLoadedOnce, "--no-load-packit-yaml-once"_L1},
            {s.gatherSeconds != usual.gatherSeconds, "--gather-seconds"_L1},
    };
    for (const auto &[isSet, option] : unfit) {
        if (isSet)
            return wrong(u"%1 can be modelled, but not run: leave it out."_s.arg(option));
    }
    return {};
}

Result<void> readServer(const Arguments &arguments, DryRunRequest &request)
{
    const QString url = arguments.value("--github"_L1);
    const QString file = arguments.value("--token-file"_L1);
    request.pull = arguments.operands.value(0);
    if (url.isEmpty()) {
        if (!file.isEmpty() || !request.pull.isEmpty()) {
            return wrong(u"--token-file and OWNER/REPO#N are for --github URL: the dry run's own "
                         u"server needs neither."_s);
        }
        return {};
    }
    request.github = QUrl(url, QUrl::StrictMode);
    const QString scheme = request.github.scheme();
    if (request.github.host().isEmpty() || (scheme != "http"_L1 && scheme != "https"_L1))
        return wrong(u"--github takes a URL such as https://api.github.com, not \"%1\"."_s.arg(
                url.left(80)));
    if (!request.github.userInfo().isEmpty()) {
        return wrong(u"--github takes a URL without a name and a password: the token belongs into "
                     u"--token-file."_s);
    }
    if (file.isEmpty())
        return wrong(u"--github needs --token-file FILE: a file that holds a token."_s);
    auto token = PersonalToken::fromFile(file);
    if (!token)
        return std::unexpected(token.error());
    request.token = *std::move(token);
    return {};
}

Result<DryRunRequest> readRequest(const Context &context, const Arguments &arguments)
{
    DryRunRequest request;
    if (auto done = readSettings(context, arguments, request); !done)
        return std::unexpected(done.error());
    if (auto done = checkRunnable(request.settings, request.policy); !done)
        return std::unexpected(done.error());
    if (auto done = readServer(arguments, request); !done)
        return std::unexpected(done.error());
    const QString flags = arguments.value("--flags"_L1, request.policy == BudgetPolicy::PackitToday
                                                                ? u"check-runs"_s
                                                                : u"statuses"_s);
    if (flags != "statuses"_L1 && flags != "check-runs"_L1)
        return wrong(u"--flags takes statuses or check-runs, not \"%1\"."_s.arg(flags.left(80)));
    if (!request.github.isEmpty() && arguments.has("--chroots"_L1)) {
        return wrong(u"--chroots is for the dry run's own server: with --github the "
                     u"configuration there says which are built."_s);
    }
    request.flags = flags == "check-runs"_L1 ? FlagKind::CheckRun : FlagKind::CommitStatus;
    request.hasRateLimit = arguments.has("--rate-limit"_L1);
    request.isPaced = arguments.has("--write-spacing"_L1);
    if (request.flags == FlagKind::CommitStatus && request.settings.batchSize > 1) {
        return wrong(u"--batch-size %1 needs --flags check-runs: commit statuses are written one "
                     u"by one."_s.arg(request.settings.batchSize));
    }
    return request;
}

ExitCode dryRun(const Context &context, const Arguments &arguments)
{
    const auto request = readRequest(context, arguments);
    if (!request)
        return usageError(request.error());
    const auto result = runDry(*request);
    if (!result)
        return result.error().cause == Cause::Invalid ? usageError(result.error())
                                                      : stopped(result.error());
    if (arguments.has("--json"_L1))
        context.output.line(dryRunJson(*request, *result));
    else
        context.output.line(dryRunText(*request, *result));
    for (const QString &problem : result->problems)
        complain(problem);
    return result->problems.isEmpty() ? ExitCode::Succeeded : ExitCode::Failed;
}

QList<Option> dryRunOptions()
{
    QList<Option> options{
            {"--policy"_L1, "NAME"_L1,
             "Who behaves how: notebook, packit-today, sluice (the default) or sluice-lean."},
            {"--scenario"_L1, "NAME|FILE"_L1, "Settings of a scenario, by name, number or file."},
            {"--flags"_L1, "KIND"_L1,
             "statuses, or check-runs (packit-today's own; written by Apps only)."},
            {"--github"_L1, "URL"_L1, "A GitHub to run against, instead of one of our own."},
            {"--token-file"_L1, "FILE"_L1, "Holds the token for it."},
            {"--json"_L1, {}, "Print JSON, one object."},
    };
    return options + budgetParameterOptions();
}

} // namespace

QList<Command> pipelineCommands()
{
    return {
            {.name = "pipeline dry-run"_L1,
             .operands = "[OWNER/REPO#N]"_L1,
             .summary = "Runs one pull request's pipeline with builds and tests on paper. Prints "
                        "every\nrequest to GitHub, the totals, and what the budget model "
                        "predicts.",
             .options = dryRunOptions(),
             .mostOperands = 1,
             .run = dryRun},
    };
}

} // namespace sluice
