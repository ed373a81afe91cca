// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/pielegend.h"

#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>

#include <cmath>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr double kMargin = 4;
constexpr double kGap = 8; ///< between pie and list
constexpr double kMostRows = 16; ///< the largest pie, in lines of text
constexpr double kLeastDiameter = 40;

double keySide(const QFontMetricsF &metrics) { return std::round(metrics.ascent() * 0.75); }
double keyWidth(const QFontMetricsF &metrics) { return keySide(metrics) + 6; }

} // namespace

PieLegend::PieLegend(const QList<PieSlice> &slices, const QFont &font)
    : m_slices(slices)
    , m_font(font)
{
    for (const PieSlice &slice : slices)
        m_total += slice.value > 0 ? slice.value : 0;
    const QFontMetricsF metrics(font);
    m_rowHeight = std::ceil(metrics.height()) + 2;
    for (const PieSlice &slice : slices) {
        if (!(slice.value > 0))
            continue;
        m_texts += slice.label + u"  "_s + QLocale().toString(slice.value / m_total * 100, 'f', 1)
                 + u" %"_s;
        m_widest = std::max(m_widest, std::ceil(metrics.horizontalAdvance(m_texts.last())));
    }
    if (!m_texts.isEmpty())
        m_widest += keyWidth(metrics);
}

int PieLegend::leastWidth() const { return int(std::ceil(m_widest + 2 * kMargin)); }

bool PieLegend::isBeside(double width) const
{
    return width - 2 * kMargin >= m_widest + 3 * kGap + m_rowHeight * kMostRows;
}

int PieLegend::heightFor(int width) const
{
    const double diameter = std::min(width - 2 * kMargin, m_rowHeight * kMostRows);
    const double height
            = isBeside(width) ? std::max(diameter, listHeight()) : diameter + kGap + listHeight();
    return int(std::ceil(height + 2 * kMargin));
}

PieLayout PieLegend::layOut(const QRectF &view) const
{
    PieLayout layout;
    const QRectF inner = view.adjusted(kMargin, kMargin, -kMargin, -kMargin);
    const bool hasListBeside = isBeside(view.width());
    const double diameter
            = std::min({hasListBeside ? inner.width() - m_widest - 3 * kGap : inner.width(),
                        hasListBeside ? inner.height() : inner.height() - listHeight() - kGap,
                        m_rowHeight * kMostRows});
    if (m_texts.isEmpty() || diameter < kLeastDiameter)
        return layout;
    const double width = hasListBeside ? diameter + 3 * kGap + m_widest : diameter;
    layout.circle = QRectF(inner.center().x() - width / 2, inner.top(), diameter, diameter);
    const double left = hasListBeside ? layout.circle.right() + 3 * kGap
                                      : std::max(inner.left(), inner.center().x() - m_widest / 2);
    double top = hasListBeside
                       ? std::max(inner.top(), layout.circle.center().y() - listHeight() / 2)
                       : layout.circle.bottom() + kGap;
    const QFontMetricsF metrics(m_font);
    const double side = keySide(metrics);
    double start = 0;
    for (qsizetype i = 0; i < m_slices.size(); ++i) {
        if (!(m_slices.at(i).value > 0))
            continue;
        const QString text = metrics.elidedText(m_texts.at(layout.parts.size()), Qt::ElideMiddle,
                                                inner.right() - left - keyWidth(metrics));
        const QPointF key(left, top + m_rowHeight / 2);
        const double span = m_slices.at(i).value / m_total * 360;
        layout.parts << PieLayout::Part{.slice = int(i),
                                        .start = start,
                                        .span = span,
                                        .label
                                        = QRectF(left + keyWidth(metrics), top,
                                                 metrics.horizontalAdvance(text), m_rowHeight),
                                        .text = text,
                                        .anchor = key + QPointF(side * 0.25, 0),
                                        .elbow = key + QPointF(side * 0.5, 0),
                                        .end = key + QPointF(side * 0.75, 0)};
        start += span;
        top += m_rowHeight;
    }
    return layout;
}

void PieLegend::paintKeys(QPainter &painter, const QList<PieSlice> &slices, const PieLayout &layout)
{
    for (const PieLayout::Part &part : layout.parts) {
        const double side = 2 * (part.end.x() - part.anchor.x());
        painter.fillRect(QRectF(part.elbow - QPointF(side / 2, side / 2), QSizeF(side, side)),
                         pieColour(slices.at(part.slice).colour));
    }
}

} // namespace sluice
