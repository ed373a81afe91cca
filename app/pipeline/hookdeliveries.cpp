// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/hookdeliveries.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kMostPages = 10; // of 100
constexpr std::chrono::milliseconds kLongestPause{600'000};

ApiRequest requestFor(const QString &path, const QString &why)
{
    ApiRequest request;
    request.path = path;
    request.urgency = Urgency::Polling;
    request.purpose = {.why = why};
    return request;
}

} // namespace

HookDeliveries::HookDeliveries(GithubClient &client, PipelineStore &store, Timers &timers,
                               Options options, Take take, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_store(store)
    , m_options(std::move(options))
    , m_take(std::move(take))
    , m_plan(timers,
             {.interval = m_options.interval,
              .longest = std::max(m_options.interval, kLongestPause)},
             this, [this](const QStringList &) {
                 m_unread.clear();
                 m_newest = 0;
                 m_pages = 0;
                 list(m_options.hook + u"/deliveries?per_page=100"_s);
             })
{}

void HookDeliveries::start() { m_plan.add(m_options.hook); }

void HookDeliveries::stop()
{
    m_isStopped = true;
    m_plan.remove(m_options.hook);
}

/// The newest delivery of an earlier round stands among the known ones by this name.
QString HookDeliveries::placeAt(qint64 id) const
{
    return u"%1 %2 up to %3"_s.arg(m_client.tokenLabel(), m_options.hook).arg(id);
}

void HookDeliveries::list(const QString &path)
{
    m_client.send(requestFor(path, u"list stored deliveries"_s), this,
                  [this](const Result<ApiAnswer> &answer) { onPage(answer); });
}

void HookDeliveries::onPage(const Result<ApiAnswer> &answer)
{
    if (m_isStopped)
        return;
    if (!answer)
        return fail(answer.error());
    const QJsonDocument document = QJsonDocument::fromJson(answer->body);
    if (!document.isArray()) {
        return fail({.cause = Cause::Upstream,
                     .what = u"GitHub's answer for stored deliveries is no list: see whether "
                             u"github.url is right."_s});
    }
    const QJsonArray items = document.array();
    for (const QJsonValue &item : items) {
        const qint64 id = item["id"_L1].toInteger();
        if (m_newest == 0)
            m_newest = id;
        const auto isPlace = m_store.isKnownDelivery(placeAt(id));
        if (!isPlace)
            return fail(isPlace.error());
        if (*isPlace)
            return readNext();
        if (isWanted(item.toObject()))
            m_unread.push_front({id, item["guid"_L1].toString()});
    }
    if (!answer->nextPage.isEmpty() && ++m_pages < kMostPages)
        return list(answer->nextPage);
    m_unread.clear(); // the poll shows what came of it
    emit gap();
    succeed();
}

bool HookDeliveries::isWanted(const QJsonObject &item)
{
    const qint64 installation = item.value("installation_id"_L1).toInteger();
    const bool isOurs = m_options.installation == 0 || installation == m_options.installation;
    return isOurs
        && isPullEvent(item.value("event"_L1).toString(), item.value("action"_L1).toString())
        && !m_store.isKnownDelivery(item.value("guid"_L1).toString()).value_or(false);
}

void HookDeliveries::readNext()
{
    if (m_isStopped)
        return;
    if (m_unread.empty())
        return succeed();
    const Unread next = m_unread.front();
    m_unread.pop_front();
    const QString path = u"%1/deliveries/%2"_s.arg(m_options.hook).arg(next.id);
    m_client.send(requestFor(path, u"read a stored delivery"_s), this,
                  [this, next](const Result<ApiAnswer> &answer) {
                      if (!answer && answer.error().cause == Cause::NotFound)
                          return readNext(); // GitHub keeps it no longer
                      if (!answer)
                          return fail(answer.error());
                      const auto done
                              = takeOne(next.guid, QJsonDocument::fromJson(answer->body).object());
                      done ? readNext() : fail(done.error());
                  });
}

Result<void> HookDeliveries::takeOne(const QString &guid, const QJsonObject &delivery)
{
    const QJsonObject payload
            = delivery.value("request"_L1).toObject().value("payload"_L1).toObject();
    const auto event = pullEventFrom(delivery.value("event"_L1).toString(),
                                     QJsonDocument(payload).toJson(QJsonDocument::Compact));
    if (!event)
        tell(event.error());
    if (!event || !*event)
        return {};
    PullEvent named = **event;
    named.delivery = guid;
    return m_take(named);
}

void HookDeliveries::succeed()
{
    if (m_newest != 0) {
        if (const auto kept = m_store.isNewDelivery(placeAt(m_newest)); !kept)
            return fail(kept.error());
    }
    m_said.clear();
    m_plan.succeeded(m_options.hook);
}

void HookDeliveries::fail(const Error &error)
{
    tell(error);
    m_plan.failed(m_options.hook, error.retryAt);
}

void HookDeliveries::tell(const Error &error)
{
    if (std::exchange(m_said, error.what) != error.what)
        emit problem(error);
}

} // namespace sluice
