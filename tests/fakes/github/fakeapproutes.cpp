// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakegithub.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kTokenLife = 3600; // seconds

QJsonObject permissionsJson(const QMap<QString, QString> &permissions)
{
    QJsonObject json;
    for (const auto &[name, level] : permissions.asKeyValueRange())
        json.insert(name, level);
    return json;
}

QJsonObject installationJson(const FakeApp &app, const FakeInstallation &installation)
{
    return {{u"id"_s, installation.id},
            {u"account"_s, fakeUserJson(installation.account)},
            {u"app_id"_s, app.id},
            {u"app_slug"_s, app.slug},
            {u"target_type"_s, u"Organization"_s},
            {u"repository_selection"_s, u"all"_s},
            {u"permissions"_s, permissionsJson(installation.permissions)},
            {u"events"_s, QJsonArray::fromStringList(app.hook.events)},
            {u"suspended_at"_s, QJsonValue()}};
}

FakeAnswer accessToken(FakeGithubState &state, const FakeInstallation &installation,
                       const FakeRequest &request, const QDateTime &now)
{
    QMap<QString, QString> permissions = installation.permissions;
    const QJsonObject wanted = QJsonDocument::fromJson(request.body)["permissions"_L1].toObject();
    for (auto it = wanted.begin(); it != wanted.end(); ++it) {
        const QString level = permissions.value(it.key());
        if (level != "write"_L1 && level != it.value().toString()) {
            return fakeError(422, u"The permissions requested are not granted to this "
                                  u"installation."_s);
        }
    }
    if (!wanted.isEmpty()) {
        permissions.clear();
        for (auto it = wanted.begin(); it != wanted.end(); ++it)
            permissions.insert(it.key(), it.value().toString());
    }
    const QByteArray secret
            = "ghs_"_ba + QByteArray::number(state.nextId()).rightJustified(36, '0');
    FakeToken &token = state.addToken(secret, installation.account, FakeToken::Kind::Installation);
    token.expiresAt = now.addSecs(kTokenLife);
    token.permissions = permissions;
    return fakeJson(QJsonObject{{u"token"_s, QString::fromLatin1(secret)},
                                {u"expires_at"_s, token.expiresAt.toString(Qt::ISODate)},
                                {u"permissions"_s, permissionsJson(permissions)},
                                {u"repository_selection"_s, u"all"_s}},
                    201);
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
    FakeApp &app = *state.app;
    const QString &path = request.path;
    static const QRegularExpression tokens(u"^/app/installations/(\\d+)/access_tokens$"_s);
    static const QRegularExpression ofRepository(u"^/repos/([^/]+)/([^/]+)/installation$"_s);
    if (const auto match = tokens.match(path); match.hasMatch() && request.method == "POST") {
        const auto found = std::ranges::find(app.installations, match.captured(1).toLongLong(),
                                             &FakeInstallation::id);
        return found == app.installations.end() ? fakeNotFound()
                                                : accessToken(state, *found, request, now);
    }
    if (path.startsWith("/app/hook/deliveries"_L1)) {
        const FakeToken itself{.login = app.slug};
        const FakeRateWindows::Window window;
        const FakeContext context{state, request, itself, now, window};
        return fakeDeliveryRoutes(context, app.hook, path.mid(9)).value_or(fakeNotFound());
    }
    if (request.method != "GET")
        return fakeNotFound();
    if (path == "/app"_L1) {
        return fakeJson(
                QJsonObject{{u"id"_s, app.id},
                            {u"slug"_s, app.slug},
                            {u"name"_s, app.slug},
                            {u"events"_s, QJsonArray::fromStringList(app.hook.events)},
                            {u"permissions"_s, permissionsJson(FakeInstallation().permissions)},
                            {u"installations_count"_s, app.installations.size()}});
    }
    if (path.startsWith("/app/installations/"_L1)) {
        const auto found = std::ranges::find(app.installations, path.section(u'/', -1).toLongLong(),
                                             &FakeInstallation::id);
        return found == app.installations.end() ? fakeNotFound()
                                                : fakeJson(installationJson(app, *found));
    }
    if (path == "/app/installations"_L1) {
        QJsonArray all;
        for (const FakeInstallation &installation : app.installations)
            all << installationJson(app, installation);
        return fakePage(request, all);
    }
    if (path == "/app/hook/config"_L1) {
        return fakeJson(fakeHookJson(app.hook, {}).value("config"_L1).toObject());
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
