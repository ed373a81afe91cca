// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/charts/prschart.h"

#include "budget/limits.h"

#include <QLineSeries>
#include <QScatterSeries>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kMostPoints = 120; ///< of a line: more would not be seen
constexpr int kCurrentColour = 0;
constexpr int kBaselineColour = 1;

struct Rates
{
    std::optional<qint64> binding;
    std::optional<qint64> primary;
    LimitKind limit = LimitKind::Primary;
};

Rates ratesAt(BudgetSettings settings, int chroots)
{
    settings.base.chroots = chroots;
    const auto limits = limitsOf(settings, evaluate(settings));
    const auto bound = bindingLimit(limits);
    return {.binding = bound ? bound->prsPerHour : std::nullopt,
            .primary = limits.front().prsPerHour,
            .limit = bound ? bound->limit : LimitKind::Primary};
}

struct Lines
{
    QList<QPointF> binding;
    QList<QPointF> primary;
    double most = 0;
};

Lines linesOf(const BudgetSettings &settings, int most)
{
    Lines lines;
    const int stride = (most + kMostPoints - 1) / kMostPoints;
    for (int chroots = 1; chroots <= most;
         chroots = chroots < most ? std::min(most, chroots + stride) : most + 1) {
        const Rates rates = ratesAt(settings, chroots);
        if (rates.binding)
            lines.binding << QPointF(chroots, double(*rates.binding));
        if (rates.primary)
            lines.primary << QPointF(chroots, double(*rates.primary));
        lines.most = std::max(lines.most, double(rates.binding.value_or(0)));
    }
    return lines;
}

QString sentence(const Rates &rates)
{
    return rates.binding ? PrsChart::tr("%1, bound by %2")
                                   .arg(rateText(rates.binding), limitLabel(rates.limit))
                         : rateText({});
}

} // namespace

PrsChart::PrsChart(QWidget *parent)
    : LineChart("prs"_L1, tr("PRs per hour against chroots"), parent)
    , m_baselineLine(added(new QLineSeries(this)))
    , m_primaryLine(added(new QLineSeries(this)))
    , m_currentLine(added(new QLineSeries(this)))
    , m_nowMark(added(new QScatterSeries(this)))
{
    m_baselineLine->setObjectName("baseline"_L1);
    m_primaryLine->setObjectName("primary"_L1);
    m_currentLine->setObjectName("current"_L1);
    setXUnit(tr("chroots"));
    paintIn(colours());
    setSettings({}, {});
}

void PrsChart::setSettings(const BudgetSettings &current, const BudgetSettings &baseline)
{
    m_current = current;
    m_baseline = baseline;
    m_most = std::max(20, current.base.chroots);
    showPoints();
    describe(words());
    layOutAgain();
}

void PrsChart::showPoints()
{
    const Lines now = linesOf(m_current, m_most);
    const Lines before = linesOf(m_baseline, m_most);
    m_currentLine->replace(now.binding);
    m_baselineLine->replace(before.binding);
    // Where another limit binds the primary one may be far above: what is cut off says nothing.
    const ChartScale scale = ChartScale::upTo(std::max(now.most, before.most));
    QList<QPointF> primary = now.primary;
    primary.removeIf([&](const QPointF &point) { return point.y() > scale.most; });
    m_primaryLine->replace(primary);
    m_isPrimaryApart = now.primary != now.binding;
    const int chroots = m_current.base.chroots;
    const Rates rates = ratesAt(m_current, chroots);
    m_now = rates.binding && double(*rates.binding) <= scale.most
                  ? std::optional(QPointF(chroots, double(*rates.binding)))
                  : std::nullopt;
    m_nowMark->replace(m_now ? QList<QPointF>{*m_now} : QList<QPointF>{});
    const bool isEmpty = now.binding.isEmpty() && before.binding.isEmpty();
    setMessage(isEmpty ? tr("No bound: a pull request costs no calls.") : QString());
    setScales(ChartScale::upTo(m_most), scale);
}

QList<ChartKey> PrsChart::keys() const
{
    const ChartColours &c = colours();
    QList<ChartKey> keys{
            {.text = tr("PRs/hour:")},
            {.text = m_currentLine->count() > 0 ? tr("now") : tr("now: no bound"),
             .line = QPen(c.line(kCurrentColour), 2.5)},
            {.text = m_baselineLine->count() > 0 ? tr("baseline") : tr("baseline: no bound"),
             .line = QPen(c.line(kBaselineColour), 2)}};
    if (m_isPrimaryApart) {
        keys << ChartKey{.text = tr("now, by the primary limit alone"),
                         .line = QPen(c.line(kCurrentColour), 1.5, Qt::DashLine)};
    }
    return keys;
}

void PrsChart::paintIn(const ChartColours &colours)
{
    LineChart::paintIn(colours);
    m_currentLine->setPen(QPen(colours.line(kCurrentColour), 2.5));
    m_baselineLine->setPen(QPen(colours.line(kBaselineColour), 2));
    m_primaryLine->setPen(QPen(colours.line(kCurrentColour), 1.5, Qt::DashLine));
    m_nowMark->setBrush(colours.line(kCurrentColour));
    m_nowMark->setPen(QPen(colours.ground, 2));
    m_nowMark->setMarkerSize(rowHeight() * 0.8);
}

void PrsChart::layOutPlot(const QRectF &plot)
{
    if (!m_now)
        return;
    const QPointF at = placeOf(*m_now);
    const QString text = tr("%n chroot(s): %1", nullptr, m_current.base.chroots)
                                 .arg(rateText(qint64(m_now->y())));
    const QSizeF size = textSize(text) + QSizeF(rowHeight() * 0.4, 0);
    QRectF place(QPointF(at.x() + rowHeight() * 0.6, at.y() - rowHeight() * 1.4), size);
    if (place.right() > plot.right())
        place.moveRight(std::max(plot.left() + size.width(), at.x() - rowHeight() * 0.6));
    if (place.top() < plot.top())
        place.moveTop(plot.top());
    if (place.width() > plot.width())
        return; // the description and hovering tell
    add({.text = text,
         .place = place,
         .alignment = Qt::AlignCenter,
         .tone = ChartLabel::Tone::Plain,
         .isOverPlot = true});
}

QString PrsChart::valuesAt(int chroots) const
{
    return tr("%n chroot(s)\nNow: %1\nBaseline: %2", nullptr, chroots)
            .arg(sentence(ratesAt(m_current, chroots)), sentence(ratesAt(m_baseline, chroots)));
}

QString PrsChart::words() const
{
    const int chroots = m_current.base.chroots;
    return tr("With %n chroot(s) now: %1. The baseline with as many: %2.", nullptr, chroots)
            .arg(sentence(ratesAt(m_current, chroots)), sentence(ratesAt(m_baseline, chroots)));
}

} // namespace sluice
