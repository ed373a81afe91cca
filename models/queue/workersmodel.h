// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"
#include "queue/queuestate.h"

#include <QAbstractTableModel>

namespace sluice {

/// What each worker of the pool does now, by slot. GUI thread only.
class WorkersModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WorkersModel)

public:
    enum Column { Worker, What, Progress, Since, ColumnCount };
    Q_ENUM(Column)
    enum Role { ProgressRole = Qt::UserRole, TaskRole };
    Q_ENUM(Role)

    explicit WorkersModel(const Clock &clock, QObject *parent = nullptr);

    void setWorkers(QList<WorkerRow> workers);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index,
                                int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] QVariant cell(const WorkerRow &worker, int column) const;

    const Clock &m_clock;
    QList<WorkerRow> m_workers;
};

} // namespace sluice
