// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "observe/observequery.h"

#include "github/graphql.h"

#include <QHash>
#include <QJsonArray>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

const QString kListFields
        = u"fragment F on Repository { id nameWithOwner pullRequests(states: OPEN, first: %1, "
          u"after: $after, orderBy: {field: %2, direction: %3}) { totalCount "
          u"pageInfo { hasNextPage endCursor } nodes { id number headRefOid updatedAt%4 } } }"_s;
const QString kReadFields
        = u"fragment F on StatusCheckRollupContext { __typename "
          u"... on CheckRun { id databaseId name status conclusion title detailsUrl startedAt "
          u"completedAt checkSuite { app { slug } } } "
          u"... on StatusContext { context state description targetUrl createdAt "
          u"creator { login } } }"_s;

QString lists(const QStringList &repositories, QJsonObject &variables)
{
    QString parameters = u"$after: String"_s;
    QString fields;
    for (qsizetype i = 0; i < repositories.size(); ++i) {
        parameters += u", $o%1: String!, $n%1: String!"_s.arg(i);
        fields += u" r%1: repository(owner: $o%1, name: $n%1) { ...F }"_s.arg(i);
        variables.insert(u"o%1"_s.arg(i), repositories.at(i).section(u'/', 0, 0));
        variables.insert(u"n%1"_s.arg(i), repositories.at(i).section(u'/', 1));
    }
    return u"query(%1) {%2 rateLimit { cost } } "_s.arg(parameters, fields);
}

QDateTime timeOf(const QJsonValue &value)
{
    return QDateTime::fromString(value.toString(), Qt::ISODate).toUTC();
}

Error repositoryError(const QString &repository, const QString &account, const GraphqlError *error)
{
    const QString message = error ? error->message : QString();
    if (error && error->type == "FORBIDDEN"_L1) {
        return {.cause = Cause::Forbidden,
                .what
                = u"GitHub does not let the account %1 read %2: give its token the right to "
                  u"it, or let the organisation approve the token."_s.arg(account, repository),
                .detail = message};
    }
    return {.cause = Cause::NotFound,
            .what
            = u"%1 cannot be seen with the account %2: it was deleted or made private, or the "
              u"token may not read it. Observe it no more, or with another account."_s.arg(
                      repository, account),
            .detail = message};
}

ObservedCheck checkRunOf(const QJsonObject &json)
{
    ObservedCheck check{.name = json.value("name"_L1).toString(), .kind = FlagKind::CheckRun};
    check.writer = json.value("checkSuite"_L1)["app"_L1]["slug"_L1].toString();
    check.nodeId = json.value("id"_L1).toString();
    check.number = json.value("databaseId"_L1).toInteger();
    check.value = observedValue(
            json.value("status"_L1).toString(), json.value("conclusion"_L1).toString(),
            json.value("title"_L1).toString(), json.value("detailsUrl"_L1).toString());
    const QDateTime completed = timeOf(json.value("completedAt"_L1));
    check.since = completed.isValid() ? completed : timeOf(json.value("startedAt"_L1));
    return check;
}

ObservedCheck statusOf(const QJsonObject &json)
{
    ObservedCheck check{.name = json.value("context"_L1).toString(),
                        .kind = FlagKind::CommitStatus};
    check.writer = json.value("creator"_L1)["login"_L1].toString();
    check.value = observedValue(json.value("state"_L1).toString(), {},
                                json.value("description"_L1).toString(),
                                json.value("targetUrl"_L1).toString());
    check.since = timeOf(json.value("createdAt"_L1));
    return check;
}

/// Where GitHub withholds flags, it says null in their place, and why beside it.
QString withheld(const ObservedPull &pull, const GraphqlError &error)
{
    return error.type == "FORBIDDEN"_L1
                 ? u"GitHub does not show the flags of %1 to this account: give its token the "
                   u"right "
                   "to read checks and commit statuses, or observe it with another account."_s.arg(
                           pull.label())
                 : u"GitHub could not show all flags of %1: it is read again."_s.arg(pull.label());
}

