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
    node->isKnown = true;
    QSet<LedgerPlace> wanted;
    for (const LedgerPart &part : parts)
        wanted << part.place;
    removeOthers(node, wanted);
    insertNew(node, parts);
    update(node, parts);
}

void LedgerTree::renumber(Node *node)
{
    for (size_t row = 0; row < node->below.size(); ++row)
        node->below[row]->row = int(row);
}

void LedgerTree::removeOthers(Node *node, const QSet<LedgerPlace> &wanted)
{
    auto &below = node->below;
    const auto isWanted = [&](int row) { return wanted.contains(below[size_t(row)]->part.place); };
    for (int last = int(below.size()) - 1; last >= 0; --last) {
        if (isWanted(last))
            continue;
        int first = last;
        while (first > 0 && !isWanted(first - 1))
            --first;
        beginRemoveRows(indexOf(node), first, last);
        below.erase(below.begin() + first, below.begin() + last + 1);
        renumber(node);
        endRemoveRows();
        last = first;
    }
}

void LedgerTree::insertNew(Node *node, const QList<LedgerPart> &parts)
{
    QSet<LedgerPlace> known;
    for (const auto &below : node->below)
        known << below->part.place;
    for (qsizetype from = 0; from < parts.size(); ++from) {
        std::vector<std::unique_ptr<Node>> fresh;
        for (qsizetype i = from; i < parts.size() && !known.contains(parts.at(i).place); ++i) {
            fresh.push_back(std::make_unique<Node>());
            fresh.back()->part = parts.at(i);
            fresh.back()->above = node;
        }
        if (fresh.empty())
            continue;
        const auto row = std::min<qsizetype>(from, qsizetype(node->below.size()));
        const auto count = qsizetype(fresh.size());
        beginInsertRows(indexOf(node), int(row), int(row + count) - 1);
        node->below.insert(node->below.begin() + row, std::move_iterator(fresh.begin()),
                           std::move_iterator(fresh.end()));
        renumber(node);
        endInsertRows();
        from += count - 1;
    }
}

void LedgerTree::update(Node *node, const QList<LedgerPart> &parts)
{
    QHash<LedgerPlace, const LedgerPart *> byPlace;
    for (const LedgerPart &part : parts)
        byPlace.insert(part.place, &part);
    const Node *first = nullptr;
    const Node *last = nullptr;
    for (const auto &below : node->below) {
        const LedgerPart &part = *byPlace.value(below->part.place);
        if (part == below->part)
            continue;
        below->part = part;
        first = first ? first : below.get();
        last = below.get();
    }
    if (first)
        emit dataChanged(indexOf(first), indexOf(last, ColumnCount - 1));
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

QModelIndex LedgerTree::indexOf(const Node *node, int column) const
{
    return node->above ? createIndex(node->row, column, node) : QModelIndex();
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
