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

/// "Chroots, 0 to 1000 (3)"
QString optionHelp(const BudgetParameter &row)
{
    const auto text = [&row](double value) { return row.write(value); };
    const QString standard = u" ("_s + text(row.get({})) + u')';
    const QString unit = row.unit.isEmpty() ? QString() : u' ' + row.unit;
    switch (row.kind) {
    case BudgetParameter::Kind::Switch:
        return row.label + standard;
    case BudgetParameter::Kind::Choice:
        return row.label + u": "_s + row.choices.join(u" or ") + standard;
    case BudgetParameter::Kind::Share:
        return row.label + u", 0 to 1, or with %"_s + standard;
    case BudgetParameter::Kind::Number:
        return u"%1, %2 to %3%4"_s.arg(row.label, QString::number(row.least, 'g', 10),
                                       QString::number(row.most, 'g', 10), unit)
             + standard;
    }
    Q_UNREACHABLE_RETURN({});
}

QLatin1StringView view(const QByteArray &text) { return QLatin1StringView(text); }

/// What the given options say of a parameter; none where they say nothing.
Result<std::optional<double>> given(const BudgetParameter &row, const Arguments &arguments)
{
    const QByteArray name = optionName(row);
    if (row.kind != BudgetParameter::Kind::Switch) {
        if (!arguments.has(view(name)))
            return std::nullopt;
        const QStringList texts = arguments.values(view(name));
        if (texts.size() > 1) {
            return failure(
                    Cause::Invalid,
                    u"%1 was given %2 times: give it once."_s.arg(view(name)).arg(texts.size()), {},
                    Who::Us);
        }
        const QString &text = texts.first();
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

/// A parameter that changes nothing where another one stands so.
struct Overruled
{
    QLatin1StringView key;
    QLatin1StringView by;
    bool (*isVoid)(const BudgetSettings &settings);
    double remedy; ///< a value of the other one
};

const QList<Overruled> &overruled()
{
    using S = BudgetSettings;
    static const QList<Overruled> all{
            {"rate_limit"_L1, "token"_L1, [](const S &s) { return s.token != TokenKind::AsGiven; },
             double(TokenKind::AsGiven)},
            {"users"_L1, "token"_L1, [](const S &s) { return s.token != TokenKind::Installation; },
             double(TokenKind::Installation)},
            {"state_only"_L1, "final_only"_L1, [](const S &s) { return s.isFinalOnly; }, 0},
            {"news_only"_L1, "final_only"_L1, [](const S &s) { return s.isFinalOnly; }, 0},
            {"chroots_per_flag"_L1, "summary_flag"_L1, [](const S &s) { return s.hasSummaryFlag; },
             0},
            {"approval_checks"_L1, "one_query"_L1, [](const S &s) { return s.isOneQuery; }, 0},
            {"approval_per_job"_L1, "one_query"_L1, [](const S &s) { return s.isOneQuery; }, 0},
            {"approval_cost"_L1, "one_query"_L1, [](const S &s) { return s.isOneQuery; }, 0},
            {"approval_checks"_L1, "approval_per_job"_L1,
             [](const S &s) { return s.isApprovalPerJob; }, 0},
    };
    return all;
}

/// As somebody would type it: "--token user", "--no-tests".
QString typed(const BudgetParameter &row, double value)
{
    const bool isSwitch = row.kind == BudgetParameter::Kind::Switch;
    const QString name = view(optionName(row, isSwitch && value == 0));
    return isSwitch ? name : name + u' ' + row.write(value);
}

/// How a parameter was asked for; empty: it was not, or only to be off.
Result<QString> asked(const BudgetParameter &row, const Arguments &arguments,
                      QLatin1StringView sweptKey)
{
    if (row.key == sweptKey)
        return u"--sweep "_s + row.key;
    const auto value = given(row, arguments);
    if (!value)
        return std::unexpected(value.error());
    const bool isOff = *value && row.kind == BudgetParameter::Kind::Switch && **value == 0;
    if (!*value || isOff)
        return QString();
    return row.kind == BudgetParameter::Kind::Choice ? typed(row, **value)
                                                     : QString(view(optionName(row)));
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
            const bool isSwitch = row.kind == BudgetParameter::Kind::Switch;
            const QString group
                    = row.isNotebook ? u"The notebook's parameters"_s : groupTitle(row.group);
            all << Option{.name = view(kept(optionName(row))),
                          .value = isSwitch                                  ? QLatin1StringView()
                                 : row.kind == BudgetParameter::Kind::Choice ? "WORD"_L1
                                                                             : "N"_L1,
                          .help = kept(optionHelp(row).toUtf8()).constData(),
                          .group = kept(group.toUtf8()).constData(),
                          .hasOpposite = isSwitch};
        }
        return all;
    }();
    return options;
}

