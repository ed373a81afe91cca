// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/parametertable.h"
#include "budget/scenario.h"

#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace sluice;
using namespace Qt::StringLiterals;

/// Scenarios' files, and the table that they are read by.
class ScenarioTest final : public QObject
{
    Q_OBJECT

private slots:
    void everyParameterIsWhatItSays()
    {
        QSet<QLatin1StringView> keys;
        const BudgetSettings plain;
        for (const BudgetParameter &row : budgetParameters()) {
            QVERIFY2(!keys.contains(row.key), row.key.data());
            keys << row.key;
            QVERIFY(!row.label.isEmpty() && !row.explanation.isEmpty());
            QVERIFY2(row.check(row.get(plain)), row.key.data());
            QVERIFY2(row.commonMost <= row.most && row.get(plain) <= row.commonMost,
                     row.key.data());
            for (const double value : {row.least, row.most}) {
                BudgetSettings settings;
                row.set(settings, value);
                QCOMPARE(row.get(settings), value);
                QCOMPARE(row.read(row.write(value)), value);
            }
            QVERIFY2(!row.check(row.most + 1) && !row.check(row.least - 1), row.key.data());
            QVERIFY(!row.check(std::numeric_limits<double>::quiet_NaN()));
            QVERIFY(!row.check(std::numeric_limits<double>::infinity()));
        }
        int notebook = 0;
        while (budgetParameters()[size_t(notebook)].isNotebook)
            ++notebook;
        QCOMPARE(notebook, 8);
    }

    void aSettingOutOfTheTableIsNotLost()
    {
        // What JSON keeps is what the model takes: a member without a row would be dropped.
        for (const Scenario &scenario : builtInScenarios()) {
            const auto read = scenarioFromJson(scenarioToJson(scenario), u"x"_s);
            QVERIFY2(read, read ? "" : qPrintable(read.error().what));
            QCOMPARE(*read, scenario);
        }
        BudgetSettings all;
        for (const BudgetParameter &row : budgetParameters())
            row.set(all, row.get(all) == row.most ? row.least : row.most);
        const Scenario scenario{
                .name = u"everything"_s, .caption = u"ä \"quoted\""_s, .settings = all};
        QCOMPARE(scenarioFromJson(scenarioToJson(scenario), u"x"_s), scenario);
    }

