// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/callcost.h"
#include "github/responsecache.h"
#include "proxy/proxyexchange.h"
#include "proxy/proxyheaders.h"

// What an exchange keeps, tells from memory and notes in the ledger.

namespace sluice {
using namespace Qt::StringLiterals;

void ProxyExchange::planCache()
{
    if (m_request.method != "GET" || !m_request.body.isEmpty() || !mayBeKept(m_request.headers))
        return;
    m_key = m_parts.cache.keyOf(m_target, towardsGithub(m_request.headers)); // as it is asked for
    const KeptAnswer *known = m_parts.cache.find(m_key);
    if (known && !hasConditions(m_request.headers))
        m_known = *known;
}

bool ProxyExchange::isConfirmed() const { return m_status == 304 && m_known.has_value(); }

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
                   facts, m_request.headers);
    m_leftAt = {};
}

} // namespace sluice
