// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/scenariolibrary.h"
#include "fakes/ctlprocess.h"

#include <QImageReader>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

QList<QJsonObject> objects(const QByteArray &lines)
{
    QList<QJsonObject> found;
    for (const QByteArray &line : lines.trimmed().split('\n')) {
        const QJsonDocument document = QJsonDocument::fromJson(line);
        if (!document.isObject())
            qWarning("not an object: %s", line.constData());
        found << document.object();
    }
    return found;
}

QList<int> totals(const QJsonObject &json)
{
    QList<int> numbers;
    for (const QLatin1StringView key :
         {"total_is_project_private"_L1, "total_is_user_approved"_L1, "total_load_packit_yaml"_L1,
          "total_set_status"_L1, "grand_total"_L1, "prs_per_hour_per_org"_L1})
        numbers << json.value(key).toInt(-1);
    return numbers;
}

/// Neither in text nor in JSON may a number be none.
bool hasNoOddNumbers(const QByteArray &out)
{
    static const QRegularExpression odd(u"\\b(nan|inf|infinity)\\b"_s,
                                        QRegularExpression::CaseInsensitiveOption);
    return !odd.match(QString::fromUtf8(out)).hasMatch();
}

} // namespace

/// `sluicectl budget`: the notebook's numbers by every way to ask for them, and bad input.
class BudgetCommandTest final : public QObject
{
    Q_OBJECT

private:
    CtlAnswer run(const QStringList &arguments) const
    {
        return CtlProcess::run(m_directory->path(), QStringList{u"budget"_s} + arguments);
    }
    QJsonObject json(const QStringList &arguments) const
    {
        const CtlAnswer answer = run(arguments + QStringList{u"--json"_s});
        if (answer.code != 0)
            qWarning("%s", answer.err.constData());
        return objects(answer.out).first();
    }
    QString write(const QString &name, const QByteArray &content) const
    {
        QFile file(m_directory->filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qWarning("cannot write");
        return file.fileName();
    }

    std::unique_ptr<QTemporaryDir> m_directory;

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
    }

    void theNotebooksSixLinesComeFirst()
    {
        const CtlAnswer answer = run({});
        QCOMPARE(answer.code, 0);
        QCOMPARE(answer.err, QByteArray());
        QCOMPARE(answer.out.left(answer.out.indexOf("\n\n") + 1),
                 QByteArray("prs_per_hour_per_org = 41\n"
                            "total_is_project_private = 19\n"
                            "total_is_user_approved = 2\n"
                            "total_load_packit_yaml = 57\n"
                            "total_set_status = 42\n"
                            "grand_total = 120\n"));
    }

