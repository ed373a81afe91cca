// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/faketestingfarm.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

FlakyAnswer farmError(int status, const QString &text)
{
    return FlakyAnswer::json({{u"message"_s, text}}, status);
}

} // namespace

FakeTestingFarm::FakeTestingFarm(quint16 port, QObject *parent)
    : QObject(parent)
    , m_server(port)
{
    m_server.handle([this](const FlakyRequest &request) { return answerTo(request); });
}

FlakyAnswer FakeTestingFarm::answerTo(const FlakyRequest &request)
{
    if (!m_faults.isEmpty())
        return m_faults.takeFirst();
    if (request.target == "/v0.1/whoami"_ba) {
        if (request.headers.value("authorization"_ba) != "Bearer "_ba + token())
            return farmError(401, u"Not authorized to perform this action"_s);
        return FlakyAnswer::json({{u"token"_s, QJsonObject{{u"ranch"_s, u"public"_s}}}}, 200);
    }
    const QByteArray path = "/v0.1/requests"_ba;
    const QString id = QString::fromLatin1(request.target.mid(path.size() + 1));
    if (!request.target.startsWith(path))
        return farmError(404, u"Not Found"_s);
    if (request.method != "GET"
        && request.headers.value("authorization"_ba) != "Bearer "_ba + token())
        return farmError(401, u"Not authorized to perform this action"_s);
    if (request.method == "POST" && request.target == path)
        return submit(QJsonDocument::fromJson(request.body).object());
    if (!requests.contains(id))
        return farmError(404, u"Entity not found"_s);
    return request.method == "DELETE" ? cancel(id) : tell(id, 200);
}

FlakyAnswer FakeTestingFarm::submit(const QJsonObject &body)
{
    const QJsonObject environment = body.value("environments"_L1).toArray().at(0).toObject();
    const QString url = body.value("test"_L1)
                                .toObject()
                                .value("fmf"_L1)
                                .toObject()
                                .value("url"_L1)
                                .toString();
    if (url.isEmpty() || environment.value("arch"_L1).toString().isEmpty())
        return farmError(400, u"Test section is empty or test type is wrong."_s);
    const QString id = u"00000000-0000-4000-8000-%1"_s.arg(qlonglong(requests.size() + 1), 12, 10,
                                                           QChar(u'0'));
    requests.insert(id, {.submission = body});
    return tell(id, 200);
}

FlakyAnswer FakeTestingFarm::cancel(const QString &id)
{
    FakeFarmRequest &request = requests[id];
    if (request.state == "complete"_L1 || request.state == "error"_L1)
        return farmError(409, u"Request has already finished"_s);
    if (request.state == "canceled"_L1 || request.state == "cancel-requested"_L1)
        return {.status = 204};
    request.state = u"cancel-requested"_s;
    return tell(id, 200);
}

FlakyAnswer FakeTestingFarm::tell(const QString &id, int status) const
{
    const FakeFarmRequest request = requests.value(id);
    const QString artifacts = u"https://artifacts.example/"_s + id;
    QJsonObject object{{u"id"_s, id},
                       {u"state"_s, request.state},
                       {u"result"_s, QJsonValue()},
                       {u"run"_s, QJsonObject{{u"artifacts"_s, artifacts}}}};
    if (!request.overall.isEmpty()) {
        object.insert(u"result"_s, QJsonObject{{u"overall"_s, request.overall},
                                               {u"summary"_s, request.summary}});
    }
    return FlakyAnswer::json(object, status);
}

} // namespace sluice
