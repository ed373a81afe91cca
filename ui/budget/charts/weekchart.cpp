// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/charts/weekchart.h"

#include "budget/charts/weekfigures.h"

#include <QAreaSeries>
#include <QChart>
#include <QComboBox>
#include <QLabel>
#include <QLineSeries>
#include <QSpinBox>
#include <QVBoxLayout>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto kDebounce = 150ms;
constexpr double kStaleOpacity = 0.35;
constexpr int kHoursOfDay = 24;
constexpr int kHoursShownAsHours = 48;
/// A limit so far above the calls would press them onto the axis.
constexpr double kFarAbove = 20;
constexpr int kCallsColour = 0;
constexpr int kOutColour = 3;

} // namespace

WeekChart::WeekChart(QWidget *parent)
    : LineChart("week"_L1, tr("Simulated calls per hour"), parent)
    , m_edge(new QLineSeries(this))
    , m_outOfBudget(added(new QAreaSeries(m_edge)))
    , m_limit(added(new QLineSeries(this)))
    , m_calls(added(new QLineSeries(this)))
    , m_hours(new QComboBox(this))
    , m_seed(new QSpinBox(this))
    , m_figures(new QLabel(this))
{
    m_calls->setObjectName("calls"_L1);
    m_limit->setObjectName("limit"_L1);
    m_edge->setObjectName("out"_L1);
    addControls();
    m_debounce.setSingleShot(true);
    m_debounce.setInterval(kDebounce);
    connect(&m_debounce, &QTimer::timeout, this, &WeekChart::compute);
    paintIn(colours());
    showState();
}

