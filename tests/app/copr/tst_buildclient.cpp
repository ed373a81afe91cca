// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "copr/buildclient.h"
#include "copr/coprcredentials.h"
#include "fakes/fakecopr.h"
#include "fakes/handclock.h"

#include <QJsonArray>
#include <QTest>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// Waits for the one answer that a call gives.
template <typename T>
Result<T> answerOf(const std::function<void(std::function<void(Result<T>)>)> &call)
{
    std::optional<Result<T>> answer;
    call([&](Result<T> got) { answer = std::move(got); });
    if (!QTest::qWaitFor([&] { return answer.has_value(); }, 5000))
        return failure(Cause::Network, u"no answer in the test"_s);
    return *answer;
}

} // namespace

class TestBuildClient : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_copr = std::make_unique<FakeCopr>();
        m_copr->projects.insert(u"@group/tools"_s, {u"fedora-43-x86_64"_s, u"fedora-44-x86_64"_s});
        connectWith(FakeCopr::token());
    }

    void anSrpmIsSubmitted()
    {
        const auto id = submit({.owner = u"@group"_s,
                                .project = u"tools"_s,
                                .source = QUrl(u"https://example.org/a b.src.rpm"_s),
                                .chroots = {u"fedora-43-x86_64"_s},
                                .isNetworkEnabled = true});
        QVERIFY2(id, qUtf8Printable(id.error_or(Error{}).what));
        const FakeCoprBuild build = m_copr->builds.value(*id);
        QCOMPARE(build.chroots.keys(), QStringList{u"fedora-43-x86_64"_s});
        QCOMPARE(build.submission.value("pkgs"_L1).toString(),
                 u"https://example.org/a%20b.src.rpm"_s);
        QVERIFY(build.submission.value("enable_net"_L1).toBool());
    }

    void aRepositoryIsSubmitted()
    {
        const auto id = submit({.owner = u"@group"_s,
                                .project = u"tools"_s,
                                .source = CoprScm{.cloneUrl = u"https://example.org/r.git"_s,
                                                  .committish = u"abc"_s,
                                                  .spec = u"r.spec"_s}});
        QVERIFY2(id, qUtf8Printable(id.error_or(Error{}).what));
        const QJsonObject body = m_copr->builds.value(*id).submission;
        QCOMPARE(body.value("clone_url"_L1).toString(), u"https://example.org/r.git"_s);
        QCOMPARE(body.value("source_build_method"_L1).toString(), u"rpkg"_s);
        QVERIFY(!body.contains("chroots"_L1));
        QCOMPARE(m_copr->builds.value(*id).chroots.size(), 2);
    }

    void aProjectIsMadeOnce()
    {
        const CoprProject project{
                .owner = u"@group"_s, .name = u"new"_s, .chroots = {u"fedora-43-x86_64"_s}};
        const auto ensure = [&](const CoprProject &wanted) {
            return answerOf<void>(
                    [&](auto done) { m_client->ensureProject(wanted, std::move(done)); });
        };
        QVERIFY(ensure(project));
        QVERIFY(ensure(project));
        QCOMPARE(m_copr->projects.value(u"@group/new"_s), QStringList{u"fedora-43-x86_64"_s});
        const auto refused = ensure({.owner = u"o"_s, .name = u"n"_s, .chroots = {u"plan9"_s}});
        QCOMPARE(refused.error().cause, Cause::Invalid);
        QVERIFY(refused.error().detail.contains(u"Unexpected chroot plan9"_s));
    }

    void statesAreRead()
    {
        const qint64 id = submitted();
        QVERIFY(build(id)->state == CoprState::Pending);
        QCOMPARE(build(id)->chroots.size(), 2);
        QVERIFY(source(id) == CoprState::Pending);
        m_copr->importSource(id);
        m_copr->builds[id].chroots[u"fedora-43-x86_64"_s] = u"running"_s;
        QVERIFY(source(id) == CoprState::Succeeded);
        QCOMPARE(build(id)->sourcePackage, QUrl(u"https://results.example/hello-1-1.src.rpm"_s));
        const auto chroots = answerOf<QList<CoprChroot>>(
                [&](auto done) { m_client->chroots(id, std::move(done)); });
        QVERIFY(chroots
                == QList<CoprChroot>({{u"fedora-43-x86_64"_s, CoprState::Running,
                                       QUrl(u"https://results.example/fedora-43-x86_64"_s)},
                                      {u"fedora-44-x86_64"_s, CoprState::Pending,
                                       QUrl(u"https://results.example/fedora-44-x86_64"_s)}}));
    }

    void buildsOfAProjectComeInOneRequest()
    {
        const qint64 first = submitted();
        const qint64 second = submitted();
        const qsizetype before = m_copr->server().requests().size();
        const auto builds = answerOf<QList<CoprBuild>>(
                [&](auto done) { m_client->builds(u"@group"_s, u"tools"_s, 10, std::move(done)); });
        QCOMPARE(m_copr->server().requests().size(), before + 1);
        QCOMPARE(builds->size(), 2);
        QCOMPARE(builds->at(0).id, second);
        QCOMPARE(builds->at(1).id, first);
    }

    void aBuildIsCanceled()
    {
        const qint64 id = submitted();
        const auto cancel = [&] {
            return answerOf<CoprBuild>([&](auto done) { m_client->cancel(id, std::move(done)); });
        };
        QVERIFY(cancel()->state == CoprState::Canceled);
        QCOMPARE(m_copr->server().requests().constLast().method, "PUT"_ba);
        QCOMPARE(cancel().error().cause, Cause::Invalid);
    }

    void refusalsAreSortedByCause()
    {
        QCOMPARE(build(7).error().cause, Cause::NotFound);
        QCOMPARE(submit({.owner = u"no"_s, .project = u"no"_s, .source = QUrl(u"http://x"_s)})
                         .error()
                         .cause,
                 Cause::NotFound);
        m_copr->answer(
                {FlakyAnswer::error(403),
                 FlakyAnswer::error(502),
                 FlakyAnswer::ok("{}"_ba),
                 FlakyAnswer::ok("[3]"_ba),
                 FlakyAnswer::ok("half {"_ba),
                 {.body = "{\"state\""_ba, .ending = FlakyAnswer::Ending::Reset, .cutAfter = 1}});
        QCOMPARE(build(7).error().cause, Cause::Forbidden);
        for (int i = 0; i < 4; ++i)
            QCOMPARE(build(7).error().cause, Cause::Upstream);
        QCOMPARE(build(7).error().cause, Cause::Network);
    }

    void aLongerPauseIsPassedOn()
    {
        FlakyAnswer busy = FlakyAnswer::error(503);
        busy.headers = {{"Retry-After"_ba, "120"_ba}};
        m_copr->answer({busy});
        QCOMPARE(build(7).error().retryAt, m_clock.now().addSecs(120));
    }

    void aWrongTokenIsSaidWithoutShowingIt()
    {
        connectWith("wr0ng"_ba);
        const auto id = submit({.owner = u"@group"_s,
                                .project = u"tools"_s,
                                .source = QUrl(u"https://example.org/a.src.rpm"_s)});
        QCOMPARE(id.error().cause, Cause::Forbidden);
        const QString all = id.error().what + id.error().detail;
        QVERIFY(!all.contains(u"wr0ng"_s));
        QVERIFY(!all.contains(QLatin1StringView(FakeCopr::login())));
        QVERIFY(!all.contains(QLatin1StringView("wr0ng"_ba.toBase64())));
    }

    void theUrlMayNameTheApi()
    {
        m_client = std::make_unique<CoprBuildClient>(
                JsonApiServer{u"Copr"_s, m_copr->url() + u"/api_3/"_s, {}, {}}, m_clock);
        QCOMPARE(build(submittedByHand())->owner, u"@group"_s);
    }

