// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/repositorychoice.h"

#include <QMap>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

WatchMode modeOfColumn(int column)
{
    return column == RepositoryChoice::Drive ? WatchMode::Drive : WatchMode::Observe;
}

} // namespace

RepositoryChoice::RepositoryChoice(QObject *parent)
    : QAbstractItemModel(parent)
{}

void RepositoryChoice::setRepositories(const QList<SeenRepository> &seen,
                                       const QHash<QString, WatchMode> &modes,
                                       const QHash<QString, QString> &elsewhere)
{
    QMap<QString, Row> rows; // by their names in lower case, which is how GitHub tells them apart
    for (const SeenRepository &one : seen) {
        Row &row = rows[one.repository.toLower()];
        row.seen = one;
        row.isListed = true;
    }
    for (const auto &[repository, mode] : modes.asKeyValueRange()) {
        Row &row = rows[repository.toLower()];
        if (row.seen.repository.isEmpty())
            row.seen.repository = repository;
        row.mode = row.before = mode;
    }
    for (const auto &[repository, account] : elsewhere.asKeyValueRange()) {
        if (const auto row = rows.find(repository.toLower()); row != rows.end())
            row->elsewhere = account;
    }
    beginResetModel();
    m_owners.clear();
    for (const Row &row : std::as_const(rows)) {
        const QString owner = row.seen.repository.section(u'/', 0, 0);
        if (m_owners.empty() || m_owners.back().name.compare(owner, Qt::CaseInsensitive) != 0)
            m_owners.push_back({.name = owner, .rows = {}});
        m_owners.back().rows.push_back(row);
    }
    endResetModel();
    emit choiceChanged();
}

bool RepositoryChoice::add(const QString &repository)
{
    QList<SeenRepository> seen;
    QHash<QString, WatchMode> modes;
    QHash<QString, QString> elsewhere;
    QHash<QString, WatchMode> before;
    for (const Owner &owner : m_owners) {
        for (const Row &row : owner.rows) {
            const QString &name = row.seen.repository;
            if (name.compare(repository, Qt::CaseInsensitive) == 0)
                return false;
            if (row.isListed)
                seen << row.seen;
            modes.insert(name, row.mode);
            before.insert(name, row.before);
            if (!row.elsewhere.isEmpty())
                elsewhere.insert(name, row.elsewhere);
        }
    }
    modes.insert(repository, WatchMode::Observe);
    setRepositories(seen, modes, elsewhere);
    for (Owner &owner : m_owners) {
        for (Row &row : owner.rows)
            row.before = before.value(row.seen.repository, WatchMode::None);
    }
    emit choiceChanged();
    return true;
}

void RepositoryChoice::setMode(const QModelIndex &repository, WatchMode mode)
{
    const Row *known = rowOf(repository);
    if (!known || known->mode == mode)
        return;
    if (mode == WatchMode::Drive && !known->seen.canPush)
        return;
    const QModelIndex parent = repository.parent();
    m_owners[size_t(parent.row())].rows[size_t(repository.row())].mode = mode;
    emit dataChanged(index(repository.row(), Observe, parent),
                     index(repository.row(), Rights, parent));
    emit choiceChanged();
}

WatchMode RepositoryChoice::mode(const QModelIndex &repository) const
{
    const Row *row = rowOf(repository);
    return row ? row->mode : WatchMode::None;
}

QStringList RepositoryChoice::chosen(WatchMode mode) const
{
    QStringList names;
    for (const Owner &owner : m_owners) {
        for (const Row &row : owner.rows) {
            if (row.mode == mode)
                names << row.seen.repository;
        }
    }
    return names;
}

bool RepositoryChoice::isChanged() const
{
    return std::ranges::any_of(m_owners, [](const Owner &owner) {
        return std::ranges::any_of(owner.rows,
                                   [](const Row &row) { return row.mode != row.before; });
    });
}

