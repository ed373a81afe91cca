// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/simulator.h"

#include "budget/callpace.h"
#include "budget/dice.h"
#include "budget/flagtrack.h"
#include "budget/hourlybudget.h"
#include "budget/traffic.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <queue>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr double kHour = 3600;
constexpr double kNoise = 1e-9; ///< of a flag: what sums of shares leave over
/// Some ten seconds; a week of 10,000 repositories with 200 pushes each.
constexpr double kMostArrivals = 2e6;
constexpr int kEventsBetweenStops = 4096;

struct Event
{
    enum class Kind : quint8 { PullRequest, Push, Step, Unconfigured, Comment };

    double at = 0;
    quint64 order = 0; ///< ties go to the older one, on every machine
    Kind kind = Kind::PullRequest;
    quint8 step = 0;
    int organisation = 0;
    quint32 subject = 0; ///< of Step: the pipeline; of Push: the one that it supersedes

    bool operator>(const Event &other) const
    {
        return at != other.at ? at > other.at : order > other.order;
    }
};

struct Run
{
    double length = 0;
    double begin = 0;
    bool isPushAwaited = false; ///< that would supersede it
    bool isSuperseded = false;
    bool hasEnded = false;
};

struct Organisation
{
    HourlyBudget budget;
    CallPace pace;
};

class Simulation final
{
public:
    explicit Simulation(const SimulationRequest &request)
        : m_settings(request.settings)
        , m_cost(evaluate(request.settings))
        , m_available(availableCalls(request.settings))
        , m_end(request.hours * kHour)
        , m_dice(request.seed)
        , m_organisations(size_t(request.settings.organisations),
                          {HourlyBudget(m_available, request.hours), CallPace(m_settings, m_cost)})
    {
        int next = 0; // steps that cost nothing are passed over
        for (int i = kStepCount - 1; i >= 0; --i) {
            m_nextStep[size_t(i)] = quint8(next);
            if (m_cost.requests.total(PipelineStep(i)) > 0)
                next = i;
        }
    }

    Result<SimulationResult> run(const std::stop_token &stop)
    {
        for (int organisation = 0; organisation < m_settings.organisations; ++organisation) {
            schedule(Event::Kind::PullRequest, organisation, 0, m_settings.prsPerHour);
            schedule(Event::Kind::Unconfigured, organisation, 0, m_settings.unconfiguredEvents);
            schedule(Event::Kind::Comment, organisation, 0, m_settings.comments);
        }
        for (int count = 0; !m_events.empty(); ++count) {
            if (count % kEventsBetweenStops == 0 && stop.stop_requested())
                return failure(Cause::Canceled, u"The simulation was stopped."_s);
            const Event event = m_events.top();
            m_events.pop();
            take(event);
        }
        return result();
    }

private:
    void push(Event event)
    {
        event.order = m_order++;
        m_events.push(event);
    }

    /// The next of a stream of independent events.
    void schedule(Event::Kind kind, int organisation, double now, double perHour)
    {
        if (perHour <= 0)
            return;
        const double at = now + m_dice.exponential(kHour / perHour);
        if (at < m_end)
            push({.at = at, .kind = kind, .organisation = organisation});
    }

    void take(const Event &event)
    {
        switch (event.kind) {
        case Event::Kind::PullRequest:
            schedule(event.kind, event.organisation, event.at, m_settings.prsPerHour);
            pullRequest(event);
            return;
        case Event::Kind::Push:
            supersede(event.subject);
            startPush(event.organisation, event.at);
            return;
        case Event::Kind::Step:
            step(event);
            return;
        case Event::Kind::Unconfigured:
            schedule(event.kind, event.organisation, event.at, m_settings.unconfiguredEvents);
            spend(event, m_settings.unconfiguredCalls);
            return;
        case Event::Kind::Comment:
            schedule(event.kind, event.organisation, event.at, m_settings.comments);
            spend(event, commentCalls(m_settings));
            return;
        }
    }

    /// Reads that GitHub counts, all of them.
    void spend(const Event &event, double calls)
    {
        serve(m_organisations[size_t(event.organisation)],
              {.at = event.at, .reads = calls, .requests = calls});
    }

    struct Demand
    {
        double at = 0;
        double reads = 0; ///< that GitHub counts
        double requests = 0; ///< the same with those that it does not count
        double flagCalls = 0;
        double flags = 0; ///< a flag may take several calls
    };
    struct Served
    {
        double at = 0; ///< when all is read: the step goes on from here
        double firstFlag = 0;
        double lastFlag = 0;
    };

    static Served serve(Organisation &organisation, const Demand &demand)
    {
        auto &[budget, pace] = organisation;
        const CallPace::Answered answer = pace.read(demand.at, demand.requests);
        const double granted = budget.take(answer.made, demand.reads).last;
        const double read = granted + (answer.answered - answer.made);
        if (demand.flags <= 0)
            return {read, read, read};
        const CallPace::Written written = write(organisation, read, demand);
        return {read, written.first, written.last};
    }

