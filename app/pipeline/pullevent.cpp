// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pullevent.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kLongestComment = 20'000;
constexpr qsizetype kLongestText = 1'000;

QString text(const QJsonObject &object, QLatin1StringView key)
{
    return object.value(key).toString().left(kLongestText);
}

QString loginOf(const QJsonObject &object, QLatin1StringView key)
{
    return text(object.value(key).toObject(), "login"_L1);
}

bool isRepositoryName(const QString &name)
{
    static const QRegularExpression valid(u"\\A[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+\\z"_s);
    return valid.match(name).hasMatch();
}

bool isSha(const QString &sha)
{
    static const QRegularExpression valid(u"\\A(?:[0-9a-f]{40}|[0-9a-f]{64})\\z"_s);
    return valid.match(sha).hasMatch();
}

std::unexpected<Error> malformed(const QString &name, const QString &what)
{
    return failure(Cause::Invalid,
                   u"The event %1 %2: see in the webhook's deliveries what was sent."_s.arg(
                           name.left(40), what));
}

std::optional<PullEvent::Kind> kindOf(const QString &name, const QString &action)
{
    using Kind = PullEvent::Kind;
    static const QHash<QString, Kind> kinds{{u"pull_request/opened"_s, Kind::Opened},
                                            {u"pull_request/reopened"_s, Kind::Reopened},
                                            {u"pull_request/synchronize"_s, Kind::Synchronized},
                                            {u"pull_request/closed"_s, Kind::Closed},
                                            {u"check_run/rerequested"_s, Kind::CheckRerequested},
                                            {u"issue_comment/created"_s, Kind::Commented}};
    const auto it = kinds.constFind(name + u'/' + action);
    return it == kinds.constEnd() ? std::nullopt : std::optional(*it);
}

QStringList labelsOf(const QJsonObject &object)
{
    QStringList out;
    const QJsonArray labels = object.value("labels"_L1).toArray();
    for (const QJsonValue &label : labels)
        out << text(label.toObject(), "name"_L1);
    return out;
}

void readPull(PullEvent &event, const QJsonObject &pull)
{
    const QJsonObject head = pull.value("head"_L1).toObject();
    event.title = text(pull, "title"_L1);
    event.author = loginOf(pull, "user"_L1);
    event.authorAssociation = text(pull, "author_association"_L1);
    event.headSha = text(head, "sha"_L1);
    event.headRef = text(head, "ref"_L1);
    event.updatedAt = QDateTime::fromString(text(pull, "updated_at"_L1), Qt::ISODate);
    const QJsonObject fork = head.value("repo"_L1).toObject();
    event.headRepository = text(fork, "full_name"_L1);
    event.headUrl = text(fork, "clone_url"_L1);
    event.baseRef = text(pull.value("base"_L1).toObject(), "ref"_L1);
    event.labels = labelsOf(pull);
    event.isDraft = pull.value("draft"_L1).toBool();
    event.isMerged = pull.value("merged"_L1).toBool();
}

void readCheck(PullEvent &event, const QJsonObject &check)
{
    event.checkName = text(check, "name"_L1);
    event.checkExternalId = text(check, "external_id"_L1);
    event.headSha = text(check, "head_sha"_L1);
    // Empty for pull requests of forks: then the commit tells which one it is.
    const QJsonObject pull = check.value("pull_requests"_L1).toArray().at(0).toObject();
    event.number = pull.value("number"_L1).toInt();
    event.baseRef = text(pull.value("base"_L1).toObject(), "ref"_L1);
    event.headRef = text(pull.value("head"_L1).toObject(), "ref"_L1);
}

void readComment(PullEvent &event, const QJsonObject &issue, const QJsonObject &comment)
{
    event.number = issue.value("number"_L1).toInt();
    event.title = text(issue, "title"_L1);
    event.author = loginOf(issue, "user"_L1);
    event.labels = labelsOf(issue);
    event.isDraft = issue.value("draft"_L1).toBool();
    event.authorAssociation = text(comment, "author_association"_L1);
    event.commentBody = comment.value("body"_L1).toString().left(kLongestComment);
}

} // namespace

bool isPullEvent(const QString &name, const QString &action)
{
    return kindOf(name, action).has_value();
}

Result<std::optional<PullEvent>> pullEventFrom(const QString &name, const QByteArray &json)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (!document.isObject())
        return malformed(name, u"is not a JSON object"_s);
    const QJsonObject root = document.object();
    const auto kind = kindOf(name, text(root, "action"_L1));
    const QJsonObject issue = root.value("issue"_L1).toObject();
    if (!kind || (kind == PullEvent::Kind::Commented && !issue.contains("pull_request"_L1)))
        return std::optional<PullEvent>();

    const QJsonObject repository = root.value("repository"_L1).toObject();
    PullEvent event{.kind = *kind};
    event.repository = text(repository, "full_name"_L1);
    event.repositoryNodeId = text(repository, "node_id"_L1);
    event.isPrivate = repository.value("private"_L1).toBool();
    event.sender = loginOf(root, "sender"_L1);
    event.installation = root.value("installation"_L1).toObject().value("id"_L1).toInteger();
    if (*kind == PullEvent::Kind::CheckRerequested) {
        readCheck(event, root.value("check_run"_L1).toObject());
    } else if (*kind == PullEvent::Kind::Commented) {
        readComment(event, issue, root.value("comment"_L1).toObject());
    } else {
        const QJsonObject pull = root.value("pull_request"_L1).toObject();
        readPull(event, pull);
        event.number = root.value("number"_L1).toInt(pull.value("number"_L1).toInt());
        event.previousSha = text(root, "before"_L1);
    }

    if (!isRepositoryName(event.repository))
        return malformed(name, u"names no repository"_s);
    if (event.number <= 0 && *kind != PullEvent::Kind::CheckRerequested)
        return malformed(name, u"has no number"_s);
    if (!isSha(event.headSha) && *kind != PullEvent::Kind::Commented)
        return malformed(name, u"names no commit"_s);
    if (*kind == PullEvent::Kind::CheckRerequested && event.checkName.isEmpty())
        return malformed(name, u"names no check"_s);
    return std::optional(event);
}

PullEvent pullEventFrom(const QString &repository, const QJsonObject &pull)
{
    PullEvent event{.repository = repository, .number = pull.value("number"_L1).toInt()};
    readPull(event, pull);
    event.sender = event.author;
    const QJsonObject base = pull.value("base"_L1).toObject().value("repo"_L1).toObject();
    if (const QString name = text(base, "full_name"_L1); isRepositoryName(name))
        event.repository = name;
    event.repositoryNodeId = text(base, "node_id"_L1);
    event.isPrivate = base.value("private"_L1).toBool();
    return event;
}

} // namespace sluice
