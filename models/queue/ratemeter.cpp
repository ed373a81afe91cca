// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue/ratemeter.h"

#include <cmath>

namespace sluice {
using namespace std::chrono_literals;

namespace {
constexpr std::chrono::milliseconds kWindow = 8s;
} // namespace

void RateMeter::add(const StateCounts &counts, const QDateTime &now)
{
    qint64 ended = 0;
    if (m_last) {
        // A retry takes a task out of *failed* again: that is no negative import.
        for (const State state : {State::Succeeded, State::Failed})
            ended += std::max<qint64>(0, counts[state] - (*m_last)[state]);
    }
    m_last = counts;
    m_samples += Sample{.at = now, .ended = ended};
    while (m_samples.size() > 2 && now - m_samples[1].at >= kWindow)
        m_samples.removeFirst();
}

double RateMeter::perSecond(const QDateTime &now) const
{
    qint64 ended = 0;
    QDateTime from;
    for (const Sample &sample : m_samples) {
        if (now - sample.at > kWindow)
            continue;
        if (from.isValid())
            ended += sample.ended;
        else
            from = sample.at; // what ended before the first sample in sight is not counted
    }
    if (!from.isValid())
        return 0;
    const auto span = std::chrono::duration<double>(now - from).count();
    return span < 0.2 ? 0 : static_cast<double>(ended) / std::max(1.0, span);
}

std::optional<std::chrono::seconds> RateMeter::left(const QDateTime &now) const
{
    if (!m_last)
        return {};
    const qint64 waiting = (*m_last)[State::Queued] + m_last->running();
    const double rate = perSecond(now);
    if (waiting == 0 || rate <= 0)
        return {};
    return std::chrono::seconds(
            static_cast<qint64>(std::ceil(static_cast<double>(waiting) / rate)));
}

} // namespace sluice
