// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakegithubserver.h"

#include "fakes/github/fakewebhook.h"

#include <QElapsedTimer>
#include <QHttpServerResponse>
#include <QNetworkReply>
#include <QTcpServer>

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

} // namespace

FakeGithubServer::FakeGithubServer(FakeGithub &github, quint16 port, QObject *parent)
    : QObject(parent)
    , m_github(github)
{
    const auto respond
            = [this](const QHttpServerRequest &request, QHttpServerResponder &responder) {
                  const QByteArray target
                          = request.url().toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority);
                  const FakeAnswer answer = m_github.answer(FakeRequest::of(
                          methodOf(request.method()), target, request.headers(), request.body()));
                  responder.write(answer.body, answer.headers,
                                  QHttpServerResponder::StatusCode(answer.status));
              };
    m_server.setMissingHandler(this, respond);
    m_github.state().onDelivery = [this](qint64 id, const QUrl &url, const FakeWebhook &sent) {
        deliver(id, url, sent);
    };
    auto listener = std::make_unique<QTcpServer>();
    if (!listener->listen(QHostAddress::LocalHost, port) || !m_server.bind(listener.get()))
        return;
    m_port = listener.release()->serverPort(); // the HTTP server owns it now
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
