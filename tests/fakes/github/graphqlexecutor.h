// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakes/github/graphqldocument.h"

#include <QJsonArray>
#include <QStringList>

#include <functional>

namespace sluice {

/// What a selection is taken from: the plain fields of an object, and those that are worked out.
struct GraphQlObject
{
    using Resolver = std::function<QJsonValue(const GraphQlSelection &field)>;

    QString typeName;
    QJsonObject fields; ///< objects among them name their type in "__typename"
    QHash<QString, Resolver> resolvers;
};

/// Takes selections from objects, and notes what is wrong with paths and places. One document.
class GraphQlExecutor final
{
    Q_DISABLE_COPY_MOVE(GraphQlExecutor)

public:
    explicit GraphQlExecutor(const GraphQlDocument &document);

    [[nodiscard]] QJsonObject run(const GraphQlObject &root);
    [[nodiscard]] QJsonObject pick(const GraphQlObject &object,
                                   const QList<GraphQlSelection> &selections);
    /// Whether pick() would find all that is selected.
    [[nodiscard]] bool fits(const GraphQlObject &object, const QList<GraphQlSelection> &selections);
    /// A page by first/after or last/before of what `make` makes of each position.
    [[nodiscard]] QJsonValue connection(const GraphQlSelection &field, const QString &type,
                                        qsizetype count,
                                        const std::function<GraphQlObject(qsizetype)> &make,
                                        QJsonObject more = {});
    QJsonValue error(const GraphQlSelection &field, const QString &type, const QString &message);
    [[nodiscard]] int nodeCount() const;
    /// In points: a hundredth of the requests that GitHub makes of it, at least one.
    [[nodiscard]] int cost() const;

private:
    [[nodiscard]] QList<GraphQlSelection> flattened(const QList<GraphQlSelection> &selections,
                                                    const QString &type) const;
    [[nodiscard]] QJsonValue pickValue(const QJsonValue &value, const GraphQlSelection &field);
    [[nodiscard]] int countNodes(const QList<GraphQlSelection> &selections, int parents) const;
    [[nodiscard]] int countRequests(const QList<GraphQlSelection> &selections, int parents) const;
    void undefined(const GraphQlSelection &field, const QString &type);

    const GraphQlDocument &m_document;
    QStringList m_path;
    QJsonArray m_errors;
    QJsonArray m_undefined;
};

} // namespace sluice
