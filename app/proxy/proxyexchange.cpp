// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/proxyexchange.h"

#include "github/callcost.h"
#include "github/responsecache.h"
#include "proxy/proxyheaders.h"
#include "sources/fetcherrors.h"
#include "sources/urlpolicy.h"

#include <QHttp1Configuration>
#include <QNetworkAccessManager>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kPiece = 64 * 1024;
constexpr int kMostConnections = 100; // that GitHub allows at the same time

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

void ProxyExchange::planCache()
{
    if (m_request.method != "GET" || !m_request.body.isEmpty() || !mayBeKept(m_request.headers))
        return;
    m_key = m_parts.cache.keyOf(m_target, m_request.headers);
    const KeptAnswer *known = m_parts.cache.find(m_key);
    if (known && !hasConditions(m_request.headers))
        m_known = *known;
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

bool ProxyExchange::isConfirmed() const { return m_status == 304 && m_known.has_value(); }

void ProxyExchange::onHead()
{
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (m_hasBegun || status < 200)
        return;
    m_hasBegun = true;
    m_status = status;
    if (isConfirmed())
        return; // what the caller gets is ours
    const QHttpHeaders headers = m_reply->headers();
    m_isCapturing = status == 403 || status == 429
                 || (m_isCapturing && status == 200 && !headers.contains("content-encoding"_L1));
    m_isTranslating = isRewritten(headers);
    bool isNumber = false;
    const qint64 length = headers.value("content-length"_L1).toByteArray().toLongLong(&isNumber);
    if (isNumber && length >= 0)
        m_length = length;
    const QByteArray reason
            = m_reply->attribute(QNetworkRequest::HttpReasonPhraseAttribute).toByteArray();
    m_caller.begin(status, reason, towardsCaller(headers),
                   m_isTranslating ? std::optional<qint64>() : m_length);
}

bool ProxyExchange::isRewritten(const QHttpHeaders &headers) const
{
    const QByteArray type = headers.value("content-type"_L1).toByteArray();
    return m_rewriter.isNeeded() && m_request.method != "HEAD" && type.contains("json")
        && !type.contains("raw") && !headers.contains("content-encoding"_L1);
}

QHttpHeaders ProxyExchange::towardsCaller(const QHttpHeaders &headers) const
{
    QHttpHeaders kept;
    for (qsizetype i = 0; i < headers.size(); ++i) {
        const QLatin1StringView name = headers.nameAt(i);
        const QByteArray value = headers.valueAt(i).toByteArray();
        const bool isAddress = name == "link"_L1 || name == "location"_L1;
        if (isForCaller(headers, name))
            kept.append(name, QLatin1StringView(isAddress ? m_rewriter.header(value) : value));
    }
    return kept;
}

/// Takes as much as the caller has room for; what it has not stays with GitHub.
void ProxyExchange::pump()
{
    if (!m_reply || m_isOver)
        return;
    onHead();
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

void ProxyExchange::capture(const QByteArray &piece)
{
    if (!m_isCapturing)
        return;
    m_captured += piece;
    if (m_captured.size() > m_parts.cache.largest()) {
        m_isCapturing = false;
        m_captured.clear();
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

void ProxyExchange::onNotModified()
{
    const QHttpHeaders fresh = m_reply->headers();
    const QByteArray etag = fresh.value("etag"_L1).toByteArray();
    note();
    if (etag.isEmpty() || m_known->etag().isEmpty() || isSameVersion(etag, m_known->etag()))
        return answerKept(fresh, "confirmed");
    // It speaks of another version than ours: ask as if we knew nothing.
    m_parts.cache.forget(m_key);
    m_known.reset();
    m_reply->disconnect(this);
    m_reply->deleteLater();
    m_isOver = m_hasBegun = false;
    m_status = 0;
    m_received = 0;
    transmit();
}

void ProxyExchange::answerKept(const QHttpHeaders &fresh, QByteArrayView how)
{
    QHttpHeaders headers = towardsCaller(renewed(m_known->headers, fresh));
    headers.append("X-Sluice-Cache"_L1, how);
    QByteArray body = m_known->body;
    if (isRewritten(m_known->headers)) {
        body = m_rewriter.next(body);
        body += m_rewriter.rest();
    }
    m_isOver = true;
    deleteLater();
    m_caller.begin(200, {}, headers, body.size());
    m_caller.send(body);
    m_caller.end();
}

void ProxyExchange::keep()
{
    const bool saysNothing = m_status == 304 || m_status == 403 || m_status == 429;
    if (m_key.isEmpty() || saysNothing || m_status >= 500)
        return;
    KeptAnswer answer{m_reply->headers(), m_captured};
    // Addresses for one download alone, which a later reader could not use.
    const bool isPassing = m_facts.isImmutable && m_captured.contains("?token=");
    const bool isWhole = m_isCapturing && m_status == 200 && ProxyCache::mayKeep(answer.headers);
    if (isWhole && !isPassing && (m_facts.isImmutable || answer.canBeConfirmed()))
        m_parts.cache.keep(m_key, std::move(answer));
    else
        m_parts.cache.forget(m_key);
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

void ProxyExchange::refuse(int status, const QString &why)
{
    m_isOver = true;
    deleteLater();
    m_caller.refuse(status, why);
}

void ProxyExchange::note()
{
    if (m_leftAt.isNull())
        return;
    const HttpResponse response{
            m_status, m_reply && m_status != 0 ? m_reply->headers() : QHttpHeaders(), m_captured};
    const ApiRequest request{.method = m_request.method,
                             .path = QString::fromLatin1(m_target),
                             .body = m_request.body};
    const RateFacts facts = rateFacts(response.headers);
    const RateVerdict verdict = rateVerdict(m_status, facts, m_captured, m_facts.isGraphql);
    const QString name = callerName(m_request.headers.value("user-agent"_L1),
                                    m_request.headers.value("authorization"_L1));
    const QString &label = m_parts.options.label;
    const QString resource = m_facts.isGraphql ? u"graphql"_s : u"core"_s;
    m_parts.record({.at = m_leftAt,
                    .token = "proxy: "_L1 + (label.isEmpty() ? name : label),
                    .repository = m_facts.repository,
                    .kind = m_facts.kind,
                    .why = name,
                    .method = m_request.method,
                    .path = m_facts.path,
                    .status = m_status,
                    .resource = facts.resource.isEmpty() ? resource : facts.resource,
                    .cost = m_status == 0 ? 0 : callCost(request, response, facts, verdict),
                    .duration = m_parts.clock.now() - m_leftAt},
                   facts, m_parts.cache.accountOf(m_request.headers));
    m_leftAt = {};
}

} // namespace sluice
