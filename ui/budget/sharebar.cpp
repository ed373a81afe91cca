// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/sharebar.h"

#include "icons.h"

#include <QLocale>
#include <QPainter>

#include <cmath>

namespace sluice {

ShareBar::ShareBar(QString what, QWidget *parent)
    : QWidget(parent)
    , m_what(std::move(what))
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ShareBar::setShare(double share, bool isStrong)
{
    share = std::isfinite(share) ? std::clamp(share, 0.0, 1.0) : 0;
    if (share == m_share && isStrong == m_isStrong)
        return;
    m_share = share;
    m_isStrong = isStrong;
    setAccessibleName(tr("%1: %2 % used").arg(m_what, QLocale().toString(m_share * 100, 'f', 0)));
    update();
}

QSize ShareBar::sizeHint() const { return {fontMetrics().averageCharWidth() * 18, 10}; }
QSize ShareBar::minimumSizeHint() const { return {fontMetrics().averageCharWidth() * 6, 10}; }

void ShareBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const QColor ground = palette().color(QPalette::Window);
    const QColor text = palette().color(QPalette::WindowText);
    const QColor strong = icons::warningColor(palette());
    QRectF bar = rect();
    painter.setBrush(icons::mixed(text, ground, 0.12));
    painter.drawRoundedRect(bar, 3, 3);
    bar.setWidth(bar.width() * share());
    painter.setBrush(m_isStrong ? strong : icons::mixed(text, ground, 0.45));
    painter.drawRoundedRect(bar, 3, 3);
}

} // namespace sluice
