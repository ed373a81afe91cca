// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakegithub.h"
#include "fakes/github/graphqldocument.h"

#include <QJsonArray>

#include <algorithm>
#include <ranges>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// An answer that a selection is taken from: what is known of an object, with its type.
struct GraphQlObject
{
    QString typeName;
    QJsonObject fields;
};

/// Answers one document. Fields of plain objects come from their JSON; repository, object and the
/// mutations are looked up.
class GraphQlExecutor final
{
public:
    GraphQlExecutor(FakeContext &context, const GraphQlDocument &document)
        : m_context(context)
        , m_document(document)
    {}

    FakeAnswer run()
    {
        QJsonObject data;
        for (const GraphQlSelection &field : m_document.selections) {
            m_path = {field.alias};
            data.insert(field.alias, m_document.isMutation ? mutation(field) : query(field));
        }
        QJsonObject answer{{u"data"_s, data}};
        if (!m_errors.isEmpty())
            answer.insert(u"errors"_s, m_errors);
        return fakeJson(answer);
    }

private:
    QJsonValue query(const GraphQlSelection &field)
    {
        if (field.name == "viewer"_L1)
            return pick({u"User"_s, {{u"login"_s, m_context.token.login}}}, field.selections);
        if (field.name == "rateLimit"_L1)
            return pick({u"RateLimit"_s, {{u"cost"_s, 1}}}, field.selections);
        if (field.name == "repository"_L1) {
            const QString owner = field.arguments.value("owner"_L1).toString();
            const QString name = field.arguments.value("name"_L1).toString();
            FakeRepository *repository = m_context.state.repository(owner, name);
            const bool isHidden = !repository || repository->isDeleted
                               || !repository->isReadableBy(m_context.token);
            if (!isHidden)
                return ofRepository(*repository, field.selections);
            return error(
                    u"NOT_FOUND"_s,
                    u"Could not resolve to a Repository with the name '%1/%2'."_s.arg(owner, name));
        }
        return unknownField(field.name, u"Query"_s);
    }

    QJsonValue ofRepository(FakeRepository &repository, const QList<GraphQlSelection> &selections)
    {
        QJsonObject result;
        const QJsonObject plain{{u"id"_s, repository.nodeId()},
                                {u"databaseId"_s, repository.id},
                                {u"name"_s, repository.name},
                                {u"nameWithOwner"_s, repository.fullName()},
                                {u"isPrivate"_s, repository.isPrivate}};
        for (const GraphQlSelection &field : flattened(selections, u"Repository"_s)) {
            m_path << field.alias;
            if (field.name == "object"_L1) {
                result.insert(field.alias, object(repository, field));
            } else if (field.name == "pullRequest"_L1) {
                const FakePull *pull = repository.pull(field.arguments.value("number"_L1).toInt());
                result.insert(field.alias, pull ? pick(ofPull(*pull), field.selections)
                                                : error(u"NOT_FOUND"_s,
                                                        u"Could not resolve to a PullRequest."_s));
            } else if (field.name == "pullRequests"_L1) {
                result.insert(field.alias, pulls(repository, field));
            } else if (field.name == "defaultBranchRef"_L1) {
                result.insert(field.alias, pick({u"Ref"_s, {{u"name"_s, repository.defaultBranch}}},
                                                field.selections));
            } else if (plain.contains(field.name)) {
                result.insert(field.alias, plain.value(field.name));
            } else {
                result.insert(field.alias, unknownField(field.name, u"Repository"_s));
            }
            m_path.removeLast();
        }
        return result;
    }

    QJsonValue pulls(const FakeRepository &repository, const GraphQlSelection &field)
    {
        const int first = field.arguments.value("first"_L1).toInt(30);
        const int after = field.arguments.value("after"_L1).toString(u"0"_s).toInt();
        QJsonArray nodes;
        for (qsizetype i = after; i < std::min<qsizetype>(repository.pulls.size(), after + first);
             ++i)
            nodes << ofPull(repository.pulls.at(i)).fields;
        const qsizetype end = after + nodes.size();
        const QJsonObject page{{u"hasNextPage"_s, end < repository.pulls.size()},
                               {u"endCursor"_s, QString::number(end)}};
        return pick({u"PullRequestConnection"_s,
                     {{u"totalCount"_s, repository.pulls.size()},
                      {u"nodes"_s, nodes},
                      {u"pageInfo"_s, page}}},
                    field.selections);
    }

    static GraphQlObject ofPull(const FakePull &pull)
    {
        return {u"PullRequest"_s,
                {{u"number"_s, pull.number},
                 {u"title"_s, pull.title},
                 {u"state"_s, pull.state.toUpper()},
                 {u"author"_s, QJsonObject{{u"login"_s, pull.author}}},
                 {u"authorAssociation"_s, pull.authorAssociation},
                 {u"headRefOid"_s, pull.headSha},
                 {u"headRefName"_s, pull.headRef},
                 {u"baseRefName"_s, pull.baseRef},
                 {u"isDraft"_s, false},
                 {u"updatedAt"_s, pull.updatedAt.toString(Qt::ISODate)}}};
    }

