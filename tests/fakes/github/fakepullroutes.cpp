// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakegithub.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

FakeAnswer pulls(const FakeContext &context, const FakeRepository &repository)
{
    const auto option = [&context](const QString &key, const QString &fallback) {
        const QString value = context.request.query.queryItemValue(key, QUrl::FullyDecoded);
        return value.isEmpty() ? fallback : value;
    };
    const QString state = option(u"state"_s, u"open"_s);
    const bool isByUpdate = option(u"sort"_s, u"created"_s) == "updated"_L1;
    const bool isAscending = option(u"direction"_s, isByUpdate ? u"asc"_s : u"desc"_s) == "asc"_L1;
    const QString base = option(u"base"_s, {});
    const QString head = option(u"head"_s, {});
    QList<FakePull> found;
    for (const FakePull &pull : repository.pulls) {
        const bool isWanted = (state == "all"_L1 || pull.state == state)
                           && (base.isEmpty() || pull.baseRef == base)
                           && (head.isEmpty() || pull.author + u':' + pull.headRef == head);
        if (isWanted)
            found << pull;
    }
    std::ranges::stable_sort(found, {}, [isByUpdate](const FakePull &pull) {
        return isByUpdate ? pull.updatedAt : pull.createdAt;
    });
    if (!isAscending)
        std::ranges::reverse(found);
    QJsonArray all;
    for (const FakePull &pull : found)
        all << fakePullJson(repository, pull);
    return fakePage(context.request, all);
}

FakeAnswer comments(const FakeContext &context, FakeRepository &repository, int issue)
{
    if (!repository.pull(issue))
        return fakeNotFound();
    if (context.request.method == "POST") {
        const QString body = QJsonDocument::fromJson(context.request.body)["body"_L1].toString();
        if (body.isEmpty()) {
            return fakeError(422, u"Validation Failed"_s,
                             {QJsonObject{{u"resource"_s, u"IssueComment"_s},
                                          {u"code"_s, u"missing_field"_s},
                                          {u"field"_s, u"body"_s}}});
        }
        return fakeJson(fakeCommentJson(repository, context.state.addComment(repository, issue,
                                                                             context.token.login,
                                                                             body, context.now)),
                        201);
    }
    const auto since = QDateTime::fromString(
            context.request.query.queryItemValue(u"since"_s, QUrl::FullyDecoded), Qt::ISODate);
    QJsonArray all;
    for (const FakeComment &comment : repository.comments) {
        if (comment.issue == issue && (!since.isValid() || comment.createdAt >= since))
            all << fakeCommentJson(repository, comment);
    }
    return fakePage(context.request, all);
}

} // namespace

QJsonObject fakeCommentJson(const FakeRepository &repository, const FakeComment &comment)
{
    const QString address = u"/repos/%1/issues"_s.arg(repository.fullName());
    return {{u"id"_s, comment.id},
            {u"node_id"_s, u"IC_%1"_s.arg(comment.id)},
            {u"url"_s, fakeApiUrl(u"%1/comments/%2"_s.arg(address).arg(comment.id))},
            {u"html_url"_s,
             u"https://github.test/%1/pull/%2#issuecomment-%3"_s.arg(repository.fullName())
                     .arg(comment.issue)
                     .arg(comment.id)},
            {u"issue_url"_s, fakeApiUrl(u"%1/%2"_s.arg(address).arg(comment.issue))},
            {u"body"_s, comment.body},
            {u"author_association"_s,
             repository.permissions.contains(comment.author) ? u"MEMBER"_s : u"NONE"_s},
            {u"user"_s, fakeUserJson(comment.author)},
            {u"created_at"_s, comment.createdAt.toString(Qt::ISODate)},
            {u"updated_at"_s, comment.createdAt.toString(Qt::ISODate)}};
}

QJsonObject fakePullJson(const FakeRepository &repository, const FakePull &pull)
{
    const auto side
            = [&repository](const QString &reference, const QString &sha, const QString &login) {
                  return QJsonObject{{u"label"_s, QString(login + u':' + reference)},
                                     {u"ref"_s, reference},
                                     {u"sha"_s, sha},
                                     {u"user"_s, fakeUserJson(login)},
                                     {u"repo"_s, fakeRepositoryJson(repository)}};
              };
    const QString below = u"%1/pulls/%2"_s.arg(repository.fullName()).arg(pull.number);
    const QString issue = u"/repos/%1/issues/%2"_s.arg(repository.fullName()).arg(pull.number);
    return {{u"id"_s, repository.id * 1000 + pull.number},
            {u"node_id"_s, u"PR_%1_%2"_s.arg(repository.id).arg(pull.number)},
            {u"number"_s, pull.number},
            {u"state"_s, pull.state},
            {u"url"_s, fakeApiUrl(u"/repos/"_s + below)},
            {u"html_url"_s,
             u"https://github.test/%1/pull/%2"_s.arg(repository.fullName()).arg(pull.number)},
            {u"issue_url"_s, fakeApiUrl(issue)},
            {u"comments_url"_s, fakeApiUrl(issue + u"/comments"_s)},
            {u"body"_s, QJsonValue()},
            {u"labels"_s, QJsonArray()},
            {u"assignees"_s, QJsonArray()},
            {u"merged_at"_s, QJsonValue()},
            {u"closed_at"_s, pull.closedAt.isValid()
                                     ? QJsonValue(pull.closedAt.toString(Qt::ISODate))
                                     : QJsonValue()},
            {u"statuses_url"_s,
             fakeApiUrl(u"/repos/%1/statuses/%2"_s.arg(repository.fullName(), pull.headSha))},
            {u"locked"_s, false},
            {u"draft"_s, false},
            {u"title"_s, pull.title},
            {u"user"_s, fakeUserJson(pull.author)},
            {u"author_association"_s, pull.authorAssociation},
            {u"created_at"_s, pull.createdAt.toString(Qt::ISODate)},
            {u"updated_at"_s, pull.updatedAt.toString(Qt::ISODate)},
            {u"head"_s, side(pull.headRef, pull.headSha, pull.author)},
            {u"base"_s,
             side(pull.baseRef, repository.branches.value(pull.baseRef), repository.owner)}};
}

std::optional<FakeAnswer> fakePullRoutes(FakeContext context, FakeRepository &repository,
                                         const QString &rest)
{
    static const QRegularExpression single(u"^/pulls/(\\d+)$"_s);
    static const QRegularExpression issueComments(u"^/issues/(\\d+)/comments$"_s);
    if (const auto match = issueComments.match(rest); match.hasMatch())
        return comments(context, repository, match.captured(1).toInt());
    if (context.request.method != "GET")
        return {};
    if (rest == "/pulls"_L1)
        return pulls(context, repository);
    if (const auto match = single.match(rest); match.hasMatch()) {
        const FakePull *pull = repository.pull(match.captured(1).toInt());
        return pull ? fakeDated(fakeJson(fakePullJson(repository, *pull)), pull->updatedAt)
                    : fakeNotFound();
    }
    return {};
}

} // namespace sluice
