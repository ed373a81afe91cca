// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/pipelineworld.h"

#include <QFile>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr char kConfig[] = "specfile_path: hello.spec\n"
                           "jobs:\n"
                           "  - job: copr_build\n"
                           "    trigger: pull_request\n"
                           "    targets: [fedora-43-x86_64, fedora-44-x86_64]\n"
                           "  - job: tests\n"
                           "    trigger: pull_request\n"
                           "    targets: [fedora-43-x86_64]\n";

} // namespace

PipelineWorld::PipelineWorld()
{
    FakeGithubState &state = github.state();
    repository = &state.addRepository(u"fedora/hello"_s, {{u".packit.yaml"_s, kConfig},
                                                          {u"hello.spec"_s, "Name: hello\n"_ba}});
    repository->permissions.insert(u"maria"_s, u"write"_s);
    state.addToken("gh-s3cret"_ba, u"fedora"_s);
    const QString token = write(u"github.token"_s, "gh-s3cret\n"_ba);
    const QString login = write(u"copr.login"_s, "[copr-cli]\nusername = packit\nlogin = "_ba
                                                         + FakeCopr::login() + "\ntoken = "_ba
                                                         + FakeCopr::token() + '\n');
    const QString farmToken = write(u"farm.token"_s, FakeTestingFarm::token());
    const QString settings = u"github.url = %1\ngithub.token-file = %2\ngithub.write-spacing = 0\n"
                             u"copr.api = %3\ncopr.login-file = %4\n"
                             u"testing-farm.url = %5\ntesting-farm.token-file = %6\n"
                             u"pipeline.poll-seconds = 1\npipeline.watch-seconds = 1\n"_s.arg(
                                     m_githubServer.url().toString(), token, builders.copr.url(),
                                     login, builders.farm.url(), farmToken);
    write(u"sluice.conf"_s, settings.toUtf8());
    connect(&m_timer, &QTimer::timeout, this, [this] { builders.step(); });
}

QString PipelineWorld::write(const QString &name, const QByteArray &text) const
{
    QFile file(m_folder.filePath(name));
    if (file.open(QIODevice::WriteOnly))
        file.write(text);
    return file.fileName();
}

const FakePull &PipelineWorld::push()
{
    FakeGithubState &state = github.state();
    const FakeFiles change{{u"hello.c"_s, QByteArray::number(++m_pushes)}};
    if (repository->pulls.isEmpty())
        state.addPull(*repository, u"maria"_s, change, m_clock.now());
    else
        state.push(*repository, pull(), change, m_clock.now());
    return pull();
}

void PipelineWorld::run(int ms) { m_timer.start(ms); }

QMap<QString, QString> PipelineWorld::shown() const
{
    QMap<QString, QString> states;
    const QString sha = repository->pulls.first().headSha;
    for (const FakeStatus &status : repository->statuses) {
        if (status.sha == sha)
            states.insert(status.context, status.state + u": "_s + status.description);
    }
    return states;
}

} // namespace sluice
