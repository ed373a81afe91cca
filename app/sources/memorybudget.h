// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QString>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stop_token>

namespace sluice {

/// Shares memory among the decompressors of all threads: who asks waits until it fits, first come
/// first served, so that a big request is not passed by small ones for ever. Thread-safe.
class MemoryBudget final
{
    Q_DISABLE_COPY_MOVE(MemoryBudget)

public:
    /// A granted share; given back when dropped.
    class Share final
    {
        Q_DISABLE_COPY(Share)

    public:
        Share() = default;
        Share(Share &&other) noexcept;
        Share &operator=(Share &&other) noexcept;
        ~Share();

    private:
        friend class MemoryBudget;
        Share(MemoryBudget *budget, qint64 bytes);
        MemoryBudget *m_budget = nullptr;
        qint64 m_bytes = 0;
    };
    enum class Refusal { Stopped, TimedOut };

    MemoryBudget() = default;

    /// The one that every reader of this process shares.
    [[nodiscard]] static MemoryBudget &process();

    /// `limit` comes with each request, so that a changed setting counts from the next one on. What
    /// is larger than the limit gets in when it is alone.
    [[nodiscard]] std::expected<Share, Refusal>
    take(qint64 bytes, qint64 limit, const std::stop_token &stop,
         std::chrono::steady_clock::time_point deadline);
    [[nodiscard]] qint64 used() const; ///< bytes
    [[nodiscard]] int waiting() const; ///< requests

private:
    void giveBack(qint64 bytes);

    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<quint64> m_waiting; ///< tickets, first come first
    quint64 m_nextTicket = 0;
    qint64 m_used = 0;
};

} // namespace sluice
