// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakegithub.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>
#include <ranges>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kTokenLife = 3600; // seconds

QJsonObject permissionsJson()
{
    return {{u"checks"_s, u"write"_s},
            {u"contents"_s, u"read"_s},
            {u"metadata"_s, u"read"_s},
            {u"pull_requests"_s, u"write"_s},
            {u"statuses"_s, u"write"_s}};
}

QJsonObject installationJson(const FakeApp &app, const FakeInstallation &installation)
{
    return {{u"id"_s, installation.id},
            {u"account"_s, fakeUserJson(installation.account)},
            {u"app_id"_s, app.id},
            {u"app_slug"_s, app.slug},
            {u"target_type"_s, u"Organization"_s},
            {u"repository_selection"_s, u"all"_s},
            {u"permissions"_s, permissionsJson()},
            {u"suspended_at"_s, QJsonValue()}};
}

QJsonObject deliveryJson(const FakeDelivery &delivery, bool isWhole)
{
    QJsonObject json{
            {u"id"_s, delivery.id},
            {u"guid"_s, delivery.guid},
            {u"delivered_at"_s, delivery.deliveredAt.toString(Qt::ISODate)},
            {u"redelivery"_s, false},
            {u"duration"_s, 0.1},
            {u"status"_s, delivery.statusCode < 400 ? u"OK"_s : u"Invalid HTTP Response"_s},
            {u"status_code"_s, delivery.statusCode},
            {u"event"_s, delivery.event},
            {u"action"_s, delivery.payload.value("action"_L1).toString()}};
    if (isWhole) {
        const QJsonObject headers{{u"X-GitHub-Event"_s, delivery.event},
                                  {u"X-GitHub-Delivery"_s, delivery.guid}};
        json.insert(u"request"_s,
                    QJsonObject{{u"headers"_s, headers}, {u"payload"_s, delivery.payload}});
        json.insert(u"response"_s,
                    QJsonObject{{u"headers"_s, QJsonObject()}, {u"payload"_s, QString()}});
    }
    return json;
}

FakeAnswer accessToken(FakeGithubState &state, const FakeInstallation &installation,
                       const QDateTime &now)
{
    const QByteArray secret
            = "ghs_"_ba + QByteArray::number(state.nextId()).rightJustified(36, '0');
    FakeToken &token = state.addToken(secret, installation.account, FakeToken::Kind::Installation);
    token.expiresAt = now.addSecs(kTokenLife);
    return fakeJson(QJsonObject{{u"token"_s, QString::fromLatin1(secret)},
                                {u"expires_at"_s, token.expiresAt.toString(Qt::ISODate)},
                                {u"permissions"_s, permissionsJson()},
                                {u"repository_selection"_s, u"all"_s}},
                    201);
}

FakeAnswer deliveries(const FakeApp &app, const FakeRequest &request)
{
    QJsonArray all;
    for (const FakeDelivery &delivery : app.deliveries | std::views::reverse)
        all << deliveryJson(delivery, false);
    return fakePage(request, all);
}

} // namespace

bool isFakeAppRoute(const FakeRequest &request)
{
    static const QRegularExpression ofRepository(u"^/repos/[^/]+/[^/]+/installation$"_s);
    return request.path == "/app"_L1 || request.path.startsWith("/app/"_L1)
        || ofRepository.match(request.path).hasMatch();
}

FakeAnswer fakeAppRoutes(FakeGithubState &state, const FakeRequest &request, const QDateTime &now)
{
    const FakeApp &app = *state.app;
    const QString &path = request.path;
    static const QRegularExpression tokens(u"^/app/installations/(\\d+)/access_tokens$"_s);
    static const QRegularExpression ofRepository(u"^/repos/([^/]+)/([^/]+)/installation$"_s);
    static const QRegularExpression delivery(u"^/app/hook/deliveries/(\\d+)$"_s);
    if (const auto match = tokens.match(path); match.hasMatch() && request.method == "POST") {
        const auto found = std::ranges::find(app.installations, match.captured(1).toLongLong(),
                                             &FakeInstallation::id);
        return found == app.installations.end() ? fakeNotFound() : accessToken(state, *found, now);
    }
    if (request.method != "GET")
        return fakeNotFound();
    if (path == "/app"_L1) {
        return fakeJson(QJsonObject{{u"id"_s, app.id},
                                    {u"slug"_s, app.slug},
                                    {u"name"_s, app.slug},
                                    {u"permissions"_s, permissionsJson()},
                                    {u"installations_count"_s, app.installations.size()}});
    }
    if (path == "/app/installations"_L1) {
        QJsonArray all;
        for (const FakeInstallation &installation : app.installations)
            all << installationJson(app, installation);
        return fakePage(request, all);
    }
    if (path == "/app/hook/deliveries"_L1)
        return deliveries(app, request);
    if (const auto match = delivery.match(path); match.hasMatch()) {
        const auto found = std::ranges::find(app.deliveries, match.captured(1).toLongLong(),
                                             &FakeDelivery::id);
        return found == app.deliveries.end() ? fakeNotFound()
                                             : fakeJson(deliveryJson(*found, true));
    }
    if (const auto match = ofRepository.match(path);
        match.hasMatch() && state.repository(match.captured(1), match.captured(2))) {
        const auto found = std::ranges::find_if(app.installations, [&](const auto &installation) {
            return installation.account.compare(match.captured(1), Qt::CaseInsensitive) == 0;
        });
        if (found != app.installations.end())
            return fakeJson(installationJson(app, *found));
    }
    return fakeNotFound();
}

} // namespace sluice
