// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/charts/budgetchart.h"

#include "budget/charts/chartview.h"

#include <QChart>
#include <QEvent>
#include <QFontMetricsF>
#include <QGraphicsLayout>
#include <QLegend>
#include <QPainter>
#include <QScrollBar>
#include <QVBoxLayout>

#include <cmath>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kWrapped = Qt::TextWordWrap;
constexpr double kMark = 1.6; ///< of a row's height: the width of a colour's sample
constexpr double kMarkAndGap = 1.9;
constexpr int kPictureWidth = 860;
constexpr int kPictureHeight = 460;

/// Lines are never broken within "PRs/hour" or "23 %".
QString unbroken(QString text)
{
    return text.replace(u'/', u"\u2060/\u2060"_s).replace(u" %"_s, u"\u00a0%"_s);
}

} // namespace

BudgetChart::BudgetChart(QLatin1StringView name, const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_name(name)
    , m_title(title)
    , m_view(new ChartView(*this))
    , m_colours(ChartColours::of(palette()))
{
    setAccessibleName(title);
    QChart &chart = plot();
    chart.legend()->hide();
    chart.setBackgroundVisible(false);
    chart.setMargins({});
    chart.layout()->setContentsMargins(0, 0, 0, 0);
    m_view->setAccessibleName(title);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_view, 1);
    connect(m_view, &ChartView::resized, this, &BudgetChart::layOutAgain);
}

const QChart &BudgetChart::chart() const { return *m_view->chart(); }

QChart &BudgetChart::plot() { return *m_view->chart(); }

QSize BudgetChart::sizeHint() const
{
    const int width = int(rowHeight() * 36);
    return {width, int(std::ceil(std::max(rowHeight() * 16, wholeHeightFor(width))))};
}

QSize BudgetChart::minimumSizeHint() const { return {int(rowHeight() * 12), int(rowHeight() * 8)}; }

void BudgetChart::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange)
        return;
    m_colours = ChartColours::of(palette());
    paintIn(m_colours);
    layOutAgain();
    updateGeometry();
}

void BudgetChart::layOutAgain()
{
    const QSize seen = m_view->contentsRect().size();
    double width = seen.width();
    double height = m_message.isEmpty() ? wholeHeightFor(width) : 0;
    const bool isScrolled = height > seen.height();
    if (isScrolled) {
        width -= m_view->verticalScrollBar()->sizeHint().width();
        height = wholeHeightFor(width);
    }
    // By ourselves: "as needed" would be late, and change the width that was reckoned with.
    m_view->setVerticalScrollBarPolicy(isScrolled ? Qt::ScrollBarAlwaysOn : Qt::ScrollBarAlwaysOff);
    m_view->setFocusPolicy(isScrolled ? Qt::StrongFocus : Qt::NoFocus); // keys scroll, too
    placeIn(QRectF(0, 0, std::max(0.0, width), std::max<double>(height, seen.height())));
}

void BudgetChart::placeIn(const QRectF &canvas)
{
    m_labels.clear();
    m_marks.clear();
    m_canvas = canvas;
    m_view->setBackgroundBrush(m_colours.ground);
    m_view->setSceneRect(canvas);
    plot().setVisible(m_message.isEmpty());
    if (m_message.isEmpty()) {
        plot().resize(canvas.size());
        const double free = margin();
        const QRectF before = plot().plotArea();
        layOut(canvas.adjusted(free, free, -free, -free));
        if (plot().plotArea() != before) { // by itself the axes would stay where they were
            plot().layout()->invalidate();
            plot().layout()->activate();
        }
    } else {
        const double gap = rowHeight() / 2;
        add({.text = m_message,
             .place = canvas.adjusted(gap, gap, -gap, -gap),
             .alignment = Qt::AlignCenter,
             .tone = ChartLabel::Tone::Quiet});
    }
    m_view->viewport()->update();
}

QPoint BudgetChart::onScreen(const QPointF &place) const
{
    return m_view->viewport()->mapToGlobal(m_view->mapFromScene(place));
}

QSizeF BudgetChart::textSize(const QString &text, double width, ChartLabel::Tone tone) const
{
    const QFontMetricsF metrics(fontOf(tone));
    const QRectF room(0, 0, width > 0 ? width : 1e5, 1e5);
    const QSizeF size = metrics.boundingRect(room, kWrapped, unbroken(text)).size();
    return {std::ceil(size.width()) + 1, std::ceil(size.height())};
}

QFont BudgetChart::fontOf(ChartLabel::Tone tone) const
{
    QFont own = font();
    own.setBold(tone == ChartLabel::Tone::Strong);
    return own;
}

