// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "timers.h"

#include <QHash>
#include <QStringList>

namespace sluice {

/// How often things are asked about.
struct PollPace
{
    std::chrono::milliseconds interval{15'000};
    std::chrono::milliseconds longest{600'000}; ///< pause after many failures
};

/// When each of many things is asked about again: at an even pace, after failures ever later. Asks
/// for all that are due by one call. Belongs to the object that it calls, on its thread.
class PollPlan final
{
public:
    /// `poll` gets the keys that are due; each of them is then settled once.
    PollPlan(Timers &timers, PollPace pace, QObject *context,
             std::function<void(const QStringList &keys)> poll);

    void add(const QString &key); ///< is due at once
    void remove(const QString &key);
    void succeeded(const QString &key);
    /// `notBefore`: what the server asked for, or null.
    void failed(const QString &key, const QDateTime &notBefore);
    [[nodiscard]] bool contains(const QString &key) const { return m_entries.contains(key); }
    [[nodiscard]] QStringList keys() const { return m_entries.keys(); }

private:
    struct Entry
    {
        QDateTime due; ///< null while it is asked about
        int failures = 0;
    };
    void settle(const QString &key, const QDateTime &due);
    void schedule();
    void pollDue();

    Timers &m_timers;
    PollPace m_pace;
    QObject *m_context;
    std::function<void(const QStringList &)> m_poll;
    QHash<QString, Entry> m_entries;
    QDateTime m_scheduled; // the next call that is on its way
};

} // namespace sluice
