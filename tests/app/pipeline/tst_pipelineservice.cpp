// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pipelineservice.h"

#include "fakes/fakecopr.h"
#include "fakes/faketestingfarm.h"
#include "fakes/pipelineharness.h"

#include <QMessageAuthenticationCode>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTest>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The service in turned time: GitHub without a network, Copr and Testing Farm on 127.0.0.1.
class TestPipelineService : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_service.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        m_timers = std::make_unique<HandTimers>();
        m_github = std::make_unique<FakeGithub>(*m_timers);
        m_transport = std::make_unique<DirectTransport>(*m_github, *m_timers);
        m_copr = std::make_unique<FakeCopr>();
        m_farm = std::make_unique<FakeTestingFarm>();
        m_tokens = std::make_unique<PersonalToken>(u"pipelines"_s, "person"_ba);
        m_github->state().addToken("person"_ba, u"fedora"_s);
        m_repository = &m_github->state().addRepository(
                u"fedora/hello"_s,
                {{u".packit.yaml"_s,
                  "specfile_path: hello.spec\njobs:\n"
                  "  - job: copr_build\n    trigger: pull_request\n    targets: "
                  "[fedora-43-x86_64]\n"
                  "  - job: tests\n    trigger: pull_request\n    targets: [fedora-43-x86_64]\n"_ba},
                 {u"hello.spec"_s, "Name: hello\n"_ba}});
        m_repository->permissions.insert(u"maria"_s, u"write"_s);
        m_problems.clear();
        m_isMoving = true;
        push();
        open();
    }

    void cleanup() { m_service.reset(); }

    void aPushIsBuiltAndTested()
    {
        m_service->watch({u"fedora/hello"_s});
        QVERIFY(goesOnUntil([this] { return isGreen(); }));
        QCOMPARE(m_copr->builds.size(), 1);
        QCOMPARE(m_farm->requests.size(), 1);
        QCOMPARE(newest().state, PipelineState::Done);
        QVERIFY2(m_problems.isEmpty(), qPrintable(m_problems.join(u'\n')));
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
        m_isMoving = false;
        m_service->watch({u"fedora/hello"_s});
        const auto isThere = [&] {
            const ChrootRun build = runOf(JobKind::Build);
            const ChrootRun test = runOf(JobKind::Test);
            if (moment == "asked"_L1)
                return newest().id != 0;
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
            QVERIFY(goesOnUntil(isThere, 8) || i < 11);
            if (!isThere())
                step();
        }
        QVERIFY(isThere());
        m_service.reset(); // as after a kill
        m_isMoving = true;
        open();
        QVERIFY(goesOnUntil([this] { return isGreen(); }));
        QCOMPARE(m_copr->builds.size(), 1);
        QCOMPARE(m_farm->requests.size(), 1);
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
        m_service->run(u"fedora/hello"_s, 1, this,
                       [](const Result<PipelineId> &id) { QVERIFY(id); });
        if (isAtStart)
            QVERIFY(goesOnUntil([this] { return newest().id != 0; }));
        else
            QVERIFY(goesOnUntil([this] { return runOf(JobKind::Build).buildId.has_value(); }));
        m_transport->isCut = true;
        QList<FlakyAnswer> broken(1000, FlakyAnswer{.status = 503});
        m_copr->answer(broken);
        m_farm->answer(broken);
        for (int i = 0; i < 60; ++i)
            turn(1min);
        QVERIFY(!isGreen());
        QVERIFY(!m_problems.isEmpty());
        QVERIFY2(m_problems.size() < 10, qPrintable(m_problems.join(u'\n')));
        QVERIFY(newest().isActive());
        m_transport->isCut = false;
        m_copr->forgetAnswers();
        m_farm->forgetAnswers();
        QVERIFY(goesOnUntil([this] { return isGreen(); }, 2000));
        QCOMPARE(m_copr->builds.size(), 1);
    }

    void aRepositoryThatGoesAwayStopsNothingElse()
    {
        m_service->watch({u"fedora/hello"_s});
        QVERIFY(goesOnUntil([this] { return runOf(JobKind::Build).buildId.has_value(); }));
        m_repository->isDeleted = true;
        QVERIFY(goesOnUntil([this] { return newest().state == PipelineState::Done; }, 2000));
        for (int i = 0; i < 30; ++i)
            turn(1min);
        for (const QString &problem : std::as_const(m_problems))
            QCOMPARE(m_problems.count(problem), 1);
        FakeRepository &other = m_github->state().addRepository(u"fedora/other"_s,
                                                                *m_repository->files(u"main"_s));
        other.permissions.insert(u"maria"_s, u"write"_s);
        m_github->state().addPull(other, u"maria"_s, {{u"a"_s, "1"_ba}}, m_timers->now());
        m_service->watch({u"fedora/other"_s});
        QVERIFY(goesOnUntil([&other] {
            return std::ranges::any_of(other.statuses, [](const FakeStatus &status) {
                return status.description == "Tests passed ..."_L1;
            });
        }));
    }

    void onlyTheLastOfFivePushesIsBuiltToItsEnd()
    {
        m_service->watch({u"fedora/hello"_s});
        m_isMoving = false;
        for (int i = 0; i < 4; ++i) {
            turn(12s);
            push();
        }
        turn(61s);
        QVERIFY(goesOnUntil([this] { return runOf(JobKind::Build).buildId.has_value(); }));
        m_isMoving = true;
        QVERIFY(goesOnUntil([this] { return isGreen(); }));
        int alive = 0;
        for (const FakeCoprBuild &build : std::as_const(m_copr->builds))
            alive += build.isCanceled ? 0 : 1;
        QCOMPARE(alive, 1);
        QVERIFY(m_service->store().active()->isEmpty());
        for (const FakeStatus &status : std::as_const(m_repository->statuses)) {
            if (status.sha != m_repository->pulls.first().headSha)
                QVERIFY2(status.state != "success"_L1, qPrintable(status.context));
        }
    }

    void aClosedPullRequestCancelsItsBuild()
    {
        m_isMoving = false;
        m_service->watch({u"fedora/hello"_s});
        QVERIFY(goesOnUntil(
                [this] { return !m_copr->builds.isEmpty() && runOf(JobKind::Build).buildId; }));
        m_repository->pulls.first().state = u"closed"_s;
        QVERIFY(goesOnUntil([this] { return m_copr->builds.first().isCanceled; }));
        QCOMPARE(newest().state, PipelineState::Closed);
        pull().state = u"open"_s;
        m_isMoving = true;
        QVERIFY(goesOnUntil([this] { return isGreen(); }));
        QCOMPARE(m_copr->builds.size(), 2);
    }

    void aPushBackBringsTheOldHeadBack()
    {
        m_isMoving = false;
        m_service->watch({u"fedora/hello"_s});
        QVERIFY(goesOnUntil([this] { return runOf(JobKind::Build).buildId.has_value(); }));
        const QString first = pull().headSha;
        push();
        QVERIFY(goesOnUntil([this] { return newest().id == 2 && runOf(JobKind::Build).buildId; }));
        pull().headSha = first;
        pull().updatedAt = m_timers->now();
        QVERIFY(goesOnUntil([this] { return newest().state == PipelineState::Superseded; }));
        m_isMoving = true;
        QVERIFY(goesOnUntil([this] { return isGreen(); }));
        QCOMPARE(m_service->store().pipeline(1).value()->state, PipelineState::Done);
    }

    void onlyOneRunsThePipelines()
    {
        const auto second = PipelineService::open(options(), {*m_transport, *m_tokens, *m_timers});
        QVERIFY(!second);
        QCOMPARE(second.error().cause, Cause::Storage);
        QVERIFY2(second.error().what.contains(u"end it first"_s), qPrintable(second.error().what));
    }

    void webhooksStartAndRepeat()
    {
        const auto port = m_service->listen();
        QVERIFY(port);
        const QJsonObject opened{{u"action"_s, u"opened"_s},
                                 {u"number"_s, 1},
                                 {u"pull_request"_s, fakePullJson(*m_repository, pull())},
                                 {u"repository"_s, fakeRepositoryJson(*m_repository)},
                                 {u"sender"_s, fakeUserJson(u"maria"_s)}};
        QCOMPARE(deliver(*port, "pull_request"_ba, "d-1"_ba, opened), 202);
        QVERIFY(goesOnUntil([this] { return isGreen(); }));
        const int refused = int(m_service->store().refused()->size());
        QCOMPARE(deliver(*port, "pull_request"_ba, "d-1"_ba, opened), 202);
        QCOMPARE(int(m_service->store().refused()->size()), refused);

        const QJsonObject again{
                {u"action"_s, u"rerequested"_s},
                {u"check_run"_s, QJsonObject{{u"name"_s, u"rpm-build:fedora-43-x86_64"_s},
                                             {u"head_sha"_s, pull().headSha}}},
                {u"repository"_s, fakeRepositoryJson(*m_repository)},
                {u"sender"_s, fakeUserJson(u"maria"_s)}};
        QCOMPARE(deliver(*port, "check_run"_ba, "d-2"_ba, again), 202);
        QCOMPARE(deliver(*port, "check_run"_ba, "d-2"_ba, again), 202);
        QVERIFY(goesOnUntil([this] { return newest().state == PipelineState::Done && isGreen(); }));
        QCOMPARE(m_copr->builds.size(), 2);
    }

    void stoppedItIsQuietSoon()
    {
        m_service->watch({u"fedora/hello"_s});
        turn(1s);
        const QSignalSpy stopped(m_service.get(), &PipelineService::stopped);
        const QDateTime asked = m_timers->now();
        m_service->stop();
        QVERIFY(goesOnUntil([&stopped] { return stopped.size() == 1; }));
        QVERIFY(asked.secsTo(m_timers->now()) <= 10);
    }

