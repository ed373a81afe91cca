// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/flagrequests.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Urgency urgencyOf(const FlagWrite &write)
{
    // What was stopped was replaced by something: nobody waits for it.
    if (write.value.state == FlagState::Canceled)
        return Urgency::IntermediateFlag;
    if (isFinal(write.value.state))
        return Urgency::FinalFlag;
    return write.isFirst ? Urgency::FirstFlag : Urgency::IntermediateFlag;
}

ApiRequest writing(const Pipeline &pipeline, const FlagWrite &write)
{
    ApiRequest request;
    request.method = "POST"_ba;
    request.urgency = urgencyOf(write);
    request.purpose = {.repository = pipeline.repository,
                       .pipeline = pipeline.id,
                       .step = write.step,
                       .kind = CallKind::Status,
                       .why = u"set %1 to %2"_s.arg(write.name, flagStateName(write.value.state))};
    return request;
}

/// A check run's title; its summary may be long, a title should not.
QJsonObject outputOf(const FlagValue &value)
{
    return {{u"title"_s, statusDescription(value.description)}, {u"summary"_s, value.description}};
}

void addCheckRun(QJsonObject &object, const FlagWrite &write, bool isGraphQl)
{
    const auto word = [isGraphQl](QLatin1StringView text) {
        return isGraphQl ? QString(text).toUpper() : QString(text);
    };
    object.insert(u"name"_s, write.name);
    object.insert(u"status"_s, word(checkRunStatus(write.value.state)));
    if (const QLatin1StringView conclusion = checkRunConclusion(write.value.state);
        !conclusion.isEmpty())
        object.insert(u"conclusion"_s, word(conclusion));
    object.insert(u"output"_s, outputOf(write.value));
    if (!write.value.url.isEmpty())
        object.insert(isGraphQl ? u"detailsUrl"_s : u"details_url"_s, write.value.url);
}

/// Of an error about one part of a GraphQL query. Whatever else it is may pass.
Cause causeOf(const QString &type)
{
    return type == "NOT_FOUND"_L1     ? Cause::NotFound
         : type == "UNPROCESSABLE"_L1 ? Cause::Invalid
         : type == "FORBIDDEN"_L1     ? Cause::Forbidden
                                      : Cause::Upstream;
}

QString aliasOf(qsizetype position) { return u"f%1"_s.arg(position); }

} // namespace

ApiRequest statusRequest(const Pipeline &pipeline, const FlagWrite &write)
{
    ApiRequest request = writing(pipeline, write);
    request.path = u"/repos/%1/statuses/%2"_s.arg(pipeline.repository, pipeline.headSha);
    QJsonObject body{{u"state"_s, QString(commitStatusState(write.value.state))},
                     {u"context"_s, write.name},
                     {u"description"_s, statusDescription(write.value.description)}};
    if (!write.value.url.isEmpty())
        body.insert(u"target_url"_s, write.value.url);
    request.body = compact(body);
    return request;
}

ApiRequest checkRunRequest(const Pipeline &pipeline, const FlagWrite &write)
{
    ApiRequest request = writing(pipeline, write);
    request.path = u"/repos/%1/check-runs"_s.arg(pipeline.repository);
    QJsonObject body{{u"head_sha"_s, pipeline.headSha}};
    addCheckRun(body, write, false);
    request.body = compact(body);
    return request;
}

ApiRequest checkRunsRequest(const Pipeline &pipeline, const QList<FlagWrite> &writes)
{
    ApiRequest request = writing(pipeline, writes.first());
    request.path = u"/graphql"_s;
    QStringList parameters;
    QStringList fields;
    QJsonObject variables;
    for (qsizetype i = 0; i < writes.size(); ++i) {
        const FlagWrite &write = writes.at(i);
        const bool isNew = write.checkRun.isEmpty();
        QJsonObject input{{u"repositoryId"_s, pipeline.nodeId}};
        if (isNew)
            input.insert(u"headSha"_s, pipeline.headSha);
        else
            input.insert(u"checkRunId"_s, write.checkRun);
        addCheckRun(input, write, true);
        variables.insert(u"i%1"_s.arg(i), input);
        parameters << u"$i%1: %2CheckRunInput!"_s.arg(QString::number(i),
                                                      isNew ? u"Create"_s : u"Update"_s);
        fields << u"%1: %2CheckRun(input: $i%3) { checkRun { id } }"_s.arg(
                aliasOf(i), isNew ? u"create"_s : u"update"_s, QString::number(i));
        request.urgency = std::min(request.urgency, urgencyOf(write));
    }
    request.body = compact({{u"query"_s, u"mutation(%1) { %2 }"_s.arg(parameters.join(", "_L1),
                                                                      fields.join(u' '))},
                            {u"variables"_s, variables}});
    if (writes.size() > 1)
        request.purpose.why = u"set %1 check runs"_s.arg(writes.size());
    return request;
}

QList<Result<QString>> checkRunsAnswer(const QByteArray &body, qsizetype writes)
{
    const QJsonObject answer = QJsonDocument::fromJson(body).object();
    const QJsonObject data = answer.value("data"_L1).toObject();
    QHash<QString, QJsonValue> errors;
    for (const QJsonValue &error : answer.value("errors"_L1).toArray())
        errors.insert(error["path"_L1].toArray().at(0).toString(), error);
    QList<Result<QString>> results;
    for (qsizetype i = 0; i < writes; ++i) {
        const QString id = data.value(aliasOf(i))["checkRun"_L1]["id"_L1].toString();
        if (!id.isEmpty()) {
            results << id;
            continue;
        }
        const QJsonValue error = errors.value(aliasOf(i), errors.value(QString()));
        const QString message = error["message"_L1].toString();
        // What is not about this one alone says nothing about it.
        const bool isOwn = errors.contains(aliasOf(i));
        results << failure(isOwn ? causeOf(error["type"_L1].toString()) : Cause::Upstream,
                           message.isEmpty()
                                   ? u"GitHub did not say what became of this check run."_s
                                   : u"GitHub did not take this check run: "_s + message,
                           QString::fromUtf8(body.left(2000)));
    }
    return results;
}

QString nodeIdOf(const QByteArray &body)
{
    const QJsonObject answer = QJsonDocument::fromJson(body).object();
    return answer.contains("head_sha"_L1) ? answer.value("node_id"_L1).toString() : QString();
}

} // namespace sluice
