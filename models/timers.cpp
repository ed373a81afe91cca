// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "timers.h"

#include <QTimer>

#include <algorithm>

namespace sluice {
using namespace std::chrono_literals;

namespace {

// A long wait is cut in pieces, each from the clock anew: QTimer stands still while the machine
// sleeps, and somebody may set the clock.
constexpr std::chrono::milliseconds kLongest = 1min;

} // namespace

void SystemTimers::callAt(const QDateTime &when, QObject *context, std::function<void()> call)
{
    const std::chrono::milliseconds wait(std::max<qint64>(0, now().msecsTo(when)));
    if (wait <= kLongest) {
        QTimer::singleShot(wait, Qt::PreciseTimer, context, std::move(call));
        return;
    }
    QTimer::singleShot(kLongest, context, [this, when, context, call = std::move(call)] {
        callAt(when, context, call);
    });
}

void HandTimers::callAt(const QDateTime &when, QObject *context, std::function<void()> call)
{
    m_calls.emplace(std::max(when, m_now), Call{context, std::move(call)});
}

QDateTime HandTimers::next()
{
    while (!m_calls.empty() && !m_calls.begin()->second.context)
        m_calls.erase(m_calls.begin());
    return m_calls.empty() ? QDateTime() : m_calls.begin()->first;
}

bool HandTimers::turnToNext()
{
    const QDateTime due = next();
    if (!due.isValid())
        return false;
    const auto first = m_calls.begin();
    const std::function<void()> call = std::move(first->second.call);
    m_calls.erase(first);
    m_now = due;
    call();
    return true;
}

void HandTimers::turn(std::chrono::milliseconds by)
{
    const QDateTime end = m_now.addMSecs(by.count());
    for (QDateTime due = next(); due.isValid() && due <= end; due = next())
        turnToNext();
    m_now = end;
}

} // namespace sluice
