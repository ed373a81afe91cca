// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "githubharness.h"

#include <QRegularExpression>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const auto kPath = u"/repos/o/r"_s;

HttpResponse say(int status, const QByteArray &message,
                 std::initializer_list<std::pair<const char *, QByteArray>> headers = {})
{
    return ScriptedTransport::response(status, "{\"message\":\"" + message + "\"}", headers);
}

HttpResponse fine() { return ScriptedTransport::response(200, "{}"); }

std::unexpected<Error> broken() { return failure(Cause::Network, u"The connection broke."_s); }

} // namespace

/// What goes wrong at GitHub, and what the client makes of it.
class GithubFaultsTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_github = std::make_unique<GithubHarness>();
    }

    void refusalsAreToldApart_data()
    {
        QTest::addColumn<HttpResponse>("response");
        QTest::addColumn<Cause>("cause");
        QTest::addColumn<QString>("words");
        QTest::newRow("revoked token") << say(401, "Bad credentials") << Cause::Forbidden
                                       << u"mistyped, was revoked or has expired"_s;
        QTest::newRow("missing scope")
                << say(403, "Must have admin rights",
                       {{"X-OAuth-Scopes", "read:user"}, {"X-Accepted-OAuth-Scopes", "repo"}})
                << Cause::Forbidden << u"lacks the scope repo"_s;
        QTest::newRow("missing permission")
                << say(403, "Resource not accessible by integration",
                       {{"X-Accepted-GitHub-Permissions", "checks=write"}})
                << Cause::Forbidden << u"lacks the permission checks=write"_s;
        QTest::newRow("forbidden") << say(403, "no", {{"X-RateLimit-Remaining", "4000"}})
                                   << Cause::Forbidden << u"ask for access"_s;
        QTest::newRow("last request of the hour, forbidden")
                << say(403, "Must have admin rights", {{"X-RateLimit-Remaining", "0"}})
                << Cause::Forbidden << u"ask for access"_s;
        QTest::newRow("deleted or private")
                << say(404, "Not Found") << Cause::NotFound << u"deleted or made private"_s;
        QTest::newRow("gone") << say(410, "gone") << Cause::NotFound << u"gone for good"_s;
        QTest::newRow("invalid") << ScriptedTransport::response(
                422, "{\"message\":\"Validation Failed\",\"errors\":[{\"message\":\"too long\"}]}")
                                 << Cause::Invalid << u"refuses this as it is"_s;
        QTest::newRow("legal reasons") << say(451, "blocked") << Cause::Forbidden << u"ask"_s;
        QTest::newRow("conflict") << say(409, "conflict") << Cause::Upstream << u"409"_s;
        QTest::newRow("other") << say(418, "teapot") << Cause::Invalid << u"418"_s;
    }

    void refusalsAreToldApart()
    {
        QFETCH(const HttpResponse, response);
        QFETCH(const Cause, cause);
        QFETCH(const QString, words);
        m_github->transport.script(kPath, {response});
        const auto answer = m_github->ask({.path = kPath});
        QVERIFY(!answer);
        QCOMPARE(answer.error().cause, cause);
        QVERIFY2(answer.error().what.contains(words), qPrintable(answer.error().what));
        QVERIFY(!answer.error().what.contains("secret"_L1));
        QCOMPARE(m_github->transport.requests.size(), 1);
    }

    void githubsOwnWordsAreInTheDetails()
    {
        m_github->transport.script(
                kPath,
                {ScriptedTransport::response(
                        422,
                        "{\"message\":\"Validation "
                        "Failed\",\"errors\":[{\"resource\":\"Status\",\"field\":"
                        "\"description\",\"code\":\"custom\",\"message\":\"description is too long "
                        "(maximum is "
                        "140 "
                        "characters)\"},{\"field\":\"sha\",\"code\":\"missing\"},\"plain\"]}")});
        const auto answer = m_github->ask({.path = kPath});
        QCOMPARE(answer.error().detail,
                 u"HTTP status 422: Validation Failed; description is too long (maximum is 140 "
                 u"characters); sha: missing; plain"_s);
    }

    void aLimitIsWaitedFor_data()
    {
        QTest::addColumn<HttpResponse>("response");
        QTest::addColumn<int>("seconds");
        const auto in = [](int seconds) {
            return QByteArray::number(HandTimers().now().toSecsSinceEpoch() + seconds);
        };
        QTest::newRow("primary, 403") << say(403, "API rate limit exceeded for user ID 1",
                                             {{"X-RateLimit-Limit", "5000"},
                                              {"X-RateLimit-Remaining", "0"},
                                              {"X-RateLimit-Reset", in(900)},
                                              {"X-RateLimit-Resource", "core"}})
                                      << 901;
        QTest::newRow("primary, 429") << say(429, "API rate limit exceeded",
                                             {{"X-RateLimit-Limit", "5000"},
                                              {"X-RateLimit-Remaining", "0"},
                                              {"X-RateLimit-Reset", in(900)}})
                                      << 901;
        QTest::newRow("secondary, says when")
                << say(403, "You have exceeded a secondary rate limit", {{"Retry-After", "17"}})
                << 17;
        QTest::newRow("secondary, does not say")
                << say(403, "You have exceeded a secondary rate limit. Please wait",
                       {{"X-RateLimit-Limit", "5000"},
                        {"X-RateLimit-Remaining", "4711"},
                        {"X-RateLimit-Reset", in(900)}})
                << 60;
        QTest::newRow("too many requests") << say(429, "slow down") << 60;
        QTest::newRow("abuse detection")
                << say(403, "You have triggered an abuse detection mechanism") << 60;
    }

    void aLimitIsWaitedFor()
    {
        QFETCH(const HttpResponse, response);
        QFETCH(const int, seconds);
        m_github->transport.script(kPath, {response, fine()});
        const RequestId id = m_github->send(
                {.method = "POST", .path = kPath, .body = "{}", .urgency = Urgency::FinalFlag});
        m_github->turn(std::chrono::seconds(seconds) - 1ms);
        QVERIFY(!m_github->isAnswered(id));
        QCOMPARE(m_github->transport.requests.size(), 1);
        m_github->turn(1ms);
        QVERIFY(m_github->answerTo(id));
        QCOMPARE(m_github->transport.requests.size(), 2);
    }

    void graphqlSaysItsLimitWithSuccess()
    {
        const QByteArray body = "{\"query\":\"query { viewer { login } }\"}";
        m_github->transport.script(
                u"/graphql"_s,
                {ScriptedTransport::response(
                         200, "{\"errors\":[{\"type\":\"RATE_LIMITED\",\"message\":\"no\"}]}"),
                 ScriptedTransport::response(
                         200,
                         "{\"data\":{\"text\":\"RATE_LIMITED\",\"rateLimit\":{\"cost\":3}}}")});
        const RequestId id
                = m_github->send({.method = "POST", .path = u"/graphql"_s, .body = body});
        m_github->turn(59s);
        QVERIFY(!m_github->isAnswered(id));
        m_github->turn(1s);
        QVERIFY(m_github->answerTo(id));
        QCOMPARE(m_github->calls.constLast().resource, u"graphql"_s);
        QCOMPARE(m_github->counted(), 3);
    }

    void noFinalFlagIsLostToALimit()
    {
        // 100 an hour for 90 final flags, 90 intermediate ones and 300 polls.
        int spent = 0;
        int refused = 0;
        QDateTime reset = m_github->timers.now().addSecs(3600);
        m_github->transport.handler = [&](const HttpRequest &) {
            if (m_github->timers.now() >= reset) {
                reset = reset.addSecs(3600);
                spent = 0;
            }
            const bool isOver = spent >= 100;
            (isOver ? refused : spent) += 1;
            return say(isOver ? 403 : 200, isOver ? "API rate limit exceeded" : "fine",
                       {{"X-RateLimit-Limit", "100"},
                        {"X-RateLimit-Remaining", QByteArray::number(100 - spent)},
                        {"X-RateLimit-Reset", QByteArray::number(reset.toSecsSinceEpoch())},
                        {"X-RateLimit-Resource", "core"}});
        };
        QList<RequestId> finals;
        const auto write = [this](int n, Urgency urgency) {
            return m_github->send({.method = "POST",
                                   .path = u"/repos/o/r/statuses/%1"_s.arg(n),
                                   .body = "{}",
                                   .urgency = urgency});
        };
        for (int i = 0; i < 300; ++i)
            m_github->send({.path = u"/poll/%1"_s.arg(i), .urgency = Urgency::Polling});
        for (int i = 0; i < 90; ++i)
            write(i, Urgency::IntermediateFlag);
        m_github->turn(30min);
        for (int i = 0; i < 90; ++i)
            finals << write(100 + i, Urgency::FinalFlag);
        m_github->turn(1min);
        const auto written = [this, &finals] {
            return std::ranges::count_if(finals, [this](RequestId id) {
                return m_github->isAnswered(id) && m_github->answerTo(id);
            });
        };
        QVERIFY(written() >= 10); // the reserve at least
        m_github->turn(29min + 2min);
        QCOMPARE(written(), 90);
        QCOMPARE(refused, 0);
        m_github->turn(24h);
        QCOMPARE(m_github->client->pending(), 0); // held back, not dropped
    }

    void withoutPacingALimitIsAnError()
    {
        m_github->restart(u"robot"_s, {.governor = {.isPacing = false}});
        m_github->transport.script(kPath,
                                   {say(403, "secondary rate limit", {{"Retry-After", "20"}})});
        const QDateTime begin = m_github->timers.now();
        const auto answer = m_github->ask({.path = kPath});
        QVERIFY(!answer);
        QCOMPARE(answer.error().cause, Cause::Upstream);
        QCOMPARE(answer.error().retryAt, begin.addSecs(20));
        QCOMPARE(m_github->transport.requests.size(), 1);
    }

    void readsAreRepeatedWithGrowingPauses_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<int>("requests");
        QTest::newRow("GET") << "GET"_ba << 4;
        QTest::newRow("PATCH") << "PATCH"_ba << 4;
        QTest::newRow("POST: it may have been done") << "POST"_ba << 1;
    }

    void readsAreRepeatedWithGrowingPauses()
    {
        QFETCH(const QByteArray, method);
        QFETCH(const int, requests);
        m_github->transport.script(kPath, {say(502, "bad"), broken(), say(500, "no")});
        const auto answer = m_github->ask({.method = method, .path = kPath});
        QVERIFY(!answer);
        QCOMPARE(m_github->transport.requests.size(), requests);
        QList<qint64> pauses;
        const auto &times = m_github->transport.sentAt;
        for (qsizetype i = 1; i < times.size(); ++i)
            pauses << times.at(i - 1).secsTo(times.at(i));
        QCOMPARE(pauses, requests == 1 ? QList<qint64>() : QList<qint64>({1, 4, 9}));
    }

    void aServerSaysWhenToComeBack()
    {
        m_github->transport.script(kPath,
                                   {say(503, "maintenance", {{"Retry-After", "30"}}), fine()});
        const RequestId id = m_github->get(kPath);
        m_github->turn(29s);
        QVERIFY(!m_github->isAnswered(id));
        m_github->turn(1s);
        QVERIFY(m_github->answerTo(id));
    }

    void wrongJsonIsNoAnswer()
    {
        m_github->transport.script(
                kPath, {ScriptedTransport::response(200, "{\"id\":", {{"ETag", "\"1\""}}),
                        ScriptedTransport::response(200, "<html>")});
        const auto answer = m_github->ask({.path = kPath});
        QVERIFY(!answer);
        QCOMPARE(answer.error().cause, Cause::Upstream);
        QCOMPARE(m_github->transport.requests.size(), 4);
        QCOMPARE(m_github->cache->size()->entries, 0);
    }

    void rawContentNeedNotBeJson()
    {
        m_github->transport.script(kPath, {ScriptedTransport::response(200, "jobs: [")});
        const auto answer
                = m_github->ask({.path = kPath, .accept = "application/vnd.github.raw+json"});
        QVERIFY(answer);
        QCOMPARE(answer->body, "jobs: [");
    }

    void theNetworkIsGoneForAnHour()
    {
        bool isGone = true;
        m_github->transport.handler = [&isGone](const HttpRequest &) -> Result<HttpResponse> {
            if (isGone)
                return broken();
            return fine();
        };
        int failed = 0;
        for (int minute = 0; minute < 60; ++minute) {
            const auto answer = m_github->ask({.path = kPath, .urgency = Urgency::Polling});
            failed += !answer && answer.error().cause == Cause::Network;
        }
        QCOMPARE(failed, 60);
        QCOMPARE(m_github->counted(), 0);
        QCOMPARE(m_github->client->pending(), 0);
        isGone = false;
        QVERIFY(m_github->ask({.path = kPath, .urgency = Urgency::Polling}));
        QCOMPARE(m_github->client->governor().state().reads, 0);
    }

    void answersInTheWrongOrderReachTheirCallers()
    {
        m_github->transport.isByHand = true;
        m_github->transport.handler = [](const HttpRequest &request) {
            return ScriptedTransport::response(200, "{\"path\":\"" + request.url.path().toUtf8()
                                                            + "\"}");
        };
        const RequestId a = m_github->get(u"/a"_s);
        const RequestId b = m_github->get(u"/b"_s);
        const RequestId c = m_github->get(u"/c"_s);
        m_github->turn();
        m_github->transport.release(2);
        m_github->transport.release(0);
        m_github->transport.release(0);
        QCOMPARE(m_github->answerTo(a)->body, "{\"path\":\"/a\"}");
        QCOMPARE(m_github->answerTo(b)->body, "{\"path\":\"/b\"}");
        QCOMPARE(m_github->answerTo(c)->body, "{\"path\":\"/c\"}");
    }

    void redirectsInACircleEnd()
    {
        m_github->transport.script(u"/a"_s, {say(301, "", {{"Location", "https://gh.test/b"}})});
        m_github->transport.script(u"/b"_s, {say(301, "", {{"Location", "/a"}})});
        const auto answer = m_github->ask({.path = u"/a"_s});
        QVERIFY(!answer);
        QVERIFY(answer.error().what.contains("circles"_L1));
        QCOMPARE(m_github->transport.requests.size(), 6);
        QVERIFY(!*m_github->cache->moveOf(u"https://gh.test"_s, u"/a"_s));
    }

    void theTokenGoesNowhereElse_data()
    {
        QTest::addColumn<QByteArray>("location");
        for (const char *url : {"https://evil.test/a", "http://gh.test/a", "https://gh.test:444/a",
                                "//evil.test/a", "file:///etc/passwd", "https://x@gh.test/a", ""})
            QTest::newRow(url) << QByteArray(url);
    }

    void theTokenGoesNowhereElse()
    {
        QFETCH(const QByteArray, location);
        m_github->transport.script(u"/a"_s, {say(302, "", {{"Location", location}})});
        const auto answer = m_github->ask({.path = u"/a"_s});
        QVERIFY(!answer);
        QCOMPARE(answer.error().cause, Cause::Upstream);
        QCOMPARE(m_github->transport.requests.size(), 1);
    }

private:
    std::unique_ptr<GithubHarness> m_github;
};

QTEST_GUILESS_MAIN(GithubFaultsTest)
#include "tst_githubfaults.moc"
