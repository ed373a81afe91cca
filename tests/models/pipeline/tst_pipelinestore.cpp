// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/handclock.h"
#include "pipeline/pipelinestore.h"
#include "store/database.h"

#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Pipeline pullOf(int number, const QString &sha)
{
    return {.repository = u"o/r"_s,
            .number = number,
            .headSha = sha,
            .baseRef = u"main"_s,
            .author = u"maria"_s,
            .sender = u"maria"_s};
}

} // namespace

class PipelineStoreTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        auto opened = Database::open(m_folder.filePath(u"%1.sqlite"_s.arg(++m_files)));
        QVERIFY(opened);
        m_database = *std::move(opened);
    }
    void aHeadCommitIsAddedOnce();
    void listsNewestFirstAndByPullRequest();
    void whatAnEventChangesIsWrittenWhole();
    void aFlagWaitsUntilItsNewestChangeIsSent();
    void aRestartForgetsBuildsAndCompletedCheckRuns();
    void everythingIsThereAfterReopening();
    void refusedEventsAreCountedByReason();
    void aDeliveryIsNewOnceAMonth();
    void whatBelongsTogetherIsWrittenWholeOrNot();
    void oldPipelinesAreForgottenButTheNewest();
    void whatAFlagShowedIsRemembered();
    void everyChangeHasANewNumber();

private:
    QTemporaryDir m_folder;
    int m_files = 0;
    HandClock m_clock;
    std::unique_ptr<Database> m_database;
};

void PipelineStoreTest::aHeadCommitIsAddedOnce()
{
    PipelineStore store(*m_database, m_clock);
    const auto first = store.add(pullOf(1, u"aa"_s));
    QVERIFY(first && *first);
    QVERIFY(!store.add(pullOf(1, u"aa"_s))->has_value());
    QVERIFY(store.add(pullOf(1, u"bb"_s))->has_value());
    QVERIFY(store.add(pullOf(2, u"aa"_s))->has_value());
}

void PipelineStoreTest::listsNewestFirstAndByPullRequest()
{
    PipelineStore store(*m_database, m_clock);
    for (const auto &[number, sha] :
         {std::pair(1, u"aa"_s), std::pair(2, u"bb"_s), std::pair(1, u"cc"_s)})
        QVERIFY(store.add(pullOf(number, sha)));
    const auto shas = [](const Result<QList<Pipeline>> &found) {
        QStringList all;
        for (const Pipeline &pipeline : *found)
            all << pipeline.headSha;
        return all;
    };
    QCOMPARE(shas(store.pipelines()), (QStringList{u"cc"_s, u"bb"_s, u"aa"_s}));
    QCOMPARE(shas(store.pipelines(u"o/r"_s, 1)), (QStringList{u"cc"_s, u"aa"_s}));
    QCOMPARE(shas(store.pipelines({}, 0, 1)), (QStringList{u"cc"_s}));
    QCOMPARE(shas(store.pipelines(u"o/other"_s)), QStringList());
    QCOMPARE(shas(store.active()), (QStringList{u"aa"_s, u"bb"_s, u"cc"_s}));
}

