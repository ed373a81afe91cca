// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxyharness.h"

#include <QRegularExpression>
#include <QSignalSpy>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

FlakyAnswer json(const QByteArray &body, const QList<std::pair<QByteArray, QByteArray>> &more = {})
{
    return {.headers
            = QList<std::pair<QByteArray, QByteArray>>{{"Content-Type"_ba,
                                                        "application/json; charset=utf-8"_ba}}
            + more,
            .body = body};
}

} // namespace

/// What goes through the proxy, and what it answers itself.
class GithubProxyTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_caller.reset();
        m_harness = std::make_unique<ProxyHarness>();
        m_caller = std::make_unique<RawCaller>(m_harness->place);
    }

    void requestsGoOnAsTheyAre()
    {
        github().script("/repos/o/r/statuses/1", {{.status = 201, .body = "{}"}});
        m_caller->ask("POST", "/repos/o/r/statuses/1?x=%2Fy",
                      "User-Agent: curl/8.0\r\nConnection: keep-alive, X-Mine\r\nX-Mine: 1\r\n"
                      "Keep-Alive: 5\r\nTE: trailers\r\nX-GitHub-Api-Version: 2022-11-28\r\n"
                      "Accept-Encoding: gzip\r\nContent-Type: application/json\r\n",
                      "{\"state\":\"success\"}");
        QCOMPARE(m_caller->answer().status, 201);
        const FlakyRequest &request = github().requests().constLast();
        QCOMPARE(request.method, "POST"_ba);
        QCOMPARE(request.target, "/repos/o/r/statuses/1?x=%2Fy"_ba);
        QCOMPARE(request.body, "{\"state\":\"success\"}"_ba);
        QCOMPARE(request.headers.value("authorization"), "token secret-of-tests"_ba);
        QCOMPARE(request.headers.value("user-agent"), "curl/8.0"_ba);
        QCOMPARE(request.headers.value("x-github-api-version"), "2022-11-28"_ba);
        QCOMPARE(request.headers.value("accept-encoding"), "identity"_ba);
        QVERIFY(request.headers.value("host").endsWith(QByteArray::number(github().port())));
        for (const char *name : {"x-mine", "keep-alive", "te"})
            QVERIFY2(!request.headers.contains(name), name);
    }

    void answersComeBackAsTheyAre()
    {
        github().handle([](const FlakyRequest &) {
            return FlakyAnswer{.status = 422,
                               .headers = {{"X-GitHub-Request-Id"_ba, "1:2"_ba},
                                           {"Access-Control-Allow-Origin"_ba, "*"_ba},
                                           {"Keep-Alive"_ba, "timeout=5"_ba}},
                               .body = "{\"message\":\"no\"}"};
        });
        const RawAnswer answer = m_caller->get("/x");
        QCOMPARE(answer.status, 422);
        QCOMPARE(answer.body, "{\"message\":\"no\"}"_ba);
        QCOMPARE(answer.headers.value("x-github-request-id"), "1:2"_ba);
        QCOMPARE(answer.headers.value("content-length"), "16"_ba);
        QVERIFY(!answer.headers.contains("access-control-allow-origin"));
        QVERIFY(!answer.headers.contains("keep-alive"));
    }

    void aConnectionServesManyRequests()
    {
        github().handle([](const FlakyRequest &request) { return json(request.target); });
        for (int i = 0; i < 20; ++i)
            QCOMPARE(m_caller->get("/n/" + QByteArray::number(i)).body,
                     "/n/" + QByteArray::number(i));
        m_caller->ask("GET", "/first");
        m_caller->ask("GET", "/second");
        QCOMPARE(m_caller->answer().body, "/first"_ba);
        QCOMPARE(m_caller->answer().body, "/second"_ba);
        QCOMPARE(m_harness->proxy().connections(), 1);
        QCOMPARE(github().connections(), 1);
    }

    void anOldCallerIsAnsweredAndLeft()
    {
        github().handle([](const FlakyRequest &) {
            FlakyAnswer answer = json("[1]");
            answer.framing = FlakyAnswer::Framing::Chunked;
            return answer;
        });
        m_caller->send("GET /x HTTP/1.0\r\nHost: localhost\r\nAuthorization: token t\r\n\r\n");
        const RawAnswer answer = m_caller->answer();
        QCOMPARE(answer.body, "[1]"_ba);
        QVERIFY(!answer.headers.contains("transfer-encoding"));
        QTRY_VERIFY(!m_caller->isOpen());
    }

    void someAnswersHaveNoBody_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<int>("status");
        QTest::newRow("HEAD") << "HEAD"_ba << 200;
        QTest::newRow("no content") << "DELETE"_ba << 204;
        QTest::newRow("not modified") << "GET"_ba << 304;
    }

    void someAnswersHaveNoBody()
    {
        QFETCH(const QByteArray, method);
        QFETCH(const int, status);
        github().script("/x", {{.status = status,
                                .headers = {{"ETag"_ba, "\"1\""_ba}},
                                .declaredLength = method == "HEAD" ? 7 : 0}});
        github().script("/y", {json("[2]")});
        m_caller->ask(method, "/x", "If-None-Match: \"1\"\r\n");
        const RawAnswer answer = m_caller->answer();
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.headers.value("etag"), "\"1\""_ba);
        QCOMPARE(answer.headers.value("content-length"), method == "HEAD" ? "7"_ba : ""_ba);
        QCOMPARE(m_caller->get("/y").body, "[2]"_ba);
        QCOMPARE(github().requests().constFirst().headers.value("if-none-match"), "\"1\""_ba);
    }

    void chunkedBodiesAreTakenOnceAskedFor()
    {
        github().script("/x", {{.status = 201}});
        m_caller->send("POST /x HTTP/1.1\r\nHost: localhost\r\nAuthorization: token t\r\n"
                       "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n");
        QCOMPARE(m_caller->answer().status, 100);
        m_caller->send("5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nTrailer: 1\r\n\r\n");
        QCOMPARE(m_caller->answer().status, 201);
        QCOMPARE(github().requests().constLast().body, "hello world"_ba);
        QCOMPARE(github().requests().constLast().headers.value("content-length"), "11"_ba);
    }

    void addressesLeadBackToTheProxy()
    {
        const QByteArray own = "http://127.0.0.1:" + QByteArray::number(m_harness->place.port);
        const QByteArray upstream = "http://127.0.0.1:" + QByteArray::number(github().port());
        github().handle([upstream](const FlakyRequest &) {
            return json("{\"url\":\"https://api.github.com/repos/o/r\"}",
                        {{"Link"_ba, "<"_ba + upstream + "/x?page=2>; rel=\"next\""_ba},
                         {"ETag"_ba, "\"1\""_ba}});
        });
        const QByteArray host = own.sliced(7);
        const RawAnswer answer = m_caller->get("/x", {}, host);
        QCOMPARE(answer.body, "{\"url\":\""_ba + own + "/repos/o/r\"}"_ba);
        QCOMPARE(answer.headers.value("link"), "<"_ba + own + "/x?page=2>; rel=\"next\""_ba);
        QCOMPARE(m_caller->get("/x", {}, host).body, answer.body);
        const RawAnswer enterprise = m_caller->get("/api/v3/x", {}, host);
        QCOMPARE(enterprise.body, "{\"url\":\""_ba + own + "/api/v3/repos/o/r\"}"_ba);
        QCOMPARE(github().requests().constLast().target, "/x"_ba);
        // gh by its socket believes to speak with GitHub itself.
        const RawAnswer direct = m_caller->get("/x", {}, "api.github.com");
        QCOMPARE(direct.body, "{\"url\":\"https://api.github.com/repos/o/r\"}"_ba);
        QCOMPARE(direct.headers.value("link"), "<"_ba + upstream + "/x?page=2>; rel=\"next\""_ba);
    }

    void aPartStaysAsItIs()
    {
        const QByteArray part = "\"https://api.github.com/repos/o/r\""_ba;
        github().handle([part](const FlakyRequest &) {
            FlakyAnswer answer = json(part, {{"Content-Range"_ba, "bytes 7-40/41"_ba}});
            answer.status = 206;
            return answer;
        });
        const RawAnswer answer = m_caller->get("/x", "Range: bytes=7-40\r\n");
        QCOMPARE(answer.status, 206);
        QCOMPARE(answer.body, part);
        QCOMPARE(answer.headers.value("content-length"), QByteArray::number(part.size()));
    }

    void redirectsAreTheCallersToFollow()
    {
        const QByteArray upstream = "http://127.0.0.1:" + QByteArray::number(github().port());
        github().script("/x", {FlakyAnswer::redirect(upstream + "/repositories/7", 301)});
        const RawAnswer answer = m_caller->get("/x", {}, "localhost:80");
        QCOMPARE(answer.status, 301);
        QCOMPARE(answer.headers.value("location"), "http://localhost:80/repositories/7"_ba);
        QCOMPARE(github().requests().size(), 1);
    }

    void theLedgerTellsWhoAskedWhat()
    {
        github().handle([](const FlakyRequest &) {
            return json("{}", {{"X-RateLimit-Limit"_ba, "5000"_ba},
                               {"X-RateLimit-Remaining"_ba, "4321"_ba},
                               {"X-RateLimit-Reset"_ba, "4102444800"_ba},
                               {"X-RateLimit-Resource"_ba, "core"_ba}});
        });
        QCOMPARE(m_caller->get("/repos/o/r/collaborators/u/permission?access_token=hidden-too",
                               "User-Agent: PyGithub/Python\r\n")
                         .status,
                 200);
        m_caller->ask("POST", "/graphql", "User-Agent: GitHub CLI 2.40.0\r\n",
                      "{\"query\":\"{ viewer { login } }\"}");
        QCOMPARE(m_caller->answer().status, 200);
        QTRY_COMPARE(m_harness->calls().size(), 2);
        const CallRecord read = m_harness->calls().at(0);
        QCOMPARE(read.token, u"proxy: PyGithub"_s);
        QCOMPARE(read.why, u"PyGithub"_s);
        QCOMPARE(read.repository, u"o/r"_s);
        QCOMPARE(read.kind, CallKind::Approved);
        QCOMPARE(read.resource, u"core"_s);
        QCOMPARE(read.cost, 1);
        QCOMPARE(read.path, u"/repos/o/r/collaborators/u/permission?access_token=…"_s);
        QCOMPARE(m_harness->calls().at(1).token, u"proxy: gh"_s);
        QCOMPARE(m_harness->limits().size(), 1); // of one token
        QCOMPARE(m_harness->limits().constFirst().token, u"proxy: PyGithub, proxy: gh"_s);
        QCOMPARE(m_harness->limits().constFirst().limit.remaining, 4321);
        for (const QString &name : {QString(), u"-wal"_s}) {
            QFile file(m_harness->file() + name);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            QVERIFY(!bytes.contains("secret-of-tests") && !bytes.contains("hidden-too"));
        }
    }

    void queriesCostWhatTheySay()
    {
        github().script("/graphql", {json("{\"data\":{\"rateLimit\":{\"cost\":3}}}"),
                                     json("{\"errors\":[{\"type\":\"RATE_LIMITED\"}]}")});
        for (int i = 0; i < 2; ++i) {
            m_caller->ask("POST", "/graphql", {}, "{\"query\":\"{ rateLimit { cost } }\"}");
            QCOMPARE(m_caller->answer().status, 200);
        }
        QTRY_COMPARE(m_harness->calls().size(), 2);
        QCOMPARE(m_harness->calls().at(0).cost, 3);
        QCOMPARE(m_harness->calls().at(0).resource, u"graphql"_s);
        QCOMPARE(m_harness->calls().at(1).cost, 0);
    }

    void aLabelNamesAllCallers()
    {
        ProxyHarness harness({}, u"packit"_s);
        RawCaller caller(harness.place);
        QCOMPARE(caller.get("/x").status, 404);
        QTRY_COMPARE(harness.calls().size(), 1);
        QCOMPARE(harness.calls().constFirst().token, u"proxy: packit"_s);
        QCOMPARE(harness.calls().constFirst().why, u"unknown"_s);
    }

    void aSocketServesAsWell()
    {
        const QString path = m_harness->path(u"gh.sock"_s);
        const auto place = m_harness->proxy().listen({.path = path});
        QVERIFY(place);
        github().handle([](const FlakyRequest &) { return json("[1]"); });
        RawCaller caller(*place);
        QCOMPARE(caller.get("/x", {}, "api.github.com").body, "[1]"_ba);
        QCOMPARE(caller.get("/x", {}, "api.github.com").body, "[1]"_ba);
    }

    void theEndWaitsForAnswers()
    {
        FlakyAnswer slow = json("0123456789");
        slow.dripBytes = 1;
        slow.dripEvery = std::chrono::milliseconds(10);
        github().script("/x", {slow});
        RawCaller idle(m_harness->place);
        m_caller->ask("GET", "/x");
        QTRY_COMPARE(github().requests().size(), 1);
        QSignalSpy stopped(&m_harness->proxy(), &GithubProxy::stopped);
        m_harness->proxy().stop();
        QTRY_VERIFY(!idle.isOpen());
        QCOMPARE(stopped.size(), 0);
        QCOMPARE(m_caller->answer().body, "0123456789"_ba);
        QTRY_COMPARE(stopped.size(), 1);
    }

private:
    [[nodiscard]] FlakyServer &github() { return m_harness->github; }

    std::unique_ptr<ProxyHarness> m_harness;
    std::unique_ptr<RawCaller> m_caller;
};

QTEST_GUILESS_MAIN(GithubProxyTest)
#include "tst_githubproxy.moc"
