// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/charts/budgetchart.h"

class QBarCategoryAxis;
class QBarSet;
class QHorizontalStackedBarSeries;
class QValueAxis;

namespace sluice {

/// Horizontal bars of two parts, a row each, with what they are on the left and what they say on
/// the right. GUI thread.
class RowChart : public BudgetChart
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RowChart)

public:
    struct Row
    {
        QString label;
        QString value;
        QString detail;
        QString explanation; ///< on hovering
        double first = 0;
        double second = 0;

        bool operator==(const Row &) const = default;
    };

    [[nodiscard]] const QList<Row> &rows() const { return m_rows; }
    [[nodiscard]] QString hover(const QPointF &at) override;

protected:
    RowChart(QLatin1StringView name, const QString &title, QWidget *parent);

    void setRows(const QList<Row> &rows);
    void layOut(const QRectF &area) override;
    [[nodiscard]] double heightFor(double width) const override;
    [[nodiscard]] virtual QList<ChartKey> keys() const = 0;
    void setBarColours(const QColor &first, const QColor &second, const QColor &axis);

private:
    struct Columns
    {
        double label = 0;
        double value = 0;
        double row = 0; ///< height of each
    };

    [[nodiscard]] double longestWord() const; ///< no label gets less
    [[nodiscard]] Columns columnsFor(double width) const;
    [[nodiscard]] QSizeF valueSize(const Row &row, double width) const;
    [[nodiscard]] double gap() const { return rowHeight() / 2; }
    void setBars(const QList<Row> &rows);

    QBarSet *m_first;
    QBarSet *m_second;
    QHorizontalStackedBarSeries *m_bars;
    QValueAxis *m_values;
    QBarCategoryAxis *m_categories;
    QList<Row> m_rows;
    QRectF m_plot;
};

} // namespace sluice
