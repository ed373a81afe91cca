// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/apiexchange.h"

#include "github/callcost.h"
#include "github/tokensource.h"
#include "sources/urlpolicy.h"

#include <QJsonDocument>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kMaximumRedirects = 5;

bool isSameServer(const QUrl &one, const QUrl &other)
{
    return one.scheme() == other.scheme() && hostOf(one) == hostOf(other)
        && portOf(one) == portOf(other);
}

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 307 || status == 308;
}

/// Whether an answer that should be JSON is, whole.
QString brokenJson(const ApiRequest &request, const HttpResponse &response)
{
    const bool isRaw = request.accept.contains("raw") || request.accept.contains("diff")
                    || request.accept.contains("patch");
    if (isRaw || !request.accept.contains("json") || response.body.isEmpty())
        return {};
    QJsonParseError error;
    QJsonDocument::fromJson(response.body, &error);
    return error.error == QJsonParseError::NoError ? QString() : error.errorString();
}

} // namespace

QUrl nextLink(const QByteArray &link)
{
    // <https://api.github.com/…?page=2>; rel="next", <…>; rel="last"
    for (qsizetype at = link.indexOf('<'); at >= 0; at = link.indexOf('<', at + 1)) {
        const qsizetype end = link.indexOf('>', at);
        if (end < 0)
            break;
        qsizetype stop = link.indexOf('<', end);
        stop = stop < 0 ? link.size() : stop;
        const QByteArray parameters = link.sliced(end, stop - end).toLower();
        if (parameters.contains("rel=\"next\"") || parameters.contains("rel=next"))
            return QUrl(QString::fromUtf8(link.sliced(at + 1, end - at - 1)));
    }
    return {};
}

QString ApiExchange::ownPath(const QUrl &address) const
{
    const QUrl &base = m_parts.options.baseUrl;
    QString prefix = base.path(QUrl::FullyEncoded);
    while (prefix.endsWith(u'/'))
        prefix.chop(1);
    QString path = address.path(QUrl::FullyEncoded);
    if (!isSameServer(base, address) || !path.startsWith(prefix + u'/')
        || !address.userInfo().isEmpty()) {
        return {};
    }
    path.remove(0, prefix.size());
    return address.hasQuery() ? path + u'?' + address.query(QUrl::FullyEncoded) : path;
}

void ApiExchange::onAnswer(const Result<HttpResponse> &answer)
{
    if (answer)
        return onResponse(*answer);
    m_parts.governor.lost(m_ticket);
    note(0, m_spending.resource, 0);
    repeatOr(answer.error(), repeats());
}

void ApiExchange::onResponse(const HttpResponse &response)
{
    const RateFacts facts = rateFacts(response.headers);
    const RateVerdict verdict
            = rateVerdict(response.status, facts, response.body, m_spending.isGraphql);
    const int cost = callCost(m_request, response, facts, verdict);
    m_parts.governor.answered(m_ticket, facts, verdict, cost);
    note(response.status, facts.resource.isEmpty() ? m_spending.resource : facts.resource, cost);

    if (verdict != RateVerdict::Fine) {
        if (!facts.resource.isEmpty())
            m_spending.resource = facts.resource; // it was guessed
        if (m_parts.governor.isPacing())
            return hold();
        return end(std::unexpected(limitError(m_request, response, party(),
                                              m_parts.governor.roomAt(m_spending.resource))));
    }
    if (response.status == 304)
        return onNotModified(response);
    if (isRedirect(response.status))
        return onRedirect(response);
    if (canStartOver(response))
        return hold();
    if (response.status >= 500) {
        return repeatOr(apiError(m_request, response, party()), repeats(),
                        response.headers.value("retry-after"_L1).toByteArray());
    }
    rememberMoves();
    if (m_known && (response.status == 404 || response.status == 410))
        m_parts.cache->forget(m_path, m_request.accept);
    if (response.status < 200 || response.status >= 300)
        return end(std::unexpected(apiError(m_request, response, party())));
    onSuccess(response);
}

/// A token that could be renewed, or a move of long ago that may be over.
bool ApiExchange::canStartOver(const HttpResponse &response)
{
    if (response.status == 401 && !m_hasNewToken && m_parts.tokens.refused(m_token)) {
        m_hasNewToken = true;
        return true;
    }
    if (response.status == 404 && m_path != m_request.path && m_redirects == 0
        && m_parts.cache->mayDoubtMove(m_request.path)) {
        m_parts.cache->forgetMove(m_request.path);
        m_path = m_request.path;
        ++m_redirects; // once
        return true;
    }
    return false;
}

void ApiExchange::onNotModified(const HttpResponse &response)
{
    if (m_known && m_parts.cache->confirm(*m_known, response)) {
        rememberMoves();
        return succeed({.status = 200,
                        .headers = QHttpHeaders::fromListOfPairs(m_known->headers),
                        .body = m_known->body,
                        .cost = m_cost,
                        .isFromCache = true});
    }
    // It speaks of another version than ours: ask without conditions.
    if (m_isPlain) {
        return end(std::unexpected(
                brokenAnswerError(m_request, party(), u"304 although nothing was known"_s)));
    }
    m_isPlain = true;
    hold();
}

void ApiExchange::onRedirect(const HttpResponse &response)
{
    const QByteArrayView location = response.headers.value(QHttpHeaders::WellKnownHeader::Location);
    const QUrl target = url().resolved(QUrl(QString::fromUtf8(location)));
    const QString path = location.isEmpty() ? QString() : ownPath(target);
    if (path.isEmpty()) {
        const QString why = location.isEmpty() ? u"it does not say where"_s
                                               : u"the token is not for another server"_s;
        return end(std::unexpected(redirectError(m_request, party(), why)));
    }
    if (++m_redirects > kMaximumRedirects) {
        if (m_parts.cache)
            m_parts.cache->forgetMove(m_request.path);
        return end(std::unexpected(redirectError(m_request, party(), u"it goes in circles"_s)));
    }
    if (response.status == 301 || response.status == 308)
        m_moves.append({m_path, path});
    m_path = path;
    hold();
}

void ApiExchange::rememberMoves()
{
    if (!m_parts.cache)
        return;
    for (const auto &[from, to] : std::as_const(m_moves))
        m_parts.cache->rememberMove(from, to);
}

void ApiExchange::onSuccess(const HttpResponse &response)
{
    if (const QString problem = brokenJson(m_request, response); !problem.isEmpty())
        return repeatOr(brokenAnswerError(m_request, party(), problem), repeats());
    if (m_parts.cache && isRead() && response.status == 200)
        m_parts.cache->keep(m_path, m_request.accept, m_request.isImmutable, response);
    succeed({.status = response.status,
             .headers = response.headers,
             .body = response.body,
             .cost = m_cost});
}

} // namespace sluice