Result<Scenario> namedScenario(const QString &name, const ScenarioLibrary &library)
{
    const LibraryEntry *entry = library.find(name);
    if (entry && !entry->error)
        return entry->scenario;
    if (const Scenario *scenario = builtInScenario(name)) // by its number
        return *scenario;
    if (entry)
        return std::unexpected(*entry->error);
    if (!QFileInfo::exists(name) && !name.contains(u'/') && !name.endsWith(".json"_L1)) {
        return failure(Cause::NotFound,
                       u"There is no scenario \"%1\"; see `sluicectl budget --list-scenarios`, or "
                       u"name a file."_s.arg(name.left(80)),
                       {}, Who::Us);
    }
    return readScenario(name);
}

Result<void> applyPolicyOption(const Arguments &arguments, BudgetSettings &settings)
{
    if (arguments.has("--policy"_L1)) {
        const QString name = arguments.value("--policy"_L1);
        const auto policy = policyFromName(name);
        if (!policy || *policy == BudgetPolicy::Custom) {
            return failure(
                    Cause::Invalid,
                    u"--policy takes notebook, packit-today, sluice or sluice-lean, not \"%1\"."_s
                            .arg(name.left(80)),
                    {}, Who::Us);
        }
        applyPolicy(settings, *policy);
    }
    return {};
}

Result<void> applyOptions(const Arguments &arguments, BudgetSettings &settings)
{
    for (const BudgetParameter &row : budgetParameters()) {
        const auto value = given(row, arguments);
        if (!value)
            return std::unexpected(value.error());
        if (*value)
            row.set(settings, **value);
    }
    return {};
}

Result<void> checkEffect(const Arguments &arguments, const BudgetSettings &settings,
                         QLatin1StringView sweptKey)
{
    for (const Overruled &rule : overruled()) {
        const BudgetParameter &row = *budgetParameter(QString(rule.key));
        const BudgetParameter &other = *budgetParameter(QString(rule.by));
        const auto option = asked(row, arguments, sweptKey);
        const auto by = asked(other, arguments, sweptKey);
        if (!option || !by)
            return std::unexpected(option ? by.error() : option.error());
        if (option->isEmpty() || !rule.isVoid(settings))
            continue;
        if (by->isEmpty()) {
            return failure(Cause::Invalid,
                           u"%1 changes nothing where %2 is %3: add %4."_s.arg(
                                   *option, other.key, other.write(other.get(settings)),
                                   typed(other, rule.remedy)),
                           {}, Who::Us);
        }
        return failure(Cause::Invalid,
                       u"%1 and %2 contradict each other: give one of them."_s.arg(*option, *by),
                       {}, Who::Us);
    }
    return {};
}

Result<void> checkAsked(const Arguments &arguments)
{
    QStringList asked;
    for (const QLatin1StringView mode :
         {"--list-scenarios"_L1, "--compare"_L1, "--sweep"_L1, "--simulate"_L1, "--scan"_L1}) {
        if (arguments.has(mode))
            asked << mode;
    }
    const auto refuse = [](const QString &what) {
        return failure(Cause::Invalid, what + u"; see `sluicectl budget --help`."_s, {}, Who::Us);
    };
    if (asked.size() > 1)
        return refuse(u"%1 and %2 cannot be asked for at once"_s.arg(asked.at(0), asked.at(1)));
    if (arguments.has("--scan"_L1) && arguments.has("--config"_L1))
        return refuse(u"--scan reads the configurations itself: leave --config out"_s);
    for (const QLatin1StringView option : {"--limit"_L1, "--github"_L1, "--token-file"_L1}) {
        if (arguments.has(option) && !arguments.has("--scan"_L1))
            return refuse(option + u" is for --scan"_s);
    }
    const bool isComparing = arguments.has("--compare"_L1);
    if (isComparing && arguments.operands.size() < 2)
        return refuse(u"--compare needs at least two scenarios"_s);
    if (!isComparing && !arguments.operands.isEmpty())
        return refuse(u"budget does not take \"%1\""_s.arg(arguments.operands.first().left(80)));
    if (arguments.has("--seed"_L1) && !arguments.has("--simulate"_L1))
        return refuse(u"--seed is for --simulate"_s);
    if (arguments.has("--pie"_L1) && (isComparing || arguments.has("--list-scenarios"_L1)))
        return refuse(u"--pie draws one scenario"_s);
    if (arguments.has("--list-scenarios"_L1) && !firstSetting(arguments).isEmpty())
        return refuse(u"--list-scenarios does not take %1"_s.arg(firstSetting(arguments)));
    if (isComparing && arguments.has("--scenario"_L1))
        return refuse(u"--compare names its scenarios itself: leave --scenario out"_s);
    return {};
}

QString firstSetting(const Arguments &arguments)
{
    for (const QLatin1StringView option : {"--scenario"_L1, "--policy"_L1, "--config"_L1}) {
        if (arguments.has(option))
            return option;
    }
    for (const BudgetParameter &row : budgetParameters()) {
        for (const bool isNegative : {false, true}) {
            const QByteArray name = optionName(row, isNegative);
            if (arguments.has(view(name)))
                return view(name);
        }
    }
    return {};
}

} // namespace sluice