    /// A flag is paid in the hour in which it is written.
    static CallPace::Written write(Organisation &organisation, double at, const Demand &demand)
    {
        auto &[budget, pace] = organisation;
        const double callsEach = demand.flagCalls / demand.flags;
        const double reserved = pace.reserve(at, demand.flags);
        std::optional<double> first;
        CallPace::Written part;
        double flags = demand.flags;
        const auto writePart = [&](double start, double count) {
            part = pace.writePart(start, count);
            first = first.value_or(part.first);
            flags -= count;
        };
        while (flags > kNoise) {
            const double start = budget.open(pace.nextWrite(at));
            if (start >= budget.end())
                break;
            const double secondsLeft = (std::floor(start / kHour) + 1) * kHour - start;
            const double count = std::min(pace.begunWithin(secondsLeft, flags),
                                          budget.leftAt(start) / callsEach);
            budget.spend(start, count * callsEach);
            writePart(start, count);
        }
        if (flags > kNoise) {
            const auto after = budget.take(std::max(at, budget.end()), flags * callsEach);
            const double late = after.first == after.last ? 0 : after.callsOfLastHour / callsEach;
            writePart(after.first, flags - late);
            if (late > 0)
                writePart(after.last, late);
        }
        pace.holdUntil(reserved);
        return {*first, std::max(part.last, reserved)};
    }

    void pullRequest(const Event &event)
    {
        if (m_dice.share() < m_settings.configuredShare) {
            startPush(event.organisation, event.at);
            return;
        }
        Event other = event;
        for (bool isMore = true; isMore; isMore = hasNextPush()) {
            spend(other, m_settings.unconfiguredCalls);
            // At once, not in time's order: a push later would cost the same.
        }
    }

    bool hasNextPush() { return m_dice.share() < 1 - 1 / m_settings.pushesPerPr; }

    void startPush(int organisation, double at)
    {
        const quint32 run = start(organisation, at);
        if (hasNextPush()) {
            m_runs[run].isPushAwaited = true;
            const double gap = m_dice.exponential(m_settings.minutesBetweenPushes * 60);
            push({.at = at + gap,
                  .kind = Event::Kind::Push,
                  .organisation = organisation,
                  .subject = run});
            return;
        }
        const int further = m_settings.retriggers > 0 ? m_dice.poisson(m_settings.retriggers) : 0;
        for (int i = 1; i <= further; ++i)
            start(organisation, at + i * m_runs[run].length);
    }

    quint32 start(int organisation, double at)
    {
        const double spread = m_settings.pipelineSpread;
        // The mean stays what was asked for, however wide the spread.
        const double factor
                = spread > 0 ? std::exp(spread * m_dice.normal() - spread * spread / 2) : 1;
        const quint32 run = place();
        m_runs[run] = {.length = m_settings.pipelineMinutes * 60 * factor, .begin = at};
        ++m_pipelines;
        push({.at = at, .kind = Event::Kind::Step, .organisation = organisation, .subject = run});
        return run;
    }

    /// For a new run: that of an old one which nothing will ask for any more, if there is one.
    quint32 place()
    {
        if (m_free.empty()) {
            m_runs.emplace_back();
            return quint32(m_runs.size() - 1);
        }
        const quint32 run = m_free.back();
        m_free.pop_back();
        return run;
    }

    void end(quint32 run)
    {
        m_runs[run].hasEnded = true;
        if (!m_runs[run].isPushAwaited)
            m_free.push_back(run);
    }

    void supersede(quint32 run)
    {
        m_runs[run].isPushAwaited = false;
        if (m_runs[run].hasEnded) {
            m_free.push_back(run);
            return;
        }
        m_runs[run].isSuperseded = true;
        ++m_superseded;
    }

    [[nodiscard]] bool isCancelled(const Run &run, int step) const
    {
        if (!run.isSuperseded)
            return false;
        return m_settings.cancelOld == CancelOld::AtSubmit
            || (m_settings.cancelOld == CancelOld::AtRpm && step >= int(PipelineStep::RpmStarted));
    }

    /// Nothing is built before the configuration is read, nothing starts before it is submitted.
    /// Other steps tell what happens without us.
    [[nodiscard]] static bool isAwaited(PipelineStep step)
    {
        using enum PipelineStep;
        return step == PrUpdated || step == BuildSubmitted || step == TestsSubmitted;
    }

