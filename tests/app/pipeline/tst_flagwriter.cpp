// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/pipelineharness.h"

#include <QJsonArray>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString kBuild = u"rpm-build:fedora-44-x86_64"_s;

int writesOf(const PipelineHarness &harness) { return int(harness.repository->statuses.size()); }

} // namespace

class FlagWriterTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }
    void statusesAreASecondApart();
    void changesOfOneWindowShareAMutation();
    void aCheckRunIsUpdatedNotMadeAgain();
    void nothingIsWrittenTwice();
    void onlyTheNewestValueOfAHeldFlagIsWritten();
    void noFinalFlagIsLostToAnExhaustedLimit();
    void aSecondaryLimitIsWaitedFor_data();
    void aSecondaryLimitIsWaitedFor();
    void anHourWithoutNetworkLosesNothing();
    void partOfABatchMayFail();
    void aContextThatIsFullSaysSo();
    void aTokenThatMayNotWriteIsAProblemAndNothingIsLost();
    void aRepositoryThatIsGoneEndsItsFlags();
    void aRestartInTheMiddleOfABatchWritesTheRest();
};

void FlagWriterTest::statusesAreASecondApart()
{
    PipelineHarness harness({.chroots = 6});
    harness.push();
    harness.turn(1min);
    // The build was submitted before all twelve had said "accepted": that is not said any more.
    QVERIFY(writesOf(harness) >= 12 && writesOf(harness) < 24);
    for (const QString &state : harness.shown())
        QVERIFY(!state.contains("accepted"_L1));
    const QList<FakeCall> calls = harness.github.calls();
    for (qsizetype i = 2; i < calls.size(); ++i) // the first is the query
        QVERIFY(calls.at(i - 1).at.msecsTo(calls.at(i).at) >= 1000);
}

void FlagWriterTest::changesOfOneWindowShareAMutation()
{
    PipelineHarness harness({.flags = FlagKind::CheckRun, .chroots = 6});
    harness.push();
    harness.turn(1min);
    // One query; twelve flags go in two requests, once or (where the first had left) twice.
    QVERIFY(harness.requests() >= 3 && harness.requests() <= 5);
    QCOMPARE(harness.repository->checkRuns.size(), 12);
}

void FlagWriterTest::aCheckRunIsUpdatedNotMadeAgain()
{
    PipelineHarness harness({.flags = FlagKind::CheckRun, .chroots = 2});
    harness.push();
    harness.turn(1min);
    harness.build(1);
    harness.test(u"request-1"_s);
    harness.test(u"request-2"_s, FlagState::Canceled);
    QCOMPARE(harness.repository->checkRuns.size(), 4);
    QCOMPARE(harness.shown().value(kBuild), u"success: RPMs were built successfully."_s);
    QCOMPARE(harness.shown().value(u"testing-farm:fedora-44-aarch64"_s),
             u"cancelled: Tests canceled ..."_s);
}

void FlagWriterTest::nothingIsWrittenTwice()
{
    PipelineHarness harness({.chroots = 1});
    harness.push();
    harness.turn(1min);
    const int before = harness.requests();
    harness.writer().poke(harness.pipeline().id);
    harness.writer().resume();
    harness.turn(1min);
    QCOMPARE(harness.requests(), before);
    // The same value wanted once more is not news.
    PipelineChange change;
    const Flag flag = harness.flags().first();
    change.flags = {{flag.id, flag.step, flag.wanted}};
    QVERIFY(harness.store().apply(harness.pipeline().id, change));
    harness.writer().poke(harness.pipeline().id);
    harness.turn(1min);
    QCOMPARE(harness.requests(), before);
    QVERIFY(!harness.flags().first().isWaiting());
}

void FlagWriterTest::onlyTheNewestValueOfAHeldFlagIsWritten()
{
    PipelineHarness harness({.chroots = 6});
    harness.push();
    harness.turn(1min);
    const int before = writesOf(harness);
    // Three steps within a few seconds: the flags of the first cannot all have left.
    using What = BuildEvent::What;
    for (const What what : {What::SrpmStarted, What::SrpmFinished}) {
        harness.runner().onBuild({.what = what, .buildId = 1});
        harness.turn(2s);
    }
    for (const QString &chroot : harness.services.builds.first().chroots)
        harness.runner().onBuild({.what = What::RpmStarted, .buildId = 1, .chroot = chroot});
    harness.turn(1min);
    QVERIFY2(writesOf(harness) - before < 18, qPrintable(QString::number(writesOf(harness))));
    for (const auto &[name, state] : harness.shown().asKeyValueRange()) {
        if (name.startsWith("rpm-build"_L1))
            QCOMPARE(state, u"pending: RPM build is in progress..."_s);
    }
}

void FlagWriterTest::noFinalFlagIsLostToAnExhaustedLimit()
{
    PipelineHarness harness({.chroots = 6});
    harness.github.limits().core = 30;
    harness.push();
    harness.turn(1min);
    harness.build(1);
    for (int i = 1; i <= 6; ++i) {
        const QString request = u"request-%1"_s.arg(i);
        harness.runner().onTest({.what = TestEvent::What::Started, .request = request});
        harness.runner().onTest({.what = TestEvent::What::Finished, .request = request});
    }
    harness.turn(4h);
    for (const auto &[name, state] : harness.shown().asKeyValueRange())
        QVERIFY2(state.startsWith("success"_L1), qPrintable(name + u' ' + state));
    QCOMPARE(harness.shown().size(), 12);
    // The server never had to refuse more than the requests that told it of the limit.
    const auto refused = std::ranges::count(harness.github.calls(), 403, &FakeCall::status);
    QVERIFY2(refused <= 2, qPrintable(QString::number(refused)));
}