private:
    [[nodiscard]] PipelineServiceOptions options() const
    {
        PipelineServiceOptions options{.dataDirectory = m_folder->path()};
        options.github.baseUrl = QUrl(u"http://github.test"_s);
        options.coprUrl = m_copr->url();
        options.coprOwner = u"packit"_s;
        options.coprAuthorization
                = "Basic "_ba + QByteArray(FakeCopr::login() + ':' + FakeCopr::token()).toBase64();
        options.farmUrl = m_farm->url();
        options.farmToken = FakeTestingFarm::token();
        options.webhook = WebhookOptions{.secret = "hook-s3cret"_ba};
        return options;
    }

    void open()
    {
        auto opened = PipelineService::open(options(), {*m_transport, *m_tokens, *m_timers});
        QVERIFY(opened);
        m_service = *std::move(opened);
        connect(m_service.get(), &PipelineService::problem, this,
                [this](qint64, const Error &error) { m_problems << error.what; });
        m_service->start();
    }

    void push()
    {
        const FakeFiles change{{u"a"_s, QByteArray::number(++m_pushes)}};
        FakeGithubState &state = m_github->state();
        if (m_repository->pulls.isEmpty())
            state.addPull(*m_repository, u"maria"_s, change, m_timers->now());
        else
            state.push(*m_repository, pull(), change, m_timers->now());
    }

    [[nodiscard]] FakePull &pull() { return m_repository->pulls.first(); }

    /// Copr and Testing Farm get on by one step.
    void step()
    {
        for (auto it = m_copr->builds.begin(); it != m_copr->builds.end(); ++it) {
            if (it->isCanceled)
                continue;
            if (it->source == "pending"_L1) {
                it->source = u"running"_s;
            } else if (it->source == "running"_L1) {
                m_copr->importSource(it.key());
                for (QString &chroot : it->chroots)
                    chroot = u"running"_s;
            } else {
                m_copr->finish(it.key(), u"succeeded"_s);
            }
        }
        for (FakeFarmRequest &request : m_farm->requests) {
            const bool isRunning = request.state == "running"_L1;
            request.state = isRunning ? u"complete"_s : u"running"_s;
            if (isRunning)
                request.overall = u"passed"_s;
            else if (!request.overall.isEmpty())
                request.state = u"complete"_s;
        }
    }

    /// Time goes on, and answers from 127.0.0.1 come in.
    void turn(std::chrono::milliseconds by)
    {
        m_timers->turn(by);
        QTest::qWait(4);
    }

    bool goesOnUntil(const std::function<bool()> &isSo, int turns = 300)
    {
        for (int i = 0; i < turns && !isSo(); ++i) {
            if (m_isMoving && i % 10 == 9)
                step();
            turn(3s);
        }
        return isSo();
    }

    [[nodiscard]] Pipeline newest() const
    {
        return m_service->store().pipelines().value().value(0);
    }

    [[nodiscard]] ChrootRun runOf(JobKind job) const
    {
        const QList<ChrootRun> runs = m_service->store().runs(newest().id).value();
        const auto run = std::ranges::find(runs, job, &ChrootRun::job);
        return run == runs.end() ? ChrootRun() : *run;
    }

    [[nodiscard]] bool isGreen()
    {
        QMap<QString, QString> shown;
        for (const FakeStatus &status : std::as_const(m_repository->statuses)) {
            if (status.sha == pull().headSha)
                shown.insert(status.context, status.state);
        }
        return shown.size() == 2 && std::ranges::all_of(shown, [](const QString &state) {
                   return state == "success"_L1;
               });
    }

    [[nodiscard]] int deliver(quint16 port, const QByteArray &event, const QByteArray &id,
                              const QJsonObject &payload)
    {
        const QByteArray body = QJsonDocument(payload).toJson();
        QNetworkRequest request(QUrl(u"http://127.0.0.1:%1/webhook"_s.arg(port)));
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
        request.setRawHeader("X-GitHub-Event"_ba, event);
        request.setRawHeader("X-GitHub-Delivery"_ba, id);
        request.setRawHeader("X-Hub-Signature-256"_ba,
                             "sha256="_ba
                                     + QMessageAuthenticationCode::hash(body, "hook-s3cret"_ba,
                                                                        QCryptographicHash::Sha256)
                                               .toHex());
        QNetworkAccessManager network;
        const std::unique_ptr<QNetworkReply> reply(network.post(request, body));
        const QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        for (int i = 0; i < 500 && finished.isEmpty(); ++i)
            QTest::qWait(10);
        return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<HandTimers> m_timers;
    std::unique_ptr<FakeGithub> m_github;
    std::unique_ptr<DirectTransport> m_transport;
    std::unique_ptr<FakeCopr> m_copr;
    std::unique_ptr<FakeTestingFarm> m_farm;
    std::unique_ptr<PersonalToken> m_tokens;
    std::unique_ptr<PipelineService> m_service;
    FakeRepository *m_repository = nullptr;
    QStringList m_problems;
    bool m_isMoving = true;
    int m_pushes = 0;
};

} // namespace sluice

QTEST_GUILESS_MAIN(sluice::TestPipelineService)
#include "tst_pipelineservice.moc"
