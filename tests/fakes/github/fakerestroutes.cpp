// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakeaccess.h"
#include "fakes/github/fakesearch.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

bool isRead(const FakeRequest &request)
{
    return request.method == "GET" || request.method == "HEAD";
}

/// What comes with a request must be a JSON object, where there is anything.
std::optional<FakeAnswer> bodyRefusal(const FakeRequest &request)
{
    if (isRead(request) || request.body.trimmed().isEmpty())
        return {};
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(request.body, &error);
    if (error.error != QJsonParseError::NoError)
        return fakeError(400, u"Problems parsing JSON"_s);
    if (!document.isObject())
        return fakeError(400, u"Body should be a JSON object"_s);
    return {};
}

FakeAnswer rateLimit(const FakeContext &context, FakeRateWindows &windows, const FakeLimits &limits)
{
    if (!limits.isCounting)
        return fakeError(404, u"Rate limiting is not enabled."_s);
    const QList<std::pair<QString, int>> all{{u"core"_s, context.window.limit},
                                             {u"search"_s, limits.search},
                                             {u"graphql"_s, limits.graphql},
                                             {u"code_search"_s, 10},
                                             {u"integration_manifest"_s, 5000},
                                             {u"source_import"_s, 100},
                                             {u"code_scanning_upload"_s, 1000},
                                             {u"actions_runner_registration"_s, 10000},
                                             {u"scim"_s, 15000},
                                             {u"dependency_snapshots"_s, 100}};
    QJsonObject resources;
    for (const auto &[name, limit] : all) {
        const auto &window = windows.window(context.token.bucket(), name, limit, context.now);
        resources.insert(name, window.toJson(name));
    }
    QJsonObject json{{u"resources"_s, resources}};
    if (context.request.headers.value("x-github-api-version"_L1) != "2026-03-10")
        json.insert(u"rate"_s, resources.value("core"_L1));
    return fakeJson(json);
}

FakeAnswer searchIssues(const FakeContext &context)
{
    QString text = context.request.query.queryItemValue(u"q"_s, QUrl::FullyDecoded);
    text.replace(u'+', u' ');
    if (text.trimmed().isEmpty()) {
        return fakeError(422, u"Validation Failed"_s,
                         {QJsonObject{{u"resource"_s, u"Search"_s},
                                      {u"field"_s, u"q"_s},
                                      {u"code"_s, u"missing"_s}}});
    }
    QJsonArray all;
    for (const auto &[repository, pull] : fakeSearch(context.state, context.token, text)) {
        QJsonObject issue = fakePullJson(*repository, *pull);
        for (const QString &key : {u"head"_s, u"base"_s})
            issue.remove(key);
        issue.insert(u"score"_s, 1.0);
        issue.insert(u"repository_url"_s, fakeApiUrl(u"/repos/"_s + repository->fullName()));
        issue.insert(u"pull_request"_s,
                     QJsonObject{{u"url"_s, fakeApiUrl(u"/repos/%1/pulls/%2"_s.arg(
                                                    repository->fullName(),
                                                    QString::number(pull->number)))}});
        all << issue;
    }
    return fakeCountedPage(context.request, u"items"_s, all, {{u"incomplete_results"_s, false}});
}

FakeAnswer listOfRepositories(const FakeContext &context, const QString &owner)
{
    QJsonArray all;
    for (const FakeRepository *repository : context.state.repositories()) {
        if ((owner.isEmpty() || repository->owner.compare(owner, Qt::CaseInsensitive) == 0)
            && repository->isReadableBy(context.token))
            all << fakeRepositoryJson(*repository);
    }
    return fakePage(context.request, all);
}

FakeAnswer ownRepositories(const FakeContext &context)
{
    QJsonArray all;
    const QString &login = context.token.login;
    for (const FakeRepository *repository : context.state.repositories()) {
        const bool isOwner = repository->owner == login;
        const QString permission = repository->permissions.value(login);
        if (!isOwner && permission.isEmpty())
            continue;
        QJsonObject json = fakeRepositoryJson(*repository);
        const bool mayPush = isOwner || permission == "admin"_L1 || permission == "write"_L1;
        json.insert(u"permissions"_s, QJsonObject{{u"pull"_s, true}, {u"push"_s, mayPush}});
        all << json;
    }
    return fakePage(context.request, all);
}

