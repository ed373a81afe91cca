// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/pipelineharness.h"

#include <QSet>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString kBuild = u"rpm-build:fedora-44-x86_64"_s;
const QString kTest = u"testing-farm:fedora-44-x86_64"_s;

} // namespace

class PipelineRunnerTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }
    void aPushGoesThroughToItsResults();
    void aFailedSrpmEndsEveryFlag();
    void aFailedChrootIsNotTested();
    void eventsTwiceLateOrOutOfOrderDoNoHarm();
    void eventsOfNoPipelineCostNothing();
    void aNewPushCancelsTheOldRun();
    void fivePushesInAMinuteLeaveOneRun();
    void aClosedPullRequestStopsItsRun();
    void aPullRequestClosedAfterItsRunIsLeft();
    void aRefusedPullRequestThatWasClosedIsReadAgain();
    void repositoriesWithoutAConfigCostOneRequest();
    void aBadConfigIsAFlagThatSaysWhy();
    void privateRepositoriesAreRefused();
    void whoMayNotWriteStartsNothing();
    void aFailedSubmissionEndsTheFlags();
    void retryingBuildsWhatFailedAndNothingElse();
    void aRestartLosesNothing();
    void testsAreAskedForOnce();
    void threeHundredChrootsGoThrough();
    void targetsThatNobodyKnowsAreSaid();
    void jobsWaitForTheirLabels();
    void testsOfNoBuildAreNotAskedFor();
};

void PipelineRunnerTest::aPushGoesThroughToItsResults()
{
    PipelineHarness harness({.chroots = 2});
    harness.push();
    harness.turn(1min);
    QCOMPARE(harness.services.builds.size(), 1);
    QCOMPARE(harness.services.builds.first().chroots,
             (QStringList{u"fedora-44-x86_64"_s, u"fedora-44-aarch64"_s}));
    QCOMPARE(harness.shown().size(), 4);
    harness.build(1);
    QCOMPARE(harness.shown().value(kBuild), u"success: RPMs were built successfully."_s);
    QCOMPARE(harness.shown().value(kTest), u"pending: Tests have been submitted ..."_s);
    QCOMPARE(harness.services.tests.size(), 2);
    QCOMPARE(harness.services.tests.first().buildId, 1);
    harness.test(u"request-1"_s);
    harness.test(u"request-2"_s, FlagState::Failure);
    QCOMPARE(harness.shown().value(kTest), u"success: Tests passed ..."_s);
    QCOMPARE(harness.shown().value(u"testing-farm:fedora-44-aarch64"_s),
             u"failure: Tests failed ..."_s);
    QCOMPARE(harness.pipeline().state, PipelineState::Done);
    QVERIFY(harness.writer().isIdle() && harness.runner().isIdle());
    QVERIFY2(harness.problems.isEmpty(), qPrintable(harness.problems.join(u'\n')));
}

void PipelineRunnerTest::aFailedSrpmEndsEveryFlag()
{
    PipelineHarness harness({.chroots = 3});
    harness.push();
    harness.turn(1min);
    harness.runner().onBuild({.what = BuildEvent::What::SrpmStarted, .buildId = 1});
    harness.turn(1min);
    harness.runner().onBuild(
            {.what = BuildEvent::What::SrpmFinished, .buildId = 1, .result = FlagState::Failure});
    harness.turn(1min);
    const auto shown = harness.shown();
    QCOMPARE(shown.size(), 6);
    for (const QString &state : shown)
        QCOMPARE(state, u"failure: SRPM build failed, check the logs for details."_s);
    QCOMPARE(harness.pipeline().state, PipelineState::Done);
    QVERIFY(harness.services.tests.isEmpty());
}

void PipelineRunnerTest::aFailedChrootIsNotTested()
{
    PipelineHarness harness({.chroots = 1});
    harness.push();
    harness.turn(1min);
    harness.build(1, FlagState::Failure);
    QCOMPARE(harness.shown().value(kBuild), u"failure: RPMs failed to be built."_s);
    QCOMPARE(harness.shown().value(kTest), u"failure: RPMs failed to be built."_s);
    QVERIFY(harness.services.tests.isEmpty());
}

