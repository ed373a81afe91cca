// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/pieview.h"

#include "budget/budgetwords.h"
#include "budget/pielegend.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QStyleOptionFocusRect>
#include <QToolTip>

#include <cmath>
#include <numbers>

namespace sluice {
using namespace Qt::StringLiterals;

PieView::PieView(QWidget *parent)
    : QWidget(parent)
    , m_emptyText(tr("No calls: with these settings a pipeline asks GitHub nothing.\nIt needs a "
                     "chroot, builds or tests, and steps that cost calls."))
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Pie of the calls of one pipeline"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    renew();
}

void PieView::setEmptyText(const QString &text)
{
    m_emptyText = text;
    update();
}

void PieView::setCalls(const MeasuredCalls &calls)
{
    if (calls == m_calls)
        return;
    m_calls = calls;
    renew();
}

void PieView::setPieBy(PieBy by)
{
    m_by = by;
    m_highlighted = -1;
    renew();
    emit highlightChanged();
}

void PieView::showLegend()
{
    m_hasLegend = true;
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    renew();
}

void PieView::renew()
{
    m_slices = pieSlices(m_calls, m_by);
    if (m_highlighted >= 0 && !(m_slices.at(m_highlighted).value > 0))
        m_highlighted = -1;
    setAccessibleDescription(allText());
    layOut();
    if (m_hasLegend)
        updateGeometry();
    if (m_highlighted >= 0)
        emit highlightChanged();
}

void PieView::layOut()
{
    m_layout = m_hasLegend ? PieLegend(m_slices, font()).layOut(rect())
                           : layOutPie(m_slices, rect(), font());
    update();
}

QSize PieView::sizeHint() const
{
    if (!m_hasLegend)
        return {fontMetrics().averageCharWidth() * 70, 280};
    const QSize least = minimumSizeHint();
    return {least.width(), heightForWidth(least.width())};
}

QSize PieView::minimumSizeHint() const
{
    const int width = fontMetrics().averageCharWidth();
    return m_hasLegend ? QSize(std::max(width * 20, PieLegend(m_slices, font()).leastWidth()), 180)
                       : QSize(width * 36, 180);
}

int PieView::heightForWidth(int width) const
{
    return m_hasLegend ? PieLegend(m_slices, font()).heightFor(width) : -1;
}

QString PieView::explanation() const
{
    if (m_highlighted < 0)
        return {};
    const int index = m_slices.at(m_highlighted).colour;
    return textOf(m_highlighted) + u". "_s + sliceExplanation(m_by, index);
}

QString PieView::textOf(int slice) const
{
    const PieSlice &shown = m_slices.at(slice);
    const double total = m_calls.total();
    return tr("%1: %2 of %3 calls, %4 %")
            .arg(shown.label, numberText(shown.value, 2), numberText(total, 2),
                 QLocale().toString(shown.value / total * 100, 'f', 1));
}

QString PieView::allText() const
{
    QStringList texts;
    for (qsizetype i = 0; i < m_slices.size(); ++i) {
        if (m_slices.at(i).value > 0)
            texts += textOf(int(i));
    }
    return texts.isEmpty() ? tr("No calls") : texts.join(u"; "_s);
}

void PieView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_layout.circle.isNull()) {
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(rect().adjusted(8, 8, -8, -8), Qt::AlignCenter | Qt::TextWordWrap,
                         m_calls.total() > 0
                                 ? tr("There is no room for the pie here; the table has its "
                                      "numbers.")
                                 : m_emptyText);
    } else {
        paintPie(painter, m_slices, m_layout, palette().color(QPalette::WindowText), m_highlighted);
        if (m_hasLegend)
            PieLegend::paintKeys(painter, m_slices, m_layout);
    }
    if (hasFocus()) {
        QStyleOptionFocusRect option;
        option.initFrom(this);
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, this);
    }
}

void PieView::resizeEvent(QResizeEvent *) { layOut(); }

void PieView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange) {
        layOut();
        updateGeometry();
    }
    QWidget::changeEvent(event);
}

int PieView::sliceAt(const QPointF &point) const
{
    const QPointF from = point - m_layout.circle.center();
    const double angle
            = std::fmod(std::atan2(from.x(), -from.y()) * 180 / std::numbers::pi + 360, 360);
    const bool isOnPie = std::hypot(from.x(), from.y()) <= m_layout.circle.width() / 2;
    for (const PieLayout::Part &part : m_layout.parts) {
        const bool isInside = isOnPie && angle >= part.start && angle < part.start + part.span;
        if (isInside || part.label.contains(point))
            return part.slice;
    }
    return -1;
}

void PieView::highlight(int slice)
{
    if (slice == m_highlighted)
        return;
    m_highlighted = slice;
    update();
    emit highlightChanged();
}

void PieView::highlightNext(int direction)
{
    const qsizetype count = m_layout.parts.size();
    if (count == 0)
        return;
    const auto at = std::ranges::find(m_layout.parts, m_highlighted, &PieLayout::Part::slice);
    const qsizetype now
            = at == m_layout.parts.end() ? (direction > 0 ? -1 : 0) : at - m_layout.parts.begin();
    highlight(m_layout.parts.at((now + direction + count) % count).slice);
}

bool PieView::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        if (sliceAt(help->pos()) >= 0)
            QToolTip::showText(help->globalPos(), explanation(), this);
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

void PieView::mouseMoveEvent(QMouseEvent *event) { highlight(sliceAt(event->position())); }
void PieView::mousePressEvent(QMouseEvent *event) { highlight(sliceAt(event->position())); }
void PieView::leaveEvent(QEvent *) { highlight(-1); }

void PieView::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Right:
    case Qt::Key_Down:
        return highlightNext(1);
    case Qt::Key_Left:
    case Qt::Key_Up:
        return highlightNext(-1);
    case Qt::Key_Escape:
        return highlight(-1);
    default:
        QWidget::keyPressEvent(event);
    }
}

void PieView::focusOutEvent(QFocusEvent *event)
{
    highlight(-1);
    QWidget::focusOutEvent(event);
}

} // namespace sluice