FakeAnswer organisations(const FakeContext &context)
{
    const QStringList &scopes = context.token.scopes;
    if (!scopes.contains(u"read:org"_s) && !scopes.contains(u"user"_s)) {
        return fakeError(403, u"You need at least read:org scope or user scope to list your "
                              u"organizations."_s);
    }
    QJsonArray all;
    for (const auto &[name, members] : context.state.organisations.asKeyValueRange()) {
        if (members.contains(context.token.login))
            all << QJsonObject{{u"login"_s, name}, {u"node_id"_s, QString(u"O_"_s + name)}};
    }
    return fakePage(context.request, all);
}

FakeAnswer installationRepositories(const FakeContext &context)
{
    QJsonArray all;
    for (const FakeRepository *repository : context.state.repositories()) {
        if (repository->owner.compare(context.token.login, Qt::CaseInsensitive) == 0)
            all << fakeRepositoryJson(*repository);
    }
    return fakeCountedPage(context.request, u"repositories"_s, all,
                           {{u"repository_selection"_s, u"all"_s}});
}

FakeAnswer repositoryRoute(const FakeContext &context, FakeRepository &repository,
                           const QString &rest)
{
    if (repository.isDeleted || !repository.isReadableBy(context.token))
        return fakeNotFound();
    if (auto refused = fakeAccessRefusal(context, repository))
        return *std::move(refused);
    if (rest.isEmpty() && isRead(context.request))
        return fakeDated(fakeJson(fakeRepositoryJson(repository)), repository.updatedAt);
    for (const auto routes :
         {fakeContentRoutes, fakePullRoutes, fakeSuiteRoutes, fakeFlagRoutes, fakeHookRoutes}) {
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
            {u"avatar_url"_s, QString(u"https://avatars.github.test/"_s + login)},
            {u"gravatar_id"_s, QString(u""_s)},
            {u"url"_s, fakeApiUrl(u"/users/"_s + login)},
            {u"html_url"_s, QString(u"https://github.test/"_s + login)},
            {u"repos_url"_s, fakeApiUrl(u"/users/"_s + login + u"/repos"_s)},
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
            {u"html_url"_s, QString(u"https://github.test/"_s + repository.fullName())},
            {u"url"_s, fakeApiUrl(u"/repos/"_s + repository.fullName())},
            {u"description"_s, QJsonValue()},
            {u"disabled"_s, false},
            {u"hooks_url"_s, fakeApiUrl(u"/repos/%1/hooks"_s.arg(repository.fullName()))},
            {u"pushed_at"_s, repository.updatedAt.isValid()
                                     ? QJsonValue(repository.updatedAt.toString(Qt::ISODate))
                                     : QJsonValue()},
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
    static const QRegularExpression user(u"^/users/([^/]+)(/repos)?$"_s);
    if (auto refused = bodyRefusal(context.request))
        return *std::move(refused);
    if (!isRead(context.request) && !path.startsWith("/repos"_L1))
        return fakeNotFound();
    if (path == "/rate_limit"_L1)
        return rateLimit(context, windows, limits);
    if (context.token.kind == FakeToken::Kind::Anonymous
        && (path == "/user"_L1 || path.startsWith("/user/"_L1)))
        return fakeError(401, u"Requires authentication"_s);
    if (context.token.kind == FakeToken::Kind::Installation
        && (path == "/user"_L1 || path.startsWith("/user/"_L1)))
        return fakeError(403, u"Resource not accessible by integration"_s);
    if (path == "/user"_L1)
        return fakeJson(fakeUserJson(context.token.login));
    if (path == "/search/issues"_L1)
        return searchIssues(context);
    if (path == "/user/repos"_L1)
        return ownRepositories(context);
    if (path == "/user/orgs"_L1)
        return organisations(context);
    if (path == "/installation/repositories"_L1) {
        if (context.token.kind != FakeToken::Kind::Installation)
            return fakeError(403, u"You must authenticate with an installation access token in "
                                  u"order to list repositories for an installation."_s);
        return installationRepositories(context);
    }
    if (const auto match = ofOrganisation.match(path); match.hasMatch())
        return listOfRepositories(context, match.captured(1));
    if (const auto match = user.match(path); match.hasMatch()) {
        return match.captured(2).isEmpty() ? fakeJson(fakeUserJson(match.captured(1)))
                                           : listOfRepositories(context, match.captured(1));
    }
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
