// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "copr/jsonapi.h"

#include "copr/httpcall.h"

#include <QJsonDocument>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype kLongestDetail = 2'000;

struct Refusal
{
    Cause cause;
    QString what;
    Who who;
};

Refusal refusalOf(int status, const QString &server, const QString &what)
{
    switch (status) {
    case 401:
        return {Cause::Forbidden,
                u"%1 does not accept the token for %2: get a new one there and store it."_s.arg(
                        server, what),
                Who::Us};
    case 403:
        return {Cause::Forbidden,
                u"%1 does not allow %2: ask its owner for the permission."_s.arg(server, what),
                Who::Us};
    case 404:
        return {Cause::NotFound,
                u"%1 does not know %2: see there whether it was deleted."_s.arg(server, what),
                Who::Us};
    case 400:
    case 405:
    case 409:
    case 422:
        return {Cause::Invalid,
                u"%1 refuses %2: see the details, correct it and try again."_s.arg(server, what),
                Who::Us};
    default:
        return {Cause::Upstream,
                u"%1 did not answer for %2 as it should: it is asked again, see whether the URL is "
                "right."_s.arg(server, what),
                Who::Upstream};
    }
}

Result<QJsonObject> objectFrom(const Result<HttpAnswer> &answer, const QString &server,
                               const QString &what, const QDateTime &now)
{
    if (!answer)
        return std::unexpected(answer.error());
    if (answer->status == 204)
        return QJsonObject();
    const QJsonDocument document = QJsonDocument::fromJson(answer->body);
    if (answer->status >= 200 && answer->status < 300 && document.isObject())
        return document.object();
    const Refusal refusal = refusalOf(answer->status, server, what);
    Error error{refusal.cause,
                refusal.what,
                u"HTTP status %1\n%2"_s.arg(QString::number(answer->status),
                                            QString::fromUtf8(answer->body.left(kLongestDetail))),
                refusal.who,
                {}};
    if (answer->retryAfter() > 0s && isTransient(error.cause))
        error.retryAt = now.addSecs(answer->retryAfter().count());
    return std::unexpected(error);
}

} // namespace

JsonApi::JsonApi(JsonApiServer server, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_server(std::move(server))
    , m_clock(clock)
{}

void JsonApi::get(const QString &path, const QString &what, Done done)
{
    send("GET"_ba, path, {}, what, std::move(done));
}

void JsonApi::send(const QByteArray &method, const QString &path,
                   const std::optional<QJsonObject> &body, const QString &what, Done done)
{
    QNetworkRequest request(QUrl(m_server.url + path));
    if (request.url().scheme() == "https"_L1)
        request.setSslConfiguration(m_server.tls);
    if (!m_server.authorization.isEmpty())
        request.setRawHeader("Authorization"_ba, m_server.authorization);
    const auto bytes = body ? std::optional(QJsonDocument(*body).toJson(QJsonDocument::Compact))
                            : std::nullopt;
    new HttpCall(
            m_network, request, method, bytes,
            HttpBounds{.silence = 60s, .whole = 120s, .bytes = 4 << 20},
            [this, what, done = std::move(done)](const Result<HttpAnswer> &answer) {
                done(objectFrom(answer, m_server.name, what, m_clock.now()));
            },
            this);
}

} // namespace sluice
