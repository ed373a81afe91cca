// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"

#include <QTimeZone>

#include <atomic>
#include <chrono>

namespace sluice {

/// A clock that a test turns by hand; any thread.
class HandClock final : public Clock
{
public:
    [[nodiscard]] QDateTime now() const override
    {
        return QDateTime::fromMSecsSinceEpoch(m_ms, QTimeZone::UTC);
    }
    void advance(std::chrono::milliseconds by) { m_ms += by.count(); }

private:
    std::atomic<qint64> m_ms{1'700'000'000'000};
};

} // namespace sluice