QString RepositoryChoice::fullName(const QModelIndex &index) const
{
    const Row *row = rowOf(index);
    return row ? row->seen.repository : QString();
}

const RepositoryChoice::Row *RepositoryChoice::rowOf(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == 0)
        return nullptr;
    const Owner &owner = m_owners[size_t(index.internalId() - 1)];
    return &owner.rows[size_t(index.row())];
}

/// An organisation has no internal id; a repository has the place of its organisation, plus 1.
QModelIndex RepositoryChoice::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : quintptr(0));
}

QModelIndex RepositoryChoice::parent(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == 0)
        return {};
    return createIndex(int(index.internalId()) - 1, 0, quintptr(0));
}

int RepositoryChoice::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_owners.size());
    const bool isOwner = parent.internalId() == 0 && parent.column() == 0;
    return isOwner ? int(m_owners[size_t(parent.row())].rows.size()) : 0;
}

int RepositoryChoice::columnCount(const QModelIndex &) const { return ColumnCount; }

QVariant RepositoryChoice::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (const Row *row = rowOf(index))
        return dataOf(*row, index.column(), role);
    const Owner &owner = m_owners[size_t(index.row())];
    if (role == Qt::DisplayRole && index.column() == Name)
        return owner.rows.size() == 1
                     ? tr("%1 (1 repository)").arg(owner.name)
                     : tr("%1 (%2 repositories)").arg(owner.name).arg(owner.rows.size());
    return {};
}

QVariant RepositoryChoice::dataOf(const Row &row, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        if (column == Name)
            return row.seen.repository.section(u'/', 1);
        if (column == Rights && !row.isListed)
            return tr("not listed");
        if (column == Rights) {
            const QString right = row.seen.canPush ? tr("write") : tr("read");
            return row.seen.isPrivate ? tr("%1, private").arg(right) : right;
        }
        return {};
    case Qt::CheckStateRole:
        if (column != Observe && column != Drive)
            return {};
        return row.mode == modeOfColumn(column) ? Qt::Checked : Qt::Unchecked;
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
        return hintFor(row, column);
    case Qt::AccessibleTextRole:
        if (column == Observe)
            return tr("Observe %1").arg(row.seen.repository);
        if (column == Drive)
            return tr("Drive %1").arg(row.seen.repository);
        return {};
    default:
        return {};
    }
}

QString RepositoryChoice::hintFor(const Row &row, int column) const
{
    if (column == Drive && !row.seen.canPush)
        return tr("This account may not write here: it can only observe.");
    if (column == Drive)
        return tr("Sluice builds and tests its pull requests, and sets their checks.");
    if (!row.elsewhere.isEmpty())
        return tr("The account %1 observes it; ticked here, this account does so instead.")
                .arg(row.elsewhere);
    if (column == Observe)
        return tr("Shows what another service, such as Packit, says of its pull requests.");
    if (column == Rights && !row.isListed)
        return tr("GitHub does not name it among the repositories of this account. If it is not "
                  "public, the account may not read it: the page Pipelines tells.");
    return row.seen.repository;
}

bool RepositoryChoice::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !(flags(index) & Qt::ItemIsUserCheckable))
        return false;
    const bool isChecked = value.toInt() == Qt::Checked;
    setMode(index, isChecked ? modeOfColumn(index.column()) : WatchMode::None);
    return true;
}

QVariant RepositoryChoice::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Repository");
    case Observe:
        return tr("Observe");
    case Drive:
        return tr("Drive");
    default:
        return tr("Rights");
    }
}

Qt::ItemFlags RepositoryChoice::flags(const QModelIndex &index) const
{
    const Row *row = rowOf(index);
    if (!row)
        return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsSelectable | Qt::ItemIsEnabled;
    if (index.column() == Observe)
        flags |= Qt::ItemIsUserCheckable;
    if (index.column() == Drive)
        flags = row->seen.canPush ? flags | Qt::ItemIsUserCheckable : flags & ~Qt::ItemIsEnabled;
    return flags;
}

} // namespace sluice
