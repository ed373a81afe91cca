// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/improvements.h"

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QList<Improvement> makeImprovements()
{
    using S = BudgetSettings;
    return {
            {"load_packit_yaml_once"_L1, u"Load the configuration once"_s,
             [](S &s) { s.base.isConfigLoadedOnce = true; }},
            {"all_flags"_L1, u"Leave test flags alone while the build runs"_s,
             [](S &s) { s.base.setsAllFlags = false; }},
            {"load_packit_yaml"_L1, u"Find the configuration by one listing"_s,
             [](S &s) {
                 s.base.configLoad = std::min(s.base.configLoad, 2);
                 s.unconfiguredCalls = std::min(s.unconfiguredCalls, 2); // one to find none
             }},
            {"is_private_once"_L1, u"Check for private once"_s,
             [](S &s) { s.base.isPrivateOnce = true; }},
            {"repository_reads"_L1, u"Keep the repository's facts"_s,
             [](S &s) { s.repositoryReads = s.testRepositoryReads = 0; }},
            {"branch_reads"_L1, u"Take branch and pull request from the event"_s,
             [](S &s) { s.branchReads = s.submitPullReads = s.testPullReads = 0; }},
            {"fmf_reads"_L1, u"Find test metadata in the listing"_s, [](S &s) { s.fmfReads = 0; }},
            {"private_cost"_L1, u"Take \"private\" from the event"_s,
             [](S &s) { s.privateCost = 0; }},
            {"approval_checks"_L1, u"Check approval once"_s,
             [](S &s) {
                 s.isApprovalPerJob = false;
                 s.approvalChecks = std::min(s.approvalChecks, 1);
             }},
            {"specfile_calls"_L1, u"Do not look for the spec file"_s,
             [](S &s) { s.specfileCalls = 0; }},
            {"state_only"_L1, u"Write only when the state changes"_s,
             [](S &s) { s.isStateOnly = true; }},
            {"final_only"_L1, u"Write first and last state only"_s,
             [](S &s) { s.isFinalOnly = true; }},
            {"summary_flag"_L1, u"One flag for all chroots"_s,
             [](S &s) { s.hasSummaryFlag = true; }},
            {"batch_size"_L1, u"Write ten check runs per request"_s,
             [](S &s) { s.batchSize = std::max(s.batchSize, 10); }},
            {"cancel_old"_L1, u"Cancel old runs at a push"_s,
             [](S &s) { s.cancelOld = CancelOld::AtSubmit; }},
            {"tests"_L1, u"No tests"_s, [](S &s) { s.base.hasTests = false; }},
    };
}

Gain gain(const QString &label, const BudgetSettings &before, const BudgetSettings &after)
{
    const PipelineCost old = evaluate(before);
    const PipelineCost now = evaluate(after);
    const auto oldLimits = limitsOf(before, old);
    const auto nowLimits = limitsOf(after, now);
    return {.label = label,
            .callsBefore = callsPerPr(before, old),
            .callsAfter = callsPerPr(after, now),
            .prsBefore = oldLimits.front().prsPerHour,
            .prsAfter = nowLimits.front().prsPerHour,
            .percent = {},
            .stepPercent = {},
            .boundBefore = bindingLimit(oldLimits),
            .boundAfter = bindingLimit(nowLimits),
            .leftOutUpdates = old.shownUpdates - now.shownUpdates,
            .leftOutStates = old.shownStates - now.shownStates};
}

std::optional<qint64> percentOf(std::optional<qint64> before, std::optional<qint64> after)
{
    return before && after ? improvementPercent(*before, *after) : std::nullopt;
}

} // namespace

std::optional<qint64> boundOf(const std::optional<LimitAnswer> &binding)
{
    return binding ? binding->prsPerHour : std::nullopt;
}

std::optional<qint64> improvementPercent(qint64 before, qint64 now)
{
    if (before == 0)
        return {};
    return (now - before) * 100 / before;
}

const QList<Improvement> &improvements()
{
    static const QList<Improvement> all = makeImprovements();
    return all;
}

QList<Improvement> notebookLadder() { return improvements().first(4); }

QList<Gain> gainsAlone(const BudgetSettings &settings)
{
    QList<Gain> gains;
    for (const Improvement &improvement : improvements()) {
        BudgetSettings changed = settings;
        improvement.apply(changed);
        Gain one = gain(improvement.label, settings, changed);
        one.percent = one.stepPercent = percentOf(one.prsBefore, one.prsAfter);
        if (one.callsAfter < one.callsBefore)
            gains << one;
    }
    std::ranges::stable_sort(gains, std::ranges::greater{},
                             [](const Gain &one) { return one.callsBefore - one.callsAfter; });
    return gains;
}

QList<Gain> gainsInSequence(const BudgetSettings &settings, const QList<Improvement> &steps)
{
    QList<Gain> gains;
    BudgetSettings before = settings;
    for (const Improvement &step : steps) {
        BudgetSettings after = before;
        step.apply(after);
        Gain one = gain(step.label, before, after);
        one.stepPercent = percentOf(one.prsBefore, one.prsAfter);
        one.percent = percentOf(gains.isEmpty() ? one.prsBefore : gains.first().prsBefore,
                                one.prsAfter);
        gains << one;
        before = after;
    }
    return gains;
}

QList<ComparedScenario> compared(const QList<Scenario> &scenarios)
{
    QList<ComparedScenario> all;
    for (const Scenario &scenario : scenarios) {
        const PipelineCost cost = evaluate(scenario.settings);
        const auto limits = limitsOf(scenario.settings, cost);
        ComparedScenario one{.name = scenario.name,
                             .calls = cost.counted.total(),
                             .prs = limits.front().prsPerHour,
                             .primaryPercent = {},
                             .binding = bindingLimit(limits),
                             .percent = {}};
        if (!all.isEmpty()) {
            one.primaryPercent = percentOf(all.first().prs, one.prs);
            one.percent = percentOf(boundOf(all.first().binding), boundOf(one.binding));
        }
        all << one;
    }
    return all;
}

} // namespace sluice
