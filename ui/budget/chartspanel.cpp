// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/chartspanel.h"

#include "budget/charts/ladderchart.h"
#include "budget/charts/prschart.h"
#include "budget/charts/tornadochart.h"
#include "budget/charts/weekchart.h"

namespace sluice {
using namespace std::chrono_literals;

ChartsPanel::ChartsPanel(QWidget *parent)
    : QTabWidget(parent)
{
    setDocumentMode(true);
    setAccessibleName(tr("Charts"));
    add<PrsChart>(tr("Chroots"));
    add<LadderChart>(tr("Ladder"));
    add<TornadoChart>(tr("Each change"));
    add<WeekChart>(tr("Week"));
    m_soon.setSingleShot(true);
    m_soon.setInterval(30ms); // the pie is painted first
    connect(&m_soon, &QTimer::timeout, this, &ChartsPanel::showCurrent);
    connect(this, &QTabWidget::currentChanged, this, &ChartsPanel::showCurrent);
}

template <typename Chart> void ChartsPanel::add(const QString &tab)
{
    auto *chart = new Chart(this);
    m_entries += Entry{.chart = chart,
                       .show
                       = [chart](const BudgetSettings &current, const BudgetSettings &baseline) {
                             chart->setSettings(current, baseline);
                         }};
    setTabToolTip(addTab(chart, tab), chart->title());
}

void ChartsPanel::setSettings(const BudgetSettings &current, const BudgetSettings &baseline)
{
    m_current = current;
    m_baseline = baseline;
    for (Entry &entry : m_entries)
        entry.isShown = false;
    if (!m_soon.isActive()) // while a slider moves, too
        m_soon.start();
}

void ChartsPanel::showCurrent()
{
    Entry &entry = m_entries[currentIndex()];
    if (!isVisible() || entry.isShown)
        return;
    entry.show(m_current, m_baseline);
    entry.isShown = true;
}

QList<BudgetChart *> ChartsPanel::charts()
{
    QList<BudgetChart *> charts;
    for (Entry &entry : m_entries) {
        if (!entry.isShown)
            entry.show(m_current, m_baseline);
        entry.isShown = true;
        charts += entry.chart;
    }
    return charts;
}

void ChartsPanel::showEvent(QShowEvent *event)
{
    QTabWidget::showEvent(event);
    m_soon.start();
}

} // namespace sluice
