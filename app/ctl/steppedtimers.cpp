// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/steppedtimers.h"

namespace sluice {

SteppedTimers::SteppedTimers(Time time)
    : m_time(time)
    , m_hand(time == Time::Flowing ? QDateTime::currentDateTimeUtc() : HandTimers().now())
{
    m_sinceStep.start();
}

QDateTime SteppedTimers::now() const
{
    return m_time == Time::ByHand ? m_hand.now() : m_hand.now().addMSecs(m_sinceStep.elapsed());
}

void SteppedTimers::callAt(const QDateTime &when, QObject *context, std::function<void()> call)
{
    m_hand.callAt(when, context, std::move(call));
}

std::chrono::milliseconds SteppedTimers::wait()
{
    const QDateTime next = m_hand.next();
    const QDateTime flowed = now();
    return m_time == Time::Flowing && next > flowed ? next - flowed : std::chrono::milliseconds(0);
}

bool SteppedTimers::step(bool isServerWaiting)
{
    const QDateTime next = m_hand.next();
    if (!next.isValid())
        return false;
    if (m_time == Time::ByHand)
        return m_hand.turnToNext();
    const QDateTime flowed = now();
    if (next > flowed && isServerWaiting)
        return true;
    m_sinceStep.restart();
    if (next > flowed)
        return m_hand.turnToNext();
    m_hand.turn(std::chrono::milliseconds(m_hand.now().msecsTo(flowed)));
    return true;
}

} // namespace sluice
