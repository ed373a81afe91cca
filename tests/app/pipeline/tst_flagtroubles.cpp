// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/pipelineharness.h"

#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString kBuild = u"rpm-build:fedora-44-x86_64"_s;
const QString kFailedSrpm = u"failure: SRPM build failed, check the logs for details."_s;

FakeFault refusal(int status, const QByteArray &body, int times)
{
    FakeAnswer answer;
    answer.status = status;
    answer.body = body;
    return {.method = "POST"_ba, .answer = answer, .times = times};
}

} // namespace

/// No trouble of a few minutes may cost a result.
class FlagTroublesTest final : public QObject
{
    Q_OBJECT

private slots:
    void aGraphqlOutageLosesNoResult_data();
    void aGraphqlOutageLosesNoResult();
    void anEarlyRefusalDoesNotLoseTheResult_data();
    void anEarlyRefusalDoesNotLoseTheResult();
    void aResultIsTriedForAnHour();
    void aForbiddenValueDoesNotDelayTheNext();
};

void FlagTroublesTest::aGraphqlOutageLosesNoResult_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("nothing but an error")
            << "{\"data\":null,\"errors\":[{\"message\":\"Something went wrong\"}]}"_ba;
    QTest::newRow("secondary limit")
            << "{\"errors\":[{\"message\":\"You have exceeded a secondary rate limit.\"}]}"_ba;
    QTest::newRow("an error of one alias")
            << "{\"data\":{\"f0\":null},\"errors\":[{\"path\":[\"f0\"],\"type\":\"INTERNAL\",\"message\":\"no\"}]}"_ba;
}

void FlagTroublesTest::aGraphqlOutageLosesNoResult()
{
    QFETCH(QByteArray, body);
    PipelineHarness harness({.flags = FlagKind::CheckRun, .chroots = 1});
    harness.push();
    harness.turn(1min);
    harness.github.fail(refusal(200, body, 5));
    harness.runner().onBuild(
            {.what = BuildEvent::What::SrpmFinished, .buildId = 1, .result = FlagState::Failure});
    harness.turn(3h);
    QCOMPARE(harness.shown().value(kBuild), kFailedSrpm);
    for (const Flag &flag : harness.flags())
        QCOMPARE(flag.problem, QString());
    QVERIFY(harness.writer().isIdle());
}

void FlagTroublesTest::anEarlyRefusalDoesNotLoseTheResult_data()
{
    QTest::addColumn<int>("status");
    QTest::newRow("not found") << 404;
    QTest::newRow("time-out") << 408;
    QTest::newRow("conflict") << 409;
    QTest::newRow("no such commit yet") << 422;
}

void FlagTroublesTest::anEarlyRefusalDoesNotLoseTheResult()
{
    QFETCH(int, status);
    PipelineHarness harness({.chroots = 1});
    harness.push();
    harness.turn(500ms); // the query
    harness.github.fail(refusal(status, "{\"message\":\"No commit found for SHA\"}"_ba, 1));
    harness.turn(1min);
    QVERIFY(!harness.problems.isEmpty());
    harness.build(1);
    harness.turn(10min);
    QCOMPARE(harness.shown().value(kBuild), u"success: RPMs were built successfully."_s);
}

void FlagTroublesTest::aResultIsTriedForAnHour()
{
    PipelineHarness harness({.chroots = 1});
    harness.push();
    harness.turn(1min);
    harness.github.fail(refusal(404, "{\"message\":\"Not Found\"}"_ba, 4)); // two flags, twice
    harness.runner().onBuild(
            {.what = BuildEvent::What::SrpmFinished, .buildId = 1, .result = FlagState::Failure});
    harness.turn(30s);
    QVERIFY(harness.shown().value(kBuild) != kFailedSrpm);
    harness.turn(20min);
    QCOMPARE(harness.shown().value(kBuild), kFailedSrpm);
}

void FlagTroublesTest::aForbiddenValueDoesNotDelayTheNext()
{
    PipelineHarness harness({.chroots = 1});
    harness.push();
    harness.turn(1min);
    harness.github.fail(refusal(403, "{\"message\":\"Resource not accessible\"}"_ba, 1));
    harness.runner().onBuild({.what = BuildEvent::What::SrpmStarted, .buildId = 1});
    harness.turn(10s);
    QVERIFY(!harness.problems.isEmpty());
    harness.runner().onBuild(
            {.what = BuildEvent::What::SrpmFinished, .buildId = 1, .result = FlagState::Failure});
    harness.turn(10s);
    QCOMPARE(harness.shown().value(kBuild), kFailedSrpm);
}

QTEST_GUILESS_MAIN(FlagTroublesTest)
#include "tst_flagtroubles.moc"
