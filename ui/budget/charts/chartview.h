// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QChartView>

namespace sluice {

class BudgetChart;

/// The ground that a BudgetChart draws on: its texts stand over the plot, the mouse asks it for
/// values. GUI thread.
class ChartView final : public QChartView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChartView)

public:
    explicit ChartView(BudgetChart &owner);

signals:
    void resized();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void drawForeground(QPainter *painter, const QRectF &rect) override;

private:
    BudgetChart &m_owner;
};

} // namespace sluice
