// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>

namespace sluice {

/// Light or dark, whatever the desktop says; also where its platform plugin cannot switch.
void applyColorScheme(Qt::ColorScheme scheme);

/// For what draws boxes to tick. In the dark, the style draws a box's frame in the window's colour
/// made darker, which nobody sees: what stands out is the box itself.
[[nodiscard]] QPalette withVisibleBoxes(QPalette palette);

} // namespace sluice
