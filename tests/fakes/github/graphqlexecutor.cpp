// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/graphqlexecutor.h"

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kMostRecords = 100;

QJsonArray places(const GraphQlSelection &field)
{
    return {QJsonObject{{u"line"_s, field.line}, {u"column"_s, field.column}}};
}

/// What many types are; a fragment on one of them fits each.
bool isInterface(const QString &type)
{
    static const QStringList all{u"Actor"_s, u"Comment"_s,         u"GitObject"_s,
                                 u"Node"_s,  u"RepositoryOwner"_s, u"StatusCheckRollupContext"_s};
    return all.contains(type);
}

QString cursorOf(qsizetype position)
{
    return QString::fromLatin1(QByteArray("cursor:"_ba + QByteArray::number(position)).toBase64());
}

qsizetype positionOf(const QJsonValue &cursor, qsizetype fallback)
{
    const QByteArray text = QByteArray::fromBase64(cursor.toString().toLatin1());
    return text.startsWith("cursor:") ? text.mid(7).toLongLong() : fallback;
}

} // namespace

GraphQlExecutor::GraphQlExecutor(const GraphQlDocument &document)
    : m_document(document)
{}

QJsonObject GraphQlExecutor::run(const GraphQlObject &root)
{
    const QJsonObject data = pick(root, m_document.selections);
    if (!m_undefined.isEmpty()) // such a document is not run at all
        return {{u"errors"_s, m_undefined}};
    QJsonObject answer{{u"data"_s, data}};
    if (!m_errors.isEmpty())
        answer.insert(u"errors"_s, m_errors);
    return answer;
}

QJsonObject GraphQlExecutor::pick(const GraphQlObject &object,
                                  const QList<GraphQlSelection> &selections)
{
    QJsonObject result;
    for (const GraphQlSelection &field : flattened(selections, object.typeName)) {
        m_path << field.alias;
        if (field.name == "__typename"_L1)
            result.insert(field.alias, object.typeName);
        else if (const auto resolver = object.resolvers.constFind(field.name);
                 resolver != object.resolvers.constEnd())
            result.insert(field.alias, (*resolver)(field));
        else if (object.fields.contains(field.name))
            result.insert(field.alias, pickValue(object.fields.value(field.name), field));
        else
            undefined(field, object.typeName);
        m_path.removeLast();
    }
    return result;
}

bool GraphQlExecutor::fits(const GraphQlObject &object, const QList<GraphQlSelection> &selections)
{
    const qsizetype before = m_undefined.size();
    return !pick(object, selections).isEmpty() && m_undefined.size() == before;
}

QJsonValue GraphQlExecutor::pickValue(const QJsonValue &value, const GraphQlSelection &field)
{
    if (value.isArray()) {
        QJsonArray all;
        for (const QJsonValue &one : value.toArray())
            all << pickValue(one, field);
        return all;
    }
    if (!value.isObject())
        return value;
    return pick({value["__typename"_L1].toString(), value.toObject(), {}}, field.selections);
}

QJsonValue GraphQlExecutor::connection(const GraphQlSelection &field, const QString &type,
                                       qsizetype count,
                                       const std::function<GraphQlObject(qsizetype)> &make,
                                       QJsonObject more)
{
    const bool isFromEnd = field.arguments.contains("last"_L1);
    if (!isFromEnd && !field.arguments.contains("first"_L1)) {
        return error(field, u"MISSING_PAGINATION_BOUNDARIES"_s,
                     u"You must provide a `first` or `last` value to properly paginate the `%1` "
                     u"connection."_s.arg(field.name));
    }
    const QString side = isFromEnd ? u"last"_s : u"first"_s;
    const int wanted = field.arguments.value(side).toInt();
    if (wanted > kMostRecords) {
        return error(field, u"EXCESSIVE_PAGINATION"_s,
                     u"Requesting %1 records on the `%2` connection exceeds the `%3` limit of %4 "
                     u"records."_s.arg(wanted)
                             .arg(field.name, side)
                             .arg(kMostRecords));
    }
    qsizetype begin
            = std::clamp<qsizetype>(positionOf(field.arguments.value("after"_L1), 0), 0, count);
    qsizetype end = std::clamp<qsizetype>(
            positionOf(field.arguments.value("before"_L1), count + 1) - 1, begin, count);
    if (isFromEnd)
        begin = std::max(begin, end - wanted);
    else
        end = std::min(end, begin + wanted);
    const auto nodes = [&, begin, end](const GraphQlSelection &part, bool isEdge) {
        QJsonArray all;
        for (qsizetype i = begin; i < end; ++i) {
            if (!isEdge) {
                all << pick(make(i), part.selections);
                continue;
            }
            const auto node = [&, i](const GraphQlSelection &one) {
                return QJsonValue(pick(make(i), one.selections));
            };
            all << pick({QString(type + u"Edge"_s),
                         {{u"cursor"_s, cursorOf(i + 1)}},
                         {{u"node"_s, node}}},
                        part.selections);
        }
        return QJsonValue(all);
    };
    more.insert(u"totalCount"_s, count);
    more.insert(u"pageInfo"_s,
                QJsonObject{{u"__typename"_s, u"PageInfo"_s},
                            {u"hasNextPage"_s, end < count},
                            {u"hasPreviousPage"_s, begin > 0},
                            {u"startCursor"_s, begin < end ? cursorOf(begin + 1) : QJsonValue()},
                            {u"endCursor"_s, begin < end ? cursorOf(end) : QJsonValue()}});
    return pick({QString(type + u"Connection"_s),
                 more,
                 {{u"nodes"_s, [&](const GraphQlSelection &part) { return nodes(part, false); }},
                  {u"edges"_s, [&](const GraphQlSelection &part) { return nodes(part, true); }}}},
                field.selections);
}

