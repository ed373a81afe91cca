// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakegithub.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

bool mayRead(const FakeRepository &repository, const FakeToken &token)
{
    return !repository.isPrivate || repository.owner == token.login
        || repository.permissions.contains(token.login);
}

FakeAnswer rateLimit(const FakeContext &context, FakeRateWindows &windows, const FakeLimits &limits)
{
    QJsonObject resources;
    for (const auto &[name, limit] :
         {std::pair(u"core"_s, limits.core), std::pair(u"graphql"_s, limits.graphql)}) {
        const auto &window = windows.window(context.token.secret, name, limit, context.now);
        resources.insert(name,
                         QJsonObject{{u"limit"_s, window.limit},
                                     {u"used"_s, window.used},
                                     {u"remaining"_s, std::max(0, window.limit - window.used)},
                                     {u"reset"_s, window.reset.toSecsSinceEpoch()},
                                     {u"resource"_s, name}});
    }
    return fakeJson(
            QJsonObject{{u"resources"_s, resources}, {u"rate"_s, resources.value("core"_L1)}});
}

FakeAnswer listOfRepositories(const FakeContext &context, const QString &owner)
{
    QJsonArray all;
    for (const FakeRepository *repository : context.state.repositories()) {
        if ((owner.isEmpty() || repository->owner == owner) && mayRead(*repository, context.token))
            all << fakeRepositoryJson(*repository);
    }
    return fakePage(context.request, all);
}

FakeAnswer installationRepositories(const FakeContext &context)
{
    const FakeAnswer page = listOfRepositories(context, context.token.login);
    const QJsonArray part = QJsonDocument::fromJson(page.body).array();
    const auto total = std::ranges::count(context.state.repositories(), context.token.login,
                                          &FakeRepository::owner);
    FakeAnswer answer
            = fakeJson(QJsonObject{{u"total_count"_s, qint64(total)}, {u"repositories"_s, part}});
    if (page.headers.contains("Link"_L1))
        answer.headers.append("Link"_L1, page.headers.value("Link"_L1));
    return answer;
}

FakeAnswer repositoryRoute(const FakeContext &context, FakeRepository &repository,
                           const QString &rest)
{
    if (repository.isDeleted || !mayRead(repository, context.token))
        return fakeNotFound();
    if (rest.isEmpty() && context.request.method == "GET")
        return fakeJson(fakeRepositoryJson(repository));
    for (const auto routes : {fakeContentRoutes, fakePullRoutes, fakeFlagRoutes, fakeHookRoutes}) {
        if (auto answer = routes(context, repository, rest))
            return *std::move(answer);
    }
    return fakeNotFound();
}

} // namespace

QJsonObject fakeUserJson(const QString &login)
{
    return {{u"login"_s, login},
            {u"id"_s, qint64(qHash(login) % 1'000'000)},
            {u"node_id"_s, QString(u"U_"_s + login)},
            {u"type"_s, u"User"_s},
            {u"site_admin"_s, false}};
}

QJsonObject fakeRepositoryJson(const FakeRepository &repository)
{
    return {{u"id"_s, repository.id},
            {u"node_id"_s, repository.nodeId()},
            {u"name"_s, repository.name},
            {u"full_name"_s, repository.fullName()},
            {u"private"_s, repository.isPrivate},
            {u"visibility"_s, repository.isPrivate ? u"private"_s : u"public"_s},
            {u"owner"_s, fakeUserJson(repository.owner)},
            {u"fork"_s, false},
            {u"archived"_s, false},
            {u"default_branch"_s, repository.defaultBranch},
            {u"clone_url"_s,
             QString(u"https://github.test/"_s + repository.fullName() + u".git"_s)},
            {u"open_issues_count"_s, repository.pulls.size()}};
}

FakeAnswer fakeRestRoutes(FakeContext context, FakeRateWindows &windows, const FakeLimits &limits)
{
    const QString &path = context.request.path;
    static const QRegularExpression byName(u"^/repos/([^/]+)/([^/]+)(/.*)?$"_s);
    static const QRegularExpression byId(u"^/repositories/(\\d+)(/.*)?$"_s);
    static const QRegularExpression ofOrganisation(u"^/orgs/([^/]+)/repos$"_s);
    static const QRegularExpression user(u"^/users/([^/]+)$"_s);
    if (path == "/rate_limit"_L1)
        return rateLimit(context, windows, limits);
    if (path == "/user"_L1)
        return fakeJson(fakeUserJson(context.token.login));
    if (path == "/user/repos"_L1)
        return listOfRepositories(context, {});
    if (path == "/installation/repositories"_L1) {
        if (context.token.kind != FakeToken::Kind::Installation)
            return fakeError(403, u"You must authenticate with an installation access token in "
                                  u"order to list repositories for an installation."_s);
        return installationRepositories(context);
    }
    if (const auto match = ofOrganisation.match(path); match.hasMatch())
        return listOfRepositories(context, match.captured(1));
    if (const auto match = user.match(path); match.hasMatch())
        return fakeJson(fakeUserJson(match.captured(1)));
    if (const auto match = byId.match(path); match.hasMatch()) {
        FakeRepository *repository = context.state.repository(match.captured(1).toLongLong());
        return repository ? repositoryRoute(context, *repository, match.captured(2))
                          : fakeNotFound();
    }
    const auto match = byName.match(path);
    if (!match.hasMatch())
        return fakeNotFound();
    if (FakeRepository *repository = context.state.repository(match.captured(1), match.captured(2)))
        return repositoryRoute(context, *repository, match.captured(3));
    const QString now = context.state.renamed(match.captured(1) + u'/' + match.captured(2));
    if (now.isEmpty())
        return fakeNotFound();
    const QString host = u"http://"_s
                       + QString::fromUtf8(context.request.headers.value("host"_L1).toByteArray());
    const QString query = context.request.query.toString(QUrl::FullyEncoded);
    const QString target = host + now + match.captured(3)
                         + (query.isEmpty() ? QString() : QString(u'?' + query));
    FakeAnswer answer = fakeJson(
            QJsonObject{{u"message"_s, u"Moved Permanently"_s}, {u"url"_s, target}}, 301);
    answer.headers.append(QHttpHeaders::WellKnownHeader::Location, target);
    return answer;
}

} // namespace sluice
