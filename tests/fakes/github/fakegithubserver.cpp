// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakegithubserver.h"

#include <QHttpServerResponse>
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
    auto listener = std::make_unique<QTcpServer>();
    if (!listener->listen(QHostAddress::LocalHost, port) || !m_server.bind(listener.get()))
        return;
    m_port = listener.release()->serverPort(); // the HTTP server owns it now
}

QUrl FakeGithubServer::url() const { return QUrl(u"http://127.0.0.1:%1"_s.arg(m_port)); }

} // namespace sluice