    void filesAreWrittenWhole()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"mine.json"_s);
        QVERIFY(writeScenario(builtInScenarios().at(3), path));
        QCOMPARE(readScenario(path), builtInScenarios().at(3));
        QVERIFY(!writeScenario({}, folder.filePath(u"no/such/folder.json"_s)));
        QCOMPARE(readScenario(folder.filePath(u"none.json"_s)).error().cause, Cause::NotFound);
    }

    void aFileWithoutANameHasThatOfTheFile()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"week 4.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"sluice_scenario": 1, "parameters": {"chroots": 12}})");
        file.close();
        const auto read = readScenario(file.fileName());
        QVERIFY(read);
        QCOMPARE(read->name, u"week 4"_s);
        QCOMPARE(read->settings.base.chroots, 12);
    }

    void refusesByName_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const char *json, const char *says) {
            QTest::newRow(name) << QByteArray(json) << QString::fromUtf8(says);
        };
        row("empty", "", "no whole JSON");
        row("truncated", "{\"sluice_scenario\": 1, \"parameters\": {\"chro", "no whole JSON");
        row("not JSON", "chroots = 3", "no whole JSON");
        row("an array", "[1, 2]", "sluice_scenario");
        row("no schema", R"({"name": "x"})", "sluice_scenario");
        row("newer", R"({"sluice_scenario": 2})", "newer Sluice");
        row("no such version", R"({"sluice_scenario": 0})", "\"sluice_scenario\": 1");
        row("a version between", R"({"sluice_scenario": 0.5})", "\"sluice_scenario\": 1");
        row("unknown key", R"({"sluice_scenario": 1, "colour": 1})", "\"colour\"");
        row("unknown parameter", R"({"sluice_scenario": 1, "parameters": {"chroot": 1}})",
            "\"chroot\"");
        row("no object", R"({"sluice_scenario": 1, "parameters": [1]})", "parameters");
        row("a name that is none", R"({"sluice_scenario": 1, "name": 5})", "name");
        row("out of range", R"({"sluice_scenario": 1, "parameters": {"chroots": 1001}})",
            "chroots is 1001: it takes a whole number from 0 to 1000");
        row("negative", R"({"sluice_scenario": 1, "parameters": {"rate_limit": 0}})",
            "rate_limit is 0: it takes a whole number from 1 to 1000000");
        row("half a chroot", R"({"sluice_scenario": 1, "parameters": {"chroots": 1.5}})",
            "chroots is 1.5");
        row("huge", R"({"sluice_scenario": 1, "parameters": {"chroots": 1e300}})",
            "chroots is 1e+300");
        row("text for a number", R"({"sluice_scenario": 1, "parameters": {"chroots": "6"}})",
            "chroots is \"6\"");
        row("number for a switch", R"({"sluice_scenario": 1, "parameters": {"tests": 1}})",
            "tests is 1: it takes true or false");
        row("no choice", R"({"sluice_scenario": 1, "parameters": {"cancel_old": "soon"}})",
            "never, at-submit, at-rpm");
    }
    void refusesByName()
    {
        QFETCH(const QByteArray, json);
        QFETCH(const QString, says);
        const auto read = scenarioFromJson(json, u"my.json"_s);
        QVERIFY(!read);
        QCOMPARE(read.error().cause, Cause::Invalid);
        QVERIFY2(read.error().what.contains(says), qPrintable(read.error().what));
        QVERIFY(read.error().what.contains(u"my.json"));
        QVERIFY(read.error().what.size() < 250);
    }

    void tenMegabytesOfNonsense()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"big.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(10 << 20, '['));
        file.close();
        QCOMPARE(readScenario(file.fileName()).error().cause, Cause::TooLarge);
    }

    void nothingIsWaitedFor()
    {
        // A pipe that nobody writes to would be read for ever.
        const QTemporaryDir directory;
        const QString path = directory.filePath(u"pipe.json"_s);
        QCOMPARE(::mkfifo(QFile::encodeName(path).constData(), 0600), 0);
        const auto read = readScenario(path);
        QVERIFY(!read);
        QVERIFY2(read.error().what.contains(path), qPrintable(read.error().what));
        QCOMPARE(read.error().cause, Cause::Invalid);
        QCOMPARE(readScenario(u"/dev/zero"_s).error().cause, Cause::Invalid);
        QCOMPARE(readScenario(directory.path()).error().cause, Cause::Invalid);
    }

    void textsOfOptions()
    {
        const auto read = [](const char *key, const QString &text) {
            return budgetParameter(QString::fromLatin1(key))->read(text);
        };
        QCOMPARE(read("rpm_failures", u"30%"_s), 0.3);
        QCOMPARE(read("tests", u"off"_s), 0);
        QCOMPARE(read("cancel_old", u"at-rpm"_s), 2);
        QVERIFY(!read("chroots", u"six"_s));
        QVERIFY(!read("chroots", u""_s));
        QVERIFY(!read("chroots", u"nan"_s));
        QVERIFY(!read("rate_limit", u"inf"_s));
    }

    void builtInByNameOrNumber()
    {
        QCOMPARE(builtInScenario(u"4"), &builtInScenarios().at(3));
        QCOMPARE(builtInScenario(u"packit.yaml, 6 chroots"), &builtInScenarios().at(3));
        QVERIFY(!builtInScenario(u"99"));
        QVERIFY(!builtInScenario(u""));
    }
};

QTEST_GUILESS_MAIN(ScenarioTest)
#include "tst_scenario.moc"
