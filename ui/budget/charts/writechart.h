// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

class QWidget;

namespace sluice {

/// A picture of a chart for other programs, light whatever the window is: PNG in twice the size, or
/// SVG, by the file's ending. GUI thread.
/// Errors: *invalid* for another ending, for what is no chart or not computed yet, *storage* where
/// it cannot be written.
[[nodiscard]] Result<void> writeChart(QWidget &chart, const QString &path);

} // namespace sluice