void FlagWriterTest::aSecondaryLimitIsWaitedFor_data()
{
    QTest::addColumn<bool>("hasRetryAfter");
    QTest::newRow("with retry-after") << true;
    QTest::newRow("without") << false;
}

void FlagWriterTest::aSecondaryLimitIsWaitedFor()
{
    QFETCH(const bool, hasRetryAfter);
    PipelineHarness harness({.chroots = 6});
    harness.github.limits().contentPerMinute = 5;
    harness.github.limits().hasRetryAfter = hasRetryAfter;
    harness.push();
    harness.turn(3h);
    QCOMPARE(harness.shown().size(), 12);
    for (const Flag &flag : harness.flags())
        QVERIFY(!flag.isWaiting());
    // Refusals cost time; they must not be many.
    const auto refused = std::ranges::count(harness.github.calls(), 403, &FakeCall::status);
    QVERIFY2(refused >= 1 && refused <= 12, qPrintable(QString::number(refused)));
}

void FlagWriterTest::anHourWithoutNetworkLosesNothing()
{
    PipelineHarness harness({.chroots = 2});
    harness.push();
    harness.turn(1min);
    harness.transport.isCut = true;
    harness.build(1);
    harness.turn(1h);
    QCOMPARE(harness.shown().value(kBuild), u"pending: SRPM build in Copr was submitted..."_s);
    QVERIFY(!harness.problems.isEmpty());
    harness.transport.isCut = false;
    harness.turn(5min);
    QCOMPARE(harness.shown().value(kBuild), u"success: RPMs were built successfully."_s);
}

void FlagWriterTest::partOfABatchMayFail()
{
    PipelineHarness harness({.flags = FlagKind::CheckRun, .chroots = 2});
    harness.push();
    FakeAnswer half;
    half.body = "{\"data\":{\"f0\":{\"checkRun\":{\"id\":\"CR_1\"}},\"f1\":null},\"errors\":[{"
                "\"type\":"
                "\"INTERNAL\",\"path\":[\"f1\"],\"message\":\"Something went wrong\"}]}"_ba;
    harness.turn(500ms); // past the query
    harness.github.fail({.pathPart = u"/graphql"_s, .answer = half});
    harness.turn(2min);
    // The first is taken for written, all others are there.
    for (const Flag &flag : harness.flags()) {
        QVERIFY(!flag.isWaiting());
        QVERIFY(!flag.checkRun.isEmpty());
    }
}

void FlagWriterTest::aContextThatIsFullSaysSo()
{
    PipelineHarness harness({.chroots = 1});
    harness.push();
    for (int i = 0; i < 1000; ++i) {
        harness.repository->statuses
                << FakeStatus{.sha = harness.repository->pulls.first().headSha, .context = kBuild};
    }
    harness.turn(1min);
    for (const Flag &flag : harness.flags()) {
        QCOMPARE(flag.problem.isEmpty(), flag.name != kBuild);
        if (flag.name == kBuild)
            QVERIFY2(flag.problem.contains("maximum"_L1), qPrintable(flag.problem));
    }
    QVERIFY(!harness.problems.isEmpty());
    for (const QString &problem : harness.problems)
        QVERIFY2(problem.contains(kBuild) && problem.contains("maximum"_L1), qPrintable(problem));
    QVERIFY(harness.writer().isIdle());
}

void FlagWriterTest::aTokenThatMayNotWriteIsAProblemAndNothingIsLost()
{
    PipelineHarness harness({.chroots = 1});
    FakeToken *token = harness.github.state().token("person"_ba);
    harness.push();
    harness.turn(500ms); // the pull request is read, its flags gather
    QVERIFY(!harness.flags().isEmpty());
    token->isRevoked = true;
    harness.turn(1min);
    QCOMPARE(harness.shown().size(), 0);
    QVERIFY(!harness.problems.isEmpty());
    for (const QString &problem : harness.problems)
        QVERIFY2(!problem.contains("person"_L1), qPrintable(problem));
    token->isRevoked = false;
    harness.turn(20min);
    QCOMPARE(harness.shown().size(), 2);
    QVERIFY(harness.writer().isIdle());
}

void FlagWriterTest::aRepositoryThatIsGoneEndsItsFlags()
{
    PipelineHarness harness({.chroots = 1});
    harness.push();
    harness.turn(1min);
    harness.repository->isDeleted = true;
    harness.build(1);
    harness.turn(10min);
    for (const Flag &flag : harness.flags())
        QVERIFY2(flag.problem.isEmpty() || !isFinal(flag.wanted.state), "a result is tried longer");
    harness.turn(2h);
    for (const Flag &flag : harness.flags())
        QVERIFY(!flag.problem.isEmpty());
    QVERIFY(harness.writer().isIdle());
    const int before = harness.requests();
    harness.turn(24h);
    QCOMPARE(harness.requests(), before);
}

void FlagWriterTest::aRestartInTheMiddleOfABatchWritesTheRest()
{
    PipelineHarness harness({.flags = FlagKind::CheckRun, .chroots = 6});
    harness.push();
    harness.turn(1300ms); // the first of two mutations is on its way
    harness.restart();
    harness.turn(1min);
    QCOMPARE(harness.shown().size(), 12);
    for (const Flag &flag : harness.flags())
        QVERIFY(!flag.isWaiting());
}

QTEST_GUILESS_MAIN(FlagWriterTest)
#include "tst_flagwriter.moc"