    QJsonValue object(FakeRepository &repository, const GraphQlSelection &field)
    {
        const QString expression = field.arguments.value("expression"_L1).toString();
        const qsizetype colon = expression.indexOf(u':');
        const QString commit = repository.resolve(colon < 0 ? expression : expression.first(colon));
        const FakeFiles *files = repository.files(commit);
        if (!files)
            return {};
        if (colon < 0)
            return pick(ofCommit(repository, commit), field.selections);
        const QString path = expression.mid(colon + 1);
        if (files->contains(path)) {
            const QByteArray content = files->value(path);
            const bool isBinary = content.contains('\0');
            return pick({u"Blob"_s,
                         {{u"oid"_s, fakeBlobSha(content)},
                          {u"byteSize"_s, content.size()},
                          {u"isBinary"_s, isBinary},
                          {u"text"_s, isBinary ? QJsonValue() : QString::fromUtf8(content)}}},
                        field.selections);
        }
        const QString folder = path.isEmpty() ? path : QString(path + u'/');
        QJsonArray entries;
        for (const QString &entry : fakeEntries(*files, folder)) {
            const bool isFolder = entry.endsWith(u'/');
            entries << QJsonObject{{u"name"_s, isFolder ? entry.chopped(1) : entry},
                                   {u"type"_s, isFolder ? u"tree"_s : u"blob"_s},
                                   {u"oid"_s, isFolder
                                                      ? fakeTreeSha(*files, folder + entry)
                                                      : fakeBlobSha(files->value(folder + entry))}};
        }
        if (entries.isEmpty())
            return {};
        return pick({u"Tree"_s, {{u"oid"_s, fakeTreeSha(*files, folder)}, {u"entries"_s, entries}}},
                    field.selections);
    }

    static GraphQlObject ofCommit(const FakeRepository &repository, const QString &commit)
    {
        QJsonArray contexts;
        QSet<QString> seen;
        for (const FakeStatus &status : repository.statuses | std::views::reverse) {
            if (status.sha != commit || seen.contains(status.context))
                continue;
            seen.insert(status.context);
            contexts << QJsonObject{{u"__typename"_s, u"StatusContext"_s},
                                    {u"context"_s, status.context},
                                    {u"state"_s, status.state.toUpper()},
                                    {u"description"_s, status.description},
                                    {u"targetUrl"_s, status.targetUrl},
                                    {u"createdAt"_s, status.createdAt.toString(Qt::ISODate)}};
        }
        seen.clear();
        for (const FakeCheckRun &run : repository.checkRuns | std::views::reverse) {
            if (run.headSha != commit || seen.contains(run.name))
                continue;
            seen.insert(run.name);
            contexts << QJsonObject{
                    {u"__typename"_s, u"CheckRun"_s},
                    {u"id"_s, u"CR_%1"_s.arg(run.id)},
                    {u"databaseId"_s, run.id},
                    {u"name"_s, run.name},
                    {u"status"_s, run.status.toUpper()},
                    {u"conclusion"_s, run.conclusion.isEmpty()
                                              ? QJsonValue()
                                              : QJsonValue(run.conclusion.toUpper())},
                    {u"detailsUrl"_s, run.detailsUrl},
                    {u"startedAt"_s, run.startedAt.toString(Qt::ISODate)},
                    {u"title"_s, run.output.value("title"_L1)}};
        }
        const QJsonObject page{{u"hasNextPage"_s, false}, {u"endCursor"_s, QJsonValue()}};
        const QJsonObject rollup{{u"state"_s, u"PENDING"_s},
                                 {u"contexts"_s, QJsonObject{{u"nodes"_s, contexts},
                                                             {u"totalCount"_s, contexts.size()},
                                                             {u"pageInfo"_s, page}}}};
        return {u"Commit"_s, {{u"oid"_s, commit}, {u"statusCheckRollup"_s, rollup}}};
    }

    /// Fields of fragments that fit the type stand beside the others.
    QList<GraphQlSelection> flattened(const QList<GraphQlSelection> &selections,
                                      const QString &type)
    {
        QList<GraphQlSelection> fields;
        for (const GraphQlSelection &selection : selections) {
            if (!selection.name.isEmpty()) {
                fields << selection;
                continue;
            }
            const GraphQlSelection &fragment
                    = selection.fragment.isEmpty()
                            ? selection
                            : *m_document.fragments.constFind(selection.fragment);
            if (fragment.typeName.isEmpty() || fragment.typeName == type)
                fields << flattened(fragment.selections, type);
        }
        return fields;
    }

