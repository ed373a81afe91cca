// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "timers.h"

#include <QElapsedTimer>

namespace sluice {

/// The time of a dry run: builds that take an hour should not. Either it stands still and goes from
/// call to call, or it flows with the machine's clock and leaps over waits that nobody but the
/// script of the run imposes.
class SteppedTimers final : public Timers
{
    Q_DISABLE_COPY_MOVE(SteppedTimers)

public:
    enum class Time { ByHand, Flowing };

    explicit SteppedTimers(Time time);

    [[nodiscard]] QDateTime now() const override;
    void callAt(const QDateTime &when, QObject *context, std::function<void()> call) override;
    /// Makes the next call. While requests wait for the server's limits flowing time is not leapt
    /// over: the call is made when it is due. False where there is none.
    bool step(bool isServerWaiting);
    /// How long the next step still waits for the machine's clock where that is not leapt over.
    [[nodiscard]] std::chrono::milliseconds wait();
    /// Between two looks at whether a step is due.
    [[nodiscard]] std::chrono::milliseconds pause() const
    {
        return std::chrono::milliseconds(m_time == Time::ByHand ? 0 : 1);
    }

private:
    const Time m_time;
    HandTimers m_hand;
    QElapsedTimer m_sinceStep; ///< how far time has flowed since the hand was moved
};

} // namespace sluice
