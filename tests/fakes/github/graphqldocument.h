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
};

/// One GraphQL operation, parsed, with its variables put in (June 2018 grammar without directives
/// and subscriptions).
struct GraphQlDocument
{
    bool isMutation = false;
    QList<GraphQlSelection> selections;
    QHash<QString, GraphQlSelection> fragments;
};

/// Or GitHub's sentence of what is wrong with it.
[[nodiscard]] std::expected<GraphQlDocument, QString> parseGraphQl(const QString &query,
                                                                   const QJsonObject &variables);

} // namespace sluice
