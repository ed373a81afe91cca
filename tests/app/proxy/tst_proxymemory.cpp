// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxyharness.h"

#include <QRegularExpression>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kSha = "0123456789abcdef0123456789abcdef01234567"_ba;

FlakyAnswer json(const QByteArray &body, const QList<std::pair<QByteArray, QByteArray>> &more = {})
{
    return {.headers
            = QList<std::pair<QByteArray, QByteArray>>{{"Content-Type"_ba,
                                                        "application/json; charset=utf-8"_ba}}
            + more,
            .body = body};
}

/// GitHub's way with a version: 304 where the caller has it.
FlakyAnswer versioned(const FlakyRequest &request, const QByteArray &body)
{
    const QByteArray etag = "\""_ba + request.headers.value("authorization") + "\""_ba;
    if (request.headers.value("if-none-match") == etag)
        return {.status = 304, .headers = {{"ETag"_ba, etag}, {"X-RateLimit-Used"_ba, "7"_ba}}};
    return json(body, {{"ETag"_ba, etag},
                       {"X-RateLimit-Used"_ba, "6"_ba},
                       {"Vary"_ba, "Accept, Authorization, Cookie, X-GitHub-OTP"_ba}});
}

} // namespace

/// What the proxy tells from memory, and to whom.
class ProxyMemoryTest final : public QObject
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

    void whatHasNotChangedIsToldFromMemory()
    {
        github().handle([](const FlakyRequest &request) { return versioned(request, "[1]"); });
        QVERIFY(!m_caller->get("/x").headers.contains("x-sluice-cache"));
        const RawAnswer again = m_caller->get("/x");
        QCOMPARE(again.status, 200);
        QCOMPARE(again.body, "[1]"_ba);
        QCOMPARE(again.headers.value("x-sluice-cache"), "confirmed"_ba);
        QCOMPARE(again.headers.value("x-ratelimit-used"), "7"_ba); // not that of then
        QCOMPARE(github().requests().size(), 2);
        QTRY_COMPARE(m_harness->calls().size(), 2);
        QCOMPARE(m_harness->calls().at(1).status, 304);
        QCOMPARE(m_harness->calls().at(1).cost, 0);
    }

    void nobodyIsToldWhatAnotherWas()
    {
        const QByteArray target = "/repos/o/r/git/blobs/" + kSha;
        github().handle([](const FlakyRequest &request) {
            return versioned(request, request.headers.value("authorization"));
        });
        QCOMPARE(m_caller->get(target, "Authorization: token a\r\n").body, "token a"_ba);
        QCOMPARE(m_caller->get(target, "Authorization: token b\r\n").body, "token b"_ba);
        QCOMPARE(m_caller->get(target, "Authorization: token b\r\nAccept: raw\r\n").status, 200);
        QCOMPARE(github().requests().size(), 3);
        for (const FlakyRequest &request : github().requests())
            QVERIFY(!request.headers.contains("if-none-match"));
    }

    void whatIsNotHandedOnTellsNothingApart()
    {
        github().handle([](const FlakyRequest &request) {
            return json(request.headers.value("accept"), {{"ETag"_ba, "\"1\""_ba}});
        });
        const QByteArray accept = "Accept: application/vnd.github.raw+json\r\n"_ba;
        QVERIFY(!m_caller->get("/x", accept + "Connection: accept\r\n"_ba).body.contains("raw"));
        // Its answer is not what those get whose Accept is handed on.
        QCOMPARE(m_caller->get("/x", accept).body, "application/vnd.github.raw+json"_ba);
        QVERIFY(!github().requests().constLast().headers.contains("if-none-match"));
    }

    void aCallersOwnConditionsAreItsOwn()
    {
        github().handle([](const FlakyRequest &request) { return versioned(request, "[1]"); });
        QCOMPARE(m_caller->get("/x").status, 200);
        const RawAnswer own = m_caller->get("/x", "If-None-Match: \"token secret-of-tests\"\r\n");
        QCOMPARE(own.status, 304);
        QCOMPARE(own.body, ""_ba);
        QCOMPARE(m_caller->get("/x", "If-None-Match: \"other\"\r\n").status, 200);
        QCOMPARE(github().requests().constLast().headers.value("if-none-match"), "\"other\""_ba);
    }

    void a304OfAnotherVersionIsAskedAgain()
    {
        github().script("/x", {json("[1]", {{"ETag"_ba, "\"1\""_ba}}),
                               {.status = 304, .headers = {{"ETag"_ba, "\"2\""_ba}}},
                               json("[2]", {{"ETag"_ba, "\"2\""_ba}})});
        QCOMPARE(m_caller->get("/x").body, "[1]"_ba);
        QCOMPARE(m_caller->get("/x").body, "[2]"_ba);
        QCOMPARE(github().requests().size(), 3);
    }

    void contentByItsShaIsAskedForOnce_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<int>("requests");
        const QByteArray blob = "/repos/o/r/git/blobs/" + kSha;
        const QByteArray contents = "/repos/o/r/contents/a?ref=" + kSha;
        QTest::newRow("blob") << blob << "{}"_ba << ""_ba << 1;
        QTest::newRow("tree") << "/repos/o/r/git/trees/" + kSha + "?recursive=1" << "{}"_ba << ""_ba
                              << 1;
        QTest::newRow("commit") << "/repos/o/r/git/commits/" + kSha << "{}"_ba << ""_ba << 1;
        QTest::newRow("contents") << contents << "{}"_ba << ""_ba << 1;
        QTest::newRow("contents with an address that ends")
                << contents << "{\"download_url\":\"https://raw.test/a?token=AB\"}"_ba << ""_ba
                << 2;
        QTest::newRow("contents of a branch")
                << "/repos/o/r/contents/a?ref=main"_ba << "{}"_ba << ""_ba << 2;
        QTest::newRow("tree of a branch")
                << "/repos/o/r/git/trees/main"_ba << "{}"_ba << ""_ba << 2;
        QTest::newRow("asked anew") << blob << "{}"_ba << "Cache-Control: no-cache\r\n"_ba << 2;
        QTest::newRow("a part") << blob << "{}"_ba << "Range: bytes=0-1\r\n"_ba << 2;
    }

    void contentByItsShaIsAskedForOnce()
    {
        QFETCH(const QByteArray, target);
        QFETCH(const QByteArray, body);
        QFETCH(const QByteArray, headers);
        QFETCH(const int, requests);
        github().handle([body](const FlakyRequest &) {
            return json(body, {{"X-RateLimit-Remaining"_ba, "9"_ba}});
        });
        QCOMPARE(m_caller->get(target, headers).body, body);
        const RawAnswer again = m_caller->get(target, headers);
        QCOMPARE(again.body, body);
        QCOMPARE(github().requests().size(), requests);
        QCOMPARE(again.headers.contains("x-ratelimit-remaining"), requests == 2);
        QCOMPARE(m_harness->proxy().counts(),
                 (ProxyCounts{.handedOn = requests, .kept = 2 - requests}));
        QTRY_COMPARE(m_harness->calls().size(), requests);
    }

    void whatIsGoneIsForgotten()
    {
        const QByteArray target = "/repos/o/r/git/blobs/" + kSha;
        github().script("/repos/o/r/git/blobs/" + kSha,
                        {json("[1]"), {.status = 404}, json("[2]")});
        QCOMPARE(m_caller->get(target).body, "[1]"_ba);
        QCOMPARE(m_caller->get(target, "Cache-Control: no-cache\r\n").status, 404);
        QCOMPARE(m_caller->get(target).body, "[2]"_ba);
    }

private:
    [[nodiscard]] FlakyServer &github() { return m_harness->github; }

    std::unique_ptr<ProxyHarness> m_harness;
    std::unique_ptr<RawCaller> m_caller;
};

QTEST_GUILESS_MAIN(ProxyMemoryTest)
#include "tst_proxymemory.moc"
