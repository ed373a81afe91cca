// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/proxyexchange.h"

#include "proxy/proxyheaders.h"
#include "sources/fetcherrors.h"
#include "sources/urlpolicy.h"

#include <QHttp1Configuration>
#include <QNetworkAccessManager>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 kPiece = 64 * 1024;
constexpr int kMostConnections = 100; // that GitHub allows at the same time
constexpr int kMostForsaken = 50;
constexpr auto kForsakenFor = 10s; ///< as long as GitHub works on any request
constexpr qsizetype kLargestForsaken = 64 * 1024; // of a body

const QByteArray kPublicBase = "https://api.github.com"_ba;

/// By the manager's own functions where it has one, so that it repeats nothing but what it may.
QNetworkReply *begin(QNetworkAccessManager &network, const QNetworkRequest &wire,
                     const CallerRequest &request)
{
    if (request.method == "GET" && request.body.isEmpty())
        return network.get(wire);
    if (request.method == "HEAD")
        return network.head(wire);
    if (request.method == "POST")
        return network.post(wire, request.body);
    return network.sendCustomRequest(wire, request.method, request.body);
}

QByteArray withoutSlash(QByteArray base)
{
    while (base.endsWith('/'))
        base.chop(1);
    return base;
}

} // namespace

ProxyExchange::ProxyExchange(const ProxyParts &parts, CallerRequest request,
                             ProxyConnection &caller)
    : QObject(&caller)
    , m_parts(parts)
    , m_request(std::move(request))
    , m_caller(caller)
{
    connect(&caller, &ProxyConnection::drained, this, &ProxyExchange::pump);
    connect(&caller, &ProxyConnection::left, this, &ProxyExchange::onLeft);
    connect(&m_silence, &QTimer::timeout, this, &ProxyExchange::onSilence);
    m_silence.setSingleShot(true);
    m_silence.setInterval(parts.options.bounds.upstream);
}

ProxyExchange::~ProxyExchange()
{
    note();
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    if (!m_reply->isFinished())
        m_reply->abort();
    m_reply->deleteLater();
}

void ProxyExchange::start()
{
    const auto target = apiTarget(m_request.target);
    if (!target) {
        emit notSent();
        return refuse(404, u"The proxy leads to GitHub's API alone; ask for a path such as "
                           u"/repos/OWNER/REPO."_s);
    }
    m_target = *target;
    m_facts = callFacts(m_request.method, m_target);
    const QByteArray base = withoutSlash(m_parts.options.baseUrl.toEncoded());
    if (isLoopbackName(m_request.host)) {
        const QByteArray prefix = m_request.target.startsWith("/api/v3") ? "/api/v3"_ba : ""_ba;
        m_rewriter = AddressRewriter({base, kPublicBase}, "http://"_ba + m_request.host + prefix);
    }
    planCache();
    if (m_facts.isImmutable && m_known && !asksForFresh(m_request.headers)) {
        emit answeredFromCache();
        return answerKept({}, "hit");
    }
    transmit();
}

QUrl ProxyExchange::url() const
{
    QByteArray base = withoutSlash(m_parts.options.baseUrl.toEncoded());
    // An Enterprise server has its GraphQL beside its REST.
    if (m_facts.isGraphql && base.endsWith("/api/v3"))
        base.chop(3);
    return QUrl::fromEncoded(QByteArray(base + m_target));
}

QNetworkRequest ProxyExchange::wire() const
{
    QNetworkRequest wire(url());
    QHttpHeaders headers = towardsGithub(m_request.headers);
    if (m_known && !m_known->etag().isEmpty())
        headers.append(QHttpHeaders::WellKnownHeader::IfNoneMatch, m_known->etag());
    else if (m_known && m_known->canBeConfirmed())
        headers.append(QHttpHeaders::WellKnownHeader::IfModifiedSince, m_known->lastModified());
    if (!m_request.body.isEmpty() && !headers.contains("content-type"_L1))
        headers.append(QHttpHeaders::WellKnownHeader::ContentType, "application/json");
    wire.setHeaders(headers);
    wire.setSslConfiguration(m_parts.options.tls);
    // With HTTP/2 Qt reads on, however slowly the caller takes it.
    wire.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    wire.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                      QNetworkRequest::ManualRedirectPolicy);
    wire.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    wire.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    wire.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    wire.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    QHttp1Configuration http1;
    http1.setNumberOfConnectionsPerHost(kMostConnections); // a slow caller must not keep others
    wire.setHttp1Configuration(http1);
    return wire;
}

