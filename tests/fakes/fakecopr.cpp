// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/fakecopr.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUrlQuery>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

FlakyAnswer coprError(int status, const QString &text)
{
    return FlakyAnswer::json({{u"error"_s, text}}, status);
}

FlakyAnswer listing(const QJsonArray &items)
{
    return FlakyAnswer::json({{u"items"_s, items}, {u"meta"_s, QJsonObject()}});
}

bool isOver(const QString &state)
{
    static const QStringList over{u"succeeded"_s, u"failed"_s, u"canceled"_s, u"skipped"_s,
                                  u"forked"_s};
    return over.contains(state);
}

} // namespace

QString FakeCoprBuild::state() const
{
    if (isCanceled)
        return u"canceled"_s;
    if (source != "succeeded"_L1)
        return source;
    const QStringList states = chroots.values();
    for (const QString &state : {u"running"_s, u"starting"_s, u"pending"_s, u"failed"_s,
                                 u"succeeded"_s, u"skipped"_s, u"forked"_s}) {
        if (states.contains(state))
            return state;
    }
    return u"waiting"_s;
}

FakeCopr::FakeCopr(quint16 port, QObject *parent)
    : QObject(parent)
    , m_server(port)
{
    m_server.handle([this](const FlakyRequest &request) { return answerTo(request); });
}

void FakeCopr::importSource(qint64 build)
{
    builds[build].source = u"succeeded"_s;
    for (QString &state : builds[build].chroots)
        state = u"pending"_s;
}

void FakeCopr::finish(qint64 build, const QString &state)
{
    for (QString &chroot : builds[build].chroots)
        chroot = isOver(chroot) ? chroot : state;
}

FlakyAnswer FakeCopr::answerTo(const FlakyRequest &request)
{
    if (!m_faults.isEmpty())
        return m_faults.takeFirst();
    const QUrl url(QString::fromLatin1(request.target));
    const bool isWhoAmI = url.path() == "/api_3/auth-check"_L1;
    if (request.method == "GET" && !isWhoAmI)
        return get(url);
    const QByteArray expected = "Basic "_ba + QByteArray(login() + ':' + token()).toBase64();
    if (request.headers.value("authorization"_ba) != expected)
        return coprError(401, u"Login invalid/expired."_s);
    if (isWhoAmI)
        return FlakyAnswer::json({{u"id"_s, 7}, {u"name"_s, u"packit"_s}}, 200);
    return change(request, url.path(QUrl::FullyDecoded));
}

FlakyAnswer FakeCopr::get(const QUrl &url) const
{
    const QUrlQuery query(url);
    const QString path = url.path();
    if (path == "/api_3/build/list"_L1) {
        QJsonArray items;
        const QList<qint64> ids = builds.keys();
        for (auto it = ids.rbegin(); it != ids.rend(); ++it) {
            const FakeCoprBuild build = builds.value(*it);
            if (build.owner == query.queryItemValue(u"ownername"_s, QUrl::FullyDecoded)
                && build.project == query.queryItemValue(u"projectname"_s))
                items << toJson(*it);
        }
        return listing(items);
    }
    if (path == "/api_3/project"_L1)
        return tellProject(query);
    const bool isChroots = path == "/api_3/build-chroot/list"_L1;
    const qint64 id = isChroots ? query.queryItemValue(u"build_id"_s).toLongLong()
                                : path.mid(path.lastIndexOf(u'/') + 1).toLongLong();
    if (!builds.contains(id))
        return coprError(404, u"Build with id %1 does not exist."_s.arg(id));
    const FakeCoprBuild build = builds.value(id);
    if (isChroots) {
        QJsonArray items;
        for (auto it = build.chroots.begin(); it != build.chroots.end(); ++it) {
            const QString results = u"https://results.example/"_s + it.key();
            items << QJsonObject{{u"name"_s, it.key()},
                                 {u"state"_s, *it},
                                 {u"started_on"_s, QJsonValue()},
                                 {u"ended_on"_s, QJsonValue()},
                                 {u"result_url"_s, results}};
        }
        return listing(items);
    }
    if (path.startsWith("/api_3/build/source-chroot/"_L1)) {
        if (isSourceUntold)
            return coprError(500, u"Request wasn't successful, there is probably a bug."_s);
        const QString state = build.isCanceled ? u"canceled"_s : build.source;
        return FlakyAnswer::json(
                {{u"state"_s, state}, {u"result_url"_s, u"https://results.example/srpm"_s}});
    }
    return path == u"/api_3/build/"_s + QString::number(id) ? FlakyAnswer::json(toJson(id))
                                                            : coprError(404, u"No such API."_s);
}

FlakyAnswer FakeCopr::change(const FlakyRequest &request, const QString &path)
{
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    const QString add = u"/api_3/project/add/"_s;
    const QString cancel = u"/api_3/build/cancel/"_s;
    if (request.method == "POST" && path.startsWith("/api_3/build/create/"_L1))
        return submit(path, body);
    if (request.method == "POST" && path.startsWith(add))
        return addProject(path.sliced(add.size()), body, request.target.endsWith("exist_ok=True"));
    const QString edit = u"/api_3/project/edit/"_s;
    if (request.method == "POST" && path.startsWith(edit))
        return editProject(path.sliced(edit.size()), body);
    const qint64 id = path.mid(cancel.size()).toLongLong();
    if (request.method != "PUT" || !path.startsWith(cancel) || !builds.contains(id))
        return coprError(404, u"No such API."_s);
    if (isOver(builds.value(id).state()))
        return coprError(400, u"Cannot cancel build %1"_s.arg(id));
    builds[id].isCanceled = true;
    finish(id, u"canceled"_s);
    return FlakyAnswer::json(toJson(id));
}

