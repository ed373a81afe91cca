// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakegithub.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QLocale>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

const QString kDocumentation = u"https://docs.github.com/rest"_s;

bool isWrite(const FakeRequest &request)
{
    if (request.path == "/graphql"_L1)
        return request.body.contains("mutation");
    return request.method != "GET" && request.method != "HEAD";
}

FakeAnswer rateRefusal(const FakeLimits &limits, bool isGraphQl, const QString &login)
{
    const QString sentence = u"API rate limit exceeded for user %1."_s.arg(login);
    if (!isGraphQl)
        return fakeError(limits.isRefusedWith429 ? 429 : 403, sentence);
    return fakeJson(QJsonObject{{u"errors"_s, QJsonArray{QJsonObject{{u"type"_s, u"RATE_LIMITED"_s},
                                                                     {u"message"_s, sentence}}}}});
}

} // namespace

FakeRequest FakeRequest::of(const QByteArray &method, const QByteArray &target,
                            const QHttpHeaders &headers, const QByteArray &body)
{
    const QUrl url(QString::fromLatin1(target));
    return {method, url.path(QUrl::FullyDecoded), QUrlQuery(url), headers, body};
}

FakeAnswer fakeJson(const QJsonValue &value, int status)
{
    FakeAnswer answer{.status = status};
    answer.headers.append(QHttpHeaders::WellKnownHeader::ContentType,
                          "application/json; charset=utf-8"_L1);
    answer.body
            = (value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject()))
                      .toJson(QJsonDocument::Compact);
    return answer;
}

FakeAnswer fakeError(int status, const QString &message, const QJsonArray &errors)
{
    QJsonObject body{{u"message"_s, message},
                     {u"documentation_url"_s, kDocumentation},
                     {u"status"_s, QString::number(status)}};
    if (!errors.isEmpty())
        body.insert(u"errors"_s, errors);
    return fakeJson(body, status);
}

FakeAnswer fakeNotFound() { return fakeError(404, u"Not Found"_s); }

QString fakeApiUrl(const QString &path) { return u"https://api.github.test"_s + path; }

QString fakeLink(const FakeRequest &request, const QUrlQuery &query, const QString &relation)
{
    const QString host = QString::fromUtf8(request.headers.value("host"_L1).toByteArray());
    return u"<http://%1%2?%3>; rel=\"%4\""_s.arg(host, request.path,
                                                 query.toString(QUrl::FullyEncoded), relation);
}

FakeAnswer fakePage(const FakeRequest &request, const QJsonArray &all)
{
    const auto number = [&request](const QString &key, int fallback) {
        const int value = request.query.queryItemValue(key).toInt();
        return value > 0 ? value : fallback;
    };
    const int size = std::min(100, number(u"per_page"_s, 30));
    const int page = number(u"page"_s, 1);
    const int last = std::max(1, (int(all.size()) + size - 1) / size);
    QJsonArray part;
    for (qsizetype i = qsizetype(page - 1) * size; i < std::min(all.size(), qsizetype(page) * size);
         ++i)
        part << all.at(i);
    FakeAnswer answer = fakeJson(part);
    const auto link = [&](int to, const QString &relation) {
        QUrlQuery query = request.query;
        query.removeQueryItem(u"page"_s);
        query.addQueryItem(u"page"_s, QString::number(to));
        return fakeLink(request, query, relation);
    };
    QStringList links;
    if (page > 1)
        links << link(page - 1, u"prev"_s);
    if (page < last)
        links << link(page + 1, u"next"_s) << link(last, u"last"_s);
    if (page > 1)
        links << link(1, u"first"_s);
    if (!links.isEmpty())
        answer.headers.append("Link"_L1, links.join(", "_L1).toUtf8());
    return answer;
}

FakeGithub::FakeGithub(const Clock &clock)
    : m_clock(clock)
{}

std::optional<FakeAnswer> FakeGithub::planned(const FakeRequest &request)
{
    for (qsizetype i = 0; i < m_faults.size(); ++i) {
        FakeFault &fault = m_faults[i];
        const bool isMeant = (fault.method.isEmpty() || fault.method == request.method)
                          && request.path.contains(fault.pathPart);
        if (!isMeant)
            continue;
        FakeAnswer answer = fault.answer;
        if (--fault.times == 0)
            m_faults.removeAt(i);
        return answer;
    }
    return {};
}

