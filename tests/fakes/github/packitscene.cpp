// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/packitscene.h"

#include <array>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kRepositories = 50;
constexpr int kPulls = 120;
constexpr int kUnconfigured = 8; // repositories without a configuration, the last ones
const QStringList kAuthors{u"maria"_s, u"jun"_s, u"olu"_s, u"tomas"_s, u"ines"_s};
const QStringList kTitles{u"Update to the newest release"_s,
                          u"Drop a patch that is upstream"_s,
                          u"Build against the new compiler"_s,
                          u"Correct the licence"_s,
                          u"Add a smoke test"_s,
                          u"Stop shipping the static library"_s};

QStringList chrootsOf(int repository)
{
    static const QStringList all{u"fedora-43-x86_64"_s,  u"fedora-44-x86_64"_s,
                                 u"epel-9-x86_64"_s,     u"fedora-rawhide-x86_64"_s,
                                 u"fedora-44-aarch64"_s, u"centos-stream-10-x86_64"_s};
    static constexpr std::array kCounts{2, 3, 6, 3};
    return all.first(kCounts[size_t(repository) % kCounts.size()]);
}

/// One in three leaves the spec file to be looked for, and one in two lets test flags follow.
QByteArray configOf(int repository)
{
    QByteArray targets;
    for (const QString &chroot : chrootsOf(repository))
        targets += "      - " + chroot.toUtf8() + '\n';
    QByteArray text = repository % 3 == 0 ? ""_ba : "specfile_path: package.spec\n"_ba;
    if (repository % 2 == 0)
        text += "sync_test_job_statuses_with_builds: false\n";
    return text + "jobs:\n  - job: copr_build\n    trigger: pull_request\n    targets:\n" + targets
         + "  - job: tests\n    trigger: pull_request\n    targets:\n" + targets;
}

} // namespace

PackitScene::PackitScene(FakeGithubState &state, const QDateTime &now)
    : m_state(state)
    , m_now(now)
{
    addRepositories();
    addPulls();
}

void PackitScene::addRepositories()
{
    for (int i = 1; i <= kRepositories; ++i) {
        FakeFiles files{{u"README.md"_s, "A package.\n"_ba}, {u"package.spec"_s, "Name: p\n"_ba}};
        if (i <= kRepositories - kUnconfigured)
            files.insert(u".packit.yaml"_s, configOf(i));
        FakeRepository &repository
                = m_state.addRepository(u"org/package-%1"_s.arg(i, 2, 10, QChar(u'0')), files);
        repository.permissions.insert(u"writer"_s, u"write"_s);
    }
}

void PackitScene::addPulls()
{
    const QList<FakeRepository *> all = m_state.repositories();
    for (int i = 1; i <= kPulls; ++i) {
        FakeRepository &repository = *all.at(all.size() - kRepositories + (i * 5) % 42);
        const QDateTime opened = m_now.addSecs(-3600LL * (kPulls - i + 6));
        FakePull &pull = m_state.addPull(repository, kAuthors.at(i % kAuthors.size()), {}, opened);
        pull.title = kTitles.at(i % kTitles.size());
        Fate fate = i % 9 == 0  ? Fate::BuildFailed
                  : i % 11 == 0 ? Fate::TestFailed
                  : i % 13 == 0 ? Fate::Running
                                : Fate::Well;
        if (i == 17)
            fate = Fate::StuckBuild;
        if (i == 58)
            fate = Fate::StuckTest;
        if (i == 101)
            fate = Fate::StuckQueued;
        if (i % 5 == 0) { // pushed to again, while the first run went on
            addChecks(repository, pull, Fate::Running, opened);
            m_state.push(repository, pull, {{u"b"_s, QByteArray::number(i)}}, opened.addSecs(1200));
        }
        const bool isRunning = fate == Fate::Running;
        addChecks(repository, pull, fate, isRunning ? m_now.addSecs(-240) : opened.addSecs(1260));
    }
}

