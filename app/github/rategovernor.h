// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "github/apicall.h"
#include "github/githuboptions.h"
#include "github/ratestate.h"

#include "budget/rateforecast.h"

#include <QObject>

#include <array>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace sluice {

class Timers;

/// What a request takes out of which limit.
struct Spending
{
    Urgency urgency = Urgency::ReadForPerson;
    QString resource; ///< whose limit it probably counts against: "core", "graphql"
    bool isWrite = false;
    bool isGraphql = false;
};

/// One limit as it stands, for a gauge.
struct RateGauge
{
    QString resource;
    int limit = -1;
    int remaining = -1; ///< what is under way taken off
    int reserve = 0; ///< of it, for final flags alone
    QDateTime reset; ///< local time
};

/// All that a RateGovernor knows at one moment.
struct GovernorState
{
    QList<RateGauge> gauges;
    std::array<int, kUrgencyCount> held{}; ///< by urgency
    int reads = 0; ///< under way
    int writes = 0;
    QDateTime pausedUntil; ///< by a secondary limit, or null
};

/// Decides when each request of one token may leave, and learns from each answer. Most urgent
/// first, in order within one urgency. One thread; time comes from the timers alone.
class RateGovernor final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RateGovernor)

public:
    using Ticket = quint64;

    RateGovernor(GovernorOptions options, Timers &timers, QObject *parent = nullptr);
    ~RateGovernor() override;

    /// Calls `go` once it may leave, never from within this call. From then on it is under way
    /// until answered() or lost(). A request that was refused or is repeated keeps its `place` in
    /// the order.
    Ticket hold(const Spending &spending, std::function<void()> go, Ticket place = 0);
    /// One that must not wait longer than another which wants the same.
    void raise(Ticket ticket, Urgency urgency);
    /// False where it is under way or not known.
    bool cancel(Ticket ticket);

    /// The limits of an answer, and how many units it cost.
    void answered(Ticket ticket, const RateFacts &facts, RateVerdict verdict, int cost);
    void lost(Ticket ticket); ///< no answer came, or it never left

    [[nodiscard]] bool isPacing() const { return m_options.isPacing; }
    /// When this limit has room again: for an error where nothing waits.
    [[nodiscard]] QDateTime roomAt(const QString &resource) const;
    [[nodiscard]] int held() const { return int(m_held.size()); }
    [[nodiscard]] GovernorState state() const;
    /// What answers said of one limit; none where none did.
    [[nodiscard]] std::optional<RateLimit> known(const QString &resource) const;
    [[nodiscard]] QList<RateForecast> forecast() const;
    /// What the server's clock is ahead of ours, as answers tell.
    [[nodiscard]] std::chrono::milliseconds skew() const { return m_skew; }

signals:
    void changed(); ///< look at state()
    /// Requests are held, and the first of them leaves then: a minute from now or later.
    void waits(const QDateTime &until);

private:
    using Place = std::pair<Urgency, Ticket>;
    struct Held
    {
        Spending spending;
        std::function<void()> go;
    };
    struct Spent
    {
        QDateTime at;
        int points = 0;
    };
    struct Pool
    {
        std::deque<Spent> minute;
        int points = 0;
    };
    struct Counted
    {
        QDateTime at;
        QString resource;
        int cost = 0;
    };
    struct UnderWay
    {
        Spending spending;
        QDateTime at;
    };

    void pump();
    void wakeAt(const QDateTime &when);
    void leave(std::map<Place, Held>::iterator held,
               std::vector<std::function<void()>> &departures);
    /// When it may leave as far as time tells; null where only an answer can tell.
    [[nodiscard]] QDateTime earliest(const Spending &spending) const;
    [[nodiscard]] QDateTime budgetAt(const Spending &spending) const;
    [[nodiscard]] QDateTime pointsAt(const Spending &spending) const;
    [[nodiscard]] int available(const QString &resource, const QDateTime &now) const;
    [[nodiscard]] int reserveOf(const RateState &state) const;
    [[nodiscard]] const Pool &poolOf(const Spending &s) const
    {
        return m_pools[s.isGraphql ? 1 : 0];
    }
    void pauseFor(const RateFacts &facts, const QDateTime &leftAt);
    void noteTime(const RateFacts &facts);
    void release(std::map<Ticket, UnderWay>::iterator underWay);

    GovernorOptions m_options;
    Timers &m_timers;
    [[nodiscard]] std::map<Place, Held>::iterator find(Ticket ticket);

    std::map<Place, Held> m_held;
    std::map<Ticket, UnderWay> m_underWay;
    std::map<QString, RateState> m_states;
    std::array<Pool, 2> m_pools; ///< points of the last minute: REST, GraphQL
    std::deque<Counted> m_counted; ///< within kForecastSpan
    QDateTime m_lastWriteAt;
    QDateTime m_pausedUntil;
    QDateTime m_pausedAt;
    bool m_isPausedByWrite = false;
    std::chrono::milliseconds m_nextPause;
    std::chrono::milliseconds m_skew{0};
    QDateTime m_wakeAt;
    Ticket m_lastTicket = 0;
    int m_reads = 0;
    int m_writes = 0;
};

} // namespace sluice