void PipelineRunnerTest::eventsTwiceLateOrOutOfOrderDoNoHarm()
{
    using What = BuildEvent::What;
    PipelineHarness harness({.chroots = 1});
    harness.push();
    harness.runner().onPull(harness.pipeline()); // the same event again
    harness.turn(1min);
    QCOMPARE(harness.services.builds.size(), 1);
    const QString chroot = u"fedora-44-x86_64"_s;
    harness.runner().onBuild({.what = What::RpmStarted, .buildId = 1, .chroot = chroot});
    harness.turn(1min);
    const int before = harness.requests();
    // The SRPM's events come late, the chroot's twice.
    harness.runner().onBuild({.what = What::SrpmStarted, .buildId = 1});
    harness.runner().onBuild({.what = What::SrpmFinished, .buildId = 1});
    harness.runner().onBuild({.what = What::RpmStarted, .buildId = 1, .chroot = chroot});
    harness.turn(1min);
    QCOMPARE(harness.requests(), before);
    QCOMPARE(harness.shown().value(kBuild), u"pending: RPM build is in progress..."_s);
    harness.runner().onBuild({.what = What::RpmFinished, .buildId = 1, .chroot = chroot});
    harness.runner().onBuild({.what = What::RpmFinished,
                              .buildId = 1,
                              .chroot = chroot,
                              .result = FlagState::Failure}); // contradicts what was said
    harness.turn(1min);
    QCOMPARE(harness.shown().value(kBuild), u"success: RPMs were built successfully."_s);
    QCOMPARE(harness.services.tests.size(), 1);
    harness.runner().onTest({.what = TestEvent::What::Finished, .request = u"request-1"_s});
    harness.turn(1min);
    harness.runner().onTest({.what = TestEvent::What::Started, .request = u"request-1"_s});
    harness.turn(1min);
    QCOMPARE(harness.shown().value(kTest), u"success: Tests passed ..."_s);
}

void PipelineRunnerTest::eventsOfNoPipelineCostNothing()
{
    PipelineHarness harness({});
    harness.runner().onBuild({.what = BuildEvent::What::SrpmStarted, .buildId = 99});
    harness.runner().onTest({.request = u"nobody's"_s});
    harness.runner().onTest({.request = u"nobody's"_s});
    harness.turn(1min);
    QCOMPARE(harness.requests(), 0);
    QCOMPARE(*harness.store().refused(), (QMap<QString, qint64>{{u"build of no pipeline"_s, 1},
                                                                {u"test of no pipeline"_s, 2}}));
}

void PipelineRunnerTest::aNewPushCancelsTheOldRun()
{
    PipelineHarness harness({.chroots = 1});
    harness.push();
    harness.turn(1min);
    const QString old = harness.repository->pulls.first().headSha;
    harness.turn(10min);
    harness.push();
    harness.turn(1min);
    QCOMPARE(harness.services.canceledBuilds, QList<qint64>{1});
    QCOMPARE(harness.store().pipelines()->at(1).state, PipelineState::Superseded);
    // The old commit's flags are ended and its late events touch neither commit.
    QString lastOfOld;
    for (const FakeStatus &status : harness.repository->statuses) {
        if (status.sha == old)
            lastOfOld = status.description;
    }
    QCOMPARE(lastOfOld, u"A newer push replaced this run."_s);
    const int before = harness.requests();
    harness.runner().onBuild({.what = BuildEvent::What::SrpmStarted, .buildId = 1});
    harness.turn(1min);
    QCOMPARE(harness.requests(), before);
    QCOMPARE(harness.shown().value(kBuild), u"pending: SRPM build in Copr was submitted..."_s);
}