    void step(const Event &event)
    {
        Run &run = m_runs[event.subject];
        const auto step = PipelineStep(event.step);
        if (isCancelled(run, event.step)) {
            end(event.subject);
            return;
        }
        const double flagCalls = m_cost.counted.at(step, CallKind::Status);
        const double flags = flagCalls * m_cost.writingShare;
        const Served served = serve(m_organisations[size_t(event.organisation)],
                                    {.at = event.at,
                                     .reads = m_cost.counted.total(step) - flagCalls,
                                     .requests = m_cost.requests.total(step) - flagCalls,
                                     .flagCalls = flagCalls,
                                     .flags = flags});
        if (isAwaited(step))
            run.begin += served.at - event.at;
        if (step == PipelineStep::PrUpdated && flags > 0)
            m_firstDelays.push_back(served.firstFlag - event.at);
        if (m_nextStep[event.step] == 0) {
            if (!run.isSuperseded && flags > 0)
                m_finalDelays.push_back(served.lastFlag - event.at);
            end(event.subject);
            return;
        }
        Event next = event;
        next.step = m_nextStep[event.step];
        next.at = std::max(event.at, run.begin + stepOffset(PipelineStep(next.step)) * run.length);
        push(next);
    }

    [[nodiscard]] static DelayFigures figures(std::vector<double> &delays)
    {
        if (delays.empty())
            return {};
        std::ranges::sort(delays);
        const auto at = [&](double share) {
            return delays[std::min(delays.size() - 1, size_t(share * double(delays.size())))];
        };
        const double sum = std::accumulate(delays.begin(), delays.end(), 0.0);
        return {qint64(delays.size()), sum / double(delays.size()), at(0.5), at(0.95), at(0.99),
                delays.back()};
    }

    SimulationResult result()
    {
        SimulationResult result;
        result.hours = int(m_end / kHour);
        result.callsPerHour.resize(result.hours);
        result.limitPerHour = m_available * m_settings.organisations;
        result.pipelines = m_pipelines;
        result.superseded = m_superseded;
        for (int organisation = 0; organisation < m_settings.organisations; ++organisation) {
            const HourlyBudget &budget = m_organisations[size_t(organisation)].budget;
            QList<double> hours(result.hours);
            for (qsizetype hour = 0; hour < hours.size(); ++hour) {
                hours[hour] = budget.spentByHour()[size_t(hour)];
                result.callsPerHour[hour] += hours.at(hour);
            }
            result.callsAfter += budget.spentAfter();
            result.callsByOrganisation << hours;
            result.secondsOutOfBudget += budget.secondsOut();
            const std::vector<double> exhaustedAt = budget.exhaustedAt();
            for (const double at : exhaustedAt)
                result.exhaustions << SimulationResult::Exhaustion{organisation, at};
        }
        std::ranges::stable_sort(result.exhaustions, {}, &SimulationResult::Exhaustion::at);
        result.firstFlag = figures(m_firstDelays);
        result.finalFlag = figures(m_finalDelays);
        return result;
    }

    const BudgetSettings &m_settings;
    const PipelineCost m_cost;
    const double m_available;
    const double m_end;
    std::array<quint8, kStepCount> m_nextStep{}; ///< 0: this is the last
    Dice m_dice;
    std::vector<Organisation> m_organisations;
    std::vector<Run> m_runs; ///< that run, or that a push may follow
    std::vector<quint32> m_free; ///< places of others
    std::priority_queue<Event, std::vector<Event>, std::greater<>> m_events;
    quint64 m_order = 0;
    qint64 m_pipelines = 0;
    qint64 m_superseded = 0;
    std::vector<double> m_firstDelays;
    std::vector<double> m_finalDelays;
};

/// Nothing is left to simulate where nothing may be spent, and too much does not fit.
Result<void> checkRequest(const SimulationRequest &request)
{
    const BudgetSettings &s = request.settings;
    if (request.hours < 1 || request.hours > kMostSimulatedHours) {
        return failure(Cause::Invalid,
                       u"%1 hours cannot be simulated: it takes 1 to %2."_s.arg(request.hours)
                               .arg(kMostSimulatedHours));
    }
    if (availableCalls(s) < 1) {
        return failure(Cause::Invalid, u"Nothing is left of the rate limit: lower the reserve or "
                                       u"what other programs spend."_s);
    }
    const double perHour
            = s.prsPerHour * (s.pushesPerPr + s.retriggers) + s.unconfiguredEvents + s.comments;
    if (perHour * request.hours * s.organisations > kMostArrivals) {
        return failure(Cause::Invalid,
                       u"That is more than %L1 events: simulate fewer hours or less traffic."_s.arg(
                               qint64(kMostArrivals)));
    }
    return {};
}

} // namespace

double SimulationResult::totalCalls() const
{
    return std::accumulate(callsPerHour.begin(), callsPerHour.end(), callsAfter);
}

Result<SimulationResult> simulate(const SimulationRequest &request, const std::stop_token &stop)
{
    if (auto good = checkRequest(request); !good)
        return std::unexpected(good.error());
    return Simulation(request).run(stop);
}

} // namespace sluice
