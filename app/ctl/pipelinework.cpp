// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commands.h"
#include "ctl/keyring.h"
#include "ctl/output.h"
#include "ctl/pipelineasker.h"
#include "ctl/pipelinefollower.h"
#include "github/networktransport.h"
#include "github/tokensource.h"
#include "settings/settingstext.h"
#include "store/database.h"
#include "timers.h"

#include <QRegularExpression>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QByteArray keyringToken(const PipelineSettings &settings)
{
    return tokenOrigin(settings) == TokenOrigin::Keyring ? keyringSecret(pipelineTokenKey(settings))
                                                         : QByteArray();
}

/// Reads the settings, puts the service together and has it followed.
ExitCode withService(const Context &context, const Arguments &arguments,
                     const std::function<ExitCode(PipelineFollower &, const Settings &)> &work)
{
    auto settings = SettingsFile(context.dataDirectory).load();
    if (!settings)
        return stopped(settings.error());
    for (const auto &[option, key, value] :
         {std::tuple{"--policy"_L1, u"pipeline.policy"_s, &settings->pipeline.policy},
          std::tuple{"--flags"_L1, u"pipeline.flags"_s, &settings->pipeline.flags}}) {
        if (!arguments.has(option))
            continue;
        *value = arguments.value(option);
        if (auto good = checkBySetting(option, *value, key); !good)
            return usageError(good.error());
    }
    if (arguments.has("--summary-flag"_L1))
        settings->pipeline.summaryFlag = u"on"_s;
    const auto options = pipelineServiceOptions(context.dataDirectory, *settings,
                                                keyringToken(settings->pipeline));
    if (!options)
        return usageError(options.error());
    SystemTimers timers;
    NetworkTransport transport(options->tls);
    const auto tokens = tokenSourceOf(*options, transport, timers);
    const auto service = PipelineService::open(*options, {transport, *tokens, timers});
    if (!service)
        return stopped(service.error());
    PipelineFollower follower(**service, context.output,
                              {.isUntilDone = arguments.has("--until-done"_L1),
                               .isJson = arguments.has("--json"_L1)});
    return work(follower, *settings);
}

ExitCode runPipeline(const Context &context, const Arguments &arguments)
{
    const QString &given = arguments.operands.at(0);
    static const QRegularExpression form(u"^([^#]+)#([1-9][0-9]{0,8})\\z"_s);
    const auto match = form.match(given);
    if (!match.hasMatch() || !isRepositoryName(match.captured(1))) {
        return usageError({.cause = Cause::Invalid,
                           .what = u"\"%1\" is no pull request: name one as OWNER/REPO#N."_s.arg(
                                   given.left(80))});
    }
    return withService(context, arguments, [&](PipelineFollower &follower, const Settings &) {
        return follower.run(match.captured(1), match.captured(2).toInt());
    });
}

/// The program that runs the pipelines, a window perhaps, is asked to do it.
ExitCode askForRetry(const Context &context, const Arguments &arguments, PipelineId id)
{
    for (const auto option :
         {"--policy"_L1, "--flags"_L1, "--summary-flag"_L1, "--until-done"_L1}) {
        if (arguments.has(option)) {
            return usageError(
                    {.cause = Cause::Invalid,
                     .what = u"Another program runs the pipelines of %1, by its own "
                             u"settings: leave %2 out."_s.arg(context.dataDirectory, option)});
        }
    }
    const auto database = Database::open(context.dataDirectory + u"/queue.sqlite"_s);
    if (!database)
        return stopped(database.error());
    PipelineAsker asker(context.dataDirectory, **database, context.output,
                        arguments.has("--json"_L1));
    return asker.retry(id, arguments.operands.value(1));
}

ExitCode retryPipeline(const Context &context, const Arguments &arguments)
{
    const QString &given = arguments.operands.at(0);
    bool isNumber = false;
    const PipelineId id = given.toLongLong(&isNumber);
    if (!isNumber || id <= 0) {
        return usageError({.cause = Cause::Invalid,
                           .what = u"\"%1\" is no pipeline: give a number of `sluicectl pipeline "
                                   u"list`."_s.arg(given.left(80))});
    }
    if (PipelineAsker::isNeeded(context.dataDirectory))
        return askForRetry(context, arguments, id);
    return withService(context, arguments, [&](PipelineFollower &follower, const Settings &) {
        return follower.retry(id, arguments.operands.value(1));
    });
}

ExitCode watchPipelines(const Context &context, const Arguments &arguments)
{
    for (const QString &repository : arguments.operands) {
        if (!isRepositoryName(repository)) {
            return usageError({.cause = Cause::Invalid,
                               .what = u"\"%1\" is no repository: name one as OWNER/REPO."_s.arg(
                                       repository.left(80))});
        }
    }
    return withService(
            context, arguments, [&](PipelineFollower &follower, const Settings &settings) {
                const QStringList repositories = arguments.operands.isEmpty()
                                                       ? settings.pipeline.repositories
                                                       : arguments.operands;
                const bool isListening = settings.pipeline.webhookPort != 0;
                const bool isTold = isListening || settings.pipeline.webhookStored.count() > 0;
                if (repositories.isEmpty() && !isTold) {
                    return usageError({.cause = Cause::Invalid,
                                       .what = u"pipeline watch needs something to watch: name "
                                               u"OWNER/REPO, or set pipeline.repositories, "
                                               u"webhook.port or webhook.stored-seconds."_s});
                }
                return follower.watch(repositories, isListening);
            });
}

QList<Option> workOptions(const QList<Option> &further)
{
    return QList<Option>{
                   {"--policy"_L1, "NAME"_L1,
                    "How the pipeline behaves: notebook, packit-today, sluice or sluice-lean "
                    "(pipeline.policy)."},
                   {"--flags"_L1, "KIND"_L1, "statuses or check-runs (pipeline.flags)."},
                   {"--summary-flag"_L1,
                    {},
                    "One flag for all builds and one for all tests (pipeline.summary-flag)."},
                   {"--json"_L1, {}, "Print each pipeline that ends as JSON, one object per line."},
           }
         + further;
}

} // namespace

QList<Command> pipelineWorkCommands()
{
    const Option untilDone{
            "--until-done"_L1, {}, "Go on until every other pipeline here has ended as well."};
    return {
            {.name = "pipeline run"_L1,
             .operands = "OWNER/REPO#N"_L1,
             .summary = "Builds and tests the head of a pull request, and follows that to its "
                        "end.\nInterrupted, it goes on with the next run, retry or watch.",
             .options = workOptions({untilDone}),
             .leastOperands = 1,
             .mostOperands = 1,
             .run = runPipeline},
            {.name = "pipeline retry"_L1,
             .operands = "ID [CHROOT]"_L1,
             .summary = "Builds and tests again what failed, or one chroot, and follows that to "
                        "its end.",
             .options = workOptions({untilDone}),
             .leastOperands = 1,
             .mostOperands = 2,
             .run = retryPipeline},
            {.name = "pipeline watch"_L1,
             .operands = "[OWNER/REPO]..."_L1,
             .summary = "Runs a pipeline for each push to a pull request of these repositories "
                        "(pipeline.repositories),\nuntil it is stopped. With webhook.port events "
                        "come by webhook, too.",
             .options = workOptions({}),
             .mostOperands = kAnyNumber,
             .run = watchPipelines},
    };
}

} // namespace sluice
