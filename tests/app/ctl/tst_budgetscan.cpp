// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/ctlprocess.h"
#include "fakes/github/fakegithubserver.h"
#include "timers.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kThree
        = "specfile_path: a.spec\njobs:\n- job: copr_build\n  trigger: pull_request\n  targets: "
          "[fedora-43-x86_64, fedora-44-x86_64, fedora-45-x86_64]\n- job: tests\n  trigger: "
          "pull_request\n"_ba;

} // namespace

/// `sluicectl budget --scan`, against a GitHub of our own.
class BudgetScanTest final : public QObject
{
    Q_OBJECT

private:
    CtlAnswer run(const QStringList &arguments) const
    {
        return CtlProcess::run(m_directory->path(), QStringList{u"budget"_s} + arguments);
    }
    QStringList scanning(const QString &name = u"org"_s) const
    {
        return {u"--scan"_s,       name,
                u"--github"_s,     m_server->url().toString(),
                u"--token-file"_s, m_directory->filePath(u"token"_s)};
    }
    void write(const QByteArray &token) const
    {
        QFile file(m_directory->filePath(u"token"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(token) == token.size());
    }

    SystemTimers m_timers;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<FakeGithub> m_github;
    std::unique_ptr<FakeGithubServer> m_server;

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_directory = std::make_unique<QTemporaryDir>();
        m_server.reset(); // it uses the GitHub until its end
        m_github = std::make_unique<FakeGithub>(m_timers);
        m_server = std::make_unique<FakeGithubServer>(*m_github);
        FakeGithubState &state = m_github->state();
        state.addToken("secret"_ba, u"maria"_s);
        FakeRepository &tool = state.addRepository(u"org/tool"_s, {{u".packit.yaml"_s, kThree}});
        for (int i = 0; i < 8; ++i)
            state.addPull(tool, u"maria"_s, {}, m_timers.now().addDays(-i));
        state.addRepository(u"org/plain"_s, {{u"README"_s, "hello"_ba}});
        write("secret\n"_ba);
    }
    void cleanup() { m_server.reset(); }

    void theMeanIsCounted()
    {
        const CtlAnswer answer = run(scanning());
        QVERIFY2(answer.code == 0, answer.err.constData());
        QVERIFY2(answer.out.startsWith(
                         "org: 2 repositories, left out: 0 archived, 0 forks (GraphQL points: 1)\n"
                         "without a configuration: 1 (50.0 %)\n"
                         "chroots x repositories: 3 x 1\n"
                         "test targets x repositories: 3 x 1\n"
                         "pull requests in 90 days: 8, pushes for each: about 1\n"
                         "org fits its limits: the primary limit allows 55 pull requests per hour "
                         "with a configuration, and 0.004 are seen on average.\n"
                         "The same settings again:\n"
                         "  sluicectl budget --policy packit-today \\\n"
                         "    --prs-per-hour 0.004 \\\n"
                         "    --repositories 2\n"
                         "\n"
                         "prs_per_hour_per_org = 55\n"),
                 answer.out.constData());
        QVERIFY(answer.out.contains("grand_total = 90\n"));
    }

