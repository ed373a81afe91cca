// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/proxyconnection.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <sys/socket.h>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 kReadBuffer = 128 * 1024; // more than a request's head may have
constexpr auto kFarewell = 1s;

bool isBodyless(int status) { return status == 204 || status == 304; }

QByteArray reasonFor(int status)
{
    static const QHash<int, QByteArray> reasons{
            {200, "OK"_ba},
            {201, "Created"_ba},
            {204, "No Content"_ba},
            {304, "Not Modified"_ba},
            {400, "Bad Request"_ba},
            {401, "Unauthorized"_ba},
            {404, "Not Found"_ba},
            {405, "Method Not Allowed"_ba},
            {408, "Request Timeout"_ba},
            {413, "Content Too Large"_ba},
            {421, "Misdirected Request"_ba},
            {431, "Request Header Fields Too Large"_ba},
            {501, "Not Implemented"_ba},
            {502, "Bad Gateway"_ba},
            {503, "Service Unavailable"_ba},
            {504, "Gateway Timeout"_ba},
            {505, "HTTP Version Not Supported"_ba},
    };
    return reasons.value(status, "Answer"_ba);
}

QByteArray textOf(QLatin1StringView name) { return QByteArray(name.data(), name.size()); }

} // namespace

ProxyConnection::ProxyConnection(QTcpSocket *socket, const ProxyBounds &bounds, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_bounds(bounds)
    , m_reader(bounds.body)
{
    socket->setParent(this);
    socket->setReadBufferSize(kReadBuffer);
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(socket, &QIODevice::readyRead, this, &ProxyConnection::read);
    connect(socket, &QIODevice::bytesWritten, this, &ProxyConnection::onWritten);
    connect(socket, &QAbstractSocket::disconnected, this, [this] {
        emit left();
        deleteLater();
    });
    connect(&m_deadline, &QTimer::timeout, this, &ProxyConnection::onSilence);
    connect(&m_requestEnd, &QTimer::timeout, this, &ProxyConnection::onSilence);
    m_deadline.setSingleShot(true);
    m_requestEnd.setSingleShot(true);
    watch();
}

void ProxyConnection::read()
{
    if (m_phase == Phase::Leaving && m_isUnread)
        m_socket->skip(m_socket->bytesAvailable());
    if (m_phase != Phase::Reading || !hasRoom())
        return; // whoever takes no answers gets no more of them
    const bool isHeadOpen = m_reader.state() != RequestReader::State::Body;
    if (m_reader.readHead(*m_socket) == RequestReader::State::Body && isHeadOpen
        && m_reader.awaitsBody()) {
        m_promised = m_reader.promised();
        emit announced(m_reader.request());
    }
    if (m_phase != Phase::Reading)
        return; // turned away
    const RequestReader::State state = m_reader.read(*m_socket);
    if (m_reader.takeWish())
        write("HTTP/1.1 100 Continue\r\n\r\n"_ba);
    if (state == RequestReader::State::Refused)
        return turnAway(m_reader.status(), m_reader.why());
    if (state == RequestReader::State::Whole)
        hand(m_reader.take());
    watch();
}

void ProxyConnection::hand(const CallerRequest &request)
{
    m_phase = Phase::Answering;
    m_hasAsked = true;
    m_isHead = request.method == "HEAD";
    m_isOld = request.minor == 0;
    m_isLast = m_isLast || request.isLast;
    emit requested(request);
}

void ProxyConnection::begin(int status, const QByteArray &reason, const QHttpHeaders &headers,
                            std::optional<qint64> length)
{
    m_isBodyless = m_isHead || isBodyless(status);
    m_isChunked = !length && !m_isBodyless && !m_isOld;
    m_isLast = m_isLast || m_isOld;
    QByteArray head = "HTTP/1.1 "_ba + QByteArray::number(status) + ' '
                    + (reason.isEmpty() ? reasonFor(status) : reason) + "\r\n";
    for (qsizetype i = 0; i < headers.size(); ++i)
        head += textOf(headers.nameAt(i)) + ": "_ba + headers.valueAt(i) + "\r\n"_ba;
    if (length && !isBodyless(status))
        head += "Content-Length: "_ba + QByteArray::number(*length) + "\r\n"_ba;
    if (m_isChunked)
        head += "Transfer-Encoding: chunked\r\n";
    head += m_isLast ? "Connection: close\r\n\r\n"_ba : "\r\n"_ba;
    write(head);
    watch();
}

void ProxyConnection::send(const QByteArray &piece)
{
    if (m_isBodyless || piece.isEmpty())
        return;
    if (m_isChunked)
        write(QByteArray::number(piece.size(), 16) + "\r\n"_ba + piece + "\r\n"_ba);
    else
        write(piece);
    watch();
}

/// A caller that has gone takes nothing any more.
void ProxyConnection::write(const QByteArray &bytes)
{
    if (m_socket->state() == QAbstractSocket::ConnectedState)
        m_socket->write(bytes);
}

void ProxyConnection::end()
{
    if (m_isChunked)
        write("0\r\n\r\n"_ba);
    m_reader = RequestReader(m_bounds.body);
    m_promised = 0;
    m_phase = Phase::Reading;
    if (m_isLast)
        return depart();
    watch();
    // The next request may be there already.
    QMetaObject::invokeMethod(this, &ProxyConnection::read, Qt::QueuedConnection);
}

void ProxyConnection::depart()
{
    m_phase = Phase::Leaving;
    if (!m_isUnread)
        return m_socket->disconnectFromHost();
    m_socket->flush();
    sayFarewell();
}

/// Closing while there is something unread resets the connection, and nobody reads the answer.
void ProxyConnection::sayFarewell()
{
    if (m_socket->bytesToWrite() > 0) // the answer before this one, too
        return m_deadline.start(m_bounds.silence);
    ::shutdown(int(m_socket->socketDescriptor()), SHUT_WR);
    m_socket->skip(m_socket->bytesAvailable());
    m_deadline.start(kFarewell);
}

void ProxyConnection::refuse(int status, const QString &why)
{
    const QByteArray body = QJsonDocument(QJsonObject{{u"message"_s, why}}).toJson();
    QHttpHeaders headers;
    headers.append(QHttpHeaders::WellKnownHeader::ContentType, "application/json; charset=utf-8");
    begin(status, {}, headers, body.size());
    send(body);
    end();
}

void ProxyConnection::turnAway(int status, const QString &why)
{
    m_phase = Phase::Answering;
    m_isLast = m_isUnread = true;
    m_isHead = false;
    emit turnedAway();
    refuse(status, why);
}

void ProxyConnection::breakOff()
{
    const linger now{.l_onoff = 1, .l_linger = 0}; // a reset: the caller shall know it was cut
    ::setsockopt(int(m_socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    m_socket->abort();
}

void ProxyConnection::leave()
{
    m_isLast = true;
    if (m_phase == Phase::Reading && m_reader.state() == RequestReader::State::Idle)
        depart();
}

void ProxyConnection::onWritten()
{
    if (m_phase == Phase::Leaving && m_isUnread)
        return sayFarewell();
    watch();
    if (m_phase == Phase::Answering)
        emit drained();
    else if (m_phase == Phase::Reading && m_socket->bytesAvailable() > 0)
        QMetaObject::invokeMethod(this, &ProxyConnection::read, Qt::QueuedConnection);
}

/// Somebody who neither sends nor takes anything is not waited for; while GitHub thinks, nobody
/// has to.
void ProxyConnection::watch()
{
    if (m_phase == Phase::Leaving && m_isUnread)
        return;
    const bool isIdle = m_phase == Phase::Reading && m_reader.state() == RequestReader::State::Idle;
    if (m_phase != Phase::Reading || isIdle)
        m_requestEnd.stop();
    else if (!m_requestEnd.isActive())
        m_requestEnd.start(m_bounds.request);
    const bool isHead = m_phase == Phase::Reading && m_reader.state() == RequestReader::State::Head;
    if (std::exchange(m_isHeadTimed, isHead) && isHead)
        return; // one time for all of it, however small its pieces
    if (m_socket->bytesToWrite() > 0 || (m_phase == Phase::Reading && !isIdle))
        m_deadline.start(m_bounds.silence);
    else if (isIdle)
        m_deadline.start(m_hasAsked ? m_bounds.idle : std::min(m_bounds.idle, m_bounds.silence));
    else
        m_deadline.stop();
}

void ProxyConnection::onSilence()
{
    const bool isHalf = m_phase == Phase::Reading && m_socket->bytesToWrite() == 0
                     && m_reader.state() != RequestReader::State::Idle;
    if (!isHalf)
        return breakOff();
    turnAway(408, u"The rest of the request did not come in time; send it again."_s);
}

} // namespace sluice
