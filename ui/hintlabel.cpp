// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "hintlabel.h"

#include "icons.h"

#include <QEvent>
#include <QGuiApplication>

namespace sluice {

HintLabel::HintLabel(const QString &text, QWidget *parent)
    : QLabel(text, parent)
{
    setWordWrap(true);
    setTextFormat(Qt::PlainText);
    followPalette();
}

void HintLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        followPalette();
}

void HintLabel::followPalette()
{
    const QPalette all = QGuiApplication::palette();
    QPalette own;
    own.setColor(QPalette::WindowText,
                 icons::mixed(all.color(QPalette::WindowText), all.color(QPalette::Window), 0.68));
    setPalette(own);
}

} // namespace sluice
