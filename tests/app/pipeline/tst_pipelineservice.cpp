// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/servicescene.h"

#include <QSignalSpy>
#include <QTest>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The service as a person runs it, from a push to its flags.
class TestPipelineService : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_scene = std::make_unique<ServiceScene>();
        m_scene->open();
    }

    void cleanup() { m_scene.reset(); }

    void aPushIsBuiltAndTested()
    {
        m_scene->service->watch({u"fedora/hello"_s});
        QVERIFY(m_scene->goesOnUntil([this] { return m_scene->isGreen(); }));
        QCOMPARE(m_scene->copr.builds.size(), 1);
        QCOMPARE(m_scene->farm.requests.size(), 1);
        QCOMPARE(m_scene->newest().state, PipelineState::Done);
        QVERIFY2(m_scene->problems.isEmpty(), qPrintable(m_scene->said()));
    }

    void aRestartLosesNothing_data()
    {
        QTest::addColumn<QString>("moment");
        for (const char *moment : {"asked", "build", "srpm", "rpm", "test", "testing"})
            QTest::newRow(moment) << QString::fromLatin1(moment);
    }

    void aRestartLosesNothing()
    {
        QFETCH(const QString, moment);
        m_scene->isMoving = false;
        m_scene->service->watch({u"fedora/hello"_s});
        const auto isThere = [&] {
            const ChrootRun build = m_scene->runOf(JobKind::Build);
            const ChrootRun test = m_scene->runOf(JobKind::Test);
            if (moment == "asked"_L1)
                return m_scene->newest().id != 0;
            if (moment == "build"_L1)
                return build.buildId.has_value();
            if (moment == "srpm"_L1)
                return build.progress == RunProgress::SrpmRunning;
            if (moment == "rpm"_L1)
                return build.progress == RunProgress::RpmRunning;
            if (moment == "test"_L1)
                return !test.testRequest.isEmpty();
            return test.progress == RunProgress::TestsRunning;
        };
        for (int i = 0; i < 12 && !isThere(); ++i) {
            QVERIFY(m_scene->goesOnUntil(isThere, 8) || i < 11);
            if (!isThere())
                m_scene->step();
        }
        QVERIFY(isThere());
        m_scene->isMoving = true;
        m_scene->open(); // as after a kill
        QVERIFY(m_scene->goesOnUntil([this] { return m_scene->isGreen(); }));
        QCOMPARE(m_scene->copr.builds.size(), 1);
        QCOMPARE(m_scene->farm.requests.size(), 1);
    }

    void anHourWithoutNetworkOnlyTakesLonger_data()
    {
        QTest::addColumn<bool>("isAtStart");
        QTest::newRow("at the start") << true;
        QTest::newRow("in the middle") << false;
    }

    void anHourWithoutNetworkOnlyTakesLonger()
    {
        QFETCH(const bool, isAtStart);
        m_scene->service->run(u"fedora/hello"_s, 1, this,
                              [](const Result<PipelineId> &id) { QVERIFY(id); });
        if (isAtStart)
            QVERIFY(m_scene->goesOnUntil([this] { return m_scene->newest().id != 0; }));
        else
            QVERIFY(m_scene->goesOnUntil(
                    [this] { return m_scene->runOf(JobKind::Build).buildId.has_value(); }));
        m_scene->world.transport.isCut = true;
        QList<FlakyAnswer> broken(1000, FlakyAnswer{.status = 503});
        m_scene->copr.answer(broken);
        m_scene->farm.answer(broken);
        for (int i = 0; i < 60; ++i)
            m_scene->turn(1min);
        QVERIFY(!m_scene->isGreen());
        QVERIFY(!m_scene->problems.isEmpty());
        QVERIFY2(m_scene->problems.size() < 10, qPrintable(m_scene->said()));
        QVERIFY(m_scene->newest().isActive());
        m_scene->world.transport.isCut = false;
        m_scene->copr.forgetAnswers();
        m_scene->farm.forgetAnswers();
        QVERIFY(m_scene->goesOnUntil([this] { return m_scene->isGreen(); }, 2000));
        QCOMPARE(m_scene->copr.builds.size(), 1);
    }

    void aRepositoryThatGoesAwayStopsNothingElse()
    {
        m_scene->service->watch({u"fedora/hello"_s});
        QVERIFY(m_scene->goesOnUntil(
                [this] { return m_scene->runOf(JobKind::Build).buildId.has_value(); }));
        m_scene->world.repository->isDeleted = true;
        QVERIFY(m_scene->goesOnUntil(
                [this] { return m_scene->newest().state == PipelineState::Done; }, 2000));
        for (int i = 0; i < 30; ++i)
            m_scene->turn(1min);
        for (const QString &problem : std::as_const(m_scene->problems))
            QCOMPARE(m_scene->problems.count(problem), 1);
        FakeRepository &other = m_scene->world.github.state().addRepository(
                u"fedora/other"_s, *m_scene->world.repository->files(u"main"_s));
        other.permissions.insert(u"maria"_s, u"write"_s);
        m_scene->world.github.state().addPull(other, u"maria"_s, {{u"a"_s, "1"_ba}},
                                              m_scene->world.timers.now());
        m_scene->service->watch({u"fedora/other"_s});
        QVERIFY(m_scene->goesOnUntil([&other] {
            return std::ranges::any_of(other.statuses, [](const FakeStatus &status) {
                return status.description == "Tests passed ..."_L1;
            });
        }));
    }

    void onlyTheLastOfFivePushesIsBuiltToItsEnd()
    {
        m_scene->service->watch({u"fedora/hello"_s});
        m_scene->isMoving = false;
        for (int i = 0; i < 4; ++i) {
            m_scene->turn(12s);
            m_scene->world.push();
        }
        m_scene->turn(61s);
        QVERIFY(m_scene->goesOnUntil(
                [this] { return m_scene->runOf(JobKind::Build).buildId.has_value(); }));
        m_scene->isMoving = true;
        QVERIFY(m_scene->goesOnUntil([this] { return m_scene->isGreen(); }));
        int alive = 0;
        for (const FakeCoprBuild &build : std::as_const(m_scene->copr.builds))
            alive += build.isCanceled ? 0 : 1;
        QCOMPARE(alive, 1);
        QVERIFY(m_scene->service->store().active()->isEmpty());
        for (const FakeStatus &status : std::as_const(m_scene->world.repository->statuses)) {
            if (status.sha != m_scene->world.repository->pulls.first().headSha)
                QVERIFY2(status.state != "success"_L1, qPrintable(status.context));
        }
    }

    void aClosedPullRequestCancelsItsBuild()
    {
        m_scene->isMoving = false;
        m_scene->service->watch({u"fedora/hello"_s});
        QVERIFY(m_scene->goesOnUntil([this] {
            return !m_scene->copr.builds.isEmpty() && m_scene->runOf(JobKind::Build).buildId;
        }));
        m_scene->world.repository->pulls.first().state = u"closed"_s;
        QVERIFY(m_scene->goesOnUntil([this] { return m_scene->copr.builds.first().isCanceled; }));
        QCOMPARE(m_scene->newest().state, PipelineState::Closed);
        m_scene->pull().state = u"open"_s;
        m_scene->isMoving = true;
        QVERIFY(m_scene->goesOnUntil([this] { return m_scene->isGreen(); }));
        QCOMPARE(m_scene->copr.builds.size(), 2);
    }

    void aPushBackBringsTheOldHeadBack()
    {
        m_scene->isMoving = false;
        m_scene->service->watch({u"fedora/hello"_s});
        QVERIFY(m_scene->goesOnUntil(
                [this] { return m_scene->runOf(JobKind::Build).buildId.has_value(); }));
        const QString first = m_scene->pull().headSha;
        m_scene->world.push();
        QVERIFY(m_scene->goesOnUntil([this] {
            return m_scene->newest().id == 2 && m_scene->runOf(JobKind::Build).buildId;
        }));
        m_scene->pull().headSha = first;
        m_scene->pull().updatedAt = m_scene->world.timers.now();
        QVERIFY(m_scene->goesOnUntil(
                [this] { return m_scene->newest().state == PipelineState::Superseded; }));
        m_scene->isMoving = true;
        QVERIFY(m_scene->goesOnUntil([this] { return m_scene->isGreen(); }));
        QCOMPARE(m_scene->service->store().pipeline(1).value()->state, PipelineState::Done);
    }

    void onlyOneRunsThePipelines()
    {
        const auto second = PipelineService::open(m_scene->options(), m_scene->edge());
        QVERIFY(!second);
        QCOMPARE(second.error().cause, Cause::Storage);
        QVERIFY2(second.error().what.contains(u"end it first"_s), qPrintable(second.error().what));
    }

    void webhooksStartAndRepeat()
    {
        const auto port = m_scene->service->listen();
        QVERIFY(port);
        const QJsonObject opened{
                {u"action"_s, u"opened"_s},
                {u"number"_s, 1},
                {u"pull_request"_s, fakePullJson(*m_scene->world.repository, m_scene->pull())},
                {u"repository"_s, fakeRepositoryJson(*m_scene->world.repository)},
                {u"sender"_s, fakeUserJson(u"maria"_s)}};
        QCOMPARE(m_scene->deliver(*port, "pull_request"_ba, "d-1"_ba, opened), 202);
        QVERIFY(m_scene->goesOnUntil([this] { return m_scene->isGreen(); }));
        const int refused = int(m_scene->service->store().refused()->size());
        QCOMPARE(m_scene->deliver(*port, "pull_request"_ba, "d-1"_ba, opened), 202);
        QCOMPARE(int(m_scene->service->store().refused()->size()), refused);

        const QJsonObject again{
                {u"action"_s, u"rerequested"_s},
                {u"check_run"_s, QJsonObject{{u"name"_s, u"rpm-build:fedora-43-x86_64"_s},
                                             {u"head_sha"_s, m_scene->pull().headSha}}},
                {u"repository"_s, fakeRepositoryJson(*m_scene->world.repository)},
                {u"sender"_s, fakeUserJson(u"maria"_s)}};
        QCOMPARE(m_scene->deliver(*port, "check_run"_ba, "d-2"_ba, again), 202);
        QCOMPARE(m_scene->deliver(*port, "check_run"_ba, "d-2"_ba, again), 202);
        QVERIFY(m_scene->goesOnUntil([this] {
            return m_scene->newest().state == PipelineState::Done && m_scene->isGreen();
        }));
        QCOMPARE(m_scene->copr.builds.size(), 2);
    }

    void eventsOfOtherRepositoriesAreRefused()
    {
        m_scene->service->watch({u"fedora/other"_s});
        const auto port = m_scene->service->listen();
        QVERIFY(port);
        const QJsonObject opened{
                {u"action"_s, u"opened"_s},
                {u"number"_s, 1},
                {u"pull_request"_s, fakePullJson(*m_scene->world.repository, m_scene->pull())},
                {u"repository"_s, fakeRepositoryJson(*m_scene->world.repository)},
                {u"sender"_s, fakeUserJson(u"maria"_s)}};
        QCOMPARE(m_scene->deliver(*port, "pull_request"_ba, "d-1"_ba, opened), 202);
        m_scene->turn(1min);
        QVERIFY(m_scene->service->store().pipelines()->isEmpty());
        QCOMPARE(m_scene->service->store().refused()->value(u"repository not watched"_s), 1);
        for (const FakeCall &call : m_scene->world.github.calls())
            QVERIFY2(!call.path.contains("hello"_L1), qPrintable(call.path));
    }

    void stoppedItIsQuietSoon()
    {
        m_scene->service->watch({u"fedora/hello"_s});
        m_scene->turn(1s);
        const QSignalSpy stopped(m_scene->service.get(), &PipelineService::stopped);
        const QDateTime asked = m_scene->world.timers.now();
        m_scene->service->stop();
        QVERIFY(m_scene->goesOnUntil([&stopped] { return stopped.size() == 1; }));
        QVERIFY(asked.secsTo(m_scene->world.timers.now()) <= 10);
    }

private:
    std::unique_ptr<ServiceScene> m_scene;
};

} // namespace sluice

QTEST_GUILESS_MAIN(sluice::TestPipelineService)
#include "tst_pipelineservice.moc"
