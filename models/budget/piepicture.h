// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgetmodel.h"
#include "budget/measuredcalls.h"
#include "budget/pielayout.h"
#include "error.h"

#include <QColor>
#include <QFont>

class QPainter;

namespace sluice {

/// What a pie is cut by.
enum class PieBy { Kind, Step };

/// The slices of a cost, every kind or step with a colour of its own that it keeps.
[[nodiscard]] QList<PieSlice> pieSlices(const MeasuredCalls &calls, PieBy by);
/// What a slice of this colour is, and why it costs what it costs.
[[nodiscard]] QString sliceExplanation(PieBy by, int colour);
/// Apart from each other also for those who see few colours, on light and on dark.
[[nodiscard]] QColor pieColour(int index);

/// Draws a pie as laid out. Qt Gui, no widgets: any thread with a painter of its own.
void paintPie(QPainter &painter, const QList<PieSlice> &slices, const PieLayout &layout,
              const QColor &text, int highlighted = -1);
[[nodiscard]] PieLayout layOutPie(const QList<PieSlice> &slices, const QRectF &view,
                                  const QFont &font);

/// A picture for other programs: PNG or SVG, by the file's name. Needs a QGuiApplication.
/// Errors: *invalid* for another ending, *storage* where it cannot be written.
[[nodiscard]] Result<void> writePie(const QList<PieSlice> &slices, const QString &title,
                                    const QString &path);

} // namespace sluice
