// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/budgetscenarios.h"

#include "budget/budgetmodel.h"
#include "budget/budgettext.h"
#include "budget/scenariolibrary.h"
#include "ctl/budgetoptions.h"
#include "ctl/output.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// Those of the window, beside the queue.
ScenarioLibrary libraryOf(const Context &context)
{
    return ScenarioLibrary(context.dataDirectory + "/scenarios"_L1);
}

QJsonObject entryJson(const LibraryEntry &entry, int number)
{
    QJsonObject object{{u"number"_s, entry.isBuiltIn() ? QJsonValue(number) : QJsonValue()},
                       {u"name"_s, entry.scenario.name},
                       {u"caption"_s, entry.scenario.caption}};
    if (!entry.isBuiltIn())
        object.insert(u"file"_s, entry.path);
    if (entry.error)
        object.insert(u"error"_s, entry.error->what);
    else
        object.insert(u"grand_total"_s, evaluate(entry.scenario.settings).counted.total());
    return object;
}

QString entryText(const LibraryEntry &entry, int number)
{
    const QString head = u"%1  %2"_s.arg(entry.isBuiltIn() ? QString::number(number) : QString(), 2)
                                 .arg(oneLine(entry.scenario.name), -23);
    if (entry.error)
        return head + u"  damaged: "_s + oneLine(entry.error->what);
    const QString calls = callsText(evaluate(entry.scenario.settings).counted.total());
    return u"%1  %2 calls  %3"_s.arg(head, calls.rightJustified(4),
                                     oneLine(entry.scenario.caption));
}

QString captionOf(const BudgetSettings &settings)
{
    return u"%1 chroots, %2 calls per pipeline"_s.arg(settings.base.chroots)
            .arg(callsText(evaluate(settings).counted.total()));
}

/// The policy, then the configurations, then every other option.
Result<void> setUp(const Arguments &arguments, const ConfigsGiven &configs,
                   BudgetSettings &settings)
{
    if (auto good = applyPolicyOption(arguments, settings); !good)
        return good;
    configs.apply(settings);
    if (auto good = applyOptions(arguments, settings); !good)
        return good;
    return checkEffect(arguments, settings);
}

} // namespace

ExitCode listScenarios(const Context &context, const Arguments &arguments)
{
    const ScenarioLibrary library = libraryOf(context);
    int number = 0;
    for (const LibraryEntry &entry : library.entries()) {
        ++number;
        if (arguments.has("--json"_L1))
            context.output.json(entryJson(entry, number));
        else
            context.output.line(entryText(entry, number));
    }
    return ExitCode::Succeeded;
}

Result<QList<Scenario>> scenariosOf(const Context &context, const Arguments &arguments,
                                    const ConfigsGiven &configs)
{
    const ScenarioLibrary library = libraryOf(context);
    QStringList names = arguments.operands;
    if (arguments.has("--scenario"_L1))
        names << arguments.value("--scenario"_L1);
    QList<Scenario> scenarios;
    for (const QString &name : std::as_const(names)) {
        auto scenario = namedScenario(name, library);
        if (!scenario)
            return std::unexpected(scenario.error());
        scenario->name = oneLine(scenario->name).left(40);
        scenarios << *std::move(scenario);
    }
    if (scenarios.isEmpty()) {
        scenarios << Scenario{.name = u"this setting"_s, .caption = {}, .settings = {}};
        if (configs.isGiven()) // a file is for the Packit that runs
            applyPolicy(scenarios.first().settings, BudgetPolicy::PackitToday);
    }
    for (Scenario &scenario : scenarios) {
        const BudgetSettings before = scenario.settings;
        if (auto good = setUp(arguments, configs, scenario.settings); !good)
            return std::unexpected(good.error());
        if (scenario.caption.isEmpty() || scenario.settings != before)
            scenario.caption = captionOf(scenario.settings);
    }
    return scenarios;
}

} // namespace sluice
