// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/lanepicture.h"

#include "budget/piepicture.h"
#include "icons.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPainter>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr double kShownLimitShare = 0.25; // of the limit, from which its line is of interest
constexpr double kPlotLines = 4.6;
constexpr double kGap = 0.12; // of a column, on each side
constexpr double kHourMs = 3'600'000;

QString hourText(const QDateTime &at) { return QLocale().toString(at.toLocalTime(), u"HH:mm"_s); }

} // namespace

LanePicture::LanePicture(const HourLane &lane, const QRectF &place, const QFont &font,
                         const QPalette &palette, const QDateTime &now)
    : m_lane(lane)
    , m_metrics(font)
    , m_palette(palette)
    , m_now(now)
    , m_place(place)
    , m_quiet(icons::mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Window),
                           0.65))
{
    const double line = m_metrics.lineSpacing();
    const double left = m_metrics.horizontalAdvance(QLocale().toString(88'888)) + 8;
    m_plot = m_place.adjusted(left, line * 1.4, -6, -line * 1.3);
}

double LanePicture::heightOf(const QFontMetricsF &metrics)
{
    return metrics.lineSpacing() * (1.4 + kPlotLines + 1.3);
}

QString LanePicture::titleOf(const HourLane &lane)
{
    return lane.known ? gaugeText(*lane.known, lane.known->at).whose
                      : QCoreApplication::translate("sluice::HoursChart", "all other calls");
}

double LanePicture::most() const
{
    const double highest
            = std::max({10.0, double(m_lane.highest()), m_lane.expectedTotal()}) * 1.08;
    return isLimitShown() ? std::max(highest, m_lane.known->limit.limit * 1.08) : highest;
}

bool LanePicture::isLimitShown() const
{
    if (!m_lane.known || m_lane.known->limit.limit <= 0)
        return false;
    const double highest = std::max(double(m_lane.highest()), m_lane.expectedTotal());
    return highest >= m_lane.known->limit.limit * kShownLimitShare;
}

double LanePicture::yOf(double calls) const
{
    return m_plot.bottom() - calls / most() * m_plot.height();
}

QList<double> LanePicture::scale() const
{
    for (const double calls : {double(m_lane.highest()), m_lane.expectedTotal()}) {
        if (yOf(0) - yOf(calls) >= m_metrics.lineSpacing())
            return {0, calls};
    }
    return {0};
}

QRectF LanePicture::columnRect(qsizetype column, double from, double to) const
{
    const double step = m_plot.width() / HourLane::kHours;
    return {m_plot.left() + (double(column) + kGap) * step, yOf(to), step * (1 - 2 * kGap),
            yOf(from) - yOf(to)};
}

qsizetype LanePicture::columnAt(double x) const
{
    const double at = (x - m_plot.left()) / m_plot.width() * HourLane::kHours;
    return at >= 0 && at < HourLane::kHours ? qsizetype(at) : -1;
}

QPointF LanePicture::endMark() const
{
    const GaugeOutlook &outlook = m_lane.outlook;
    if (!m_lane.known || !outlook.isShort())
        return {};
    const QDateTime begin = m_lane.columns.last().begin;
    const QDateTime end = outlook.end == GaugeEnd::UsedUp ? m_now : outlook.forecast.runsOutAt;
    const double share = std::clamp(double(begin.msecsTo(end)) / kHourMs, 0.0, 1.0);
    const double step = m_plot.width() / HourLane::kHours;
    return {m_plot.right() - step + share * step, m_plot.top()};
}

void LanePicture::paint(QPainter &painter) const
{
    paintTitle(painter);
    paintAxis(painter);
    paintColumns(painter);
    paintLimit(painter);
    paintEnd(painter);
}

void LanePicture::paintTitle(QPainter &painter) const
{
    const double line = m_metrics.lineSpacing();
    const QRectF row(m_place.left(), m_place.top(), m_place.width() - 6, line * 1.2);
    double room = row.width();
    if (m_lane.known) {
        const QString end = gaugeText(*m_lane.known, m_now).end;
        painter.setPen(m_lane.outlook.isShort() ? icons::warningColor(m_palette) : m_quiet);
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, end);
        room -= m_metrics.horizontalAdvance(end) + line;
    }
    painter.setPen(m_palette.color(QPalette::WindowText));
    painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter,
                     m_metrics.elidedText(titleOf(m_lane), Qt::ElideMiddle, room));
}

