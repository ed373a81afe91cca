// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakegithubserver.h"

#include "budget/ledgerstore.h"
#include "github/cachestore.h"
#include "github/githubclient.h"
#include "github/graphql.h"
#include "github/networktransport.h"
#include "github/personaltoken.h"
#include "store/database.h"
#include "timers.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The client and a GitHub that is built by GitHub's documentation, over the network.
class GithubServerTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_server.reset(); // it uses the GitHub until its end
        m_github = std::make_unique<FakeGithub>(m_timers);
        m_server = std::make_unique<FakeGithubServer>(*m_github);
        QVERIFY(m_server->isListening());
        m_github->state().addToken("secret-token", u"robot"_s);
        m_repository = &m_github->state().addRepository(
                u"robot/app"_s,
                {{u".packit.yaml"_s, "jobs: []\n"}, {u"app.spec"_s, "Name: app\n"}});
        m_directory = std::make_unique<QTemporaryDir>();
        m_database = *Database::open(m_directory->filePath(u"queue.sqlite"_s));
        m_cache = std::make_unique<CacheStore>(*m_database, m_timers);
        m_ledger = std::make_unique<LedgerStore>(*m_database, m_timers);
        m_transport = std::make_unique<NetworkTransport>(QSslConfiguration());
        start({});
    }

    void cleanup() { m_client.reset(); }

    void whatHasNotChangedIsFree()
    {
        QCOMPARE(ask(u"/repos/robot/app"_s)->cost, 1);
        const auto again = ask(u"/repos/robot/app"_s);
        QVERIFY(again);
        QVERIFY(again->isFromCache);
        QCOMPARE(m_github->calls().constLast().status, 304);
        QCOMPARE(counted(), 1);
    }

    void theLedgerCountsAsTheServerDoes()
    {
        const QString sha = m_repository->branches.value(u"main"_s);
        QVERIFY(ask(u"/repos/robot/app"_s));
        QVERIFY(ask(u"/repos/robot/app"_s));
        QVERIFY(!ask(u"/repos/robot/none"_s));
        QVERIFY(send({.method = "POST",
                      .path = u"/repos/robot/app/statuses/"_s + sha,
                      .body = "{\"state\":\"pending\",\"context\":\"c\"}",
                      .urgency = Urgency::FirstFlag}));
        QVERIFY(send({.method = "POST",
                      .path = u"/graphql"_s,
                      .body = graphqlBody(u"query { repository(owner: \"robot\", name: \"app\") "
                                          u"{ isPrivate } }"_s)}));
        int cost = 0;
        for (const FakeCall &call : m_github->calls())
            cost += call.cost;
        QCOMPARE(counted(), cost);
        QCOMPARE(cost, 4);
        QCOMPARE(m_ledger->calls({}, 0, 100)->size(), m_github->calls().size());
        QCOMPARE(m_repository->statuses.size(), 1);
    }

    void pagesAreFollowed()
    {
        for (int i = 0; i < 5; ++i)
            m_github->state().addPull(*m_repository, u"robot"_s, {}, m_timers.now());
        std::optional<Result<QList<ApiAnswer>>> pages;
        m_client->getPages({.path = u"/repos/robot/app/pulls?per_page=2"_s}, 10, this,
                           [&pages](const Result<QList<ApiAnswer>> &all) { pages = all; });
        QTRY_VERIFY(pages);
        QVERIFY(*pages);
        qsizetype pulls = 0;
        for (const ApiAnswer &page : **pages)
            pulls += QJsonDocument::fromJson(page.body).array().size();
        QCOMPARE(pulls, 5);
        QCOMPARE((*pages)->size(), 3);
    }

    void aRenamedRepositoryIsFound()
    {
        m_github->state().rename(*m_repository, u"robot/other"_s);
        QVERIFY(ask(u"/repos/robot/app"_s));
        QCOMPARE(m_github->calls().size(), 2);
        QCOMPARE(m_github->calls().constFirst().status, 301);
        QVERIFY(ask(u"/repos/robot/app/pulls"_s));
        QCOMPARE(m_github->calls().size(), 3);
    }

    void whatIsRefusedIsToldApart_data()
    {
        QTest::addColumn<QString>("trouble");
        QTest::addColumn<Cause>("cause");
        QTest::newRow("revoked") << u"revoked"_s << Cause::Forbidden;
        QTest::newRow("deleted") << u"deleted"_s << Cause::NotFound;
        QTest::newRow("private") << u"private"_s << Cause::NotFound;
        QTest::newRow("too long") << u"too long"_s << Cause::Invalid;
    }

    void whatIsRefusedIsToldApart()
    {
        QFETCH(const QString, trouble);
        QFETCH(const Cause, cause);
        QVERIFY(ask(u"/repos/robot/app"_s));
        m_github->state().token("secret-token")->isRevoked = trouble == "revoked"_L1;
        m_repository->isDeleted = trouble == "deleted"_L1;
        if (trouble == "private"_L1) {
            m_repository->isPrivate = true;
            m_repository->permissions.clear();
            m_github->state().token("secret-token")->login = u"stranger"_s;
        }
        const QString sha = m_repository->branches.value(u"main"_s);
        const auto answer = trouble == "too long"_L1
                                  ? send({.method = "POST",
                                          .path = u"/repos/robot/app/statuses/"_s + sha,
                                          .body = "{\"state\":\"pending\",\"description\":\""
                                                + QByteArray(200, 'x') + "\"}"})
                                  : ask(u"/repos/robot/app"_s);
        QVERIFY(!answer);
        QCOMPARE(answer.error().cause, cause);
    }

    void aServerThatStumblesIsAskedAgain()
    {
        m_github->fail({.pathPart = u"/repos/robot/app"_s, .answer = fakeError(502, u"bad"_s)});
        QVERIFY(ask(u"/repos/robot/app"_s));
        const auto calls = m_ledger->calls({}, 0, 10);
        QCOMPARE(calls->size(), 2);
        QCOMPARE(calls->constFirst().call.status, 502);
        QVERIFY(calls->constFirst().call.at.msecsTo(calls->constLast().call.at) >= 1000);
    }

    void aUsedUpBudgetIsAnErrorWithItsEnd()
    {
        start({.governor = {.isPacing = false}});
        m_github->limits().core = 1;
        QVERIFY(ask(u"/repos/robot/app"_s));
        const auto answer = ask(u"/repos/robot/app/pulls"_s);
        QVERIFY(!answer);
        QCOMPARE(answer.error().cause, Cause::Upstream);
        QVERIFY(answer.error().retryAt > m_timers.now());
        QCOMPARE(counted(), 1);
        QCOMPARE(m_client->governor().state().gauges.constFirst().remaining, 0);
    }

