// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commands.h"
#include "ctl/output.h"
#include "settings/settings.h"

#include <QDir>
#include <QGuiApplication>

#include <algorithm>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <memory>
#include <print>

#include <langinfo.h>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

QList<Command> allCommands()
{
    return importCommands() + queueCommands() + workCommands() + configCommands() + budgetCommands()
         + ledgerCommands() + pipelineCommands() + pipelineViewCommands() + pipelineWorkCommands()
         + observeCommands() + accountCommands() + proxyCommands();
}

QString firstSentence(const Command &command)
{
    const QString summary = QString::fromUtf8(command.summary).replace(u'\n', u' ');
    const qsizetype end = summary.indexOf(". "_L1);
    return end < 0 ? summary : summary.left(end + 1);
}

QString programHelp()
{
    QString text
            = u"Usage: sluicectl [--data-dir DIR] COMMAND [ARGUMENTS]\n\n"
              "Imports source packages into dist-git repositories and a lookaside cache.\n\n"_s;
    for (const Command &command : allCommands())
        text += u"  %1  %2\n"_s.arg(command.name, -13).arg(firstSentence(command));
    text += u"\nOptions:\n"
            "  --data-dir DIR  where the queue is ($XDG_DATA_HOME/sluice)\n"
            "  --help          show this, or with a command what that takes\n"
            "  --version       show the version\n\n"
            "Exit codes: 0 all succeeded, 1 some tasks failed or were canceled, 2 wrong use,\n"
            "3 the pool stopped or could not start (tasks stay queued).\n"_s;
    return text;
}

/// What stands before the command.
struct Preamble
{
    QString dataDirectory;
    bool isHelp = false;
    bool isVersion = false;
    QStringList rest;
};

Result<Preamble> readPreamble(QStringList words)
{
    Preamble preamble;
    while (!words.isEmpty() && words.first().startsWith(u'-')) {
        const QString word = words.takeFirst();
        if (word == "--help"_L1 || word == "-h"_L1) {
            preamble.isHelp = true;
        } else if (word == "--version"_L1) {
            preamble.isVersion = true;
        } else if (word.startsWith("--data-dir="_L1)) {
            preamble.dataDirectory = word.mid(11);
        } else if (word == "--data-dir"_L1 && !words.isEmpty() && !words.first().isEmpty()) {
            preamble.dataDirectory = words.takeFirst();
        } else {
            const QString what = word == "--data-dir"_L1 ? u"--data-dir needs a directory"_s
                                                         : u"there is no option \"%1\""_s.arg(word);
            return failure(Cause::Invalid, what + u"; see `sluicectl --help`."_s, {}, Who::Us);
        }
    }
    preamble.rest = words;
    return preamble;
}

/// The commands that begin with this word and a further one.
QList<Command> groupOf(const QString &word)
{
    QList<Command> group;
    for (const Command &command : allCommands()) {
        if (command.name.contains(u' ') && QString(command.name).section(u' ', 0, 0) == word)
            group << command;
    }
    return group;
}

QString groupHelp(const QList<Command> &group)
{
    QString text;
    for (const Command &command : group)
        text += u"%1\n  %2\n"_s.arg(usageLine(command), firstSentence(command));
    return text;
}

/// Finds "queue list" by two words or "import" by one, and takes them off.
Result<Command> takeCommand(QStringList &words)
{
    const QList<Command> commands = allCommands();
    for (const qsizetype count : {2, 1}) {
        const QString name = words.mid(0, count).join(u' ');
        const auto found = std::ranges::find_if(
                commands, [&name](const Command &command) { return command.name == name; });
        if (found != commands.end()) {
            words.remove(0, std::min(count, words.size()));
            return *found;
        }
    }
    QStringList subcommands;
    for (const Command &command : groupOf(words.value(0)))
        subcommands << QString(command.name).section(u' ', 1);
    const QString what
            = words.isEmpty() ? u"a command is needed"_s
            : subcommands.isEmpty()
                    ? u"there is no command \"%1\""_s.arg(words.first())
                    : u"%1 needs one of: %2"_s.arg(words.first(), subcommands.join(", "_L1));
    return failure(Cause::Invalid, what + u"; see `sluicectl --help`."_s, {}, Who::Us);
}

