// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue/objectsmodel.h"

#include <QLocale>

namespace sluice {

ObjectsModel::ObjectsModel(QObject *parent)
    : QAbstractTableModel(parent)
{}

void ObjectsModel::setObjects(QList<StoredObject> objects)
{
    if (objects == m_objects)
        return;
    beginResetModel();
    m_objects = std::move(objects);
    endResetModel();
}

int ObjectsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_objects.size());
}

int ObjectsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ObjectsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const StoredObject &object = m_objects[index.row()];
    const auto column = static_cast<Column>(index.column());
    if (role == Qt::TextAlignmentRole && column == Size)
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (column) {
    case File:
        return object.file;
    case Where:
        return object.isLookaside ? tr("lookaside") : tr("git");
    case Size:
        return QLocale().formattedDataSize(object.size);
    case Hash:
        return object.hash;
    case ColumnCount:
        break;
    }
    return {};
}

QVariant ObjectsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case File:
        return tr("File");
    case Where:
        return tr("Stored in");
    case Size:
        return tr("Size");
    case Hash:
        return tr("Hash");
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace sluice
