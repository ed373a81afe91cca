// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "copr/httpcall.h"

#include "sources/fetcherrors.h"
#include "sources/urlpolicy.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

HttpCall::Raw ownRequest(QNetworkRequest request, const QByteArray &method,
                         const std::optional<QByteArray> &body)
{
    request.setRawHeader("User-Agent"_ba, "Sluice/" SLUICE_VERSION ""_ba);
    request.setRawHeader("Accept"_ba, "application/json"_ba);
    if (body)
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         method == "GET" ? QNetworkRequest::SameOriginRedirectPolicy
                                         : QNetworkRequest::ManualRedirectPolicy);
    request.setMaximumRedirectsAllowed(5);
    return {std::move(request), method, body.value_or(QByteArray())};
}

/// By the manager's own functions where it has one, so that reply.operation() tells the truth.
QNetworkReply *begin(QNetworkAccessManager &network, const HttpCall::Raw &raw)
{
    if (raw.method == "GET")
        return network.get(raw.request);
    if (raw.method == "POST")
        return network.post(raw.request, raw.body);
    return network.sendCustomRequest(raw.request, raw.method, raw.body);
}

} // namespace

std::chrono::seconds HttpAnswer::retryAfter() const
{
    const int seconds
            = headers.value("Retry-After"_L1).toByteArray().trimmed().toInt(); // a date counts as 0
    return std::chrono::seconds(std::max(seconds, 0));
}

HttpCall::HttpCall(QNetworkAccessManager &network, QNetworkRequest request,
                   const std::optional<QByteArray> &body, HttpBounds bounds, Done done,
                   QObject *parent)
    : HttpCall(network, std::move(request), body ? "POST"_ba : "GET"_ba, body, bounds,
               std::move(done), parent)
{}

HttpCall::HttpCall(QNetworkAccessManager &network, QNetworkRequest request,
                   const QByteArray &method, const std::optional<QByteArray> &body,
                   HttpBounds bounds, Done done, QObject *parent)
    : HttpCall(network, ownRequest(std::move(request), method, body), bounds, std::move(done),
               parent)
{}

HttpCall::HttpCall(QNetworkAccessManager &network, Raw raw, HttpBounds bounds, Done done,
                   QObject *parent)
    : QObject(parent)
    , m_bounds(bounds)
    , m_done(std::move(done))
{
    raw.request.setTransferTimeout(bounds.silence);
    m_reply = begin(network, raw);
    connect(m_reply, &QNetworkReply::finished, this, &HttpCall::onFinished);
    connect(m_reply, &QNetworkReply::readyRead, this, &HttpCall::onBytes);
    connect(m_reply, &QNetworkReply::sslErrors, this,
            [this](const QList<QSslError> &errors) { m_certificateErrors = errors; });
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        end(failure(Cause::Network,
                    u"%1 did not answer in time: see whether the server is well."_s.arg(
                            displayUrl(m_reply->url()))));
    });
    m_deadline.setSingleShot(true);
    m_deadline.start(bounds.whole);
}

HttpCall::~HttpCall()
{
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    if (!m_reply->isFinished())
        m_reply->abort();
    m_reply->deleteLater();
}

void HttpCall::onBytes()
{
    if (m_reply->bytesAvailable() > m_bounds.bytes) {
        end(failure(
                Cause::Upstream,
                u"The answer of %1 is larger than can be right: see whether it is the right URL."_s
                        .arg(displayUrl(m_reply->url())),
                {}, Who::Us));
    }
}

void HttpCall::onFinished()
{
    // Redirects to another server end with an error too; then the status is that of the redirect.
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0 || (status < 300 && m_reply->error() != QNetworkReply::NoError))
        return end(std::unexpected(transferError(m_reply->url(), *m_reply, m_certificateErrors)));
    onBytes();
    end(HttpAnswer{status, m_reply->readAll(), m_reply->headers()});
}

void HttpCall::end(Result<HttpAnswer> result)
{
    const Done done = std::exchange(m_done, {});
    if (!done)
        return;
    m_deadline.stop();
    deleteLater();
    done(std::move(result));
}

} // namespace sluice
