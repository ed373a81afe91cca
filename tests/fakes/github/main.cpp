// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The fake GitHub as a program, to try things by hand.
#include "fakes/github/fakegithubserver.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTextStream>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kConfig = "specfile_path: tool.spec\n"
                           "jobs:\n"
                           "  - job: copr_build\n"
                           "    trigger: pull_request\n"
                           "    targets: [fedora-44-x86_64, fedora-43-x86_64, epel-9-x86_64]\n"
                           "  - job: tests\n"
                           "    trigger: pull_request\n"
                           "    targets: [fedora-44-x86_64, fedora-43-x86_64, epel-9-x86_64]\n"_ba;

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication program(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption port(u"port"_s, u"Listen there (any free one)."_s, u"N"_s, u"0"_s);
    const QCommandLineOption scenario(u"scenario"_s, u"What there is: small or busy."_s, u"NAME"_s,
                                      u"small"_s);
    const QCommandLineOption limit(u"rate-limit"_s, u"Requests per hour."_s, u"N"_s, u"5000"_s);
    parser.addOptions({port, scenario, limit});
    parser.addHelpOption();
    parser.process(program);
    QTextStream error(stderr);
    const QString name = parser.value(scenario);
    bool isPort = false;
    bool isLimit = false;
    const quint16 number = parser.value(port).toUShort(&isPort);
    const int perHour = parser.value(limit).toInt(&isLimit);
    if (!isPort || !isLimit || (name != "small"_L1 && name != "busy"_L1)) {
        error << parser.helpText();
        return 2;
    }

    const SystemClock clock;
    FakeGithub github(clock);
    github.limits().core = perHour;
    const int repositories = name == "busy"_L1 ? 20 : 1;
    for (int i = 1; i <= repositories; ++i) {
        FakeRepository &repository = github.state().addRepository(
                u"org/tool%1"_s.arg(i),
                {{u".packit.yaml"_s, kConfig}, {u"README.md"_s, "A tool.\n"_ba}});
        repository.permissions.insert(u"writer"_s, u"write"_s);
        for (int pull = 0; pull < repositories; ++pull)
            github.state().addPull(repository, u"writer"_s, {}, clock.now());
    }
    github.state().addToken("fake-writer"_ba, u"writer"_s);
    github.state().addToken("fake-app"_ba, u"org"_s, FakeToken::Kind::Installation);

    const FakeGithubServer server(github, number);
    if (!server.isListening()) {
        error << u"fakegithub: cannot listen on port %1\n"_s.arg(number);
        return 1;
    }
    QTextStream(stdout) << server.url().toString() << u"\nwriter: fake-writer\nApp: fake-app\n"_s;
    return QCoreApplication::exec();
}
