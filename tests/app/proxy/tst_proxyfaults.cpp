// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxyharness.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTcpServer>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Callers and servers that misbehave, and what the others notice of it.
class ProxyFaultsTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_caller.reset();
        start({});
    }

    void whoIsRefused_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("words");
        const QByteArray token = "Authorization: token t\r\n"_ba;
        QTest::newRow("no token") << "GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n"_ba << 401
                                  << "Authorization"_ba;
        QTest::newRow("an empty token")
                << "GET /x HTTP/1.1\r\nHost: localhost\r\nAuthorization: \r\n\r\n"_ba << 401
                << "no token"_ba;
        QTest::newRow("a browser that asks whether it may")
                << "OPTIONS /x HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.test\r\n\r\n"_ba
                << 401 << "no token"_ba;
        for (const QByteArray &host :
             {"evil.test"_ba, "127.0.0.1.evil.test"_ba, "localhost.evil.test:80"_ba, "127.0.0.2"_ba,
              "api.github.com.evil.test"_ba, ""_ba, "localhost:80:80"_ba})
            QTest::addRow("host %s", host.constData())
                    << "GET /x HTTP/1.1\r\nHost: "_ba + host + "\r\n"_ba + token + "\r\n"_ba << 421
                    << "127.0.0.1, localhost or"_ba;
        QTest::newRow("host of the target")
                << "GET http://evil.test/x HTTP/1.1\r\nHost: localhost\r\n"_ba + token + "\r\n"_ba
                << 421 << "evil.test"_ba;
        QTest::newRow("a tunnel")
                << "CONNECT api.github.com:443 HTTP/1.1\r\nHost: api.github.com:443\r\n\r\n"_ba
                << 405 << "base URL"_ba;
        for (const QByteArray &path :
             {"/../login"_ba, "/repos/%2e%2e/x"_ba, "//evil.test/x"_ba, "/a/..%2fb"_ba, "*"_ba})
            QTest::addRow("path %s", path.constData())
                    << "GET "_ba + path + " HTTP/1.1\r\nHost: localhost\r\n"_ba + token + "\r\n"_ba
                    << 404 << "API alone"_ba;
    }

    void whoIsRefused()
    {
        QFETCH(const QByteArray, request);
        QFETCH(const int, status);
        QFETCH(const QByteArray, words);
        m_harness->github.handle([](const FlakyRequest &) { return FlakyAnswer::ok("[]"); });
        m_caller->send(request);
        const RawAnswer answer = m_caller->answer();
        QCOMPARE(answer.status, status);
        QVERIFY2(answer.message().contains(words), answer.body.constData());
        QCOMPARE(m_harness->github.requests().size(), 0);
        QCOMPARE(m_caller->get("/x").body, "[]"_ba); // the connection is as good as before
        QTRY_COMPARE(m_harness->calls().size(), 1);
    }

    void aBodyThatIsTooLargeIsNotTaken_data()
    {
        QTest::addColumn<QByteArray>("framing");
        QTest::addColumn<bool>("isSent");
        QTest::newRow("by its length") << "Content-Length: 3000000\r\n"_ba << true;
        QTest::newRow("before it is sent")
                << "Content-Length: 3000000\r\nExpect: 100-continue\r\n"_ba << false;
        QTest::newRow("by a chunk") << "Transfer-Encoding: chunked\r\n"_ba << true;
    }

    void aBodyThatIsTooLargeIsNotTaken()
    {
        QFETCH(const QByteArray, framing);
        QFETCH(const bool, isSent);
        start({.body = 1 << 20});
        m_caller->send("POST /x HTTP/1.1\r\nHost: localhost\r\nAuthorization: token t\r\n" + framing
                       + "\r\n");
        if (isSent)
            m_caller->send("2dc6c0\r\n" + QByteArray(3'000'000, 'x') + "\r\n0\r\n\r\n");
        const RawAnswer answer = m_caller->answer();
        QCOMPARE(answer.status, 413);
        QVERIFY(answer.message().contains("1 MiB"));
        QTRY_VERIFY(!m_caller->isOpen());
        QCOMPARE(m_harness->github.requests().size(), 0);
    }

    void aServerThatCannotBeTrustedIsOneSentence()
    {
        const QTemporaryDir folder;
        const TestCertificate shown(folder.path(), u"DNS:other.test"_s);
        start({}, &shown);
        const RawAnswer answer = m_caller->get("/x");
        QCOMPARE(answer.status, 502);
        QVERIFY2(answer.message().contains("localhost"), answer.body.constData());
        QCOMPARE(m_harness->github.requests().size(), 0);
    }

    void aServerThatIsNotThereIsOneSentence()
    {
        const quint16 port = std::make_unique<FlakyServer>()->port(); // nobody's by now
        SystemClock clock;
        const auto ledger = LedgerFeed::open(m_harness->path(u"other.sqlite"_s), clock);
        GithubProxy proxy({.baseUrl = QUrl(u"http://127.0.0.1:%1"_s.arg(port))}, clock, **ledger);
        RawCaller caller(*proxy.listen(*listenPlace(u"127.0.0.1:0"_s)));
        const RawAnswer answer = caller.get("/x");
        QCOMPARE(answer.status, 502);
        QVERIFY2(answer.message().contains("127.0.0.1"), answer.body.constData());
        QCOMPARE(caller.get("/x").status, 502);
    }

    void anAnswerThatIsCutIsCutForTheCaller_data()
    {
        QTest::addColumn<FlakyAnswer::Framing>("framing");
        QTest::addColumn<FlakyAnswer::Ending>("ending");
        using enum FlakyAnswer::Framing;
        using enum FlakyAnswer::Ending;
        QTest::newRow("length, closed") << Length << Close;
        QTest::newRow("length, reset") << Length << Reset;
        QTest::newRow("chunked, closed") << Chunked << Close;
        QTest::newRow("chunked, reset") << Chunked << Reset;
    }

    void anAnswerThatIsCutIsCutForTheCaller()
    {
        QFETCH(const FlakyAnswer::Framing, framing);
        QFETCH(const FlakyAnswer::Ending, ending);
        m_harness->github.script("/x", {{.headers = {{"ETag"_ba, "\"1\""_ba}},
                                         .body = QByteArray(300'000, 'x'),
                                         .framing = framing,
                                         .ending = ending,
                                         .cutAfter = 200'000}});
        const RawAnswer answer = m_caller->get("/x");
        QVERIFY(!answer.isWhole);
        QVERIFY(answer.body.size() < 300'000);
        QVERIFY(!m_caller->isOpen());
        RawCaller next(m_harness->place); // and nothing of it was kept
        static_cast<void>(next.get("/x"));
        QVERIFY(!m_harness->github.requests().constLast().headers.contains("if-none-match"));
        QTRY_COMPARE(m_harness->calls().size(), 2);
        QCOMPARE(m_harness->calls().constFirst().cost, 1);
    }

    void aWriteIsNotRepeated()
    {
        m_harness->github.script(
                "/x", {{.ending = FlakyAnswer::Ending::Reset, .cutAfter = 0, .isSilent = false}});
        m_harness->github.script(
                "/y", {{.declaredLength = 5, .ending = FlakyAnswer::Ending::Close, .cutAfter = 0}});
        m_caller->ask("POST", "/y", {}, "{}");
        QVERIFY(!m_caller->answer().isWhole);
        QCOMPARE(m_harness->github.requestsFor("/y"), 1);
    }

    void aSilentServerIsNotWaitedForForEver()
    {
        start({.upstream = 200ms});
        m_harness->github.script("/silent", {{.isSilent = true}});
        m_harness->github.script("/stalls", {{.body = QByteArray(5000, 'x'),
                                              .ending = FlakyAnswer::Ending::Stall,
                                              .cutAfter = 1000}});
        const RawAnswer answer = m_caller->get("/silent");
        QCOMPARE(answer.status, 504);
        QVERIFY(answer.message().contains("did not answer in time"));
        QVERIFY(!m_caller->get("/stalls").isWhole);
        QVERIFY(!m_caller->isOpen());
        QTRY_COMPARE(m_harness->calls().size(), 2);
        QCOMPARE(m_harness->calls().at(0).status, 0);
        QCOMPARE(m_harness->calls().at(1).status, 200);
    }

    void aCallerThatGoesIsCountedAllTheSame()
    {
        start({.upstream = 2s});
        m_harness->github.handle([this](const FlakyRequest &) {
            m_caller.reset();
            QTest::qWait(100); // the proxy sees that it has gone
            return FlakyAnswer::ok("{}");
        });
        m_caller->ask("GET", "/repos/o/r");
        QTRY_COMPARE(m_harness->calls().size(), 1);
        QCOMPARE(m_harness->calls().at(0).status, 200);
        QCOMPARE(m_harness->calls().at(0).cost, 1);
        QTRY_COMPARE(m_harness->proxy().connections(), 0);
    }

    void aCallerThatGoesIsNotWaitedForForEver()
    {
        start({.upstream = 400ms});
        m_harness->github.script("/silent", {{.isSilent = true}});
        m_caller->ask("GET", "/silent");
        QTRY_COMPARE(m_harness->github.requests().size(), 1);
        m_caller.reset();
        QTRY_COMPARE(m_harness->calls().size(), 1);
        QCOMPARE(m_harness->calls().at(0).status, 0);
    }

    void halfARequestIsNotWaitedFor_data()
    {
        QTest::addColumn<QByteArray>("begin");
        QTest::newRow("of the head") << "GET /x HT"_ba;
        QTest::newRow("of the body")
                << "POST /x HTTP/1.1\r\nHost: localhost\r\nAuthorization: token t\r\nContent-Length: 9\r\n\r\nabc"_ba;
    }

    void halfARequestIsNotWaitedFor()
    {
        QFETCH(const QByteArray, begin);
        start({.silence = 150ms});
        m_caller->send(begin);
        const RawAnswer answer = m_caller->answer();
        QCOMPARE(answer.status, 408);
        QTRY_VERIFY(!m_caller->isOpen());
    }

    void aHeadThatTricklesIsNotWaitedFor()
    {
        start({.silence = 300ms});
        m_caller->send("GET /x HTTP/1.1\r\n"_ba);
        QTimer trickle;
        connect(&trickle, &QTimer::timeout, this, [this] { m_caller->send("A: b\r\n"_ba); });
        trickle.start(20ms);
        const RawAnswer answer = m_caller->answer(3000); // fewer lines than a head may have
        QCOMPARE(answer.status, 408);
    }

    void aBodyThatTricklesIsNotWaitedFor()
    {
        start({.silence = 300ms, .request = 600ms});
        m_caller->send("POST /x HTTP/1.1\r\nHost: localhost\r\nAuthorization: token t\r\n"
                       "Content-Length: 1000\r\n\r\n"_ba);
        QTimer trickle;
        connect(&trickle, &QTimer::timeout, this, [this] { m_caller->send("x"_ba); });
        trickle.start(20ms);
        const RawAnswer answer = m_caller->answer(5000); // all of it would take 20 s
        QCOMPARE(answer.status, 408);
    }

    void aBodyIsNotTakenFromWhoIsRefused_data()
    {
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<int>("status");
        QTest::newRow("no token") << "Host: localhost\r\nContent-Length: 1000\r\n"_ba << 401;
        QTest::newRow("another host")
                << "Host: evil.test\r\nAuthorization: token t\r\nContent-Length: 1000\r\n"_ba
                << 421;
        QTest::newRow("in chunks") << "Host: localhost\r\nTransfer-Encoding: chunked\r\n"_ba << 401;
        QTest::newRow("that waits for a word")
                << "Host: localhost\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n"_ba << 401;
    }

    void aBodyIsNotTakenFromWhoIsRefused()
    {
        QFETCH(const QByteArray, headers);
        QFETCH(const int, status);
        m_caller->send("POST /x HTTP/1.1\r\n"_ba + headers + "\r\n"_ba); // and no byte of the body
        const RawAnswer answer = m_caller->answer(5000);
        QCOMPARE(answer.status, status);
        QTRY_VERIFY(!m_caller->isOpen());
        QCOMPARE(m_harness->github.requests().size(), 0);
    }

    void allBodiesTogetherHaveABound()
    {
        start({.body = 1 << 20, .bodies = 3 << 20});
        m_harness->github.script("/graphql", {FlakyAnswer::ok("{}")});
        const auto half = [this](const QByteArray &framing) {
            auto caller = std::make_unique<RawCaller>(m_harness->place);
            caller->send(
                    "POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer t\r\n"_ba
                    + framing + "\r\n\r\n1\r\n"_ba);
            return caller;
        };
        const auto known = half("Content-Length: 1048576"_ba);
        const auto unknown = half("Transfer-Encoding: chunked"_ba); // it may have as much
        auto third = half("Content-Length: 1048576"_ba);
        QTest::qWait(50);
        const RawAnswer refused = half("Content-Length: 1000"_ba)->answer();
        QCOMPARE(refused.status, 503);
        QVERIFY2(refused.message().contains("3 MB"), refused.message().constData());
        QCOMPARE(m_caller->get("/graphql").status, 200); // what has no body is not kept out
        third.reset();
        QTRY_COMPARE(m_harness->proxy().connections(), 3);
        RawCaller again(m_harness->place);
        again.ask("POST", "/graphql", {}, "{}"_ba);
        QCOMPARE(again.answer().status, 200);
        QVERIFY(known->isOpen() && unknown->isOpen());
    }

    void aGoodAnswerBeforeABadRequestIsWhole()
    {
        const QByteArray large(120'000, 'x');
        m_harness->github.script("/x", {FlakyAnswer::ok(large)});
        RawCaller slow(m_harness->place, 4096);
        slow.ask("GET", "/x");
        slow.send("no request at all\r\n\r\n");
        QTRY_COMPARE(m_harness->github.requestsFor("/x"), 1);
        QTest::qWait(200); // the proxy has both by now, its caller nothing
        const RawAnswer good = slow.answer();
        QCOMPARE(good.status, 200);
        QCOMPARE(good.body.size(), large.size());
        QVERIFY(good.isWhole);
        QCOMPARE(slow.answer().status, 400);
        QTRY_VERIFY(!slow.isOpen());
    }

    void whoAsksOnAndReadsNothingIsNotServedOn()
    {
        const QByteArray large = '"' + QByteArray(600'000, 'x') + '"';
        m_harness->github.handle([&](const FlakyRequest &request) {
            const bool isKnown = request.headers.contains("if-none-match");
            return FlakyAnswer{.status = isKnown ? 304 : 200,
                               .headers = {{"ETag"_ba, "\"1\""_ba}},
                               .body = isKnown ? QByteArray() : large};
        });
        QCOMPARE(m_caller->get("/x").body, large); // which is kept, and given whole from now on
        RawCaller greedy(m_harness->place, 4096); // takes that much and no more
        for (int i = 0; i < 50; ++i)
            greedy.ask("GET", "/x");
        QTRY_VERIFY(m_harness->github.requests().size() >= 1);
        QTest::qWait(1000); // for requests that should not be taken up
        QVERIFY2(m_harness->github.requests().size() < 20,
                 QByteArray::number(m_harness->github.requests().size()).constData());
    }

    void whoeverNeverAsksIsLeftSooner()
    {
        start({.silence = 150ms});
        QTRY_VERIFY_WITH_TIMEOUT(!m_caller->isOpen(), 5s); // not after two minutes
    }

    void anIdleCallerIsLeft()
    {
        start({.idle = 100ms});
        QTRY_VERIFY(!m_caller->isOpen());
    }

    void tooManyCallersHaveToWait()
    {
        start({.connections = 1});
        QTRY_COMPARE(m_harness->proxy().connections(), 1);
        RawCaller second(m_harness->place);
        const RawAnswer answer = second.answer();
        QCOMPARE(answer.status, 503);
        QVERIFY(answer.message().contains("1 callers"));
        m_harness->github.script("/x", {FlakyAnswer::ok("[]")});
        QCOMPARE(m_caller->get("/x").status, 200);
    }

    void aLedgerThatCannotBeWrittenHoldsUpNobody()
    {
        SystemClock clock;
        const QString file = m_harness->path(u"gone/queue.sqlite"_s);
        QVERIFY(!LedgerFeed::open(file, clock));
        QVERIFY(QDir().mkpath(m_harness->path(u"gone"_s)));
        const auto ledger = LedgerFeed::open(file, clock);
        QVERIFY(ledger);
        // Another program writes for longer than anybody should wait.
        const auto other = Database::open(file);
        QSignalSpy failed(ledger->get(), &LedgerFeed::failed);
        {
            const Transaction blocking(**other);
            (*ledger)->add({.call = {.at = clock.now(), .token = u"proxy: x"_s}, .limit = {}});
            QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 30'000);
        }
        (*ledger)->add({.call = {.at = clock.now(), .token = u"proxy: y"_s}, .limit = {}});
        const auto written = [&] { return LedgerStore(**other, clock).calls({}, 0, 9)->size(); };
        QTRY_COMPARE(written(), 2);
    }

private:
    void start(const ProxyBounds &bounds, const TestCertificate *certificate = nullptr)
    {
        m_caller.reset();
        m_harness = std::make_unique<ProxyHarness>(bounds, QString(), certificate);
        m_caller = std::make_unique<RawCaller>(m_harness->place);
    }

    std::unique_ptr<ProxyHarness> m_harness;
    std::unique_ptr<RawCaller> m_caller;
};

QTEST_GUILESS_MAIN(ProxyFaultsTest)
#include "tst_proxyfaults.moc"
