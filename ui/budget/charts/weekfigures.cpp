// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/charts/weekfigures.h"

#include "budget/budgetwords.h"

#include <QCoreApplication>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr double kHour = 3600;

/// The context of their translations.
struct WeekFigures
{
    Q_DECLARE_TR_FUNCTIONS(sluice::WeekFigures)
};

QString delays(const QString &name, const DelayFigures &figures)
{
    if (figures.count == 0)
        return WeekFigures::tr("%1: none was set").arg(name);
    return WeekFigures::tr("%1: median %2, 95 % within %3, 99 % within %4")
            .arg(name, durationText(figures.median), durationText(figures.p95),
                 durationText(figures.p99));
}

QString exhaustions(const SimulationResult &result)
{
    if (result.exhaustions.isEmpty())
        return WeekFigures::tr("The budget lasted in every hour");
    return WeekFigures::tr("Budget gone %n time(s) (first at %1), %2 in all", nullptr,
                           int(result.exhaustions.size()))
            .arg(durationText(result.exhaustions.first().at),
                 durationText(result.secondsOutOfBudget));
}

} // namespace

QList<bool> hoursOutOfBudget(const SimulationResult &result)
{
    QList<bool> isOut(result.hours);
    for (const SimulationResult::Exhaustion &one : result.exhaustions) {
        const auto hour = qsizetype(one.at / kHour);
        if (hour >= 0 && hour < isOut.size())
            isOut[hour] = true;
    }
    return isOut;
}

QString weekFigures(const SimulationResult &result)
{
    return delays(WeekFigures::tr("First flag"), result.firstFlag) + u'\n'
         + delays(WeekFigures::tr("Final flag"), result.finalFlag) + u'\n' + exhaustions(result);
}

} // namespace sluice
