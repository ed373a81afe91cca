// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/charts/linechart.h"

#include <QChart>
#include <QKeyEvent>
#include <QLineSeries>
#include <QToolTip>
#include <QValueAxis>

#include <cmath>

namespace sluice {

LineChart::LineChart(QLatin1StringView name, const QString &title, QWidget *parent)
    : BudgetChart(name, title, parent)
    , m_xAxis(new QValueAxis(this))
    , m_yAxis(new QValueAxis(this))
{
    plot().addAxis(m_xAxis, Qt::AlignBottom);
    plot().addAxis(m_yAxis, Qt::AlignLeft);
    for (QValueAxis *axis : {m_xAxis, m_yAxis}) {
        axis->setLabelsVisible(false);
        axis->setTickCount(2);
    }
    m_guide = added(new QLineSeries(this));
    setFocusPolicy(Qt::StrongFocus);
}

void LineChart::attach(QAbstractSeries *series)
{
    plot().addSeries(series);
    series->attachAxis(m_xAxis);
    series->attachAxis(m_yAxis);
}

void LineChart::setScales(const ChartScale &x, const ChartScale &y)
{
    const auto set = [](QValueAxis *axis, ChartScale &now, const ChartScale &next) {
        if (axis->max() != next.most)
            axis->setRange(0, next.most);
        if (axis->tickCount() != next.steps() + 1)
            axis->setTickCount(next.steps() + 1);
        now = next;
    };
    m_guide->clear();
    set(m_xAxis, m_x, x);
    set(m_yAxis, m_y, y);
}

QPointF LineChart::placeOf(const QPointF &value) const
{
    return {m_plot.left() + value.x() / m_x.most * m_plot.width(),
            m_plot.bottom() - value.y() / m_y.most * m_plot.height()};
}

double LineChart::heightFor(double width) const
{
    return keysHeight(keys(), width) + rowHeight() * 6;
}

void LineChart::layOut(const QRectF &area)
{
    const double row = rowHeight();
    const double top = addKeys(keys(), area) + row * 0.6;
    double left = 0;
    for (int i = 0; i <= m_y.steps(); ++i)
        left = std::max(left, textSize(numberText(i * m_y.step)).width());
    const double ends = textSize(xText(m_x.most)).width() / 2;
    m_plot = QRectF(QPointF(area.left() + left + row * 0.4, top),
                    QPointF(area.right() - std::max(row * 0.5, ends), area.bottom() - row * 2.2));
    if (m_plot.width() < 1 || m_plot.height() < 1)
        m_plot = QRectF(area.center(), QSizeF(1, 1));
    plot().setPlotArea(m_plot);
    addYLabels(m_plot, area.left());
    addXLabels(m_plot, QRectF(area.left(), m_plot.bottom() + row * 0.2, area.width(), row));
    add({.text = m_xUnit,
         .place = QRectF(m_plot.left(), area.bottom() - row, m_plot.width(), row),
         .alignment = Qt::AlignCenter,
         .tone = ChartLabel::Tone::Quiet});
    layOutPlot(m_plot);
}

void LineChart::addYLabels(const QRectF &plot, double left)
{
    const double row = rowHeight();
    const double gap = plot.height() / m_y.steps();
    const int each = std::max(1, int(std::ceil(row / std::max(1.0, gap))));
    for (int i = 0; i <= m_y.steps(); i += each) {
        const double y = plot.bottom() - i * gap;
        add({.text = numberText(i * m_y.step),
             .place
             = QRectF(QPointF(left, y - row / 2), QPointF(plot.left() - row * 0.3, y + row / 2)),
             .alignment = Qt::AlignRight | Qt::AlignVCenter,
             .tone = ChartLabel::Tone::Quiet});
    }
}

void LineChart::addXLabels(const QRectF &plot, const QRectF &row)
{
    const double gap = plot.width() / m_x.steps();
    double free = row.left();
    for (int i = 0; i <= m_x.steps(); ++i) {
        const QString text = xText(i * m_x.step);
        const double width = textSize(text).width();
        const double x = plot.left() + i * gap - width / 2;
        if (x < free || x + width > row.right() + 1)
            continue;
        add({.text = text,
             .place = QRectF(x, row.top(), width, row.height()),
             .alignment = Qt::AlignCenter,
             .tone = ChartLabel::Tone::Quiet});
        free = x + width + rowHeight() / 2;
    }
}

void LineChart::paintIn(const ChartColours &colours)
{
    for (QValueAxis *axis : {m_xAxis, m_yAxis}) {
        axis->setGridLinePen(QPen(colours.grid, 1));
        axis->setLinePen(QPen(colours.quiet, 1));
    }
    m_guide->setPen(QPen(colours.quiet, 1, Qt::DotLine));
}

QString LineChart::hover(const QPointF &at)
{
    if (at.isNull() || !m_plot.contains(at) || !plot().isVisible()) {
        m_guide->clear();
        return {};
    }
    const double x = (at.x() - m_plot.left()) / m_plot.width() * m_x.most;
    const int nearest = std::clamp(int(std::lround(x)), leastX(), mostX());
    m_guide->replace(QList<QPointF>{QPointF(nearest, 0), QPointF(nearest, m_y.most)});
    return valuesAt(nearest);
}

void LineChart::keyPressEvent(QKeyEvent *event)
{
    const int by = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    if (by == 0 || !plot().isVisible()) {
        BudgetChart::keyPressEvent(event);
        return;
    }
    const int now = m_guide->count() > 0 ? int(m_guide->at(0).x()) : leastX() - 1;
    const double x = std::clamp(now + by, leastX(), mostX());
    const QPointF place(placeOf({x, 0}).x(), m_plot.center().y());
    QToolTip::showText(onScreen(place), hover(place), this);
}

void LineChart::focusOutEvent(QFocusEvent *event)
{
    BudgetChart::focusOutEvent(event);
    m_guide->clear();
    QToolTip::hideText();
}

} // namespace sluice
