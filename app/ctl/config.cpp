// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commands.h"

#include "ctl/output.h"
#include "settings/settings.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// A key or a value that makes no sense is a wrong use of the command; a file that cannot be read
/// or written is not.
ExitCode fault(const Error &error, const QString &key)
{
    const bool isUse = !SettingsFile::check(key, {}) || error.what.startsWith(key + u' ');
    return isUse ? usageError(error) : stopped(error);
}

ExitCode getSetting(const Context &context, const Arguments &arguments)
{
    const QString &key = arguments.operands.at(0);
    const auto value = SettingsFile(context.dataDirectory).value(key);
    if (!value)
        return fault(value.error(), key);
    context.output.line(*value);
    return ExitCode::Succeeded;
}

ExitCode setSetting(const Context &context, const Arguments &arguments)
{
    const QString &key = arguments.operands.at(0);
    const auto set = SettingsFile(context.dataDirectory).set(key, arguments.operands.at(1));
    return set ? ExitCode::Succeeded : fault(set.error(), key);
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
             .summary = "Changes a setting; an empty VALUE puts its default back.",
             .leastOperands = 2,
             .mostOperands = 2,
             .run = setSetting},
            {.name = "config list"_L1,
             .summary = "Prints every setting, with what it is for and what it takes.",
             .run = listSettings},
    };
}

} // namespace sluice