void PipelineRunnerTest::fivePushesInAMinuteLeaveOneRun()
{
    PipelineHarness harness({.chroots = 3});
    for (int i = 0; i < 5; ++i) {
        harness.push();
        harness.turn(12s);
    }
    harness.turn(5min);
    const QList<Pipeline> all = *harness.store().pipelines();
    QCOMPARE(all.size(), 5);
    QCOMPARE(all.first().state, PipelineState::Running);
    for (qsizetype i = 1; i < all.size(); ++i)
        QCOMPARE(all.at(i).state, PipelineState::Superseded);
    const QSet<qint64> canceled(harness.services.canceledBuilds.begin(),
                                harness.services.canceledBuilds.end());
    QCOMPARE(canceled.size(), harness.services.builds.size() - 1);
    QCOMPARE(harness.shown().size(), 6);
}

void PipelineRunnerTest::aClosedPullRequestStopsItsRun()
{
    PipelineHarness harness({.chroots = 1});
    harness.push();
    harness.turn(1min);
    harness.runner().onPullClosed(u"fedora/hello"_s, 1);
    harness.turn(1min);
    QCOMPARE(harness.pipeline().state, PipelineState::Closed);
    QCOMPARE(harness.services.canceledBuilds, QList<qint64>{1});
}

void PipelineRunnerTest::aPullRequestClosedAfterItsRunIsLeft()
{
    PipelineHarness harness({.chroots = 1});
    harness.push();
    harness.turn(1min);
    harness.build(1);
    harness.test(u"request-1"_s);
    QCOMPARE(harness.pipeline().state, PipelineState::Done);
    const int before = harness.requests();
    harness.runner().onPullClosed(u"fedora/hello"_s, 1);
    harness.turn(1min);
    QCOMPARE(harness.pipeline().state, PipelineState::ClosedLater);
    QVERIFY(harness.services.canceledBuilds.isEmpty());
    const auto refused = harness.runner().retry(harness.pipeline().id);
    QVERIFY(!refused);
    QVERIFY(refused.error().what.contains(u"is closed"_s));
    harness.runner().onPullBack(harness.pipeline(), {}); // reopened: it stands as it stood
    harness.turn(1min);
    QCOMPARE(harness.pipeline().state, PipelineState::Done);
    QCOMPARE(harness.services.builds.size(), 1);
    QCOMPARE(harness.requests(), before);
    QVERIFY2(harness.problems.isEmpty(), qPrintable(harness.problems.join(u'\n')));
}

void PipelineRunnerTest::aRefusedPullRequestThatWasClosedIsReadAgain()
{
    PipelineHarness harness({.config = "jobs: [\n"_ba});
    harness.push();
    harness.turn(1min);
    harness.runner().onPullClosed(u"fedora/hello"_s, 1);
    QCOMPARE(harness.pipeline().state, PipelineState::Closed);
    const int before = harness.requests();
    harness.runner().onPullBack(harness.pipeline(), {});
    harness.turn(1min);
    QCOMPARE(harness.pipeline().state, PipelineState::Refused);
    QVERIFY(harness.requests() > before);
    QVERIFY2(harness.problems.isEmpty(), qPrintable(harness.problems.join(u'\n')));
}

void PipelineRunnerTest::repositoriesWithoutAConfigCostOneRequest()
{
    PipelineHarness harness({});
    for (FakeFiles &files : harness.repository->commits)
        files.remove(u".packit.yaml"_s);
    harness.push();
    harness.turn(1min);
    QCOMPARE(harness.requests(), 1);
    QCOMPARE(harness.pipeline().state, PipelineState::Refused);
    QCOMPARE(harness.pipeline().problem, u"There is no Packit configuration at this commit."_s);
    QVERIFY(harness.shown().isEmpty());
}

void PipelineRunnerTest::aBadConfigIsAFlagThatSaysWhy()
{
    PipelineHarness harness({.config = "jobs: [\n"_ba});
    harness.push();
    harness.turn(1min);
    QCOMPARE(harness.pipeline().state, PipelineState::Refused);
    QCOMPARE(harness.shown().keys(), QStringList{u"packit-config"_s});
    QVERIFY(harness.shown().first().startsWith("error: "_L1));
    QVERIFY2(harness.shown().first().contains(".packit.yaml"_L1),
             qPrintable(harness.shown().first()));
}