    void everyNotebookOptionHasItsDefault_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::newRow("all") << QStringList{u"--chroots"_s,
                                            u"3"_s,
                                            u"--rate-limit"_s,
                                            u"5000"_s,
                                            u"--load-packit-yaml"_s,
                                            u"3"_s,
                                            u"--builds"_s,
                                            u"--tests"_s,
                                            u"--no-load-packit-yaml-once"_s,
                                            u"--all-flags"_s,
                                            u"--no-is-private-once"_s};
        QTest::newRow("with =") << QStringList{u"--chroots=3"_s, u"--rate-limit=5000"_s,
                                               u"--load-packit-yaml=3"_s};
        QTest::newRow("policy") << QStringList{u"--policy"_s, u"notebook"_s};
        QTest::newRow("scenario 1") << QStringList{u"--scenario"_s, u"1"_s};
    }
    void everyNotebookOptionHasItsDefault()
    {
        QFETCH(const QStringList, options);
        const CtlAnswer plain = run({});
        QCOMPARE(run(options).out, plain.out);
    }

    void everyNotebookOptionCounts_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QList<int>>("expected");
        const auto row = [](const char *options, const QList<int> &expected) {
            QTest::newRow(options) << QString::fromLatin1(options).split(u' ') << expected;
        };
        row("--chroots 6 --load-packit-yaml 6", {37, 2, 222, 84, 345, 14});
        row("--chroots 6 --no-tests", {25, 2, 75, 36, 138, 36});
        row("--chroots 6 --load-packit-yaml 6 --load-packit-yaml-once", {37, 2, 6, 84, 129, 38});
        row("--chroots 6 --load-packit-yaml 6 --load-packit-yaml-once --no-all-flags",
            {37, 2, 6, 60, 105, 47});
        row("--chroots 3 --load-packit-yaml 2 --load-packit-yaml-once --no-all-flags "
            "--is-private-once",
            {1, 2, 2, 30, 35, 142});
        row("--no-builds", {19, 2, 57, 24, 102, 49});
        row("--no-builds --no-tests", {13, 2, 39, 0, 54, 92});
        row("--chroots 0", {1, 2, 3, 0, 6, 833});
        row("--chroots 1", {7, 2, 21, 14, 44, 113});
        row("--rate-limit 100", {19, 2, 57, 42, 120, 0});
        row("--policy packit-today --chroots 6", {1, 2, 2, 96, 171, 29});
        row("--token enterprise --chroots 6 --load-packit-yaml 6", {37, 2, 222, 84, 345, 43});
        row("--scenario 4 --chroots 3", {19, 2, 114, 42, 177, 28});
    }
    void everyNotebookOptionCounts()
    {
        QFETCH(const QStringList, options);
        QFETCH(const QList<int>, expected);
        QCOMPARE(totals(json(options)), expected);
    }

    void jsonIsTheExampleOfItsDescription()
    {
        const QJsonObject object = json({});
        QCOMPARE(totals(object), (QList<int>{19, 2, 57, 42, 120, 41}));
        const QJsonObject shares{{u"is_project_private"_s, 15.8},
                                 {u"is_user_approved"_s, 1.7},
                                 {u"load_packit_yaml"_s, 47.5},
                                 {u"set_status"_s, 35.0}};
        QCOMPARE(object.value("shares"_L1).toObject(), shares);
        const QJsonArray steps = object.value("steps"_L1).toArray();
        QCOMPARE(steps.size(), 8);
        const QJsonObject first{{u"step"_s, u"PR is updated"_s},
                                {u"is_project_private"_s, 1},
                                {u"is_user_approved"_s, 2},
                                {u"load_packit_yaml"_s, 3},
                                {u"set_status"_s, 6}};
        QCOMPARE(steps.first().toObject(), first);
        QStringList names;
        for (const QJsonValue &step : steps)
            names << step.toObject().value("step"_L1).toString();
        QCOMPARE(names,
                 (QStringList{u"PR is updated"_s, u"Submit Copr build"_s, u"SRPM build started"_s,
                              u"SRPM build finished"_s, u"RPM build started"_s,
                              u"RPM build finished"_s, u"Tests started"_s, u"Tests finished"_s}));
        const QJsonArray limits = object.value("limits"_L1).toArray();
        QCOMPARE(limits.size(), 6);
        QCOMPARE(limits.first().toObject().value("limit"_L1), u"primary"_s);
        QCOMPARE(limits.first().toObject().value("prs_per_hour"_L1), 41);
        QCOMPARE(object.value("binding"_L1), u"primary"_s);
    }

    void anotherLimitMayBind()
    {
        const QJsonObject ninth = json({u"--scenario"_s, u"9"_s});
        QCOMPARE(ninth.value("binding"_L1), u"writes_per_second"_s);
        const QJsonObject content = json({u"--content-binds"_s});
        QCOMPARE(content.value("binding"_L1), u"content_per_hour"_s);
        // The notebook's number stays the primary limit's.
        QCOMPARE(content.value("prs_per_hour_per_org"_L1), 41);
    }

    void jsonTellsGainsAloneAndInSequence()
    {
        const QJsonObject object = json({u"--scenario"_s, u"4"_s});
        const QJsonArray ladder = object.value("ladder"_L1).toArray();
        QCOMPARE(ladder.size(), 4);
        QCOMPARE(ladder.first().toObject().value("calls_before"_L1), 345);
        QCOMPARE(ladder.last().toObject().value("calls_after"_L1), 65);
        QCOMPARE(ladder.last().toObject().value("improvement_percent"_L1), 442);
        QCOMPARE(ladder.last().toObject().value("step_percent"_L1), 55);
        QCOMPARE(ladder.at(1).toObject().value("flag_updates_lost"_L1), 24);
        QCOMPARE(object.value("gains"_L1).toArray().first().toObject().value("change"_L1),
                 u"Load the configuration once"_s);
    }

    void scenariosByNameNumberAndFile()
    {
        const CtlAnswer list = run({u"--list-scenarios"_s, u"--json"_s});
        const QList<QJsonObject> scenarios = objects(list.out);
        QCOMPARE(scenarios.size(), builtInScenarios().size());
        for (qsizetype i = 0; i < scenarios.size(); ++i) {
            const QString name = scenarios.at(i).value("name"_L1).toString();
            QCOMPARE(scenarios.at(i).value("number"_L1), i + 1);
            const QString path = m_directory->filePath(u"%1.json"_s.arg(i));
            QVERIFY(writeScenario(builtInScenarios().at(i), path));
            const QJsonObject byNumber = json({u"--scenario"_s, QString::number(i + 1)});
            QCOMPARE(byNumber.value("grand_total"_L1), scenarios.at(i).value("grand_total"_L1));
            QCOMPARE(json({u"--scenario"_s, name.toUpper()}), byNumber);
            QCOMPARE(json({u"--scenario"_s, path}), byNumber);
        }
        QVERIFY(run({u"--list-scenarios"_s})
                        .out.contains("  4  packit.yaml, 6 chroots    345 calls  6 chroots, config "
                                      "is called "
                                      "'packit.yaml'\n"_ba.sliced(1)));
    }

    void scenariosOfTheWindowAreKnown()
    {
        ScenarioLibrary library(m_directory->filePath(u"scenarios"_s));
        QVERIFY(library.save(
                {.name = u"Ours"_s, .caption = {}, .settings = {.base = {.chroots = 6}}}));
        QFile broken(library.folder() + u"/broken.json"_s);
        QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("{") == 1);
        broken.close();
        QCOMPARE(json({u"--scenario"_s, u"ours"_s}).value("grand_total"_L1), 234);
        const CtlAnswer list = run({u"--list-scenarios"_s});
        QCOMPARE(list.code, 0);
        QVERIFY2(list.out.contains("    Ours                      234 calls"),
                 list.out.constData());
        QVERIFY2(list.out.contains("    broken                   damaged: "), list.out.constData());
        const CtlAnswer damaged = run({u"--scenario"_s, u"broken"_s});
        QCOMPARE(damaged.code, 2);
        QVERIFY(damaged.err.contains("broken.json"));
    }

    void comparesAgainstTheFirst()
    {
        const QList<QJsonObject> lines = objects(
                run({u"--compare"_s, u"4"_s, u"6"_s, u"Private once"_s, u"--json"_s}).out);
        QCOMPARE(lines.size(), 3);
        QVERIFY(lines.at(0).value("improvement_percent"_L1).isNull());
        QCOMPARE(lines.at(1).value("improvement_percent"_L1), 171);
        QCOMPARE(lines.at(2).value("improvement_percent"_L1), 328); // writes bind it to 60
        QCOMPARE(lines.at(2).value("binding_prs_per_hour"_L1), 60);
        QCOMPARE(lines.at(2).value("primary_improvement_percent"_L1), 442);
        const QByteArray text = run({u"4"_s, u"9"_s, u"--compare"_s}).out;
        QVERIFY2(text.contains(
                         "Private once               65        60  +328 %  pause between writes\n"),
                 text.constData());
        QVERIFY2(text.endsWith("by the limit that binds, over the first scenario.\n"),
                 text.constData());
    }

    void optionsChangeAllThatIsCompared()
    {
        const QList<QJsonObject> lines
                = objects(run({u"--compare"_s, u"1"_s, u"3"_s, u"--chroots=6"_s, u"--json"_s}).out);
        QCOMPARE(lines.at(0).value("grand_total"_L1), 234);
        QCOMPARE(lines.at(1).value("grand_total"_L1), 345);
    }

    void sweepsAParameter()
    {
        const QList<QJsonObject> lines
                = objects(run({u"--sweep"_s, u"chroots=1..20"_s, u"--json"_s}).out);
        QCOMPARE(lines.size(), 20);
        for (int i = 0; i < 20; ++i) {
            QCOMPARE(lines.at(i).value("chroots"_L1), i + 1);
            QCOMPARE(lines.at(i).value("grand_total"_L1), 6 + 38 * (i + 1));
        }
        QCOMPARE(run({u"--sweep=rpm-failures=0..1..0.25"_s}).out.count('\n'), 5);
        QCOMPARE(run({u"--sweep=rpm_failures=0%..100%..0.5"_s}).out.count('\n'), 3);
        QCOMPARE(run({u"--sweep=tests=off..on"_s}).out.count('\n'), 2);
        QCOMPARE(run({u"--sweep=chroots=4..4"_s}).out.count('\n'), 1);
    }

    void simulatesTheSameBySeed()
    {
        const QStringList options{u"--simulate"_s, u"48"_s, u"--seed"_s, u"7"_s, u"--json"_s};
        const CtlAnswer first = run(options);
        QCOMPARE(first.code, 0);
        QCOMPARE(run(options).out, first.out);
        QVERIFY(run({u"--simulate=48"_s, u"--seed=8"_s, u"--json"_s}).out != first.out);
        const QJsonObject object = objects(first.out).first();
        QCOMPARE(object.value("calls_per_hour"_L1).toArray().size(), 48);
        QCOMPARE(object.value("calls"_L1).toDouble(),
                 object.value("pipelines"_L1).toDouble() * 120);
        QVERIFY(run({u"--simulate=48"_s}).out.startsWith("48 hours, "));
    }

    void simulationTellsWhoseCallsTheyAre()
    {
        const QJsonObject object = json({u"--simulate=24"_s, u"--organisations=3"_s,
                                         u"--rate-limit=1000"_s, u"--prs-per-hour=20"_s});
        const auto sum = [](const QJsonArray &numbers) {
            double all = 0;
            for (const QJsonValue &number : numbers)
                all += number.toDouble();
            return all;
        };
        const QJsonArray organisations = object.value("calls_by_organisation"_L1).toArray();
        QCOMPARE(organisations.size(), 3);
        double all = 0;
        for (const QJsonValue &organisation : organisations) {
            QCOMPARE(organisation.toArray().size(), 24);
            all += sum(organisation.toArray());
        }
        QCOMPARE(all, sum(object.value("calls_per_hour"_L1).toArray()));
        const double after = object.value("calls_after"_L1).toDouble();
        QVERIFY(after > 0); // a backlog
        QCOMPARE(all + after, object.value("calls"_L1).toDouble());
    }

    void pieIsAPicture_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("hasDisplay");
        QTest::newRow("PNG") << u"pie.png"_s << true;
        QTest::newRow("SVG") << u"pie.svg"_s << true;
        QTest::newRow("no display") << u"pie.PNG"_s << false;
        QTest::newRow("SVG without a display") << u"pie.svg"_s << false;
    }
    void pieIsAPicture()
    {
        QFETCH(const QString, name);
        QFETCH(const bool, hasDisplay);
        const auto restore = qScopeGuard(
                [display = qgetenv("DISPLAY"), platform = qgetenv("QT_QPA_PLATFORM")] {
                    qputenv("DISPLAY", display);
                    qputenv("QT_QPA_PLATFORM", platform);
                });
        qunsetenv("QT_QPA_PLATFORM");
        qputenv("DISPLAY", hasDisplay ? ":99" : "");
        const QString path = m_directory->filePath(name);
        const CtlAnswer answer = run({u"--pie"_s, path});
        QVERIFY2(answer.code == 0 && answer.err.isEmpty(), answer.err.constData());
        QVERIFY(answer.out.startsWith("prs_per_hour_per_org = 41\n"));
        if (name.endsWith(u".svg")) {
            const QSvgRenderer picture(path);
            QVERIFY(picture.isValid());
            QVERIFY(picture.defaultSize().width() > 100);
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray svg = file.readAll();
            for (const char *label : {"Project is private", "User is approved", "load packit.yaml",
                                      "set status", "47.5", "3 chroots, 120 calls"})
                QVERIFY2(svg.contains(label), label);
        } else {
            QImageReader picture(path);
            const QImage image = picture.read();
            QVERIFY2(!image.isNull(), qPrintable(picture.errorString()));
            QVERIFY(image.width() > 100);
            int coloured = 0;
            for (int x = 0; x < image.width(); ++x) // across the pie
                coloured += int(image.pixelColor(x, image.height() / 2) != Qt::white);
            QVERIFY2(coloured > image.width() / 5, qPrintable(QString::number(coloured)));
        }
    }

    void aPieOfNothingIsStillAPicture()
    {
        const QString path = m_directory->filePath(u"none.png"_s);
        QCOMPARE(run({u"--pie"_s, path, u"--chroots=0"_s, u"--load-packit-yaml=0"_s,
                      u"--private-cost=0"_s, u"--approval-checks=0"_s})
                         .code,
                 0);
        QVERIFY(!QImageReader(path).read().isNull());
    }

    void nothingCostsNothing_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::newRow("text") << QStringList{};
        QTest::newRow("JSON") << QStringList{u"--json"_s};
        QTest::newRow("sweep") << QStringList{u"--sweep=rate-limit=1..5"_s};
        QTest::newRow("sweep JSON") << QStringList{u"--sweep=tests=off..on"_s, u"--json"_s};
        QTest::newRow("simulation") << QStringList{u"--simulate=5"_s};
        QTest::newRow("simulation JSON") << QStringList{u"--simulate=5"_s, u"--json"_s};
        QTest::newRow("no traffic") << QStringList{u"--simulate=5"_s, u"--prs-per-hour=0"_s};
        QTest::newRow("all spent by others") << QStringList{u"--others-share=1"_s};
        QTest::newRow("tiny pauses") << QStringList{u"--write-spacing=1e-300"_s,
                                                    u"--seconds-per-call=1e-300"_s, u"--json"_s};
    }
    void nothingCostsNothing()
    {
        QFETCH(const QStringList, options);
        const CtlAnswer answer
                = run(options
                      + QStringList{u"--chroots=0"_s, u"--load-packit-yaml=0"_s,
                                    u"--private-cost=0"_s, u"--approval-checks=0"_s});
        QVERIFY2(answer.code == 0, answer.err.constData());
        QVERIFY2(hasNoOddNumbers(answer.out), answer.out.constData());
    }

    void saysNoBoundWhereThereIsNone()
    {
        const CtlAnswer answer = run({u"--chroots=0"_s, u"--load-packit-yaml=0"_s,
                                      u"--private-cost=0"_s, u"--approval-checks=0"_s});
        QVERIFY(answer.out.startsWith("prs_per_hour_per_org = no bound\n"));
        QVERIFY(answer.out.contains("grand_total = 0\n"));
        QVERIFY2(!answer.out.contains("What each") && !answer.out.endsWith("\n\n"),
                 answer.out.constData());
    }

    void textTellsTheLadderAndAllChanges()
    {
        const QByteArray text = run({u"--scenario"_s, u"4"_s}).out;
        const QStringList lines = QString::fromUtf8(text).split(u'\n').replaceInStrings(
                QRegularExpression(u" +"_s), u" "_s);
        for (const QString &line :
             {u"Load the configuration once 345 -> 129 14 -> 38 +171 % 14 -> 38"_s,
              u"Check for private once 101 -> 65 49 -> 76 +442 % 49 -> 60"_s})
            QVERIFY2(lines.contains(line), text.constData());
        const QJsonArray gains = json({u"--scenario"_s, u"4"_s}).value("gains"_L1).toArray();
        QVERIFY(gains.size() > 6);
        const qsizetype alone = text.indexOf("\nWhat each change alone");
        QVERIFY(alone > 0);
        for (const QJsonValue &gain : gains) {
            const QByteArray change = gain.toObject().value("change"_L1).toString().toUtf8();
            QVERIFY2(text.indexOf(QByteArray('\n' + change + ' '), alone) > 0, change.constData());
        }
        const QByteArray ninth = run({u"--scenario"_s, u"9"_s}).out;
        QVERIFY2(QString::fromUtf8(ninth).simplified().contains(
                         u"Write only when the state changes 24 76 -> 121 60 -> 100 24"),
                 ninth.constData());
    }

    void sharesRoundAsTheNotebookDoes()
    {
        const QJsonObject shares = json({u"--chroots=0"_s, u"--load-packit-yaml=13"_s})
                                           .value("shares"_L1)
                                           .toObject();
        QCOMPARE(shares.value("is_project_private"_L1), 6.2); // of 6.25
        QCOMPARE(shares.value("load_packit_yaml"_L1), 81.2);
        QCOMPARE(shares.value("is_user_approved"_L1), 12.5);
    }

    void textFitsATerminal_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::newRow("notebook") << QStringList{};
        QTest::newRow("worst case") << QStringList{u"--scenario=4"_s};
        QTest::newRow("Packit today") << QStringList{u"--scenario=12"_s};
        QTest::newRow("comparison")
                << QStringList{u"--compare"_s, u"4"_s, u"8"_s, u"9"_s, u"10"_s, u"12"_s};
        QTest::newRow("simulation") << QStringList{u"--simulate=168"_s, u"--prs-per-hour=200"_s};
        QTest::newRow("traffic") << QStringList{u"--pushes-per-pr=3"_s, u"--comments=9"_s,
                                                u"--unconfigured-events=900"_s, u"--final-only"_s};
    }
    void textFitsATerminal()
    {
        QFETCH(const QStringList, options);
        const QString text = QString::fromUtf8(run(options).out);
        for (const QString &line : text.split(u'\n')) {
            QVERIFY2(line.size() <= 80, qPrintable(line));
            QVERIFY(!line.endsWith(u' '));
        }
    }

    void helpIsGroupedAndFitsATerminal()
    {
        const CtlAnswer answer = run({u"--help"_s});
        QCOMPARE(answer.code, 0);
        const QString help = QString::fromUtf8(answer.out);
        qsizetype last = 0;
        for (const QString &heading :
             {u"Options:"_s, u"The notebook's parameters:"_s, u"What you build:"_s,
              u"How Packit behaves:"_s, u"Traffic:"_s, u"Limits:"_s}) {
            const qsizetype at = help.indexOf(u"\n\n"_s + heading + u'\n');
            QVERIFY2(at > last, qPrintable(heading));
            last = at;
        }
        QVERIFY(help.contains(u"  --[no-]builds                 Builds (on)\n"_s));
        QVERIFY(help.contains(u"  --chroots N                   Chroots, 0 to 1000 (3)\n"_s));
        for (const QString &line : help.split(u'\n').sliced(1))
            QVERIFY2(line.size() <= 80, qPrintable(line));
    }

    void limitsAreThoseThatHold_data()
    {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("says");
        QTest::newRow("given") << u"--rate-limit=700"_s << u"  700 calls per hour: this"_s;
        QTest::newRow("token") << u"--token=enterprise"_s << u"  15000 calls per hour\n"_s;
        QTest::newRow("reserve") << u"--reserve=200"_s << u"  4800 of 5000 calls per hour: this"_s;
        QTest::newRow("pause") << u"--write-spacing=2"_s << u"  a pause of 2 s between writes"_s;
        QTest::newRow("slow") << u"--seconds-per-call=3"_s << u"  a pause of 3 s between writes"_s;
    }
    void limitsAreThoseThatHold()
    {
        QFETCH(const QString, option);
        QFETCH(const QString, says);
        const QString text = QString::fromUtf8(run({option}).out);
        QVERIFY2(text.contains(says), qPrintable(text));
    }

    void aNumberMayBeAName()
    {
        ScenarioLibrary library(m_directory->filePath(u"scenarios"_s));
        QVERIFY(library.save(
                {.name = u"4"_s, .caption = {}, .settings = {.base = {.chroots = 1}}}));
        QCOMPARE(json({u"--scenario"_s, u"4"_s}).value("grand_total"_L1), 44);
        QCOMPARE(json({u"--scenario"_s, u"3"_s}).value("grand_total"_L1), 177);
        QFile broken(library.folder() + u"/3.json"_s);
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.close();
        QCOMPARE(json({u"--scenario"_s, u"3"_s}).value("grand_total"_L1), 177);
    }

    void wrongUseIsOneSentence_data()
    {
        QTest::addColumn<QString>("options");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *options, const char *says) {
            QTest::newRow(options) << QString::fromLatin1(options) << QString::fromLatin1(says);
        };
        row("--chroots -1", "--chroots takes a whole number from 0 to 1000, not \"-1\"");
        row("--chroots 1001", "--chroots takes a whole number from 0 to 1000, not \"1001\"");
        row("--chroots 2.5", "--chroots takes a whole number from 0 to 1000, not \"2.5\"");
        row("--chroots six", "not \"six\"");
        row("--chroots=", "--chroots needs a value");
        row("--chroots nan", "not \"nan\"");
        row("--chroots 1e999", "not \"1e999\"");
        row("--rate-limit 0", "--rate-limit takes a whole number from 1 to 1000000, not \"0\"");
        row("--rate-limit 1000001", "not \"1000001\"");
        row("--rate-limit inf", "not \"inf\"");
        row("--load-packit-yaml 51", "--load-packit-yaml takes a whole number from 0 to 50");
        row("--load-packit-yaml 2+1", "not \"2+1\"");
        row("--rpm-failures 1.5", "--rpm-failures takes a share from 0 to 1, not \"1.5\"");
        row("--cancel-old soon", "never, at-submit, at-rpm");
        row("--builds --no-builds", "--builds and --no-builds contradict each other");
        row("--no-tests --tests", "--tests and --no-tests contradict each other");
        row("--chroots 3 --chroots 6", "--chroots was given 2 times: give it once");
        row("--rate-limit 6000 --token user", "--rate-limit and --token user contradict");
        row("--sweep rate-limit=100..300..100 --token user",
            "--sweep rate_limit and --token user contradict");
        row("--sweep token=as-given..user --rate-limit 100",
            "--rate-limit and --sweep token contradict");
        row("--sweep chroots=1..3 --chroots 2", "--sweep chroots and --chroots contradict");
        row("--list-scenarios --scenario nowhere", "--list-scenarios does not take --scenario");
        row("--list-scenarios --chroots 9", "--list-scenarios does not take --chroots");
        row("--list-scenarios --no-tests", "--list-scenarios does not take --no-tests");
        row("--list-scenarios --policy sluice", "--list-scenarios does not take --policy");
        row("--final-only --state-only", "--state-only and --final-only contradict");
        row("--final-only --news-only", "--news-only and --final-only contradict");
        row("--summary-flag --chroots-per-flag 3",
            "--chroots-per-flag and --summary-flag contradict");
        row("--approval-per-job --approval-checks 3",
            "--approval-checks and --approval-per-job contradict");
        row("--token app", "as-given, user, installation, enterprise, actions");
        row("--no-chroots", "has no option \"--no-chroots\"");
        row("--no-json", "has no option \"--no-json\"");
        row("--builds=yes", "--builds takes no value");
        row("--policy lean",
            "--policy takes notebook, packit-today, sluice or sluice-lean, not \"lean\"");
        row("--policy custom", "not \"custom\"");
        row("--scenario 99", "no scenario \"99\"");
        row("--scenario 0", "no scenario \"0\"");
        row("--scenario /no/such.json", "/no/such.json");
        row("--scenario .", "cannot be read");
        row("--compare 4", "--compare needs at least two scenarios");
        row("--compare 4 nowhere", "no scenario \"nowhere\"");
        row("--compare 4 9 --scenario 3", "leave --scenario out");
        row("--compare 4 9 --pie x.png", "--pie draws one scenario");
        row("4", "does not take \"4\"");
        row("--compare 4 9 --sweep chroots=1..2", "cannot be asked for at once");
        row("--simulate 5 --sweep chroots=1..2", "cannot be asked for at once");
        row("--seed 3", "--seed is for --simulate");
        row("--simulate 0", "--simulate takes a whole number from 1 to 1344, not \"0\"");
        row("--simulate week", "not \"week\"");
        row("--simulate 5 --seed -1", "not \"-1\"");
        row("--simulate 168 --prs-per-hour 100000 --organisations 1000", "fewer hours");
        row("--simulate 5 --reserve 5000", "lower the reserve");
        row("--sweep chroots", "--sweep takes NAME=FROM..TO");
        row("--sweep chroots=", "--sweep takes NAME=FROM..TO");
        row("--sweep chroots=1", "--sweep takes NAME=FROM..TO");
        row("--sweep chroots=1..2..3..4", "--sweep takes NAME=FROM..TO");
        row("--sweep colour=1..2", "no such parameter");
        row("--sweep =1..2", "no such parameter");
        row("--sweep chroots=1..1001", "chroots takes a whole number from 0 to 1000");
        row("--sweep chroots=a..b", "chroots takes a whole number from 0 to 1000");
        row("--sweep chroots=9..1", "downwards");
        row("--sweep rpm-failures=0..1..inf", "the step must be a number above 0");
        row("--sweep chroots=1..9..inf", "the step must be a whole number above 0");
        row("--sweep chroots=1..9..0", "the step must be a");
        row("--sweep chroots=1..9..-1", "the step must be a");
        row("--sweep chroots=1..9..0.5", "whole number above 0");
        row("--sweep chroots=1..9..nan", "the step must be a");
        row("--sweep rpm_failures=0..1..1e-9", "more than 10000 steps");
        row("--sweep rpm_failures=0..1..1e-320", "more than 10000 steps");
        row("--pie pie.gif", "let pie.gif end with .png or .svg");
        row("--pie pie", "let pie end with .png or .svg");
    }
    void wrongUseIsOneSentence()
    {
        QFETCH(const QString, options);
        QFETCH(const QString, says);
        const CtlAnswer answer = run(options.split(u' '));
        QVERIFY2(answer.code == 2, answer.err.constData());
        QCOMPARE(answer.out, QByteArray());
        QVERIFY2(answer.err.startsWith("sluicectl: ") && answer.err.count('\n') == 1,
                 answer.err.constData());
        QVERIFY2(QString::fromUtf8(answer.err).contains(says), answer.err.constData());
    }

    void whatAScenarioSaysCannotBeOverruledInVain_data()
    {
        QTest::addColumn<QByteArray>("parameter");
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("remedy");
        QTest::newRow("rate limit")
                << "\"token\": \"user\""_ba << u"--rate-limit=100"_s << u"--token=as-given"_s;
        QTest::newRow("users") << "\"token\": \"user\""_ba << u"--users=100"_s
                               << u"--token=installation"_s;
        QTest::newRow("states") << "\"final_only\": true"_ba << u"--state-only"_s
                                << u"--no-final-only"_s;
        QTest::newRow("chroots per flag") << "\"summary_flag\": true"_ba
                                          << u"--chroots-per-flag=2"_s << u"--no-summary-flag"_s;
        QTest::newRow("approval checks") << "\"approval_per_job\": true"_ba
                                         << u"--approval-checks=3"_s << u"--no-approval-per-job"_s;
        QTest::newRow("private check")
                << "\"one_query\": true"_ba << u"--approval-checks=3"_s << u"--no-one-query"_s;
    }
    void whatAScenarioSaysCannotBeOverruledInVain()
    {
        QFETCH(const QByteArray, parameter);
        QFETCH(const QString, option);
        QFETCH(const QString, remedy);
        const QString path = write(u"ours.json"_s,
                                   "{\"sluice_scenario\": 1, \"parameters\": {" + parameter + "}}");
        const CtlAnswer answer = run({u"--scenario"_s, path, option});
        QVERIFY2(answer.code == 2, answer.out.constData());
        QCOMPARE(answer.err.count('\n'), 1);
        const QString said = QString::fromUtf8(answer.err);
        QVERIFY2(said.contains(option.section(u'=', 0, 0) + u' ')
                         && said.contains(QString(remedy).replace(u'=', u' ')),
                 answer.err.constData());
        QCOMPARE(run({u"--scenario"_s, path, option, remedy}).code, 0);
        QCOMPARE(run({u"--scenario"_s, path}).code, 0);
    }

    void badFilesAreNamed_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("says");
        const QByteArray begin = "{\"sluice_scenario\": 1, \"parameters\": {";
        QTest::newRow("empty") << QByteArray() << u"no whole JSON"_s;
        QTest::newRow("truncated") << begin + "\"chro" << u"no whole JSON"_s;
        QTest::newRow("not JSON") << QByteArray("chroots: 6\n") << u"no whole JSON"_s;
        QTest::newRow("binary") << QByteArray(1000, '\0') << u"no whole JSON"_s;
        QTest::newRow("newer") << QByteArray("{\"sluice_scenario\": 2}") << u"newer Sluice"_s;
        QTest::newRow("unknown key") << begin + "\"colour\": 1}}" << u"\"colour\""_s;
        QTest::newRow("out of range")
                << begin + "\"chroots\": 1001}}" << u"a whole number from 0 to 1000"_s;
        QTest::newRow("10 MB") << QByteArray(10 << 20, 'x') << u"scenario"_s;
        QTest::newRow("too large") << QByteArray(2 << 20, ' ') << u"1 MB"_s;
        QTest::newRow("half a schema")
                << QByteArray("{\"sluice_scenario\": 1.5}") << u"1.5, which is no whole number"_s;
        QTest::newRow("twice") << begin + "\"chroots\": 3, \"chroot\\u0073\": 6}}"
                               << u"key \"chroots\" is there twice"_s;
        QTest::newRow("twice outside") << QByteArray("{\"sluice_scenario\": 1, \"name\": \"a\", "
                                                     "\"name\": \"\\\"name\\\": {\"}")
                                       << u"\"name\" is there twice"_s;
        QTest::newRow("escape sequence") << begin + "\"a\\u001b[31mb\": 1}}" << u"no parameter"_s;
        QTest::newRow("deep") << QByteArray(500'000, '[') << u"no whole JSON"_s;
    }
    void badFilesAreNamed()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const QString, says);
        const QString path = write(u"bad.json"_s, content);
        for (const QStringList &options :
             {QStringList{u"--scenario"_s, path}, QStringList{u"--compare"_s, u"1"_s, path}}) {
            const CtlAnswer answer = run(options);
            QVERIFY2(answer.code == 2, answer.err.constData());
            QCOMPARE(answer.out, QByteArray());
            QVERIFY2(answer.err.count('\n') == 1 && answer.err.size() < 500,
                     answer.err.constData());
            QVERIFY(!answer.err.contains('\x1b'));
            QVERIFY2(answer.err.contains("bad.json")
                             && QString::fromUtf8(answer.err).contains(says),
                     answer.err.constData());
        }
    }

    void aNameInAFileCannotWriteOnTheTerminal()
    {
        const QString path = write(u"evil.json"_s,
                                   "{\"sluice_scenario\": 1, \"name\": \"a\\u001b[31mb\\nc\"}");
        const CtlAnswer answer = run({u"--compare"_s, u"1"_s, path});
        QCOMPARE(answer.code, 0);
        QVERIFY(!answer.out.contains('\x1b'));
        QCOMPARE(answer.out.count('\n'), 4);
    }

    void whatCannotBeWrittenIsThree()
    {
        const CtlAnswer answer = run({u"--pie"_s, m_directory->filePath(u"none/pie.png"_s)});
        QCOMPARE(answer.code, 3);
        QCOMPARE(answer.out, QByteArray());
        QVERIFY2(answer.err.count('\n') == 1 && answer.err.contains("none/pie.png"),
                 answer.err.constData());
    }
};

QTEST_MAIN(BudgetCommandTest)
#include "tst_budget.moc"
