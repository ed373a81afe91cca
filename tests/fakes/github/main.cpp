// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The fake GitHub as a program, to try things by hand.
#include "fakes/github/fakegithubserver.h"
#include "fakes/github/packitscene.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QSocketNotifier>
#include <QTextStream>
#include <QTimer>

#include <unistd.h>

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

const QString kCommands = u"Commands on standard input, one a line:\n"
                          "  open REPOSITORY AUTHOR\n"
                          "  push REPOSITORY NUMBER\n"
                          "  close REPOSITORY NUMBER\n"
                          "  comment REPOSITORY NUMBER AUTHOR TEXT\n"
                          "  rerequest REPOSITORY CHECK-RUN\n"_s;

/// Makes happen what a line says; false: it says nothing that can happen.
bool obey(FakeGithubState &state, const QString &line, const QDateTime &now)
{
    const QStringList words = line.split(u' ', Qt::SkipEmptyParts);
    const QString name = words.value(1);
    FakeRepository *repository = state.repository(name.section(u'/', 0, 0), name.section(u'/', 1));
    if (!repository || words.size() < 3)
        return false;
    const QString &what = words.first();
    FakePull *pull = repository->pull(words.at(2).toInt());
    const FakeCheckRun *run = repository->checkRun(words.at(2).toLongLong());
    if (what == "open"_L1)
        state.addPull(*repository, words.at(2), {}, now);
    else if (what == "push"_L1 && pull)
        state.push(*repository, *pull, {}, now);
    else if (what == "close"_L1 && pull)
        state.close(*repository, *pull, now);
    else if (what == "comment"_L1 && pull && words.size() > 4)
        state.addComment(*repository, pull->number, words.at(3), line.section(u' ', 4), now);
    else if (what == "rerequest"_L1 && run)
        state.rerequest(*repository, *run, repository->owner, now);
    else
        return false;
    return true;
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication program(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption port(u"port"_s, u"Listen there (any free one)."_s, u"N"_s, u"0"_s);
    const QCommandLineOption scenario(u"scenario"_s, u"What there is: small, busy or packit."_s,
                                      u"NAME"_s, u"small"_s);
    const QCommandLineOption limit(u"rate-limit"_s, u"Requests per hour."_s, u"N"_s, u"5000"_s);
    const QCommandLineOption hook(u"hook"_s, u"Every repository has a webhook there."_s, u"URL"_s);
    const QCommandLineOption key(
            u"app-key"_s, u"App 1, installed on org as 1, signs with the key of this public one."_s,
            u"PEM-FILE"_s);
    parser.setApplicationDescription(kCommands);
    parser.addOptions({port, scenario, limit, hook, key});
    parser.addHelpOption();
    parser.process(program);
    QTextStream error(stderr);
    const QString name = parser.value(scenario);
    bool isPort = false;
    bool isLimit = false;
    const quint16 number = parser.value(port).toUShort(&isPort);
    const int perHour = parser.value(limit).toInt(&isLimit);
    if (!isPort || !isLimit || !QStringList{u"small"_s, u"busy"_s, u"packit"_s}.contains(name)) {
        error << parser.helpText();
        return 2;
    }

    const SystemClock clock;
    FakeGithub github(clock);
    github.limits().core = perHour;
    std::unique_ptr<PackitScene> scene;
    QTimer turns;
    if (name == "packit"_L1) {
        scene = std::make_unique<PackitScene>(github.state(), clock.now());
        QObject::connect(&turns, &QTimer::timeout, &turns, [&] { scene->turn(clock.now()); });
        turns.start(1000);
    }
    const int repositories = name == "busy"_L1 ? 20 : name == "small"_L1 ? 1 : 0;
    for (int i = 1; i <= repositories; ++i) {
        FakeRepository &repository = github.state().addRepository(
                u"org/tool%1"_s.arg(i),
                {{u".packit.yaml"_s, kConfig}, {u"README.md"_s, "A tool.\n"_ba}});
        repository.permissions.insert(u"writer"_s, u"write"_s);
        if (parser.isSet(hook))
            github.state().addHook(repository, parser.value(hook), {u"*"_s}, clock.now());
        for (int pull = 0; pull < repositories; ++pull)
            github.state().addPull(repository, u"writer"_s, {}, clock.now());
    }
    if (parser.isSet(key)) {
        QFile file(parser.value(key));
        if (!file.open(QIODevice::ReadOnly)) {
            error << u"fakegithub: cannot read %1\n"_s.arg(file.fileName());
            return 1;
        }
        github.state().app = FakeApp{.id = 1,
                                     .slug = u"fake"_s,
                                     .publicKey = file.readAll(),
                                     .installations = {{.id = 1, .account = u"org"_s}}};
    }
    github.state().organisations.insert(u"org"_s, {u"writer"_s});
    github.state().addToken("fake-owner"_ba, u"org"_s);
    github.state().addToken("fake-writer"_ba, u"writer"_s);
    github.state().addToken("fake-app"_ba, u"org"_s, FakeToken::Kind::Installation);

    const FakeGithubServer server(github, number);
    if (!server.isListening()) {
        error << u"fakegithub: cannot listen on port %1\n"_s.arg(number);
        return 1;
    }
    QTextStream(stdout) << server.url().toString()
                        << u"\nwriter: fake-writer\nApp: fake-app\n"
                           "owner: fake-owner\n"_s
                        << Qt::flush;
    QByteArray input;
    QSocketNotifier notifier(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, &notifier, [&] {
        QByteArray piece(4096, '\0');
        const ssize_t count = ::read(STDIN_FILENO, piece.data(), size_t(piece.size()));
        if (count <= 0)
            return notifier.setEnabled(false); // goes on without commands
        input += piece.first(count);
        for (qsizetype end = input.indexOf('\n'); end >= 0; end = input.indexOf('\n')) {
            const QString line = QString::fromUtf8(input.first(end));
            input.remove(0, end + 1);
            if (!obey(github.state(), line, clock.now()))
                error << u"fakegithub: cannot do \"%1\"\n"_s.arg(line) << Qt::flush;
        }
    });
    return QCoreApplication::exec();
}
