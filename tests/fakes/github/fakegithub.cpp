// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakegithub.h"

#include "fakes/github/fakeaccess.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

const QStringList kVersions{u"2022-11-28"_s, u"2026-03-10"_s};

bool isWrite(const FakeRequest &request)
{
    if (request.path == "/graphql"_L1)
        return request.body.contains("mutation");
    return request.method != "GET" && request.method != "HEAD";
}

QString resourceOf(const FakeRequest &request)
{
    return request.path == "/graphql"_L1          ? u"graphql"_s
         : request.path.startsWith("/search/"_L1) ? u"search"_s
                                                  : u"core"_s;
}

int limitOf(const FakeLimits &limits, const FakeToken &token, const QString &resource)
{
    if (resource == "graphql"_L1)
        return limits.graphql;
    if (resource == "search"_L1)
        return limits.search;
    return token.kind == FakeToken::Kind::Anonymous ? limits.anonymous
         : token.hourlyLimit > 0                    ? token.hourlyLimit
                                                    : limits.core;
}

FakeAnswer rateRefusal(const FakeLimits &limits, bool isGraphQl, const FakeToken &token)
{
    const QString whose = token.kind == FakeToken::Kind::Anonymous ? u"127.0.0.1"_s
                        : token.kind == FakeToken::Kind::Installation
                                ? u"installation of "_s + token.login
                                : u"user "_s + token.login;
    const QString sentence = u"API rate limit exceeded for %1."_s.arg(whose);
    if (!isGraphQl)
        return fakeError(limits.isRefusedWith429 ? 429 : 403, sentence);
    return fakeJson(QJsonObject{{u"errors"_s, QJsonArray{QJsonObject{{u"type"_s, u"RATE_LIMITED"_s},
                                                                     {u"message"_s, sentence}}}}});
}

QByteArray secretOf(const FakeRequest &request)
{
    const QByteArray authorization = request.headers.value("authorization"_L1).toByteArray();
    return authorization.mid(authorization.indexOf(' ') + 1);
}

QDateTime httpDate(QByteArrayView text)
{
    QString numbered = QString::fromLatin1(text);
    numbered.replace("GMT"_L1, "+0000"_L1); // Qt reads no other zone
    return QDateTime::fromString(numbered, Qt::RFC2822Date);
}

QByteArray mediaType(const FakeRequest &request)
{
    static const QRegularExpression custom(u"application/vnd\\.github\\.(?:v3\\.)?([a-z]+)"_s);
    const auto match
            = custom.match(QString::fromLatin1(request.headers.value("accept"_L1).toByteArray()));
    return match.hasMatch() && match.captured(1) != "v"_L1
                 ? "github.v3; param="_ba + match.captured(1).toLatin1() + "; format=json"_ba
                 : "github.v3; format=json"_ba;
}

} // namespace

FakeGithub::FakeGithub(const Clock &clock)
    : m_clock(clock)
{}

std::optional<FakeAnswer> FakeGithub::planned(const FakeRequest &request)
{
    for (qsizetype i = 0; i < m_faults.size(); ++i) {
        FakeFault &fault = m_faults[i];
        const bool isMeant = (fault.method.isEmpty() || fault.method == request.method)
                          && request.path.contains(fault.pathPart)
                          && request.body.contains(fault.bodyPart);
        if (!isMeant)
            continue;
        FakeAnswer answer = fault.answer;
        if (--fault.times == 0)
            m_faults.removeAt(i);
        return answer;
    }
    return {};
}

QByteArray FakeGithub::client(const FakeRequest &request)
{
    const FakeToken *token = m_state.token(secretOf(request));
    return token ? token->bucket() : QByteArray();
}

FakeAnswer FakeGithub::answer(const FakeRequest &request)
{
    const QByteArray secret = secretOf(request);
    FakeToken nobody{.kind = FakeToken::Kind::Anonymous, .scopes = {}, .permissions = {}};
    FakeToken *token = secret.isEmpty() ? &nobody : m_state.token(secret);
    const bool isExpired = token && token->expiresAt.isValid() && token->expiresAt <= m_clock.now();
    const QString version
            = QString::fromLatin1(request.headers.value("x-github-api-version"_L1).toByteArray());
    FakeAnswer answer;
    if (request.headers.value("user-agent"_L1).isEmpty()) {
        answer = {.status = 403,
                  .body = "Request forbidden by administrative rules. Please make sure your "
                          "request has a User-Agent header.\n"_ba};
        record(request, answer, {}, {}, 0);
    } else if (!version.isEmpty() && !kVersions.contains(version)) {
        answer = fakeError(400, u"Invalid API version: \"%1\" is not supported."_s.arg(version));
        record(request, answer, {}, {}, 0);
    } else if (isFakeAppRoute(request)) {
        answer = answerApp(request, secret);
        if (m_limits.isCounting && answer.status != 401) {
            auto &window = m_windows.window("app"_ba, u"core"_s, m_limits.core, m_clock.now());
            ++window.used;
            addRateHeaders(answer.headers, window, u"core"_s);
        }
        record(request, answer, {}, {}, 0);
    } else if (!token || token->isRevoked || isExpired) {
        answer = fakeError(401, u"Bad credentials"_s);
        record(request, answer, {}, {}, 0);
    } else {
        answer = answerAuthorized(request, *token);
    }
    if (answer.isGarbled) {
        answer.body.chop(1);
        answer.body += ",,"_ba;
    }
    QHttpHeaders &headers = answer.headers;
    headers.append(QHttpHeaders::WellKnownHeader::Date, fakeHttpDate(m_clock.now()));
    headers.append("X-GitHub-Media-Type"_L1, mediaType(request));
    headers.append("x-github-api-version-selected"_L1,
                   version.isEmpty() ? kVersions.first() : version);
    headers.append(QHttpHeaders::WellKnownHeader::Vary,
                   "Accept, Authorization, Cookie, X-GitHub-OTP, Accept-Encoding"_L1);
    headers.append("X-GitHub-Request-Id"_L1,
                   QByteArray::number(++m_lastRequest, 16).toUpper().rightJustified(8, '0'));
    return answer;
}

