// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgetwords.h"
#include "budget/charts/budgetchart.h"
#include "budget/charts/chartscale.h"

class QAbstractSeries;
class QLineSeries;
class QValueAxis;

namespace sluice {

/// Lines over two axes that begin at 0. The mouse tells values, and so do the arrow keys. GUI
/// thread.
class LineChart : public BudgetChart
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LineChart)

public:
    [[nodiscard]] QString hover(const QPointF &at) override;

protected:
    LineChart(QLatin1StringView name, const QString &title, QWidget *parent);

    /// Tells both axes about a series, so that it is drawn.
    template <typename Series> Series *added(Series *series)
    {
        attach(series);
        return series;
    }
    void setXUnit(const QString &unit) { m_xUnit = unit; }
    void setScales(const ChartScale &x, const ChartScale &y);
    [[nodiscard]] QPointF placeOf(const QPointF &value) const;

    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void layOut(const QRectF &area) override;
    void paintIn(const ChartColours &colours) override;
    [[nodiscard]] double heightFor(double width) const override;
    [[nodiscard]] virtual QList<ChartKey> keys() const = 0;
    [[nodiscard]] virtual QString xText(double x) const { return numberText(x); }
    /// The values at the nearest whole x; the x is marked.
    [[nodiscard]] virtual QString valuesAt(int x) const = 0;
    [[nodiscard]] virtual int leastX() const { return 0; }
    [[nodiscard]] virtual int mostX() const = 0;
    /// Labels on the plot itself.
    virtual void layOutPlot(const QRectF &plot) = 0;

private:
    void attach(QAbstractSeries *series);
    void addXLabels(const QRectF &plot, const QRectF &row);
    void addYLabels(const QRectF &plot, double left);

    QString m_xUnit;
    QValueAxis *m_xAxis;
    QValueAxis *m_yAxis;
    QLineSeries *m_guide; ///< at the x whose values are told
    ChartScale m_x;
    ChartScale m_y;
    QRectF m_plot;
};

} // namespace sluice
