// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/pipelineharness.h"

#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString kBuild = u"rpm-build:fedora-44-x86_64"_s;

/// The head commit as an event tells it.
Pipeline headOf(const PipelineHarness &harness)
{
    const FakePull &pull = harness.repository->pulls.first();
    return {.repository = harness.repository->fullName(),
            .number = pull.number,
            .headSha = pull.headSha,
            .baseRef = pull.baseRef,
            .title = pull.title,
            .author = pull.author,
            .sender = pull.author,
            .pushedAt = harness.timers.now()};
}

/// A push of which nobody has told yet.
Pipeline pushUnheard(PipelineHarness &harness, const QByteArray &text)
{
    harness.turn(2s);
    harness.github.state().push(*harness.repository, harness.repository->pulls.first(),
                                {{u"hello.c"_s, text}}, harness.timers.now());
    return headOf(harness);
}

} // namespace

/// Events and answers that overtake each other.
class PipelineRacesTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }
    void aPushDuringTheFirstReadWins();
    void aCloseDuringTheFirstReadWins();
    void anOlderPushToldLateReplacesNothing();
    void aTestHandedOverToAStoppedRunIsCanceled();
    void retryingWhatStillRunsCancelsIt();
    void twoRetriesAtOnceBuildEachChrootOnce();
    void whatATokenCouldNotReadIsReadLater();
    void whatWasRefusedCanBeRetried();
    void whatWasReplacedCannotBeRetried();
    void namesOfRepositoriesAreTheSameInAnyCase();
    void jobsOfOneNameShareTheirFlag_data();
    void jobsOfOneNameShareTheirFlag();
    void aFailedReadBesideAResultLosesNoResult();
};

void PipelineRacesTest::aPushDuringTheFirstReadWins()
{
    PipelineHarness harness({.chroots = 1});
    harness.transport.delay = 3s;
    harness.push();
    harness.turn(1s);
    harness.push();
    harness.turn(5min);
    const auto all = harness.store().pipelines();
    QCOMPARE(all->at(0).state, PipelineState::Running);
    QCOMPARE(all->at(1).state, PipelineState::Superseded);
    QCOMPARE(harness.services.builds.size(), 1);
    QCOMPARE(harness.services.builds.first().headSha, all->at(0).headSha);
}

void PipelineRacesTest::aCloseDuringTheFirstReadWins()
{
    PipelineHarness harness({.chroots = 1});
    harness.transport.delay = 3s;
    harness.push();
    harness.turn(1s);
    harness.runner().onPullClosed(harness.repository->fullName(), 1);
    harness.turn(5min);
    QCOMPARE(harness.pipeline().state, PipelineState::Closed);
    QVERIFY(harness.services.builds.isEmpty());
    QVERIFY(harness.shown().isEmpty());
}

void PipelineRacesTest::anOlderPushToldLateReplacesNothing()
{
    PipelineHarness harness({.chroots = 1});
    harness.push();
    harness.turn(1min);
    const Pipeline older = pushUnheard(harness, "b");
    const Pipeline newer = pushUnheard(harness, "c");
    harness.runner().onPull(newer);
    harness.turn(1min);
    const int before = harness.requests();
    harness.runner().onPull(older);
    harness.turn(1min);
    QCOMPARE(harness.requests(), before);
    QCOMPARE(harness.pipeline().headSha, newer.headSha);
    QCOMPARE(harness.pipeline().state, PipelineState::Running);
    QCOMPARE(harness.store().refused()->value(u"replaced before it was told"_s), 1);
}

void PipelineRacesTest::aTestHandedOverToAStoppedRunIsCanceled()
{
    PipelineHarness harness({.chroots = 1});
    harness.push();
    harness.turn(1min);
    harness.runner().onBuild(
            {.what = BuildEvent::What::RpmFinished, .buildId = 1, .chroot = u"fedora-44-x86_64"_s});
    QCOMPARE(harness.services.tests.size(), 1);
    harness.push(); // before the answer to the submission
    harness.turn(5min);
    QCOMPARE(harness.services.canceledTests, QStringList{u"request-1"_s});
}

void PipelineRacesTest::retryingWhatStillRunsCancelsIt()
{
    PipelineHarness harness({.chroots = 2});
    harness.push();
    harness.turn(1min);
    QVERIFY(harness.runner().retry(harness.pipeline().id, {.chroot = u"fedora-44-x86_64"_s}));
    harness.turn(1min);
    QCOMPARE(harness.services.builds.size(), 2);
    QVERIFY2(harness.services.canceledBuilds.isEmpty(), "the other chroot is still built by it");
    QVERIFY(harness.runner().retry(harness.pipeline().id, {.chroot = u"fedora-44-x86_64"_s}));
    harness.turn(1min);
    QCOMPARE(harness.services.canceledBuilds, QList<qint64>{2});
}

