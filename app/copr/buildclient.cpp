// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "copr/buildclient.h"

#include "copr/frontendclient.h"

#include <QHash>
#include <QJsonArray>
#include <QUrlQuery>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

JsonApiServer withoutApiPath(JsonApiServer server)
{
    server.url = normalizedFrontend(server.url);
    if (server.url.endsWith("/api_3"_L1))
        server.url = normalizedFrontend(server.url.chopped(6));
    return server;
}

QString nameOf(qint64 build) { return u"build "_s + QString::number(build); }

CoprBuild buildFrom(const QJsonObject &object)
{
    CoprBuild build{.id = object.value("id"_L1).toInteger(),
                    .state = coprStateFrom(object.value("state"_L1).toString()),
                    .owner = object.value("ownername"_L1).toString(),
                    .project = object.value("projectname"_L1).toString()};
    const QJsonArray chroots = object.value("chroots"_L1).toArray();
    for (const QJsonValue &chroot : chroots)
        build.chroots << chroot.toString();
    build.sourcePackage
            = QUrl(object.value("source_package"_L1).toObject().value("url"_L1).toString());
    return build;
}

std::unexpected<Error> strange(const QString &what, const QJsonObject &answer)
{
    return failure(
            Cause::Upstream,
            u"Copr's answer for %1 is not one of its API: see whether the URL is right."_s.arg(
                    what),
            u"keys: "_s + answer.keys().join(u", "_s));
}

/// Of what is read for `what`: a build, or an error where the answer is not one.
Result<CoprBuild> checkedBuild(const Result<QJsonObject> &answer, const QString &what)
{
    if (!answer)
        return std::unexpected(answer.error());
    const CoprBuild build = buildFrom(*answer);
    if (build.id <= 0)
        return strange(what, *answer);
    return build;
}

Result<QJsonArray> checkedItems(const Result<QJsonObject> &answer, const QString &what)
{
    if (!answer)
        return std::unexpected(answer.error());
    if (!answer->value("items"_L1).isArray())
        return strange(what, *answer);
    return answer->value("items"_L1).toArray();
}

QJsonObject bodyOf(const CoprSubmission &submission)
{
    QJsonObject body{{u"ownername"_s, submission.owner},
                     {u"projectname"_s, submission.project},
                     {u"enable_net"_s, submission.isNetworkEnabled},
                     {u"background"_s, submission.isBackground}};
    if (!submission.chroots.isEmpty())
        body.insert(u"chroots"_s, QJsonArray::fromStringList(submission.chroots));
    if (const auto *url = std::get_if<QUrl>(&submission.source)) {
        body.insert(u"pkgs"_s, url->toString(QUrl::FullyEncoded));
        return body;
    }
    const auto &scm = std::get<CoprScm>(submission.source);
    body.insert(u"clone_url"_s, scm.cloneUrl);
    body.insert(u"committish"_s, scm.committish);
    body.insert(u"subdirectory"_s, scm.subdirectory);
    body.insert(u"spec"_s, scm.spec);
    body.insert(u"scm_type"_s, u"git"_s);
    body.insert(u"source_build_method"_s, scm.method);
    return body;
}

} // namespace

CoprState coprStateFrom(const QString &word)
{
    static const QHash<QString, CoprState> states{
            {u"waiting"_s, CoprState::Waiting},     {u"pending"_s, CoprState::Pending},
            {u"starting"_s, CoprState::Starting},   {u"running"_s, CoprState::Running},
            {u"importing"_s, CoprState::Importing}, {u"succeeded"_s, CoprState::Succeeded},
            {u"failed"_s, CoprState::Failed},       {u"canceled"_s, CoprState::Canceled},
            {u"skipped"_s, CoprState::Skipped},     {u"forked"_s, CoprState::Forked}};
    return states.value(word, CoprState::Unknown);
}

bool isFinal(CoprState state)
{
    return isGood(state) || state == CoprState::Failed || state == CoprState::Canceled;
}

bool isGood(CoprState state)
{
    return state == CoprState::Succeeded || state == CoprState::Skipped
        || state == CoprState::Forked;
}

