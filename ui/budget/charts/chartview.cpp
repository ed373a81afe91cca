// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/charts/chartview.h"

#include "budget/charts/budgetchart.h"

#include <QMouseEvent>
#include <QToolTip>

namespace sluice {

ChartView::ChartView(BudgetChart &owner)
    : QChartView(&owner)
    , m_owner(owner)
{
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAlignment(Qt::AlignLeft | Qt::AlignTop);
    setFocusPolicy(Qt::NoFocus);
    setMinimumSize(0, 0);
    viewport()->setMouseTracking(true);
}

void ChartView::resizeEvent(QResizeEvent *event)
{
    QGraphicsView::resizeEvent(event); // QChartView's would fit the chart into what is seen
    emit resized();
}

void ChartView::mouseMoveEvent(QMouseEvent *event)
{
    QChartView::mouseMoveEvent(event);
    const QString text = m_owner.hover(mapToScene(event->position().toPoint()));
    QToolTip::showText(event->globalPosition().toPoint(), text, this);
}

void ChartView::leaveEvent(QEvent *event)
{
    QChartView::leaveEvent(event);
    m_owner.hover({});
}

void ChartView::drawForeground(QPainter *painter, const QRectF &) { m_owner.paintTexts(*painter); }

} // namespace sluice