void PipelineRacesTest::twoRetriesAtOnceBuildEachChrootOnce()
{
    PipelineHarness harness({.chroots = 2});
    harness.push();
    harness.turn(1min);
    harness.build(1, FlagState::Failure);
    const PipelineId id = harness.pipeline().id;
    QVERIFY(harness.runner().retry(id, {.chroot = u"fedora-44-x86_64"_s}));
    QVERIFY(harness.runner().retry(id, {.chroot = u"fedora-44-aarch64"_s}));
    QVERIFY(harness.runner().retry(id, {.chroot = u"fedora-44-x86_64"_s}));
    harness.turn(1min);
    QStringList built;
    for (const BuildRequest &request : harness.services.builds.sliced(1))
        built += request.chroots;
    QCOMPARE(built, (QStringList{u"fedora-44-x86_64"_s, u"fedora-44-aarch64"_s}));
}

void PipelineRacesTest::whatATokenCouldNotReadIsReadLater()
{
    PipelineHarness harness({.chroots = 1});
    FakeAnswer no;
    no.status = 401;
    no.body = "{\"message\":\"Bad credentials\"}"_ba;
    harness.github.fail({.pathPart = u"/graphql"_s, .answer = no, .times = 1});
    harness.push();
    harness.turn(1min);
    QCOMPARE(harness.pipeline().state, PipelineState::Waiting);
    QVERIFY(!harness.problems.isEmpty());
    harness.restart(); // with a better token
    harness.turn(1min);
    QCOMPARE(harness.services.builds.size(), 1);
}

void PipelineRacesTest::whatWasRefusedCanBeRetried()
{
    PipelineHarness harness({.chroots = 1});
    harness.repository->isDeleted = true;
    harness.push();
    harness.turn(1min);
    QCOMPARE(harness.pipeline().state, PipelineState::Refused);
    harness.repository->isDeleted = false;
    QVERIFY(harness.runner().retry(harness.pipeline().id));
    harness.turn(1min);
    QCOMPARE(harness.services.builds.size(), 1);
    QCOMPARE(harness.pipeline().problem, QString());
}

void PipelineRacesTest::whatWasReplacedCannotBeRetried()
{
    PipelineHarness harness({.chroots = 1});
    harness.push();
    harness.turn(1min);
    const PipelineId old = harness.pipeline().id;
    harness.push();
    harness.turn(1min);
    const auto done = harness.runner().retry(old);
    QVERIFY(!done);
    QVERIFY2(done.error().what.contains("newer push"_L1), qPrintable(done.error().what));
    QCOMPARE(harness.services.builds.size(), 2);
}

void PipelineRacesTest::namesOfRepositoriesAreTheSameInAnyCase()
{
    PipelineHarness harness({.chroots = 1});
    harness.push();
    harness.turn(1min);
    Pipeline shouted = headOf(harness);
    shouted.repository = shouted.repository.toUpper();
    harness.runner().onPull(shouted);
    harness.turn(1min);
    QCOMPARE(harness.store().pipelines()->size(), 1);
    harness.runner().onPullClosed(shouted.repository, 1);
    QCOMPARE(harness.pipeline().state, PipelineState::Closed);
}

void PipelineRacesTest::jobsOfOneNameShareTheirFlag_data()
{
    QTest::addColumn<QByteArray>("config");
    QTest::newRow("two jobs") << "specfile_path: hello.spec\njobs:\n"
                                 "- job: copr_build\n  trigger: pull_request\n  targets:\n"
                                 "  - fedora-44-x86_64\n"
                                 "- job: copr_build\n  trigger: pull_request\n  targets:\n"
                                 "  - fedora-44-x86_64\n"_ba;
    QTest::newRow("a template") << "specfile_path: hello.spec\njobs:\n"
                                   "- job: copr_build\n  trigger: pull_request\n"
                                   "  status_name_template: \"rpm-build:fedora-44-x86_64\"\n"
                                   "  targets:\n  - fedora-44-x86_64\n  - fedora-44-aarch64\n"_ba;
}

void PipelineRacesTest::jobsOfOneNameShareTheirFlag()
{
    QFETCH(QByteArray, config);
    PipelineHarness harness({.chroots = 2, .config = config});
    harness.push();
    harness.turn(10min);
    QCOMPARE(harness.pipeline().state, PipelineState::Running);
    QCOMPARE(harness.shown().keys(), QStringList{kBuild});
    for (qint64 build = 1; build <= harness.services.builds.size(); ++build)
        harness.build(build, build == 1 ? FlagState::Failure : FlagState::Success);
    QVERIFY(harness.shown().value(kBuild).startsWith("failure"_L1));
    QCOMPARE(harness.pipeline().state, PipelineState::Done);
    QVERIFY2(harness.problems.isEmpty(), qPrintable(harness.problems.join(u'\n')));
}

void PipelineRacesTest::aFailedReadBesideAResultLosesNoResult()
{
    PipelineHarness harness({.policy = BudgetPolicy::PackitToday, .chroots = 1});
    harness.push();
    harness.turn(5min);
    FakeAnswer no;
    no.status = 500;
    harness.github.fail({.method = "GET"_ba, .answer = no, .times = 100});
    harness.runner().onBuild(
            {.what = BuildEvent::What::SrpmFinished, .buildId = 1, .result = FlagState::Failure});
    harness.turn(10min);
    QVERIFY(harness.shown().value(kBuild).startsWith("failure"_L1));
}

QTEST_GUILESS_MAIN(PipelineRacesTest)
#include "tst_pipelineraces.moc"
