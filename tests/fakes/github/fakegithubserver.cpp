// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakegithubserver.h"

#include "fakes/github/fakewebhook.h"

#include <QElapsedTimer>
#include <QHttpServerResponse>
#include <QNetworkReply>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <sys/socket.h>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QByteArray methodOf(QHttpServerRequest::Method method)
{
    switch (method) {
    case QHttpServerRequest::Method::Post:
        return "POST"_ba;
    case QHttpServerRequest::Method::Put:
        return "PUT"_ba;
    case QHttpServerRequest::Method::Patch:
        return "PATCH"_ba;
    case QHttpServerRequest::Method::Delete:
        return "DELETE"_ba;
    case QHttpServerRequest::Method::Head:
        return "HEAD"_ba;
    default:
        return "GET"_ba;
    }
}

/// An answer as it goes over the wire, cut where it shall be.
QByteArray wire(const FakeAnswer &answer, bool isHead)
{
    QByteArray text = "HTTP/1.1 " + QByteArray::number(answer.status) + " Answer\r\n";
    for (qsizetype i = 0; i < answer.headers.size(); ++i) {
        text += QByteArray(answer.headers.nameAt(i).data(), answer.headers.nameAt(i).size());
        text += ": "_ba + answer.headers.valueAt(i).toByteArray() + "\r\n"_ba;
    }
    if (answer.status != 204 && answer.status != 304)
        text += "Content-Length: "_ba + QByteArray::number(answer.body.size()) + "\r\n"_ba;
    text += "\r\n"_ba;
    if (isHead)
        return text;
    return text
         + (answer.cutAfter < 0
                    ? answer.body
                    : answer.body.first(std::min(answer.cutAfter, qint64(answer.body.size()))));
}

void send(QTcpSocket &socket, const FakeAnswer &answer, bool isHead)
{
    if (!answer.isReset || answer.cutAfter >= 0)
        socket.write(wire(answer, isHead));
    if (answer.isReset) {
        socket.flush();
        const linger now{.l_onoff = 1, .l_linger = 0}; // closing then sends RST
        ::setsockopt(static_cast<int>(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &now,
                     sizeof now);
        socket.abort();
    } else if (answer.cutAfter >= 0) {
        socket.disconnectFromHost();
    }
}

} // namespace

/// Knows the socket of each client, which QHttpServer keeps to itself.
class FakeGithubServer::Listener final : public QTcpServer
{
    Q_DISABLE_COPY_MOVE(Listener)

public:
    Listener() = default;

    [[nodiscard]] QTcpSocket *socket(quint16 peerPort) const { return m_sockets.value(peerPort); }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto *socket = new QTcpSocket(this);
        socket->setSocketDescriptor(descriptor);
        m_sockets.insert(socket->peerPort(), socket);
        addPendingConnection(socket);
    }

private:
    QHash<quint16, QPointer<QTcpSocket>> m_sockets;
};

FakeGithubServer::FakeGithubServer(FakeGithub &github, quint16 port, QObject *parent)
    : QObject(parent)
    , m_github(github)
{
    m_server.setMissingHandler(
            this, [this](const QHttpServerRequest &request, QHttpServerResponder &responder) {
                respond(request, responder);
            });
    m_github.state().onDelivery = [this](qint64 id, const QUrl &url, const FakeWebhook &sent) {
        deliver(id, url, sent);
    };
    auto listener = std::make_unique<Listener>();
    if (!listener->listen(QHostAddress::LocalHost, port) || !m_server.bind(listener.get()))
        return;
    m_listener = listener.release();
    m_port = m_listener->serverPort();
}

void FakeGithubServer::respond(const QHttpServerRequest &request, QHttpServerResponder &responder)
{
    const QByteArray target = request.url().toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority);
    const FakeRequest asked = FakeRequest::of(methodOf(request.method()), target, request.headers(),
                                              request.body());
    m_github.begin(asked);
    const FakeAnswer answer = m_github.answer(asked);
    const bool isHead = asked.method == "HEAD";
    QPointer<QTcpSocket> socket = m_listener->socket(request.remotePort());
    const bool isPlain = answer.delay.count() == 0 && answer.cutAfter < 0 && !answer.isReset;
    if (!socket || (isPlain && !isHead)) {
        m_github.end(asked);
        responder.write(answer.body, answer.headers,
                        QHttpServerResponder::StatusCode(answer.status));
        return;
    }
    // QHttpServer looks at its socket once more, which must not be gone by then.
    const auto delay = std::max(answer.delay, std::chrono::milliseconds(1));
    QTimer::singleShot(delay, this, [this, asked, socket, answer, isHead] {
        m_github.end(asked);
        if (socket)
            send(*socket, answer, isHead);
    });
}

FakeGithubServer::~FakeGithubServer() { m_github.state().onDelivery = {}; }

void FakeGithubServer::deliver(qint64 id, const QUrl &url, const FakeWebhook &sent)
{
    if (url.isEmpty())
        return;
    QNetworkRequest request(url);
    request.setHeaders(sent.headers);
    request.setTransferTimeout(std::chrono::seconds(10)); // as long as GitHub waits
    QNetworkReply *reply = m_network.post(request, sent.body);
    QElapsedTimer timer;
    timer.start();
    connect(reply, &QNetworkReply::finished, this, [this, id, reply, timer] {
        reply->deleteLater();
        FakeDelivery *delivery = m_github.state().delivery(id);
        const int code = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (!delivery || code == 0)
            return;
        QJsonObject headers;
        for (const auto &[name, value] : reply->rawHeaderPairs())
            headers.insert(QString::fromLatin1(name), QString::fromUtf8(value));
        delivery->answered(code, headers, QString::fromUtf8(reply->readAll()),
                           double(timer.elapsed()) / 1000);
    });
}

QUrl FakeGithubServer::url() const { return QUrl(u"http://127.0.0.1:%1"_s.arg(m_port)); }

} // namespace sluice
