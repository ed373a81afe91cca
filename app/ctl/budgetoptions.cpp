// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/budgetoptions.h"

#include "budget/parametertable.h"

#include <QFileInfo>

#include <deque>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QByteArray optionName(const BudgetParameter &row, bool isNegative = false)
{
    QByteArray name = QByteArray(row.key.data(), row.key.size()).replace('_', '-');
    return (isNegative ? "--no-" : "--") + name;
}

QLatin1StringView view(const QByteArray &text) { return QLatin1StringView(text); }

/// What the given options say of a parameter; none where they say nothing.
Result<std::optional<double>> given(const BudgetParameter &row, const Arguments &arguments)
{
    const QByteArray name = optionName(row);
    if (row.kind != BudgetParameter::Kind::Switch) {
        if (!arguments.has(view(name)))
            return std::nullopt;
        const QString text = arguments.value(view(name));
        const auto value = row.read(text);
        if (!value) {
            return failure(
                    Cause::Invalid,
                    u"%1 takes %2, not \"%3\"."_s.arg(view(name), row.rangeText(), text.left(80)),
                    {}, Who::Us);
        }
        return *value;
    }
    const QByteArray negative = optionName(row, true);
    const bool isOn = arguments.has(view(name));
    const bool isOff = arguments.has(view(negative));
    if (isOn && isOff) {
        return failure(Cause::Invalid,
                       u"%1 and %2 contradict each other: give one of them."_s.arg(view(name),
                                                                                   view(negative)),
                       {}, Who::Us);
    }
    return isOn || isOff ? std::optional(isOn ? 1.0 : 0.0) : std::nullopt;
}

} // namespace

const QList<Option> &budgetParameterOptions()
{
    static const auto options = [] {
        static std::deque<QByteArray> texts; // the options point into it
        const auto kept = [](const QByteArray &text) -> const QByteArray & {
            return texts.emplace_back(text);
        };
        QList<Option> all;
        for (const BudgetParameter &row : budgetParameters()) {
            const QByteArray &help = kept((row.label + u": "_s + row.rangeText() + u'.').toUtf8());
            const bool isSwitch = row.kind == BudgetParameter::Kind::Switch;
            all << Option{view(kept(optionName(row))),
                          isSwitch                                    ? QLatin1StringView()
                          : row.kind == BudgetParameter::Kind::Choice ? "WORD"_L1
                                                                      : "N"_L1,
                          help.constData()};
            if (isSwitch)
                all << Option{view(kept(optionName(row, true))), {}, "The opposite."};
        }
        return all;
    }();
    return options;
}

Result<Scenario> namedScenario(const QString &name)
{
    if (const Scenario *scenario = builtInScenario(name))
        return *scenario;
    if (!QFileInfo::exists(name) && !name.contains(u'/') && !name.endsWith(".json"_L1)) {
        return failure(Cause::NotFound,
                       u"There is no scenario \"%1\"; see `sluicectl budget --list-scenarios`, or "
                       u"name a file."_s.arg(name.left(80)),
                       {}, Who::Us);
    }
    return readScenario(name);
}

Result<Scenario> scenarioOf(const Arguments &arguments)
{
    Scenario scenario{.name = u"this setting"_s, .caption = {}, .settings = {}};
    if (arguments.has("--scenario"_L1)) {
        auto named = namedScenario(arguments.value("--scenario"_L1));
        if (!named)
            return named;
        scenario = *named;
    }
    if (arguments.has("--policy"_L1)) {
        const QString name = arguments.value("--policy"_L1);
        const auto policy = policyFromName(name);
        if (!policy || *policy == BudgetPolicy::Custom) {
            return failure(
                    Cause::Invalid,
                    u"--policy takes notebook or packit-today, not \"%1\"."_s.arg(name.left(80)),
                    {}, Who::Us);
        }
        applyPolicy(scenario.settings, *policy);
    }
    for (const BudgetParameter &row : budgetParameters()) {
        const auto value = given(row, arguments);
        if (!value)
            return std::unexpected(value.error());
        if (*value)
            row.set(scenario.settings, **value);
    }
    return scenario;
}

} // namespace sluice
