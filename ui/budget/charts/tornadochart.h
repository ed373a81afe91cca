// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/charts/rowchart.h"

namespace sluice {

/// What each switch would save alone, the largest first. GUI thread.
class TornadoChart final : public RowChart
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TornadoChart)

public:
    explicit TornadoChart(QWidget *parent = nullptr);

    /// Switches are turned in `current`; the baseline does not matter.
    void setSettings(const BudgetSettings &current, const BudgetSettings &baseline);

protected:
    void paintIn(const ChartColours &colours) override;
    [[nodiscard]] QList<ChartKey> keys() const override;
};

} // namespace sluice
