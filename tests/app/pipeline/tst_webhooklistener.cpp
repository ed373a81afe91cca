// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/webhooklistener.h"

#include <QElapsedTimer>
#include <QMessageAuthenticationCode>
#include <QSet>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray kSecret = "It's a Secret to Everybody"_ba;
const QByteArray kOpened
        = "{\"action\":\"opened\",\"number\":7,\"repository\":{\"full_name\":\"o/r\"},"
          "\"pull_request\":{\"title\":\"a + b & c\",\"head\":{\"sha\":"
          "\"0123456789abcdef0123456789abcdef01234567\"}}}"_ba;

QByteArray signatureOf(const QByteArray &body, const QByteArray &secret = kSecret)
{
    return "sha256="_ba
         + QMessageAuthenticationCode::hash(body, secret, QCryptographicHash::Sha256).toHex();
}

/// A request that is as it should be, to be spoilt one thing at a time.
struct Delivery
{
    QByteArray method = "POST";
    QByteArray path = "/webhook";
    QByteArray body = kOpened;
    QByteArray event = "pull_request";
    QByteArray name = "11111111-2222-3333-4444-555555555555";
    QByteArray type = "application/json";
    QByteArray signature = {}; ///< empty: the right one

    [[nodiscard]] QByteArray bytes() const
    {
        return method + ' ' + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "_ba
             + QByteArray::number(body.size()) + "\r\nContent-Type: "_ba + type
             + "\r\nX-GitHub-Event: "_ba + event + "\r\nX-GitHub-Delivery: "_ba + name
             + "\r\nX-Hub-Signature-256: "_ba
             + (signature.isEmpty() ? signatureOf(body) : signature) + "\r\n\r\n"_ba + body;
    }
};

} // namespace

