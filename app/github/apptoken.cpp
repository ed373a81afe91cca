// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/apptoken.h"

#include "github/apierrors.h"
#include "github/appidentity.h"
#include "github/ratestate.h"
#include "sources/fetcherrors.h"
#include "timers.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds kBeforeEnd = 5min;
// A JWT is issued a minute back; what is off by less does no harm.
constexpr std::chrono::milliseconds kMuchSkew = 30s;

} // namespace

AppToken::AppToken(const GithubOptions &options, AppKey key, qint64 installation,
                   HttpTransport &transport, Timers &timers, QObject *parent)
    : TokenSource(parent)
    , m_options(options)
    , m_key(std::move(key))
    , m_installation(installation)
    , m_path(u"/app/installations/%1/access_tokens"_s.arg(installation))
    , m_transport(transport)
    , m_timers(timers)
{}

QString AppToken::label() const
{
    return u"App %1, installation %2"_s.arg(m_key.appId()).arg(m_installation);
}

QDateTime AppToken::serverNow() const { return m_timers.now() + m_skew; }

void AppToken::token(QObject *context, Done done)
{
    if (!m_token.isEmpty() && serverNow() + kBeforeEnd < m_expiresAt)
        return done(m_token);
    m_waiters.push_back({context, std::move(done)});
    if (m_waiters.size() > 1)
        return;
    m_isSecondTry = false;
    renew();
}

bool AppToken::refused(const QByteArray &token)
{
    if (token == m_token)
        m_token.clear();
    return true;
}

void AppToken::renew()
{
    const auto jwt = m_key.jwt(serverNow());
    if (!jwt)
        return answerAll(std::unexpected(jwt.error()));
    QHttpHeaders headers;
    headers.append(QHttpHeaders::WellKnownHeader::Accept, "application/vnd.github+json");
    headers.append("X-GitHub-Api-Version"_L1, m_options.apiVersion);
    headers.append(QHttpHeaders::WellKnownHeader::UserAgent, "Sluice/" SLUICE_VERSION);
    headers.append(QHttpHeaders::WellKnownHeader::Authorization, "Bearer " + *jwt);
    QUrl url = m_options.baseUrl;
    QString prefix = url.path();
    while (prefix.endsWith(u'/'))
        prefix.chop(1);
    url.setPath(prefix + m_path);
    m_leftAt = m_timers.now();
    m_transport.send({"POST"_ba, url, headers, {}}, this,
                     [this](const Result<HttpResponse> &answer) { onAnswer(answer); });
}

void AppToken::onAnswer(const Result<HttpResponse> &answer)
{
    if (!answer) {
        record(0, 0);
        return answerAll(std::unexpected(answer.error()));
    }
    record(answer->status, answer->status == 401 ? 0 : 1);
    const bool wasWrong = noteTime(*answer);
    if (answer->status == 401 && wasWrong && !m_isSecondTry) {
        m_isSecondTry = true;
        return renew();
    }
    answerAll(take(*answer));
}

Result<QByteArray> AppToken::take(const HttpResponse &response)
{
    const ApiRequest request{.method = "POST"_ba, .path = m_path};
    const ApiParty party{m_options.baseUrl.host(), label()};
    const RateFacts facts = rateFacts(response.headers);
    if (rateVerdict(response.status, facts, response.body, false) != RateVerdict::Fine) {
        const QDateTime asked = retryTime(facts.retryAfter, serverNow());
        const QDateTime at = asked.isValid() ? asked : facts.reset;
        return std::unexpected(
                limitError(request, response, party, at.isValid() ? at - m_skew : QDateTime()));
    }
    if (response.status == 401) {
        return failure(Cause::Forbidden,
                       u"%1 does not accept the key of the App %2: see whether number and key "
                       u"belong together and the key was not revoked."_s.arg(party.host)
                               .arg(m_key.appId()));
    }
    if (response.status != 201)
        return std::unexpected(apiError(request, response, party));
    const QJsonObject body = QJsonDocument::fromJson(response.body).object();
    const QByteArray token = body.value("token"_L1).toString().toLatin1();
    const QDateTime end
            = QDateTime::fromString(body.value("expires_at"_L1).toString(), Qt::ISODate);
    if (token.isEmpty() || !end.isValid()) {
        // Not the body itself: it may hold a token.
        return std::unexpected(brokenAnswerError(request, party, u"no token, or no end of it"_s));
    }
    m_token = token;
    m_expiresAt = end;
    return m_token;
}

bool AppToken::noteTime(const HttpResponse &response)
{
    const QDateTime serverTime = rateFacts(response.headers).serverTime;
    if (!serverTime.isValid())
        return false;
    const auto off = serverTime - serverNow();
    if (std::chrono::abs(off) < kMuchSkew)
        return false;
    m_skew += off;
    return true;
}

void AppToken::record(int status, int cost)
{
    // The App's own calls are counted apart from those of its installation.
    emit requestMade({.at = m_leftAt,
                      .token = AppIdentity::labelOf(m_key.appId()),
                      .why = u"get an installation token"_s,
                      .method = "POST"_ba,
                      .path = m_path,
                      .status = status,
                      .resource = u"core"_s,
                      .cost = cost,
                      .duration = m_timers.now() - m_leftAt});
}

void AppToken::answerAll(const Result<QByteArray> &result)
{
    for (const Waiter &waiter : std::exchange(m_waiters, {})) {
        if (waiter.context)
            waiter.done(result);
    }
}

} // namespace sluice
