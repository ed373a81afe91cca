// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/queuestate.h"

#include <QHash>
#include <QSet>

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace sluice {

/// In which order queued tasks are claimed: put-first tasks, then owners take turns and sandboxes
/// take turns within an owner, first come first served inside a sandbox; background tasks after all
/// others, in the same way. A pure value on the pool's thread, about 8 bytes a task. It may know
/// more than is true (a task canceled or claimed meanwhile): the store refuses such a claim, so
/// nothing is ever erased.
class FairQueue final
{
public:
    /// What pop() gives. A task interrupted three times runs alone, so that it can take no other
    /// with it.
    struct Pick
    {
        TaskId id = 0;
        bool runsAlone = false;
    };

    void push(const QueueEntry &entry);
    /// The next task that may start at `now` within the limits. It counts as running until
    /// finished().
    [[nodiscard]] std::optional<Pick> pop(const QDateTime &now, const ShareLimits &limits);
    void finished(TaskId id);
    /// A canceled task's retry is not waited for; without this isEmpty() would be late.
    void forgetWaiting(TaskId id);
    /// When the next waiting retry is due; null when none waits.
    [[nodiscard]] QDateTime nextDue() const;
    [[nodiscard]] bool isEmpty() const; ///< nothing to pop, now or later

    static constexpr int kInterruptionsBeforeAlone = 3;

private:
    /// First come first served: ids in order, taken from `head`.
    struct Lane
    {
        std::vector<TaskId> ids;
        size_t head = 0;
        void insert(TaskId id);
        [[nodiscard]] TaskId take();
        [[nodiscard]] bool isEmpty() const { return head == ids.size(); }
    };
    struct Owner
    {
        QHash<QString, Lane> lanes;
        std::deque<QString> turns; ///< sandboxes with something in their lane
    };
    struct Tier
    {
        QHash<QString, Owner> owners;
        std::deque<QString> turns; ///< owners with something in a lane
    };
    struct Share
    {
        QString owner;
        QString sandbox;
    };

    void pushDue(const QDateTime &now);
    void pushNow(const QueueEntry &entry);
    [[nodiscard]] std::optional<TaskId> popFrom(Tier &tier, const ShareLimits &limits);
    [[nodiscard]] std::optional<TaskId> popFrom(const QString &name, Owner &owner,
                                                const ShareLimits &limits);
    void start(TaskId id, const QString &owner, const QString &sandbox);

    std::map<std::pair<int, TaskId>, Share> m_first; ///< by negated priority, then id
    QHash<TaskId, int> m_firstPriority; ///< of the tasks in m_first
    Tier m_normal;
    Tier m_background;
    std::multimap<QDateTime, QueueEntry> m_waiting;
    QSet<TaskId> m_alone;
    QHash<TaskId, Share> m_running;
    QHash<QString, int> m_runningPerOwner;
    QHash<QString, int> m_runningPerSandbox; ///< key: owner, newline, sandbox
};

} // namespace sluice
