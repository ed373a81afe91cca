// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/graphql.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace sluice {
using namespace Qt::StringLiterals;

const GraphqlError *GraphqlAnswer::errorOf(QAnyStringView alias) const
{
    const auto found = std::ranges::find_if(
            errors, [alias](const GraphqlError &error) { return error.alias == alias; });
    return found == errors.end() ? nullptr : &*found;
}

QByteArray graphqlBody(const QString &query, const QJsonObject &variables)
{
    QJsonObject body{{u"query"_s, query}};
    if (!variables.isEmpty())
        body.insert(u"variables"_s, variables);
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

Result<GraphqlAnswer> parseGraphql(const QByteArray &body)
{
    const QJsonObject whole = QJsonDocument::fromJson(body).object();
    const QJsonValue data = whole.value("data"_L1);
    GraphqlAnswer answer;
    const QJsonArray errors = whole.value("errors"_L1).toArray();
    for (const QJsonValue &error : errors) {
        const QJsonValue part = error["path"_L1][0];
        answer.errors.append(
                {error["type"_L1].toString(), part.toString(), error["message"_L1].toString()});
    }
    if (!data.isObject()) {
        const QString message
                = answer.errors.isEmpty()
                        ? QString::fromUtf8(body.first(std::min<qsizetype>(body.size(), 500)))
                        : answer.errors.first().message;
        return failure(Cause::Upstream,
                       u"GitHub did not answer a GraphQL query: see the details."_s, message);
    }
    answer.data = data.toObject();
    answer.cost = data["rateLimit"_L1]["cost"_L1].toInt(1);
    return answer;
}

bool isGraphql(const ApiRequest &request) { return request.path == "/graphql"_L1; }

bool isWrite(const ApiRequest &request)
{
    if (isGraphql(request)) {
        const QString query = QJsonDocument::fromJson(request.body)["query"_L1].toString();
        return query.trimmed().startsWith("mutation"_L1);
    }
    return request.method != "GET" && request.method != "HEAD";
}

} // namespace sluice
