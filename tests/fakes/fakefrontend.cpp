// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/fakefrontend.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace sluice {
using namespace Qt::StringLiterals;

FakeFrontend::FakeFrontend(QObject *parent)
    : QObject(parent)
{
    m_server.handle([this](const FlakyRequest &request) { return answer(request); });
}

QJsonObject FakeFrontend::record(qint64 buildId)
{
    return {{u"build_id"_s, buildId},
            {u"owner"_s, u"jane"_s},
            {u"project"_s, u"tools"_s},
            {u"branches"_s, QJsonArray{u"f42"_s, u"master"_s}},
            {u"pkg_name"_s, u"hello"_s},
            {u"srpm_url"_s, u"http://127.0.0.1:1/hello-1-1.src.rpm"_s},
            {u"sandbox"_s, u"jane/tools--joe"_s},
            {u"background"_s, false}};
}

void FakeFrontend::enqueue(const QJsonObject &record)
{
    const qint64 build = record.value(u"build_id"_s).toInteger();
    m_queue.insert(build, record);
    states.insert(build, u"importing"_s);
}

void FakeFrontend::dequeue(qint64 buildId)
{
    m_queue.remove(buildId);
    states.insert(buildId, u"canceled"_s);
}

QString FakeFrontend::url() const { return m_server.url({}).toString(); }

FlakyAnswer FakeFrontend::answer(const FlakyRequest &request)
{
    if (request.method == "GET" && request.target == "/backend/importing/")
        return queue();
    if (request.method == "POST" && request.target == "/backend/import-completed/")
        return completed(request);
    if (request.method == "GET" && request.target.startsWith("/api_3/build/"))
        return build(request.target.sliced(13));
    return FlakyAnswer::error(404);
}

FlakyAnswer FakeFrontend::queue()
{
    ++m_polls;
    if (!m_pollAnswers.isEmpty())
        return m_pollAnswers.takeFirst();
    QJsonArray records;
    for (const QJsonObject &record : std::as_const(m_queue))
        records << record;
    return FlakyAnswer::document(QJsonDocument(records));
}

FlakyAnswer FakeFrontend::completed(const FlakyRequest &request)
{
    if (!m_postAnswers.isEmpty())
        return m_postAnswers.takeFirst();
    const QByteArray credentials = "user:" + password();
    if (request.headers.value("authorization") != "Basic " + credentials.toBase64())
        return FlakyAnswer::error(401);
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    const qint64 id = body.value(u"build_id"_s).toInteger();
    m_posts << body;
    m_queue.remove(id);
    const bool isKnown = states.contains(id);
    if (isKnown)
        states.insert(id, body.contains(u"branch_commits"_s) ? u"pending"_s : u"failed"_s);
    return FlakyAnswer::json({{u"updated"_s, isKnown}});
}

FlakyAnswer FakeFrontend::build(const QByteArray &id) const
{
    const auto state = states.find(id.toLongLong());
    if (state == states.end())
        return FlakyAnswer::error(404);
    return FlakyAnswer::json({{u"id"_s, id.toLongLong()}, {u"state"_s, *state}});
}

} // namespace sluice
