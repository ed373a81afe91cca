// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/apiexchange.h"

#include "github/graphql.h"
#include "github/tokensource.h"
#include "sources/fetcherrors.h"
#include "timers.h"

#include <QUrlQuery>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray kAccept = "application/vnd.github+json"_ba;

QString resourceOf(const ApiRequest &request)
{
    if (isGraphql(request))
        return u"graphql"_s;
    return request.path.startsWith("/search/"_L1) ? u"search"_s : u"core"_s;
}

/// An Enterprise server has its REST at /api/v3 and its GraphQL at /api/graphql.
QString urlPath(const QUrl &base, const ApiRequest &request, const QString &path)
{
    QString prefix = base.path(QUrl::FullyEncoded);
    while (prefix.endsWith(u'/'))
        prefix.chop(1);
    if (isGraphql(request) && prefix.endsWith("/api/v3"_L1))
        prefix.chop(3);
    return prefix + path;
}

} // namespace

ApiExchange::ApiExchange(const ExchangeParts &parts, ApiRequest request, Done done, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_request(std::move(request))
    , m_done(std::move(done))
    , m_path(m_request.path)
    , m_spending{m_request.urgency, resourceOf(m_request), isWrite(m_request), isGraphql(m_request)}
{
    if (m_request.accept.isEmpty())
        m_request.accept = kAccept;
}

void ApiExchange::start()
{
    if (m_parts.cache) {
        m_path = m_parts.cache->movedTo(m_path);
        if (isRead() && m_request.isImmutable) {
            if (auto known = m_parts.cache->immutable(m_path, m_request.accept)) {
                m_parts.timers.callAfter(0ms, this, [this, answer = *known] {
                    succeed({.status = 200,
                             .headers = QHttpHeaders::fromListOfPairs(answer.headers),
                             .body = answer.body,
                             .isFromCache = true});
                });
                return;
            }
        }
    }
    hold();
}

void ApiExchange::hold()
{
    m_isHeld = true;
    m_ticket = m_parts.governor.hold(
            m_spending,
            [self = QPointer(this)] {
                if (self) // another that left before it may have ended the client
                    self->askForToken();
            },
            m_ticket);
}

bool ApiExchange::cancel()
{
    if (!m_isHeld || !m_parts.governor.cancel(m_ticket))
        return false;
    m_done = {};
    deleteLater();
    return true;
}

void ApiExchange::raise(Urgency urgency)
{
    m_spending.urgency = std::min(m_spending.urgency, urgency);
    if (m_isHeld)
        m_parts.governor.raise(m_ticket, urgency);
}

void ApiExchange::askForToken()
{
    m_isHeld = false;
    m_parts.tokens.token(this, [this](const Result<QByteArray> &token) {
        if (token)
            return transmit(*token);
        m_parts.governor.lost(m_ticket);
        repeatOr(token.error(), m_parts.options.retries); // nothing has left
    });
}

QUrl ApiExchange::url() const
{
    QUrl whole = m_parts.options.baseUrl;
    const qsizetype mark = m_path.indexOf(u'?');
    whole.setPath(urlPath(m_parts.options.baseUrl, m_request, m_path.left(mark)),
                  QUrl::TolerantMode);
    whole.setQuery(mark < 0 ? QString() : m_path.mid(mark + 1));
    return whole;
}

QHttpHeaders ApiExchange::headers(const QByteArray &token) const
{
    QHttpHeaders headers;
    headers.append(QHttpHeaders::WellKnownHeader::Accept, m_request.accept);
    headers.append("X-GitHub-Api-Version"_L1, m_parts.options.apiVersion);
    headers.append(QHttpHeaders::WellKnownHeader::UserAgent, "Sluice/" SLUICE_VERSION);
    headers.append(QHttpHeaders::WellKnownHeader::Authorization, "Bearer "_ba + token);
    if (!m_request.body.isEmpty())
        headers.append(QHttpHeaders::WellKnownHeader::ContentType, "application/json");
    if (m_known && !m_known->etag.isEmpty())
        headers.append(QHttpHeaders::WellKnownHeader::IfNoneMatch, m_known->etag);
    else if (m_known)
        headers.append(QHttpHeaders::WellKnownHeader::IfModifiedSince, m_known->lastModified);
    return headers;
}

void ApiExchange::transmit(const QByteArray &token)
{
    m_token = token;
    m_known.reset();
    if (m_parts.cache && isRead() && !m_isPlain)
        m_known = m_parts.cache->conditions(m_path, m_request.accept);
    m_leftAt = m_parts.timers.now();
    m_parts.transport.send({m_request.method, url(), headers(token), m_request.body}, this,
                           [this](const Result<HttpResponse> &answer) { onAnswer(answer); });
}

void ApiExchange::note(int status, const QString &resource, int cost)
{
    const CallPurpose &purpose = m_request.purpose;
    m_cost += cost;
    m_parts.record({.at = m_leftAt,
                    .token = m_parts.tokens.label(),
                    .repository = purpose.repository,
                    .pipeline = purpose.pipeline,
                    .step = purpose.step,
                    .kind = purpose.kind,
                    .served = purpose.served,
                    .why = purpose.why,
                    .method = m_request.method,
                    .path = m_path,
                    .status = status,
                    .resource = resource,
                    .cost = cost,
                    .duration = m_parts.timers.now() - m_leftAt},
                   m_token);
}

void ApiExchange::repeatOr(const Error &error, int repeats, const QByteArray &retryAfter)
{
    if (!isTransient(error.cause) || m_repeats >= repeats)
        return end(std::unexpected(error));
    ++m_repeats;
    const QDateTime now = m_parts.timers.now();
    const QDateTime asked = retryTime(retryAfter, now);
    const QDateTime at = now + std::chrono::seconds(m_repeats * m_repeats);
    m_parts.timers.callAt(std::max({at, asked, error.retryAt}), this, [this] { hold(); });
}

int ApiExchange::repeats() const
{
    const bool isHarmless = !m_spending.isWrite || m_request.method != "POST";
    return isHarmless ? m_parts.options.retries : 0;
}

ApiParty ApiExchange::party() const
{
    return {m_parts.options.baseUrl.host(), m_parts.tokens.label()};
}

void ApiExchange::succeed(ApiAnswer answer)
{
    const QHttpHeaders &headers = answer.headers;
    for (const QByteArray &link : headers.values(QHttpHeaders::WellKnownHeader::Link)) {
        const QUrl next = nextLink(link);
        if (next.isEmpty())
            continue;
        answer.nextPage = ownPath(url().resolved(next));
        if (answer.nextPage.isEmpty())
            return end(std::unexpected(redirectError(m_request, party(), u"another server"_s)));
    }
    end(std::move(answer));
}

void ApiExchange::end(Result<ApiAnswer> result)
{
    const Done done = std::exchange(m_done, {});
    deleteLater();
    if (done)
        done(std::move(result));
}

} // namespace sluice