void PipelineStoreTest::whatAnEventChangesIsWrittenWhole()
{
    PipelineStore store(*m_database, m_clock);
    const PipelineId id = **store.add(pullOf(1, u"aa"_s));
    QVERIFY(store.begin(id, u"jobs: []"_s, {u"build"_s, u"test"_s},
                        {{.flag = 1, .job = JobKind::Build, .chroot = u"fedora-43-x86_64"_s},
                         {.flag = 2, .job = JobKind::Test, .chroot = u"fedora-43-x86_64"_s},
                         {.flag = 0, .job = JobKind::Build, .chroot = u"untold"_s}}));
    QList<ChrootRun> runs = *store.runs(id);
    QCOMPARE(runs.size(), 3);
    const QList<Flag> flags = *store.flags(id);
    QCOMPARE(runs.at(1).flag, flags.at(1).id);
    QCOMPARE(runs.at(2).flag, 0);
    runs[0].progress = RunProgress::Submitted;
    runs[0].buildId = 77;
    PipelineChange change;
    change.runs = {runs.at(0)};
    change.flags = {{flags.at(0).id,
                     PipelineStep::BuildSubmitted,
                     {FlagState::Running, u"submitted"_s, u"https://x/77"_s}}};
    change.state = PipelineState::Done;
    change.problem = u"why"_s;
    QVERIFY(store.apply(id, change));
    QCOMPARE(store.runsOfBuild(77)->size(), 1);
    QCOMPARE(store.runsOfBuild(77)->first().progress, RunProgress::Submitted);
    QCOMPARE(store.flags(id)->first().wanted,
             (FlagValue{FlagState::Running, u"submitted"_s, u"https://x/77"_s}));
    QCOMPARE(store.flags(id)->first().step, PipelineStep::BuildSubmitted);
    QCOMPARE((*store.pipeline(id))->state, PipelineState::Done);
    QCOMPARE((*store.pipeline(id))->problem, u"why"_s);
    QVERIFY(store.active()->isEmpty());
}

void PipelineStoreTest::aFlagWaitsUntilItsNewestChangeIsSent()
{
    PipelineStore store(*m_database, m_clock);
    const PipelineId id = **store.add(pullOf(1, u"aa"_s));
    QVERIFY(store.begin(id, {}, {u"build"_s}, {}));
    const FlagId flag = store.flags(id)->first().id;
    QVERIFY(store.withWaitingFlags()->isEmpty());
    const auto want = [&](const QString &text) {
        PipelineChange change;
        change.flags = {{flag, PipelineStep::RpmStarted, {FlagState::Running, text, {}}}};
        return store.apply(id, change).has_value();
    };
    QVERIFY(want(u"one"_s) && want(u"two"_s));
    QCOMPARE(*store.withWaitingFlags(), QList<PipelineId>{id});
    // The answer to the first comes after the second was wanted.
    QVERIFY(store.markSent(flag, 1, {FlagState::Running, u"one"_s, {}}, u"CR_1"_s));
    QVERIFY(store.flags(id)->first().isWaiting());
    QVERIFY(store.markSent(flag, 2, {FlagState::Running, u"two"_s, {}}, u"CR_1"_s));
    QVERIFY(!store.flags(id)->first().isWaiting());
    QCOMPARE(store.flags(id)->first().writes, 2);
    QCOMPARE(store.flags(id)->first().checkRun, u"CR_1"_s);
    QVERIFY(want(u"three"_s));
    QVERIFY(store.markUnwritable(flag, 2, u"too many"_s));
    QVERIFY2(store.flags(id)->first().isWaiting(), "an older value was given up, not this one");
    QVERIFY(store.markUnwritable(flag, 3, u"too many"_s));
    QVERIFY(!store.flags(id)->first().isWaiting());
    QVERIFY(store.withWaitingFlags()->isEmpty());
    QVERIFY(want(u"four"_s));
    QVERIFY(store.flags(id)->first().isWaiting());
}

void PipelineStoreTest::aRestartForgetsBuildsAndCompletedCheckRuns()
{
    PipelineStore store(*m_database, m_clock);
    const PipelineId id = **store.add(pullOf(1, u"aa"_s));
    QVERIFY(store.begin(id, {}, {u"build"_s}, {{.flag = 1, .chroot = u"c"_s}}));
    ChrootRun run = store.runs(id)->first();
    run.progress = RunProgress::Ended;
    run.state = FlagState::Failure;
    run.buildId = 5;
    PipelineChange change;
    change.runs = {run};
    change.state = PipelineState::Done;
    QVERIFY(store.apply(id, change));
    QVERIFY(store.markSent(run.flag, 1, {FlagState::Failure, {}, {}}, u"CR_1"_s));
    QVERIFY(store.restart(id, {run.id}));
    QCOMPARE(store.runs(id)->first().progress, RunProgress::Nothing);
    QVERIFY(store.runsOfBuild(5)->isEmpty());
    QVERIFY(store.flags(id)->first().checkRun.isEmpty());
    QCOMPARE((*store.pipeline(id))->state, PipelineState::Running);
}

