// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakegraphql.h"

#include <ranges>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QJsonValue upperOrNull(const QJsonValue &value)
{
    const QString text = value.toString();
    return text.isEmpty() ? QJsonValue() : QJsonValue(text.toUpper());
}

/// Null where there is none: Qt drops a field whose value is undefined.
QJsonValue orNull(const QJsonValue &value) { return value.isUndefined() ? QJsonValue() : value; }

/// Of a check run's REST form; an empty one has the same fields.
GraphQlObject checkRunPayload(const QJsonObject &json, const QJsonObject &input)
{
    const QJsonObject run{{u"__typename"_s, u"CheckRun"_s},
                          {u"id"_s, orNull(json.value("node_id"_L1))},
                          {u"databaseId"_s, orNull(json.value("id"_L1))},
                          {u"name"_s, orNull(json.value("name"_L1))},
                          {u"url"_s, orNull(json.value("url"_L1))},
                          {u"detailsUrl"_s, orNull(json.value("details_url"_L1))},
                          {u"externalId"_s, orNull(json.value("external_id"_L1))},
                          {u"startedAt"_s, orNull(json.value("started_at"_L1))},
                          {u"completedAt"_s, orNull(json.value("completed_at"_L1))},
                          {u"title"_s, orNull(json["output"_L1]["title"_L1])},
                          {u"status"_s, upperOrNull(json.value("status"_L1))},
                          {u"conclusion"_s, upperOrNull(json.value("conclusion"_L1))}};
    return {u"CheckRunPayload"_s,
            {{u"checkRun"_s, run},
             {u"clientMutationId"_s, orNull(input.value("clientMutationId"_L1))}},
            {}};
}

/// The REST form of a check run's input.
QJsonObject checkRunBody(const QJsonObject &input)
{
    static const QHash<QString, QString> names{{u"headSha"_s, u"head_sha"_s},
                                               {u"detailsUrl"_s, u"details_url"_s},
                                               {u"externalId"_s, u"external_id"_s},
                                               {u"startedAt"_s, u"started_at"_s},
                                               {u"completedAt"_s, u"completed_at"_s}};
    QJsonObject body;
    for (auto it = input.begin(); it != input.end(); ++it) {
        const QString name = names.value(it.key(), it.key());
        const bool isEnum = name == "status"_L1 || name == "conclusion"_L1;
        body.insert(name, isEnum ? QJsonValue(it.value().toString().toLower()) : it.value());
    }
    return body;
}

} // namespace

GraphQlObject FakeGraphQlSchema::mutation()
{
    return {u"Mutation"_s,
            {},
            {{u"addComment"_s, [this](const GraphQlSelection &field) { return addComment(field); }},
             {u"createCheckRun"_s,
              [this](const GraphQlSelection &field) { return writeCheckRun(field, true); }},
             {u"updateCheckRun"_s,
              [this](const GraphQlSelection &field) { return writeCheckRun(field, false); }}}};
}

QJsonValue FakeGraphQlSchema::writeCheckRun(const GraphQlSelection &field, bool isNew)
{
    const QJsonObject input = field.arguments.value("input"_L1).toObject();
    if (!m_executor.fits(checkRunPayload({}, input), field.selections))
        return {};
    if (m_context.token.kind != FakeToken::Kind::Installation) {
        return m_executor.error(field, u"FORBIDDEN"_s,
                                u"Resource not accessible by personal access token"_s);
    }
    if (m_context.token.permissions.value(u"checks"_s) != "write"_L1) {
        return m_executor.error(field, u"FORBIDDEN"_s, u"Resource not accessible by integration"_s);
    }
    const QString id = input.value("repositoryId"_L1).toString();
    FakeRepository *repository = m_context.state.repository(id.mid(2).toLongLong());
    if (!repository) {
        return m_executor.error(
                field, u"NOT_FOUND"_s,
                u"Could not resolve to a node with the global id of '%1'"_s.arg(id));
    }
    const QString run = input.value("checkRunId"_L1).toString().mid(3);
    const FakeRequest inner{isNew ? "POST"_ba : "PATCH"_ba,
                            {},
                            {},
                            m_context.request.headers,
                            QJsonDocument(checkRunBody(input)).toJson()};
    const auto made = fakeFlagRoutes(
            {m_context.state, inner, m_context.token, m_context.now, m_context.window}, *repository,
            isNew ? u"/check-runs"_s : QString(u"/check-runs/"_s + run));
    const QJsonObject json = QJsonDocument::fromJson(made ? made->body : QByteArray()).object();
    if (!made || made->status >= 400) {
        return m_executor.error(field, u"UNPROCESSABLE"_s,
                                json.value("message"_L1).toString(u"not found"_s));
    }
    return m_executor.pick(checkRunPayload(json, input), field.selections);
}