class TestWebhookListener : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_taken.clear();
        m_known.clear();
        m_refusal.reset();
        start({.secret = kSecret});
    }

    void aSignedEventIsTaken()
    {
        QCOMPARE(statusOf(Delivery()), 202);
        QCOMPARE(m_taken.size(), 1);
        QCOMPARE(m_taken.constFirst().repository, u"o/r"_s);
        QCOMPARE(m_taken.constFirst().delivery, u"11111111-2222-3333-4444-555555555555"_s);
        QCOMPARE(m_listener->counts(), (WebhookCounts{.taken = 1}));
    }

    void theSignatureIsTheOneThatGitHubDocuments()
    {
        const Delivery delivery{
                .body = "Hello, World!",
                .event = "ping",
                .type = "application/json",
                .signature = "sha256="
                             "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"};
        QCOMPARE(statusOf(delivery), 200);
    }

    void formsAreTakenToo()
    {
        const QByteArray body = "payload="_ba + kOpened.toPercentEncoding(" ").replace(' ', '+');
        QCOMPARE(statusOf({.body = body, .type = "application/x-www-form-urlencoded"}), 202);
        QCOMPARE(m_taken.value(0).title, u"a + b & c"_s);
    }

    void aReplayIsAnsweredAndDropped()
    {
        QCOMPARE(statusOf(Delivery()), 202);
        QCOMPARE(statusOf(Delivery()), 202);
        QCOMPARE(m_taken.size(), 1);
        QCOMPARE(m_listener->counts(), (WebhookCounts{.taken = 1, .known = 1}));
    }

    void whatCannotBeKeptIsToBeSentAgain()
    {
        m_refusal = Error{Cause::Storage, u"The disk is full."_s, {}, Who::Us, {}};
        QCOMPARE(statusOf(Delivery()), 503);
        m_refusal.reset();
        QCOMPARE(statusOf(Delivery()), 202);
        QCOMPARE(m_listener->counts(), (WebhookCounts{.taken = 1, .failed = 1}));
    }

    void eventsForNobodyAreAcknowledged()
    {
        QCOMPARE(statusOf({.body = "{\"zen\":\"x\"}", .event = "ping"}), 200);
        QCOMPARE(statusOf({.body = "{\"action\":\"created\"}", .event = "star"}), 202);
        QVERIFY(m_taken.isEmpty());
        QCOMPARE(m_listener->counts(), (WebhookCounts{.ignored = 1, .pings = 1}));
    }

    void theRestIsRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        const auto add = [](const char *row, int status, const Delivery &delivery) {
            QTest::newRow(row) << delivery.bytes() << status;
        };
        add("wrong secret", 401, {.signature = signatureOf(kOpened, "guess"_ba)});
        add("short signature", 401, {.signature = "sha256=00"});
        add("no algorithm", 401, {.signature = signatureOf(kOpened).sliced(7)});
        add("SHA-1", 401, {.signature = "sha1=0123456789012345678901234567890123456789"});
        add("signature in capitals", 401, {.signature = signatureOf(kOpened).toUpper()});
        add("signature of another body", 401,
            {.body = kOpened + ' ', .signature = signatureOf(kOpened)});
        add("no JSON", 400, {.body = "{\"action\":"});
        add("nothing", 400, {.body = ""});
        add("form without payload", 400,
            {.body = "a=b", .type = "application/x-www-form-urlencoded"});
        add("text", 400, {.type = "text/plain"});
        add("no event", 400, {.event = ""});
        add("no delivery", 400, {.name = ""});
        add("delivery of two lines", 400, {.name = "a b"});
        add("GET", 405, {.method = "GET"});
        add("DELETE", 405, {.method = "DELETE"});
        add("other path", 404, {.path = "/admin"});
        add("path in percent", 404, {.path = "/%2e%2e/webhook"});
        QTest::newRow("no signature") << "POST /webhook HTTP/1.1\r\nHost: x\r\n"
                                         "Content-Length: 0\r\n\r\n"_ba
                                      << 401;
    }
    void theRestIsRefused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        const QSignalSpy refused(m_listener.get(), &WebhookListener::refused);
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(exchange(bytes), status);
        QVERIFY(timer.elapsed() < 2000);
        QVERIFY(m_taken.isEmpty());
        QCOMPARE(m_listener->counts(), (WebhookCounts{.refused = 1}));
        QCOMPARE(refused.size(), 1);
        QCOMPARE(refused.at(0).at(0).toInt(), status);
        QVERIFY(!refused.at(0).at(1).toString().contains(QLatin1StringView(kSecret)));
        QCOMPARE(statusOf(Delivery()), 202); // it is still there
    }

    void largeBodiesAreBounded_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray head = "POST /webhook HTTP/1.1\r\nHost: x\r\n"_ba;
        QTest::newRow("declared") << head + "Content-Length: 2001\r\n\r\n"_ba;
        QTest::newRow("declared beyond numbers")
                << head + "Content-Length: 99999999999999999999999\r\n\r\n"_ba;
        QTest::newRow("in chunks")
                << head + "Transfer-Encoding: chunked\r\n\r\n"_ba
                           + QByteArray("400\r\n"_ba + QByteArray(1024, 'x') + "\r\n"_ba)
                                     .repeated(80);
    }
    void largeBodiesAreBounded()
    {
        start({.secret = kSecret, .bytes = 2000});
        QFETCH(QByteArray, bytes);
        QCOMPARE(exchange(bytes), 413);
        QCOMPARE(m_listener->counts(), (WebhookCounts{.refused = 1}));
        QCOMPARE(statusOf(Delivery()), 202);
    }

    void theLargestBodyIsTaken()
    {
        QByteArray body = kOpened;
        body.resize(24'000'000, ' ');
        QCOMPARE(statusOf({.body = body}), 202);
        QCOMPARE(m_taken.size(), 1);
    }

    void rubbishDoesNotStopIt()
    {
        for (const QByteArray &bytes :
             {"\r\n\r\n"_ba, QByteArray(70'000, 'x'), "GET\r\n\r\n"_ba,
              "POST /webhook HTTP/9.9\r\n\r\n"_ba, QByteArray(20, '\0')}) {
            QTcpSocket socket;
            socket.connectToHost(QHostAddress::LocalHost, m_port);
            QVERIFY(socket.waitForConnected());
            socket.write(bytes);
            socket.disconnectFromHost();
            QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
        }
        QCOMPARE(statusOf(Delivery()), 202);
    }

    void aSilentSenderIsCutOff()
    {
        start({.secret = kSecret, .silence = 100ms});
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, m_port);
        QVERIFY(socket.waitForConnected());
        socket.write("POST /webhook HTTP/1.1\r\nContent-Le"_ba);
        QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
    }

    void manySilentSendersDoNotKeepItBusyForEver()
    {
        start({.secret = kSecret, .silence = 300ms});
        std::vector<std::unique_ptr<QTcpSocket>> sockets;
        for (int i = 0; i < 40; ++i) {
            sockets.push_back(std::make_unique<QTcpSocket>());
            sockets.back()->connectToHost(QHostAddress::LocalHost, m_port);
        }
        for (const auto &socket : sockets)
            QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
        QCOMPARE(statusOf(Delivery()), 202);
    }

    void withoutASecretItDoesNotListen()
    {
        WebhookListener listener({}, {});
        QCOMPARE(listener.listen().error().cause, Cause::Invalid);
    }

    void aTakenPortIsAnError()
    {
        WebhookListener second({.secret = kSecret, .port = m_port}, {});
        const auto port = second.listen();
        QCOMPARE(port.error().cause, Cause::Network);
        QVERIFY(port.error().what.contains(QString::number(m_port)));
    }

private:
    void start(WebhookOptions options)
    {
        const WebhookReceiver receiver{
                [this](const QString &delivery) { return m_known.contains(delivery); },
                [this](const PullEvent &event) -> Result<void> {
                    if (m_refusal)
                        return std::unexpected(*m_refusal);
                    m_known.insert(event.delivery);
                    m_taken << event;
                    return {};
                }};
        m_listener = std::make_unique<WebhookListener>(std::move(options), receiver);
        const auto port = m_listener->listen();
        QVERIFY(port);
        m_port = *port;
    }

    int statusOf(const Delivery &delivery) { return exchange(delivery.bytes()); }

    /// The status of the answer; 0 where the connection ended without one.
    int exchange(const QByteArray &bytes)
    {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, m_port);
        socket.write(bytes);
        const auto isAnswered = [&] {
            return socket.peek(64 * 1024).contains("\r\n\r\n")
                || socket.state() == QAbstractSocket::UnconnectedState;
        };
        if (!QTest::qWaitFor(isAnswered, 10'000))
            return -1;
        const QByteArray answer = socket.readAll();
        return answer.startsWith("HTTP/1.1 ") ? answer.sliced(9, 3).toInt() : 0;
    }

    QList<PullEvent> m_taken;
    QSet<QString> m_known;
    std::optional<Error> m_refusal;
    std::unique_ptr<WebhookListener> m_listener;
    quint16 m_port = 0;
};

} // namespace sluice

QTEST_GUILESS_MAIN(sluice::TestWebhookListener)
#include "tst_webhooklistener.moc"
