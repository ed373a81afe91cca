// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commands.h"

#include "ctl/newtasks.h"
#include "ctl/output.h"
#include "ctl/tokensetting.h"
#include "github/watchrules.h"
#include "queue/queuestore.h"
#include "settings/settings.h"

#include <QFile>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// A key or a value that makes no sense is a wrong use of the command; a file that cannot be read
/// or written is not.
ExitCode fault(const Error &error, const SettingsFile &file)
{
    const bool isUse = error.cause == Cause::Invalid && !error.what.startsWith(file.path());
    return isUse ? usageError(error) : stopped(error);
}

/// What a pool that runs has for a limit is in the queue; the settings are what it starts with.
Result<void> limitNow(QueueStore &store, const QString &key, int limit)
{
    return store.poolState().and_then([&](const PoolState &state) {
        ShareLimits limits = state.limits;
        (key == "limits.per-owner"_L1 ? limits.perOwner : limits.perSandbox) = limit;
        return store.setLimits(limits);
    });
}

/// Tells when the setting takes effect, where there is a queue that a pool may work on.
ExitCode takeEffect(const Context &context, const QString &key, const QString &value)
{
    if (!QFile::exists(context.dataDirectory + "/queue.sqlite"_L1))
        return ExitCode::Succeeded;
    const SystemClock clock;
    const auto store = openQueue(context.dataDirectory, clock);
    if (!store)
        return stopped(store.error());
    if (key.startsWith("limits."_L1)) {
        if (const auto done = limitNow(**store, key, value.toInt()); !done)
            return stopped(done.error());
        context.output.line(u"%1 takes effect now."_s.arg(key));
        return ExitCode::Succeeded;
    }
    const auto state = (*store)->poolState();
    if (!state)
        return stopped(state.error());
    // Tasks have their format from the moment they are added.
    if (state->owner.pid != 0 && key != "import.format"_L1) {
        context.output.line(u"%1 takes effect when the pool starts next; %2 (process %3) runs "
                            "it now."_s.arg(key, state->owner.program)
                                    .arg(state->owner.pid));
    }
    return ExitCode::Succeeded;
}

ExitCode getSetting(const Context &context, const Arguments &arguments)
{
    const QString &key = arguments.operands.at(0);
    if (isTokenSetting(key)) {
        const auto source = tokenSource(context);
        if (!source)
            return stopped(source.error());
        context.output.line(*source);
        return ExitCode::Succeeded;
    }
    const SettingsFile file(context.dataDirectory);
    const auto value = file.value(key);
    if (!value)
        return fault(value.error(), file);
    context.output.line(*value);
    return ExitCode::Succeeded;
}

ExitCode change(const Context &context, const QString &key, const QString &to)
{
    if (isTokenSetting(key))
        return setToken(context, to);
    SettingsFile file(context.dataDirectory);
    if (const auto may = mayDrive(context.dataDirectory, {{key, to}}); !may)
        return fault(may.error(), file);
    const auto value = file.set(key, to).and_then([&] { return file.value(key); });
    return value ? takeEffect(context, key, *value) : fault(value.error(), file);
}

ExitCode setSetting(const Context &context, const Arguments &arguments)
{
    return change(context, arguments.operands.at(0), arguments.operands.at(1));
}

ExitCode unsetSetting(const Context &context, const Arguments &arguments)
{
    return change(context, arguments.operands.at(0), {});
}

/// No line of the settings file, so none that reads like one.
void listToken(const Context &context)
{
    const auto source = tokenSource(context);
    if (!source)
        complain(source.error().what);
    context.output.line(u"# github.token is kept in the keyring, and - takes it from standard "
                        "input. It comes from: %1"_s.arg(source.value_or(u"unknown"_s)));
}

ExitCode listSettings(const Context &context, const Arguments &)
{
    const SettingsFile file(context.dataDirectory);
    const auto loaded = file.load();
    if (!loaded)
        return stopped(loaded.error());
    for (const SettingInfo &info : SettingsFile::known()) {
        const auto value = file.value(info.key);
        if (!value)
            return stopped(value.error());
        context.output.line(u"# %1 It takes %2."_s.arg(info.description, info.takes));
        context.output.line(u"%1 = %2"_s.arg(info.key, *value));
        if (info.key == "github.token-file"_L1)
            listToken(context);
    }
    return ExitCode::Succeeded;
}

} // namespace

QList<Command> configCommands()
{
    return {
            {.name = "config get"_L1,
             .operands = "KEY"_L1,
             .summary = "Prints the value of a setting.",
             .leastOperands = 1,
             .mostOperands = 1,
             .run = getSetting},
            {.name = "config set"_L1,
             .operands = "KEY VALUE"_L1,
             .summary = "Changes a setting; an empty VALUE puts its default back.\nThe VALUE of "
                        "github.token is - for one line of standard input, kept in the keyring.",
             .leastOperands = 2,
             .mostOperands = 2,
             .run = setSetting},
            {.name = "config unset"_L1,
             .operands = "KEY"_L1,
             .summary = "Puts the default of a setting back, or forgets github.token.",
             .leastOperands = 1,
             .mostOperands = 1,
             .run = unsetSetting},
            {.name = "config list"_L1,
             .summary = "Prints every setting, with what it is for and what it takes.",
             .run = listSettings},
    };
}

} // namespace sluice
