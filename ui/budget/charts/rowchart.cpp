// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/charts/rowchart.h"

#include <QBarCategoryAxis>
#include <QBarSet>
#include <QChart>
#include <QHorizontalStackedBarSeries>
#include <QValueAxis>

#include <cmath>

namespace sluice {

namespace {

// Of the width, at most.
constexpr double kLabelShare = 0.3;
constexpr double kValueShare = 0.46;
constexpr double kDetailShare = 0.33; ///< details rather wrap than take the bars' room
constexpr double kBarWidth = 0.62; ///< of a row's height

} // namespace

RowChart::RowChart(QLatin1StringView name, const QString &title, QWidget *parent)
    : BudgetChart(name, title, parent)
    , m_first(new QBarSet({}, this))
    , m_second(new QBarSet({}, this))
    , m_bars(new QHorizontalStackedBarSeries(this))
    , m_values(new QValueAxis(this))
    , m_categories(new QBarCategoryAxis(this))
{
    m_bars->append(m_first);
    m_bars->append(m_second);
    m_bars->setBarWidth(kBarWidth);
    plot().addSeries(m_bars);
    plot().addAxis(m_values, Qt::AlignBottom);
    plot().addAxis(m_categories, Qt::AlignLeft);
    m_bars->attachAxis(m_values);
    m_bars->attachAxis(m_categories);
    m_values->setVisible(false);
    m_categories->setLabelsVisible(false);
    m_categories->setGridLineVisible(false);
}

void RowChart::setBars(const QList<Row> &rows)
{
    if (rows.size() != m_first->count()) {
        m_first->remove(0, m_first->count());
        m_second->remove(0, m_second->count());
        QStringList names;
        for (qsizetype i = 0; i < rows.size(); ++i) {
            m_first->append(0);
            m_second->append(0);
            names << QString::number(i);
        }
        m_categories->setCategories(names);
    }
    double most = 0;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        const Row &row = rows.at(rows.size() - 1 - i); // the axis counts from below
        most = std::max(most, row.first + row.second);
        if (m_first->at(int(i)) != row.first)
            m_first->replace(int(i), row.first);
        if (m_second->at(int(i)) != row.second)
            m_second->replace(int(i), row.second);
    }
    if (most > 0 && m_values->max() != most)
        m_values->setRange(0, most);
}

void RowChart::setRows(const QList<Row> &rows)
{
    if (rows == m_rows)
        return;
    const QSize before = sizeHint();
    m_rows = rows;
    setBars(rows);
    if (sizeHint() != before)
        updateGeometry();
}

QSizeF RowChart::valueSize(const Row &row, double width) const
{
    return textSize(row.value, width, ChartLabel::Tone::Strong);
}

double RowChart::longestWord() const
{
    double longest = 0;
    for (const Row &row : m_rows) {
        for (const QString &word : row.label.split(u' '))
            longest = std::max(longest, textSize(word).width());
    }
    return longest;
}

RowChart::Columns RowChart::columnsFor(double width) const
{
    Columns columns;
    for (const Row &row : m_rows) {
        columns.label = std::max(columns.label, textSize(row.label).width());
        const double detail = std::min(textSize(row.detail).width(), width * kDetailShare);
        columns.value = std::max({columns.value, valueSize(row, 0).width(), std::floor(detail)});
    }
    columns.label
            = std::min(columns.label, std::max(longestWord(), std::floor(width * kLabelShare)));
    columns.value = std::min(columns.value, std::floor(width * kValueShare));
    for (const Row &row : m_rows) {
        const double detail
                = row.detail.isEmpty() ? 0 : textSize(row.detail, columns.value).height();
        columns.row = std::max({columns.row, textSize(row.label, columns.label).height(),
                                valueSize(row, columns.value).height() + detail});
    }
    columns.row += std::floor(gap() / 2);
    return columns;
}

double RowChart::heightFor(double width) const
{
    return keysHeight(keys(), width) + gap() + columnsFor(width).row * double(m_rows.size());
}

void RowChart::layOut(const QRectF &area)
{
    const Columns columns = columnsFor(area.width());
    const double top = addKeys(keys(), area) + gap();
    m_plot = QRectF(QPointF(area.left() + columns.label + gap(), top),
                    QPointF(area.right() - columns.value - gap(), area.bottom()));
    if (m_plot.width() < 1 || m_plot.height() < 1)
        m_plot = QRectF(area.center(), QSizeF(1, 1));
    plot().setPlotArea(m_plot);
    const double height = m_plot.height() / std::max<double>(1, double(m_rows.size()));
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        const Row &row = m_rows.at(i);
        const double y = m_plot.top() + double(i) * height;
        const double x = area.right() - columns.value;
        add({.text = row.label, .place = QRectF(area.left(), y, columns.label, height)});
        const double value = valueSize(row, columns.value).height();
        const double detail
                = row.detail.isEmpty() ? 0 : textSize(row.detail, columns.value).height();
        const double begin = y + (height - value - detail) / 2;
        add({.text = row.value,
             .place = QRectF(x, begin, columns.value, value),
             .tone = ChartLabel::Tone::Strong});
        if (detail > 0) {
            add({.text = row.detail,
                 .place = QRectF(x, begin + value, columns.value, detail),
                 .tone = ChartLabel::Tone::Quiet});
        }
    }
}

void RowChart::setBarColours(const QColor &first, const QColor &second, const QColor &axis)
{
    m_first->setBrush(first);
    m_first->setPen(QPen(first, 1));
    m_second->setBrush(second);
    m_second->setPen(QPen(first, 1)); // a pale area alone would hardly show
    m_categories->setLinePen(QPen(axis, 1));
}

QString RowChart::hover(const QPointF &at)
{
    if (at.isNull() || m_rows.isEmpty() || at.y() < m_plot.top() || !plot().isVisible())
        return {};
    const auto row = qsizetype((at.y() - m_plot.top()) / m_plot.height() * double(m_rows.size()));
    return row < m_rows.size() ? m_rows.at(row).explanation : QString();
}

} // namespace sluice
