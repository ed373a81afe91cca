// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/hourschart.h"

#include "budget/piepicture.h"
#include "icons.h"

#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QTimeZone>
#include <QToolTip>

#include <numeric>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMostOrganisations = 5; // the others are one
constexpr double kShownLimitShare = 0.4; // of the limit, from which its line is of interest

} // namespace

int HoursChart::Column::total() const
{
    return std::accumulate(counted.cbegin(), counted.cend(), 0);
}

HoursChart::HoursChart(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"ledger-hours"_s);
    setAccessibleName(tr("Calls per hour"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void HoursChart::setHours(const QList<LedgerHour> &hours, const QDateTime &now, int limit)
{
    QMap<QString, int> totals;
    for (const LedgerHour &hour : hours) {
        for (const auto &[organisation, counted] : hour.counted.asKeyValueRange())
            totals[organisation] += counted;
    }
    m_organisations = totals.keys();
    std::ranges::stable_sort(m_organisations, std::greater(),
                             [&totals](const QString &name) { return totals.value(name); });
    const bool hasOthers = m_organisations.size() > kMostOrganisations;
    const QStringList own = m_organisations.first(
            std::min(m_organisations.size(), kMostOrganisations - int(hasOthers)));
    m_columns.clear();
    const qint64 lastHour = now.toSecsSinceEpoch() / 3600;
    for (int i = kHours - 1; i >= 0; --i) {
        Column column{.hour = QDateTime::fromSecsSinceEpoch((lastHour - i) * 3600, QTimeZone::UTC),
                      .counted = QList<int>(own.size() + int(hasOthers), 0)};
        const auto known = std::ranges::find(hours, column.hour, &LedgerHour::hour);
        if (known != hours.end()) {
            for (const auto &[organisation, counted] : known->counted.asKeyValueRange()) {
                const qsizetype at = own.indexOf(organisation);
                column.counted[at >= 0 ? at : own.size()] += counted;
            }
        }
        m_columns << column;
    }
    m_organisations = own;
    if (hasOthers)
        m_organisations << tr("others");
    for (QString &name : m_organisations) {
        if (name.isEmpty())
            name = tr("no repository");
    }
    m_limit = limit;
    setAccessibleDescription(allText());
    update();
}

QSize HoursChart::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 70, fontMetrics().lineSpacing() * 11};
}

QSize HoursChart::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 40, fontMetrics().lineSpacing() * 9};
}

QRectF HoursChart::plot() const
{
    const double line = fontMetrics().lineSpacing();
    const double left = fontMetrics().horizontalAdvance(QLocale().toString(int(most()))) + 8;
    return QRectF(rect()).adjusted(left, line * 1.6, -6, -line * 1.3);
}

double HoursChart::most() const
{
    int highest = 10;
    for (const Column &column : m_columns)
        highest = std::max(highest, column.total());
    const bool isNear = m_limit > 0 && highest >= m_limit * kShownLimitShare;
    return std::max(highest * 1.1, isNear ? m_limit * 1.05 : 0);
}

QString HoursChart::textOf(const Column &column) const
{
    QStringList parts;
    for (qsizetype i = 0; i < column.counted.size(); ++i) {
        if (column.counted.at(i) > 0)
            parts << tr("%1: %2").arg(m_organisations.at(i),
                                      QLocale().toString(column.counted.at(i)));
    }
    const QString hour = QLocale().toString(column.hour.toLocalTime(), u"HH:mm"_s);
    return parts.isEmpty() ? tr("from %1: no call").arg(hour)
                           : tr("from %1: %2").arg(hour, parts.join("; "_L1));
}

QString HoursChart::allText() const
{
    QStringList parts;
    for (const Column &column : m_columns) {
        if (column.total() > 0)
            parts << textOf(column);
    }
    return parts.isEmpty() ? tr("No call within 24 hours") : parts.join(". "_L1);
}

bool HoursChart::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const QRectF area = plot();
    const auto at = int((help->pos().x() - area.left()) / area.width() * kHours);
    if (at >= 0 && at < m_columns.size())
        QToolTip::showText(help->globalPos(), textOf(m_columns.at(at)), this);
    else
        QToolTip::hideText();
    return true;
}

void HoursChart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintKeys(painter);
    paintColumns(painter);
    paintLimit(painter);
}

void HoursChart::paintKeys(QPainter &painter) const
{
    const double line = fontMetrics().lineSpacing();
    double x = plot().left();
    for (qsizetype i = 0; i < m_organisations.size(); ++i) {
        const QRectF mark(x, line * 0.25, line * 0.7, line * 0.7);
        painter.fillRect(mark, pieColour(int(i)));
        painter.setPen(palette().color(QPalette::WindowText));
        const double width = fontMetrics().horizontalAdvance(m_organisations.at(i));
        painter.drawText(QRectF(mark.right() + 4, 0, width + 2, line * 1.2), Qt::AlignVCenter,
                         m_organisations.at(i));
        x = mark.right() + width + 18;
    }
}

void HoursChart::paintColumns(QPainter &painter) const
{
    const QRectF area = plot();
    const double line = fontMetrics().lineSpacing();
    const double step = area.width() / kHours;
    const QColor quiet = icons::mixed(palette().color(QPalette::WindowText),
                                      palette().color(QPalette::Window), 0.6);
    painter.setPen(quiet);
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    painter.drawText(QRectF(0, area.top() - line / 2, area.left() - 4, line),
                     Qt::AlignRight | Qt::AlignVCenter, QLocale().toString(int(most())));
    painter.drawText(QRectF(0, area.bottom() - line / 2, area.left() - 4, line),
                     Qt::AlignRight | Qt::AlignVCenter, u"0"_s);
    for (qsizetype i = 0; i < m_columns.size(); ++i) {
        const Column &column = m_columns.at(i);
        const double left = area.left() + double(i) * step;
        double bottom = area.bottom();
        for (qsizetype part = 0; part < column.counted.size(); ++part) {
            const double height = column.counted.at(part) / most() * area.height();
            painter.fillRect(QRectF(left + step * 0.12, bottom - height, step * 0.76, height),
                             pieColour(int(part)));
            bottom -= height;
        }
        if (i % 3 == 2) {
            painter.setPen(quiet);
            painter.drawText(QRectF(left - step, area.bottom() + 2, step * 3, line),
                             Qt::AlignHCenter | Qt::AlignTop,
                             QLocale().toString(column.hour.toLocalTime(), u"HH:mm"_s));
        }
    }
}

void HoursChart::paintLimit(QPainter &painter) const
{
    if (m_limit == 0 || m_limit > most())
        return;
    const QRectF area = plot();
    const double y = area.bottom() - m_limit / most() * area.height();
    const QColor colour = icons::warningColor(palette());
    painter.setPen(QPen(colour, 1.5, Qt::DashLine));
    painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    painter.drawText(QRectF(area.left(), y, area.width(), fontMetrics().lineSpacing()),
                     Qt::AlignRight, tr("limit %1").arg(QLocale().toString(m_limit)));
}

} // namespace sluice
