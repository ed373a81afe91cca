// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

namespace sluice {

/// Records that are read as a whole and shown as text, the oldest first; new ones come at the end.
/// GUI thread.
class RecordsModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RecordsModel)

public:
    explicit RecordsModel(QStringList titles, QObject *parent = nullptr);

    /// Each with a text for every title.
    void setRecords(const QList<QStringList> &records);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index,
                                int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    const QStringList m_titles;
    QList<QStringList> m_records;
};

} // namespace sluice
