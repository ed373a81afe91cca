// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordsmodel.h"

#include <algorithm>

namespace sluice {

RecordsModel::RecordsModel(QStringList titles, QObject *parent)
    : QAbstractTableModel(parent)
    , m_titles(std::move(titles))
{}

void RecordsModel::setRecords(const QList<QStringList> &records)
{
    const auto common = std::min(m_records.size(), records.size());
    const bool isOther = common == 0 || m_records.first().first() != records.first().first();
    if (isOther || m_records.size() > records.size()) {
        beginResetModel();
        m_records = records;
        endResetModel();
        return;
    }
    for (int row = 0; row < common; ++row) {
        if (m_records.at(row) == records.at(row))
            continue;
        m_records[row] = records.at(row);
        emit dataChanged(index(row, 0), index(row, columnCount() - 1));
    }
    if (common == records.size())
        return;
    beginInsertRows({}, int(common), int(records.size()) - 1);
    m_records += records.sliced(common);
    endInsertRows();
}

int RecordsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_records.size());
}

int RecordsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_titles.size());
}

QVariant RecordsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    return m_records.at(index.row()).value(index.column());
}

QVariant RecordsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::DisplayRole)
        return m_titles.value(section);
    return {};
}

} // namespace sluice