QJsonValue FakeGraphQlSchema::addComment(const GraphQlSelection &field)
{
    const QJsonObject input = field.arguments.value("input"_L1).toObject();
    const auto payload = [&input](const FakeComment &comment) {
        const QJsonObject author{{u"__typename"_s, u"User"_s}, {u"login"_s, comment.author}};
        const QJsonObject node{{u"__typename"_s, u"IssueComment"_s},
                               {u"id"_s, u"IC_%1"_s.arg(comment.id)},
                               {u"databaseId"_s, comment.id},
                               {u"body"_s, comment.body},
                               {u"author"_s, author},
                               {u"createdAt"_s, comment.createdAt.toString(Qt::ISODate)}};
        const QJsonObject edge{{u"__typename"_s, u"IssueCommentEdge"_s}, {u"node"_s, node}};
        return GraphQlObject{u"AddCommentPayload"_s,
                             {{u"commentEdge"_s, edge},
                              {u"clientMutationId"_s, orNull(input.value("clientMutationId"_L1))}},
                             {}};
    };
    if (!m_executor.fits(payload({}), field.selections))
        return {};
    const QString subject = input.value("subjectId"_L1).toString();
    FakeRepository *repository
            = m_context.state.repository(subject.section(u'_', 1, 1).toLongLong());
    const int number = subject.section(u'_', 2).toInt();
    if (!repository || !repository->pull(number) || !repository->isReadableBy(m_context.token)) {
        return m_executor.error(
                field, u"NOT_FOUND"_s,
                u"Could not resolve to a node with the global id of '%1'"_s.arg(subject));
    }
    return m_executor.pick(
            payload(m_context.state.addComment(*repository, number, m_context.token.login,
                                               input.value("body"_L1).toString(), m_context.now)),
            field.selections);
}

namespace {

QJsonValue givenOrNull(const QJsonObject &output, QLatin1StringView key)
{
    const QJsonValue value = output.value(key);
    return value.isUndefined() ? QJsonValue() : value;
}

QJsonObject suiteOf(const FakeCheckRun &run)
{
    const QJsonObject app{{u"__typename"_s, u"App"_s}, {u"slug"_s, run.app}, {u"name"_s, run.app}};
    return {{u"__typename"_s, u"CheckSuite"_s}, {u"app"_s, app}};
}

} // namespace

QList<QJsonObject> fakeRollupContexts(const FakeRepository &repository, const QString &commit)
{
    QList<QJsonObject> contexts;
    QSet<QString> seen;
    for (const FakeStatus &status : repository.statuses | std::views::reverse) {
        if (status.sha != commit || seen.contains(status.context.toLower()))
            continue;
        seen.insert(status.context.toLower());
        contexts << QJsonObject{{u"__typename"_s, u"StatusContext"_s},
                                {u"id"_s, u"SC_%1"_s.arg(status.id)},
                                {u"context"_s, status.context},
                                {u"state"_s, status.state.toUpper()},
                                {u"description"_s, status.description},
                                {u"targetUrl"_s, status.targetUrl},
                                {u"creator"_s, QJsonObject{{u"__typename"_s, u"User"_s},
                                                           {u"login"_s, status.creator}}},
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
                {u"conclusion"_s, upperOrNull(run.conclusion)},
                {u"detailsUrl"_s, run.detailsUrl},
                {u"externalId"_s, run.externalId},
                {u"startedAt"_s, run.startedAt.toString(Qt::ISODate)},
                {u"completedAt"_s, run.completedAt.isValid()
                                           ? QJsonValue(run.completedAt.toString(Qt::ISODate))
                                           : QJsonValue()},
                {u"checkSuite"_s, suiteOf(run)},
                {u"title"_s, givenOrNull(run.output, "title"_L1)},
                {u"summary"_s, givenOrNull(run.output, "summary"_L1)}};
    }
    return contexts;
}

QString fakeRollupState(const QList<QJsonObject> &contexts)
{
    static const QStringList bad{u"FAILURE"_s, u"ACTION_REQUIRED"_s, u"CANCELLED"_s, u"TIMED_OUT"_s,
                                 u"STARTUP_FAILURE"_s};
    bool isPending = false;
    bool isError = false;
    for (const QJsonObject &one : contexts) {
        const bool isRun = one.value("__typename"_L1) == u"CheckRun"_s;
        const QString outcome = one.value(isRun ? "conclusion"_L1 : "state"_L1).toString();
        if (bad.contains(outcome))
            return u"FAILURE"_s;
        isError |= outcome == "ERROR"_L1;
        isPending |= outcome.isEmpty() || outcome == "PENDING"_L1;
    }
    return isError ? u"ERROR"_s : isPending ? u"PENDING"_s : u"SUCCESS"_s;
}

} // namespace sluice
