// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "consoleoptions.h"

#include "settings/settings.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>

#include <cstdio>
#include <print>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kUsage = 2;

/// Options that Qt takes for itself later, each with a value behind it.
constexpr std::array kQtOptions{"platform"_L1,      "platformpluginpath"_L1,
                                "platformtheme"_L1, "plugin"_L1,
                                "display"_L1,       "style"_L1,
                                "stylesheet"_L1,    "qwindowgeometry"_L1,
                                "qwindowicon"_L1,   "qwindowtitle"_L1,
                                "session"_L1};

bool isQtOption(const QString &word)
{
    return std::ranges::any_of(kQtOptions, [&word](QLatin1StringView name) {
        return word == u'-' + name || word == "--"_L1 + name;
    });
}

QStringList withoutQtOptions(QStringList words)
{
    for (qsizetype i = 1; i < words.size();) {
        if (isQtOption(words.at(i)))
            words.remove(i, std::min<qsizetype>(2, words.size() - i));
        else
            ++i;
    }
    return words;
}

void addOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(u"Operations console for a package build service."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
            {u"data-dir"_s,
             u"Where the queue and what was imported are (default: %1)."_s.arg(
                     defaultDataDirectory()),
             u"DIR"_s, defaultDataDirectory()},
            {u"samples"_s, u"Import the sample packages that come with Sluice."_s},
            {u"screenshot"_s,
             u"Wait until nothing is queued, write a picture of the window, quit."_s, u"FILE"_s},
            {u"page"_s,
             u"Open the window on \"imports\", \"pipelines\", \"budget\", \"compare\" or "
             u"\"ledger\"."_s,
             u"PAGE"_s},
            {u"scenario"_s, u"Open the API budget on this scenario."_s, u"NAME"_s},
            {u"color-scheme"_s, u"\"light\" or \"dark\", whatever the desktop says."_s,
             u"SCHEME"_s},
    });
}

Qt::ColorScheme schemeFromName(QStringView name)
{
    return name == "light"_L1 ? Qt::ColorScheme::Light
         : name == "dark"_L1  ? Qt::ColorScheme::Dark
                              : Qt::ColorScheme::Unknown;
}

/// What is wrong with the use, or empty.
QString misuse(const QCommandLineParser &parser)
{
    if (!parser.positionalArguments().isEmpty())
        return u"packages are imported from the window or with sluicectl import"_s;
    if (parser.isSet(u"data-dir"_s) && parser.value(u"data-dir"_s).isEmpty())
        return u"--data-dir needs a directory"_s;
    if (parser.isSet(u"color-scheme"_s)
        && schemeFromName(parser.value(u"color-scheme"_s)) == Qt::ColorScheme::Unknown)
        return u"--color-scheme takes light or dark"_s;
    const QString page = parser.value(u"page"_s);
    if (parser.isSet(u"page"_s)
        && !QStringList{u"imports"_s, u"pipelines"_s, u"budget"_s, u"compare"_s, u"ledger"_s}
                    .contains(page))
        return u"--page takes imports, pipelines, budget, compare or ledger"_s;
    return {};
}

std::unexpected<int> usageFault(QString what)
{
    while (what.endsWith(u'.'))
        what.chop(1);
    std::println(stderr, "sluice: {}; see sluice --help", what.toStdString());
    return std::unexpected(kUsage);
}

} // namespace

std::expected<ConsoleOptions, int> readConsoleOptions(int argc, char **argv)
{
    const QCoreApplication application(argc, argv); // the parser asks it for names
    QCoreApplication::setApplicationName(u"sluice"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(SLUICE_VERSION));
    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(withoutQtOptions(QCoreApplication::arguments())))
        return usageFault(parser.errorText());
    if (parser.isSet(u"version"_s)) {
        std::println("sluice {}", SLUICE_VERSION);
        return std::unexpected(0);
    }
    if (parser.isSet(u"help"_s) || parser.isSet(u"help-all"_s)) {
        std::print("{}", parser.helpText().toStdString());
        return std::unexpected(0);
    }
    if (const QString what = misuse(parser); !what.isEmpty())
        return usageFault(what);
    return ConsoleOptions{.dataDirectory = QDir::cleanPath(
                                  QDir::current().absoluteFilePath(parser.value(u"data-dir"_s))),
                          .screenshot = parser.value(u"screenshot"_s),
                          .page = parser.value(u"page"_s),
                          .scenario = parser.value(u"scenario"_s),
                          .isWithSamples = parser.isSet(u"samples"_s),
                          .scheme = schemeFromName(parser.value(u"color-scheme"_s))};
}

} // namespace sluice
