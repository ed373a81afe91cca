// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetmodel.h"
#include "budget/budgetreport.h"
#include "budget/parametertable.h"
#include "budget/piepicture.h"
#include "ctl/budgetoptions.h"
#include "ctl/commands.h"
#include "ctl/output.h"

#include <QJsonDocument>

#include <limits>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kMostSweepSteps = 10'000;

void json(const Context &context, const QJsonObject &object)
{
    context.output.line(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

void text(const Context &context, const QString &lines)
{
    context.output.line(lines.endsWith(u'\n') ? lines.chopped(1) : lines);
}

ExitCode listScenarios(const Context &context, const Arguments &arguments)
{
    int number = 0;
    for (const Scenario &scenario : builtInScenarios()) {
        ++number;
        const double calls = evaluate(scenario.settings).counted.total();
        if (arguments.has("--json"_L1)) {
            json(context, {{u"number"_s, number},
                           {u"name"_s, scenario.name},
                           {u"caption"_s, scenario.caption},
                           {u"grand_total"_s, calls}});
            continue;
        }
        context.output.line(u"%1  %2  %3 calls  %4"_s.arg(number, 2)
                                    .arg(scenario.name, -24)
                                    .arg(callsText(calls), 4)
                                    .arg(scenario.caption));
    }
    return ExitCode::Succeeded;
}

ExitCode compare(const Context &context, const Arguments &arguments)
{
    QList<Scenario> scenarios;
    for (const QString &name : arguments.operands) {
        const auto scenario = namedScenario(name);
        if (!scenario)
            return usageError(scenario.error());
        scenarios << *scenario;
    }
    std::optional<qint64> baseline;
    for (const Scenario &scenario : std::as_const(scenarios)) {
        QJsonObject object = budgetJson(scenario.settings);
        const PipelineCost cost = evaluate(scenario.settings);
        const auto binding = bindingLimit(limitsOf(scenario.settings, cost));
        const auto prs = limitsOf(scenario.settings, cost).front().prsPerHour;
        const auto percent = baseline && prs ? improvementPercent(*baseline, *prs) : std::nullopt;
        if (&scenario == &scenarios.first())
            baseline = prs;
        if (arguments.has("--json"_L1)) {
            object.insert(u"scenario"_s, scenario.name);
            object.insert(u"improvement_percent"_s,
                          percent ? QJsonValue(*percent) : QJsonValue(QJsonValue::Null));
            json(context, object);
            continue;
        }
        context.output.line(u"%1  %2 calls  %3 PRs/hour%4%5"_s.arg(
                oneLine(scenario.name).leftJustified(24),
                callsText(cost.counted.total()).rightJustified(7),
                (prs ? QString::number(*prs) : u"any"_s).rightJustified(5),
                percent ? u"  %1%2 %"_s.arg(*percent >= 0 ? u"+"_s : QString()).arg(*percent)
                        : QString(),
                binding && binding->limit != LimitKind::Primary
                        ? u"  (only %1 by %2)"_s.arg(*binding->prsPerHour)
                                  .arg(limitLabel(binding->limit))
                        : QString()));
    }
    return ExitCode::Succeeded;
}

struct Sweep
{
    const BudgetParameter *row = nullptr;
    QList<double> values;
};

/// "chroots=1..20" or "rpm_failures=0..1..0.1"
Result<Sweep> readSweep(const QString &given)
{
    const auto refuse = [&](const QString &why) {
        return failure(Cause::Invalid,
                       u"--sweep takes NAME=FROM..TO or NAME=FROM..TO..STEP, such as "
                       u"chroots=1..20, not \"%1\"%2."_s.arg(given.left(80), why),
                       {}, Who::Us);
    };
    const QString key = given.section(u'=', 0, 0).replace(u'-', u'_');
    const QStringList parts = given.section(u'=', 1).split(u".."_s);
    Sweep sweep{.row = budgetParameter(key), .values = {}};
    if (!sweep.row)
        return refuse(u": there is no such parameter"_s);
    if (parts.size() < 2 || parts.size() > 3)
        return refuse({});
    QList<double> bounds;
    for (const QString &part : parts.first(2)) {
        const auto bound = sweep.row->read(part);
        if (!bound)
            return refuse(u": %1 takes %2"_s.arg(sweep.row->key, sweep.row->rangeText()));
        bounds << *bound;
    }
    bool isNumber = true;
    const double step = parts.size() == 3 ? parts.at(2).toDouble(&isNumber) : 1;
    if (!isNumber || !(step > 0) || (sweep.row->isWhole && step != qint64(step)))
        return refuse(u": the step must be above 0"_s);
    const double count = (bounds.at(1) - bounds.at(0)) / step;
    if (count < 0)
        return refuse(u": it goes downwards"_s);
    if (count >= kMostSweepSteps)
        return refuse(u": that is more than %1 steps"_s.arg(kMostSweepSteps));
    for (int i = 0; i <= int(count + 1e-9); ++i)
        sweep.values << std::min(bounds.at(0) + i * step, bounds.at(1));
    return sweep;
}

ExitCode runSweep(const Context &context, const Arguments &arguments, const Scenario &scenario)
{
    const auto sweep = readSweep(arguments.value("--sweep"_L1));
    if (!sweep)
        return usageError(sweep.error());
    for (const double value : sweep->values) {
        BudgetSettings settings = scenario.settings;
        sweep->row->set(settings, value);
        const QString written = sweep->row->write(value);
        if (arguments.has("--json"_L1)) {
            QJsonObject object = budgetJson(settings);
            object.insert(sweep->row->key, value);
            json(context, object);
            continue;
        }
        const PipelineCost cost = evaluate(settings);
        const auto prs = limitsOf(settings, cost).front().prsPerHour;
        context.output.line(u"%1 = %2  %3 calls  %4 PRs/hour"_s.arg(
                sweep->row->key, written.rightJustified(6),
                callsText(cost.counted.total()).rightJustified(7),
                prs ? QString::number(*prs) : u"any"_s));
    }
    return ExitCode::Succeeded;
}

ExitCode runSimulation(const Context &context, const Arguments &arguments, const Scenario &scenario)
{
    const auto hours = numberOption(arguments, "--simulate"_L1, 1, kMostSimulatedHours, 168);
    const auto seed = numberOption(arguments, "--seed"_L1, 0, std::numeric_limits<int>::max(), 1);
    for (const auto *number : {&hours, &seed}) {
        if (!*number)
            return usageError(number->error());
    }
    const auto result
            = simulate({.settings = scenario.settings, .hours = *hours, .seed = quint64(*seed)});
    if (!result)
        return usageError(result.error());
    if (arguments.has("--json"_L1))
        json(context, simulationJson(*result));
    else
        text(context, simulationText(*result));
    return ExitCode::Succeeded;
}

/// What cannot be asked for together; an error of what was asked for, or nothing.
Result<void> checkAsked(const Arguments &arguments)
{
    QStringList asked;
    for (const QLatin1StringView mode :
         {"--list-scenarios"_L1, "--compare"_L1, "--sweep"_L1, "--simulate"_L1}) {
        if (arguments.has(mode))
            asked << mode;
    }
    const auto refuse = [](const QString &what) {
        return failure(Cause::Invalid, what + u"; see `sluicectl budget --help`."_s, {}, Who::Us);
    };
    if (asked.size() > 1)
        return refuse(u"%1 and %2 cannot be asked for at once"_s.arg(asked.at(0), asked.at(1)));
    const bool isComparing = arguments.has("--compare"_L1);
    if (isComparing && arguments.operands.size() < 2)
        return refuse(u"--compare needs at least two scenarios"_s);
    if (!isComparing && !arguments.operands.isEmpty())
        return refuse(u"budget does not take \"%1\""_s.arg(arguments.operands.first().left(80)));
    if (arguments.has("--seed"_L1) && !arguments.has("--simulate"_L1))
        return refuse(u"--seed is for --simulate"_s);
    if (isComparing && arguments.has("--scenario"_L1))
        return refuse(u"--compare names its scenarios itself: leave --scenario out"_s);
    return {};
}

ExitCode budget(const Context &context, const Arguments &arguments)
{
    if (auto good = checkAsked(arguments); !good)
        return usageError(good.error());
    if (arguments.has("--list-scenarios"_L1))
        return listScenarios(context, arguments);
    if (arguments.has("--compare"_L1))
        return compare(context, arguments);
    const auto scenario = scenarioOf(arguments);
    if (!scenario)
        return usageError(scenario.error());
    if (arguments.has("--pie"_L1)) {
        const auto written = writePie(pieSlices(evaluate(scenario->settings).counted, PieBy::Kind),
                                      scenario->caption, arguments.value("--pie"_L1));
        if (!written) {
            return written.error().cause == Cause::Invalid ? usageError(written.error())
                                                           : stopped(written.error());
        }
    }
    if (arguments.has("--sweep"_L1))
        return runSweep(context, arguments, *scenario);
    if (arguments.has("--simulate"_L1))
        return runSimulation(context, arguments, *scenario);
    if (arguments.has("--json"_L1)) {
        json(context, budgetJson(scenario->settings));
        return ExitCode::Succeeded;
    }
    context.output.line(notebookLines(scenario->settings));
    context.output.line(stepsText(scenario->settings));
    text(context, limitsText(scenario->settings));
    return ExitCode::Succeeded;
}

QList<Option> budgetOptions()
{
    QList<Option> options{
            {"--scenario"_L1, "NAME|FILE"_L1, "A built-in scenario by name or number, or a file."},
            {"--policy"_L1, "NAME"_L1, "How Packit behaves: notebook or packit-today."},
            {"--list-scenarios"_L1, {}, "Show the built-in scenarios."},
            {"--compare"_L1,
             {},
             "Show the SCENARIOs beside each other; the first is the baseline."},
            {"--sweep"_L1, "NAME=FROM..TO"_L1, "One line for every value of a parameter."},
            {"--simulate"_L1, "HOURS"_L1, "Simulate traffic on the budget."},
            {"--seed"_L1, "N"_L1, "Another course of the simulation (1)."},
            {"--pie"_L1, "FILE"_L1, "Write the pie of calls as PNG or SVG."},
            {"--json"_L1, {}, "Print JSON, one object per line."},
    };
    return options + budgetParameterOptions();
}

} // namespace

QList<Command> budgetCommands()
{
    return {
            {.name = "budget"_L1,
             .operands = "[SCENARIO...]"_L1,
             .summary = "Tells what a pull request's pipeline costs in GitHub API calls. Also how "
                        "many pull\nrequests per hour the rate limit allows, and what binds.",
             .options = budgetOptions(),
             .mostOperands = kAnyNumber,
             .run = budget},
    };
}

} // namespace sluice
