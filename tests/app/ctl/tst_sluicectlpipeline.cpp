// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/ctlprocess.h"
#include "fakes/pipelineworld.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <csignal>

namespace sluice {
using namespace Qt::StringLiterals;

/// `sluicectl pipeline …` as a program, against servers of our own.
class TestSluicectlPipeline : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_world = std::make_unique<PipelineWorld>();
        m_world->push();
    }
    void cleanup() { m_world.reset(); }

    void aPipelineRunsToItsEnd()
    {
        m_world->run();
        const CtlAnswer answer = ctl({u"pipeline"_s, u"run"_s, u"fedora/hello#1"_s});
        QVERIFY2(answer.code == 0, said(answer).constData());
        QCOMPARE(m_world->shown(),
                 (QMap<QString, QString>{
                         {u"rpm-build:fedora-43-x86_64"_s,
                          u"success: RPMs were built successfully."_s},
                         {u"rpm-build:fedora-44-x86_64"_s,
                          u"success: RPMs were built successfully."_s},
                         {u"testing-farm:fedora-43-x86_64"_s, u"success: Tests passed ..."_s}}));
        QVERIFY2(answer.out.contains("testing-farm:fedora-43-x86_64: success: Tests passed"),
                 answer.out.constData());
        const QJsonObject submission = m_world->builders.copr.builds.first().submission;
        QCOMPARE(submission["spec"_L1].toString(), u"hello.spec"_s);
        QCOMPARE(submission["committish"_L1].toString(), m_world->pull().headSha);
        QCOMPARE(m_world->builders.copr.projects.keys(), QStringList{u"packit/fedora-hello-1"_s});
        QCOMPARE(m_world->builders.copr.builds.size(), 1);
        QCOMPARE(m_world->builders.farm.requests.size(), 1);
    }

    void aSummaryFlagStandsForAllChroots()
    {
        m_world->run();
        const CtlAnswer answer
                = ctl({u"pipeline"_s, u"run"_s, u"fedora/hello#1"_s, u"--summary-flag"_s});
        QVERIFY2(answer.code == 0, said(answer).constData());
        QCOMPARE(m_world->shown().keys(), (QStringList{u"rpm-build"_s, u"testing-farm"_s}));
        m_world->push();
        QCOMPARE(ctl({u"config"_s, u"set"_s, u"pipeline.summary-flag"_s, u"on"_s}).code, 0);
        QCOMPARE(ctl({u"pipeline"_s, u"run"_s, u"fedora/hello#1"_s}).code, 0);
        QCOMPARE(m_world->shown().keys(), (QStringList{u"rpm-build"_s, u"testing-farm"_s}));
    }

    void listAndShowNeedNoToken()
    {
        m_world->run();
        QCOMPARE(ctl({u"pipeline"_s, u"run"_s, u"fedora/hello#1"_s}).code, 0);
        m_world->write(u"sluice.conf"_s, {});
        const CtlAnswer list = ctl({u"pipeline"_s, u"list"_s});
        QCOMPARE(list.code, 0);
        QVERIFY2(list.out.contains("done") && list.out.contains("fedora/hello#1"),
                 list.out.constData());
        QCOMPARE(list.out.count('\n'), 1);
        const CtlAnswer show = ctl({u"pipeline"_s, u"show"_s, u"1"_s, u"--json"_s});
        QCOMPARE(show.code, 0);
        const QJsonObject object = QJsonDocument::fromJson(show.out).object();
        QCOMPARE(object["state"_L1].toString(), u"done"_s);
        QCOMPARE(object["flags"_L1].toArray().size(), 3);
        QCOMPARE(object["flags"_L1][0]["sent_state"_L1].toString(), u"success"_s);
        QCOMPARE(object["runs"_L1][0]["build_id"_L1].toInteger(), 1001);
        int counted = 0;
        for (const FakeCall &call : m_world->github.calls())
            counted += call.path.endsWith("/pulls/1"_L1) ? 0 : call.cost; // finds the head commit
        QCOMPARE(object["calls"_L1]["counted"_L1].toInt(), counted);
        QVERIFY(counted >= 4); // the query and three results
        const CtlAnswer text = ctl({u"pipeline"_s, u"show"_s, u"1"_s});
        QVERIFY2(text.out.contains("/coprs/build/1001/"), text.out.constData());
    }

    void limitsAreKnownWhenTheRunIsOver()
    {
        m_world->run();
        QCOMPARE(ctl({u"pipeline"_s, u"run"_s, u"fedora/hello#1"_s}).code, 0);
        const CtlAnswer answer = ctl({u"ledger"_s, u"--limits"_s, u"--json"_s});
        QCOMPARE(answer.code, 0);
        QHash<QString, int> remaining;
        for (const QByteArray &line : answer.out.trimmed().split('\n')) {
            const QJsonObject object = QJsonDocument::fromJson(line).object();
            QCOMPARE(object["token"_L1].toString(), u"token of pipelines"_s);
            QCOMPARE(object["limit"_L1].toInt(), 5000);
            QVERIFY(object["spent_per_hour"_L1].toInt() > 0);
            remaining.insert(object["resource"_L1].toString(), object["remaining"_L1].toInt());
        }
        QHash<QString, int> left;
        for (const FakeCall &call : m_world->github.calls()) {
            if (call.cost > 0)
                left.insert(call.resource, left.value(call.resource, 5000) - call.cost);
        }
        QCOMPARE(remaining, left);
    }

    void aFailureIsRetried()
    {
        m_world->builders.rpmResult = u"failed"_s;
        m_world->run();
        const CtlAnswer failed = ctl({u"pipeline"_s, u"run"_s, u"fedora/hello#1"_s});
        QCOMPARE(failed.code, 1);
        QCOMPARE(m_world->shown().value(u"rpm-build:fedora-43-x86_64"_s),
                 u"failure: RPMs failed to be built."_s);
        QCOMPARE(m_world->shown().value(u"testing-farm:fedora-43-x86_64"_s),
                 u"failure: RPMs failed to be built."_s);

        m_world->builders.rpmResult = u"succeeded"_s;
        const CtlAnswer one = ctl({u"pipeline"_s, u"retry"_s, u"1"_s, u"fedora-44-x86_64"_s});
        QCOMPARE(one.code, 1); // the other chroot is as it was
        QCOMPARE(m_world->shown().value(u"rpm-build:fedora-44-x86_64"_s),
                 u"success: RPMs were built successfully."_s);
        const CtlAnswer rest = ctl({u"pipeline"_s, u"retry"_s, u"1"_s});
        QVERIFY2(rest.code == 0, said(rest).constData());
        QCOMPARE(m_world->shown().value(u"testing-farm:fedora-43-x86_64"_s),
                 u"success: Tests passed ..."_s);
        QCOMPARE(m_world->builders.copr.builds.size(), 3);
        QCOMPARE(m_world->builders.copr.builds.last().chroots.keys(),
                 QStringList{u"fedora-43-x86_64"_s});
    }

    void anInterruptedRunGoesOn()
    {
        CtlProcess process(m_world->directory(), {u"pipeline"_s, u"run"_s, u"fedora/hello#1"_s});
        QTRY_COMPARE_WITH_TIMEOUT(m_world->builders.copr.builds.size(), 1, 20'000);
        m_world->builders.step();
        QTRY_COMPARE_WITH_TIMEOUT(m_world->shown().value(u"rpm-build:fedora-43-x86_64"_s),
                                  u"pending: SRPM build is in progress..."_s, 20'000);
        process.send(SIGINT);
        const CtlAnswer interrupted = process.wait(10'000);
        QVERIFY2(interrupted.code == 3, interrupted.err.constData());
        QVERIFY2(interrupted.err.contains("has not ended"), interrupted.err.constData());

        m_world->run();
        const CtlAnswer again = ctl({u"pipeline"_s, u"run"_s, u"fedora/hello#1"_s});
        QVERIFY2(again.code == 0, said(again).constData());
        QCOMPARE(m_world->builders.copr.builds.size(), 1);
    }

    void watchTakesPushesUntilItIsStopped()
    {
        CtlProcess process(m_world->directory(), {u"pipeline"_s, u"watch"_s, u"fedora/hello"_s});
        QTRY_COMPARE_WITH_TIMEOUT(m_world->builders.copr.builds.size(), 1, 20'000);
        m_world->push();
        QTRY_COMPARE_WITH_TIMEOUT(m_world->builders.copr.builds.size(), 2, 20'000);
        QTRY_VERIFY(m_world->builders.copr.builds.value(1001).isCanceled);
        m_world->run();
        QTRY_COMPARE_WITH_TIMEOUT(m_world->shown().value(u"testing-farm:fedora-43-x86_64"_s),
                                  u"success: Tests passed ..."_s, 30'000);
        const CtlAnswer busy = ctl({u"pipeline"_s, u"run"_s, u"fedora/hello#1"_s});
        QCOMPARE(busy.code, 3);
        QVERIFY2(busy.err.contains("Another program runs the pipelines"), busy.err.constData());
        process.send(SIGTERM);
        const CtlAnswer stopped = process.wait(10'000);
        QVERIFY2(stopped.code == 0, stopped.err.constData());
        QVERIFY2(stopped.out.contains("superseded") && stopped.out.contains("done"),
                 stopped.out.constData());
    }

    void aRetryIsAskedOfWhoeverRunsThePipelines()
    {
        m_world->builders.rpmResult = u"failed"_s;
        m_world->run();
        CtlProcess window(m_world->directory(), {u"pipeline"_s, u"watch"_s, u"fedora/hello"_s});
        QTRY_COMPARE_WITH_TIMEOUT(m_world->shown().value(u"testing-farm:fedora-43-x86_64"_s),
                                  u"failure: RPMs failed to be built."_s, 30'000);
        m_world->builders.rpmResult = u"succeeded"_s;
        const CtlAnswer again = ctl({u"pipeline"_s, u"retry"_s, u"1"_s});
        QVERIFY2(again.code == 0, said(again).constData());
        QVERIFY2(again.out.contains("What failed of fedora/hello#1 begins again."),
                 again.out.constData());
        QVERIFY2(again.out.contains("done"), again.out.constData());
        QCOMPARE(m_world->shown().value(u"testing-farm:fedora-43-x86_64"_s),
                 u"success: Tests passed ..."_s);
        const CtlAnswer nothing = ctl({u"pipeline"_s, u"retry"_s, u"1"_s});
        QCOMPARE(nothing.code, 1); // and says why
        QVERIFY2(!nothing.err.isEmpty() && !nothing.err.contains("Nobody"),
                 nothing.err.constData());
        const CtlAnswer wrong
                = ctl({u"pipeline"_s, u"retry"_s, u"1"_s, u"--policy"_s, u"notebook"_s});
        QCOMPARE(wrong.code, 2);
        QVERIFY2(wrong.err.contains("by its own settings: leave --policy out"),
                 wrong.err.constData());
        window.send(SIGTERM);
        QCOMPARE(window.wait(10'000).code, 0); // it is well now
    }

    void aRevokedTokenEndsTheRun()
    {
        m_world->github.state().token("gh-s3cret"_ba)->isRevoked = true;
        const CtlAnswer answer = ctl({u"pipeline"_s, u"run"_s, u"fedora/hello#1"_s});
        QCOMPARE(answer.code, 3);
        QVERIFY2(answer.err.contains("does not accept"), answer.err.constData());
        QVERIFY(!answer.err.contains("gh-s3cret"));
    }

    void secretsStandNowhere()
    {
        m_world->run();
        QCOMPARE(ctl({u"pipeline"_s, u"run"_s, u"fedora/hello#1"_s}).code, 0);
        QDirIterator files(m_world->directory(), {u"queue.sqlite*"_s}, QDir::Files);
        int count = 0;
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            for (const QByteArray &secret :
                 {"gh-s3cret"_ba, FakeCopr::token(), FakeTestingFarm::token()})
                QVERIFY(!bytes.contains(secret));
            ++count;
        }
        QVERIFY(count > 0);
    }

    void wrongUseIsSaidInOneLine_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no number")
                << QStringList{u"run"_s, u"fedora/hello"_s} << 2 << u"name one as OWNER/REPO#N"_s;
        QTest::newRow("no such pull request")
                << QStringList{u"run"_s, u"fedora/hello#9"_s} << 1 << u"There is no pull request"_s;
        QTest::newRow("policy") << QStringList{u"run"_s, u"a/b#1"_s, u"--policy"_s, u"x"_s} << 2
                                << u"--policy takes"_s;
        QTest::newRow("nothing to watch")
                << QStringList{u"watch"_s} << 2 << u"pipeline.repositories"_s;
        QTest::newRow("no such pipeline")
                << QStringList{u"retry"_s, u"7"_s} << 1 << u"There is no pipeline 7"_s;
        QTest::newRow("show nothing")
                << QStringList{u"show"_s, u"7"_s} << 1 << u"There is no pipeline 7"_s;
        QTest::newRow("show a word") << QStringList{u"show"_s, u"x"_s} << 2 << u"is no pipeline"_s;
        QTest::newRow("a run in another's way")
                << QStringList{u"dry-run"_s, u"--policy"_s, u"sluice"_s, u"--no-one-query"_s} << 2
                << u"belongs to the policy"_s;
        QTest::newRow("a config read again")
                << QStringList{u"dry-run"_s, u"--no-load-packit-yaml-once"_s} << 2
                << u"can be modelled, but not run"_s;
        QTest::newRow("a password in a URL")
                << QStringList{u"dry-run"_s, u"--github"_s, u"http://u:p@127.0.0.1:1"_s,
                               u"--token-file"_s, u"/nowhere"_s}
                << 2 << u"without a name and a password"_s;
        QTest::newRow("list a word")
                << QStringList{u"list"_s, u"hello"_s} << 2 << u"is no repository"_s;
        QTest::newRow("check runs without an App")
                << QStringList{u"run"_s, u"a/b#1"_s, u"--flags"_s, u"check-runs"_s} << 2
                << u"github.app-id"_s;
    }

    void wrongUseIsSaidInOneLine()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const int, code);
        QFETCH(const QString, sentence);
        const CtlAnswer answer = ctl(QStringList{u"pipeline"_s} + arguments);
        QVERIFY2(answer.code == code, answer.err.constData());
        QVERIFY2(QString::fromUtf8(answer.err).contains(sentence), answer.err.constData());
        QCOMPARE(answer.err.count('\n'), 1);
    }

private:
    [[nodiscard]] CtlAnswer ctl(const QStringList &arguments) const
    {
        return CtlProcess::run(m_world->directory(), arguments, 60'000);
    }

    [[nodiscard]] static QByteArray said(const CtlAnswer &answer)
    {
        return answer.err + answer.out;
    }

    std::unique_ptr<PipelineWorld> m_world;
};

} // namespace sluice

QTEST_GUILESS_MAIN(sluice::TestSluicectlPipeline)
#include "tst_sluicectlpipeline.moc"