void PackitScene::addChecks(FakeRepository &repository, const FakePull &pull, Fate fate,
                            const QDateTime &begun)
{
    const QStringList chroots = chrootsOf(repository.name.section(u'-', -1).toInt());
    const QString &sha = pull.headSha;
    for (int i = 0; i < chroots.size(); ++i) {
        const QString &chroot = chroots.at(i);
        const QString build = u"rpm-build:"_s + chroot;
        const QString test = u"testing-farm:"_s + chroot;
        const bool isHit = i == 0; // the chroot that something happens to
        QDateTime at = begun.addSecs(i * 5);
        const auto after
                = [&at](std::chrono::seconds pause) { return at = at.addSecs(pause.count()); };
        write(repository, sha, build, u"queued"_s, u"The task was accepted."_s, at);
        write(repository, sha, test, u"queued"_s, u"The task was accepted."_s, at);
        if (isHit && fate == Fate::StuckQueued)
            continue;
        write(repository, sha, build, u"in_progress"_s, u"SRPM build in Copr was submitted..."_s,
              after(20s));
        write(repository, sha, build, u"in_progress"_s, u"RPM build is in progress..."_s,
              after(100s));
        if (fate == Fate::Running || (isHit && fate == Fate::StuckBuild))
            continue;
        const bool isFailure = isHit && fate == Fate::BuildFailed;
        write(repository, sha, build, isFailure ? u"failure"_s : u"success"_s,
              isFailure ? u"RPMs failed to be built."_s : u"RPMs were built successfully."_s,
              after(300s + i * 20s));
        if (isFailure) {
            write(repository, sha, test, u"failure"_s, u"RPMs failed to be built."_s, at);
            continue;
        }
        write(repository, sha, test, u"in_progress"_s,
              u"Build succeeded. Submitting the tests ..."_s, after(5s));
        if (isHit && fate == Fate::StuckTest)
            continue;
        write(repository, sha, test, u"in_progress"_s, u"Tests are running ..."_s, after(60s));
        const bool isBad = isHit && fate == Fate::TestFailed;
        write(repository, sha, test, isBad ? u"failure"_s : u"success"_s,
              isBad ? u"Tests failed ..."_s : u"Tests passed ..."_s, after(400s));
    }
}

void PackitScene::write(FakeRepository &repository, const QString &sha, const QString &name,
                        const QString &state, const QString &title, const QDateTime &at)
{
    const bool isOver = state == "success"_L1 || state == "failure"_L1;
    const QString url = u"https://dashboard.packit.dev/jobs/%1"_s.arg(m_state.nextId());
    repository.checkRuns << FakeCheckRun{.id = m_state.nextId(),
                                         .headSha = sha,
                                         .name = name,
                                         .status = isOver ? u"completed"_s : state,
                                         .conclusion = isOver ? state : QString(),
                                         .detailsUrl = url,
                                         .externalId = {},
                                         .app = app(),
                                         .output = {{u"title"_s, title}, {u"summary"_s, title}},
                                         .startedAt = at,
                                         .completedAt = isOver ? at : QDateTime()};
}

void PackitScene::turn(const QDateTime &now)
{
    for (FakeRepository *repository : m_state.repositories())
        obeyComments(*repository, now);
    for (Going &going : m_going) {
        if (going.nextAt > now)
            continue;
        const bool isTest = going.name.startsWith("testing-farm"_L1);
        const QString running
                = isTest ? u"Tests are running ..."_s : u"RPM build is in progress..."_s;
        const QString done = isTest ? u"Tests passed ..."_s : u"RPMs were built successfully."_s;
        const bool isLast = going.stage++ == 1;
        write(*going.repository, going.sha, going.name, isLast ? u"success"_s : u"in_progress"_s,
              isLast ? done : running, now);
        going.nextAt = now.addSecs(20);
    }
    m_going.removeIf([](const Going &going) { return going.stage > 1; });
}

void PackitScene::obeyComments(FakeRepository &repository, const QDateTime &now)
{
    for (const FakeComment &comment : std::as_const(repository.comments)) {
        if (m_obeyed.contains(comment.id))
            continue;
        m_obeyed.insert(comment.id);
        const FakePull *pull = repository.pull(comment.issue);
        if (pull && comment.body.contains("/packit rebuild-failed"_L1))
            repeat(repository, *pull, u"rpm-build:"_s, now);
        if (pull && comment.body.contains("/packit retest-failed"_L1))
            repeat(repository, *pull, u"testing-farm:"_s, now);
    }
}

/// Everything of that kind that is not green.
void PackitScene::repeat(FakeRepository &repository, const FakePull &pull, const QString &prefix,
                         const QDateTime &now)
{
    QMap<QString, QString> newest; // name -> conclusion
    for (const FakeCheckRun &run : std::as_const(repository.checkRuns)) {
        if (run.headSha == pull.headSha && run.name.startsWith(prefix))
            newest.insert(run.name, run.conclusion);
    }
    for (const auto &[name, conclusion] : newest.asKeyValueRange()) {
        if (conclusion == "success"_L1)
            continue;
        write(repository, pull.headSha, name, u"queued"_s, u"The task was accepted."_s, now);
        m_going << Going{&repository, pull.headSha, name, now.addSecs(10)};
    }
}

} // namespace sluice
