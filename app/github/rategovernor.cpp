// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/rategovernor.h"

#include "github/logging.h"
#include "sources/fetcherrors.h"
#include "timers.h"

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds kFirstPause = 60s;
constexpr std::chrono::milliseconds kLongestPause = 30min;
// Date counts in seconds and comes a journey later.
constexpr std::chrono::milliseconds kSmallSkew = 3s;
constexpr std::chrono::milliseconds kLongWait = 1min; // worth telling

int pointsOf(const Spending &spending) { return spending.isWrite ? 5 : 1; }

} // namespace

RateGovernor::RateGovernor(GovernorOptions options, Timers &timers, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_timers(timers)
    , m_nextPause(kFirstPause)
{}

RateGovernor::~RateGovernor() = default;

RateGovernor::Ticket RateGovernor::hold(const Spending &spending, std::function<void()> go,
                                        Ticket place)
{
    const Ticket ticket = place == 0 ? ++m_lastTicket : place;
    m_held.emplace(Place(spending.urgency, ticket), Held{spending, std::move(go)});
    wakeAt(m_timers.now());
    return ticket;
}

std::map<RateGovernor::Place, RateGovernor::Held>::iterator RateGovernor::find(Ticket ticket)
{
    for (int urgency = 0; urgency < kUrgencyCount; ++urgency) {
        if (const auto held = m_held.find(Place(Urgency(urgency), ticket)); held != m_held.end())
            return held;
    }
    return m_held.end();
}

void RateGovernor::raise(Ticket ticket, Urgency urgency)
{
    const auto held = find(ticket);
    if (held == m_held.end() || held->first.first <= urgency)
        return;
    auto node = m_held.extract(held);
    node.key().first = urgency;
    node.mapped().spending.urgency = urgency;
    m_held.insert(std::move(node));
    wakeAt(m_timers.now());
}

bool RateGovernor::cancel(Ticket ticket)
{
    const auto held = find(ticket);
    if (held == m_held.end())
        return false;
    m_held.erase(held);
    emit changed();
    return true;
}

void RateGovernor::answered(Ticket ticket, const RateFacts &facts, RateVerdict verdict, int cost)
{
    const auto underWay = m_underWay.find(ticket);
    if (underWay == m_underWay.end())
        return;
    const QDateTime now = m_timers.now();
    const Spending spending = underWay->second.spending;
    const QDateTime leftAt = underWay->second.at;
    noteTime(facts);
    const QString resource = facts.resource.isEmpty() ? spending.resource : facts.resource;
    RateState &state = m_states[resource];
    state.learn(facts, m_skew);
    if (cost > 0)
        m_counted.push_back({now, resource, cost});
    switch (verdict) {
    case RateVerdict::Fine:
        // What was refused for its writes says nothing by letting a read through.
        if (leftAt >= m_pausedAt && (spending.isWrite || !m_isPausedByWrite))
            m_nextPause = kFirstPause;
        break;
    case RateVerdict::PrimaryExhausted: {
        const QDateTime asked = retryTime(facts.retryAfter, now);
        const QDateTime reset = facts.reset.isValid() ? state.reset() : now + 1min;
        state.exhaust(std::max(now + 1s, asked.isValid() ? std::max(asked, reset) : reset));
        qCInfo(lcGithub).noquote() << "the limit" << resource << "is used up until"
                                   << state.reset().toString(Qt::ISODate);
        break;
    }
    case RateVerdict::Secondary:
        pauseFor(facts, leftAt);
        m_isPausedByWrite = spending.isWrite;
        break;
    }
    release(underWay);
}

void RateGovernor::lost(Ticket ticket)
{
    if (const auto underWay = m_underWay.find(ticket); underWay != m_underWay.end())
        release(underWay);
}

void RateGovernor::release(std::map<Ticket, UnderWay>::iterator underWay)
{
    --(underWay->second.spending.isWrite ? m_writes : m_reads);
    m_underWay.erase(underWay);
    wakeAt(m_timers.now());
    emit changed();
}

void RateGovernor::noteTime(const RateFacts &facts)
{
    if (!facts.serverTime.isValid())
        return;
    const auto seen = facts.serverTime - m_timers.now();
    m_skew = std::chrono::abs(seen) < kSmallSkew ? 0ms : seen;
}

void RateGovernor::pauseFor(const RateFacts &facts, const QDateTime &leftAt)
{
    const QDateTime now = m_timers.now();
    QDateTime until = retryTime(facts.retryAfter, now + m_skew);
    if (until.isValid()) {
        until = until - m_skew;
    } else {
        // Those that left together are refused together: that is one refusal.
        if (leftAt < m_pausedAt)
            return;
        until = now + m_nextPause;
        m_nextPause = std::min(m_nextPause * 2, kLongestPause);
    }
    m_pausedAt = now;
    m_pausedUntil = std::max(m_pausedUntil, until);
    qCInfo(lcGithub).noquote() << "GitHub asks for a pause until"
                               << m_pausedUntil.toString(Qt::ISODate);
}

void RateGovernor::wakeAt(const QDateTime &when)
{
    if (m_wakeAt.isValid() && m_wakeAt <= when)
        return;
    m_wakeAt = when;
    m_timers.callAt(when, this, [this, when] {
        if (m_wakeAt != when) // an earlier one has been asked for since, and came
            return;
        m_wakeAt = {};
        pump();
    });
}

void RateGovernor::pump()
{
    const QDateTime now = m_timers.now();
    if (m_lastWriteAt > now)
        m_lastWriteAt = now; // somebody set the clock back
    for (Pool &pool : m_pools) {
        for (Spent &spent : pool.minute)
            spent.at = std::min(spent.at, now);
        while (!pool.minute.empty() && pool.minute.front().at + 1min <= now) {
            pool.points -= pool.minute.front().points;
            pool.minute.pop_front();
        }
    }
    while (!m_counted.empty() && m_counted.front().at + kForecastSpan <= now)
        m_counted.pop_front();

    std::vector<std::function<void()>> departures;
    QDateTime next;
    std::array<bool, 2> isShort{}; // a cheap request must not take the points a dear one waits for
    for (auto held = m_held.begin(); held != m_held.end();) {
        const auto current = held++;
        const Spending &spending = current->second.spending;
        const QDateTime at = earliest(spending);
        bool &isPoolShort = isShort[spending.isGraphql ? 1 : 0];
        if (!at.isValid() || (at <= now && isPoolShort))
            continue;
        if (at <= now) {
            leave(current, departures);
            continue;
        }
        isPoolShort = isPoolShort || pointsAt(spending) == at;
        next = next.isValid() ? std::min(next, at) : at;
    }
    if (next.isValid())
        wakeAt(next);
    if (departures.empty()) {
        if (next.isValid() && next - now >= kLongWait)
            emit waits(next);
        return;
    }
    emit changed();
    for (const auto &go : departures)
        go();
}

void RateGovernor::leave(std::map<Place, Held>::iterator held,
                         std::vector<std::function<void()>> &departures)
{
    const Spending &spending = held->second.spending;
    const QDateTime now = m_timers.now();
    Pool &pool = m_pools[spending.isGraphql ? 1 : 0];
    pool.minute.push_back({now, pointsOf(spending)});
    pool.points += pointsOf(spending);
    ++(spending.isWrite ? m_writes : m_reads);
    if (spending.isWrite)
        m_lastWriteAt = now;
    m_underWay.emplace(held->first.second, UnderWay{spending, now});
    departures.push_back(std::move(held->second.go));
    m_held.erase(held);
}

} // namespace sluice
