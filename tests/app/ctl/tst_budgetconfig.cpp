// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/ctlprocess.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

/// Three chroots that are built and tested: 90 calls with Packit today, and one for the spec file.
const QByteArray kThree = "jobs:\n"
                          "- job: copr_build\n"
                          "  trigger: pull_request\n"
                          "  targets:\n"
                          "  - fedora-43-x86_64\n"
                          "  - fedora-44-x86_64\n"
                          "  - fedora-45-x86_64\n"
                          "- job: tests\n"
                          "  trigger: pull_request\n"_ba;
const QByteArray kOne = "specfile_path: a.spec\n"
                        "jobs:\n"
                        "- job: copr_build\n"
                        "  trigger: pull_request\n"
                        "  targets: fedora-43-x86_64\n"_ba;

/// Aliases of aliases: each line stands for ten times as much as the one before.
QByteArray bomb()
{
    QByteArray text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"_ba;
    for (int i = 1; i < 10; ++i) {
        const QByteArray before = "*a"_ba + QByteArray::number(i - 1);
        const QByteArray name = "a"_ba + QByteArray::number(i);
        text += name + ": &"_ba + name + " ["_ba + QByteArrayList(10, before).join(", ") + "]\n"_ba;
    }
    return text;
}

} // namespace

/// `sluicectl budget --config`: what a maintainer asks of a file.
class BudgetConfigTest final : public QObject
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
        return QJsonDocument::fromJson(answer.out).object();
    }
    QString write(const QString &name, const QByteArray &content) const
    {
        QFile file(m_directory->filePath(name));
        if (!QDir().mkpath(QFileInfo(file.fileName()).path()) || !file.open(QIODevice::WriteOnly)
            || file.write(content) != content.size())
            qWarning("cannot write");
        return file.fileName();
    }
    static double total(const QJsonObject &object)
    {
        return object.value("grand_total"_L1).toDouble();
    }

    std::unique_ptr<QTemporaryDir> m_directory;

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
    }

    void firstWhatWasReadThenTheBudgetThenTheLevers()
    {
        const QString file = write(u"hello/.packit.yaml"_s, kThree);
        const CtlAnswer answer = run({u"--config"_s, file});
        QCOMPARE(answer.code, 0);
        QVERIFY2(answer.out.startsWith("hello/.packit.yaml: 3 chroots, 3 test targets, 1 build "
                                       "job, 1 test job, the spec file is looked for\n"
                                       "\n"
                                       "prs_per_hour_per_org = 54\n"),
                 answer.out.constData());
        const qsizetype levers = answer.out.indexOf("My levers: calls that each change alone");
        const qsizetype steps = answer.out.indexOf("PR is updated");
        QVERIFY(answer.out.contains("grand_total = 91\n"));
        QVERIFY(levers > 0 && levers < steps);
        QVERIFY2(answer.out.contains("     58  Start the tests of hello by hand\n"
                                     "         in the job of line 8: manual_trigger: true\n"
                                     "         lost: no test of it runs until somebody comments "
                                     "`/packit test`\n"
                                     "     27  Leave out fedora-43-x86_64\n"
                                     "         line 5: remove `fedora-43-x86_64`\n"),
                 answer.out.constData());
        QVERIFY(answer.out.indexOf("     12  Leave test flags alone") > levers);
    }

    void jsonHasTheLevers()
    {
        const QJsonObject object = json({u"--config"_s, write(u"hello/packit.yml"_s, kThree)});
        QCOMPARE(total(object), 91);
        QCOMPARE(object.value("policy"_L1), u"packit-today"_s);
        const QJsonArray configs = object.value("configs"_L1).toArray();
        QCOMPARE(configs.size(), 1);
        const QJsonObject config = configs.first().toObject();
        QCOMPARE(config.value("config"_L1), u"hello/packit.yml"_s);
        QCOMPARE(config.value("chroots"_L1), 3);
        const QJsonArray levers = config.value("levers"_L1).toArray();
        QCOMPARE(levers.size(), 6);
        QCOMPARE(levers.first().toObject().value("calls_saved"_L1), 58);
        QCOMPARE(levers.last().toObject().value("edit"_L1),
                 u"at the top of the file: specfile_path: hello.spec (or where it is)"_s);
    }

    void optionsWinOverTheFile()
    {
        const QString file = write(u"hello/packit.yaml"_s, kThree);
        QCOMPARE(total(json({u"--config"_s, file, u"--chroots=2"_s})), 10 + 27 * 2.);
        QCOMPARE(total(json({u"--config"_s, file, u"--no-all-flags"_s})), 10 + 23 * 3.);
        QCOMPARE(total(json({u"--config"_s, file, u"--policy=notebook"_s})), 177); // its third
        QCOMPARE(total(json({u"--config"_s, file, u"--policy=sluice"_s})), 1 + 12 * 3.);
        QCOMPARE(total(json({u"--config"_s, file, u"--scenario=4"_s})), 177);
        const CtlAnswer sweep = run({u"--config"_s, file, u"--sweep=prs-per-hour=1..2"_s});
        QCOMPARE(sweep.out.count("91 calls"), 2);
        const CtlAnswer both = run({u"--compare"_s, u"1"_s, u"11"_s, u"--config"_s, file});
        QVERIFY2(both.out.contains("177") && both.out.contains("91"), both.out.constData());
    }

    void standardInputAndADirectoryDoToo()
    {
        CtlProcess program(m_directory->path(), {u"budget"_s, u"--config"_s, u"-"_s}, kThree);
        const CtlAnswer answer = program.wait();
        QCOMPARE(answer.code, 0);
        QVERIFY2(answer.out.startsWith("standard input: 3 chroots"), answer.out.constData());
        write(u"world/packit.yaml"_s, kOne);
        write(u"world/.packit.yaml"_s, kThree);
        const CtlAnswer directory = run({u"--config"_s, m_directory->filePath(u"world"_s)});
        QVERIFY(directory.out.startsWith("world/.packit.yaml: 3 chroots"));
        QVERIFY(directory.out.contains(
                "\n  .packit.yaml is read and packit.yaml is not: keep one of them.\n"));
    }

    void severalFilesAreSummed()
    {
        const QStringList both{u"--config"_s, write(u"hello/.packit.yaml"_s, kThree), u"--config"_s,
                               write(u"tiny/.packit.yaml"_s, kOne)};
        const CtlAnswer answer = run(both);
        QCOMPARE(answer.code, 0);
        QVERIFY2(answer.out.startsWith("     91 calls  hello/.packit.yaml: 3 chroots"),
                 answer.out.constData());
        QVERIFY(answer.out.contains("\n     16 calls  tiny/.packit.yaml: 1 chroot, 0 test "
                                    "targets, 1 build job, 0 test jobs\n"));
        QVERIFY(answer.out.contains("\n    107 calls  for a pull request to each of the 2, 53.5 "
                                    "on average.\nThe mean repository has 2 chroots"));
        QVERIFY(answer.out.contains("  hello/.packit.yaml: Leave out fedora-43-x86_64\n"));
        QCOMPARE(json(both).value("configs"_L1).toArray().size(), 2);
    }

    void nothingToChangeIsSaid()
    {
        const CtlAnswer answer = run({u"--config"_s, write(u"packit.yaml"_s, kOne)});
        QVERIFY(answer.out.contains(
                "\nMy levers: nothing in the file can be changed to spend fewer calls.\n"));
    }

    void whatCannotBeReadIsOneSentence_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("tabs") << "jobs:\n\t- job: copr_build\n"_ba
                              << ".packit.yaml, line 2: a tab is used to indent"_ba;
        QTest::newRow("five megabytes")
                << QByteArray(5'000'000, '#')
                << ".packit.yaml has 5000000 bytes, more than the 524288 that are read"_ba;
        QTest::newRow("bomb") << bomb() << "there are more than 50000 values"_ba;
        QTest::newRow("a scenario of ours")
                << "{\"sluice_scenario\": 1, \"jobs\": 3}"_ba << "`jobs` is not a list"_ba;
        QTest::newRow("empty") << ""_ba << ".packit.yaml is empty"_ba;
        QTest::newRow("binary") << QByteArray::fromHex("fffe00ff00") << "is not UTF-8 text"_ba;
        QTest::newRow("escape") << "jobs:\n- job: copr_build\n  trigger: \"\\e[2J\"\n"_ba
                                << "is unknown"_ba;
    }
    void whatCannotBeReadIsOneSentence()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QByteArray, says);
        const CtlAnswer answer = run({u"--config"_s, write(u".packit.yaml"_s, text)});
        QVERIFY2(answer.code == 2, answer.err.constData());
        QCOMPARE(answer.out, QByteArray());
        QVERIFY2(answer.err.startsWith("sluicectl: ") && answer.err.count('\n') == 1,
                 answer.err.constData());
        QVERIFY2(answer.err.contains(says) && !answer.err.contains('\x1b'), answer.err.constData());
    }

    void whatIsNotThereIsOneSentence()
    {
        const auto refused = [this](const QStringList &arguments) {
            const CtlAnswer answer = run(arguments);
            return answer.code == 2 && answer.err.count('\n') == 1 ? answer.err : QByteArray();
        };
        QVERIFY(refused({u"--config"_s, u"/no/such.yaml"_s})
                        .contains("/no/such.yaml cannot be "
                                  "read"));
        QVERIFY(refused({u"--config"_s, m_directory->path()})
                        .contains("holds no Packit "
                                  "configuration"));
        QVERIFY(refused({u"--list-scenarios"_s, u"--config"_s, u"-"_s})
                        .contains("--list-scenarios does not take --config"));
        QVERIFY(refused({u"--config"_s, u"/dev/zero"_s}).contains("16777216 bytes"));
    }
};

QTEST_GUILESS_MAIN(BudgetConfigTest)
#include "tst_budgetconfig.moc"
