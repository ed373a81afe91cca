// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/calls.h"

#include <QAbstractTableModel>

namespace sluice {

/// Calls of one pipeline as a table: a row per step and one of totals, a column per kind and one
/// of totals, each cell held against the baseline's. GUI thread.
class StepsModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StepsModel)

public:
    static constexpr int kTotalRow = kStepCount;
    static constexpr int kTotalColumn = kKindCount;
    enum Role {
        CallsRole = Qt::UserRole, ///< a number
        HeatRole, ///< 0 to 1: the share of the most expensive cell; 0 in totals
        BaselineRole, ///< the same cell's calls there
        IsUsedRole, ///< on headers: there is a call in this row or column, here or in the baseline
    };
    Q_ENUM(Role)

    explicit StepsModel(QObject *parent = nullptr);

    void setCalls(const CallTable &current, const CallTable &baseline);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index,
                                int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] QList<bool> used() const;
    [[nodiscard]] static double callsIn(const CallTable &calls, int row, int column);
    [[nodiscard]] double heat(int row, int column) const;
    [[nodiscard]] QString explanation(int row, int column) const;

    CallTable m_current;
    CallTable m_baseline;
    double m_most = 0; ///< of the cells, totals left aside
};

} // namespace sluice