void PipelineStoreTest::everythingIsThereAfterReopening()
{
    const QString file = m_database->file();
    PipelineId id = 0;
    {
        PipelineStore store(*m_database, m_clock);
        Pipeline pull = pullOf(3, u"aa"_s);
        pull.title = u"Überraschung"_s;
        id = **store.add(pull);
        QVERIFY(store.begin(id, u"text"_s, {u"build"_s}, {{.flag = 1, .chroot = u"c"_s}}));
    }
    m_database.reset();
    m_database = *Database::open(file);
    PipelineStore store(*m_database, m_clock);
    QCOMPARE((*store.pipeline(id))->title, u"Überraschung"_s);
    QCOMPARE((*store.pipeline(id))->config, u"text"_s);
    QCOMPARE((*store.find(u"o/r"_s, 3, u"aa"_s))->id, id);
    QVERIFY(!store.find(u"o/r"_s, 3, u"zz"_s)->has_value());
    QCOMPARE(store.runs(id)->first().chroot, u"c"_s);
}

void PipelineStoreTest::refusedEventsAreCountedByReason()
{
    PipelineStore store(*m_database, m_clock);
    QVERIFY(store.countRefused(u"a"_s) && store.countRefused(u"b"_s) && store.countRefused(u"a"_s));
    QCOMPARE(*store.refused(), (QMap<QString, qint64>{{u"a"_s, 2}, {u"b"_s, 1}}));
}

void PipelineStoreTest::aDeliveryIsNewOnceAMonth()
{
    PipelineStore store(*m_database, m_clock);
    QVERIFY(*store.isNewDelivery(u"d"_s));
    QVERIFY(!*store.isNewDelivery(u"d"_s));
    m_clock.advance(24h * 31);
    QVERIFY(*store.isNewDelivery(u"d"_s));
}

void PipelineStoreTest::whatBelongsTogetherIsWrittenWholeOrNot()
{
    PipelineStore store(*m_database, m_clock);
    const PipelineId id = **store.add(pullOf(1, u"aa"_s));
    const auto failed = store.together([&]() -> Result<void> {
        if (auto begun = store.begin(id, u"text"_s, {u"build"_s}, {{.flag = 1}}); !begun)
            return begun;
        return store.begin(id, u"again"_s, {}, {}); // has begun: refused
    });
    QVERIFY(!failed);
    QVERIFY(store.flags(id)->isEmpty());
    QCOMPARE((*store.pipeline(id))->state, PipelineState::Waiting);
    QVERIFY(store.together([&] { return store.begin(id, u"text"_s, {u"build"_s}, {}); }));
    QCOMPARE((*store.pipeline(id))->state, PipelineState::Running);
}