ReadPart partOf(const QJsonObject &json, const GraphqlError *error)
{
    ReadPart part;
    ObservedPull &pull = part.reading.pull;
    pull.repository = json.value("repository"_L1)["nameWithOwner"_L1].toString();
    pull.nodeId = json.value("id"_L1).toString();
    pull.number = json.value("number"_L1).toInt();
    if (json.value("state"_L1).toString(u"OPEN"_s) != "OPEN"_L1)
        pull.state = PipelineState::Closed;
    pull.baseRef = json.value("baseRefName"_L1).toString();
    pull.title = json.value("title"_L1).toString();
    pull.author = json.value("author"_L1)["login"_L1].toString();
    const QJsonValue commit = json.value("commits"_L1)["nodes"_L1][0]["commit"_L1];
    pull.headSha = commit["oid"_L1].toString();
    const QJsonValue contexts = commit["statusCheckRollup"_L1]["contexts"_L1];
    if (error && !contexts.isObject())
        pull.problem = withheld(pull, *error);
    const QJsonArray nodes = contexts["nodes"_L1].toArray();
    for (const QJsonValue &node : nodes) {
        const QJsonObject one = node.toObject();
        if (one.isEmpty()) {
            pull.problem = withheld(pull, error ? *error : GraphqlError());
            continue;
        }
        const bool isRun = one.value("__typename"_L1) == u"CheckRun"_s;
        const ObservedCheck check = isRun ? checkRunOf(one) : statusOf(one);
        if (check.since.isValid() && (!pull.createdAt.isValid() || check.since < pull.createdAt))
            pull.createdAt = check.since;
        part.reading.checks << check;
    }
    if (contexts["pageInfo"_L1]["hasNextPage"_L1].toBool())
        part.cursor = contexts["pageInfo"_L1]["endCursor"_L1].toString();
    return part;
}

} // namespace

QByteArray listQuery(const QStringList &repositories, bool hasRollups)
{
    QJsonObject variables{{u"after"_s, QJsonValue()}};
    const QString query = lists(repositories, variables)
                        + kListFields.arg(u"30"_s, u"UPDATED_AT"_s, u"DESC"_s,
                                          hasRollups ? u" statusCheckRollup { state }"_s : u""_s);
    return graphqlBody(query, variables);
}

QByteArray pageQuery(const QString &repository, const QString &cursor)
{
    QJsonObject variables{{u"after"_s, cursor.isEmpty() ? QJsonValue() : QJsonValue(cursor)}};
    const QString query = lists({repository}, variables)
                        + kListFields.arg(u"100"_s, u"CREATED_AT"_s, u"ASC"_s, u""_s);
    return graphqlBody(query, variables);
}

Result<QList<ListedRepository>> listedIn(const QByteArray &body, const QStringList &asked,
                                         const QString &account)
{
    const auto answer = parseGraphql(body);
    if (!answer)
        return std::unexpected(answer.error());
    QList<ListedRepository> all;
    for (qsizetype i = 0; i < asked.size(); ++i) {
        const QString alias = u"r%1"_s.arg(i);
        const QJsonObject json = answer->data.value(alias).toObject();
        ListedRepository one{.asked = asked.at(i), .name = asked.at(i)};
        if (json.isEmpty()) {
            one.error = repositoryError(one.asked, account, answer->errorOf(alias));
            all << one;
            continue;
        }
        one.name = json.value("nameWithOwner"_L1).toString(one.asked);
        one.nodeId = json.value("id"_L1).toString();
        const QJsonValue pulls = json.value("pullRequests"_L1);
        one.total = pulls["totalCount"_L1].toInt();
        const QJsonArray nodes = pulls["nodes"_L1].toArray();
        for (const QJsonValue &pull : nodes) {
            ListedPull listed{pull["id"_L1].toString(),
                              pull["number"_L1].toInt(),
                              pull["headRefOid"_L1].toString(),
                              timeOf(pull["updatedAt"_L1]),
                              {}};
            if (pull.toObject().contains("statusCheckRollup"_L1))
                listed.rollup = pull["statusCheckRollup"_L1]["state"_L1].toString();
            one.pulls << listed;
        }
        if (pulls["pageInfo"_L1]["hasNextPage"_L1].toBool())
            one.cursor = pulls["pageInfo"_L1]["endCursor"_L1].toString();
        all << one;
    }
    return all;
}

