// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"
#include "github/apicall.h"

#include <QJsonObject>

namespace sluice {

/// One entry of the errors in a GraphQL answer.
struct GraphqlError
{
    QString type; ///< "NOT_FOUND", "FORBIDDEN", "RATE_LIMITED", or empty
    QString alias; ///< the first part of its path: which part of the query it is about
    QString message;
};

/// What a GraphQL query gave: some of it may have failed while the rest is there.
struct GraphqlAnswer
{
    QJsonObject data;
    QList<GraphqlError> errors;
    int cost = 1; ///< as rateLimit{cost} says, where it was asked for

    [[nodiscard]] const GraphqlError *errorOf(QAnyStringView alias) const;
};

/// The body of a request to /graphql.
[[nodiscard]] QByteArray graphqlBody(const QString &query, const QJsonObject &variables = {});
/// *upstream* where this is no GraphQL answer, or holds errors alone.
[[nodiscard]] Result<GraphqlAnswer> parseGraphql(const QByteArray &body);

[[nodiscard]] bool isGraphql(const ApiRequest &request);
/// Everything but GET, HEAD and GraphQL queries.
[[nodiscard]] bool isWrite(const ApiRequest &request);

} // namespace sluice
