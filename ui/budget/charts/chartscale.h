// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sluice {

/// An axis from 0 to a round number, in round steps. A value.
struct ChartScale
{
    double most = 1;
    double step = 1;

    /// The smallest with at most `steps` steps that holds `value`; whatever is no number counts as
    /// 0.
    [[nodiscard]] static ChartScale upTo(double value, int steps = 5);
    [[nodiscard]] int steps() const { return int(most / step + 0.5); }

    bool operator==(const ChartScale &) const = default;
};

} // namespace sluice
