// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/scenario.h"

#include "budget/parametertable.h"
#include "wholefile.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include <cmath>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kSchema = 1;
constexpr qint64 kMostBytes = 1 << 20;
constexpr auto kSchemaKey = "sluice_scenario"_L1;

Scenario notebook(const QString &name, const QString &caption, const NotebookSettings &base)
{
    return {.name = name, .caption = caption, .settings = {.base = base}};
}

Scenario today(int chroots)
{
    Scenario scenario{.name = u"Packit today, %1 chroots"_s.arg(chroots),
                      .caption = u"packit-service in August 2026, as its code reads"_s,
                      .settings = {.base = {.chroots = chroots}}};
    applyPolicy(scenario.settings, BudgetPolicy::PackitToday);
    return scenario;
}

QList<Scenario> makeBuiltIn()
{
    const NotebookSettings best{.chroots = 3,
                                .configLoad = 2,
                                .isConfigLoadedOnce = true,
                                .setsAllFlags = false,
                                .isPrivateOnce = true};
    NotebookSettings bestOfWorst = best;
    bestOfWorst.chroots = 6;
    NotebookSettings cheapLoad = bestOfWorst;
    cheapLoad.isPrivateOnce = false;
    NotebookSettings buildFlags = cheapLoad;
    buildFlags.configLoad = 6;
    NotebookSettings loadOnce = buildFlags;
    loadOnce.setsAllFlags = true;
    return {
            notebook(u".packit.yaml, 3 chroots"_s, u"3 chroots, config is called '.packit.yaml'"_s,
                     {}),
            notebook(u".packit.yaml, 6 chroots"_s, u"6 chroots, config is called '.packit.yaml'"_s,
                     {.chroots = 6}),
            notebook(u"packit.yaml, 3 chroots"_s, u"3 chroots, config is called 'packit.yaml'"_s,
                     {.configLoad = 6}),
            notebook(u"packit.yaml, 6 chroots"_s, u"6 chroots, config is called 'packit.yaml'"_s,
                     {.chroots = 6, .configLoad = 6}),
            notebook(u"No tests"_s, u"6 chroots, config is called '.packit.yaml', no tests"_s,
                     {.chroots = 6, .hasTests = false}),
            notebook(u"Load once"_s, u"Load the package config only once per pipeline run"_s,
                     loadOnce),
            notebook(u"Build flags only"_s,
                     u"Don't update the test flags while the build is in progress"_s, buildFlags),
            notebook(u"Cheap load"_s, u"Reduce the number of calls to get the package config"_s,
                     cheapLoad),
            notebook(u"Private once"_s, u"Checking if the repo is private only once"_s,
                     bestOfWorst),
            notebook(u"Best, 3 chroots"_s,
                     u"An improvement even for the best case scenario: from 120 to 35 calls"_s,
                     best),
            today(3),
            today(6),
    };
}

std::unexpected<Error> refused(const QString &origin, const QString &what)
{
    return failure(Cause::Invalid, u"%1 is not a scenario: %2."_s.arg(origin, what));
}

Result<double> valueOf(const BudgetParameter &row, const QJsonValue &value)
{
    if (row.kind == BudgetParameter::Kind::Switch) {
        if (value.isBool())
            return double(value.toBool());
    } else if (row.kind == BudgetParameter::Kind::Choice) {
        if (value.isString())
            return row.read(value.toString());
    } else if (value.isDouble()) {
        if (auto good = row.check(value.toDouble()); !good)
            return std::unexpected(good.error());
        return value.toDouble();
    }
    const QByteArray written = QJsonDocument(QJsonObject{{u"v"_s, value}})
                                       .toJson(QJsonDocument::Compact)
                                       .sliced(5)
                                       .chopped(1);
    return failure(
            Cause::Invalid,
            u"%1 is %2: it takes %3."_s.arg(
                    row.key,
                    QString::fromUtf8(written.first(std::min<qsizetype>(written.size(), 80))),
                    row.kind == BudgetParameter::Kind::Switch ? u"true or false"_s
                                                              : row.rangeText()));
}

Result<void> readParameters(const QJsonObject &parameters, const QString &origin,
                            BudgetSettings &settings)
{
    for (auto it = parameters.begin(); it != parameters.end(); ++it) {
        const BudgetParameter *row = budgetParameter(it.key());
        if (!row)
            return refused(origin, u"there is no parameter \"%1\""_s.arg(it.key().left(80)));
        const auto value = valueOf(*row, it.value());
        if (!value) {
            return failure(Cause::Invalid,
                           u"%1 cannot be read: %2"_s.arg(origin, value.error().what));
        }
        row->set(settings, *value);
    }
    return {};
}

