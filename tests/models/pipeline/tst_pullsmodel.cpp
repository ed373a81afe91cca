// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/ledgerstore.h"
#include "fakes/handclock.h"
#include "fakes/pullscene.h"
#include "github/accountstore.h"
#include "pipeline/pulldetails.h"
#include "pipeline/pullsmodel.h"
#include "pipeline/pullsummary.h"
#include "pipeline/pulltext.h"
#include "pipeline/wishstore.h"
#include "store/asyncdatabase.h"
#include "store/database.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString kChroot = u"fedora-43-x86_64"_s;
const QString kOther = u"fedora-42-x86_64"_s;

} // namespace

/// The matrix on a real file that others write meanwhile.
class PullsModelTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void showsWhatTheStoreHas();
    void aChangedCheckTouchesItsCellAlone();
    void aNewChrootIsANewColumn();
    void aRunThatTellsNobodyGoesOnAllTheSame();
    void checksAreCalledAsTheConfigurationCallsTheirJobs();
    void olderHeadsAreHiddenAndDimmed();
    void whatWasClosedLaterLeavesToo();
    void observedOnesStandBesideOurs();
    void aVanishedRepositoryGoes();
    void groupsHaveHeads();
    void headsCountPullRequestsNotRuns();
    void groupsFold();
    void cellsAreReadAloudWithTheirPlace();
    void staleReadingsSayTheirAge();
    void becomesStuckAsTimePasses();
    void aTestThatWaitsForItsBuildIsNotStuck();
    void timelineTellsWhatWasSent();
    void whatPeopleAskedForStandsAmongTheRequests();
    void whatWasAskedForShowsUntilSomethingComesOfIt();
    void whatWasAskedForIsForgottenAfterAnHour();
    void whatAPipelineWasAskedForShowsUntilItIsDone();
    void whatCouldNotBeDoneWaitsNoMore();
    void pagesArriveWhole();

