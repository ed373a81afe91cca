// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/task.h"

#include <QAbstractTableModel>

namespace sluice {

/// The files that one import stored, in the store's order. GUI thread only.
class ObjectsModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ObjectsModel)

public:
    enum Column { File, Where, Size, Hash, ColumnCount };
    Q_ENUM(Column)

    explicit ObjectsModel(QObject *parent = nullptr);

    /// Another task's files.
    void setObjects(QList<StoredObject> objects);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index,
                                int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    QList<StoredObject> m_objects;
};

} // namespace sluice
