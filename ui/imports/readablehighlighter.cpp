// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "imports/readablehighlighter.h"

#include "icons.h"

#include <KSyntaxHighlighting/Format>

#include <cmath>

namespace sluice {

namespace {

constexpr double kReadable = 4.5;

double luminance(const QColor &color)
{
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
         + 0.0722 * linear(color.blueF());
}

} // namespace

double contrast(const QColor &a, const QColor &b)
{
    const double first = luminance(a) + 0.05;
    const double second = luminance(b) + 0.05;
    return std::max(first, second) / std::min(first, second);
}

QColor readable(const QColor &color, const QColor &ground)
{
    const QColor far
            = contrast(Qt::white, ground) > contrast(Qt::black, ground) ? Qt::white : Qt::black;
    QColor shade = color;
    for (int step = 1; step <= 10 && contrast(shade, ground) < kReadable; ++step)
        shade = icons::mixed(far, color, step / 10.0);
    return shade;
}

ReadableHighlighter::ReadableHighlighter(QTextDocument *document)
    : SyntaxHighlighter(document)
{}

void ReadableHighlighter::applyFormat(int offset, int length,
                                      const KSyntaxHighlighting::Format &format)
{
    SyntaxHighlighter::applyFormat(offset, length, format);
    if (!m_ground.isValid() || length == 0 || !format.hasTextColor(theme()))
        return;
    QTextCharFormat shown = this->format(offset);
    const QColor ground
            = format.hasBackgroundColor(theme()) ? format.backgroundColor(theme()) : m_ground;
    shown.setForeground(readable(format.textColor(theme()), ground));
    setFormat(offset, length, shown);
}

} // namespace sluice