FlakyAnswer FakeCopr::submit(const QString &path, const QJsonObject &body)
{
    FakeCoprBuild build{.owner = body.value("ownername"_L1).toString(),
                        .project = body.value("projectname"_L1).toString(),
                        .submission = body};
    const QString project = build.owner + u'/' + build.project;
    if (!projects.contains(project))
        return coprError(404, u"Project %1 does not exist."_s.arg(project));
    const bool isUrl = path.endsWith("/url"_L1);
    if (body.value(isUrl ? "pkgs"_L1 : "clone_url"_L1).toString().isEmpty())
        return coprError(400, u"Bad request parameters: {'pkgs': ['This field is required.']}"_s);
    QStringList chroots = projects.value(project);
    if (const QJsonArray asked = body.value("chroots"_L1).toArray(); !asked.isEmpty()) {
        chroots.clear();
        for (const QJsonValue &chroot : asked)
            chroots << chroot.toString();
    }
    for (const QString &chroot : std::as_const(chroots)) {
        if (!projects.value(project).contains(chroot))
            return coprError(400, u"Bad request parameters: unknown chroot "_s + chroot);
        build.chroots.insert(chroot, u"waiting"_s);
    }
    builds.insert(++m_lastId, build);
    return isUrl ? listing({toJson(m_lastId)}) : FlakyAnswer::json(toJson(m_lastId));
}

FlakyAnswer FakeCopr::addProject(const QString &owner, const QJsonObject &body, bool isOk)
{
    const QString name = body.value("name"_L1).toString();
    const QString full = owner + u'/' + name;
    if (projects.contains(full) && !isOk)
        return coprError(400, u"name: You already have a project named '%1'."_s.arg(name));
    QStringList chroots;
    const QJsonArray asked = body.value("chroots"_L1).toArray();
    for (const QJsonValue &chroot : asked)
        chroots << chroot.toString();
    for (const QString &chroot : std::as_const(chroots)) {
        if (!knownChroots.contains(chroot))
            return coprError(400, u"Unexpected chroot "_s + chroot);
    }
    if (!projects.contains(full))
        projects.insert(full, chroots);
    return FlakyAnswer::json({{u"name"_s, name}, {u"ownername"_s, owner}, {u"full_name"_s, full}});
}

FlakyAnswer FakeCopr::tellProject(const QUrlQuery &query) const
{
    const QString project = query.queryItemValue(u"ownername"_s, QUrl::FullyDecoded) + u'/'
                          + query.queryItemValue(u"projectname"_s);
    if (!projects.contains(project))
        return coprError(404, u"Project %1 does not exist."_s.arg(project));
    QJsonObject chroots;
    for (const QString &chroot : projects.value(project))
        chroots.insert(chroot, QString(u"https://results.example/"_s + chroot));
    return FlakyAnswer::json({{u"full_name"_s, project},
                              {u"chroot_repos"_s, chroots},
                              {u"packit_forge_projects_allowed"_s,
                               QJsonArray::fromStringList(allowedForges.value(project))}});
}

FlakyAnswer FakeCopr::editProject(const QString &full, const QJsonObject &body)
{
    if (!projects.contains(full))
        return coprError(404, u"Project %1 does not exist."_s.arg(full));
    QStringList chroots;
    const QJsonArray asked = body.value("chroots"_L1).toArray();
    for (const QJsonValue &chroot : asked)
        chroots << chroot.toString();
    for (const QString &chroot : std::as_const(chroots)) {
        if (!knownChroots.contains(chroot))
            return coprError(400, u"Unexpected chroot "_s + chroot);
    }
    projects[full] = chroots;
    return FlakyAnswer::json({{u"full_name"_s, full}});
}

QJsonObject FakeCopr::toJson(qint64 id) const
{
    const FakeCoprBuild build = builds.value(id);
    const bool isSourced = build.source == "succeeded"_L1;
    const QJsonValue srpm
            = isSourced ? QJsonValue(u"https://results.example/hello-1-1.src.rpm"_s) : QJsonValue();
    return {{u"id"_s, id},
            {u"state"_s, build.state()},
            {u"ownername"_s, build.owner},
            {u"projectname"_s, build.project},
            {u"project_dirname"_s, build.project},
            {u"chroots"_s, QJsonArray::fromStringList(build.chroots.keys())},
            {u"source_package"_s, QJsonObject{{u"name"_s, QJsonValue()},
                                              {u"version"_s, QJsonValue()},
                                              {u"url"_s, srpm}}},
            {u"submitted_on"_s, 1'700'000'000},
            {u"started_on"_s, QJsonValue()},
            {u"ended_on"_s, QJsonValue()}};
}

} // namespace sluice
