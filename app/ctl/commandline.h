// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QHash>
#include <QStringList>

#include <limits>

namespace sluice {

class Output;

/// What sluicectl ends with.
enum class ExitCode {
    Succeeded = 0,
    Failed = 1, ///< some tasks failed, were canceled or do not exist
    Usage = 2,
    Stopped = 3, ///< the pool stopped or could not start; tasks stay queued
};

/// An option of a command. Every command also has --data-dir and --help.
struct Option
{
    QLatin1StringView name; ///< "--owner"
    QLatin1StringView value; ///< "OWNER"; empty: the option takes none
    const char *help;
    const char *group = ""; ///< the heading that it stands under in the help; empty: "Options"
    bool hasOpposite = false; ///< "--no-owner", too
};

/// What was given to a command.
class Arguments final
{
public:
    QStringList operands;

    void add(const QString &option, const QString &value) { m_values[option] << value; }
    [[nodiscard]] bool has(QLatin1StringView option) const { return m_values.contains(option); }
    /// The last one given, else the fallback.
    [[nodiscard]] QString value(QLatin1StringView option, const QString &fallback = {}) const;
    [[nodiscard]] QStringList values(QLatin1StringView option) const;

private:
    QHash<QString, QStringList> m_values;
};

/// What every command works with.
struct Context
{
    QString dataDirectory;
    Output &output;
};

/// One command, for the parser, the help and the dispatch.
struct Command
{
    QLatin1StringView name; ///< "queue list"
    QLatin1StringView operands; ///< "INPUT...", or empty
    const char *summary;
    QList<Option> options;
    qsizetype leastOperands = 0;
    qsizetype mostOperands = 0;
    ExitCode (*run)(const Context &context, const Arguments &arguments);
};

inline constexpr qsizetype kAnyNumber = std::numeric_limits<qsizetype>::max();

/// Options and operands may stand in any order; `--` ends the options. *invalid* is the one line
/// that a usage error prints. With --help given, missing operands are no error.
[[nodiscard]] Result<Arguments> parseArguments(const Command &command, const QStringList &given);
[[nodiscard]] QString
usageLine(const Command &command); ///< "sluicectl queue list [--state STATE] …"
[[nodiscard]] QString helpText(const Command &command);

/// Checks an option by the setting that it stands for: its sentence names the option.
[[nodiscard]] Result<void> checkBySetting(QLatin1StringView option, const QString &value,
                                          const QString &settingKey);
/// The number that an option was given, within bounds; `fallback` where it was not.
[[nodiscard]] Result<int> numberOption(const Arguments &arguments, QLatin1StringView option,
                                       int least, int most, int fallback);

/// Prints the sentence and gives the code.
ExitCode usageError(const Error &error);
ExitCode stopped(const Error &error);

} // namespace sluice
