// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/scenariomodel.h"

#include "budget/budgetmodel.h"

#include <algorithm>

namespace sluice {

namespace {

/// What a line stays the same by, whatever its name and content become.
bool isSameLine(const LibraryEntry &left, const LibraryEntry &right)
{
    return left.path == right.path
        && (!left.isBuiltIn() || left.scenario.name == right.scenario.name);
}

} // namespace

ScenarioModel::ScenarioModel(const QString &folder, QObject *parent)
    : QAbstractListModel(parent)
    , m_library(folder)
    , m_entries(m_library.entries())
{}

int ScenarioModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

QVariant ScenarioModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const LibraryEntry &entry = m_entries.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return entry.scenario.name;
    case Qt::ToolTipRole:
        return entry.error ? entry.error->what : entry.scenario.caption;
    case CaptionRole:
        return entry.scenario.caption;
    case BuiltInRole:
        return entry.isBuiltIn();
    case PathRole:
        return entry.path;
    case ErrorRole:
        return entry.error ? entry.error->what : QString();
    case CallsRole:
        return entry.error ? QVariant() : evaluate(entry.scenario.settings).counted.total();
    default:
        return {};
    }
}

Qt::ItemFlags ScenarioModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractListModel::flags(index);
    if (!index.isValid())
        return flags;
    const LibraryEntry &entry = m_entries.at(index.row());
    return entry.isBuiltIn() || entry.error ? flags : flags | Qt::ItemIsEditable;
}

bool ScenarioModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const auto renamed
            = rename(m_entries.at(index.row()).scenario.name, value.toString().trimmed());
    if (!renamed)
        emit failed(renamed.error().what);
    return renamed.has_value();
}

int ScenarioModel::rowOf(const QString &name) const
{
    const auto found = std::ranges::find_if(m_entries, [&name](const LibraryEntry &entry) {
        return entry.scenario.name.compare(name, Qt::CaseInsensitive) == 0;
    });
    return found == m_entries.end() ? -1 : int(found - m_entries.begin());
}

Result<void> ScenarioModel::save(const Scenario &scenario)
{
    auto done = m_library.save(scenario);
    update();
    return done;
}

Result<void> ScenarioModel::rename(const QString &name, const QString &newName)
{
    auto done = m_library.rename(name, newName);
    update();
    return done;
}

Result<QString> ScenarioModel::duplicate(const QString &name)
{
    auto done = m_library.duplicate(name);
    update();
    return done;
}

Result<void> ScenarioModel::remove(const QString &name)
{
    auto done = m_library.remove(name);
    update();
    return done;
}

void ScenarioModel::take(ScenarioLibrary library)
{
    m_library = std::move(library);
    update();
}

void ScenarioModel::update()
{
    const QList<LibraryEntry> &wanted = m_library.entries();
    removeMissing(wanted);
    for (qsizetype row = 0; row < wanted.size(); ++row) {
        moveHere(row, wanted.at(row));
        if (m_entries.at(row) != wanted.at(row)) {
            m_entries[row] = wanted.at(row);
            emit dataChanged(index(int(row)), index(int(row)));
        }
    }
}

void ScenarioModel::removeMissing(const QList<LibraryEntry> &wanted)
{
    for (qsizetype row = m_entries.size() - 1; row >= 0; --row) {
        const auto isThis
                = [&](const LibraryEntry &one) { return isSameLine(one, m_entries.at(row)); };
        if (std::ranges::any_of(wanted, isThis))
            continue;
        beginRemoveRows({}, int(row), int(row));
        m_entries.removeAt(row);
        endRemoveRows();
    }
}

void ScenarioModel::moveHere(qsizetype row, const LibraryEntry &entry)
{
    qsizetype now = row;
    while (now < m_entries.size() && !isSameLine(m_entries.at(now), entry))
        ++now;
    if (now == row && now < m_entries.size())
        return;
    if (now == m_entries.size()) {
        beginInsertRows({}, int(row), int(row));
        m_entries.insert(row, entry);
        endInsertRows();
        return;
    }
    beginMoveRows({}, int(now), int(now), {}, int(row));
    m_entries.move(now, row);
    endMoveRows();
}

} // namespace sluice
