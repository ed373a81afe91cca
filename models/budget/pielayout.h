// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointF>
#include <QRectF>
#include <QString>

#include <functional>

namespace sluice {

/// One slice of a pie, before it has a place.
struct PieSlice
{
    QString label;
    double value = 0;
    int colour = 0; ///< index into the pie's colours: a kind keeps its own

    bool operator==(const PieSlice &) const = default;
};

/// Where the slices of a pie and their labels stand: labels in a column on each side, with a line
/// to their slice, never on each other, never on the pie, never outside. Pure geometry: any thread.
struct PieLayout
{
    struct Part
    {
        int slice = 0; ///< index into the slices
        double start = 0; ///< degrees from twelve o'clock, clockwise
        double span = 0;
        QRectF label; ///< null where there is no room for it: a legend or table must tell
        QString text; ///< "set status  24.3 %", in two lines or cut with "…" in a narrow column
        QPointF anchor; ///< on the pie's edge
        QPointF elbow;
        QPointF end; ///< at the label
    };

    QRectF circle; ///< null where nothing is to be shown, or in too small a view
    QList<Part> parts; ///< of the slices above 0, in their order

    /// `textSize` measures lines of text in the font that they will have; `percent` writes a share
    /// of 1.
    using TextSize = std::function<QSizeF(const QString &text)>;
    using Percent = std::function<QString(double share)>;
    [[nodiscard]] static PieLayout of(const QList<PieSlice> &slices, const QRectF &view,
                                      const TextSize &textSize, const Percent &percent);
};

} // namespace sluice
