// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"

#include <QObject>
#include <QPointer>
#include <QTimeZone>

#include <chrono>
#include <functional>
#include <map>

namespace sluice {

/// A clock that also rings. Passed in wherever something waits, so that a day of waiting can be
/// gone through in seconds. One thread, that of the context objects.
class Timers : public Clock
{
public:
    /// Calls back from the event loop (or from a turn of the hand), never from within this call;
    /// not at all once the context is gone.
    virtual void callAt(const QDateTime &when, QObject *context, std::function<void()> call) = 0;
    void callAfter(std::chrono::milliseconds delay, QObject *context, std::function<void()> call)
    {
        callAt(now().addMSecs(delay.count()), context, std::move(call));
    }
};

/// The machine's own clock and the event loop's timers.
class SystemTimers final : public Timers
{
public:
    [[nodiscard]] QDateTime now() const override { return QDateTime::currentDateTimeUtc(); }
    void callAt(const QDateTime &when, QObject *context, std::function<void()> call) override;
};

/// Time that stands still until it is turned by hand: for scripted runs and for tests.
class HandTimers final : public Timers
{
    Q_DISABLE_COPY_MOVE(HandTimers)

public:
    HandTimers() = default;
    explicit HandTimers(const QDateTime &start)
        : m_now(start)
    {}

    [[nodiscard]] QDateTime now() const override { return m_now; }
    void callAt(const QDateTime &when, QObject *context, std::function<void()> call) override;

    /// When the next call is due, or null. Calls whose context is gone are forgotten.
    [[nodiscard]] QDateTime next();
    /// Goes to the next call and makes it; false where there is none.
    bool turnToNext();
    /// Makes all calls that are due until then, in order, those that they ask for included.
    void turn(std::chrono::milliseconds by);

private:
    struct Call
    {
        QPointer<QObject> context;
        std::function<void()> call;
    };
    QDateTime m_now = QDateTime::fromMSecsSinceEpoch(1'700'000'000'000, QTimeZone::UTC);
    std::multimap<QDateTime, Call> m_calls; // calls of one moment in the order they were asked for
};

} // namespace sluice