QByteArray readQuery(const QList<ReadItem> &items)
{
    QString parameters;
    QString fields;
    QJsonObject variables;
    for (qsizetype i = 0; i < items.size(); ++i) {
        parameters += u"%1$i%2: ID!, $c%2: String"_s.arg(i == 0 ? u""_s : u", "_s).arg(i);
        fields += u" p%1: node(id: $i%1) { ... on PullRequest { id number state title baseRefName "
                  u"author { login } repository { nameWithOwner } commits(last: 1) { nodes { "
                  u"commit { oid statusCheckRollup { contexts(first: 100, after: $c%1) { "
                  u"pageInfo { hasNextPage endCursor } nodes { ...F } } } } } } } }"_s.arg(i);
        variables.insert(u"i%1"_s.arg(i), items.at(i).nodeId);
        const QString &cursor = items.at(i).cursor;
        variables.insert(u"c%1"_s.arg(i), cursor.isEmpty() ? QJsonValue() : QJsonValue(cursor));
    }
    const QString query
            = u"query(%1) {%2 rateLimit { cost } } "_s.arg(parameters, fields) + kReadFields;
    return graphqlBody(query, variables);
}

Result<QList<ReadPart>> partsIn(const QByteArray &body, qsizetype items)
{
    const auto answer = parseGraphql(body);
    if (!answer)
        return std::unexpected(answer.error());
    QList<ReadPart> parts;
    for (qsizetype i = 0; i < items; ++i) {
        const QJsonObject json = answer->data.value(u"p%1"_s.arg(i)).toObject();
        const GraphqlError *error = answer->errorOf(u"p%1"_s.arg(i));
        const bool isHidden
                = !error || error->type == "NOT_FOUND"_L1 || error->type == "FORBIDDEN"_L1;
        if (!json.isEmpty())
            parts << partOf(json, error);
        else
            parts << ReadPart{
                    .isGone = isHidden, .isMissed = !isHidden, .reading = {}, .cursor = {}};
    }
    // What is said of each of many is said of the query.
    if (parts.size() > 1 && std::ranges::all_of(parts, &ReadPart::isMissed)) {
        return failure(Cause::Upstream, u"GitHub did not show a pull request."_s,
                       answer->errors.first().message);
    }
    return parts;
}

FlagValue observedValue(const QString &status, const QString &conclusion,
                        const QString &description, const QString &url)
{
    struct Word
    {
        FlagState state = FlagState::Error;
        QString addition; ///< what the state alone does not say
    };
    static const QHash<QString, Word> words{
            {u"QUEUED"_s, {FlagState::Queued, {}}},
            {u"REQUESTED"_s, {FlagState::Queued, {}}},
            {u"WAITING"_s, {FlagState::Queued, u"Waiting for a rule of the repository"_s}},
            {u"EXPECTED"_s, {FlagState::Queued, u"Expected"_s}},
            {u"PENDING"_s, {FlagState::Running, {}}},
            {u"IN_PROGRESS"_s, {FlagState::Running, {}}},
            {u"SUCCESS"_s, {FlagState::Success, {}}},
            {u"FAILURE"_s, {FlagState::Failure, {}}},
            {u"ERROR"_s, {FlagState::Error, {}}},
            {u"NEUTRAL"_s, {FlagState::Neutral, {}}},
            {u"SKIPPED"_s, {FlagState::Neutral, u"Skipped"_s}},
            {u"CANCELLED"_s, {FlagState::Canceled, {}}},
            {u"TIMED_OUT"_s, {FlagState::Error, u"Timed out"_s}},
            {u"ACTION_REQUIRED"_s, {FlagState::Error, u"Waits for somebody to act"_s}},
            {u"STALE"_s, {FlagState::Error, u"Stale: GitHub waits for its end no more"_s}},
            {u"STARTUP_FAILURE"_s, {FlagState::Error, u"Could not start"_s}}};
    const QString &said = conclusion.isEmpty() ? status : conclusion;
    const Word word = words.value(said, {FlagState::Error, u"GitHub says %1"_s.arg(said)});
    const QString text = word.addition.isEmpty() || description.isEmpty()
                               ? word.addition + description
                               : QString(word.addition + u": "_s + description);
    return {word.state, text, url};
}

} // namespace sluice
