// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue/workersmodel.h"

#include "queue/tasktext.h"

namespace sluice {
using namespace Qt::StringLiterals;

WorkersModel::WorkersModel(const Clock &clock, QObject *parent)
    : QAbstractTableModel(parent)
    , m_clock(clock)
{}

void WorkersModel::setWorkers(QList<WorkerRow> workers)
{
    std::ranges::sort(workers, {}, &WorkerRow::slot);
    const int before = static_cast<int>(m_workers.size());
    const int after = static_cast<int>(workers.size());
    // A worker is its place in the list: rows are added and cut off at the end.
    if (after < before) {
        beginRemoveRows({}, after, before - 1);
        m_workers.resize(after);
        endRemoveRows();
    } else if (after > before) {
        beginInsertRows({}, before, after - 1);
        m_workers += workers.sliced(before);
        endInsertRows();
    }
    const QList<WorkerRow> old = std::exchange(m_workers, std::move(workers));
    for (int row = 0; row < after; ++row) {
        if (old[row] != m_workers[row] || m_workers[row].task != 0)
            emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
}

int WorkersModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_workers.size());
}

int WorkersModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant WorkersModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const WorkerRow &worker = m_workers[index.row()];
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return cell(worker, index.column());
    if (role == ProgressRole)
        return worker.task == 0 ? QVariant() : QVariant(worker.progress);
    return role == TaskRole ? QVariant(worker.task) : QVariant();
}

QVariant WorkersModel::cell(const WorkerRow &worker, int column) const
{
    const bool isIdle = worker.task == 0;
    switch (static_cast<Column>(column)) {
    case Worker:
        return QString::number(worker.slot + 1);
    case What:
        return isIdle ? tr("idle") : worker.what;
    case Progress:
        return isIdle || worker.progress < 0
                     ? QString()
                     : tr("%1 %").arg(static_cast<int>(worker.progress * 100));
    case Since:
        return isIdle || !worker.since.isValid()
                     ? QString()
                     : tasktext::duration(std::max(std::chrono::milliseconds(0),
                                                   m_clock.now() - worker.since));
    case ColumnCount:
        break;
    }
    return {};
}

QVariant WorkersModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Worker:
        return tr("Worker");
    case What:
        return tr("Does now");
    case Progress:
        return tr("Progress");
    case Since:
        return tr("For");
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace sluice
