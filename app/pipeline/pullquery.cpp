// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pullquery.h"

#include "packit/packitconfig.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QString candidateAlias(qsizetype position) { return u"config%1"_s.arg(position); }

} // namespace

QByteArray pullQuery(const Pipeline &pipeline)
{
    QString fields = u"id isPrivate pullRequest(number: $number) { author { login } } "
                     u"root: object(expression: $root) { ... on Tree { entries { name type } } } "
                     u"head: object(expression: $head) { ... on Commit { %1 } }"_s.arg(
                             OtherWriters::commitFields());
    QString parameters
            = u"$owner: String!, $name: String!, $number: Int!, $root: String!, $head: String!, "
              u"$after: String"_s;
    QJsonObject variables{{u"owner"_s, pipeline.repository.section(u'/', 0, 0)},
                          {u"name"_s, pipeline.repository.section(u'/', 1)},
                          {u"number"_s, pipeline.number},
                          {u"root"_s, QString(pipeline.headSha + u':')},
                          {u"head"_s, pipeline.headSha}};
    const QStringList names = packitConfigNames();
    for (qsizetype i = 0; i < names.size(); ++i) {
        const QString alias = candidateAlias(i);
        parameters += u", $%1: String!"_s.arg(alias);
        fields += u" %1: object(expression: $%1) { ... on Blob { text byteSize isBinary } }"_s.arg(
                alias);
        variables.insert(alias, QString(pipeline.headSha + u':' + names.at(i)));
    }
    const QString query = u"query(%1) { %2 repository(owner: $owner, name: $name) { %3 } }"_s.arg(
            parameters, OtherWriters::rootFields(), fields);
    return QJsonDocument(QJsonObject{{u"query"_s, query}, {u"variables"_s, variables}})
            .toJson(QJsonDocument::Compact);
}

QByteArray writersQuery(const Pipeline &pipeline, const QString &cursor)
{
    const QString query = u"query($owner: String!, $name: String!, $head: String!, "
                          u"$after: String) { %1 "
                          u"repository(owner: $owner, name: $name) { "
                          u"head: object(expression: $head) { ... on Commit { %2 } } } }"_s.arg(
                                  OtherWriters::rootFields(), OtherWriters::commitFields());
    const QJsonObject variables{{u"owner"_s, pipeline.repository.section(u'/', 0, 0)},
                                {u"name"_s, pipeline.repository.section(u'/', 1)},
                                {u"head"_s, pipeline.headSha},
                                {u"after"_s, cursor.isEmpty() ? QJsonValue() : cursor}};
    return QJsonDocument(QJsonObject{{u"query"_s, query}, {u"variables"_s, variables}})
            .toJson(QJsonDocument::Compact);
}

OtherWriters otherWriters(const QByteArray &body)
{
    const QJsonValue data = QJsonDocument::fromJson(body)["data"_L1];
    return {data, data["repository"_L1]["head"_L1]};
}

Result<PullFacts> pullFacts(const QByteArray &body, const Pipeline &pipeline)
{
    const QJsonObject answer = QJsonDocument::fromJson(body).object();
    const QJsonObject repository = answer["data"_L1]["repository"_L1].toObject();
    const QJsonObject pull = repository.value("pullRequest"_L1).toObject();
    if (pull.isEmpty()) {
        const QString message = answer["errors"_L1][0]["message"_L1].toString();
        const bool isGone = answer["errors"_L1][0]["type"_L1] == "NOT_FOUND"_L1;
        return failure(isGone ? Cause::NotFound : Cause::Upstream,
                       isGone ? u"GitHub does not show %1 to this token: it was deleted, renamed "
                                u"or made private."_s.arg(pipeline.label())
                              : u"GitHub did not answer what %1 is: it is asked again."_s.arg(
                                        pipeline.label()),
                       message.isEmpty() ? QString::fromUtf8(body.left(2000)) : message);
    }
    PullFacts facts;
    facts.isPrivate = repository.value("isPrivate"_L1).toBool();
    facts.nodeId = repository.value("id"_L1).toString();
    const QString author = pull["author"_L1]["login"_L1].toString();
    facts.isApproved = author.compare(pipeline.sender, Qt::CaseInsensitive) == 0;
    facts.others = OtherWriters(answer["data"_L1], repository["head"_L1]);
    QStringList inRoot;
    for (const QJsonValue &entry : repository["root"_L1]["entries"_L1].toArray())
        inRoot << entry["name"_L1].toString();
    const PackitConfigFile file = findPackitConfig(inRoot);
    facts.configName = file.name;
    facts.warning = file.warning;
    if (!file.name.isEmpty()) {
        const QString alias = candidateAlias(packitConfigNames().indexOf(file.name));
        facts.config = repository[alias]["text"_L1].toString();
    }
    return facts;
}

} // namespace sluice