/// What --help, --version and `help` show; empty where nothing of the kind was asked for.
QString information(const Preamble &preamble)
{
    const QList<Command> group = groupOf(preamble.rest.value(0));
    const QString second = preamble.rest.value(1);
    const bool isGroupAsked
            = preamble.isHelp ? second.isEmpty() : second == "--help"_L1 || second == "-h"_L1;
    if (preamble.isVersion)
        return u"sluicectl %1"_s.arg(QStringLiteral(SLUICE_VERSION));
    if (preamble.isHelp && preamble.rest.isEmpty())
        return programHelp().trimmed();
    return !group.isEmpty() && isGroupAsked ? groupHelp(group).trimmed() : QString();
}

ExitCode run(const QStringList &words, Output &output)
{
    auto preamble = readPreamble(words);
    if (!preamble)
        return usageError(preamble.error());
    if (preamble->rest.value(0) == "help"_L1) {
        preamble->isHelp = true;
        preamble->rest.removeFirst();
    }
    if (const QString text = information(*preamble); !text.isEmpty()) {
        output.line(text);
        return ExitCode::Succeeded;
    }
    const auto command = takeCommand(preamble->rest);
    if (!command)
        return usageError(command.error());
    const auto arguments = parseArguments(*command, preamble->rest);
    if (preamble->isHelp || (arguments && arguments->has("--help"_L1))) {
        output.line(helpText(*command).trimmed());
        return ExitCode::Succeeded;
    }
    if (!arguments)
        return usageError(arguments.error());
    QString directory = arguments->value("--data-dir"_L1, preamble->dataDirectory);
    if (directory.isEmpty())
        directory = defaultDataDirectory();
    return command->run({QDir::cleanPath(QDir::current().absoluteFilePath(directory)), output},
                        *arguments);
}

/// Names of files and packages are UTF-8 here, whatever the locale; Qt would warn of another.
void chooseUtf8()
{
    std::setlocale(LC_ALL, "");
    if (qstrcmp(::nl_langinfo(CODESET), "UTF-8") != 0)
        qputenv("LC_ALL", "C.UTF-8");
}

/// A pause for a full disk ends the command, which says so in its last line.
void logBut(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const bool isSaidLater = qstrcmp(context.category, "sluice.import.pool") == 0
                          && message.startsWith("paused:"_L1);
    if (!isSaidLater)
        std::println(stderr, "{}", qFormatLogMessage(type, context, message).toStdString());
}

/// Only drawing needs fonts, and so the larger application; it draws into files, on no display.
std::unique_ptr<QCoreApplication> makeApplication(int &argc, char **argv)
{
    const bool isDrawing = std::any_of(argv, argv + argc, [](const char *argument) {
        return QByteArrayView(argument).startsWith("--pie");
    });
    if (!isDrawing)
        return std::make_unique<QCoreApplication>(argc, argv);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    return std::make_unique<QGuiApplication>(argc, argv);
}

} // namespace

int main(int argc, char **argv)
{
    chooseUtf8();
    std::signal(SIGPIPE, SIG_IGN); // a reader that goes away must not end an import
    const auto application = makeApplication(argc, argv);
    QCoreApplication::setApplicationName(u"sluicectl"_s);
    qSetMessagePattern(u"sluicectl: %{message}"_s);
    qInstallMessageHandler(logBut);
    Output output;
    ExitCode code = run(QCoreApplication::arguments().sliced(1), output);
    output.flush();
    if (!output.error().isEmpty()) {
        complain(u"standard output cannot be written: "_s + output.error());
        if (code == ExitCode::Succeeded)
            code = ExitCode::Failed;
    }
    return static_cast<int>(code);
}