void PipelineRunnerTest::privateRepositoriesAreRefused()
{
    PipelineHarness harness({});
    harness.repository->isPrivate = true;
    harness.push();
    harness.turn(1min);
    QCOMPARE(harness.pipeline().state, PipelineState::Refused);
    QVERIFY(harness.services.builds.isEmpty());
    QVERIFY(harness.shown().isEmpty());
}

void PipelineRunnerTest::whoMayNotWriteStartsNothing()
{
    PipelineHarness harness({.chroots = 1});
    FakeGithubState &state = harness.github.state();
    const FakePull &pull = state.addPull(*harness.repository, u"otto"_s, {{u"x"_s, "y"_ba}},
                                         harness.timers.now());
    harness.runner().onPull({.repository = harness.repository->fullName(),
                             .number = pull.number,
                             .headSha = pull.headSha,
                             .baseRef = pull.baseRef,
                             .author = u"otto"_s,
                             .sender = u"stranger"_s});
    harness.turn(1min);
    QVERIFY(harness.services.builds.isEmpty());
    QCOMPARE(harness.shown().value(kBuild), u"error: stranger may not start builds here."_s);
    QCOMPARE(harness.pipeline().state, PipelineState::Done);
}

void PipelineRunnerTest::aFailedSubmissionEndsTheFlags()
{
    PipelineHarness harness({.chroots = 1});
    harness.services.buildError = Error{.cause = Cause::Upstream, .what = u"Copr is closed."_s};
    harness.push();
    harness.turn(1min);
    QCOMPARE(harness.shown().value(kBuild),
             u"error: Submit of the build failed: Copr is closed."_s);
    QCOMPARE(harness.shown().value(kTest), u"error: Submit of the build failed: Copr is closed."_s);
}

void PipelineRunnerTest::retryingBuildsWhatFailedAndNothingElse()
{
    PipelineHarness harness({.chroots = 2});
    harness.push();
    harness.turn(1min);
    const QString bad = u"fedora-44-aarch64"_s;
    const QString good = u"fedora-44-x86_64"_s;
    harness.runner().onBuild({.what = BuildEvent::What::RpmFinished, .buildId = 1, .chroot = good});
    harness.runner().onBuild({.what = BuildEvent::What::RpmFinished,
                              .buildId = 1,
                              .chroot = bad,
                              .result = FlagState::Failure});
    harness.turn(1min);
    harness.test(u"request-1"_s);
    QCOMPARE(harness.pipeline().state, PipelineState::Done);
    QVERIFY(harness.runner().retry(harness.pipeline().id));
    harness.turn(1min);
    QCOMPARE(harness.services.builds.size(), 2);
    QCOMPARE(harness.services.builds.last().chroots, QStringList{bad});
    harness.build(2);
    QCOMPARE(harness.shown().value(u"rpm-build:"_s + bad),
             u"success: RPMs were built successfully."_s);
    QCOMPARE(harness.shown().value(kTest), u"success: Tests passed ..."_s);
    harness.test(u"request-2"_s);
    QCOMPARE(harness.pipeline().state, PipelineState::Done);
    const auto nothing = harness.runner().retry(harness.pipeline().id);
    QVERIFY(!nothing);
    QVERIFY(nothing.error().what.contains(u"Nothing"_s));
    QVERIFY(!harness.runner().retry(harness.pipeline().id, {.chroot = u"fedora-1-x86_64"_s}));
}