    QJsonValue pick(const GraphQlObject &object, const QList<GraphQlSelection> &selections)
    {
        QJsonObject result;
        for (const GraphQlSelection &field : flattened(selections, object.typeName)) {
            if (field.name == "__typename"_L1)
                result.insert(field.alias, object.typeName);
            else if (!object.fields.contains(field.name))
                result.insert(field.alias, unknownField(field.name, object.typeName));
            else
                result.insert(field.alias, pickValue(object.fields.value(field.name), field));
        }
        return result;
    }

    QJsonValue pickValue(const QJsonValue &value, const GraphQlSelection &field)
    {
        if (value.isArray()) {
            QJsonArray all;
            for (const QJsonValue &one : value.toArray())
                all << pickValue(one, field);
            return all;
        }
        if (!value.isObject())
            return value;
        return pick({value["__typename"_L1].toString(), value.toObject()}, field.selections);
    }

    QJsonValue mutation(const GraphQlSelection &field)
    {
        const bool isNew = field.name == "createCheckRun"_L1;
        if (!isNew && field.name != "updateCheckRun"_L1)
            return unknownField(field.name, u"Mutation"_s);
        const QJsonObject input = field.arguments.value("input"_L1).toObject();
        if (m_context.token.kind != FakeToken::Kind::Installation)
            return error(u"FORBIDDEN"_s, u"Resource not accessible by personal access token"_s);
        const QString id = input.value("repositoryId"_L1).toString();
        FakeRepository *repository = m_context.state.repository(id.mid(2).toLongLong());
        if (!repository)
            return error(u"NOT_FOUND"_s,
                         u"Could not resolve to a node with the global id of '%1'"_s.arg(id));
        QJsonObject body;
        static const QHash<QString, QString> names{{u"headSha"_s, u"head_sha"_s},
                                                   {u"detailsUrl"_s, u"details_url"_s},
                                                   {u"externalId"_s, u"external_id"_s}};
        for (auto it = input.begin(); it != input.end(); ++it) {
            const QString name = names.value(it.key(), it.key());
            const bool isEnum = name == "status"_L1 || name == "conclusion"_L1;
            body.insert(name, isEnum ? QJsonValue(it.value().toString().toLower()) : it.value());
        }
        const QString run = input.value("checkRunId"_L1).toString().mid(3);
        const FakeRequest inner{isNew ? "POST"_ba : "PATCH"_ba,
                                {},
                                {},
                                m_context.request.headers,
                                QJsonDocument(body).toJson()};
        const auto made = fakeFlagRoutes(
                {m_context.state, inner, m_context.token, m_context.now, m_context.window},
                *repository, isNew ? u"/check-runs"_s : QString(u"/check-runs/"_s + run));
        const QJsonObject json = QJsonDocument::fromJson(made ? made->body : QByteArray()).object();
        if (!made || made->status >= 400)
            return error(u"UNPROCESSABLE"_s, json.value("message"_L1).toString(u"not found"_s));
        const QJsonObject checkRun{
                {u"id"_s, json.value("node_id"_L1)},
                {u"databaseId"_s, json.value("id"_L1)},
                {u"name"_s, json.value("name"_L1)},
                {u"url"_s, json.value("url"_L1)},
                {u"status"_s, json.value("status"_L1).toString().toUpper()},
                {u"conclusion"_s, json.value("conclusion"_L1).isNull()
                                          ? QJsonValue()
                                          : json.value("conclusion"_L1).toString().toUpper()}};
        return pick({u"CheckRunPayload"_s, {{u"checkRun"_s, checkRun}}}, field.selections);
    }

    QJsonValue error(const QString &type, const QString &message)
    {
        m_errors << QJsonObject{{u"type"_s, type},
                                {u"path"_s, QJsonArray::fromStringList(m_path)},
                                {u"message"_s, message}};
        return {};
    }

    QJsonValue unknownField(const QString &name, const QString &type)
    {
        m_errors << QJsonObject{
                {u"path"_s, QJsonArray::fromStringList(m_path)},
                {u"extensions"_s, QJsonObject{{u"code"_s, u"undefinedField"_s}}},
                {u"message"_s, u"Field '%1' doesn't exist on type '%2'"_s.arg(name, type)}};
        return {};
    }

    FakeContext &m_context;
    const GraphQlDocument &m_document;
    QStringList m_path;
    QJsonArray m_errors;
};

} // namespace

FakeAnswer fakeGraphQl(FakeContext context)
{
    if (context.token.kind == FakeToken::Kind::Anonymous)
        return fakeError(401, u"This endpoint requires you to be authenticated."_s);
    const QJsonObject body = QJsonDocument::fromJson(context.request.body).object();
    const auto document = parseGraphQl(body.value("query"_L1).toString(),
                                       body.value("variables"_L1).toObject());
    if (!document) {
        return fakeJson(QJsonObject{
                {u"errors"_s, QJsonArray{QJsonObject{{u"message"_s, document.error()}}}}});
    }
    return GraphQlExecutor(context, *document).run();
}

} // namespace sluice