    void jsonHoldsAScenario()
    {
        const CtlAnswer answer = run(scanning() + QStringList{u"--json"_s, u"--chroots=2"_s});
        const QJsonObject object = QJsonDocument::fromJson(answer.out).object();
        QCOMPARE(object.value("grand_total"_L1), 9 + 27 * 2); // options win
        const QJsonValue scan = object.value("scan"_L1);
        QCOMPARE(scan["organisation"_L1], u"org"_s);
        QCOMPARE(scan["configured"_L1], 1);
        QCOMPARE(scan["chroots"_L1]["3"_L1], 1);
        QCOMPARE(scan["whole"_L1], true);
        QCOMPARE(scan["allowed_prs_per_hour"_L1], 79);
        QCOMPARE(scan["fits"_L1], true);
        QCOMPARE(scan["repositories"_L1].toArray().size(), 2);
        QFile file(m_directory->filePath(u"org.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QJsonDocument(scan["scenario"_L1].toObject()).toJson());
        file.close();
        const CtlAnswer again = run({u"--scenario"_s, file.fileName(), u"--json"_s});
        QCOMPARE(QJsonDocument::fromJson(again.out)["grand_total"_L1], 9 + 27 * 2);
    }

    void tooManyPullRequestsDoNotFit()
    {
        const CtlAnswer answer = run(scanning() + QStringList{u"--prs-per-hour=60"_s});
        QVERIFY2(
                answer.out.contains("org does not fit its limits: the primary limit allows 55 pull "
                                    "requests per hour with a configuration, and 60 are seen on "
                                    "average; see which change saves most"),
                answer.out.constData());
    }

    void itsRequestsAreInTheLedger()
    {
        QCOMPARE(run(scanning()).code, 0);
        const CtlAnswer ledger = CtlProcess::run(m_directory->path(), {u"ledger"_s, u"--json"_s});
        const QJsonObject call = QJsonDocument::fromJson(ledger.out).object();
        QCOMPARE(call.value("path"_L1), u"/graphql"_s);
        QCOMPARE(call.value("why"_L1), u"scan org"_s);
        QCOMPARE(call.value("resource"_L1), u"graphql"_s);
        QVERIFY2(!ledger.out.contains("secret"), ledger.out.constData());
    }

    void aLedgerThatCannotBeWrittenStopsIt()
    {
        const QString store = m_directory->filePath(u"queue.sqlite"_s);
        QVERIFY(QDir().mkpath(store));
        const CtlAnswer answer = run(scanning());
        QCOMPARE(answer.code, 3);
        QVERIFY2(answer.err.contains("queue.sqlite"), answer.err.constData());
        QVERIFY(m_github->calls().isEmpty());
    }

    void aScanCanBeInterrupted()
    {
        for (int i = 0; i < 3000; ++i)
            m_github->state().addRepository(u"org/r%1"_s.arg(i), {});
        CtlProcess program(m_directory->path(), QStringList{u"budget"_s} + scanning());
        QTRY_VERIFY_WITH_TIMEOUT(m_github->calls().size() >= 2, 20'000); // of 61
        program.send(SIGINT);
        const CtlAnswer answer = program.wait();
        QCOMPARE(answer.code, 3);
        QVERIFY2(answer.err.contains("The scan of org was interrupted."), answer.err.constData());
        static const QRegularExpression part(
                u"Not all repositories were looked at: the numbers are of the first [1-9]\\d*0 of "
                "3002\\."_s);
        QVERIFY2(part.match(QString::fromUtf8(answer.out)).hasMatch(), answer.out.constData());
    }

    void aLimitIsSaidAndWhatWasFoundIsKept()
    {
        for (int i = 0; i < 300; ++i)
            m_github->state().addRepository(u"org/r%1"_s.arg(i), {});
        m_github->limits().graphql = 3;
        CtlProcess program(m_directory->path(), QStringList{u"budget"_s} + scanning());
        static const QRegularExpression held(
                u"GitHub's limit is used up: the scan of org goes on at \\d\\d:\\d\\d; Ctrl-C ends "
                "it with what it found\\."_s);
        QTRY_VERIFY_WITH_TIMEOUT(held.match(QString::fromUtf8(program.errorSoFar())).hasMatch(),
                                 20'000);
        program.send(SIGINT);
        const CtlAnswer answer = program.wait();
        QCOMPARE(answer.code, 3);
        QVERIFY2(answer.out.contains("the numbers are of the first 100 of 302."),
                 answer.out.constData());
    }

    void whatIsMissingIsOneSentence()
    {
        const auto refused = [](const CtlAnswer &answer, int code) {
            return answer.code == code && answer.err.count('\n') == 1 && answer.out.isEmpty()
                         ? answer.err
                         : "wrong: "_ba + answer.err + answer.out;
        };
        QVERIFY(refused(run({u"--scan"_s, u"org"_s}), 2).contains("--scan needs a GitHub token"));
        QVERIFY(refused(run({u"--scan"_s, u"org/tool"_s}), 2)
                        .contains("\"org/tool\" is no organisation"));
        QVERIFY(refused(run({u"--scan"_s, u"org"_s, u"--token-file"_s, u"/no/such"_s}), 2)
                        .contains("/no/such"));
        QVERIFY(refused(run({u"--limit"_s, u"5"_s}), 2).contains("--limit is for --scan"));
        QVERIFY(refused(run(scanning() + QStringList{u"--config"_s, u"x"_s}), 2)
                        .contains("leave --config out"));
        QVERIFY(refused(run(scanning() + QStringList{u"--sweep"_s, u"chroots=1..2"_s}), 2)
                        .contains("cannot be asked for at once"));
        QVERIFY(refused(run({u"--scan"_s, u"org"_s, u"--github"_s, u"ftp://x"_s}), 2)
                        .contains("--github"));
        QVERIFY(refused(run(scanning(u"nobody"_s)), 3)
                        .contains("no organisation or user \"nobody\""));
        write("other\n"_ba);
        const QByteArray wrong = refused(run(scanning()), 3);
        QVERIFY2(wrong.contains("does not accept the token of the scan"), wrong.constData());
    }
};

QTEST_GUILESS_MAIN(BudgetScanTest)
#include "tst_budgetscan.moc"
