// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/piepicture.h"

namespace sluice {

/// A pie with its labels as a list below it, or beside it where that is wider than high: for places
/// too narrow for a column of labels on each side. GUI thread.
class PieLegend final
{
public:
    PieLegend(const QList<PieSlice> &slices, const QFont &font);

    [[nodiscard]] PieLayout layOut(const QRectF &view) const;
    [[nodiscard]] int leastWidth() const; ///< of a view, for every label to be whole
    [[nodiscard]] int heightFor(int width) const;
    /// The colours in front of the labels.
    static void paintKeys(QPainter &painter, const QList<PieSlice> &slices,
                          const PieLayout &layout);

private:
    [[nodiscard]] bool isBeside(double width) const;
    [[nodiscard]] double listHeight() const { return m_rowHeight * double(m_texts.size()); }

    QList<PieSlice> m_slices;
    double m_total = 0;
    QFont m_font;
    QStringList m_texts; ///< of the slices above 0
    double m_widest = 0;
    double m_rowHeight = 0;
};

} // namespace sluice
