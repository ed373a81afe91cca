// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/hourlanes.h"

#include <QTimeZone>

#include <algorithm>
#include <numeric>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kLaneHour = 3'600'000;

/// Limits that are reset each minute have no place in a chart of hours.
bool isHourly(const QString &resource)
{
    return !resource.endsWith("search"_L1) && !resource.startsWith("dependency_"_L1);
}

bool isOf(const LedgerHour &hour, const LedgerLimit &limit)
{
    return hour.budget == limit.budget && hour.resource == limit.limit.resource;
}

/// How much of it is gone when its hour ends.
double goneAtEnd(const LedgerLimit &known, const QDateTime &now)
{
    const RateLimit &limit = known.limit;
    if (limit.limit <= 0)
        return 0;
    return (limit.limit - limit.remaining + gaugeOutlook(known, now).forecast.expected)
         / limit.limit;
}

QList<LedgerLimit> limitsWithLane(const QList<LedgerHour> &hours, const QList<LedgerLimit> &limits,
                                  const QDateTime &now)
{
    QList<LedgerLimit> found;
    for (const LedgerLimit &limit : limits) {
        const bool isUsed = std::ranges::any_of(
                hours, [&limit](const LedgerHour &hour) { return isOf(hour, limit); });
        if (isUsed && isHourly(limit.limit.resource))
            found << limit;
    }
    while (found.size() > HourLanes::kMostLanes) {
        const auto least = std::ranges::min_element(
                found, {}, [&now](const LedgerLimit &limit) { return goneAtEnd(limit, now); });
        found.erase(least);
    }
    return found;
}

QStringList organisationsOf(const QList<LedgerHour> &hours)
{
    QMap<QString, int> totals;
    for (const LedgerHour &hour : hours) {
        for (const auto &[organisation, counted] : hour.counted.asKeyValueRange())
            totals[organisation] += counted;
    }
    QStringList names = totals.keys();
    std::ranges::stable_sort(names, std::greater(),
                             [&totals](const QString &name) { return totals.value(name); });
    return names;
}

HourLane emptyLane(qint64 resetMs, const QDateTime &now, qsizetype organisations)
{
    HourLane lane;
    const qint64 phase = resetMs % kLaneHour;
    const qint64 last = (now.toMSecsSinceEpoch() - phase) / kLaneHour * kLaneHour + phase;
    for (int i = HourLane::kHours - 1; i >= 0; --i) {
        lane.columns << HourLane::Column{
                QDateTime::fromMSecsSinceEpoch(last - i * kLaneHour, QTimeZone::UTC),
                QList<int>(organisations, 0)};
    }
    return lane;
}

void add(HourLane &lane, const LedgerHour &hour, const QStringList &organisations)
{
    const qint64 since = lane.columns.first().begin.msecsTo(hour.hour);
    const qint64 at = since < 0 ? -1 : since / kLaneHour;
    if (at < 0 || at >= lane.columns.size())
        return;
    QList<int> &counted = lane.columns[at].counted;
    for (const auto &[organisation, calls] : hour.counted.asKeyValueRange()) {
        const qsizetype known = organisations.indexOf(organisation);
        counted[known >= 0 ? known : counted.size() - 1] += calls;
    }
}

/// What GitHub says of the hour under way, beside what went by way of Sluice.
void addOutlook(HourLane &lane, const LedgerLimit &known, const QDateTime &now)
{
    lane.known = known;
    lane.outlook = gaugeOutlook(known, now);
    const RateLimit &limit = known.limit;
    if (lane.outlook.end != GaugeEnd::FullAgain && limit.remaining >= 0)
        lane.elsewhere = std::max(0, limit.limit - limit.remaining - lane.columns.last().total());
}

} // namespace

int HourLane::Column::total() const { return std::accumulate(counted.cbegin(), counted.cend(), 0); }

double HourLane::expectedTotal() const
{
    return columns.last().total() + elsewhere + outlook.forecast.expected;
}

int HourLane::highest() const
{
    int most = columns.last().total() + elsewhere;
    for (const Column &column : columns)
        most = std::max(most, column.total());
    return most;
}

HourLanes HourLanes::of(const QList<LedgerHour> &hours, const QList<LedgerLimit> &limits,
                        const QDateTime &now)
{
    HourLanes found;
    found.organisations = organisationsOf(hours);
    found.hasOthers = found.organisations.size() > kMostOrganisations;
    if (found.hasOthers)
        found.organisations.resize(kMostOrganisations);
    const qsizetype parts = found.organisations.size();
    const QStringList own
            = found.hasOthers ? found.organisations.first(parts - 1) : found.organisations;
    QList<LedgerHour> rest = hours;
    for (const LedgerLimit &limit : limitsWithLane(hours, limits, now)) {
        HourLane lane = emptyLane(limit.limit.reset.toMSecsSinceEpoch(), now, parts);
        for (const LedgerHour &hour : hours) {
            if (isOf(hour, limit))
                add(lane, hour, own);
        }
        rest.removeIf([&limit](const LedgerHour &hour) { return isOf(hour, limit); });
        addOutlook(lane, limit, now);
        found.lanes << lane;
    }
    if (!rest.isEmpty() || found.lanes.isEmpty()) {
        HourLane lane = emptyLane(0, now, parts);
        for (const LedgerHour &hour : std::as_const(rest))
            add(lane, hour, own);
        found.lanes << lane;
    }
    return found;
}

} // namespace sluice
