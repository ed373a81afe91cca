// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QJsonObject>
#include <QJsonValue>
#include <QList>
#include <QString>

#include <expected>

namespace sluice {

/// A field with what is asked of it, or (where `typeName` is set) a fragment's fields.
struct GraphQlSelection
{
    QString name;
    QString alias; ///< under which it is answered: the name where none was given
    QString typeName; ///< of an inline fragment
    QString fragment; ///< of a named one that is spread here
    QJsonObject arguments; ///< variables put in
    QList<GraphQlSelection> selections;
    int line = 1; ///< where it stands in the document
    int column = 1;
};

/// One GraphQL operation, parsed, with its variables put in (June 2018 grammar without directives
/// and subscriptions).
struct GraphQlDocument
{
    bool isMutation = false;
    QString name; ///< of the operation, or empty
    QList<GraphQlSelection> selections;
    QHash<QString, GraphQlSelection> fragments;
};

/// What is wrong with a document, and where.
struct GraphQlFault
{
    QString message;
    int line = 1;
    int column = 1;
};

[[nodiscard]] std::expected<GraphQlDocument, GraphQlFault>
parseGraphQl(const QString &query, const QJsonObject &variables);

} // namespace sluice
