// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pipelines on a GitHub of our own: requests by policy, flags in time inside the budget and none
// lost far beyond it, a thousand pipelines in the store. See README.md in this folder.
#include "ctl/dryrun.h"
#include "fakes/pipelineharness.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <format>
#include <limits>
#include <print>
#include <random>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kChroots = 6;

double cpuSeconds()
{
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
}

long peakMegabytes()
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmHWM:"))
            return line.mid(6).simplified().split(' ').first().toLong() / 1024;
    }
    return 0;
}

/// Pull requests that come by chance, each with builds and tests that take their time by chance.
class Traffic final : public QObject
{
    Q_DISABLE_COPY_MOVE(Traffic)

public:
    Traffic(PipelineHarness &harness, double prsPerHour, std::chrono::hours length)
        : m_harness(harness)
        , m_gap(prsPerHour / 3600)
        , m_end(harness.timers.now().addSecs(std::chrono::seconds(length).count()))
    {
        harness.services.onBuild = [this](qint64 build) { playBuild(build); };
        harness.services.onTest = [this](const QString &request) { playTest(request); };
        scheduleNext();
    }

    [[nodiscard]] const QHash<QString, QDateTime> &pushes() const { return m_pushes; }

private:
    std::chrono::milliseconds after(double meanSeconds)
    {
        return std::chrono::milliseconds(
                qint64(std::exponential_distribution(1 / meanSeconds)(m_random) * 1000));
    }

    void scheduleNext()
    {
        m_harness.timers.callAfter(after(1 / m_gap), this, [this] {
            if (m_harness.timers.now() >= m_end)
                return;
            push();
            scheduleNext();
        });
    }

    void push()
    {
        FakeRepository &repository = *m_harness.repository;
        const FakePull pull = m_harness.github.state().addPull(
                repository, u"maria"_s, {{u"x"_s, QByteArray::number(repository.pulls.size())}},
                m_harness.timers.now());
        m_pushes.insert(pull.headSha, m_harness.timers.now());
        m_harness.runner().onPull({.repository = repository.fullName(),
                                   .number = pull.number,
                                   .headSha = pull.headSha,
                                   .baseRef = pull.baseRef,
                                   .author = pull.author,
                                   .sender = pull.author});
    }

    void tell(std::chrono::milliseconds when, const BuildEvent &event)
    {
        m_harness.timers.callAfter(when, this,
                                   [this, event] { m_harness.runner().onBuild(event); });
    }

    void playBuild(qint64 build)
    {
        using What = BuildEvent::What;
        const auto started = after(30);
        const auto finished = started + after(120);
        tell(started, {.what = What::SrpmStarted, .buildId = build});
        tell(finished, {.what = What::SrpmFinished, .buildId = build});
        for (const QString &chroot : m_harness.services.builds.at(build - 1).chroots) {
            const auto begun = finished + after(60);
            tell(begun, {.what = What::RpmStarted, .buildId = build, .chroot = chroot});
            tell(begun + after(1200),
                 {.what = What::RpmFinished, .buildId = build, .chroot = chroot});
        }
    }

    void playTest(const QString &request)
    {
        const auto started = after(120);
        m_harness.timers.callAfter(started, this, [this, request] {
            m_harness.runner().onTest({.what = TestEvent::What::Started, .request = request});
        });
        m_harness.timers.callAfter(started + after(1800), this, [this, request] {
            m_harness.runner().onTest({.what = TestEvent::What::Finished, .request = request});
        });
    }

    PipelineHarness &m_harness;
    const double m_gap; ///< pull requests per second
    const QDateTime m_end;
    std::mt19937_64 m_random{7};
    QHash<QString, QDateTime> m_pushes;
};

double percentile(QList<double> values, double share)
{
    if (values.isEmpty())
        return 0;
    std::ranges::sort(values);
    return values.at(std::min(values.size() - 1, qsizetype(share * double(values.size()))));
}

/// How the flags of all head commits stand on GitHub.
struct Outcome
{
    qsizetype flags = 0;
    qsizetype final = 0; ///< of them with a result
    QList<double> firstSeconds; ///< from the push to the first flag of its commit, or infinity
};

