// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

namespace sluice {

class BudgetChart;

/// A picture of a chart for other programs, light whatever the window is: PNG in twice the size, or
/// SVG, by the ending of the file that it is for. GUI thread.
/// Error: *invalid* for another ending, and for what is not computed yet.
[[nodiscard]] Result<QByteArray> pictureOf(BudgetChart &chart, const QString &path);

} // namespace sluice