FakeAnswer FakeGithub::answerApp(const FakeRequest &request, const QByteArray &jwt)
{
    if (auto fault = planned(request); fault && fault->status != 0)
        return *std::move(fault);
    if (!m_state.app)
        return fakeError(401, u"A JSON web token could not be decoded"_s);
    if (const auto verified = verifyJwt(*m_state.app, jwt, m_clock.now()); !verified)
        return fakeError(401, verified.error());
    return fakeAppRoutes(m_state, request, m_clock.now());
}

std::optional<FakeAnswer> FakeGithub::refusal(const FakeRequest &request, const FakeToken &token)
{
    const bool isTooWide
            = m_limits.concurrent > 0 && m_open.value(token.bucket()) > m_limits.concurrent;
    const auto wait = isTooWide ? std::optional(60)
                                : m_windows.refusal(m_limits, token.bucket(), isWrite(request),
                                                    request.path == "/graphql"_L1, m_clock.now());
    if (!wait)
        return {};
    FakeAnswer answer = fakeError(m_limits.isRefusedWith429 ? 429 : 403,
                                  u"You have exceeded a secondary rate limit. Please wait a few "
                                  u"minutes before you try again."_s);
    if (m_limits.hasRetryAfter)
        answer.headers.append("retry-after"_L1, QByteArray::number(*wait));
    return answer;
}

FakeAnswer FakeGithub::answerAuthorized(const FakeRequest &request, FakeToken &token)
{
    const QString resource = resourceOf(request);
    const bool isGraphQl = resource == "graphql"_L1;
    auto &window = m_windows.window(token.bucket(), resource, limitOf(m_limits, token, resource),
                                    m_clock.now());
    FakeAnswer answer;
    int cost = 0;
    const bool isFree = request.path == "/rate_limit"_L1 || !m_limits.isCounting;
    if (const auto fault = planned(request); fault && fault->status != 0) {
        answer = *fault;
    } else if (auto refused = refusal(request, token)) {
        answer = *std::move(refused);
    } else if (!isFree && window.used >= window.limit) {
        answer = rateRefusal(m_limits, isGraphQl, token);
    } else {
        FakeContext context{m_state, request, token, m_clock.now(), window};
        answer = isGraphQl ? fakeGraphQl(context) : fakeRestRoutes(context, m_windows, m_limits);
        leadBack(answer, request);
        answer = conditional(request, token, std::move(answer));
        cost = answer.status == 304 || isFree ? 0 : answer.cost;
        window.used += cost;
        if (fault) {
            answer.delay = fault->delay;
            answer.cutAfter = fault->cutAfter;
            answer.isReset = fault->isReset;
            answer.isGarbled = fault->isGarbled;
        }
    }
    if (m_limits.isCounting)
        addRateHeaders(answer.headers, window, resource);
    addAccessHeaders(answer.headers, request, token);
    record(request, answer, token.login, resource, cost);
    return answer;
}

FakeAnswer FakeGithub::conditional(const FakeRequest &request, const FakeToken &token,
                                   FakeAnswer answer) const
{
    const bool isRead = request.method == "GET" || request.method == "HEAD";
    if (!isRead || answer.status != 200)
        return answer;
    const QByteArray accept = request.headers.value("accept"_L1).toByteArray();
    const QByteArray tag
            = "W/\""_ba
            + QCryptographicHash::hash(QByteArray(accept + ':' + token.secret + ':' + answer.body),
                                       QCryptographicHash::Sha256)
                      .toHex()
            + '"';
    answer.headers.append(QHttpHeaders::WellKnownHeader::ETag, tag);
    QByteArray known = request.headers.value("if-none-match"_L1).toByteArray();
    const auto bare
            = [](QByteArray value) { return value.startsWith("W/") ? value.mid(2) : value; };
    const bool isKnown = std::ranges::any_of(known.split(','), [&](const QByteArray &one) {
        return bare(one.trimmed()) == bare(tag) || one.trimmed() == "*";
    });
    const auto changed = httpDate(answer.headers.value("last-modified"_L1));
    const auto since = httpDate(request.headers.value("if-modified-since"_L1));
    const bool isUnchanged
            = known.isEmpty() && changed.isValid() && since.isValid() && changed <= since;
    if (isKnown || isUnchanged) {
        answer.status = 304;
        answer.body.clear();
        answer.headers.removeAll(QHttpHeaders::WellKnownHeader::ContentType);
    }
    return answer;
}

void FakeGithub::record(const FakeRequest &request, const FakeAnswer &answer, const QString &login,
                        const QString &resource, int cost)
{
    const QString query = request.query.toString();
    m_calls << FakeCall{.at = m_clock.now(),
                        .method = request.method,
                        .path = query.isEmpty() ? request.path : request.path + u'?' + query,
                        .body = request.body,
                        .status = answer.status,
                        .login = login,
                        .resource = resource,
                        .cost = cost};
}

} // namespace sluice
