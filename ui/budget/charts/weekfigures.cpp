// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/charts/weekfigures.h"

#include "budget/charts/chartscale.h"

#include <QCoreApplication>

#include <cmath>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr double kMinute = 60;
constexpr double kHour = 3600;

QString tr(const char *text, int n = -1)
{
    return QCoreApplication::translate("WeekChart", text, nullptr, n);
}

QString delays(const QString &name, const DelayFigures &figures)
{
    if (figures.count == 0)
        return tr("%1: none was set").arg(name);
    return tr("%1: median %2, 95 %: %3, 99 %: %4")
            .arg(name, durationText(figures.median), durationText(figures.p95),
                 durationText(figures.p99));
}

QString exhaustions(const SimulationResult &result)
{
    if (result.exhaustions.isEmpty())
        return tr("The budget lasted in every hour");
    return tr("Budget gone %n time(s) (first at %1), %2 in all", int(result.exhaustions.size()))
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
    return delays(tr("First flag"), result.firstFlag) + u'\n'
         + delays(tr("Final flag"), result.finalFlag) + u'\n' + exhaustions(result);
}

QString durationText(double seconds)
{
    if (!std::isfinite(seconds) || seconds < 0)
        return tr("unknown");
    if (seconds < 2 * kMinute)
        return tr("%1 s").arg(numberText(seconds < 10 ? seconds : std::round(seconds)));
    if (seconds < 2 * kHour)
        return tr("%1 min").arg(numberText(std::round(seconds / kMinute)));
    return tr("%1 h").arg(numberText(seconds / kHour));
}

} // namespace sluice