FakeAnswer FakeGithub::answer(const FakeRequest &request)
{
    const QByteArray authorization = request.headers.value("authorization"_L1).toByteArray();
    const QByteArray secret = authorization.mid(authorization.indexOf(' ') + 1);
    FakeToken *token = m_state.token(secret);
    const bool isExpired = token && token->expiresAt.isValid() && token->expiresAt <= m_clock.now();
    FakeAnswer answer;
    if (request.headers.value("user-agent"_L1).isEmpty()) {
        answer = {.status = 403,
                  .body = "Request forbidden by administrative rules. Please make sure your "
                          "request has a User-Agent header.\n"_ba};
        record(request, answer, {}, {}, 0);
    } else if (isFakeAppRoute(request)) {
        answer = answerApp(request, secret);
        record(request, answer, {}, {}, 0);
    } else if (!token || token->isRevoked || isExpired) {
        answer = fakeError(401, u"Bad credentials"_s);
        record(request, answer, {}, {}, 0);
    } else {
        answer = answerAuthorized(request, *token);
    }
    answer.headers.append(QHttpHeaders::WellKnownHeader::Date,
                          QLocale::c().toString(m_clock.now(), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"));
    answer.headers.append("X-GitHub-Request-Id"_L1,
                          QByteArray::number(++m_lastRequest, 16).rightJustified(8, '0'));
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

FakeAnswer FakeGithub::answerAuthorized(const FakeRequest &request, FakeToken &token)
{
    const bool isGraphQl = request.path == "/graphql"_L1;
    const QString resource = isGraphQl ? u"graphql"_s : u"core"_s;
    auto &window = m_windows.window(token.secret, resource,
                                    isGraphQl ? m_limits.graphql : m_limits.core, m_clock.now());
    FakeAnswer answer;
    int cost = 0;
    const bool isFree = request.path == "/rate_limit"_L1;
    if (const auto fault = planned(request); fault && fault->status != 0) {
        answer = *fault;
    } else if (const auto wait
               = m_windows.refusal(m_limits, token.secret, isWrite(request), m_clock.now())) {
        answer = fakeError(403, u"You have exceeded a secondary rate limit. Please wait a few "
                                u"minutes before you try again."_s);
        if (m_limits.hasRetryAfter)
            answer.headers.append("retry-after"_L1, QByteArray::number(*wait));
    } else if (!isFree && window.used >= window.limit) {
        answer = rateRefusal(m_limits, isGraphQl, token.login);
    } else {
        FakeContext context{m_state, request, token, m_clock.now()};
        answer = conditional(request, token,
                             isGraphQl ? fakeGraphQl(context)
                                       : fakeRestRoutes(context, m_windows, m_limits));
        cost = answer.status == 304 || isFree ? 0 : 1;
        window.used += cost;
        if (fault) {
            answer.delay = fault->delay;
            answer.cutAfter = fault->cutAfter;
        }
    }
    addRateHeaders(answer.headers, window, resource);
    answer.headers.append("x-github-api-version-selected"_L1, "2022-11-28"_L1);
    answer.headers.append(QHttpHeaders::WellKnownHeader::Vary,
                          "Accept, Authorization, Cookie, X-GitHub-OTP"_L1);
    if (token.kind == FakeToken::Kind::Personal)
        answer.headers.append("X-OAuth-Scopes"_L1, token.scopes.join(", "_L1).toUtf8());
    record(request, answer, token.login, resource, cost);
    return answer;
}

FakeAnswer FakeGithub::conditional(const FakeRequest &request, const FakeToken &token,
                                   FakeAnswer answer) const
{
    const bool isRead = request.method == "GET" || request.method == "HEAD";
    if (!isRead || answer.status != 200)
        return answer;
    const QByteArray tag = "W/\""_ba
                         + QCryptographicHash::hash(QByteArray(token.secret + answer.body),
                                                    QCryptographicHash::Sha256)
                                   .toHex()
                         + '"';
    answer.headers.append(QHttpHeaders::WellKnownHeader::ETag, tag);
    QByteArray known = request.headers.value("if-none-match"_L1).toByteArray();
    const auto bare
            = [](QByteArray value) { return value.startsWith("W/") ? value.mid(2) : value; };
    if (!known.isEmpty() && bare(known) == bare(tag)) {
        answer.status = 304;
        answer.body.clear();
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
