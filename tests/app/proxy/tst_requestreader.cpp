// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/requestreader.h"

#include <QBuffer>
#include <QRegularExpression>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

using State = RequestReader::State;

constexpr qint64 kLimit = 100;

const QByteArray kHead = "POST /x HTTP/1.1\r\nHost: localhost\r\n"_ba;

} // namespace

/// A request's bytes, whole, in pieces, and wrong.
class RequestReaderTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void aRequestEndsWhereItSays_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("no body") << "GET /x HTTP/1.1\r\nHost: h\r\n\r\n"_ba << ""_ba;
        QTest::newRow("length") << kHead + "Content-Length: 3\r\n\r\nabc"_ba << "abc"_ba;
        QTest::newRow("chunks") << kHead
                                           + "Transfer-Encoding: Chunked\r\n\r\n"_ba
                                             "2\r\nab\r\n1;q=1\r\nc\r\n0\r\nT: 1\r\n\r\n"_ba
                                << "abc"_ba;
        QTest::newRow("ends of lines without a return")
                << "POST /x HTTP/1.1\nHost: h\nContent-Length: 3\n\nabc"_ba << "abc"_ba;
        QTest::newRow("an empty line before it")
                << "\r\n"_ba + kHead + "Content-Length: 1\r\n\r\na"_ba << "a"_ba;
    }

    void aRequestEndsWhereItSays()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(const QByteArray, body);
        bytes += "GET /next HTTP/1.1\r\n";
        QBuffer buffer(&bytes);
        QVERIFY(buffer.open(QIODevice::ReadOnly));
        RequestReader reader(kLimit);
        QCOMPARE(reader.read(buffer), State::Whole);
        const CallerRequest request = reader.take();
        QCOMPARE(request.target, "/x"_ba);
        QCOMPARE(request.body, body);
        QVERIFY(!request.isLast);
        QCOMPARE(buffer.readAll(), "GET /next HTTP/1.1\r\n"_ba);
    }

    void piecesAreWaitedFor()
    {
        const QByteArray bytes
                = kHead + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"_ba;
        QBuffer buffer;
        QVERIFY(buffer.open(QIODevice::ReadWrite));
        RequestReader reader(kLimit);
        QCOMPARE(reader.read(buffer), State::Idle);
        for (qsizetype i = 0; i < bytes.size(); ++i) {
            QVERIFY(reader.state() != State::Whole);
            const qint64 place = buffer.pos();
            buffer.seek(buffer.size());
            buffer.write(bytes.sliced(i, 1));
            buffer.seek(place);
            QVERIFY(reader.read(buffer) != State::Refused);
        }
        QCOMPARE(reader.state(), State::Whole);
        QCOMPARE(reader.take().body, "abc"_ba);
    }

    void whoCannotBeUnderstoodIsTold_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        const auto body = [](const QByteArray &text) { return QByteArray(kHead + text); };
        QTest::newRow("no HTTP") << "hello\r\n"_ba << 400;
        QTest::newRow("TLS") << "\x16\x03\x01\x02\n"_ba << 400;
        QTest::newRow("a space too much") << "GET /a b HTTP/1.1\r\n"_ba << 400;
        QTest::newRow("a control in the path") << "GET /a\x01 HTTP/1.1\r\n"_ba << 400;
        QTest::newRow("HTTP/2") << "PRI * HTTP/2.0\r\n"_ba << 505;
        QTest::newRow("no host") << "GET / HTTP/1.1\r\n\r\n"_ba << 400;
        QTest::newRow("two hosts") << body("Host: other\r\n\r\n") << 400;
        QTest::newRow("space before a colon") << body("Content-Length : 1\r\n\r\n") << 400;
        QTest::newRow("a folded header") << body("A: b\r\n c\r\n\r\n") << 400;
        QTest::newRow("a control in a header") << body("A: b\rc\r\n\r\n") << 400;
        QTest::newRow("two lengths")
                << body("Content-Length: 1\r\nContent-Length: 2\r\n\r\n") << 400;
        QTest::newRow("length and chunks")
                << body("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n") << 400;
        QTest::newRow("no number") << body("Content-Length: 1x\r\n\r\n") << 400;
        QTest::newRow("below zero") << body("Content-Length: -1\r\n\r\n") << 400;
        QTest::newRow("with a sign") << body("Content-Length: +1\r\n\r\n") << 400;
        QTest::newRow("gzip") << body("Transfer-Encoding: gzip, chunked\r\n\r\n") << 501;
        QTest::newRow("a chunk without a size")
                << body("Transfer-Encoding: chunked\r\n\r\nxyz\r\n") << 400;
        QTest::newRow("a chunk with a prefix")
                << body("Transfer-Encoding: chunked\r\n\r\n0X3\r\nabc\r\n0\r\n\r\n") << 400;
        QTest::newRow("trailers without end")
                << body("Transfer-Encoding: chunked\r\n\r\n0\r\n"
                        + QByteArray("T: 1\r\n").repeated(20'000) + "\r\n")
                << 431;
        QTest::newRow("a chunk below zero")
                << body("Transfer-Encoding: chunked\r\n\r\n-1\r\n") << 400;
        QTest::newRow("a chunk that goes on")
                << body("Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n") << 400;
        QTest::newRow("too large") << body("Content-Length: 101\r\n\r\n") << 413;
        QTest::newRow("beyond all numbers")
                << body("Content-Length: 99999999999999999999\r\n\r\n") << 400;
        QTest::newRow("chunks that are too large") << body(
                "Transfer-Encoding: chunked\r\n\r\n3c\r\n" + QByteArray(60, 'x') + "\r\n3c\r\n")
                                                   << 413;
        QTest::newRow("a long line") << "GET /"_ba + QByteArray(70'000, 'x') << 431;
        QTest::newRow("a long head")
                << body(QByteArray(QByteArray(4000, 'A') + ": b\r\n"_ba).repeated(20)) << 431;
        QTest::newRow("many headers") << body(QByteArray("A: b\r\n").repeated(300)) << 431;
    }

    void whoCannotBeUnderstoodIsTold()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(const int, status);
        QBuffer buffer(&bytes);
        QVERIFY(buffer.open(QIODevice::ReadOnly));
        RequestReader reader(kLimit);
        QCOMPARE(reader.read(buffer), State::Refused);
        QCOMPARE(reader.status(), status);
        QVERIFY(reader.why().endsWith(u'.'));
    }

    void theTargetsHostCountsFirst()
    {
        QByteArray bytes = "GET http://API.github.com?x HTTP/1.1\r\nHost: h\r\n\r\n"_ba;
        bytes.replace("?x", "/y?x");
        QBuffer buffer(&bytes);
        QVERIFY(buffer.open(QIODevice::ReadOnly));
        RequestReader reader(kLimit);
        QCOMPARE(reader.read(buffer), State::Whole);
        const CallerRequest request = reader.take();
        QCOMPARE(request.host, "api.github.com"_ba);
        QCOMPARE(request.target, "/y?x"_ba);
    }

    void theLastRequestSaysSo_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::newRow("close") << "GET / HTTP/1.1\r\nHost: h\r\nConnection: x, Close\r\n\r\n"_ba;
        QTest::newRow("old") << "GET / HTTP/1.0\r\n\r\n"_ba;
    }

    void theLastRequestSaysSo()
    {
        QFETCH(QByteArray, head);
        QBuffer buffer(&head);
        QVERIFY(buffer.open(QIODevice::ReadOnly));
        RequestReader reader(kLimit);
        QCOMPARE(reader.read(buffer), State::Whole);
        QVERIFY(reader.take().isLast);
    }

    void aWishIsHeardOnce()
    {
        QByteArray bytes = kHead + "Content-Length: 3\r\nExpect: 100-Continue\r\n\r\n"_ba;
        QBuffer buffer(&bytes);
        QVERIFY(buffer.open(QIODevice::ReadOnly));
        RequestReader reader(kLimit);
        QCOMPARE(reader.read(buffer), State::Body);
        QVERIFY(reader.takeWish());
        QVERIFY(!reader.takeWish());
    }
};

QTEST_GUILESS_MAIN(RequestReaderTest)
#include "tst_requestreader.moc"
