// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/webhooklistener.h"

#include <QAbstractHttpServer>
#include <QHttpServerRequest>
#include <QHttpServerResponder>
#include <QMessageAuthenticationCode>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTcpSocket>

#include <openssl/crypto.h>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kMostConnections = 16;
constexpr qint64 kHeaderBytes = 64 * 1024;

bool isSignature(const QByteArray &signature, const QByteArray &secret, const QByteArray &body)
{
    const QByteArray expected
            = "sha256="_ba
            + QMessageAuthenticationCode::hash(body, secret, QCryptographicHash::Sha256).toHex();
    return signature.size() == expected.size()
        && CRYPTO_memcmp(signature.constData(), expected.constData(), size_t(expected.size())) == 0;
}

bool isDeliveryName(const QString &delivery)
{
    static const QRegularExpression valid(u"\\A[A-Za-z0-9-]{1,64}\\z"_s);
    return valid.match(delivery).hasMatch();
}

/// The JSON of a body, by its content type; null where it is neither of the two that GitHub sends.
QByteArray payload(const QByteArray &contentType, const QByteArray &body)
{
    const QByteArray type = contentType.split(';').constFirst().trimmed().toLower();
    if (type == "application/json")
        return body.isNull() ? ""_ba : body;
    if (type != "application/x-www-form-urlencoded")
        return {};
    const QList<QByteArray> fields = body.split('&');
    for (const QByteArray &field : fields) {
        if (field.startsWith("payload="))
            return QByteArray::fromPercentEncoding(field.sliced(8).replace('+', ' '));
    }
    return ""_ba;
}

/// Watches over one connection: QHttpServer reads a whole body into memory however large, and
/// waits for ever.
class ConnectionGuard final : public QObject
{
public:
    ConnectionGuard(QTcpSocket *socket, const WebhookOptions &options,
                    std::function<void()> refused)
        : QObject(socket)
        , m_socket(socket)
        , m_bytes(options.bytes)
        , m_refused(std::move(refused))
    {
        connect(socket, &QIODevice::readyRead, this, &ConnectionGuard::onBytes);
        connect(socket, &QIODevice::bytesWritten, this, [this, silence = options.silence] {
            m_received = 0; // an answer went out, the next request may come
            m_deadline.start(silence);
        });
        connect(&m_deadline, &QTimer::timeout, socket, &QAbstractSocket::abort);
        m_deadline.setSingleShot(true);
        m_deadline.start(options.silence);
    }

private:
    void onBytes()
    {
        if (!m_isRefused && (m_received == 0 && declaredLength() > m_bytes))
            refuse();
        m_received += m_socket->bytesAvailable();
        if (!m_isRefused && m_received > m_bytes + kHeaderBytes)
            refuse();
        if (m_isRefused)
            m_socket->readAll(); // the server behind sees nothing of it
    }

    /// Of a request whose head is already there; else what comes is counted.
    qint64 declaredLength() const
    {
        static const QRegularExpression length(u"\\r\\ncontent-length:\\s*([0-9]+)\\s*\\r\\n"_s,
                                               QRegularExpression::CaseInsensitiveOption);
        const QByteArray begin = m_socket->peek(kHeaderBytes);
        const qsizetype end = begin.indexOf("\r\n\r\n");
        const auto match
                = length.match(QString::fromLatin1(end < 0 ? begin : begin.first(end + 2)));
        if (!match.hasMatch())
            return 0;
        bool isNumber = false;
        const qint64 bytes = match.captured(1).toLongLong(&isNumber);
        return isNumber ? bytes : std::numeric_limits<qint64>::max();
    }

    void refuse()
    {
        m_isRefused = true;
        m_refused();
        m_socket->write("HTTP/1.1 413 Payload Too Large\r\nContent-Length: 0\r\n"
                        "Connection: close\r\n\r\n");
        // Closing at once would reset the connection, and the sender never read the answer.
        QTimer::singleShot(1s, m_socket, &QAbstractSocket::abort);
    }

    QTcpSocket *m_socket;
    qint64 m_bytes;
    std::function<void()> m_refused;
    qint64 m_received = 0; // of the request under way
    bool m_isRefused = false;
    QTimer m_deadline;
};

} // namespace

/// The door: lets a few connections in at a time, each with its guard.
class WebhookListener::Gate final : public QTcpServer
{
public:
    explicit Gate(WebhookListener &listener)
        : m_listener(listener)
    {}

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto *socket = new QTcpSocket(this);
        socket->setSocketDescriptor(descriptor);
        if (findChildren<QTcpSocket *>(Qt::FindDirectChildrenOnly).size() > kMostConnections) {
            socket->abort();
            return socket->deleteLater();
        }
        // Before the server's own connection to the socket: it is asked first.
        new ConnectionGuard(socket, m_listener.m_options, [this] {
            m_listener.refuse(413, u"a request larger than GitHub sends"_s);
        });
        addPendingConnection(socket);
    }