void WeekChart::addControls()
{
    m_hours->addItem(tr("24 hours"), kHoursOfDay);
    m_hours->addItem(tr("a week"), kHoursOfDay * 7);
    m_hours->addItem(tr("4 weeks"), kHoursOfDay * 28);
    m_hours->setAccessibleName(tr("Simulated time"));
    m_hours->setCurrentIndex(m_hours->findData(m_request.hours));
    m_seed->setRange(0, 999'999);
    m_seed->setValue(int(m_request.seed));
    m_seed->setToolTip(tr("The same seed gives the same traffic"));
    m_figures->setWordWrap(true);
    m_figures->setTextFormat(Qt::PlainText);
    m_figures->setTextInteractionFlags(Qt::TextSelectableByMouse);
    connect(m_hours, &QComboBox::currentIndexChanged, this,
            [this] { setHours(m_hours->currentData().toInt()); });
    connect(m_seed, &QSpinBox::valueChanged, this, &WeekChart::setSeed);

    auto *simulate = new QLabel(tr("Sim&ulate"), this);
    simulate->setBuddy(m_hours);
    auto *seed = new QLabel(tr("S&eed"), this);
    seed->setBuddy(m_seed);
    auto *row = new QHBoxLayout;
    for (QWidget *part : QList<QWidget *>{simulate, m_hours, seed, m_seed})
        row->addWidget(part);
    row->addStretch(1);
    auto *column = qobject_cast<QVBoxLayout *>(layout());
    column->insertLayout(0, row);
    column->addWidget(m_figures);
}

QSize WeekChart::sizeHint() const
{
    return LineChart::sizeHint() + QSize(0, m_hours->sizeHint().height() + int(rowHeight() * 3));
}

void WeekChart::setSettings(const BudgetSettings &current, const BudgetSettings &)
{
    choose({.settings = current, .hours = m_request.hours, .seed = m_request.seed});
}

void WeekChart::setHours(int hours)
{
    if (const int index = m_hours->findData(hours); index >= 0) {
        m_hours->setCurrentIndex(index);
        choose({.settings = m_request.settings, .hours = hours, .seed = m_request.seed});
    }
}

void WeekChart::setSeed(int seed)
{
    m_seed->setValue(seed);
    choose({.settings = m_request.settings,
            .hours = m_request.hours,
            .seed = quint64(m_seed->value())});
}

void WeekChart::choose(const SimulationRequest &request)
{
    if (request == m_request && m_isAsked)
        return;
    m_request = request;
    m_isAsked = true;
    m_background.drop();
    m_isStale = true;
    showState();
    m_debounce.start();
}

void WeekChart::compute()
{
    m_background.run(
            [request = m_request](const std::stop_token &stop) { return simulate(request, stop); },
            this,
            [this, request = m_request](const Result<SimulationResult> &result) {
                take(request, result);
            });
}

void WeekChart::take(const SimulationRequest &request, const Result<SimulationResult> &result)
{
    if (request != m_request || (!result && result.error().cause == Cause::Canceled))
        return; // a newer one is under way
    m_isStale = false;
    m_problem = result ? QString() : result.error().what;
    m_result = result ? std::optional(*result) : std::nullopt;
    if (m_result)
        showResult();
    showState();
    emit finished();
}

void WeekChart::showResult()
{
    const SimulationResult &result = *m_result;
    QList<QPointF> calls;
    double most = 0;
    for (int hour = 0; hour < result.hours; ++hour) {
        calls << QPointF(hour, result.callsPerHour.at(hour));
        most = std::max(most, result.callsPerHour.at(hour));
    }
    m_isOut = hoursOutOfBudget(result);
    m_calls->replace(calls);
    const ChartScale y
            = ChartScale::upTo(isLimitShown() ? std::max(most, result.limitPerHour) : most);
    const double limit = result.limitPerHour;
    m_limit->replace(isLimitShown() ? QList<QPointF>{{0, limit}, {double(result.hours), limit}}
                                    : QList<QPointF>{});
    QList<QPointF> edge{{0, 0}};
    for (int hour = 0; hour < result.hours; ++hour) {
        if (!m_isOut.at(hour))
            continue;
        const double from = std::max(0.0, hour - 0.5);
        const double to = hour + 0.5;
        edge << QPointF(from, 0) << QPointF(from, y.most) << QPointF(to, y.most) << QPointF(to, 0);
    }
    m_edge->replace(edge);
    const bool isByHour = result.hours <= kHoursShownAsHours;
    const double step = isByHour                       ? 4
                      : result.hours > kHoursOfDay * 7 ? kHoursOfDay * 7
                                                       : kHoursOfDay;
    setScales({.most = double(result.hours), .step = step}, y);
    setXUnit(isByHour ? tr("hours") : tr("days"));
}

void WeekChart::showState()
{
    setMessage(!m_problem.isEmpty() && !m_isStale ? m_problem
               : m_result                         ? QString()
                                                  : tr("Computing…"));
    plot().setOpacity(m_isStale ? kStaleOpacity : 1);
    m_figures->setEnabled(!m_isStale);
    m_figures->setText(m_result ? weekFigures(*m_result) : QString());
    m_figures->setVisible(m_result.has_value());
    describe(m_isStale             ? tr("The simulation is being computed.")
             : m_problem.isEmpty() ? m_figures->text()
                                   : m_problem);
    layOutAgain();
}

bool WeekChart::isLimitShown() const
{
    const double most = std::ranges::max(m_result->callsPerHour);
    return most <= 0 || m_result->limitPerHour <= most * kFarAbove;
}

QList<ChartKey> WeekChart::keys() const
{
    const ChartColours &c = colours();
    if (!m_result)
        return {};
    QList<ChartKey> keys{{.text = tr("calls per hour"), .line = QPen(c.line(kCallsColour), 2)}};
    const QString limit = numberText(m_result->limitPerHour);
    if (isLimitShown())
        keys << ChartKey{.text = tr("limit %1").arg(limit),
                         .line = QPen(c.text, 1.5, Qt::DashLine)};
    else
        keys << ChartKey{.text = tr("limit %1, far above").arg(limit)};
    if (m_isOut.contains(true))
        keys << ChartKey{.text = tr("out of budget"), .area = c.pale(kOutColour)};
    return keys;
}

void WeekChart::paintIn(const ChartColours &colours)
{
    LineChart::paintIn(colours);
    m_calls->setPen(QPen(colours.line(kCallsColour), 1.5));
    m_limit->setPen(QPen(colours.text, 1.5, Qt::DashLine));
    m_outOfBudget->setPen(Qt::NoPen);
    m_outOfBudget->setBrush(colours.pale(kOutColour));
}

QString WeekChart::xText(double hour) const
{
    const bool isByHour = m_result && m_result->hours <= kHoursShownAsHours;
    return numberText(isByHour ? hour : hour / kHoursOfDay);
}

int WeekChart::mostX() const { return m_result ? m_result->hours - 1 : 0; }

QString WeekChart::valuesAt(int hour) const
{
    if (!m_result || hour >= m_result->hours)
        return {};
    const QString when
            = tr("Day %1, hour %2").arg(hour / kHoursOfDay + 1).arg(hour % kHoursOfDay + 1);
    const QString text = tr("%1\n%2 calls of %3")
                                 .arg(when, numberText(m_result->callsPerHour.at(hour)),
                                      numberText(m_result->limitPerHour));
    return m_isOut.at(hour) ? text + tr("\nOut of budget in this hour") : text;
}

void WeekChart::layOutPlot(const QRectF &plot)
{
    if (!m_isStale)
        return;
    const QSizeF size = textSize(tr("computing…")) + QSizeF(rowHeight(), rowHeight() / 2);
    QRectF place({}, size);
    place.moveCenter(plot.center());
    add({.text = tr("computing…"),
         .place = place,
         .alignment = Qt::AlignCenter,
         .tone = ChartLabel::Tone::Strong,
         .isOverPlot = true});
}

QString WeekChart::textBeneath() const { return m_figures->text(); }

QString WeekChart::reasonForNoPicture() const
{
    if (m_isStale)
        return tr("The simulation is still being computed; try again when it has ended.");
    return m_problem;
}

} // namespace sluice
