// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/ledgerparts.h"
#include "budget/piepicture.h"

#include <QAbstractTableModel>

namespace sluice {

/// Measured beside modelled calls of one pull request: a row for each category that has any, in the
/// pies' order, and one of totals. GUI thread.
class ComparisonModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ComparisonModel)

public:
    enum Column { Category, Measured, Modelled, Difference, ColumnCount };
    Q_ENUM(Column)
    enum Role {
        SortRole = Qt::UserRole, ///< a number
        ColourRole, ///< of the pies; -1: the total
    };
    Q_ENUM(Role)

    explicit ComparisonModel(QObject *parent = nullptr);

    void setComparison(const LedgerComparison &found, PieBy by);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index,
                                int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    struct Row
    {
        QString label;
        QString explanation;
        int colour = -1;
        double measured = 0;
        double modelled = 0;
        [[nodiscard]] double number(int column) const;
    };
    [[nodiscard]] static QList<Row> rowsOf(const LedgerComparison &found, PieBy by);

    QList<Row> m_rows; ///< the last: the total
};

} // namespace sluice