Outcome outcomeOf(const PipelineHarness &harness, const Traffic &traffic)
{
    Outcome outcome;
    QHash<QString, QDateTime> first;
    QMap<std::pair<QString, QString>, QString> newest;
    for (const FakeStatus &status : harness.repository->statuses) {
        if (!first.contains(status.sha))
            first.insert(status.sha, status.createdAt);
        newest.insert({status.sha, status.context}, status.state);
    }
    for (const auto &[sha, pushed] : traffic.pushes().asKeyValueRange()) {
        outcome.firstSeconds << (first.contains(sha)
                                         ? double(pushed.msecsTo(first.value(sha))) / 1000
                                         : std::numeric_limits<double>::infinity());
    }
    outcome.flags = newest.size();
    outcome.final = std::ranges::count_if(
            newest, [](const QString &state) { return state != "pending"_L1; });
    return outcome;
}

/// What was measured against what was aimed at; a miss makes the program fail.
bool isMet(bool isGood, const char *aim)
{
    if (!isGood)
        std::println("  MISSED: {}", aim);
    return isGood;
}

bool insideTheBudget()
{
    PipelineHarness harness({.chroots = kChroots});
    const double start = cpuSeconds();
    const Traffic traffic(harness, 20, 24h);
    harness.turn(30h);
    const Outcome outcome = outcomeOf(harness, traffic);
    std::println("20 pull requests/h x {} chroots for a day: {} pull requests, {} requests",
                 kChroots, traffic.pushes().size(), harness.requests());
    std::println("  first flag after {:.1f} s (median), {:.1f} s (99 %; aim: 15 s)",
                 percentile(outcome.firstSeconds, 0.5), percentile(outcome.firstSeconds, 0.99));
    const auto wanted = traffic.pushes().size() * kChroots * 2;
    std::println("  {} of {} flags have their result; {:.1f} s of CPU", outcome.final, wanted,
                 cpuSeconds() - start);
    const bool isInTime = isMet(percentile(outcome.firstSeconds, 0.99) <= 15,
                                "99 % have their first flag within 15 s");
    return isMet(outcome.final == wanted, "every flag has its result") && isInTime;
}

bool farBeyondIt()
{
    PipelineHarness harness({.chroots = kChroots});
    const Traffic traffic(harness, 150, 3h);
    harness.turn(24h);
    const Outcome outcome = outcomeOf(harness, traffic);
    const auto refused = std::ranges::count_if(harness.github.calls(), [](const FakeCall &call) {
        return call.status == 403 || call.status == 429;
    });
    const auto wanted = traffic.pushes().size() * kChroots * 2;
    std::println("150 pull requests/h for 3 h: {} pull requests, {} requests, {} refused",
                 traffic.pushes().size(), harness.requests(), refused);
    std::println("  {} of {} flags have their result (aim: all {}), {} problems", outcome.final,
                 wanted, wanted, harness.problems.size());
    const bool isNewest = isMet(outcome.final == wanted, "no result is lost");
    return isMet(refused == 0, "no request is refused") && isNewest;
}

void aThousandPipelines()
{
    PipelineHarness harness({.chroots = kChroots});
    const Traffic traffic(harness, 1000, 1h);
    harness.turn(1h);
    const double start = cpuSeconds();
    harness.restart();
    harness.turn(1min);
    std::println("{} pipelines in the store: {:.2f} s of CPU to take them up again, {} MB peak",
                 harness.store().pipelines({}, 0, 100'000)->size(), cpuSeconds() - start,
                 peakMegabytes());
}

bool requestsByPolicy()
{
    bool areMet = true;
    for (const auto &[name, policy, flags, most] :
         {std::tuple("notebook", BudgetPolicy::Notebook, FlagKind::CommitStatus, 0),
          std::tuple("packit-today", BudgetPolicy::PackitToday, FlagKind::CheckRun, 0),
          std::tuple("sluice, statuses", BudgetPolicy::Sluice, FlagKind::CommitStatus, 75),
          std::tuple("sluice, check runs", BudgetPolicy::Sluice, FlagKind::CheckRun, 40),
          std::tuple("sluice-lean, statuses", BudgetPolicy::SluiceLean, FlagKind::CommitStatus,
                     55)}) {
        DryRunRequest request{
                .policy = policy, .settings = {.base = {.chroots = kChroots}}, .flags = flags};
        applyPolicy(request.settings, policy);
        const auto result = runDry(request);
        const auto requests = result ? result->calls.size() : 0;
        std::println("{}: {} requests per pipeline{}", name, requests,
                     most ? std::format(" (aim: at most {})", most) : std::string());
        areMet = isMet(requests > 0 && (most == 0 || requests <= most), "few requests") && areMet;
    }
    return areMet;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
    const std::array areMet{requestsByPolicy(), insideTheBudget(), farBeyondIt()};
    aThousandPipelines();
    return std::ranges::contains(areMet, false) ? 1 : 0;
}
