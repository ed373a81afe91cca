// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/hourlanes.h"

#include <QFontMetricsF>
#include <QPalette>

class QPainter;

namespace sluice {

/// Draws the hours of one limit: measured columns, what was spent elsewhere, what is expected of
/// the hour under way, the limit, and the moment at which it runs out. GUI thread, for one paint.
class LanePicture final
{
public:
    LanePicture(const HourLane &lane, const QRectF &place, const QFont &font,
                const QPalette &palette, const QDateTime &now);

    void paint(QPainter &painter) const;
    [[nodiscard]] static QBrush elsewhereBrush(const QPalette &palette);
    [[nodiscard]] static QBrush expectedBrush(const QPalette &palette);
    /// "token of work, core", or what else the lane is of.
    [[nodiscard]] static QString titleOf(const HourLane &lane);
    [[nodiscard]] static double heightOf(const QFontMetricsF &metrics);
    [[nodiscard]] qsizetype columnAt(double x) const; ///< -1: none
    /// The numbers beside the plot, none over another: 0 and the highest, or else what is expected.
    [[nodiscard]] QList<double> scale() const;
    [[nodiscard]] QPointF endMark() const; ///< where the line of exhaustion begins; null: none

private:
    [[nodiscard]] double most() const; ///< at the plot's top
    [[nodiscard]] bool isLimitShown() const;
    [[nodiscard]] double yOf(double calls) const;
    [[nodiscard]] QRectF columnRect(qsizetype column, double from, double to) const;
    void paintTitle(QPainter &painter) const;
    void paintAxis(QPainter &painter) const;
    void paintColumns(QPainter &painter) const;
    void paintLimit(QPainter &painter) const;
    void paintEnd(QPainter &painter) const;

    const HourLane &m_lane;
    const QFontMetricsF m_metrics;
    const QPalette m_palette;
    const QDateTime m_now;
    QRectF m_place;
    QRectF m_plot;
    QColor m_quiet;
};

} // namespace sluice
