// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakegithub.h"
#include "fakes/github/fakewebhook.h"

#include <QRegularExpression>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// Newest first; a cursor names the delivery that a page begins with.
FakeAnswer deliveries(const FakeHook &hook, const FakeRequest &request)
{
    const QString cursor = request.query.queryItemValue(u"cursor"_s, QUrl::FullyDecoded);
    const QString status = request.query.queryItemValue(u"status"_s);
    const QString again = request.query.queryItemValue(u"redelivery"_s);
    QList<FakeDelivery> all;
    for (const FakeDelivery &delivery : hook.deliveries) {
        const bool isFailure = delivery.statusCode >= 400;
        if ((status.isEmpty() || isFailure == (status == "failure"_L1))
            && (again.isEmpty() || delivery.isRedelivery == (again == "true"_L1)))
            all.prepend(delivery);
    }
    qsizetype begin = 0;
    if (!cursor.isEmpty()) {
        bool isId = cursor.startsWith("v1_"_L1);
        const qint64 id = cursor.mid(3).toLongLong(&isId);
        begin = std::ranges::find(all, id, &FakeDelivery::id) - all.begin();
        if (!isId || begin == all.size())
            return fakeError(400, u"Invalid cursor"_s);
    }
    const int wanted = request.query.queryItemValue(u"per_page"_s).toInt();
    const qsizetype size = wanted > 0 ? std::min(100, wanted) : 30;
    QJsonArray part;
    for (qsizetype i = begin; i < std::min(all.size(), begin + size); ++i)
        part << fakeDeliveryJson(all.at(i), false);
    FakeAnswer answer = fakeJson(part);
    QStringList links;
    const auto link = [&](qsizetype to, const QString &relation) {
        QUrlQuery query = request.query;
        query.removeQueryItem(u"cursor"_s);
        query.addQueryItem(u"cursor"_s, u"v1_%1"_s.arg(all.at(to).id));
        links << fakeLink(request, query, relation);
    };
    if (begin > 0)
        link(std::max<qsizetype>(0, begin - size), u"prev"_s);
    if (begin + size < all.size())
        link(begin + size, u"next"_s);
    if (!links.isEmpty())
        answer.headers.append("Link"_L1, links.join(", "_L1).toUtf8());
    return answer;
}

FakeAnswer createHook(const FakeContext &context, FakeRepository &repository)
{
    const QJsonObject body = QJsonDocument::fromJson(context.request.body).object();
    const QJsonObject config = body.value("config"_L1).toObject();
    const QString url = config.value("url"_L1).toString();
    if (url.isEmpty()) {
        return fakeError(422, u"Validation Failed"_s,
                         {QJsonObject{{u"resource"_s, u"Hook"_s},
                                      {u"code"_s, u"custom"_s},
                                      {u"message"_s, u"Config must contain URL for webhooks"_s}}});
    }
    QStringList events;
    for (const QJsonValue &event : body.value("events"_L1).toArray())
        events << event.toString();
    FakeHook &hook = context.state.addHook(repository, url, events, context.now,
                                           config.value("secret"_L1).toString().toUtf8());
    hook.isActive = body.value("active"_L1).toBool(true);
    return fakeJson(fakeHookJson(hook, fakeHookAddress(repository, hook)), 201);
}

bool mayAdminister(const FakeContext &context, const FakeRepository &repository)
{
    const QStringList &scopes = context.token.scopes;
    return repository.permissions.value(context.token.login) == "admin"_L1
        && (scopes.contains(u"repo"_s) || scopes.contains(u"admin:repo_hook"_s)
            || scopes.contains(u"write:repo_hook"_s)
            || (context.request.method == "GET" && scopes.contains(u"read:repo_hook"_s)));
}

} // namespace

QString fakeHookAddress(const FakeRepository &repository, const FakeHook &hook)
{
    return fakeApiUrl(u"/repos/%1/hooks/%2"_s.arg(repository.fullName()).arg(hook.id));
}

std::optional<FakeAnswer> fakeDeliveryRoutes(FakeContext context, FakeHook &hook,
                                             const QString &rest)
{
    static const QRegularExpression single(u"^/deliveries/(\\d+)(/attempts)?$"_s);
    const QByteArray &method = context.request.method;
    if (rest == "/deliveries"_L1 && method == "GET")
        return deliveries(hook, context.request);
    const auto match = single.match(rest);
    if (!match.hasMatch())
        return {};
    const FakeDelivery *delivery = hook.delivery(match.captured(1).toLongLong());
    if (!delivery)
        return fakeNotFound();
    if (match.captured(2).isEmpty()) {
        return method == "GET" ? std::optional(fakeJson(fakeDeliveryJson(*delivery, true)))
                               : std::nullopt;
    }
    if (method != "POST")
        return {};
    context.state.redeliver(hook, FakeDelivery(*delivery), context.now);
    return fakeJson(QJsonObject(), 202);
}

std::optional<FakeAnswer> fakeHookRoutes(FakeContext context, FakeRepository &repository,
                                         const QString &rest)
{
    static const QRegularExpression single(u"^/hooks/(\\d+)(/.*)?$"_s);
    if (rest != "/hooks"_L1 && !rest.startsWith("/hooks/"_L1))
        return {};
    if (context.token.kind == FakeToken::Kind::Personal && !mayAdminister(context, repository))
        return fakeNotFound(); // GitHub hides what a token may not do
    const QByteArray &method = context.request.method;
    if (rest == "/hooks"_L1 && method == "POST")
        return createHook(context, repository);
    if (rest == "/hooks"_L1 && method == "GET") {
        QJsonArray all;
        for (const FakeHook &hook : std::as_const(repository.hooks))
            all << fakeHookJson(hook, fakeHookAddress(repository, hook));
        return fakePage(context.request, all);
    }
    const auto match = single.match(rest);
    const auto found
            = std::ranges::find(repository.hooks, match.captured(1).toLongLong(), &FakeHook::id);
    if (!match.hasMatch() || found == repository.hooks.end())
        return fakeNotFound();
    const QString below = match.captured(2);
    if (below == "/pings"_L1 && method == "POST") {
        context.state.ping(repository, *found, context.now);
        return FakeAnswer{.status = 204};
    }
    if (!below.isEmpty())
        return fakeDeliveryRoutes(context, *found, below);
    if (method == "DELETE") {
        repository.hooks.erase(found);
        return FakeAnswer{.status = 204};
    }
    return fakeJson(fakeHookJson(*found, fakeHookAddress(repository, *found)));
}

} // namespace sluice
