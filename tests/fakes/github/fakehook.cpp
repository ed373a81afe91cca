// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakehook.h"

#include <QJsonArray>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QJsonValue idOrNull(qint64 id) { return id == 0 ? QJsonValue() : QJsonValue(id); }

} // namespace

void FakeDelivery::answered(int code, const QJsonObject &headers, const QString &body, double took)
{
    statusCode = code;
    status = code < 400 ? u"OK"_s : u"Invalid HTTP Response: %1"_s.arg(code);
    responseHeaders = headers;
    responsePayload = body;
    seconds = took;
}

bool FakeHook::wants(const QString &event) const
{
    return isActive && (event == "ping"_L1 || events.contains(u"*"_s) || events.contains(event));
}

FakeDelivery *FakeHook::delivery(qint64 deliveryId)
{
    const auto found = std::ranges::find(deliveries, deliveryId, &FakeDelivery::id);
    return found == deliveries.end() ? nullptr : &*found;
}

QJsonObject fakeDeliveryJson(const FakeDelivery &delivery, bool isWhole)
{
    QJsonObject json{{u"id"_s, delivery.id},
                     {u"guid"_s, delivery.guid},
                     {u"delivered_at"_s, delivery.deliveredAt.toString(Qt::ISODate)},
                     {u"redelivery"_s, delivery.isRedelivery},
                     {u"duration"_s, delivery.seconds},
                     {u"status"_s, delivery.status},
                     {u"status_code"_s, delivery.statusCode},
                     {u"event"_s, delivery.event},
                     {u"action"_s, delivery.payload.contains("action"_L1)
                                           ? delivery.payload.value("action"_L1)
                                           : QJsonValue()},
                     {u"installation_id"_s, idOrNull(delivery.installationId)},
                     {u"repository_id"_s, idOrNull(delivery.repositoryId)},
                     {u"throttled_at"_s, QJsonValue()}};
    if (!isWhole)
        return json;
    json.insert(u"url"_s, delivery.url);
    json.insert(u"request"_s, QJsonObject{{u"headers"_s, delivery.requestHeaders},
                                          {u"payload"_s, delivery.payload}});
    json.insert(u"response"_s,
                QJsonObject{{u"headers"_s, delivery.responseHeaders},
                            {u"payload"_s, delivery.responsePayload.isNull()
                                                   ? QJsonValue()
                                                   : QJsonValue(delivery.responsePayload)}});
    return json;
}

QJsonObject fakeHookJson(const FakeHook &hook, const QString &address)
{
    QJsonObject config{
            {u"url"_s, hook.url}, {u"content_type"_s, u"json"_s}, {u"insecure_ssl"_s, u"0"_s}};
    if (!hook.secret.isEmpty())
        config.insert(u"secret"_s, u"********"_s);
    QJsonObject last{
            {u"code"_s, QJsonValue()}, {u"status"_s, u"unused"_s}, {u"message"_s, QJsonValue()}};
    if (!hook.deliveries.isEmpty()) {
        const FakeDelivery &latest = hook.deliveries.last();
        last = {{u"code"_s, latest.statusCode},
                {u"status"_s, latest.statusCode < 400 ? u"active"_s : u"misconfigured"_s},
                {u"message"_s, latest.status}};
    }
    return {{u"type"_s, u"Repository"_s},
            {u"id"_s, hook.id},
            {u"name"_s, u"web"_s},
            {u"active"_s, hook.isActive},
            {u"events"_s, QJsonArray::fromStringList(hook.events)},
            {u"config"_s, config},
            {u"updated_at"_s, hook.createdAt.toString(Qt::ISODate)},
            {u"created_at"_s, hook.createdAt.toString(Qt::ISODate)},
            {u"url"_s, address},
            {u"test_url"_s, QString(address + u"/test"_s)},
            {u"ping_url"_s, QString(address + u"/pings"_s)},
            {u"deliveries_url"_s, QString(address + u"/deliveries"_s)},
            {u"last_response"_s, last}};
}

} // namespace sluice