CoprBuildClient::CoprBuildClient(JsonApiServer server, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_api(withoutApiPath(std::move(server)), clock)
{}

void CoprBuildClient::submit(const CoprSubmission &submission,
                             std::function<void(Result<qint64>)> done)
{
    const bool isUrl = std::holds_alternative<QUrl>(submission.source);
    const QString what = u"a build in %1/%2"_s.arg(submission.owner, submission.project);
    m_api.send("POST"_ba, isUrl ? u"/api_3/build/create/url"_s : u"/api_3/build/create/scm"_s,
               bodyOf(submission), what,
               [what, done = std::move(done)](const Result<QJsonObject> &answer) {
                   // By URL there may be several, so the answer is a list.
                   const auto build
                           = answer && answer->contains("items"_L1)
                                   ? checkedBuild(
                                             answer->value("items"_L1).toArray().at(0).toObject(),
                                             what)
                                   : checkedBuild(answer, what);
                   done(build.transform([](const CoprBuild &made) { return made.id; }));
               });
}

void CoprBuildClient::ensureProject(const CoprProject &project,
                                    std::function<void(Result<void>)> done)
{
    const QJsonObject body{{u"name"_s, project.name},
                           {u"chroots"_s, QJsonArray::fromStringList(project.chroots)},
                           {u"description"_s, project.description},
                           {u"delete_after_days"_s, project.deleteAfterDays},
                           {u"unlisted_on_hp"_s, !project.isListed}};
    const QString owner = QString::fromLatin1(QUrl::toPercentEncoding(project.owner, "@"_ba));
    m_api.send("POST"_ba, u"/api_3/project/add/%1?exist_ok=True"_s.arg(owner), body,
               u"the project %1/%2"_s.arg(project.owner, project.name),
               [done = std::move(done)](const Result<QJsonObject> &answer) {
                   done(answer.transform([](const QJsonObject &) {}));
               });
}

void CoprBuildClient::allowedForgeProjects(const QString &owner, const QString &project,
                                           std::function<void(Result<QStringList>)> done)
{
    const QUrlQuery query{{u"ownername"_s, owner}, {u"projectname"_s, project}};
    m_api.get(u"/api_3/project?"_s + query.toString(QUrl::FullyEncoded),
              u"the project %1/%2"_s.arg(owner, project),
              [done = std::move(done)](const Result<QJsonObject> &answer) {
                  done(answer.transform([](const QJsonObject &told) {
                      return told.value("packit_forge_projects_allowed"_L1)
                              .toVariant()
                              .toStringList();
                  }));
              });
}

void CoprBuildClient::addChroots(const QString &owner, const QString &project,
                                 const QStringList &chroots, std::function<void(Result<void>)> done)
{
    const QString what = u"the project %1/%2"_s.arg(owner, project);
    const QUrlQuery query{{u"ownername"_s, owner}, {u"projectname"_s, project}};
    const auto edit = [this, owner, project, chroots, what,
                       done = std::move(done)](const Result<QJsonObject> &answer) {
        if (!answer)
            return done(std::unexpected(answer.error()));
        QStringList all = answer->value("chroot_repos"_L1).toObject().keys() + chroots;
        all.removeDuplicates();
        const QString path = u"/api_3/project/edit/%1/%2"_s.arg(
                QString::fromLatin1(QUrl::toPercentEncoding(owner, "@"_ba)), project);
        m_api.send("POST"_ba, path, QJsonObject{{u"chroots"_s, QJsonArray::fromStringList(all)}},
                   what, [done](const Result<QJsonObject> &edited) {
                       done(edited.transform([](const QJsonObject &) {}));
                   });
    };
    m_api.get(u"/api_3/project?"_s + query.toString(QUrl::FullyEncoded), what, edit);
}

void CoprBuildClient::build(qint64 id, std::function<void(Result<CoprBuild>)> done)
{
    m_api.get(u"/api_3/build/%1"_s.arg(id), nameOf(id),
              [id, done = std::move(done)](const Result<QJsonObject> &answer) {
                  done(checkedBuild(answer, nameOf(id)));
              });
}

void CoprBuildClient::builds(const QString &owner, const QString &project, int limit,
                             std::function<void(Result<QList<CoprBuild>>)> done)
{
    const QUrlQuery query{{u"ownername"_s, owner},
                          {u"projectname"_s, project},
                          {u"limit"_s, QString::number(limit)},
                          {u"order"_s, u"id"_s},
                          {u"order_type"_s, u"DESC"_s}};
    const QString what = u"the builds of %1/%2"_s.arg(owner, project);
    m_api.get(u"/api_3/build/list?"_s + query.toString(QUrl::FullyEncoded), what,
              [what, done = std::move(done)](const Result<QJsonObject> &answer) {
                  done(checkedItems(answer, what).transform([](const QJsonArray &items) {
                      QList<CoprBuild> builds;
                      for (const QJsonValue &item : items)
                          builds << buildFrom(item.toObject());
                      return builds;
                  }));
              });
}

void CoprBuildClient::whoAmI(std::function<void(Result<QString>)> done)
{
    m_api.get(u"/api_3/auth-check"_s, u"this login"_s,
              [done = std::move(done)](const Result<QJsonObject> &answer) {
                  if (!answer)
                      return done(std::unexpected(answer.error()));
                  const QString name = answer->value("name"_L1).toString();
                  if (name.isEmpty())
                      return done(strange(u"this login"_s, *answer));
                  done(name);
              });
}

void CoprBuildClient::sourceState(qint64 id, std::function<void(Result<CoprState>)> done)
{
    m_api.get(u"/api_3/build/source-chroot/%1"_s.arg(id), nameOf(id),
              [id, done = std::move(done)](const Result<QJsonObject> &answer) {
                  if (!answer)
                      return done(std::unexpected(answer.error()));
                  const QString state = answer->value("state"_L1).toString();
                  if (state.isEmpty())
                      return done(strange(nameOf(id), *answer));
                  done(coprStateFrom(state));
              });
}

void CoprBuildClient::chroots(qint64 id, std::function<void(Result<QList<CoprChroot>>)> done)
{
    m_api.get(u"/api_3/build-chroot/list?build_id=%1"_s.arg(id), nameOf(id),
              [id, done = std::move(done)](const Result<QJsonObject> &answer) {
                  done(checkedItems(answer, nameOf(id)).transform([](const QJsonArray &items) {
                      QList<CoprChroot> chroots;
                      for (const QJsonValue &item : items) {
                          const QJsonObject chroot = item.toObject();
                          chroots << CoprChroot{chroot.value("name"_L1).toString(),
                                                coprStateFrom(chroot.value("state"_L1).toString()),
                                                QUrl(chroot.value("result_url"_L1).toString())};
                      }
                      return chroots;
                  }));
              });
}

void CoprBuildClient::cancel(qint64 id, std::function<void(Result<CoprBuild>)> done)
{
    m_api.send("PUT"_ba, u"/api_3/build/cancel/%1"_s.arg(id), QJsonObject(), nameOf(id),
               [id, done = std::move(done)](const Result<QJsonObject> &answer) {
                   done(checkedBuild(answer, nameOf(id)));
               });
}

} // namespace sluice
