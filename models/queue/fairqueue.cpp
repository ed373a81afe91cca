// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue/fairqueue.h"

#include <algorithm>

namespace sluice {
namespace {

bool isFull(int limit, int running) { return limit > 0 && running >= limit; }

QString sandboxKey(const QString &owner, const QString &sandbox) { return owner + u'\n' + sandbox; }

} // namespace

void FairQueue::Lane::insert(TaskId id)
{
    if (isEmpty() || ids.back() < id) {
        ids.push_back(id);
        return;
    }
    const auto begin = ids.begin() + static_cast<std::ptrdiff_t>(head);
    const auto at = std::lower_bound(begin, ids.end(), id);
    if (at == ids.end() || *at != id)
        ids.insert(at, id);
}

TaskId FairQueue::Lane::take()
{
    const TaskId id = ids[head++];
    if (head > 1024 && head * 2 > ids.size()) {
        ids.erase(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(head));
        head = 0;
    }
    return id;
}

void FairQueue::push(const QueueEntry &entry)
{
    if (entry.retryAt.isNull())
        pushNow(entry);
    else
        m_waiting.emplace(entry.retryAt, entry);
}

void FairQueue::pushDue(const QDateTime &now)
{
    while (!m_waiting.empty() && m_waiting.begin()->first <= now) {
        pushNow(m_waiting.begin()->second);
        m_waiting.erase(m_waiting.begin());
    }
}

void FairQueue::pushNow(const QueueEntry &entry)
{
    if (entry.interruptions >= kInterruptionsBeforeAlone)
        m_alone.insert(entry.id);
    else
        m_alone.remove(entry.id);
    if (m_firstPriority.contains(entry.id)) // its priority may have changed
        m_first.erase({-m_firstPriority.take(entry.id), entry.id});
    if (entry.priority > 0) {
        m_first.emplace(std::pair(-entry.priority, entry.id), Share{entry.owner, entry.sandbox});
        m_firstPriority.insert(entry.id, entry.priority);
        return;
    }
    Tier &tier = entry.isBackground ? m_background : m_normal;
    Owner &owner = tier.owners[entry.owner];
    if (owner.turns.empty())
        tier.turns.push_back(entry.owner);
    Lane &lane = owner.lanes[entry.sandbox];
    if (lane.isEmpty())
        owner.turns.push_back(entry.sandbox);
    lane.insert(entry.id);
}

std::optional<FairQueue::Pick> FairQueue::pop(const QDateTime &now, const ShareLimits &limits)
{
    pushDue(now);
    std::optional<TaskId> id;
    if (!m_first.empty()) { // a person asked for these: no limit holds them back
        const auto first = m_first.begin();
        id = first->first.second;
        start(*id, first->second.owner, first->second.sandbox);
        m_first.erase(first);
        m_firstPriority.remove(*id);
    }
    if (!id)
        id = popFrom(m_normal, limits);
    if (!id)
        id = popFrom(m_background, limits);
    if (!id)
        return {};
    return Pick{*id, m_alone.remove(*id)};
}

std::optional<TaskId> FairQueue::popFrom(Tier &tier, const ShareLimits &limits)
{
    for (size_t tries = tier.turns.size(); tries > 0; --tries) {
        const QString name = tier.turns.front();
        tier.turns.pop_front();
        Owner &owner = tier.owners[name];
        const bool isAtLimit = isFull(limits.perOwner, m_runningPerOwner.value(name));
        const auto id = isAtLimit ? std::nullopt : popFrom(name, owner, limits);
        if (owner.turns.empty())
            tier.owners.remove(name);
        else
            tier.turns.push_back(name);
        if (id)
            return id;
    }
    return {};
}

std::optional<TaskId> FairQueue::popFrom(const QString &name, Owner &owner,
                                         const ShareLimits &limits)
{
    for (size_t tries = owner.turns.size(); tries > 0; --tries) {
        const QString sandbox = owner.turns.front();
        owner.turns.pop_front();
        if (isFull(limits.perSandbox, m_runningPerSandbox.value(sandboxKey(name, sandbox)))) {
            owner.turns.push_back(sandbox);
            continue;
        }
        Lane &lane = owner.lanes[sandbox];
        const TaskId id = lane.take();
        if (lane.isEmpty())
            owner.lanes.remove(sandbox);
        else
            owner.turns.push_back(sandbox);
        start(id, name, sandbox);
        return id;
    }
    return {};
}

void FairQueue::start(TaskId id, const QString &owner, const QString &sandbox)
{
    if (m_running.contains(id))
        finished(id);
    m_running.insert(id, {owner, sandbox});
    ++m_runningPerOwner[owner];
    ++m_runningPerSandbox[sandboxKey(owner, sandbox)];
}

void FairQueue::finished(TaskId id)
{
    const auto it = m_running.constFind(id);
    if (it == m_running.constEnd())
        return;
    const auto leave = [](QHash<QString, int> &running, const QString &key) {
        if (--running[key] <= 0)
            running.remove(key);
    };
    leave(m_runningPerOwner, it->owner);
    leave(m_runningPerSandbox, sandboxKey(it->owner, it->sandbox));
    m_running.erase(it);
}

void FairQueue::forgetWaiting(TaskId id)
{
    std::erase_if(m_waiting, [id](const auto &waiting) { return waiting.second.id == id; });
}

QDateTime FairQueue::nextDue() const
{
    return m_waiting.empty() ? QDateTime() : m_waiting.begin()->first;
}

bool FairQueue::isEmpty() const
{
    return m_first.empty() && m_normal.turns.empty() && m_background.turns.empty()
        && m_waiting.empty();
}

} // namespace sluice
