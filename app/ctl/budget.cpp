// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetjson.h"
#include "budget/budgettext.h"
#include "budget/improvements.h"
#include "budget/piepicture.h"
#include "ctl/budgetconfig.h"
#include "ctl/budgetoptions.h"
#include "ctl/budgetscan.h"
#include "ctl/budgetscenarios.h"
#include "ctl/budgetsweep.h"
#include "ctl/commands.h"
#include "ctl/output.h"

#include <limits>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

void text(const Context &context, const QString &lines)
{
    context.output.line(lines.endsWith(u'\n') ? lines.chopped(1) : lines);
}

void compare(const Context &context, const Arguments &arguments, const QList<Scenario> &scenarios)
{
    if (!arguments.has("--json"_L1)) {
        text(context, comparisonText(scenarios));
        return;
    }
    const QList<ComparedScenario> all = compared(scenarios);
    for (qsizetype i = 0; i < all.size(); ++i) {
        const ComparedScenario &scenario = all.at(i);
        QJsonObject object = budgetJson(scenarios.at(i).settings);
        object.insert(u"scenario"_s, scenario.name);
        const auto orNull = [](std::optional<qint64> value) {
            return value ? QJsonValue(*value) : QJsonValue();
        };
        object.insert(u"binding_prs_per_hour"_s, orNull(boundOf(scenario.binding)));
        object.insert(u"improvement_percent"_s, orNull(scenario.percent));
        object.insert(u"primary_improvement_percent"_s, orNull(scenario.primaryPercent));
        context.output.json(object);
    }
}

ExitCode runSweep(const Context &context, const Arguments &arguments, const Scenario &scenario)
{
    const auto sweep = readSweep(arguments.value("--sweep"_L1));
    if (!sweep)
        return usageError(sweep.error());
    if (auto good = checkSweep(arguments, scenario.settings, *sweep); !good)
        return usageError(good.error());
    for (const double value : sweep->values) {
        BudgetSettings settings = scenario.settings;
        sweep->row->set(settings, value);
        const QString written = sweep->row->write(value);
        if (arguments.has("--json"_L1)) {
            QJsonObject object = budgetJson(settings);
            object.insert(sweep->row->key, value);
            context.output.json(object);
            continue;
        }
        const PipelineCost cost = evaluate(settings);
        const auto binding = bindingLimit(limitsOf(settings, cost));
        context.output.line(u"%1 = %2  %3 calls  %4 PRs/hour, bound by %5"_s.arg(
                sweep->row->key, written.rightJustified(6),
                callsText(cost.counted.total()).rightJustified(7),
                (binding ? QString::number(*binding->prsPerHour) : u"any"_s).rightJustified(4),
                binding ? limitLabel(binding->limit) : u"nothing"_s));
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
        context.output.json(simulationJson(*result));
    else
        text(context, simulationText(*result));
    return ExitCode::Succeeded;
}

ExitCode showBudget(const Context &context, const Arguments &arguments, ConfigsGiven configs);

/// An interrupted scan, or one that GitHub ended, tells what it has found until then.
ExitCode scan(const Context &context, const Arguments &arguments)
{
    auto end = scanOrganisation(context, arguments);
    if (!end)
        return usageError(end.error());
    const bool isNothing = end->findings.looked() == 0;
    if (end->error && isNothing)
        return stopped(*end->error);
    const ExitCode code = showBudget(context, arguments, {.scan = std::move(end->findings)});
    return end->error ? stopped(*end->error) : code;
}

ExitCode budget(const Context &context, const Arguments &arguments)
{
    if (auto good = checkAsked(arguments); !good)
        return usageError(good.error());
    if (arguments.has("--list-scenarios"_L1))
        return listScenarios(context, arguments);
    if (arguments.has("--scan"_L1))
        return scan(context, arguments);
    auto configs = configsGiven(arguments);
    return configs ? showBudget(context, arguments, *std::move(configs))
                   : usageError(configs.error());
}

ExitCode showBudget(const Context &context, const Arguments &arguments, ConfigsGiven configs)
{
    const auto scenarios = scenariosOf(context, arguments, configs);
    if (!scenarios)
        return usageError(scenarios.error());
    if (arguments.has("--compare"_L1)) {
        compare(context, arguments, *scenarios);
        return ExitCode::Succeeded;
    }
    const Scenario &scenario = scenarios->first();
    if (auto good = configs.setEach(scenario.settings, arguments); !good)
        return usageError(good.error());
    if (arguments.has("--pie"_L1)) {
        const auto written = writePie(pieSlices(evaluate(scenario.settings).counted, PieBy::Kind),
                                      scenario.caption, arguments.value("--pie"_L1));
        if (!written) {
            return written.error().cause == Cause::Invalid ? usageError(written.error())
                                                           : stopped(written.error());
        }
    }
    if (arguments.has("--sweep"_L1))
        return runSweep(context, arguments, scenario);
    if (arguments.has("--simulate"_L1))
        return runSimulation(context, arguments, scenario);
    const BudgetSettings &settings = scenario.settings;
    if (arguments.has("--json"_L1)) {
        QJsonObject object = budgetJson(settings);
        if (!configs.configs.isEmpty())
            object.insert(u"configs"_s, configsJson(configs));
        if (configs.scan)
            object.insert(u"scan"_s, findingsJson(*configs.scan, settings));
        context.output.json(object);
        return ExitCode::Succeeded;
    }
    QStringList parts{configs.scan ? findingsText(*configs.scan, settings) : QString(),
                      configsText(configs, settings),
                      notebookLines(settings),
                      leversText(configs),
                      stepsText(settings),
                      limitsText(settings),
                      answersText(settings),
                      ladderText(settings),
                      gainsText(settings)};
    parts.removeAll(QString());
    text(context, parts.join(u'\n'));
    return ExitCode::Succeeded;
}

QList<Option> budgetOptions()
{
    QList<Option> options{
            {"--scenario"_L1, "NAME|FILE"_L1, "A scenario by name or number, or a file of one."},
            {"--config"_L1, "FILE"_L1,
             "Take what is built from a Packit configuration, a directory that "
             "holds one, or - for standard input; several: their mean."},
            {"--scan"_L1, "ORG"_L1,
             "Look at every repository of an organisation on GitHub, and count "
             "their mean and their traffic."},
            {"--limit"_L1, "N"_L1, "Of --scan: look at so many repositories at most."},
            {"--github"_L1, "URL"_L1, "Of --scan: another GitHub than the settings name."},
            {"--token-file"_L1, "FILE"_L1, "Of --scan: a file that holds a token."},
            {"--policy"_L1, "NAME"_L1,
             "Who behaves how: notebook, packit-today, sluice or sluice-lean."},
            {"--list-scenarios"_L1, {}, "Show all scenarios: built in, and saved in the window."},
            {"--compare"_L1, {}, "Show the SCENARIOs beside each other, held against the first."},
            {"--sweep"_L1, "NAME=FROM..TO"_L1,
             "One line for every value of a parameter; "
             "FROM..TO..STEP takes larger or smaller steps."},
            {"--simulate"_L1, "HOURS"_L1, "Simulate traffic on the budget, up to 1344 hours."},
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
                        "many\npull requests per hour that allows, which limit binds, and what "
                        "would help. What\nis not given stands as in the scenario, else as in the "
                        "notebook: the value in\nbrackets.",
             .options = budgetOptions(),
             .mostOperands = kAnyNumber,
             .run = budget},
    };
}

} // namespace sluice
