// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

class QPalette;

namespace sluice {

/// The colours of a chart on one ground. A value.
struct ChartColours
{
    QColor ground;
    QColor text;
    QColor quiet; ///< text that explains
    QColor grid;
    QColor warning;

    [[nodiscard]] static ChartColours of(const QPalette &palette);
    [[nodiscard]] static ChartColours forPaper(); ///< light, whatever the window is

    /// The pie's colour, moved towards the text where it would hardly show on this ground.
    [[nodiscard]] QColor line(int index) const;
    /// The same as a pale area.
    [[nodiscard]] QColor pale(int index) const;
};

} // namespace sluice
