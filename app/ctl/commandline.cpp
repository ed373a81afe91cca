// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commandline.h"

#include "ctl/output.h"
#include "settings/settings.h"
#include "settings/settingstext.h"

#include <algorithm>
#include <ranges>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

const QList<Option> &commonOptions()
{
    static const QList<Option> options{
            {"--data-dir"_L1, "DIR"_L1, "Where the queue is ($XDG_DATA_HOME/sluice)."},
            {"--help"_L1, {}, "Show this."},
    };
    return options;
}

bool isCalled(const Option &option, const QString &name)
{
    return option.name == name || (option.hasOpposite && name == "--no"_L1 + option.name.mid(1));
}

const Option *findOption(const Command &command, const QString &name)
{
    for (const QList<Option> *options : {&command.options, &commonOptions()}) {
        const auto found = std::ranges::find_if(
                *options, [&name](const Option &option) { return isCalled(option, name); });
        if (found != options->end())
            return &*found;
    }
    return nullptr;
}

std::unexpected<Error> misuse(const Command &command, const QString &what)
{
    return failure(Cause::Invalid,
                   u"%1; see `sluicectl %2 --help`."_s.arg(what, QString(command.name)), {},
                   Who::Us);
}

Result<void> checkOperands(const Command &command, const Arguments &arguments)
{
    const qsizetype count = arguments.operands.size();
    if (count < command.leastOperands)
        return misuse(command, u"%1 needs %2"_s.arg(command.name, command.operands));
    if (count > command.mostOperands) {
        return misuse(command, u"%1 does not take \"%2\""_s.arg(
                                       command.name, arguments.operands.at(command.mostOperands)));
    }
    return {};
}

/// "-1" is a number: no option begins with a digit.
bool isOption(const QString &word)
{
    return word.size() > 1 && word.startsWith(u'-') && !word.at(1).isDigit();
}

QString optionText(const Option &option)
{
    const QString name
            = option.hasOpposite ? "--[no-]"_L1 + option.name.mid(2) : QString(option.name);
    return option.value.isEmpty() ? name : name + u' ' + option.value;
}

constexpr qsizetype kHelpColumns = 80;
constexpr qsizetype kLeastOptionColumn = 22;

/// "  --owner OWNER  Whose it is", with what does not fit below.
QString optionHelp(const Option &option, qsizetype column)
{
    QString line = u"  "_s + optionText(option).leftJustified(column) + u' ';
    QString text;
    for (const QString &word : QString::fromUtf8(option.help).split(u' ')) {
        if (line.size() + 1 + word.size() > kHelpColumns) {
            text += line + u'\n';
            line = QString(column + 3, u' ');
        }
        line += u' ' + word;
    }
    return text + line + u'\n';
}

/// All options with this heading, as wide as the longest of them.
QString groupText(const QList<Option> &options, QByteArrayView group)
{
    const auto isMember = [group](const Option &option) { return option.group == group; };
    qsizetype column = kLeastOptionColumn;
    for (const Option &option : options | std::views::filter(isMember))
        column = std::max(column, optionText(option).size());
    QString text = u"\n%1:\n"_s.arg(group.isEmpty() ? u"Options"_s : QString::fromUtf8(group));
    for (const Option &option : options | std::views::filter(isMember))
        text += optionHelp(option, column);
    return text;
}

} // namespace

QString Arguments::value(QLatin1StringView option, const QString &fallback) const
{
    const auto found = m_values.constFind(option);
    return found == m_values.constEnd() ? fallback : found->last();
}

QStringList Arguments::values(QLatin1StringView option) const { return m_values.value(option); }

Result<Arguments> parseArguments(const Command &command, const QStringList &given)
{
    Arguments arguments;
    bool areOptionsOver = false;
    for (qsizetype i = 0; i < given.size(); ++i) {
        const QString &word = given.at(i);
        if (areOptionsOver || !isOption(word)) {
            arguments.operands << word;
            continue;
        }
        if (word == "--"_L1) {
            areOptionsOver = true;
            continue;
        }
        const qsizetype equals = word.indexOf(u'=');
        const QString name = word == "-h"_L1 ? u"--help"_s : word.left(equals);
        const Option *option = findOption(command, name);
        if (!option)
            return misuse(command, u"%1 has no option \"%2\""_s.arg(command.name, name));
        if (option->value.isEmpty() && equals >= 0)
            return misuse(command, u"%1 takes no value"_s.arg(name));
        QString value = equals >= 0 ? word.mid(equals + 1) : QString();
        if (!option->value.isEmpty() && equals < 0 && i + 1 < given.size())
            value = given.at(++i);
        if (!option->value.isEmpty() && value.isEmpty())
            return misuse(command, u"%1 needs a value (%2)"_s.arg(name, option->value));
        arguments.add(name, value);
    }
    if (!arguments.has("--help"_L1)) {
        if (auto good = checkOperands(command, arguments); !good)
            return std::unexpected(good.error());
    }
    return arguments;
}

QString usageLine(const Command &command)
{
    QString line = u"sluicectl "_s + command.name;
    bool hasGroups = false;
    for (const Option &option : command.options) {
        if (QByteArrayView(option.group).isEmpty())
            line += u" ["_s + optionText(option) + u']';
        else
            hasGroups = true;
    }
    if (hasGroups)
        line += u" [PARAMETER]..."_s;
    return command.operands.isEmpty() ? line : line + u' ' + command.operands;
}

QString helpText(const Command &command)
{
    const QList<Option> options = command.options + commonOptions();
    QString text
            = u"Usage: %1\n\n%2\n"_s.arg(usageLine(command), QString::fromUtf8(command.summary));
    QList<QByteArrayView> groups{""};
    for (const Option &option : options) {
        if (!groups.contains(QByteArrayView(option.group)))
            groups << option.group;
    }
    for (const QByteArrayView group : std::as_const(groups))
        text += groupText(options, group);
    return text;
}

Result<void> checkBySetting(QLatin1StringView option, const QString &value,
                            const QString &settingKey)
{
    if (SettingsFile::check(settingKey, value))
        return {};
    const QList<SettingInfo> known = SettingsFile::known();
    const auto info = std::ranges::find(known, settingKey, &SettingInfo::key);
    return failure(Cause::Invalid, u"%1 takes %2, not \"%3\"."_s.arg(option, info->takes, value),
                   {}, Who::Us);
}

Result<int> numberOption(const Arguments &arguments, QLatin1StringView option, int least, int most,
                         int fallback)
{
    if (!arguments.has(option))
        return fallback;
    const QString text = arguments.value(option);
    if (const auto number = readNumber(text, least, most))
        return static_cast<int>(*number);
    const QString range = most == std::numeric_limits<int>::max()
                                ? u"from %1 up"_s.arg(least)
                                : u"from %1 to %2"_s.arg(least).arg(most);
    return failure(Cause::Invalid,
                   u"%1 takes a whole number %2, not \"%3\"."_s.arg(option, range, text), {},
                   Who::Us);
}

ExitCode usageError(const Error &error)
{
    complain(error.what);
    return ExitCode::Usage;
}

ExitCode stopped(const Error &error)
{
    complain(error.detail.isEmpty() ? error.what : error.what + u" ("_s + error.detail + u')');
    return ExitCode::Stopped;
}

} // namespace sluice