QJsonValue GraphQlExecutor::error(const GraphQlSelection &field, const QString &type,
                                  const QString &message)
{
    m_errors << QJsonObject{{u"type"_s, type},
                            {u"path"_s, QJsonArray::fromStringList(m_path)},
                            {u"locations"_s, places(field)},
                            {u"message"_s, message}};
    return {};
}

void GraphQlExecutor::undefined(const GraphQlSelection &field, const QString &type)
{
    const QString operation = m_document.isMutation ? u"mutation"_s : u"query"_s;
    QStringList path{m_document.name.isEmpty() ? operation
                                               : QString(operation + u' ' + m_document.name)};
    const QJsonObject fault{
            {u"path"_s, QJsonArray::fromStringList(path + m_path)},
            {u"extensions"_s, QJsonObject{{u"code"_s, u"undefinedField"_s},
                                          {u"typeName"_s, type},
                                          {u"fieldName"_s, field.name}}},
            {u"locations"_s, places(field)},
            {u"message"_s, u"Field '%1' doesn't exist on type '%2'"_s.arg(field.name, type)}};
    if (!m_undefined.contains(fault))
        m_undefined << fault;
}

int GraphQlExecutor::nodeCount() const { return countNodes(m_document.selections, 1); }

int GraphQlExecutor::countNodes(const QList<GraphQlSelection> &selections, int parents) const
{
    int count = 0;
    for (const GraphQlSelection &field : selections) {
        const int wanted
                = field.arguments.value("first"_L1).toInt(field.arguments.value("last"_L1).toInt());
        count += parents * wanted;
        count += countNodes(field.selections, wanted > 0 ? parents * wanted : parents);
    }
    return count;
}

int GraphQlExecutor::cost() const
{
    return std::max(1, (countRequests(m_document.selections, 1) + 50) / 100);
}

/// Each connection is one request for each thing that it hangs on.
int GraphQlExecutor::countRequests(const QList<GraphQlSelection> &selections, int parents) const
{
    int count = 0;
    for (const GraphQlSelection &field : selections) {
        const int wanted
                = field.arguments.value("first"_L1).toInt(field.arguments.value("last"_L1).toInt());
        count += wanted > 0 ? parents : 0;
        const QList<GraphQlSelection> below
                = field.fragment.isEmpty() ? field.selections
                                           : m_document.fragments.value(field.fragment).selections;
        count += countRequests(below, wanted > 0 ? parents * wanted : parents);
    }
    return count;
}

QList<GraphQlSelection> GraphQlExecutor::flattened(const QList<GraphQlSelection> &selections,
                                                   const QString &type) const
{
    QList<GraphQlSelection> fields;
    for (const GraphQlSelection &selection : selections) {
        if (!selection.name.isEmpty()) {
            fields << selection;
            continue;
        }
        const GraphQlSelection fragment = selection.fragment.isEmpty()
                                                ? selection
                                                : m_document.fragments.value(selection.fragment);
        if (fragment.typeName.isEmpty() || fragment.typeName == type
            || isInterface(fragment.typeName))
            fields << flattened(fragment.selections, type);
    }
    return fields;
}

} // namespace sluice
