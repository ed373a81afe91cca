// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/charts/linechart.h"

class QScatterSeries;

namespace sluice {

/// Pull requests per hour against chroots, now and in the baseline. GUI thread.
class PrsChart final : public LineChart
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PrsChart)

public:
    explicit PrsChart(QWidget *parent = nullptr);

    void setSettings(const BudgetSettings &current, const BudgetSettings &baseline);

protected:
    void paintIn(const ChartColours &colours) override;
    [[nodiscard]] QList<ChartKey> keys() const override;
    [[nodiscard]] QString valuesAt(int chroots) const override;
    [[nodiscard]] int leastX() const override { return 1; }
    [[nodiscard]] int mostX() const override { return m_most; }
    void layOutPlot(const QRectF &plot) override;

private:
    [[nodiscard]] QString words() const;
    void showPoints();

    BudgetSettings m_current;
    BudgetSettings m_baseline;
    int m_most = 20;
    bool m_isPrimaryApart = false; ///< somewhere another limit binds
    std::optional<QPointF> m_now; ///< the current chroots
    QLineSeries *m_baselineLine;
    QLineSeries *m_primaryLine;
    QLineSeries *m_currentLine;
    QScatterSeries *m_nowMark;
};

} // namespace sluice
