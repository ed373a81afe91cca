// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetcsv.h"
#include "budget/budgetjson.h"
#include "budget/budgetreport.h"
#include "budget/parametertable.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

Scenario named(const QString &name, const QString &caption = {})
{
    return {.name = name, .caption = caption, .settings = {}};
}

/// Fields of one line of CSV as RFC 4180 has them.
QStringList fields(const QByteArray &line)
{
    QStringList found;
    static const QRegularExpression field(u"\\G(?:\"((?:[^\"]|\"\")*)\"|([^,\"]*))(,|$)"_s);
    const QString text = QString::fromUtf8(line);
    for (const QRegularExpressionMatch &match : field.globalMatch(text)) {
        found << (match.hasCaptured(1) ? match.captured(1).replace(u"\"\""_s, u"\""_s)
                                       : match.captured(2));
        if (match.captured(3).isEmpty())
            break;
    }
    return found;
}

/// Nothing costs anything.
BudgetSettings nothing()
{
    BudgetSettings settings{.base = {.chroots = 0, .configLoad = 0}};
    settings.privateCost = 0;
    settings.approvalChecks = 0;
    return settings;
}

} // namespace

/// What leaves the model: JSON, CSV, Markdown and text.
class BudgetReportTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void notebookLinesToTheByte()
    {
        QCOMPARE(notebookLines(builtInScenarios().at(3).settings),
                 u"prs_per_hour_per_org = 14\ntotal_is_project_private = 37\n"
                 "total_is_user_approved = 2\ntotal_load_packit_yaml = 222\n"
                 "total_set_status = 84\ngrand_total = 345\n"_s);
    }

    void callsHaveTwoDecimalsAtMost_data()
    {
        QTest::addColumn<double>("calls");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << 0.0 << u"0"_s;
        QTest::newRow("whole") << 345.0 << u"345"_s;
        QTest::newRow("round") << 1000.0 << u"1000"_s;
        QTest::newRow("half") << 345.5 << u"345.5"_s;
        QTest::newRow("third") << 1.0 / 3 << u"0.33"_s;
        QTest::newRow("many") << 1e7 << u"10000000"_s;
        QTest::newRow("noise") << 119.9999999999 << u"120"_s;
    }
    void callsHaveTwoDecimalsAtMost()
    {
        QFETCH(const double, calls);
        QFETCH(const QString, text);
        QCOMPARE(callsText(calls), text);
    }

    void jsonOfAnySettingsIsWhole()
    {
        QRandomGenerator random(23);
        for (int i = 0; i < 300; ++i) {
            BudgetSettings settings;
            for (const BudgetParameter &row : budgetParameters()) {
                const double share
                        = random.bounded(5) == 0 ? random.bounded(2) : random.generateDouble();
                const double value = row.least + (row.most - row.least) * share;
                row.set(settings, row.isWhole ? std::floor(value) : value);
            }
            const QByteArray json = QJsonDocument(budgetJson(settings)).toJson();
            const QJsonObject object = QJsonDocument::fromJson(json).object();
            QVERIFY(object.value("grand_total"_L1).isDouble()); // QJson writes null for inf
            QVERIFY(object.value("calls_per_pr"_L1).isDouble());
            double shares = 0;
            const QJsonObject kinds = object.value("shares"_L1).toObject();
            for (const QJsonValue share : kinds)
                shares += share.toDouble();
            QVERIFY(shares == 0 || std::abs(shares - 100) < 0.5);
        }
    }

    void jsonOfNothingHasNoNumbersThatAreNone()
    {
        const QJsonObject object = budgetJson(nothing());
        QCOMPARE(object.value("grand_total"_L1), 0);
        QVERIFY(object.value("prs_per_hour_per_org"_L1).isNull());
        QVERIFY(object.value("binding"_L1).isNull());
        QVERIFY(object.value("seconds_to_first_flag"_L1).isNull());
        for (const QJsonValue share : object.value("shares"_L1).toObject())
            QCOMPARE(share, 0);
    }

    void stepsCsvIsTheTable()
    {
        const QList<QByteArray> lines = stepsCsv({}).split('\n');
        QCOMPARE(lines.size(), 11); // heading, eight steps, total, the end
        QCOMPARE(lines.first(), "step,is_project_private,is_user_approved,load_packit_yaml,"
                                "set_status,total\r"_ba);
        QCOMPARE(lines.at(1), "\"PR is updated\",1,2,3,6,12\r"_ba);
        QCOMPARE(lines.at(9), "total,19,2,57,42,120\r"_ba);
    }

    void csvCannotBeAFormula_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("field");
        for (const QString &name : {u"=1+1"_s, u"+1"_s, u"-1"_s, u"@SUM(A1)"_s, u"\t=1"_s,
                                    u"\r=1"_s, u"=HYPERLINK(\"http://x\",\"y\")"_s})
            QTest::addRow("%s, code %d", qPrintable(name.simplified()), name.front().unicode())
                    << name << u'\'' + name;
        for (const QString &name : {u"plain"_s, u"a, b"_s, u"say \"yes\""_s, u"Größe"_s, u""_s})
            QTest::newRow(qPrintable(u"kept "_s + name)) << name << name;
    }
    void csvCannotBeAFormula()
    {
        QFETCH(const QString, name);
        QFETCH(const QString, field);
        const QByteArray csv = comparisonCsv({named(name)});
        const QByteArray line = csv.sliced(csv.indexOf("\r\n") + 2);
        QVERIFY2(line.startsWith('"'), line.constData());
        QCOMPARE(fields(line).first(), field);
    }

    void comparisonCsvHasAFieldPerColumn()
    {
        const QByteArray csv = comparisonCsv(builtInScenarios()
                                             + QList{Scenario{.name = u"none, \"of\" it"_s,
                                                              .caption = {},
                                                              .settings = nothing()}});
        const QList<QByteArray> lines = csv.trimmed().split('\n');
        QCOMPARE(lines.size(), builtInScenarios().size() + 2);
        for (const QByteArray &line : lines)
            QCOMPARE(fields(line.trimmed()).size(), 4 + kKindCount);
        QCOMPARE(lines.at(4).trimmed(),
                 "\"packit.yaml, 6 chroots\",14,primary,37,2,222,84,0,0,0,0,0,345"_ba);
        QVERIFY(lines.last().contains("it\",,,0,"));
    }

    void markdownTellsAllThatWasAsked()
    {
        const SimulationRequest request{
                .settings = builtInScenarios().at(3).settings, .hours = 12, .seed = 77};
        const auto result = simulate(request);
        QVERIFY(result);
        const QString text = budgetMarkdown({builtInScenarios().at(3), builtInScenarios().at(8)},
                                            {{u"pie.svg"_s, u"Pie of the worst case"_s}},
                                            ReportSimulation{request, *result});
        for (const QString &part :
             {u"# GitHub API budget\n"_s, u"![Pie of the worst case](pie.svg)"_s,
              u"| packit.yaml, 6 chroots | 6 | 14 | the primary limit | 345 |"_s,
              u"| Private once | 6 | 60 | the pause between writes | 65 |"_s,
              u"## packit.yaml, 6 chroots\n"_s, u"| PR is updated | 1 | 2 | 6 | 12 | 21 |"_s,
              u"| Load the configuration once | 345 | 129 | 14 | 38 | 171 % | 171 % | 38 | 0 |"_s,
              u"| Check for private once | 101 | 65 | 49 | 76 | 442 % | 55 % | 60 | 0 |"_s,
              u"| Share in % | 10.7 | 0.6 | 64.3 | 24.3 | 100.0 |"_s,
              u"253 identical reads, 24 duplicate flags"_s,
              u"the first stands after 1 s, the last of the first step after 12 s"_s,
              u"\n## Simulation\n\n```\n12 hours, "_s, u"\n- Simulated hours: 12\n- Seed: 77\n"_s,
              u"\n- Pause between writes: 1 s\n"_s, u"\n- Pull requests per hour: 5\n"_s,
              u"### Assumptions\n\n- Chroots: 6\n"_s})
            QVERIFY2(text.contains(part), qPrintable(part));
        QVERIFY(!text.contains(u"nan") && !text.contains(u"inf "));
    }

    void markdownKeepsItsTables()
    {
        const Scenario evil
                = named(u"a | b\n# <b>big</b> [x](http://y) `z`"_s, u"*one*\n\n- two <script>"_s);
        const QString text = budgetMarkdown({evil}, {{u"my pie (1).png"_s, u"a [pie]"_s}});
        const QStringList lines = text.split(u'\n');
        for (const QString &line : lines) {
            QVERIFY2(!line.startsWith(u"# <") && !line.startsWith(u"- two"), qPrintable(line));
            QVERIFY2(line.startsWith(u'!')
                             || !QRegularExpression(u"(?<!\\\\)<"_s).match(line).hasMatch(),
                     qPrintable(line));
            QVERIFY2(!QRegularExpression(u"(?<!\\\\)\\[x"_s).match(line).hasMatch(),
                     qPrintable(line));
        }
        QVERIFY(text.contains(u"a \\| b \\# "));
        QVERIFY(text.contains(u"(<my pie (1).png>)"));
    }

    void tablesLineUp()
    {
        const QStringList lines
                = stepsText(builtInScenarios().at(11).settings).trimmed().split(u'\n');
        for (const QString &line : lines)
            QCOMPARE(line.size(), lines.first().size());
        QVERIFY(lines.first().endsWith(u"sum"));
    }

    void limitsSayWhichBinds()
    {
        const QString text = limitsText({});
        QCOMPARE(text.count(u": this one binds\n"), 1);
        QVERIFY(text.contains(u"       41  5000 calls per hour: this one binds\n"));
        QVERIFY(text.contains(u"       11  500 pieces of content per hour, if flags are content"));
        BudgetSettings shared;
        shared.othersShare = 0.5;
        QVERIFY(limitsText(shared).contains(u"2500 of 5000 calls per hour"));
        QVERIFY(!limitsText(nothing()).contains(u"binds"));
    }

    void answersTellWasteAndWhatIsLost()
    {
        BudgetSettings settings;
        QVERIFY(answersText(settings).contains(u"73 identical reads, 12 duplicate flags"));
        QVERIFY(!answersText(settings).contains(u"no longer"));
        settings.isFinalOnly = true;
        QVERIFY(answersText(settings).contains(u"Readers no longer see: 30 updates and 6 states"));
        settings.prsPerHour = 1000;
        settings.unconfiguredEvents = 10;
        const QString text = answersText(settings);
        QVERIFY2(text.contains(u"90 without configuration") && text.contains(u"is gone after"),
                 qPrintable(text));
    }

    void simulationTellsTimesInWords()
    {
        SimulationRequest request{.settings = {}, .hours = 24, .seed = 1};
        request.settings.prsPerHour = 200;
        const auto result = simulate(request);
        QVERIFY(result);
        const QString text = simulationText(*result);
        QVERIFY2(text.contains(QRegularExpression(u"final flag: half within [0-9.]+ h, "_s)),
                 qPrintable(text));
        const QJsonObject json = simulationJson(*result);
        QCOMPARE(json.value("calls_per_hour"_L1).toArray().size(), 24);
        request.settings.prsPerHour = 0;
        QVERIFY(simulationText(*simulate(request)).contains(u"first flag: none\n"));
    }
};

QTEST_GUILESS_MAIN(BudgetReportTest)
#include "tst_budgetreport.moc"
