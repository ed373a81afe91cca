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

HttpResponse say(int status, const QByteArray &body,
                 std::initializer_list<std::pair<const char *, QByteArray>> headers = {})
{
    return ScriptedTransport::response(status, body, headers);
}

} // namespace

/// What a client asks, and what it need not ask.
class GithubClientTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_github = std::make_unique<GithubHarness>();
        m_github->transport.handler = [](const HttpRequest &) { return say(200, "{}"); };
    }

    void anUnchangedAnswerCostsNothing_data()
    {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("second");
        QTest::newRow("strong") << "\"abc\""_ba << "\"abc\""_ba;
        QTest::newRow("weak, then strong") << "W/\"abc\""_ba << "\"abc\""_ba;
        QTest::newRow("strong, then weak") << "\"abc\""_ba << "W/\"abc\""_ba;
        QTest::newRow("says it once") << "W/\"abc\""_ba << ""_ba;
    }

    void anUnchangedAnswerCostsNothing()
    {
        QFETCH(const QByteArray, first);
        QFETCH(const QByteArray, second);
        m_github->transport.script(
                kPath, {say(200, "{\"id\":1}", {{"ETag", first}}),
                        second.isEmpty() ? say(304, "") : say(304, "", {{"ETag", second}})});
        QCOMPARE(m_github->ask({.path = kPath})->cost, 1);
        const auto again = m_github->ask({.path = kPath});
        QVERIFY(again);
        QCOMPARE(again->status, 200);
        QCOMPARE(again->body, "{\"id\":1}");
        QCOMPARE(again->cost, 0);
        QVERIFY(again->isFromCache);
        QCOMPARE(header(1, "if-none-match"), first);
        QVERIFY(m_github->ask({.path = kPath}));
        QCOMPARE(header(2, "if-none-match"), second.isEmpty() ? first : second);
        QCOMPARE(m_github->statuses(), QList<int>({200, 304, 304}));
        QCOMPARE(m_github->counted(), 1);
    }

    void aDateWillDoWhereThereIsNoTag()
    {
        const QByteArray date = "Tue, 14 Nov 2023 22:00:00 GMT";
        m_github->transport.script(kPath,
                                   {say(200, "{}", {{"Last-Modified", date}}), say(304, "")});
        QVERIFY(m_github->ask({.path = kPath}));
        QVERIFY(m_github->ask({.path = kPath})->isFromCache);
        QCOMPARE(header(1, "if-modified-since"), date);
    }

    void a304OfAnotherVersionIsNotBelieved()
    {
        m_github->transport.script(kPath, {say(200, "{\"id\":1}", {{"ETag", "\"1\""}}),
                                           say(304, "", {{"ETag", "\"2\""}}),
                                           say(200, "{\"id\":2}", {{"ETag", "\"2\""}})});
        QVERIFY(m_github->ask({.path = kPath}));
        const auto answer = m_github->ask({.path = kPath});
        QCOMPARE(answer->body, "{\"id\":2}");
        QVERIFY(!answer->isFromCache);
        QCOMPARE(header(2, "if-none-match"), "");
    }

    void theCacheOutlivesTheProcess()
    {
        m_github->transport.script(kPath,
                                   {say(200, "{\"id\":1}", {{"ETag", "\"1\""}}), say(304, "")});
        QVERIFY(m_github->ask({.path = kPath}));
        m_github->restart();
        QCOMPARE(m_github->ask({.path = kPath})->body, "{\"id\":1}");
        QCOMPARE(m_github->statuses(), QList<int>({200, 304}));
    }

    void eachTokenHasItsOwnAnswers()
    {
        m_github->transport.script(kPath, {say(200, "{}", {{"ETag", "\"1\""}})});
        QVERIFY(m_github->ask({.path = kPath}));
        m_github->restart(u"other"_s);
        QVERIFY(m_github->ask({.path = kPath}));
        QCOMPARE(header(1, "if-none-match"), "");
    }

    void contentByItsHashIsAskedOnce()
    {
        const ApiRequest request{.path = u"/repos/o/r/git/trees/abc"_s, .isImmutable = true};
        m_github->transport.script(request.path, {say(200, "{\"tree\":[]}")});
        QVERIFY(m_github->ask(request));
        QCOMPARE(m_github->ask(request)->body, "{\"tree\":[]}");
        m_github->restart();
        const auto answer = m_github->ask(request);
        QCOMPARE(answer->body, "{\"tree\":[]}");
        QVERIFY(answer->isFromCache);
        QCOMPARE(answer->cost, 0);
        QCOMPARE(m_github->calls.size(), 1);
        m_github->restart(u"other"_s); // who may not be allowed to see it
        QVERIFY(!m_github->ask(request)->isFromCache);
        m_github->baseUrl = QUrl(u"https://other.test/api/v3"_s);
        m_github->restart();
        QVERIFY(!m_github->ask(request)->isFromCache);
    }

    void withoutCachingEachQuestionIsAsked()
    {
        m_github->restart(u"robot"_s, {.isCaching = false, .isJoining = false});
        m_github->transport.script(kPath, {say(200, "{}", {{"ETag", "\"1\""}})});
        m_github->send({.path = kPath, .isImmutable = true});
        m_github->send({.path = kPath, .isImmutable = true});
        QVERIFY(m_github->ask({.path = kPath, .isImmutable = true}));
        QCOMPARE(m_github->calls.size(), 3);
        QCOMPARE(m_github->counted(), 3);
        QCOMPARE(header(2, "if-none-match"), "");
    }

    void theSameQuestionInFlightIsAskedOnce()
    {
        const RequestId one = m_github->get(kPath);
        const RequestId two = m_github->get(kPath);
        const RequestId other = m_github->send({.path = kPath, .accept = "text/plain"});
        QCOMPARE(m_github->client->pending(), 3);
        m_github->turn();
        QCOMPARE(m_github->calls.size(), 2);
        QCOMPARE(m_github->answerTo(one)->cost, 1);
        QCOMPARE(m_github->answerTo(two)->cost, 0);
        QVERIFY(m_github->answerTo(other));
        QCOMPARE(m_github->client->pending(), 0);
        QVERIFY(m_github->ask({.path = kPath})); // after it, again
        QCOMPARE(m_github->calls.size(), 3);
    }

    void aReadAfterAWriteIsNotJoinedToOneBefore()
    {
        m_github->transport.isByHand = true;
        m_github->get(kPath);
        m_github->send({.method = "PATCH", .path = kPath, .body = "{}"});
        m_github->turn();
        m_github->get(kPath);
        m_github->turn();
        QCOMPARE(m_github->transport.requests.size(), 3);
    }

    void writesAreNeverJoined()
    {
        m_github->send({.method = "POST", .path = kPath, .body = "{}"});
        m_github->send({.method = "POST", .path = kPath, .body = "{}"});
        m_github->turn(1s);
        QCOMPARE(m_github->calls.size(), 2);
    }

    void aHeldQuestionCanBeTakenBack()
    {
        const RequestId one = m_github->get(kPath);
        const RequestId two = m_github->get(kPath);
        QVERIFY(m_github->client->cancel(one));
        m_github->turn();
        QVERIFY(!m_github->isAnswered(one));
        QVERIFY(m_github->isAnswered(two));
        const RequestId three = m_github->get(kPath);
        QVERIFY(m_github->client->cancel(three));
        QVERIFY(!m_github->client->cancel(three));
        m_github->turn();
        QCOMPARE(m_github->calls.size(), 1);
        QCOMPARE(m_github->client->pending(), 0);
    }

    void nobodyIsCalledOnceTheContextIsGone()
    {
        auto context = std::make_unique<QObject>();
        bool isCalled = false;
        m_github->client->send({.path = kPath}, context.get(),
                               [&isCalled](const Result<ApiAnswer> &) { isCalled = true; });
        context.reset();
        m_github->turn();
        QVERIFY(!isCalled);
        QCOMPARE(m_github->client->pending(), 0);
    }

    void aClientCanGoWithQuestionsUnderWay()
    {
        m_github->transport.isByHand = true;
        m_github->get(kPath);
        m_github->turn();
        m_github->get(u"/held"_s);
        m_github->client.reset();
        m_github->transport.release(0);
        m_github->turn(1h);
        QVERIFY(m_github->answers.empty());
    }

    void aRenamedRepositoryIsFollowedAndRemembered()
    {
        m_github->transport.script(
                u"/repos/o/old/contents/?ref=a"_s,
                {say(301, "{}", {{"Location", "https://gh.test/repositories/7/contents/?ref=a"}})});
        QVERIFY(m_github->ask({.path = u"/repos/o/old/contents/?ref=a"_s}));
        QCOMPARE(m_github->statuses(), QList<int>({301, 200}));
        QVERIFY(m_github->ask(
                {.method = "POST", .path = u"/repos/o/old/statuses/a"_s, .body = "{}"}));
        m_github->restart();
        QVERIFY(m_github->ask({.path = u"/repos/o/old"_s}));
        QVERIFY(m_github->ask({.path = u"/repos/o/older"_s}));
        QCOMPARE(m_github->transport.paths().join(u' '),
                 u"/repos/o/old/contents/?ref=a /repositories/7/contents/?ref=a "
                 "/repositories/7/statuses/a /repositories/7 /repos/o/older"_s);
    }

    void anOldNameThatIsInUseAgainIsFound()
    {
        m_github->transport.script(
                kPath, {say(301, "{}", {{"Location", "https://gh.test/repositories/7"}}),
                        say(200, "{\"id\":8}")});
        m_github->transport.script(u"/repositories/7"_s, {say(200, "{\"id\":7}"), say(404, "{}")});
        QCOMPARE(m_github->ask({.path = kPath})->body, "{\"id\":7}");
        m_github->restart();
        QCOMPARE(m_github->ask({.path = kPath})->body, "{\"id\":8}");
        QCOMPARE(m_github->ask({.path = kPath})->body, "{\"id\":8}");
        QCOMPARE(m_github->transport.requests.size(), 5);
    }

    void whatIsNotThereInARenamedRepositoryIsAskedOnce()
    {
        m_github->transport.handler = [](const HttpRequest &request) {
            const QString path = ScriptedTransport::pathOf(request);
            if (path.startsWith("/repositories/7/"_L1))
                return say(404, "{}");
            const QByteArray rest = path.sliced(kPath.size()).toUtf8();
            return say(301, "{}", {{"Location", "https://gh.test/repositories/7" + rest}});
        };
        const auto requests = [this](const QString &path) {
            const auto before = m_github->transport.requests.size();
            return m_github->ask({.path = path}) ? -1
                                                 : m_github->transport.requests.size() - before;
        };
        QCOMPARE(requests(u"/repos/o/r/contents/a"_s), 2);
        QCOMPARE(requests(u"/repos/o/r/contents/b"_s), 1);
        m_github->restart(); // of long ago: once, it is looked at again
        QCOMPARE(requests(u"/repos/o/r/contents/c"_s), 3);
        QCOMPARE(requests(u"/repos/o/r/contents/d"_s), 1);
    }

    void aTemporaryRedirectIsNotRemembered_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("302") << 302;
        QTest::newRow("307") << 307;
    }

    void aTemporaryRedirectIsNotRemembered()
    {
        QFETCH(const int, status);
        m_github->transport.script(kPath, {say(status, "", {{"Location", "/elsewhere"}})});
        for (int i = 0; i < 2; ++i)
            QVERIFY(m_github->ask({.method = "POST", .path = kPath, .body = "{\"a\":1}"}));
        QCOMPARE(m_github->transport.paths().join(u' '),
                 u"/repos/o/r /elsewhere /repos/o/r /elsewhere"_s);
        QCOMPARE(m_github->transport.requests.constLast().method, "POST");
        QCOMPARE(m_github->transport.requests.constLast().body, "{\"a\":1}");
    }

    void aRepositoryMadePrivateIsForgotten()
    {
        m_github->transport.script(kPath, {say(200, "{}", {{"ETag", "\"1\""}}), say(404, "{}")});
        QVERIFY(m_github->ask({.path = kPath}));
        const auto gone = m_github->ask({.path = kPath});
        QVERIFY(!gone);
        QCOMPARE(gone.error().cause, Cause::NotFound);
        QCOMPARE(m_github->cache->size()->entries, 0);
    }

    void pagesAreFollowedByTheirLinks()
    {
        const auto link = [](const QByteArray &page) {
            return "<https://gh.test/repositories/7/pulls?page=" + page
                 + ">; rel=\"next\", <https://gh.test/repositories/7/pulls?page=9>; "
                   "rel=\"last\"";
        };
        m_github->transport.script(u"/repos/o/r/pulls"_s, {say(200, "[1]", {{"Link", link("2")}})});
        m_github->transport.script(u"/repositories/7/pulls?page=2"_s,
                                   {say(200, "[2]", {{"Link", link("3")}})});
        m_github->transport.script(
                u"/repositories/7/pulls?page=3"_s,
                {say(200, "[3]",
                     {{"Link", "<https://gh.test/repositories/7/pulls?page=1>; rel=\"first\""}})});
        QCOMPARE(pages(10), u"[1] [2] [3]"_s);
        QCOMPARE(pages(2), u"[1] [2] more"_s);
    }

    void aNextPageElsewhereIsRefused()
    {
        m_github->transport.script(
                kPath, {say(200, "[]", {{"Link", "<https://evil.test/2>; rel=\"next\""}})});
        QVERIFY(!m_github->ask({.path = kPath}));
        QCOMPARE(m_github->transport.requests.size(), 1);
    }

    void anEnterpriseServerHasItsOwnPaths()
    {
        m_github->baseUrl = QUrl(u"https://ghe.test/api/v3/"_s);
        m_github->restart();
        m_github->transport.script(
                u"/api/v3/repos/o/r"_s,
                {say(200, "{}",
                     {{"Link", "<https://ghe.test/api/v3/repos/o/r?page=2>; rel=\"next\""}})});
        m_github->transport.script(u"/api/graphql"_s, {say(200, "{\"data\":{}}")});
        QCOMPARE(m_github->ask({.path = kPath})->nextPage, u"/repos/o/r?page=2"_s);
        QVERIFY(m_github->ask({.method = "POST", .path = u"/graphql"_s, .body = "{}"}));
        QCOMPARE(m_github->transport.paths().constLast(), u"/api/graphql"_s);
    }

    void theLedgerHoldsEveryExchange()
    {
        m_github->transport.script(kPath, {say(301, "", {{"Location", "/repositories/7"}})});
        m_github->transport.latency = 40ms;
        const CallPurpose purpose{.repository = u"o/r"_s,
                                  .pipeline = 5,
                                  .step = PipelineStep::SrpmStarted,
                                  .kind = CallKind::Other,
                                  .served = {CallKind::Private, CallKind::Config},
                                  .why = u"read it"_s};
        QVERIFY(m_github->ask({.path = kPath, .purpose = purpose}));
        const auto entries = m_github->ledger->calls({}, 0, 10);
        QVERIFY(entries);
        QCOMPARE(entries->size(), 2);
        for (qsizetype i = 0; i < 2; ++i)
            QCOMPARE(entries->at(i).call, m_github->calls.at(i));
        const CallRecord &last = entries->constLast().call;
        QCOMPARE(last.path, u"/repositories/7"_s);
        QCOMPARE(last.pipeline, 5);
        QCOMPARE(last.served, purpose.served);
        QCOMPARE(last.duration, 40ms);
        QCOMPARE(last.token, u"token of robot"_s);
    }

    void theLedgerKnowsTheLimits()
    {
        const QDateTime reset = m_github->timers.now().addSecs(1800);
        const auto saying = [&reset](int status, const QByteArray &remaining) {
            return say(status, "{}",
                       {{"X-RateLimit-Resource", "core"},
                        {"X-RateLimit-Limit", "5000"},
                        {"X-RateLimit-Remaining", remaining},
                        {"X-RateLimit-Reset", QByteArray::number(reset.toSecsSinceEpoch())}});
        };
        m_github->transport.script(kPath, {saying(200, "4321"), saying(500, "4320"),
                                           failure(Cause::Network, u"gone"_s)});
        QVERIFY(m_github->ask({.path = kPath}));
        auto limits = m_github->ledger->limits();
        QCOMPARE(limits->size(), 1);
        const LedgerLimit known = limits->constFirst();
        QCOMPARE(known.token, u"token of robot"_s);
        QCOMPARE(known.limit.resource, u"core"_s);
        QCOMPARE(known.limit.limit, 5000);
        QCOMPARE(known.limit.remaining, 4321);
        QCOMPARE(known.limit.reset.toSecsSinceEpoch(), reset.toSecsSinceEpoch() + 1);
        QCOMPARE(known.spending.cost, 1);
        QVERIFY(!m_github->ask({.path = kPath})); // a 500 tells it as well, no answer nothing
        limits = m_github->ledger->limits();
        QCOMPARE(limits->size(), 1);
        QCOMPARE(limits->constFirst().limit.remaining, 4320);
    }

    void noTokenIsInTheStore()
    {
        m_github->transport.script(kPath, {say(200, "{}", {{"ETag", "\"1\""}})});
        QVERIFY(m_github->ask({.path = kPath}));
        m_github->restart();
        QDir directory(m_github->directory.path());
        for (const QString &name : directory.entryList(QDir::Files)) {
            QFile file(directory.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains("secret-token"), qPrintable(name));
        }
    }

private:
    [[nodiscard]] QByteArray header(qsizetype request, QAnyStringView name) const
    {
        return m_github->transport.requests.at(request).headers.value(name).toByteArray();
    }
    QString pages(int limit)
    {
        QStringList bodies;
        m_github->client->getPages({.path = u"/repos/o/r/pulls"_s}, limit, this,
                                   [&bodies](const Result<QList<ApiAnswer>> &pages) {
                                       for (const ApiAnswer &page : *pages)
                                           bodies << QString::fromUtf8(page.body);
                                       if (!pages->constLast().nextPage.isEmpty())
                                           bodies << u"more"_s;
                                   });
        m_github->turn();
        return bodies.join(u' ');
    }

    std::unique_ptr<GithubHarness> m_github;
};

QTEST_GUILESS_MAIN(GithubClientTest)
#include "tst_githubclient.moc"