private:
    void connectWith(const QByteArray &token)
    {
        const CoprCredentials credentials{{}, {}, FakeCopr::login(), token};
        m_client = std::make_unique<CoprBuildClient>(
                JsonApiServer{u"Copr"_s, m_copr->url(), credentials.authorization(), {}}, m_clock);
    }

    Result<qint64> submit(const CoprSubmission &submission)
    {
        return answerOf<qint64>([&](auto done) { m_client->submit(submission, std::move(done)); });
    }

    qint64 submitted()
    {
        return submit({.owner = u"@group"_s,
                       .project = u"tools"_s,
                       .source = QUrl(u"https://example.org/a.src.rpm"_s)})
                .value_or(0);
    }

    qint64 submittedByHand()
    {
        m_copr->builds.insert(5, {.owner = u"@group"_s, .project = u"tools"_s});
        return 5;
    }

    Result<CoprBuild> build(qint64 id)
    {
        return answerOf<CoprBuild>([&](auto done) { m_client->build(id, std::move(done)); });
    }

    Result<CoprState> source(qint64 id)
    {
        return answerOf<CoprState>([&](auto done) { m_client->sourceState(id, std::move(done)); });
    }

    HandClock m_clock;
    std::unique_ptr<FakeCopr> m_copr;
    std::unique_ptr<CoprBuildClient> m_client;
};

} // namespace sluice

QTEST_GUILESS_MAIN(sluice::TestBuildClient)
#include "tst_buildclient.moc"