private:
    void start(GithubOptions options)
    {
        options.baseUrl = m_server->url();
        m_client = std::make_unique<GithubClient>(options, *m_transport, m_token, m_timers,
                                                  m_ledger.get(), m_cache.get());
    }
    Result<ApiAnswer> ask(const QString &path) { return send({.path = path}); }
    Result<ApiAnswer> send(const ApiRequest &request)
    {
        std::optional<Result<ApiAnswer>> answer;
        m_client->send(request, this, [&answer](const Result<ApiAnswer> &r) { answer = r; });
        if (!QTest::qWaitFor([&answer] { return answer.has_value(); }, 10s))
            return failure(Cause::Canceled, u"no answer at all"_s);
        return *answer;
    }
    [[nodiscard]] int counted()
    {
        int cost = 0;
        const auto calls = m_ledger->calls({}, 0, 1000);
        for (const auto &entry : *calls)
            cost += entry.call.cost;
        return cost;
    }

    SystemTimers m_timers;
    PersonalToken m_token{u"robot"_s, "secret-token"};
    std::unique_ptr<FakeGithub> m_github;
    std::unique_ptr<FakeGithubServer> m_server;
    FakeRepository *m_repository = nullptr;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<CacheStore> m_cache;
    std::unique_ptr<LedgerStore> m_ledger;
    std::unique_ptr<NetworkTransport> m_transport;
    std::unique_ptr<GithubClient> m_client;
};

QTEST_GUILESS_MAIN(GithubServerTest)
#include "tst_githubserver.moc"
