// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pollplan.h"

#include <algorithm>

namespace sluice {

PollPlan::PollPlan(Timers &timers, PollPace pace, QObject *context,
                   std::function<void(const QStringList &)> poll)
    : m_timers(timers)
    , m_pace(pace)
    , m_context(context)
    , m_poll(std::move(poll))
{}

void PollPlan::add(const QString &key)
{
    if (m_entries.contains(key))
        return;
    m_entries.insert(key, {m_timers.now(), 0});
    schedule();
}

void PollPlan::remove(const QString &key) { m_entries.remove(key); }

void PollPlan::succeeded(const QString &key)
{
    if (const auto it = m_entries.find(key); it != m_entries.end())
        it->failures = 0;
    settle(key, m_timers.now().addMSecs(m_pace.interval.count()));
}

void PollPlan::failed(const QString &key, const QDateTime &notBefore)
{
    const auto it = m_entries.find(key);
    if (it == m_entries.end())
        return;
    constexpr int kMostDoublings = 20;
    it->failures = std::min(it->failures + 1, kMostDoublings);
    const std::chrono::milliseconds grown = m_pace.interval * (1 << it->failures);
    const auto pause = std::min(m_pace.longest, grown);
    const QDateTime due = m_timers.now().addMSecs(pause.count());
    settle(key, notBefore.isValid() ? std::max(due, notBefore) : due);
}

void PollPlan::settle(const QString &key, const QDateTime &due)
{
    if (const auto it = m_entries.find(key); it != m_entries.end()) {
        it->due = due;
        schedule();
    }
}

void PollPlan::schedule()
{
    QDateTime next;
    for (const Entry &entry : std::as_const(m_entries)) {
        if (entry.due.isValid() && (!next.isValid() || entry.due < next))
            next = entry.due;
    }
    if (!next.isValid() || (m_scheduled.isValid() && m_scheduled <= next))
        return;
    m_scheduled = next;
    m_timers.callAt(next, m_context, [this, next] {
        if (m_scheduled == next) // else an earlier call took its place
            pollDue();
    });
}

void PollPlan::pollDue()
{
    m_scheduled = {};
    // What would be due soon goes along, so that things asked about together stay together.
    const QDateTime until = m_timers.now().addMSecs(m_pace.interval.count() / 4);
    QStringList due;
    for (auto it = m_entries.begin(); it != m_entries.end(); ++it) {
        if (it->due.isValid() && it->due <= until) {
            it->due = {};
            due << it.key();
        }
    }
    due.sort();
    if (!due.isEmpty())
        m_poll(due);
    schedule();
}

} // namespace sluice
