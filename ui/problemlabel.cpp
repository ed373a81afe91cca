// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "problemlabel.h"

#include "icons.h"

#include <QEvent>

namespace sluice {

ProblemLabel::ProblemLabel(QWidget *parent)
    : QLabel(parent)
{
    setWordWrap(true);
    setTextFormat(Qt::PlainText);
    followPalette();
    hide();
}

void ProblemLabel::say(const QString &problem)
{
    setText(problem);
    setVisible(!problem.isEmpty());
}

void ProblemLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        followPalette();
}

void ProblemLabel::followPalette()
{
    QPalette own;
    own.setColor(QPalette::WindowText, icons::stateColor(State::Failed, QPalette()));
    setPalette(own);
}

} // namespace sluice
