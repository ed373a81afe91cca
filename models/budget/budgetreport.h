// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgettext.h"

namespace sluice {

/// A picture beside a report.
struct ReportPicture
{
    QString file; ///< as a link has it
    QString text; ///< what it shows, for who does not see it
};

/// The simulation that a report tells of.
struct ReportSimulation
{
    SimulationRequest request;
    SimulationResult result;
};

/// A whole report: numbers, what binds, the ladder, the simulation, and the assumptions: the
/// notebook's parameters, traffic, limits, and what else differs from the notebook.
[[nodiscard]] QString budgetMarkdown(const QList<Scenario> &scenarios,
                                     const QList<ReportPicture> &pictures = {},
                                     const std::optional<ReportSimulation> &simulation = {});

} // namespace sluice