private:
    WebhookListener &m_listener;
};

/// Hands requests to the listener and its replies back.
class WebhookListener::Server final : public QAbstractHttpServer
{
public:
    explicit Server(WebhookListener &listener)
        : m_listener(listener)
    {}

protected:
    bool handleRequest(const QHttpServerRequest &request, QHttpServerResponder &responder) override
    {
        const bool isPost = request.method() == QHttpServerRequest::Method::Post;
        const Reply reply = m_listener.answer(request.url().path(), isPost, request.headers(),
                                              request.body());
        QHttpHeaders headers;
        headers.append(QHttpHeaders::WellKnownHeader::ContentType, "text/plain; charset=utf-8");
        if (reply.status == 405)
            headers.append(QHttpHeaders::WellKnownHeader::Allow, "POST");
        responder.write(reply.text.toUtf8() + '\n', headers,
                        QHttpServerResponder::StatusCode(reply.status));
        return true;
    }
    void missingHandler(const QHttpServerRequest &, QHttpServerResponder &responder) override
    {
        responder.write(QHttpServerResponder::StatusCode::NotFound);
    }

private:
    WebhookListener &m_listener;
};

WebhookListener::WebhookListener(WebhookOptions options, WebhookReceiver receiver, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_receiver(std::move(receiver))
{}

WebhookListener::~WebhookListener() = default;

Result<quint16> WebhookListener::listen()
{
    if (m_options.secret.isEmpty()) {
        return failure(Cause::Invalid,
                       u"Webhooks need a secret: set one here and in the webhook on GitHub."_s);
    }
    auto gate = std::make_unique<Gate>(*this);
    if (!gate->listen(QHostAddress::LocalHost, m_options.port)) {
        return failure(Cause::Network,
                       u"Port %1 cannot be listened on for webhooks: choose another one."_s.arg(
                               m_options.port),
                       gate->errorString(), Who::Us);
    }
    const quint16 port = gate->serverPort();
    m_server = std::make_unique<Server>(*this);
    m_server->bind(gate.release()); // becomes its child
    return port;
}

WebhookListener::Reply WebhookListener::refuse(int status, const QString &why)
{
    ++m_counts.refused;
    emit refused(status, why);
    return {status, why};
}

WebhookListener::Reply WebhookListener::answer(const QString &path, bool isPost,
                                               const QHttpHeaders &headers, const QByteArray &body)
{
    if (path != m_options.path)
        return refuse(404, u"not the path of the webhook"_s);
    if (!isPost)
        return refuse(405, u"only POST is taken"_s);
    if (body.size() > m_options.bytes)
        return refuse(413, u"a request larger than GitHub sends"_s);
    const QByteArray signature = headers.value("x-hub-signature-256").toByteArray();
    if (!isSignature(signature, m_options.secret, body))
        return refuse(401, u"the signature is not one with our secret"_s);
    return answerSigned(headers, body);
}

WebhookListener::Reply WebhookListener::answerSigned(const QHttpHeaders &headers,
                                                     const QByteArray &body)
{
    const QString name = QString::fromLatin1(headers.value("x-github-event"));
    const QString delivery = QString::fromLatin1(headers.value("x-github-delivery"));
    if (name.isEmpty() || !isDeliveryName(delivery))
        return refuse(400, u"the names of the event and of the delivery are needed"_s);
    const QByteArray json = payload(headers.value("content-type").toByteArray(), body);
    if (json.isNull())
        return refuse(400, u"the content is neither JSON nor a form"_s);
    if (name == "ping"_L1) {
        ++m_counts.pings;
        return {200, u"pong"_s};
    }
    const auto event = pullEventFrom(name, json);
    if (!event)
        return refuse(400, event.error().what);
    if (!*event) {
        ++m_counts.ignored;
        return {202, u"nothing to do"_s};
    }
    if (m_receiver.isKnownDelivery(delivery)) {
        ++m_counts.known;
        return {202, u"came before"_s};
    }
    PullEvent named = **event;
    named.delivery = delivery;
    if (const auto kept = m_receiver.take(named); !kept) {
        ++m_counts.failed;
        return {503, u"could not be kept, send it again later"_s};
    }
    ++m_counts.taken;
    return {202, u"taken"_s};
}

} // namespace sluice
