// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/flakyserver.h"

#include <QSslServer>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTimer>

#include <sys/socket.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kPieceBytes = 64 << 10;

std::optional<FlakyRequest> takeRequest(QByteArray &input)
{
    const qsizetype headEnd = input.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return {};
    const QList<QByteArray> lines = input.first(headEnd).replace("\r\n", "\n").split('\n');
    const QList<QByteArray> words = lines.first().split(' ');
    FlakyRequest request{
            .method = words.value(0), .target = words.value(1), .headers = {}, .body = {}};
    for (const QByteArray &line : lines.sliced(1)) {
        const qsizetype colon = line.indexOf(':');
        request.headers.insert(line.first(colon).toLower(), line.sliced(colon + 1).trimmed());
    }
    const qsizetype length = request.headers.value("content-length").toLongLong();
    if (input.size() < headEnd + 4 + length)
        return {};
    request.body = input.sliced(headEnd + 4, length);
    input.remove(0, headEnd + 4 + length);
    return request;
}

} // namespace

/// One client's connection: reads requests, sends answers piece by piece.
class FlakyServer::Connection final : public QObject
{
    Q_DISABLE_COPY_MOVE(Connection)

public:
    Connection(FlakyServer &server, QTcpSocket *socket)
        : QObject(socket)
        , m_server(server)
        , m_socket(socket)
    {
        ++m_server.m_open;
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1); // head and body leave apart
        connect(socket, &QTcpSocket::readyRead, this, &Connection::onBytes);
        connect(socket, &QTcpSocket::bytesWritten, this, [this] { sendMore(); });
        if (auto *encrypted = qobject_cast<QSslSocket *>(socket)) {
            connect(encrypted, &QSslSocket::encryptedBytesWritten, this, [this] { sendMore(); });
        }
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(&m_drip, &QTimer::timeout, this, [this] { sendPiece(m_answer.dripBytes); });
        onBytes();
    }
    ~Connection() override { --m_server.m_open; }

private:
    void onBytes()
    {
        m_input += m_socket->readAll();
        if (m_isAnswering)
            return;
        if (const auto request = takeRequest(m_input)) {
            m_server.m_requests << *request;
            m_isAnswering = true;
            m_answer = m_server.answerFor(*request);
            emit m_server.requested(*request);
            start();
        }
    }

    void start()
    {
        if (m_answer.isSilent)
            return;
        m_size = m_answer.body.size() + m_answer.zeros;
        m_end = m_answer.ending == FlakyAnswer::Ending::Whole
                      ? m_size
                      : std::clamp<qint64>(m_answer.cutAfter, 0, m_size);
        m_sent = 0;
        QByteArray head = "HTTP/1.1 " + QByteArray::number(m_answer.status) + " Scripted\r\n";
        for (const auto &[name, value] : std::as_const(m_answer.headers))
            head += name + ": " + value + "\r\n";
        switch (m_answer.framing) {
        case FlakyAnswer::Framing::Length:
            head += "Content-Length: "
                  + QByteArray::number(m_answer.declaredLength < 0 ? m_size
                                                                   : m_answer.declaredLength)
                  + "\r\n";
            break;
        case FlakyAnswer::Framing::Chunked:
            head += "Transfer-Encoding: chunked\r\n";
            break;
        case FlakyAnswer::Framing::UntilClose:
            head += "Connection: close\r\n";
            break;
        }
        m_socket->write(head + "\r\n");
        if (m_answer.dripBytes > 0)
            m_drip.start(m_answer.dripEvery);
        else
            sendMore();
    }

    void sendMore()
    {
        if (!m_isAnswering || m_answer.isSilent || m_drip.isActive())
            return;
        while (m_isAnswering && !m_answer.isSilent && unsent() < 4 * kPieceBytes)
            sendPiece(kPieceBytes);
    }

    [[nodiscard]] qint64 unsent() const
    {
        const auto *encrypted = qobject_cast<QSslSocket *>(m_socket);
        return m_socket->bytesToWrite() + (encrypted ? encrypted->encryptedBytesToWrite() : 0);
    }

    void sendPiece(qint64 most)
    {
        const qint64 count = std::min(most, m_end - m_sent);
        if (count > 0) {
            const qint64 ofBody = std::clamp<qint64>(m_answer.body.size() - m_sent, 0, count);
            QByteArray piece = ofBody > 0 ? m_answer.body.sliced(m_sent, ofBody) : QByteArray();
            piece.resize(count, '\0');
            if (m_answer.framing == FlakyAnswer::Framing::Chunked)
                piece = QByteArray::number(count, 16) + "\r\n" + piece + "\r\n";
            m_socket->write(piece);
            m_sent += count;
        }
        if (m_sent == m_end)
            end();
    }

    void end()
    {
        m_drip.stop();
        switch (m_answer.ending) {
        case FlakyAnswer::Ending::Whole:
            m_isAnswering = false;
            if (m_answer.framing == FlakyAnswer::Framing::Chunked)
                m_socket->write("0\r\n\r\n");
            if (m_answer.framing == FlakyAnswer::Framing::UntilClose)
                m_socket->disconnectFromHost();
            else if (!m_input.isEmpty())
                QMetaObject::invokeMethod(this, [this] { onBytes(); }, Qt::QueuedConnection);
            return;
        case FlakyAnswer::Ending::Close:
            m_isAnswering = false;
            return m_socket->disconnectFromHost();
        case FlakyAnswer::Ending::Reset:
            m_isAnswering = false;
            return reset();
        case FlakyAnswer::Ending::Stall:
            m_answer.isSilent = true; // stays in this answer for ever
            return;
        }
    }

    void reset()
    {
        m_socket->flush();
        const linger now{.l_onoff = 1, .l_linger = 0}; // closing then sends RST
        ::setsockopt(static_cast<int>(m_socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &now,
                     sizeof now);
        m_socket->abort();
    }

    FlakyServer &m_server;
    QTcpSocket *m_socket;
    QByteArray m_input;
    FlakyAnswer m_answer;
    bool m_isAnswering = false;
    qint64 m_size = 0;
    qint64 m_end = 0;
    qint64 m_sent = 0;
    QTimer m_drip;
};

