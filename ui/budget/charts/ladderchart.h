// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/charts/rowchart.h"

namespace sluice {

/// The notebook's improvements one after the other: calls that remain of a pull request, and those
/// that each step saves. GUI thread.
class LadderChart final : public RowChart
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LadderChart)

public:
    explicit LadderChart(QWidget *parent = nullptr);

    /// The ladder begins at `current`; there is none for the baseline.
    void setSettings(const BudgetSettings &current, const BudgetSettings &baseline);

protected:
    void paintIn(const ChartColours &colours) override;
    [[nodiscard]] QList<ChartKey> keys() const override;
};

} // namespace sluice