void ProxyExchange::transmit()
{
    m_leftAt = m_parts.clock.now();
    m_isCapturing = !m_key.isEmpty() || m_facts.isGraphql;
    m_reply = sluice::begin(m_parts.network, wire(), m_request);
    m_reply->setReadBufferSize(m_parts.options.bounds.buffer);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &ProxyExchange::onHead);
    connect(m_reply, &QIODevice::readyRead, this, &ProxyExchange::pump);
    connect(m_reply, &QNetworkReply::finished, this, &ProxyExchange::pump);
    connect(m_reply, &QNetworkReply::sslErrors, this,
            [this](const QList<QSslError> &errors) { m_certificateErrors = errors; });
    m_silence.start();
}

void ProxyExchange::onHead()
{
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (m_hasBegun || status < 200)
        return;
    m_hasBegun = true;
    m_status = status;
    if (m_isForsaken) {
        m_isOver = true;
        deleteLater();
        return note();
    }
    if (isConfirmed())
        return; // what the caller gets is ours
    const QHttpHeaders headers = m_reply->headers();
    m_isCapturing = status == 403 || status == 429
                 || (m_isCapturing && status == 200 && !headers.contains("content-encoding"_L1));
    m_isTranslating = status != 206 && isRewritten(headers); // a part has its place in the whole
    bool isNumber = false;
    const qint64 length = headers.value("content-length"_L1).toByteArray().toLongLong(&isNumber);
    if (isNumber && length >= 0)
        m_length = length;
    const QByteArray reason
            = m_reply->attribute(QNetworkRequest::HttpReasonPhraseAttribute).toByteArray();
    m_caller.begin(status, reason, towardsCaller(headers),
                   m_isTranslating ? std::optional<qint64>() : m_length);
}

/// Takes as much as the caller has room for; what it has not stays with GitHub.
void ProxyExchange::pump()
{
    if (!m_reply || m_isOver)
        return;
    onHead();
    if (m_isOver)
        return;
    while (m_reply->bytesAvailable() > 0 && (m_caller.hasRoom() || isConfirmed())) {
        const QByteArray piece = m_reply->read(kPiece);
        m_received += piece.size();
        if (isConfirmed())
            continue;
        capture(piece);
        m_caller.send(m_isTranslating ? m_rewriter.next(piece) : piece);
    }
    if (m_reply->bytesAvailable() > 0) {
        m_silence.stop(); // it is the caller who is waited for
    } else if (m_reply->isFinished()) {
        m_isOver = true;
        m_silence.stop();
        onEnd();
    } else {
        m_silence.start();
    }
}

bool ProxyExchange::isBroken() const
{
    // From 200 on Qt's errors say what the status says, but for this one.
    const QNetworkReply::NetworkError error = m_reply->error();
    const bool isCut
            = m_length && m_request.method != "HEAD" && m_status != 304 && m_received != *m_length;
    return isCut || error == QNetworkReply::ProtocolFailure
        || (error != QNetworkReply::NoError && error < QNetworkReply::ContentAccessDenied);
}

void ProxyExchange::onEnd()
{
    if (!m_hasBegun || m_status == 0) {
        const Error error = transferError(url(), *m_reply, m_certificateErrors);
        note();
        return refuse(502, error.what);
    }
    if (isConfirmed())
        return onNotModified();
    if (isBroken()) {
        note();
        return m_caller.breakOff();
    }
    if (m_isTranslating)
        m_caller.send(m_rewriter.rest());
    keep();
    note();
    deleteLater();
    m_caller.end();
}

void ProxyExchange::onSilence()
{
    m_isOver = true;
    note();
    if (m_hasBegun && !isConfirmed())
        return m_caller.breakOff();
    m_reply->disconnect(this);
    m_reply->abort();
    refuse(504, u"%1 did not answer in time; try again later."_s.arg(displayUrl(url())));
}

void ProxyExchange::onLeft()
{
    const bool isAwaited = !m_leftAt.isNull() && !m_hasBegun && !m_isOver;
    if (!isAwaited || m_request.body.size() > kLargestForsaken
        || m_parts.forsaken.children().size() >= kMostForsaken)
        return; // ends with its caller
    m_isForsaken = true;
    m_caller.disconnect(this);
    setParent(&m_parts.forsaken);
    m_silence.start(
            std::min<std::chrono::milliseconds>(kForsakenFor, m_parts.options.bounds.upstream));
}

void ProxyExchange::refuse(int status, const QString &why)
{
    m_isOver = true;
    deleteLater();
    if (!m_isForsaken)
        m_caller.refuse(status, why);
}

} // namespace sluice