double BudgetChart::margin() const { return std::floor(rowHeight() / 3); }

double BudgetChart::wholeHeightFor(double width) const
{
    return heightFor(width - 2 * margin()) + 2 * margin();
}

double BudgetChart::rowHeight() const { return std::ceil(QFontMetricsF(font()).height()); }

BudgetChart::KeyPlaces BudgetChart::placesOf(const QList<ChartKey> &keys, double width) const
{
    const double row = rowHeight();
    KeyPlaces result;
    double x = 0;
    double top = 0;
    for (const ChartKey &key : keys) {
        const double mark = key.isMarked() ? row * kMarkAndGap : 0;
        const double wanted = textSize(key.text).width() + mark;
        if (x > 0 && x + wanted > width) {
            x = 0;
            top = result.height;
        }
        const double height = wanted > width ? textSize(key.text, width - mark).height() : row;
        result.places << QRectF(x, top, std::min(wanted, width), height);
        result.height = std::max(result.height, top + height);
        x += wanted + row * 0.8;
    }
    return result;
}

double BudgetChart::keysHeight(const QList<ChartKey> &keys, double width) const
{
    return placesOf(keys, width).height;
}

double BudgetChart::addKeys(const QList<ChartKey> &keys, const QRectF &area)
{
    const KeyPlaces found = placesOf(keys, area.width());
    const double row = rowHeight();
    for (qsizetype i = 0; i < keys.size(); ++i) {
        QRectF place = found.places.at(i).translated(area.topLeft());
        const ChartKey &key = keys.at(i);
        if (key.isMarked()) {
            const QRectF mark(place.left(), place.top(), row * kMark, row);
            m_marks << Mark{mark.adjusted(0, row * 0.2, 0, -row * 0.2), key};
            place.setLeft(std::min(place.right(), place.left() + row * kMarkAndGap));
        }
        add({.text = key.text, .place = place, .tone = ChartLabel::Tone::Quiet});
    }
    return area.top() + found.height;
}

void BudgetChart::paintTexts(QPainter &painter) const
{
    painter.save();
    painter.setFont(font());
    for (const Mark &mark : m_marks) {
        painter.setPen(mark.key.line);
        if (mark.key.area.isValid())
            painter.fillRect(mark.place, mark.key.area);
        else
            painter.drawLine(QPointF(mark.place.left(), mark.place.center().y()),
                             QPointF(mark.place.right(), mark.place.center().y()));
    }
    for (const ChartLabel &label : m_labels) {
        if (label.isOverPlot) {
            QColor ground = m_colours.ground;
            ground.setAlphaF(0.85F);
            painter.fillRect(label.place, ground);
        }
        painter.setFont(fontOf(label.tone));
        painter.setPen(label.tone == ChartLabel::Tone::Quiet ? m_colours.quiet : m_colours.text);
        painter.drawText(label.place, int(label.alignment) | kWrapped, unbroken(label.text));
    }
    painter.restore();
}

QSize BudgetChart::pictureSize() const
{
    const double needed = wholeHeightFor(kPictureWidth) + rowHeight() * 4
                        + textSize(textBeneath(), kPictureWidth).height();
    return {kPictureWidth, std::max(kPictureHeight, int(std::ceil(needed)))};
}

void BudgetChart::paintPicture(QPainter &painter, const QSize &size)
{
    const double gap = rowHeight();
    const QRectF inner = QRectF({}, size).adjusted(gap, gap / 2, -gap, -gap / 2);
    const QString beneath = textBeneath();
    const double text = beneath.isEmpty() ? 0 : textSize(beneath, inner.width()).height() + gap / 2;
    m_colours = ChartColours::forPaper();
    paintIn(m_colours);
    const QRectF chart(0, 0, inner.width(), inner.height() - gap * 2 - text);
    placeIn(chart);

    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(QRectF({}, size), m_colours.ground);
    painter.setPen(m_colours.text);
    painter.setFont(fontOf(ChartLabel::Tone::Strong));
    painter.drawText(QRectF(inner.topLeft(), QSizeF(inner.width(), gap * 1.5)), Qt::AlignCenter,
                     m_title);
    painter.setFont(font());
    painter.drawText(QRectF(inner.left(), inner.bottom() - text + gap / 2, inner.width(), text),
                     kWrapped, beneath);
    const QRectF target = chart.translated(inner.left(), inner.top() + gap * 2);
    m_view->scene()->render(&painter, target, chart);
    painter.translate(target.topLeft());
    paintTexts(painter);

    m_colours = ChartColours::of(palette());
    paintIn(m_colours);
    layOutAgain();
}

} // namespace sluice
