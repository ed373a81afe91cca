// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgetsettings.h"
#include "error.h"

#include <QList>

#include <stop_token>

namespace sluice {

struct SimulationRequest
{
    BudgetSettings settings;
    int hours = 168;
    quint64 seed = 1;

    bool operator==(const SimulationRequest &) const = default;
};

/// Seconds, over all pipelines that had such a flag.
struct DelayFigures
{
    qint64 count = 0;
    double mean = 0;
    double median = 0;
    double p95 = 0;
    double p99 = 0;
    double most = 0;
};

struct SimulationResult
{
    int hours = 0;
    QList<double> callsPerHour; ///< of all organisations, one entry per hour of traffic
    QList<QList<double>> callsByOrganisation;
    double callsAfter = 0; ///< by runs that end after the last hour
    double limitPerHour = 0; ///< calls that may be spent, all organisations together
    qint64 pipelines = 0;
    qint64 superseded = 0; ///< pipelines that a newer push made useless while they ran
    double secondsOutOfBudget = 0; ///< in all organisations, waiting for the hour to end
    /// When a budget was gone, in seconds from the start, within the hours, oldest first.
    struct Exhaustion
    {
        int organisation = 0;
        double at = 0;
    };
    QList<Exhaustion> exhaustions;
    DelayFigures firstFlag; ///< from the event until the first flag of its commit stands
    DelayFigures finalFlag; ///< from the last result until the last flag shows it

    [[nodiscard]] double totalCalls() const;
};

inline constexpr int kMostSimulatedHours = 24 * 7 * 8;

/// A discrete-event simulation of traffic on the budgets of some organisations, which are alike:
/// each has the traffic that the settings tell, whatever the number of its repositories. Pull
/// requests, further pushes, comments and events of repositories without configuration come at
/// random; every organisation spends a budget that is renewed by the hour, first come first served,
/// keeps to the points per minute and the requests at once, and writes flags one after the other,
/// as far apart as all limits on writes allow for ever. A read is paid when its event comes, a flag
/// in the hour in which it is written, however long it waits. A step of a pipeline costs what
/// evaluate() says. The same request gives the same result on every machine. Errors: *invalid* for
/// hours out of range or too much traffic, *canceled* when stopped.
[[nodiscard]] Result<SimulationResult> simulate(const SimulationRequest &request,
                                                const std::stop_token &stop = {});

} // namespace sluice