FlakyServer::FlakyServer(quint16 port, QObject *parent)
    : QObject(parent)
    , m_server(std::make_unique<QTcpServer>())
{
    listen(port);
}

FlakyServer::FlakyServer(const QSslConfiguration &tls, QObject *parent)
    : QObject(parent)
{
    auto server = std::make_unique<QSslServer>();
    server->setSslConfiguration(tls);
    m_server = std::move(server);
    listen(0);
}

FlakyServer::~FlakyServer() = default;

void FlakyServer::listen(quint16 port)
{
    connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, [this] {
        while (QTcpSocket *socket = m_server->nextPendingConnection()) {
            ++m_connections;
            new Connection(*this, socket);
        }
    });
    if (!m_server->listen(QHostAddress::LocalHost, port) && port == 0)
        qFatal("no port on 127.0.0.1: %ls", qUtf16Printable(m_server->errorString()));
}

void FlakyServer::script(const QByteArray &path, const QList<FlakyAnswer> &answers)
{
    m_scripts.insert(path, answers);
}

void FlakyServer::handle(std::function<FlakyAnswer(const FlakyRequest &)> handler)
{
    m_handler = std::move(handler);
}

QUrl FlakyServer::url(const QString &path, const QString &host) const
{
    QUrl url;
    url.setScheme(qobject_cast<QSslServer *>(m_server.get()) ? u"https"_s : u"http"_s);
    url.setHost(host);
    url.setPort(port());
    url.setPath(path);
    return url;
}

quint16 FlakyServer::port() const { return m_server->serverPort(); }

int FlakyServer::requestsFor(const QByteArray &path) const
{
    return static_cast<int>(std::ranges::count(m_requests, path, &FlakyRequest::target));
}

FlakyAnswer FlakyServer::answerFor(const FlakyRequest &request)
{
    const QByteArray path = request.target.split('?').first();
    const auto script = m_scripts.find(path);
    if (script == m_scripts.end() || script->isEmpty())
        return m_handler ? m_handler(request) : FlakyAnswer::error(404);
    return script->size() > 1 ? script->takeFirst() : script->first();
}

} // namespace sluice
