// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakeratewindow.h"

#include <algorithm>
#include <cmath>

namespace sluice {
using namespace Qt::StringLiterals;

FakeRateWindows::Window &FakeRateWindows::window(const QByteArray &token, const QString &resource,
                                                 int limit, const QDateTime &now)
{
    Window &window = m_windows[token + ' ' + resource.toUtf8()];
    if (!window.reset.isValid() || window.reset <= now)
        window = {.limit = limit, .used = 0, .reset = now.addSecs(3600)};
    window.limit = limit;
    return window;
}

std::optional<int> FakeRateWindows::refusal(const FakeLimits &limits, const QByteArray &token,
                                            bool isWrite, const QDateTime &now)
{
    QList<Recent> &recent = m_recent[token];
    recent.removeIf([&now](const Recent &one) { return one.at.secsTo(now) >= 60; });
    int points = isWrite ? 5 : 1;
    int writes = int{isWrite};
    for (const Recent &one : recent) {
        points += one.points;
        writes += int{one.isWrite};
    }
    const auto lastWrite = std::ranges::find_if(recent.rbegin(), recent.rend(), &Recent::isWrite);
    const bool isTooSoon = isWrite && limits.writeSpacing > 0 && lastWrite != recent.rend()
                        && double(lastWrite->at.msecsTo(now)) < limits.writeSpacing * 1000;
    const bool isTooMuch
            = (limits.pointsPerMinute > 0 && points > limits.pointsPerMinute)
           || (limits.contentPerMinute > 0 && isWrite && writes > limits.contentPerMinute);
    if (isTooMuch)
        return 60;
    if (isTooSoon)
        return int(std::ceil(limits.writeSpacing));
    recent << Recent{now, isWrite ? 5 : 1, isWrite};
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