void PipelineRunnerTest::aRestartLosesNothing()
{
    PipelineHarness harness({.chroots = 3});
    harness.push();
    harness.turn(3s); // in the middle of the first flags
    QVERIFY(harness.shown().size() < 6);
    harness.restart();
    harness.turn(1min);
    QCOMPARE(harness.shown().size(), 6);
    harness.build(qint64(harness.services.builds.size()));
    harness.restart();
    harness.turn(1min);
    for (const Flag &flag : harness.flags())
        QVERIFY(!flag.isWaiting());
    QCOMPARE(harness.shown().value(kBuild), u"success: RPMs were built successfully."_s);
}

void PipelineRunnerTest::testsAreAskedForOnce()
{
    PipelineHarness harness({.policy = BudgetPolicy::PackitToday, .chroots = 4});
    harness.push();
    harness.turn(1min);
    harness.build(1); // the chroots end at one moment, before the first has read a thing
    QCOMPARE(harness.services.tests.size(), 4);
    const auto reads = std::ranges::count_if(harness.github.calls(), [](const FakeCall &call) {
        return call.path.contains(".fmf/version"_L1);
    });
    QCOMPARE(reads, 4);
}

void PipelineRunnerTest::threeHundredChrootsGoThrough()
{
    PipelineHarness harness({.chroots = 300});
    harness.push();
    harness.turn(15min);
    QCOMPARE(harness.shown().size(), 600);
    QCOMPARE(harness.services.builds.first().chroots.size(), 300);
    harness.build(1);
    for (int i = 1; i <= 300; ++i) {
        const QString request = u"request-%1"_s.arg(i);
        harness.runner().onTest({.what = TestEvent::What::Finished, .request = request});
    }
    harness.turn(1h);
    for (const QString &state : harness.shown())
        QVERIFY2(state.startsWith("success"_L1), qPrintable(state));
    QCOMPARE(harness.pipeline().state, PipelineState::Done);
    QVERIFY(harness.problems.isEmpty());
}

void PipelineRunnerTest::targetsThatNobodyKnowsAreSaid()
{
    PipelineHarness harness({.chroots = 1,
                             .config = "specfile_path: x.spec\njobs:\n  - job: copr_build\n    "
                                       "trigger: pull_request\n    targets: [fedora-44-x86_64, "
                                       "atari-1-x86_64]\n"_ba});
    harness.push();
    harness.turn(1min);
    QCOMPARE(harness.services.builds.first().chroots, QStringList{u"fedora-44-x86_64"_s});
    QCOMPARE(harness.shown().value(u"rpm-build:atari-1-x86_64"_s),
             u"error: Not supported target: atari-1-x86_64"_s);
}

void PipelineRunnerTest::jobsWaitForTheirLabels()
{
    const QByteArray config = "specfile_path: x.spec\njobs:\n- job: copr_build\n"
                              "  trigger: pull_request\n  targets: [fedora-44-x86_64]\n"
                              "  require: {label: {present: [build-me]}}\n"_ba;
    PipelineHarness harness({.chroots = 1, .config = config});
    harness.push();
    harness.turn(1min);
    QVERIFY(harness.services.builds.isEmpty());
    QVERIFY(harness.shown().isEmpty());
    QCOMPARE(harness.pipeline().state, PipelineState::Done);
    harness.labels = {u"other"_s, u"build-me"_s};
    harness.push();
    harness.turn(1min);
    QCOMPARE(harness.services.builds.size(), 1);
}

void PipelineRunnerTest::testsOfNoBuildAreNotAskedFor()
{
    const QByteArray config = "specfile_path: x.spec\njobs:\n- job: tests\n"
                              "  trigger: pull_request\n  targets: [fedora-44-x86_64]\n"_ba;
    PipelineHarness harness({.chroots = 1, .config = config});
    harness.push();
    harness.turn(1min);
    QVERIFY(harness.services.tests.isEmpty());
    QCOMPARE(harness.shown().value(kTest),
             u"error: No build defined for the target 'fedora-44-x86_64'."_s);
    QCOMPARE(harness.pipeline().state, PipelineState::Done);
}

QTEST_GUILESS_MAIN(PipelineRunnerTest)
#include "tst_pipelinerunner.moc"
