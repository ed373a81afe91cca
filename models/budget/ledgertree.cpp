// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/ledgertree.h"

#include "store/asyncdatabase.h"

#include <QLocale>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

LedgerTree::LedgerTree(AsyncDatabase &store, const Clock &clock, QObject *parent)
    : QAbstractItemModel(parent)
    , m_store(store)
    , m_clock(clock)
    , m_root(std::make_unique<Node>())
{}

LedgerTree::~LedgerTree() = default;

void LedgerTree::setScope(const LedgerScope &scope)
{
    beginResetModel();
    m_scope = scope;
    m_root = std::make_unique<Node>();
    endResetModel();
    read(m_root.get());
}

void LedgerTree::refresh() { refreshBelow(m_root.get()); }

void LedgerTree::refreshBelow(Node *node)
{
    if (!node->isKnown)
        return;
    read(node);
    for (const auto &below : node->below)
        refreshBelow(below.get());
}

void LedgerTree::read(Node *node)
{
    node->isAsked = true;
    m_store.run(
            [clock = &m_clock, scope = m_scope, place = node->part.place](Database &database) {
                return LedgerParts(database, *clock).below(scope, place);
            },
            this,
            [this, scope = m_scope,
             place = node->part.place](const Result<QList<LedgerPart>> &parts) {
                if (!parts)
                    emit failed(parts.error());
                else if (scope == m_scope) // else it was asked for something else since
                    take(place, *parts);
            });
}

void LedgerTree::take(const LedgerPlace &place, const QList<LedgerPart> &parts)
{
    if (Node *node = find(m_root.get(), place))
        merge(node, parts);
}

/// Rows that stay keep their place in the tree and what is open below them.
void LedgerTree::merge(Node *node, const QList<LedgerPart> &parts)
{
    const QModelIndex above = indexOf(node);
    node->isKnown = true;
    auto &below = node->below;
    for (qsizetype row = qsizetype(below.size()) - 1; row >= 0; --row) {
        const LedgerPlace &place = below[size_t(row)]->part.place;
        if (std::ranges::contains(parts, place, &LedgerPart::place))
            continue;
        beginRemoveRows(above, int(row), int(row));
        below.erase(below.begin() + row);
        endRemoveRows();
    }
    for (qsizetype row = 0; row < parts.size(); ++row) {
        const LedgerPart &part = parts.at(row);
        const auto known = std::ranges::find(below, part.place,
                                             [](const auto &one) { return one->part.place; });
        if (known == below.end()) {
            const auto end = std::min<qsizetype>(row, qsizetype(below.size()));
            beginInsertRows(above, int(end), int(end));
            auto fresh = std::make_unique<Node>();
            fresh->part = part;
            fresh->above = node;
            below.insert(below.begin() + end, std::move(fresh));
            endInsertRows();
            continue;
        }
        (*known)->part = part;
        const auto at = int(known - below.begin());
        emit dataChanged(index(at, 0, above), index(at, ColumnCount - 1, above));
    }
}

LedgerTree::Node *LedgerTree::find(Node *node, const LedgerPlace &place) const
{
    if (node->part.place == place)
        return node;
    for (const auto &below : node->below) {
        if (Node *found = find(below.get(), place))
            return found;
    }
    return nullptr;
}

LedgerTree::Node *LedgerTree::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Node *>(index.internalPointer()) : m_root.get();
}

QModelIndex LedgerTree::indexOf(const Node *node) const
{
    if (!node->above)
        return {};
    const auto &beside = node->above->below;
    const auto at = std::ranges::find(beside, node, [](const auto &one) { return one.get(); });
    return createIndex(int(at - beside.begin()), 0, node);
}

const LedgerPart *LedgerTree::part(const QModelIndex &index) const
{
    return index.isValid() ? &nodeOf(index)->part : nullptr;
}

QModelIndex LedgerTree::index(int row, int column, const QModelIndex &parent) const
{
    const Node *node = nodeOf(parent);
    if (row < 0 || row >= int(node->below.size()) || column < 0 || column >= ColumnCount)
        return {};
    return createIndex(row, column, node->below[size_t(row)].get());
}

QModelIndex LedgerTree::parent(const QModelIndex &index) const
{
    return index.isValid() ? indexOf(nodeOf(index)->above) : QModelIndex();
}

int LedgerTree::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : int(nodeOf(parent)->below.size());
}

int LedgerTree::columnCount(const QModelIndex &) const { return ColumnCount; }

bool LedgerTree::hasChildren(const QModelIndex &parent) const
{
    const Node *node = nodeOf(parent);
    if (parent.column() > 0 || node->part.place.level == LedgerLevel::Call)
        return false;
    return !node->isKnown || !node->below.empty();
}

bool LedgerTree::canFetchMore(const QModelIndex &parent) const
{
    const Node *node = nodeOf(parent);
    return !node->isAsked && node->part.place.level != LedgerLevel::Call;
}

void LedgerTree::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        read(nodeOf(parent));
}

QVariant LedgerTree::data(const QModelIndex &index, int role) const
{
    const LedgerPart *part = this->part(index);
    if (!part)
        return {};
    const int column = index.column();
    if (role == Qt::TextAlignmentRole) {
        const bool isNumber = column >= Counted && column <= Failed;
        return QVariant(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role == Qt::ToolTipRole && part->call)
        return whatText(*part);
    if (role != Qt::DisplayRole)
        return {};
    const QLocale locale;
    switch (column) {
    case Where:
        return part->label;
    case Counted:
        return locale.toString(part->counted);
    case Requests:
        return part->call ? QString() : locale.toString(part->requests);
    case Unchanged:
        return part->unchanged > 0 ? locale.toString(part->unchanged) : QString();
    case Failed:
        return part->failed > 0 ? locale.toString(part->failed) : QString();
    case When:
        return whenText(*part);
    default:
        return whatText(*part);
    }
}

QString LedgerTree::whenText(const LedgerPart &part)
{
    return part.call ? QLocale().toString(part.call->at.toLocalTime(), u"yyyy-MM-dd HH:mm:ss"_s)
                     : QString();
}

QString LedgerTree::whatText(const LedgerPart &part)
{
    if (!part.call)
        return {};
    const CallRecord &call = *part.call;
    const QString answer = call.status == 0 ? tr("no answer") : QString::number(call.status);
    return tr("%1 %2 → %3, %4 ms, %5 of %6")
            .arg(QString::fromLatin1(call.method), call.path, answer)
            .arg(call.duration.count())
            .arg(call.resource, call.token);
}

QVariant LedgerTree::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::ToolTipRole && section == Counted)
        return tr("What GitHub counts: an answer \"not modified\" costs nothing");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Where:
        return tr("Where did they go?");
    case Counted:
        return tr("Counted");
    case Requests:
        return tr("Requests");
    case Unchanged:
        return tr("Unchanged");
    case Failed:
        return tr("Failed");
    case When:
        return tr("When");
    default:
        return tr("Request");
    }
}

} // namespace sluice