/// QJsonDocument takes the last one silently. The JSON is known to be whole.
QString keyGivenTwice(const QByteArray &json)
{
    QList<QSet<QString>> keys; // of the objects and arrays around
    QByteArray text; // the last string, in quotes
    for (qsizetype i = 0; i < json.size(); ++i) {
        const char c = json.at(i);
        if (c == '{' || c == '[') {
            keys.emplace_back();
        } else if (c == '}' || c == ']') {
            keys.removeLast();
        } else if (c == '"') {
            const qsizetype begin = i;
            for (++i; json.at(i) != '"'; ++i)
                i += json.at(i) == '\\' ? 1 : 0;
            text = json.sliced(begin, i - begin + 1);
        } else if (c == ':') {
            const QString key = QJsonDocument::fromJson('[' + text + ']').array().at(0).toString();
            if (keys.last().contains(key))
                return key;
            keys.last().insert(key);
        }
    }
    return {};
}

} // namespace

const QList<Scenario> &builtInScenarios()
{
    static const QList<Scenario> all = makeBuiltIn();
    return all;
}

const Scenario *builtInScenario(QStringView name)
{
    const QList<Scenario> &all = builtInScenarios();
    bool isNumber = false;
    const int number = name.toInt(&isNumber);
    if (isNumber && number >= 1 && number <= all.size())
        return &all.at(number - 1);
    for (const Scenario &scenario : all) {
        if (name.compare(scenario.name, Qt::CaseInsensitive) == 0
            || name.compare(scenario.caption, Qt::CaseInsensitive) == 0)
            return &scenario;
    }
    return nullptr;
}

QByteArray scenarioToJson(const Scenario &scenario)
{
    const BudgetSettings plain;
    QJsonObject parameters;
    for (const BudgetParameter &row : budgetParameters()) {
        const double value = row.get(scenario.settings);
        if (value == row.get(plain))
            continue;
        switch (row.kind) {
        case BudgetParameter::Kind::Switch:
            parameters.insert(row.key, value != 0);
            break;
        case BudgetParameter::Kind::Choice:
            parameters.insert(row.key, row.write(value));
            break;
        case BudgetParameter::Kind::Share:
        case BudgetParameter::Kind::Number:
            parameters.insert(row.key, value);
            break;
        }
    }
    return QJsonDocument(QJsonObject{{kSchemaKey, kSchema},
                                     {u"name"_s, scenario.name},
                                     {u"caption"_s, scenario.caption},
                                     {u"parameters"_s, parameters}})
            .toJson();
}

Result<Scenario> scenarioFromJson(const QByteArray &json, const QString &origin)
{
    if (json.size() > kMostBytes) {
        return failure(
                Cause::TooLarge,
                u"%1 is too large for a scenario: it may have 1 MB, and has a few hundred bytes."_s
                        .arg(origin));
    }
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError) {
        return refused(origin, u"it is no whole JSON (%1 at byte %2)"_s.arg(error.errorString())
                                       .arg(error.offset));
    }
    const QJsonObject object = document.object();
    const double schema = object.value(kSchemaKey).toDouble();
    if (schema < kSchema)
        return refused(origin, u"it has no \"%1\": %2"_s.arg(kSchemaKey).arg(kSchema));
    if (schema != std::floor(schema)) {
        return refused(origin,
                       u"its \"%1\" is %2, which is no whole number"_s.arg(kSchemaKey).arg(schema));
    }
    if (const QString twice = keyGivenTwice(json); !twice.isEmpty())
        return refused(origin, u"the key \"%1\" is there twice"_s.arg(twice.left(80)));
    if (schema > kSchema) {
        return failure(Cause::Invalid,
                       u"%1 was written by a newer Sluice (schema %2, this one knows %3): update "
                       u"Sluice."_s.arg(origin)
                               .arg(schema)
                               .arg(kSchema));
    }
    Scenario scenario;
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QString key = it.key();
        const bool isText = key == "name"_L1 || key == "caption"_L1;
        if (isText && it.value().isString())
            (key == "name"_L1 ? scenario.name : scenario.caption) = it.value().toString();
        else if (isText)
            return refused(origin, u"its %1 is no text"_s.arg(key));
        else if (key == "parameters"_L1 && !it.value().isObject())
            return refused(origin, u"its parameters are no object"_s);
        else if (key != "parameters"_L1 && key != kSchemaKey)
            return refused(origin, u"there is no key \"%1\""_s.arg(key.left(80)));
    }
    if (auto done
        = readParameters(object.value("parameters"_L1).toObject(), origin, scenario.settings);
        !done)
        return std::unexpected(done.error());
    return scenario;
}

Result<Scenario> readScenario(const QString &path)
{
    const QFileInfo info(path);
    if (info.exists() && !info.isFile()) { // a pipe would be waited for
        return failure(Cause::Invalid,
                       u"%1 is no file and cannot be read as a scenario; name a file."_s.arg(path));
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(file.exists() ? Cause::Forbidden : Cause::NotFound,
                       file.exists() ? u"%1 cannot be read; check its permissions."_s.arg(path)
                                     : u"There is no scenario %1; check the name."_s.arg(path),
                       file.errorString(), Who::Us);
    }
    return scenarioFromJson(file.read(kMostBytes + 1), path).transform([&](Scenario scenario) {
        if (scenario.name.isEmpty())
            scenario.name = path.section(u'/', -1).section(u'.', 0, 0);
        return scenario;
    });
}

Result<void> writeScenario(const Scenario &scenario, const QString &path)
{
    return writeWhole(path, scenarioToJson(scenario));
}

} // namespace sluice
