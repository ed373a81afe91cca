// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/networktransport.h"

#include "fakes/flakyserver.h"
#include "fakes/testcertificate.h"
#include "github/githubclient.h"
#include "github/personaltoken.h"
#include "sources/tlstrust.h"
#include "timers.h"

#include <QRegularExpression>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

#ifdef __SANITIZE_ADDRESS__
extern "C" const char *__lsan_default_suppressions() // asking for the system's proxy loads GLib
{
    return "leak:libglib-2.0.so";
}
#endif

/// What goes over the wire between us and GitHub.
class NetworkTransportTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_server = std::make_unique<FlakyServer>();
        m_transport = std::make_unique<NetworkTransport>(QSslConfiguration(), kBounds);
    }

    void aQuestionGoesOutAsGithubWantsIt()
    {
        m_server->script("/repos/o/r", {FlakyAnswer::ok("{\"private\":false}")});
        const auto answer = ask({.path = u"/repos/o/r"_s});
        QVERIFY(answer);
        QCOMPARE(answer->body, "{\"private\":false}");
        QCOMPARE(m_calls.size(), 1);
        QCOMPARE(m_calls.first().status, 200);
        QCOMPARE(m_calls.first().cost, 1);
        QCOMPARE(m_calls.first().token, u"token of robot"_s);
        const FlakyRequest seen = m_server->requests().constFirst();
        QCOMPARE(seen.method, "GET");
        QCOMPARE(seen.headers.value("accept"), "application/vnd.github+json");
        QCOMPARE(seen.headers.value("x-github-api-version"), "2022-11-28");
        QCOMPARE(seen.headers.value("user-agent"), "Sluice/" SLUICE_VERSION);
        QCOMPARE(seen.headers.value("authorization"), "Bearer secret-token");
    }

    void writesCarryTheirBody_data()
    {
        QTest::addColumn<QByteArray>("method");
        for (const char *method : {"POST", "PATCH", "PUT", "DELETE"})
            QTest::newRow(method) << QByteArray(method);
    }

    void writesCarryTheirBody()
    {
        QFETCH(const QByteArray, method);
        m_server->script("/repos/o/r/check-runs/1", {FlakyAnswer::ok("{}")});
        const auto answer = ask(
                {.method = method, .path = u"/repos/o/r/check-runs/1"_s, .body = "{\"a\":1}"});
        QVERIFY(answer);
        const FlakyRequest seen = m_server->requests().constFirst();
        QCOMPARE(seen.method, method);
        QCOMPARE(seen.body, "{\"a\":1}");
        QCOMPARE(seen.headers.value("content-type"), "application/json");
    }

    void pathsKeepTheirEscapes()
    {
        const QByteArray target = "/repos/o/r/contents/a%20b%23c?ref=f%2Fx&per_page=100";
        m_server->handle([](const FlakyRequest &) { return FlakyAnswer::ok("{}"); });
        QVERIFY(ask({.path = QString::fromLatin1(target)}));
        QCOMPARE(m_server->requests().constFirst().target, target);
    }

    void brokenAnswersAreErrorsOfTheNetwork_data()
    {
        using Ending = FlakyAnswer::Ending;
        QTest::addColumn<FlakyAnswer>("answer");
        QTest::addColumn<Cause>("cause");
        const QByteArray body = "{\"private\":false}";
        QTest::newRow("truncated")
                << FlakyAnswer{.body = body, .ending = Ending::Close, .cutAfter = 5}
                << Cause::Network;
        QTest::newRow("reset") << FlakyAnswer{.body = body, .ending = Ending::Reset, .cutAfter = 5}
                               << Cause::Network;
        QTest::newRow("stalled") << FlakyAnswer{.body = body,
                                                .ending = Ending::Stall,
                                                .cutAfter = 5}
                                 << Cause::Network;
        QTest::newRow("silent") << FlakyAnswer{.isSilent = true} << Cause::Network;
        QTest::newRow("dripping") << FlakyAnswer{.zeros = 1000, .dripBytes = 1, .dripEvery = 100ms}
                                  << Cause::Network;
        QTest::newRow("too large") << FlakyAnswer{.zeros = 200'000} << Cause::Upstream;
    }

    void brokenAnswersAreErrorsOfTheNetwork()
    {
        QFETCH(const FlakyAnswer, answer);
        QFETCH(const Cause, cause);
        m_server->script("/repos/o/r", {answer});
        const auto result = ask({.path = u"/repos/o/r"_s});
        QVERIFY(!result);
        QCOMPARE(result.error().cause, cause);
        QVERIFY(!result.error().what.contains("secret"_L1));
        QVERIFY(!result.error().detail.contains("secret"_L1));
        QCOMPARE(m_calls.constLast().status, 0);
        QCOMPARE(m_calls.constLast().cost, 0);
        QCOMPARE(m_transport->inFlight(), 0);
    }

    void noRedirectIsFollowedByTheTransport()
    {
        FlakyServer other;
        m_server->script("/a", {FlakyAnswer::redirect(other.url(u"/b"_s).toEncoded(), 301)});
        std::optional<Result<HttpResponse>> answer;
        m_transport->send({"GET", m_server->url(u"/a"_s), {}, {}}, this,
                          [&answer](const Result<HttpResponse> &r) { answer = r; });
        QCOMPARE(m_transport->inFlight(), 1);
        QTRY_VERIFY(answer);
        QVERIFY(answer->has_value());
        QCOMPARE((*answer)->status, 301);
        QCOMPARE(other.connections(), 0);
    }

    void theSystemsProxyIsAskedButNotForLoopback()
    {
        FlakyServer proxy;
        proxy.handle([](const FlakyRequest &) { return FlakyAnswer::ok("{\"proxy\":1}"); });
        m_server->script("/a", {FlakyAnswer::ok("{}")});
        qputenv("http_proxy", proxy.url(u""_s).toEncoded());
        const auto restore = qScopeGuard([] { qunsetenv("http_proxy"); });
        const auto fetch = [this](const QUrl &url) {
            std::optional<Result<HttpResponse>> answer;
            m_transport->send({"GET", url, {}, {}}, this,
                              [&answer](const Result<HttpResponse> &r) { answer = r; });
            [&answer] { QTRY_VERIFY(answer); }();
            return answer->value_or(HttpResponse()).body;
        };
        QCOMPARE(fetch(m_server->url(u"/a"_s)), "{}");
        QCOMPARE(fetch(m_server->url(u"/a"_s, u"localhost"_s)), "{}");
        QCOMPARE(proxy.connections(), 0);
        QCOMPARE(fetch(QUrl(u"http://github.test/a"_s)), "{\"proxy\":1}");
        QCOMPARE(proxy.requests().constFirst().target, "http://github.test/a");
    }

    void nothingIsCalledOnceTheContextIsGone()
    {
        m_server->script("/a", {FlakyAnswer::ok("{}")});
        auto context = std::make_unique<QObject>();
        bool isCalled = false;
        m_transport->send({"GET", m_server->url(u"/a"_s), {}, {}}, context.get(),
                          [&isCalled](const Result<HttpResponse> &) { isCalled = true; });
        context.reset();
        QTRY_COMPARE(m_transport->inFlight(), 0);
        QVERIFY(!isCalled);
    }

    void ourTrustIsAskedForCertificates()
    {
        const QTemporaryDir directory;
        const TestCertificate certificate(directory.path(), u"DNS:localhost,IP:127.0.0.1"_s);
        FlakyServer server(certificate.server);
        server.script("/a", {FlakyAnswer::ok("{}")});
        const QUrl url(server.url(u"/a"_s, u"localhost"_s));
        const auto fetch = [this, &url](const QSslConfiguration &tls) {
            NetworkTransport transport(tls, kBounds);
            std::optional<Result<HttpResponse>> answer;
            transport.send({"GET", url, {}, {}}, this,
                           [&answer](const Result<HttpResponse> &r) { answer = r; });
            [&answer] { QTRY_VERIFY(answer); }();
            return *answer;
        };
        const auto distrusted = fetch(QSslConfiguration::defaultConfiguration());
        QVERIFY(!distrusted);
        QCOMPARE(distrusted.error().cause, Cause::Forbidden);
        const auto trusted = fetch(*tlsTrusting({certificate.pemFile}));
        QVERIFY(trusted);
        QCOMPARE(trusted->status, 200);
    }

private:
    static constexpr HttpBounds kBounds{.silence = 1s, .whole = 2s, .bytes = 100'000};

    Result<ApiAnswer> ask(const ApiRequest &request)
    {
        m_calls.clear();
        PersonalToken token(u"robot"_s, "secret-token");
        SystemTimers timers;
        GithubOptions options{.baseUrl = m_server->url(u"/"_s), .retries = 0};
        GithubClient client(options, *m_transport, token, timers, nullptr, nullptr);
        connect(&client, &GithubClient::requestMade, this,
                [this](const CallRecord &call) { m_calls << call; });
        std::optional<Result<ApiAnswer>> answer;
        client.send(request, this, [&answer](const Result<ApiAnswer> &r) { answer = r; });
        if (!QTest::qWaitFor([&answer] { return answer.has_value(); }, 10s))
            return failure(Cause::Canceled, u"no answer at all"_s);
        return *answer;
    }

    std::unique_ptr<FlakyServer> m_server;
    std::unique_ptr<NetworkTransport> m_transport;
    QList<CallRecord> m_calls;
};

QTEST_GUILESS_MAIN(NetworkTransportTest)
#include "tst_networktransport.moc"
