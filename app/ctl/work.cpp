// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commands.h"

#include "copr/frontendclient.h"
#include "ctl/keyring.h"
#include "ctl/newtasks.h"
#include "ctl/output.h"
#include "ctl/poolrun.h"
#include "settings/secretstore.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

std::unexpected<Error> misuse(const QString &what)
{
    return failure(Cause::Invalid, what, {}, Who::Us);
}

/// Puts what was given over what the settings file says.
Result<Settings> overridden(Settings settings, const Arguments &arguments)
{
    if (arguments.has("--frontend"_L1)) {
        settings.frontend = arguments.value("--frontend"_L1);
        if (auto good = checkBySetting("--frontend"_L1, settings.frontend, u"frontend.url"_s);
            !good)
            return std::unexpected(good.error());
    }
    for (const auto option : {"--password-file"_L1, "--poll"_L1}) {
        if (settings.frontend.isEmpty() && arguments.has(option)) {
            return misuse(u"%1 needs a frontend: give --frontend URL, or set frontend.url."_s.arg(
                    option));
        }
    }
    if (arguments.has("--poll"_L1)) {
        const QString poll = arguments.value("--poll"_L1);
        if (auto good = checkBySetting("--poll"_L1, poll, u"frontend.poll-seconds"_s); !good)
            return std::unexpected(good.error());
        settings.frontendPoll = std::chrono::seconds(poll.toInt());
    }
    for (const QString &host : arguments.values("--allow-host"_L1)) {
        if (auto good = checkBySetting("--allow-host"_L1, host, u"url.allowed-hosts"_s); !good)
            return std::unexpected(good.error());
        settings.allowedHosts << host;
    }
    settings.frontendPasswordFile
            = arguments.value("--password-file"_L1, settings.frontendPasswordFile);
    return settings;
}

Result<QByteArray> frontendPassword(const Settings &settings)
{
    if (!settings.frontendPasswordFile.isEmpty())
        return readPasswordFile(settings.frontendPasswordFile);
    QByteArray password = keyringSecret(SecretStore::frontendKey(settings.frontend));
    if (password.isEmpty()) {
        complain(u"there is no password file and none in the keyring, so results are reported "
                 "without a password"_s);
    }
    return password;
}

Result<EngineOptions> engineOptions(const Context &context, const Arguments &arguments,
                                    const Settings &fromFile)
{
    const auto threads = numberOption(arguments, "--threads"_L1, 1, 64, 0);
    if (!threads)
        return std::unexpected(threads.error());
    const auto settings = overridden(fromFile, arguments);
    if (!settings)
        return std::unexpected(settings.error());
    EngineOptions options{.dataDirectory = context.dataDirectory,
                          .settings = *settings,
                          .program = u"sluicectl work"_s,
                          .threads = *threads,
                          .lockPatience = std::chrono::seconds(10),
                          .isPollingFrontend = !settings->frontend.isEmpty()};
    if (!options.isPollingFrontend)
        return options;
    auto password = frontendPassword(*settings);
    if (!password)
        return std::unexpected(password.error());
    options.frontendPassword = std::move(*password);
    return options;
}

ExitCode runWork(const Context &context, const Arguments &arguments)
{
    const auto settings = SettingsFile(context.dataDirectory).load();
    if (!settings)
        return stopped(settings.error());
    auto options = engineOptions(context, arguments, *settings);
    if (!options)
        return usageError(options.error());
    const SystemClock clock;
    const auto store = openQueue(context.dataDirectory, clock);
    if (!store)
        return stopped(store.error());
    const auto revision = (*store)->revision();
    if (!revision)
        return stopped(revision.error());
    PoolRun run({.isUntilEmpty = arguments.has("--until-empty"_L1), .revision = *revision},
                std::move(*options), **store, clock, context.output);
    return run.exec();
}

} // namespace

QList<Command> workCommands()
{
    return {{.name = "work"_L1,
             .summary = "Runs the pool for everything in the queue, until it is stopped. With a "
                        "frontend it stands where\ncopr-dist-git stands: it takes Copr's imports "
                        "and reports their results.",
             .options
             = {{"--threads"_L1, "N"_L1, "How many packages are imported at once, 1 to 64."},
                {"--frontend"_L1, "URL"_L1, "The Copr frontend (frontend.url)."},
                {"--password-file"_L1, "FILE"_L1,
                 "Holds the frontend's password (frontend.password-file)."},
                {"--poll"_L1, "SECONDS"_L1, "How often to ask the frontend (15)."},
                {"--allow-host"_L1, "HOST"_L1,
                 "A host that may be fetched from although it is private; may be given again."},
                {"--until-empty"_L1, {}, "End when nothing is left to import, retry or report."}},
             .run = runWork}};
}

} // namespace sluice