private:
    qint64 ask(const Wish &wish) { return WishStore(*m_writer, m_clock).add(wish).value_or(0); }
    void answer(qint64 wish, const QString &problem = {})
    {
        QVERIFY(WishStore(*m_writer, m_clock).answer(wish, u"Done."_s, problem));
    }
    [[nodiscard]] bool isAsked(int row) const { return m_model->summaryAt(row)->asked.has_value(); }
    [[nodiscard]] QString toolTip(int row, int column) const
    {
        return m_model->index(row, column).data(Qt::ToolTipRole).toString();
    }
    void open();
    [[nodiscard]] QStringList labels() const;
    [[nodiscard]] QString text(int row, int column) const
    {
        return m_model->index(row, column).data().toString();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    HandClock m_clock;
    std::unique_ptr<Database> m_writer;
    std::unique_ptr<PullScene> m_scene;
    std::unique_ptr<AsyncDatabase> m_database;
    std::unique_ptr<PullBoard> m_board;
    std::unique_ptr<PullsModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void PullsModelTest::init()
{
    QTest::failOnWarning(QRegularExpression(u"."_s));
    m_folder = std::make_unique<QTemporaryDir>();
    m_writer = *Database::open(m_folder->filePath(u"queue.sqlite"_s));
    m_scene = std::make_unique<PullScene>(*m_writer, m_clock);
}

void PullsModelTest::cleanup()
{
    m_tester.reset();
    m_model.reset();
    m_board.reset();
    m_database.reset();
    m_scene.reset();
    m_writer.reset();
}

void PullsModelTest::open()
{
    m_database = std::make_unique<AsyncDatabase>(m_writer->file());
    m_board = std::make_unique<PullBoard>(*m_database);
    m_model = std::make_unique<PullsModel>(*m_board, m_clock);
    m_tester = std::make_unique<QAbstractItemModelTester>(
            m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QTRY_VERIFY(m_board->isLoaded());
    QTRY_COMPARE(m_model->rowCount() + m_model->hiddenCount() > 0, !m_board->pulls().isEmpty());
}

QStringList PullsModelTest::labels() const
{
    QStringList found;
    for (int row = 0; row < m_model->rowCount(); ++row)
        found << (m_model->pullAt(row) ? m_model->pullAt(row)->label()
                                       : u"["_s + m_model->line(row).group + u']');
    return found;
}

void PullsModelTest::showsWhatTheStoreHas()
{
    const auto id = m_scene->drive({.chroots = {kChroot, kOther}});
    m_scene->bring(id, kChroot, JobKind::Build, RunProgress::Ended,
                   {FlagState::Failure, u"RPMs failed to be built."_s, {}});
    m_scene->send(id);
    open();
    QCOMPARE(labels(), QStringList{u"o/r#1"_s});
    QCOMPARE(m_model->columnCount(), PullsModel::FirstChroot + 2);
    QCOMPARE(m_model->chrootAt(PullsModel::FirstChroot), kOther); // by name
    QCOMPARE(text(0, PullsModel::State), u"Failed"_s);
    QCOMPARE(text(0, PullsModel::BehindWhom), u"Copr"_s); // the other one is built yet
    const int column = m_model->columnOf(kChroot);
    QCOMPARE(text(0, column), u"fedora-43-x86_64, build failed, test queued"_s);
    QVERIFY(m_model->index(0, column)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .contains(u"RPMs failed to be built."_s));
}

void PullsModelTest::aChangedCheckTouchesItsCellAlone()
{
    const auto id = m_scene->drive({.chroots = {kChroot, kOther}});
    m_scene->drive({.number = 2, .chroots = {kChroot, kOther}});
    m_scene->send(id);
    open();
    QTest::qWait(400); // what the last writes touched is over
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_scene->bring(id, kChroot, JobKind::Build, RunProgress::Accepted,
                   {FlagState::Queued, u"Other words."_s, {}});
    QTRY_VERIFY(!changed.isEmpty());
    const int row = m_model->rowOf({PullSource::Driven, id});
    for (const auto &signal : std::as_const(changed)) {
        const auto from = signal.at(0).toModelIndex();
        QCOMPARE(from, signal.at(1).toModelIndex());
        QCOMPARE(from.row(), row);
        QCOMPARE(from.column(), m_model->columnOf(kChroot));
    }
    QVERIFY(m_model->cellAt(m_model->index(row, m_model->columnOf(kChroot))).build.isUnsent);
}

void PullsModelTest::aNewChrootIsANewColumn()
{
    m_scene->drive({.chroots = {kChroot}});
    open();
    QCOMPARE(m_model->columnCount(), PullsModel::FirstChroot + 1);
    m_scene->drive({.number = 2, .chroots = {kOther}});
    QTRY_COMPARE(m_model->columnCount(), PullsModel::FirstChroot + 2);
    QCOMPARE(m_model->columnOf(kOther), PullsModel::FirstChroot);
    m_model->setFilter(*parsePullFilter(u"chroot:fedora-43-*"));
    QCOMPARE(m_model->columnCount(), PullsModel::FirstChroot + 1);
    QCOMPARE(m_model->columnOf(kOther), -1);
}

void PullsModelTest::aRunThatTellsNobodyGoesOnAllTheSame()
{
    const auto id = m_scene->drive({.chroots = {kChroot}, .isTested = false});
    open();
    m_clock.advance(1min);
    PipelineStore store(*m_writer, m_clock);
    PipelineChange change{
            .runs = *store.runs(id), .flags = {}, .state = {}, .problem = {}, .pushedAt = {}};
    change.runs.first().progress = RunProgress::RpmRunning;
    QVERIFY(store.apply(id, change)); // without a word on its flag
    const auto stateOf
            = [&] { return m_board->pull({PullSource::Driven, id})->checks.first().state; };
    QTRY_COMPARE(stateOf(), FlagState::Running);
}

void PullsModelTest::checksAreCalledAsTheConfigurationCallsTheirJobs()
{
    const QString elsewhere = u"centos-stream-9-x86_64"_s;
    PipelineStore store(*m_writer, m_clock);
    const auto id = *store.add({.repository = u"o/r"_s, .number = 1, .headSha = u"aaaa"_s});
    const auto test = [](const QString &jobName, const QString &target, FlagId flag) {
        return ChrootRun{.flag = flag,
                         .job = JobKind::Test,
                         .jobName = jobName,
                         .chroot = kChroot,
                         .target = target};
    };
    QVERIFY(store.begin(*id, u"{}"_s,
                        {u"testing-farm:"_s + kChroot, u"testing-farm:%1:full"_s.arg(kChroot),
                         u"testing-farm:%1:own"_s.arg(kChroot)},
                        {test(u"0"_s, kChroot, 1), test(u"1:full"_s, kChroot, 2),
                         test(u"2"_s, kChroot, 3), test(u"3:a:b"_s, elsewhere, 1),
                         test(u"4"_s, elsewhere, 1), test(u"5:quiet"_s, kChroot, 0)}));
    open();
    QStringList titles;
    for (const PullCheck &check : m_board->pull({PullSource::Driven, *id})->checks)
        titles << pulltext::title(check).remove(u"Test %1"_s.arg(kChroot));
    QCOMPARE(titles, (QStringList{u""_s, u" full"_s, u" own"_s, u" a:b "_s + elsewhere,
                                  u" "_s + elsewhere, u" quiet"_s}));
    const QString toolTip = this->toolTip(0, m_model->columnOf(kChroot));
    QVERIFY2(toolTip.contains(u"Test %1 quiet: queued"_s.arg(kChroot)), qPrintable(toolTip));
}

void PullsModelTest::olderHeadsAreHiddenAndDimmed()
{
    const auto old = m_scene->drive({.sha = u"old"_s, .chroots = {kChroot}});
    m_scene->end(old, PipelineState::Superseded);
    m_scene->drive({.sha = u"new"_s, .chroots = {kChroot}});
    const auto closed = m_scene->drive({.number = 2, .chroots = {kChroot}});
    m_scene->end(closed, PipelineState::Closed);
    open();
    QCOMPARE(m_model->rowCount(), 1);
    QCOMPARE(m_model->hiddenCount(), 2);
    QCOMPARE(m_model->pullAt(0)->headSha, u"new"_s);
    m_model->setWithOld(true);
    QCOMPARE(m_model->rowCount(), 3);
    for (int row = 0; row < 3; ++row)
        QCOMPARE(m_model->isDimmed(row), m_model->pullAt(row)->headSha != u"new"_s);
}

void PullsModelTest::whatWasClosedLaterLeavesToo()
{
    const auto ours = m_scene->drive({.chroots = {kChroot}});
    m_scene->end(ours, PipelineState::Done);
    m_scene->observe(u"c/podman"_s);
    const qint64 theirs = m_scene->observedPull({.repository = u"c/podman"_s, .number = 7},
                                                PipelineState::Done);
    m_scene->show(theirs, u"rpm-build:"_s + kChroot, {FlagState::Success, {}, {}});
    open();
    QCOMPARE(m_model->rowCount(), 2);
    m_scene->end(ours, PipelineState::ClosedLater);
    QVERIFY(ObservedStore(*m_writer, m_clock).closeOthers(u"c/podman"_s, {}));
    QTRY_COMPARE(m_model->rowCount(), 0);
    QCOMPARE(m_model->hiddenCount(), 2);
    m_model->setFilter(*parsePullFilter(u"state:closed"));
    QCOMPARE(m_model->rowCount(), 2);
    QCOMPARE(text(0, PullsModel::State), u"Closed"_s);
}

void PullsModelTest::observedOnesStandBesideOurs()
{
    m_scene->observe(u"c/podman"_s);
    const qint64 id = m_scene->observedPull({.repository = u"c/podman"_s, .number = 7});
    m_scene->show(id, u"rpm-build:"_s + kChroot, {FlagState::Success, u"Built."_s, {}});
    m_scene->show(id, u"testing-farm:%1:full"_s.arg(kChroot), {FlagState::Failure, {}, {}});
    m_scene->show(id, u"testing-farm:%1:unit"_s.arg(kChroot), {FlagState::Success, {}, {}});
    m_scene->show(id, u"DCO"_s, {FlagState::Success, {}, {}});
    open();
    QCOMPARE(m_model->noteAt(0), u"observed"_s);
    const PullCell cell = m_model->cellAt(m_model->index(0, m_model->columnOf(kChroot)));
    QCOMPARE(cell.build.count, 1);
    QCOMPARE(cell.test, (CellHalf{.state = FlagState::Failure, .count = 2, .inState = 1}));
    QCOMPARE(m_model->columnOf({}), m_model->columnCount() - 1); // the other checks are last
    m_scene->show(id, u"testing-farm:%1:full"_s.arg(kChroot), {FlagState::Success, {}, {}});
    QTRY_COMPARE(text(0, PullsModel::State), u"Passed"_s);
}

void PullsModelTest::aVanishedRepositoryGoes()
{
    m_scene->observe(u"c/podman"_s);
    const qint64 id = m_scene->observedPull({.repository = u"c/podman"_s, .number = 7});
    m_scene->show(id, u"rpm-build:s390x-only-s390x"_s, {});
    m_scene->drive({.chroots = {kChroot}});
    open();
    QCOMPARE(m_model->rowCount(), 2);
    AccountStore accounts(*m_writer, m_clock);
    QVERIFY(accounts.remove(u"packit"_s));
    QTRY_COMPARE(labels(), QStringList{u"o/r#1"_s});
    QCOMPARE(m_model->columnCount(), PullsModel::FirstChroot + 1); // its chroot went along
    QCOMPARE(m_board->watches().size(), 0);
}

void PullsModelTest::groupsHaveHeads()
{
    m_scene->drive({.repository = u"b/b"_s, .chroots = {kChroot}});
    m_clock.advance(1min);
    const auto failed
            = m_scene->drive({.repository = u"a/a"_s, .author = u"zoe"_s, .chroots = {kChroot}});
    m_scene->bring(failed, kChroot, JobKind::Build, RunProgress::Ended,
                   {FlagState::Failure, {}, {}});
    m_clock.advance(1min);
    m_scene->drive({.repository = u"b/b"_s, .number = 3, .chroots = {kChroot}});
    open();
    QCOMPARE(labels(), (QStringList{u"b/b#3"_s, u"a/a#1"_s, u"b/b#1"_s})); // the youngest first
    m_model->setGrouping(PullGrouping::Repository);
    QCOMPARE(labels(), (QStringList{u"[a/a]"_s, u"a/a#1"_s, u"[b/b]"_s, u"b/b#3"_s, u"b/b#1"_s}));
    QCOMPARE(text(2, PullsModel::Pull), u"b/b: 2 pull request(s)"_s);
    QCOMPARE(text(0, PullsModel::State), u"1 pull request(s) failed"_s);
    m_model->setGrouping(PullGrouping::Author);
    QCOMPARE(labels().first(), u"[maria]"_s);
    m_model->setGrouping(PullGrouping::State);
    QCOMPARE(labels(),
             (QStringList{u"[Failed]"_s, u"a/a#1"_s, u"[Queued]"_s, u"b/b#3"_s, u"b/b#1"_s}));
    m_model->setGrouping(PullGrouping::None);
    m_model->sort(PullsModel::Pull, Qt::DescendingOrder);
    QCOMPARE(labels(), (QStringList{u"b/b#3"_s, u"b/b#1"_s, u"a/a#1"_s}));
    m_model->sort(m_model->columnOf(kChroot), Qt::AscendingOrder);
    QCOMPARE(labels().first(), u"a/a#1"_s); // the worst
}

void PullsModelTest::headsCountPullRequestsNotRuns()
{
    const auto fail = [this](PipelineId id) {
        m_scene->bring(id, kChroot, JobKind::Build, RunProgress::Ended,
                       {FlagState::Failure, {}, {}});
        m_scene->end(id, PipelineState::Done);
    };
    fail(m_scene->drive({.sha = u"old"_s, .chroots = {kChroot}}));
    fail(m_scene->drive({.sha = u"new"_s, .chroots = {kChroot}}));
    m_scene->drive({.number = 2, .chroots = {kChroot, kOther}});
    open();
    m_model->setGrouping(PullGrouping::Repository);
    QCOMPARE(text(0, PullsModel::Pull), u"o/r: 2 pull request(s)"_s);
    QCOMPARE(m_model->runCount(), 2);
    m_model->setWithOld(true);
    QCOMPARE(m_model->rowCount(), 4);
    QCOMPARE(text(0, PullsModel::Pull), u"o/r: 2 pull request(s), 3 run(s)"_s);
    QCOMPARE(text(0, PullsModel::State), u"1 pull request(s) failed"_s);
    QCOMPARE(m_model->pullCount(), 2);
    QCOMPARE(m_model->runCount(), 3);
    m_clock.advance(13h); // longer than anything takes
    QTRY_COMPARE_WITH_TIMEOUT(m_model->stuckCount(), 3, 15'000); // none of the old run
    QTRY_COMPARE(text(0, PullsModel::State),
                 u"1 pull request(s) failed, 2 pull request(s) stuck"_s);
}

void PullsModelTest::groupsFold()
{
    m_scene->drive({.repository = u"a/a"_s, .chroots = {kChroot}});
    m_scene->drive({.repository = u"b/b"_s, .chroots = {kOther}});
    m_scene->drive({.repository = u"b/b"_s, .number = 2, .chroots = {kOther}});
    open();
    QCOMPARE(m_model->headOf(0), -1);
    m_model->setGrouping(PullGrouping::Repository);
    QCOMPARE(labels(), (QStringList{u"[a/a]"_s, u"a/a#1"_s, u"[b/b]"_s, u"b/b#2"_s, u"b/b#1"_s}));
    QCOMPARE(m_model->headOf(4), 2);
    m_model->setFolded(2, true);
    QCOMPARE(labels(), (QStringList{u"[a/a]"_s, u"a/a#1"_s, u"[b/b]"_s}));
    QCOMPARE(text(2, PullsModel::Pull), u"b/b: 2 pull request(s), folded"_s);
    QCOMPARE(m_model->pullCount(), 3); // it is shown, if not in full
    QVERIFY(m_model->columnOf(kOther) > 0);
    m_clock.advance(13h);
    QTRY_COMPARE_WITH_TIMEOUT(m_model->stuckCount(), 3, 15'000);
    m_scene->drive({.repository = u"b/b"_s, .number = 3, .chroots = {kOther}});
    QTRY_COMPARE(text(2, PullsModel::Pull), u"b/b: 3 pull request(s), folded"_s);
    QCOMPARE(m_model->rowCount(), 3);
    m_model->setFolded(2, false);
    QCOMPARE(m_model->rowCount(), 6);
    m_model->setFolded(0, true);
    m_model->setGrouping(PullGrouping::Author); // other groups: nothing is folded
    QCOMPARE(m_model->rowCount(), 5);
}

void PullsModelTest::cellsAreReadAloudWithTheirPlace()
{
    m_scene->observe(u"c/package-07"_s);
    const qint64 id = m_scene->observedPull({.repository = u"c/package-07"_s, .number = 12});
    m_scene->show(id, u"rpm-build:"_s + kChroot, {FlagState::Failure, {}, {}});
    m_scene->show(id, u"testing-farm:%1:a"_s.arg(kOther), {FlagState::Running, {}, {}});
    m_scene->show(id, u"testing-farm:%1:b"_s.arg(kOther), {FlagState::Success, {}, {}});
    open();
    const auto aloud = [this](int column) {
        return m_model->index(0, column).data(Qt::AccessibleTextRole).toString();
    };
    QCOMPARE(aloud(m_model->columnOf(kChroot)),
             u"package-07 #12, fedora-43-x86_64, build failed"_s);
    QCOMPARE(aloud(m_model->columnOf(kOther)),
             u"package-07 #12, fedora-42-x86_64, test testing 1/2"_s);
    QCOMPARE(aloud(PullsModel::State), u"package-07 #12, State: Failed"_s);
    QCOMPARE(aloud(PullsModel::Pull), u"c/package-07#12 A title, observed"_s);
    m_scene->drive({.chroots = {u"epel-9-x86_64"_s}});
    QTRY_VERIFY(m_model->columnOf(u"epel-9-x86_64"_s) > 0);
    const int row = m_model->rowOf({PullSource::Observed, id});
    QCOMPARE(m_model->index(row, m_model->columnOf(u"epel-9-x86_64"_s))
                     .data(Qt::AccessibleTextRole)
                     .toString(),
             u"package-07 #12, epel-9-x86_64, no check"_s);
}

void PullsModelTest::staleReadingsSayTheirAge()
{
    m_scene->observe(u"c/podman"_s);
    const auto id = m_scene->observedPull({.repository = u"c/podman"_s, .number = 7});
    const QString name = u"rpm-build:"_s + kChroot;
    m_scene->show(id, name, {FlagState::Running, {}, {}});
    open();
    QCOMPARE(m_model->noteAt(0), u"observed"_s);
    m_clock.advance(12min);
    QCOMPARE(m_model->noteAt(0), u"observed 12 min ago"_s);
    m_scene->show(id, name, {FlagState::Running, u"still"_s, {}});
    QTRY_COMPARE(m_model->noteAt(0), u"observed"_s);
    // Once all has ended, it is read again when the list shows news, or after an hour.
    m_scene->show(id, name, {FlagState::Success, {}, {}});
    QTRY_COMPARE(m_model->summaryAt(0)->open, 0);
    m_clock.advance(60min);
    QCOMPARE(m_model->noteAt(0), u"observed"_s);
    m_clock.advance(15min);
    QVERIFY(m_model->noteAt(0).contains(u" ago"_s));
    m_scene->show(id, name, {FlagState::Success, u"still"_s, {}});
    QTRY_COMPARE(m_model->noteAt(0), u"observed"_s);
    m_clock.advance(1min);
    m_scene->observe(u"c/podman"_s, u"GitHub does not answer."_s);
    QTRY_VERIFY(m_model->noteAt(0).contains(u" ago"_s));
}

void PullsModelTest::becomesStuckAsTimePasses()
{
    for (int number = 1; number <= 3; ++number) {
        const auto ended
                = m_scene->drive({.number = number, .chroots = {kChroot}, .isTested = false});
        m_scene->bring(ended, kChroot, JobKind::Build, RunProgress::RpmRunning,
                       {FlagState::Running, {}, {}});
        m_clock.advance(5min);
        m_scene->bring(ended, kChroot, JobKind::Build, RunProgress::Ended,
                       {FlagState::Success, {}, {}});
        m_scene->end(ended, PipelineState::Done);
    }
    const auto id = m_scene->drive({.number = 4, .chroots = {kChroot}, .isTested = false});
    m_scene->bring(id, kChroot, JobKind::Build, RunProgress::SrpmRunning,
                   {FlagState::Running, u"SRPM build is in progress..."_s, {}});
    m_clock.advance(4min);
    m_scene->bring(id, kChroot, JobKind::Build, RunProgress::RpmRunning,
                   {FlagState::Running, u"RPM build is in progress..."_s, {}});
    open();
    QTRY_COMPARE(m_board->usual()
                         .of(u"o/r"_s, m_board->pull({PullSource::Driven, id})->checks.first())
                         .median,
                 std::optional(5min));
    QTest::qWait(300); // until what was read has been looked at
    QCOMPARE(m_model->stuckCount(), 0);
    m_clock.advance(11min + 1s); // 15 min since it began to build: other words change nothing
    QTRY_COMPARE_WITH_TIMEOUT(m_model->stuckCount(), 1, 15'000);
    QCOMPARE(text(m_model->rowOf({PullSource::Driven, id}), PullsModel::State),
             u"Running, 1 check(s) stuck"_s);
}

void PullsModelTest::aTestThatWaitsForItsBuildIsNotStuck()
{
    const QDateTime now = m_clock.now();
    PullRow pull{.key = {PullSource::Observed, 1}, .repository = u"o/r"_s};
    PullCheck build{.id = 1, .kind = CheckKind::Build, .chroot = kChroot};
    PullCheck test{.id = 2, .kind = CheckKind::Test, .chroot = kChroot};
    build.since = test.since = now.addDays(-1);
    build.state = FlagState::Running;
    pull.checks = {build, test};
    QVERIFY(isStuck(pull, build, {}, now));
    QVERIFY(!isStuck(pull, test, {}, now)); // it only waits
    pull.checks[0].state = FlagState::Success;
    pull.checks[0].since = now.addSecs(-10);
    QVERIFY(!isStuck(pull, test, {}, now)); // for ten seconds only
    QVERIFY(isStuck(pull, test, {}, now.addDays(1)));
}

void PullsModelTest::timelineTellsWhatWasSent()
{
    const auto id = m_scene->drive({.chroots = {kChroot}, .isTested = false});
    m_clock.advance(2s);
    m_scene->send(id);
    m_scene->bring(id, kChroot, JobKind::Build, RunProgress::SrpmRunning,
                   {FlagState::Running, u"one"_s, {}});
    m_clock.advance(3s);
    m_scene->bring(id, kChroot, JobKind::Build, RunProgress::RpmRunning,
                   {FlagState::Running, u"two"_s, {}});
    open();
    const PullRow &pull = *m_board->pull({PullSource::Driven, id});
    const auto details = readPullDetails(*m_writer, pull.key, pull.checks.first());
    QVERIFY(details);
    QList<CheckMoment::Fate> fates;
    for (const CheckMoment &moment : details->timeline)
        fates << moment.fate;
    QCOMPARE(fates, (QList{CheckMoment::Fate::Sent, CheckMoment::Fate::Replaced,
                           CheckMoment::Fate::Waiting}));
    const auto records = timelineRecords(details->timeline, CheckKind::Build);
    QCOMPARE(records.at(0).last(), u"sent after 2.0 s"_s);
    QCOMPARE(records.at(1).last(), u"never sent: replaced"_s);
    QCOMPARE(records.at(2).at(1), u"3.0 s"_s);
    QCOMPARE(details->calls.size(), 0);
    QVERIFY(callSums({}).contains(u"No request"_s));
}

void PullsModelTest::whatPeopleAskedForStandsAmongTheRequests()
{
    m_scene->observe(u"c/podman"_s);
    const qint64 id = m_scene->observedPull({.repository = u"c/podman"_s, .number = 7});
    m_scene->observedPull({.repository = u"c/podman"_s, .number = 77});
    const QString build = u"rpm-build:"_s + kChroot;
    m_scene->show(id, build, {FlagState::Failure, {}, {}});
    open();
    LedgerStore ledger(*m_writer, m_clock);
    const auto post = [&](const QString &path, const QString &why) {
        QVERIFY(ledger.add({.at = m_clock.now(),
                            .token = u"packit"_s,
                            .repository = u"c/podman"_s,
                            .kind = CallKind::Other,
                            .why = why,
                            .method = "POST"_ba,
                            .path = path,
                            .status = 201,
                            .resource = u"core"_s,
                            .cost = 1}));
    };
    const QString comments = u"/repos/c/podman/issues/7/comments"_s;
    const auto done = [&](const Wish &wish, const QString &path, const QString &why) {
        const qint64 asked = ask(wish);
        QVERIFY(WishStore(*m_writer, m_clock).markTaken(asked));
        m_clock.advance(1s);
        post(path, why);
        post(u"/repos/c/podman/issues/77/comments"_s, u"comment on another"_s);
        m_clock.advance(1s);
        answer(asked);
        m_clock.advance(10min);
    };
    post(comments, u"comment that nobody at a window asked for"_s);
    m_clock.advance(1min);
    done({.kind = WishKind::AskRebuildFailed, .subject = id}, comments, u"comment /packit"_s);
    done({.kind = WishKind::RerequestCheck, .subject = id, .argument = build},
         u"/repos/c/podman/check-runs/9/rerequest"_s, u"ask again for "_s + build);
    done({.kind = WishKind::EstimateSpending, .subject = id}, u"/graphql"_s,
         u"count check runs of others on c/podman#7"_s);
    const PullRow &pull = *m_board->pull({PullSource::Observed, id});
    const auto details = readPullDetails(*m_writer, pull.key, pull.checks.first());
    QVERIFY(details);
    QStringList why;
    for (const CallRecord &call : details->calls)
        why << call.why;
    QCOMPARE(why, QStringList({u"comment /packit"_s, u"ask again for "_s + build,
                               u"count check runs of others on c/podman#7"_s}));
    QVERIFY(callSums(details->calls).startsWith(u"3 requests, GitHub counted 3 (core 3)"_s));
}

void PullsModelTest::whatWasAskedForShowsUntilSomethingComesOfIt()
{
    m_scene->observe(u"c/podman"_s);
    const qint64 id = m_scene->observedPull({.repository = u"c/podman"_s, .number = 7});
    const QString build = u"rpm-build:"_s + kChroot;
    const QString test = u"testing-farm:%1:unit"_s.arg(kChroot);
    m_scene->show(id, build, {FlagState::Failure, {}, {}});
    m_scene->show(id, test, {FlagState::Failure, {}, {}});
    m_scene->show(id, u"rpm-build:"_s + kOther, {FlagState::Success, {}, {}});
    open();
    QVERIFY(!isAsked(0));
    m_clock.advance(1min);
    const QString at = m_clock.now().toLocalTime().toString(u"HH:mm"_s);
    answer(ask({.kind = WishKind::AskRebuildFailed, .subject = id}));
    QTRY_VERIFY(isAsked(0));
    const QString said = u"asked for a rebuild at %1, waiting"_s.arg(at);
    QCOMPARE(text(0, PullsModel::BehindWhom), u"the author, "_s + said);
    QVERIFY(toolTip(0, PullsModel::Pull).contains(said));
    const int column = m_model->columnOf(kChroot);
    QCOMPARE(toolTip(0, column).count(said), 1); // the build's, not the test's
    QVERIFY(m_model->cellAt(m_model->index(0, column)).build.isAsked);
    QVERIFY(!m_model->cellAt(m_model->index(0, column)).test.isAsked);
    QVERIFY(!m_model->cellAt(m_model->index(0, m_model->columnOf(kOther))).build.isAsked);
    m_clock.advance(1min);
    m_scene->show(id, test, {FlagState::Error, {}, {}}); // no build
    QTRY_COMPARE(m_model->cellAt(m_model->index(0, column)).test.state, FlagState::Error);
    QVERIFY(isAsked(0));
    m_scene->show(id, build, {FlagState::Queued, {}, {}});
    QTRY_VERIFY(!isAsked(0));
    QCOMPARE(text(0, PullsModel::BehindWhom), u"Copr"_s);
    QVERIFY(!m_model->cellAt(m_model->index(0, column)).build.isAsked);
}

void PullsModelTest::whatWasAskedForIsForgottenAfterAnHour()
{
    m_scene->observe(u"c/podman"_s);
    const qint64 id = m_scene->observedPull({.repository = u"c/podman"_s, .number = 7});
    const QString test = u"testing-farm:%1:unit"_s.arg(kChroot);
    m_scene->show(id, test, {FlagState::Failure, {}, {}});
    m_clock.advance(1min);
    answer(ask({.kind = WishKind::RerequestCheck, .subject = id, .argument = test}));
    open();
    QVERIFY(isAsked(0));
    QVERIFY(text(0, PullsModel::BehindWhom).contains(u"asked to run "_s + test));
    m_clock.advance(59min);
    m_scene->drive({.chroots = {kChroot}}); // has it looked at again
    QTRY_COMPARE(m_model->rowCount(), 2);
    QVERIFY(isAsked(1));
    m_clock.advance(1min);
    QTRY_VERIFY_WITH_TIMEOUT(!isAsked(1), 15'000);
}

void PullsModelTest::whatAPipelineWasAskedForShowsUntilItIsDone()
{
    const auto id = m_scene->drive({.chroots = {kChroot, kOther}});
    open();
    m_clock.advance(1min);
    const qint64 wish = ask({.kind = WishKind::RetryChroot, .subject = id, .argument = kChroot});
    QTRY_VERIFY(isAsked(0));
    QVERIFY(text(0, PullsModel::BehindWhom).contains(u"asked to retry "_s + kChroot));
    QVERIFY(m_model->cellAt(m_model->index(0, m_model->columnOf(kChroot))).test.isAsked);
    QVERIFY(!m_model->cellAt(m_model->index(0, m_model->columnOf(kOther))).test.isAsked);
    answer(wish);
    QTRY_VERIFY(!isAsked(0));
}

void PullsModelTest::whatCouldNotBeDoneWaitsNoMore()
{
    m_scene->observe(u"c/podman"_s);
    const qint64 id = m_scene->observedPull({.repository = u"c/podman"_s, .number = 7});
    m_scene->show(id, u"rpm-build:"_s + kChroot, {FlagState::Failure, {}, {}});
    open();
    m_clock.advance(1min);
    const qint64 wish = ask({.kind = WishKind::AskRetestFailed, .subject = id});
    QTRY_VERIFY(isAsked(0));
    answer(wish, u"GitHub does not let this account comment."_s);
    QTRY_VERIFY(!isAsked(0));
}

void PullsModelTest::pagesArriveWhole()
{
    for (int number = 1; number <= 95; ++number)
        m_scene->drive({.number = number, .chroots = {kChroot}, .isTested = false});
    open();
    QTRY_COMPARE(m_model->rowCount(), 95);
    QCOMPARE(labels().first(), u"o/r#95"_s);
    m_writer->run("DELETE FROM pipeline WHERE number < 6");
    QTRY_COMPARE(m_model->rowCount(), 90);
}

QTEST_GUILESS_MAIN(PullsModelTest)
#include "tst_pullsmodel.moc"