void PipelineStoreTest::oldPipelinesAreForgottenButTheNewest()
{
    PipelineStore store(*m_database, m_clock);
    const PipelineId old = **store.add(pullOf(1, u"aa"_s));
    const PipelineId waiting = **store.add(pullOf(1, u"bb"_s));
    QVERIFY(store.begin(old, {}, {u"build"_s}, {{.flag = 1, .chroot = u"c"_s}}));
    const PipelineId newest = **store.add(pullOf(1, u"cc"_s));
    PipelineChange ended;
    ended.state = PipelineState::Superseded;
    QVERIFY(store.apply(old, ended) && store.apply(newest, ended));
    const QDateTime now = m_clock.now();
    QVERIFY(store.prune(now.addSecs(-1)));
    QCOMPARE(store.pipelines()->size(), 3);
    PipelineChange wanted;
    wanted.flags = {{store.flags(old)->first().id, PipelineStep::PrUpdated, {}}};
    QVERIFY(store.apply(old, wanted));
    QVERIFY(store.prune(now.addSecs(1)));
    QCOMPARE(store.pipelines()->size(), 3); // a flag of it has yet to be written
    QVERIFY(store.markSent(store.flags(old)->first().id, 1, {}, {}));
    QVERIFY(store.prune(now.addSecs(1)));
    QVERIFY(!store.pipeline(old)->has_value());
    QVERIFY(store.runs(old)->isEmpty());
    QVERIFY(store.pipeline(waiting)->has_value() && store.pipeline(newest)->has_value());
    ended.state = PipelineState::ClosedLater;
    QVERIFY(store.apply(newest, ended));
    QVERIFY(store.prune(m_clock.now().addSecs(1)));
    QVERIFY(!store.pipeline(newest)->has_value()); // nobody looks at its head any more
}

void PipelineStoreTest::whatAFlagShowedIsRemembered()
{
    PipelineStore store(*m_database, m_clock);
    const PipelineId id = store.add(pullOf(1, u"aa"_s)).value().value();
    QVERIFY(store.begin(id, {}, {u"build"_s}, {}));
    const FlagId flag = store.flags(id)->first().id;
    for (const FlagState state : {FlagState::Queued, FlagState::Running, FlagState::Success}) {
        m_clock.advance(1min);
        QVERIFY(store.apply(id,
                            {.flags = {{flag, PipelineStep::RpmStarted, {state, u"x"_s, {}}}}}));
    }
    m_clock.advance(1s);
    QVERIFY(store.markSent(flag, 3, {FlagState::Success, u"x"_s, {}}, {}));
    Rows rows = m_database->rows("SELECT at, state, sent_at FROM flag_change WHERE flag = ? "
                                 "ORDER BY count",
                                 flag);
    QList<std::tuple<QDateTime, qint64, QDateTime>> found;
    while (rows.next())
        found << std::tuple(rows.time(0), rows.number(1), rows.time(2));
    const QDateTime end = m_clock.now().addSecs(-1);
    QCOMPARE(found.size(), 3);
    QCOMPARE(found.at(0), std::tuple(end.addSecs(-120), qint64(FlagState::Queued), QDateTime()));
    QCOMPARE(found.at(1), std::tuple(end.addSecs(-60), qint64(FlagState::Running), QDateTime()));
    QCOMPARE(found.at(2), std::tuple(end, qint64(FlagState::Success), end.addSecs(1)));
}

void PipelineStoreTest::everyChangeHasANewNumber()
{
    PipelineStore store(*m_database, m_clock);
    const PipelineId id = store.add(pullOf(1, u"aa"_s)).value().value();
    QVERIFY(store.begin(id, {}, {u"build"_s}, {}));
    const FlagId flag = store.flags(id)->first().id;
    const auto newest = [this] {
        Rows row = m_database->rows("SELECT max(rev) FROM (SELECT rev FROM pipeline UNION ALL "
                                    "SELECT rev FROM flag)");
        return row.next() ? row.number(0) : -1;
    };
    qint64 before = newest();
    const auto isNewer = [&] { return std::exchange(before, newest()) < before; };
    QVERIFY(store.apply(id, {.flags = {{flag, PipelineStep::RpmStarted, {}}}}) && isNewer());
    QVERIFY(store.markSent(flag, 1, {}, {}) && isNewer());
    QVERIFY(store.apply(id, {.state = PipelineState::Done}) && isNewer());
    QVERIFY(store.add(pullOf(2, u"bb"_s)) && isNewer());
    QVERIFY(store.setNodeId(id, u"R_1"_s) && !isNewer());
}

QTEST_GUILESS_MAIN(PipelineStoreTest)
#include "tst_pipelinestore.moc"
