// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "colorscheme.h"

#include <QApplication>
#include <QStyleHints>

namespace sluice {

namespace {

QPalette darkPalette()
{
    const QColor text(0xe6, 0xe8, 0xea);
    const QColor window(0x2a, 0x2d, 0x31);
    const QColor base(0x1e, 0x20, 0x23);
    const QColor dimmed(0x8b, 0x91, 0x98);
    QPalette palette(QColor(0x3a, 0x3e, 0x44), window);
    for (const auto role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText})
        palette.setColor(role, text);
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::AlternateBase, QColor(0x24, 0x27, 0x2a));
    palette.setColor(QPalette::ToolTipBase, window);
    palette.setColor(QPalette::PlaceholderText, QColor(0x9a, 0xa0, 0xa6));
    palette.setColor(QPalette::Highlight, QColor(0x2b, 0x6c, 0xa3));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, QColor(0x6c, 0xb6, 0xff));
    palette.setColor(QPalette::LinkVisited, QColor(0xc4, 0xa5, 0xfb));
    palette.setColor(QPalette::BrightText, Qt::white);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, dimmed);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor(0x4a, 0x4e, 0x54));
    return palette;
}

} // namespace

void applyColorScheme(Qt::ColorScheme scheme)
{
    QStyleHints *hints = QGuiApplication::styleHints();
    hints->setColorScheme(scheme);
    const bool isDark = QApplication::palette().color(QPalette::Window).lightness() < 128;
    if (scheme != Qt::ColorScheme::Dark) {
        QApplication::setPalette(QPalette()); // the platform's own
    } else if (!isDark) {
        QApplication::setPalette(darkPalette());
        for (const char *name : {"QCheckBox", "QRadioButton"})
            QApplication::setPalette(withVisibleBoxes(darkPalette()), name);
    }
}

QPalette withVisibleBoxes(QPalette palette)
{
    if (palette.color(QPalette::Window).lightness() >= 128)
        return palette;
    for (const auto group : {QPalette::Active, QPalette::Inactive}) {
        palette.setColor(group, QPalette::Base, QColor(0x78, 0x7e, 0x86));
        palette.setColor(group, QPalette::Text, Qt::white);
    }
    return palette;
}

} // namespace sluice