void LanePicture::paintAxis(QPainter &painter) const
{
    const double line = m_metrics.lineSpacing();
    painter.setPen(m_quiet);
    painter.drawLine(m_plot.bottomLeft(), m_plot.bottomRight());
    for (const double calls : scale()) {
        const QRectF place(m_place.left(), yOf(calls) - line / 2,
                           m_plot.left() - m_place.left() - 4, line);
        painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter,
                         QLocale().toString(qRound(calls)));
    }
    const double step = m_plot.width() / HourLane::kHours;
    for (qsizetype i = 2; i < m_lane.columns.size(); i += 3) {
        QRectF place(m_plot.left() + double(i - 1) * step, m_plot.bottom() + 2, step * 3, line);
        place.moveRight(std::min(place.right(), m_place.right())); // the last hour's is not cut
        painter.drawText(place, Qt::AlignHCenter | Qt::AlignTop,
                         hourText(m_lane.columns.at(i).begin));
    }
}

void LanePicture::paintColumns(QPainter &painter) const
{
    for (qsizetype i = 0; i < m_lane.columns.size(); ++i) {
        const QList<int> &counted = m_lane.columns.at(i).counted;
        double below = 0;
        for (qsizetype part = 0; part < counted.size(); ++part) {
            painter.fillRect(columnRect(i, below, below + counted.at(part)), pieColour(int(part)));
            below += counted.at(part);
        }
    }
    const qsizetype last = m_lane.columns.size() - 1;
    const double measured = m_lane.columns.last().total();
    const double gone = measured + m_lane.elsewhere;
    painter.fillRect(columnRect(last, measured, gone), elsewhereBrush(m_palette));
    if (m_lane.expectedTotal() <= gone)
        return;
    const QRectF expected = columnRect(last, gone, m_lane.expectedTotal());
    painter.fillRect(expected, expectedBrush(m_palette));
    painter.setPen(QPen(m_quiet, 1, Qt::DotLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(expected);
}

void LanePicture::paintLimit(QPainter &painter) const
{
    if (!m_lane.known || m_lane.known->limit.limit <= 0)
        return;
    const double line = m_metrics.lineSpacing();
    const QString limit = QLocale().toString(m_lane.known->limit.limit);
    const auto say = [&](const char *text, double top) {
        painter.drawText(QRectF(m_plot.left() + 4, top, m_plot.width(), line),
                         Qt::AlignLeft | Qt::AlignTop,
                         QCoreApplication::translate("sluice::HoursChart", text).arg(limit));
    };
    if (!isLimitShown()) {
        painter.setPen(m_quiet);
        return say(QT_TRANSLATE_NOOP("sluice::HoursChart", "limit %1, far above"), m_plot.top());
    }
    const double y = yOf(m_lane.known->limit.limit);
    painter.setPen(QPen(icons::warningColor(m_palette), 1.5, Qt::DashLine));
    painter.drawLine(QPointF(m_plot.left(), y), QPointF(m_plot.right(), y));
    say(QT_TRANSLATE_NOOP("sluice::HoursChart", "limit %1"), y);
}

void LanePicture::paintEnd(QPainter &painter) const
{
    const QPointF mark = endMark();
    if (mark.isNull())
        return;
    const QColor colour = icons::warningColor(m_palette);
    painter.setPen(QPen(colour, 2));
    painter.drawLine(mark, QPointF(mark.x(), m_plot.bottom()));
    const double half = m_metrics.lineSpacing() * 0.28;
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawPolygon(QPolygonF{mark - QPointF(half, half * 1.2),
                                  mark + QPointF(half, -half * 1.2),
                                  mark + QPointF(0, half * 0.4)});
}

QBrush LanePicture::elsewhereBrush(const QPalette &palette)
{
    return icons::mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.35);
}

QBrush LanePicture::expectedBrush(const QPalette &palette)
{
    return {icons::mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.6),
            Qt::BDiagPattern};
}

} // namespace sluice
