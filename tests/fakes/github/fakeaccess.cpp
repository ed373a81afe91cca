// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakeaccess.h"

#include <QRegularExpression>

#include <algorithm>
#include <iterator>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

struct Rule
{
    QLatin1StringView pattern; ///< of the path below the repository
    QLatin1StringView names; ///< permissions, any of these
    QLatin1StringView scopes;
    bool isPublic;
};

constexpr Rule kRules[] = {
        {"^/hooks"_L1, "repository_hooks"_L1,
         "admin:repo_hook, read:repo_hook, repo, write:repo_hook"_L1, false},
        {"^/(statuses/|commits/.+/status(es)?$)"_L1, "statuses"_L1, "repo, repo:status"_L1, true},
        {"^/(check-runs|check-suites|commits/.+/check-(runs|suites)$)"_L1, "checks"_L1, "repo"_L1,
         true},
        {"^/issues"_L1, "issues pull_requests"_L1, "repo"_L1, true},
        {"^/pulls"_L1, "pull_requests"_L1, "repo"_L1, true},
        {"^/(contents|git/|branches|commits)"_L1, "contents"_L1, "repo"_L1, true},
        {"^/collaborators"_L1, "metadata"_L1, "read:org, repo"_L1, false},
        {""_L1, "metadata"_L1, "repo"_L1, true},
};

} // namespace

FakeAccess FakeAccess::of(const FakeRequest &request)
{
    static const QRegularExpression ofRepository(u"^/repo(?:s/[^/]+|sitories)/[^/]+(/.*)?$"_s);
    const auto match = ofRepository.match(request.path);
    if (!match.hasMatch()) {
        const bool isList = request.path.startsWith("/orgs/"_L1);
        return {.scopes = isList ? QStringList{u"repo"_s} : QStringList(),
                .permissions = u"metadata=read"_s};
    }
    const QString below = match.captured(1);
    const auto rule = std::ranges::find_if(kRules, [&below](const Rule &one) {
        return QRegularExpression(one.pattern).match(below).hasMatch();
    });
    const bool isRead = request.method == "GET" || request.method == "HEAD";
    QStringList permissions;
    for (const QString &name : QString(rule->names).split(u' '))
        permissions << name + (isRead ? u"=read"_s : u"=write"_s);
    return {.scopes = QString(rule->scopes).split(u", "_s),
            .permissions = permissions.join("; "_L1),
            .isPublic = isRead && rule->isPublic};
}

bool FakeAccess::isGrantedTo(const FakeToken &token) const
{
    const QStringList all = permissions.split(u"; "_s);
    return std::ranges::any_of(all, [&token](const QString &one) {
        const QString level = token.permissions.value(one.section(u'=', 0, 0));
        return level == "write"_L1 || level == "admin"_L1 || level == one.section(u'=', 1);
    });
}

std::optional<FakeAnswer> fakeAccessRefusal(const FakeContext &context,
                                            const FakeRepository &repository)
{
    const FakeAccess access = FakeAccess::of(context.request);
    const bool isOpen = access.isPublic && !repository.isPrivate;
    switch (context.token.kind) {
    case FakeToken::Kind::Personal:
        return {};
    case FakeToken::Kind::Anonymous:
        if (isOpen)
            return {};
        return fakeError(401, u"Requires authentication"_s);
    case FakeToken::Kind::FineGrained:
        if (isOpen || access.isGrantedTo(context.token))
            return {};
        return fakeError(403, u"Resource not accessible by personal access token"_s);
    case FakeToken::Kind::Installation:
        if (isOpen || access.isGrantedTo(context.token))
            return {};
        return fakeError(403, u"Resource not accessible by integration"_s);
    }
    Q_UNREACHABLE_RETURN({});
}

void addAccessHeaders(QHttpHeaders &headers, const FakeRequest &request, const FakeToken &token)
{
    const FakeAccess access = FakeAccess::of(request);
    switch (token.kind) {
    case FakeToken::Kind::Personal:
        headers.replaceOrAppend("X-OAuth-Scopes"_L1, token.scopes.join(", "_L1).toUtf8());
        headers.replaceOrAppend("X-Accepted-OAuth-Scopes"_L1, access.scopes.join(", "_L1).toUtf8());
        return;
    case FakeToken::Kind::FineGrained:
    case FakeToken::Kind::Installation:
        headers.append("X-Accepted-GitHub-Permissions"_L1, access.permissions.toUtf8());
        return;
    case FakeToken::Kind::Anonymous:
        return;
    }
}

} // namespace sluice
