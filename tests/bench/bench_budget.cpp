// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The model behind the budget page: evaluations per second and a simulated week. See README.md in
// this folder.
#include "budget/limits.h"
#include "budget/scenario.h"
#include "budget/simulator.h"

#include <ctime>
#include <print>

using namespace sluice;

namespace {

constexpr int kEvaluations = 3'000'000;

/// Of this thread: others share the machine.
double cpuSeconds()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
}

/// Every evaluation differs from the one before, as when a slider is dragged.
template <typename Function>
void evaluations(const char *what, BudgetSettings settings, Function function)
{
    volatile double sum = 0; // or nothing of it need be computed
    const double start = cpuSeconds();
    for (int i = 0; i < kEvaluations; ++i) {
        settings.base.chroots = i % 1000;
        sum = sum + function(settings);
    }
    const double seconds = cpuSeconds() - start;
    std::println("{}: {:.1f} million evaluations/s (aim: at least 1)", what,
                 kEvaluations / seconds / 1e6);
}

double costOf(const BudgetSettings &settings) { return evaluate(settings).counted.total(); }

double costAndLimitsOf(const BudgetSettings &settings)
{
    const PipelineCost cost = evaluate(settings);
    const auto binding = bindingLimit(limitsOf(settings, cost));
    return cost.counted.total() + double(binding ? binding->prsPerHour.value_or(0) : 0);
}

BudgetSettings detailed()
{
    BudgetSettings settings = builtInScenarios().last().settings; // Packit today
    settings.pushesPerPr = 2;
    settings.cancelOld = CancelOld::AtRpm;
    settings.srpmFailures = settings.rpmFailures = 0.1;
    settings.repositoryHits = settings.configHits = settings.otherHits = 0.5;
    settings.isCacheKeptOverTokens = false;
    settings.batchSize = 5;
    return settings;
}

/// 10,000 repositories of 20 organisations, so many pull requests in each per week, two pushes to
/// each; as many events again come from repositories without a configuration.
void week(double prsPerRepository)
{
    constexpr int hours = 7 * 24;
    SimulationRequest request{.settings = detailed(), .hours = hours, .seed = 1};
    BudgetSettings &settings = request.settings;
    settings.repositories = 10'000;
    settings.organisations = 20;
    settings.prsPerHour = prsPerRepository * settings.repositories / settings.organisations / hours;
    settings.unconfiguredEvents = settings.prsPerHour * settings.pushesPerPr;
    settings.pipelineSpread = 0.5;
    const double start = cpuSeconds();
    const auto result = simulate(request);
    const double seconds = cpuSeconds() - start;
    if (!result) {
        std::println("cannot simulate: {}", result.error().what.toStdString());
        return;
    }
    std::println("a week of 10,000 repositories, {} pull requests each: {:.2f} s for {} pipelines, "
                 "{:.1f} million calls (aim: below 2 s)",
                 prsPerRepository, seconds, result->pipelines, result->totalCalls() / 1e6);
}

} // namespace

int main()
{
    evaluations("notebook, calls", {}, costOf);
    evaluations("notebook, calls and limits", {}, costAndLimitsOf);
    evaluations("Packit today, everything switched on", detailed(), costAndLimitsOf);
    week(2);
    week(10);
    return 0;
}
