// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/hourschart.h"

#include "budget/piepicture.h"
#include "ledger/lanepicture.h"

#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kLongestName = 24; // of an organisation, in characters

} // namespace

HoursChart::HoursChart(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"ledger-hours"_s);
    setAccessibleName(tr("Calls per hour"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void HoursChart::setLanes(HourLanes lanes, const QDateTime &now)
{
    const bool isTaller = lanes.lanes.size() != m_lanes.lanes.size();
    m_lanes = std::move(lanes);
    m_now = now;
    const double keys = keysHeight();
    makeKeys();
    setAccessibleDescription(allText());
    if (isTaller || keys != keysHeight())
        updateGeometry();
    update();
}

void HoursChart::makeKeys()
{
    m_keys.clear();
    const bool hasOthers = m_lanes.hasOthers;
    for (qsizetype i = 0; i < m_lanes.organisations.size(); ++i) {
        const bool isOthers = hasOthers && i == m_lanes.organisations.size() - 1;
        const QString &name = m_lanes.organisations.at(i);
        const QString text = isOthers ? tr("others") : name.isEmpty() ? tr("no repository") : name;
        const int width = fontMetrics().averageCharWidth() * kLongestName;
        m_keys << Key{pieColour(int(i)), fontMetrics().elidedText(text, Qt::ElideRight, width), {}};
    }
    const auto any = [this](auto test) { return std::ranges::any_of(m_lanes.lanes, test); };
    if (any([](const HourLane &lane) { return lane.elsewhere > 0; }))
        m_keys << Key{LanePicture::elsewhereBrush(palette()), tr("not by way of Sluice"), {}};
    if (any([](const HourLane &lane) { return lane.outlook.forecast.expected > 0; }))
        m_keys << Key{LanePicture::expectedBrush(palette()), tr("expected"), {}};
    placeKeys();
}

void HoursChart::placeKeys()
{
    const double line = fontMetrics().lineSpacing();
    QPointF at(0, 0);
    for (Key &key : m_keys) {
        const double length = line * 0.7 + 4 + fontMetrics().horizontalAdvance(key.text) + 2;
        if (at.x() > 0 && at.x() + length > width())
            at = {0, at.y() + line * 1.2};
        key.place = {at, QSizeF(length, line * 1.2)};
        at.rx() += length + 14;
    }
}

double HoursChart::keysHeight() const
{
    return m_keys.isEmpty() ? 0 : m_keys.last().place.bottom() + fontMetrics().lineSpacing() * 0.3;
}

QSize HoursChart::sizeHint() const
{
    const double lanes = LanePicture::heightOf(QFontMetricsF(font()))
                       * double(std::max<qsizetype>(1, m_lanes.lanes.size()));
    return {fontMetrics().averageCharWidth() * 70, int(keysHeight() + lanes) + 1};
}

QSize HoursChart::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 40, sizeHint().height()};
}

QRectF HoursChart::laneRect(qsizetype lane) const
{
    const double height = LanePicture::heightOf(QFontMetricsF(font()));
    return {0, keysHeight() + double(lane) * height, double(width()), height};
}

QString HoursChart::textOf(const HourLane &lane, qsizetype column) const
{
    const HourLane::Column &hour = lane.columns.at(column);
    const QLocale locale;
    QStringList parts;
    for (qsizetype i = 0; i < hour.counted.size(); ++i) {
        if (hour.counted.at(i) > 0)
            parts << tr("%1: %2").arg(m_keys.at(i).text, locale.toString(hour.counted.at(i)));
    }
    if (column == lane.columns.size() - 1) {
        if (lane.elsewhere > 0)
            parts << tr("not by way of Sluice: %1").arg(locale.toString(lane.elsewhere));
        if (lane.outlook.forecast.expected > 0)
            parts << tr("expected: %1 more")
                             .arg(locale.toString(qRound64(lane.outlook.forecast.expected)));
        if (lane.known)
            parts << gaugeText(*lane.known, m_now).end;
    }
    const QString begin = locale.toString(hour.begin.toLocalTime(), u"HH:mm"_s);
    return parts.isEmpty() ? tr("from %1: no call").arg(begin)
                           : tr("from %1: %2").arg(begin, parts.join("; "_L1));
}

QString HoursChart::allText() const
{
    QStringList parts;
    for (const HourLane &lane : m_lanes.lanes) {
        QStringList hours;
        for (qsizetype i = 0; i < lane.columns.size(); ++i) {
            if (lane.columns.at(i).total() > 0)
                hours << textOf(lane, i);
        }
        if (!hours.isEmpty())
            parts << tr("%1: %2").arg(LanePicture::titleOf(lane), hours.join(". "_L1));
    }
    return parts.isEmpty() ? tr("No call within 24 hours") : parts.join(". "_L1);
}

QString HoursChart::textAt(const QPoint &place) const
{
    for (qsizetype i = 0; i < m_lanes.lanes.size(); ++i) {
        const HourLane &lane = m_lanes.lanes.at(i);
        const QRectF rect = laneRect(i);
        if (!rect.contains(place))
            continue;
        const qsizetype column
                = LanePicture(lane, rect, font(), palette(), m_now).columnAt(place.x());
        return column >= 0 ? textOf(lane, column) : QString();
    }
    return {};
}

bool HoursChart::event(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        makeKeys();
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    QToolTip::showText(help->globalPos(), textAt(help->pos()), this); // none: hides it
    return true;
}

void HoursChart::resizeEvent(QResizeEvent *)
{
    const double before = keysHeight();
    placeKeys();
    if (before != keysHeight())
        updateGeometry();
}

void HoursChart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double line = fontMetrics().lineSpacing();
    for (const Key &key : std::as_const(m_keys)) {
        const QRectF mark(key.place.left(), key.place.top() + line * 0.25, line * 0.7, line * 0.7);
        painter.fillRect(mark, key.brush);
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(key.place.adjusted(line * 0.7 + 4, 0, 0, 0), Qt::AlignVCenter, key.text);
    }
    for (qsizetype i = 0; i < m_lanes.lanes.size(); ++i)
        LanePicture(m_lanes.lanes.at(i), laneRect(i), font(), palette(), m_now).paint(painter);
}

} // namespace sluice
