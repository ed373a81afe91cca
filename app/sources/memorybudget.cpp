// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/memorybudget.h"

#include <utility>

namespace sluice {

MemoryBudget::Share::Share(MemoryBudget *budget, qint64 bytes)
    : m_budget(budget)
    , m_bytes(bytes)
{}

MemoryBudget::Share::Share(Share &&other) noexcept
    : m_budget(std::exchange(other.m_budget, nullptr))
    , m_bytes(other.m_bytes)
{}

MemoryBudget::Share &MemoryBudget::Share::operator=(Share &&other) noexcept
{
    std::swap(m_budget, other.m_budget);
    std::swap(m_bytes, other.m_bytes);
    return *this;
}

MemoryBudget::Share::~Share()
{
    if (m_budget)
        m_budget->giveBack(m_bytes);
}

MemoryBudget &MemoryBudget::process()
{
    static MemoryBudget budget;
    return budget;
}

std::expected<MemoryBudget::Share, MemoryBudget::Refusal>
MemoryBudget::take(qint64 bytes, qint64 limit, const std::stop_token &stop,
                   std::chrono::steady_clock::time_point deadline)
{
    std::unique_lock lock(m_mutex);
    const quint64 ticket = m_nextTicket++;
    m_waiting.push_back(ticket);
    const bool isOurs = m_changed.wait_until(lock, stop, deadline, [&] {
        return m_waiting.front() == ticket && (m_used == 0 || m_used + bytes <= limit);
    });
    std::erase(m_waiting, ticket);
    m_changed.notify_all(); // another is first now
    if (!isOurs)
        return std::unexpected(stop.stop_requested() ? Refusal::Stopped : Refusal::TimedOut);
    m_used += bytes;
    return Share(this, bytes);
}

qint64 MemoryBudget::used() const
{
    const std::scoped_lock lock(m_mutex);
    return m_used;
}

int MemoryBudget::waiting() const
{
    const std::scoped_lock lock(m_mutex);
    return static_cast<int>(m_waiting.size());
}

void MemoryBudget::giveBack(qint64 bytes)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_used -= bytes;
    }
    m_changed.notify_all();
}

} // namespace sluice
