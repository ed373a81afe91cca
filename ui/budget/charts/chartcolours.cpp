// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/charts/chartcolours.h"

#include "budget/piepicture.h"
#include "icons.h"

#include <QPalette>

#include <cmath>

namespace sluice {

namespace {

constexpr double kLeastContrast = 3; ///< what WCAG asks of graphics
constexpr int kVermilion = 3; ///< of the pie's colours

double luminance(const QColor &colour)
{
    const auto part = [](float value) {
        const double v = double(value);
        return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(colour.redF()) + 0.7152 * part(colour.greenF())
         + 0.0722 * part(colour.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double one = luminance(a);
    const double other = luminance(b);
    return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

ChartColours on(const QColor &ground, const QColor &text)
{
    ChartColours colours{.ground = ground,
                         .text = text,
                         .quiet = icons::mixed(text, ground, 0.68),
                         .grid = icons::mixed(text, ground, 0.16),
                         .warning = {}};
    colours.warning = colours.line(kVermilion);
    return colours;
}

} // namespace

ChartColours ChartColours::of(const QPalette &palette)
{
    return on(palette.color(QPalette::Base), palette.color(QPalette::Text));
}

ChartColours ChartColours::forPaper() { return on(Qt::white, QColor(0x1a, 0x1a, 0x1a)); }

QColor ChartColours::line(int index) const
{
    const QColor wanted = pieColour(index);
    QColor colour = wanted;
    for (int share = 1; share <= 10 && contrast(colour, ground) < kLeastContrast; ++share)
        colour = icons::mixed(text, wanted, share / 10.0);
    return colour;
}

QColor ChartColours::pale(int index) const { return icons::mixed(pieColour(index), ground, 0.35); }

} // namespace sluice
