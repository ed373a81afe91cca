// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakeratewindow.h"

#include <algorithm>
#include <cmath>

namespace sluice {
using namespace Qt::StringLiterals;

void FakeLimits::setDocumented()
{
    pointsPerMinute = 900;
    graphqlPointsPerMinute = 2000;
    contentPerMinute = 80;
    contentPerHour = 500;
    concurrent = 100;
}

QJsonObject FakeRateWindows::Window::toJson(const QString &resource) const
{
    return {{u"limit"_s, limit},
            {u"used"_s, used},
            {u"remaining"_s, std::max(0, limit - used)},
            {u"reset"_s, reset.toSecsSinceEpoch()},
            {u"resource"_s, resource}};
}

FakeRateWindows::Window &FakeRateWindows::window(const QByteArray &bucket, const QString &resource,
                                                 int limit, const QDateTime &now)
{
    Window &window = m_windows[bucket + ' ' + resource.toUtf8()];
    const int length = resource.contains("search"_L1) ? 60 : 3600;
    if (!window.reset.isValid() || window.reset <= now)
        window = {.limit = limit, .used = 0, .reset = now.addSecs(length)};
    window.limit = limit;
    return window;
}

std::optional<int> FakeRateWindows::refusal(const FakeLimits &limits, const QByteArray &bucket,
                                            bool isWrite, bool isGraphQl, const QDateTime &now)
{
    QList<Recent> &recent = m_recent[bucket];
    recent.removeIf([&now](const Recent &one) { return one.at.secsTo(now) >= 3600; });
    int points = isWrite ? 5 : 1;
    int writes = int{isWrite};
    int writesOfHour = int{isWrite};
    for (const Recent &one : std::as_const(recent)) {
        writesOfHour += int{one.isWrite};
        if (one.at.secsTo(now) >= 60)
            continue;
        points += one.isGraphQl == isGraphQl ? one.points : 0;
        writes += int{one.isWrite};
    }
    const auto exceeds = [](int used, int limit) { return limit > 0 && used > limit; };
    const auto lastWrite = std::ranges::find_if(recent.rbegin(), recent.rend(), &Recent::isWrite);
    const bool isTooSoon = isWrite && limits.writeSpacing > 0 && lastWrite != recent.rend()
                        && double(lastWrite->at.msecsTo(now)) < limits.writeSpacing * 1000;
    if (isWrite && exceeds(writesOfHour, limits.contentPerHour)) {
        const auto first = std::ranges::find_if(recent, &Recent::isWrite);
        return first == recent.end() ? 3600 : int(3600 - first->at.secsTo(now));
    }
    if (exceeds(points, isGraphQl ? limits.graphqlPointsPerMinute : limits.pointsPerMinute)
        || (isWrite && exceeds(writes, limits.contentPerMinute)))
        return 60;
    if (isTooSoon)
        return int(std::ceil(limits.writeSpacing));
    recent << Recent{now, isWrite ? 5 : 1, isWrite, isGraphQl};
    return {};
}

void addRateHeaders(QHttpHeaders &headers, const FakeRateWindows::Window &window,
                    const QString &resource)
{
    const auto add = [&headers](QLatin1StringView name, qint64 value) {
        headers.append(name, QByteArray::number(value));
    };
    add("x-ratelimit-limit"_L1, window.limit);
    add("x-ratelimit-remaining"_L1, std::max(0, window.limit - window.used));
    add("x-ratelimit-used"_L1, window.used);
    add("x-ratelimit-reset"_L1, window.reset.toSecsSinceEpoch());
    headers.append("x-ratelimit-resource"_L1, resource.toUtf8());
}

} // namespace sluice
