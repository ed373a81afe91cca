// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "background.h"
#include "budget/charts/linechart.h"
#include "budget/simulator.h"

#include <QTimer>

class QAreaSeries;
class QComboBox;
class QLabel;
class QSpinBox;

namespace sluice {

/// Simulated traffic: calls per hour against the limit, the hours in which a budget was gone, and
/// how long flags took. Computed away from the GUI thread; what is shown is dimmed until then. GUI
/// thread.
class WeekChart final : public LineChart
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WeekChart)

public:
    explicit WeekChart(QWidget *parent = nullptr);

    /// Simulates `current`, soon; the baseline does not matter.
    void setSettings(const BudgetSettings &current, const BudgetSettings &baseline);
    void setHours(int hours); ///< 24, 168 or 672: others are not offered
    void setSeed(int seed);
    [[nodiscard]] const SimulationRequest &request() const { return m_request; }
    /// Of the request, or of an older one while isStale(); none where it failed.
    [[nodiscard]] const std::optional<SimulationResult> &result() const { return m_result; }
    [[nodiscard]] bool isStale() const { return m_isStale; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] bool isPending() const override { return m_isAsked && m_isStale; }
    [[nodiscard]] QString reasonForNoPicture() const override;

protected:
    void paintIn(const ChartColours &colours) override;
    [[nodiscard]] QList<ChartKey> keys() const override;
    [[nodiscard]] QString xText(double hour) const override;
    [[nodiscard]] QString valuesAt(int hour) const override;
    [[nodiscard]] int mostX() const override;
    void layOutPlot(const QRectF &plot) override;
    [[nodiscard]] QString textBeneath() const override;

private:
    void addControls();
    void choose(const SimulationRequest &request);
    void compute();
    void take(const SimulationRequest &request, const Result<SimulationResult> &result);
    void showResult();
    void showState(); ///< stale or not, failed or not
    [[nodiscard]] bool isLimitShown() const;

    SimulationRequest m_request;
    std::optional<SimulationResult> m_result;
    QString m_problem;
    bool m_isAsked = false; ///< for the request, by anybody
    bool m_isStale = true;
    QList<bool> m_isOut; ///< by hour: a budget was gone
    QLineSeries *m_edge;
    QAreaSeries *m_outOfBudget;
    QLineSeries *m_limit;
    QLineSeries *m_calls;
    QComboBox *m_hours;
    QSpinBox *m_seed;
    QLabel *m_figures;
    QTimer m_debounce;
    Background m_background; ///< the last member: its work ends before the rest goes
};

} // namespace sluice
