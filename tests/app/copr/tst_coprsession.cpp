// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "copr/coprsession.h"

#include "copr/report.h"
#include "fakes/fakefrontend.h"
#include "fakes/handclock.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLoggingCategory>
#include <QSignalSpy>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString kCommit(40, u'a');

Error someError() { return failure(Cause::NotFound, u"It is not there."_s).error(); }

} // namespace

/// A frontend, a store, and the session between them. The pool is played by the test.
class CoprSessionTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_clock = std::make_unique<HandClock>();
        m_store = std::move(*QueueStore::open(u":memory:"_s, *m_clock));
        m_frontend = std::make_unique<FakeFrontend>();
        m_options = {.frontend = m_frontend->url() + "/"_L1,
                     .password = FakeFrontend::password(),
                     .api = {},
                     .poll = 100ms,
                     .format = Format::Copr,
                     .tls = {}};
    }

    void cleanup()
    {
        m_session.reset();
        m_store.reset();
    }

    void theFirstPollIsMadeAtOnceAndItsTasksAreAdded()
    {
        m_options.poll = 1h;
        m_frontend->enqueue(FakeFrontend::record(5));
        m_frontend->enqueue(FakeFrontend::record(6));
        startSession();
        QSignalSpy changed(m_session.get(), &CoprSession::changed);
        QVERIFY(!m_session->isIdle());
        QTRY_VERIFY(m_session->isIdle());
        QCOMPARE(changed.size(), 1);
        const QList<Task> tasks = allTasks();
        QCOMPARE(tasks.size(), 2);
        QCOMPARE(tasks.first().buildId, 5);
        QCOMPARE(tasks.first().frontend, m_frontend->url());
        QCOMPARE(tasks.first().state, State::Queued);
    }

    void furtherPollsAddOnlyWhatIsNew()
    {
        m_frontend->enqueue(FakeFrontend::record(5));
        startSession();
        QTRY_COMPARE(allTasks().size(), 1);
        m_frontend->enqueue(FakeFrontend::record(6));
        QTRY_COMPARE(allTasks().size(), 2);
        const int polls = m_frontend->polls();
        QSignalSpy changed(m_session.get(), &CoprSession::changed);
        QTRY_VERIFY(m_frontend->polls() > polls + 1);
        QCOMPARE(allTasks().size(), 2);
        QCOMPARE(changed.size(), 0);
    }

    void aRestartAddsNothingTwice()
    {
        m_frontend->enqueue(FakeFrontend::record(5));
        startSession();
        QTRY_VERIFY(m_session->isIdle());
        startSession();
        QTRY_VERIFY(m_session->isIdle());
        QCOMPARE(allTasks().size(), 1);
        QCOMPARE(m_frontend->polls(), 2);
    }

    void malformedRecordsAreShownOnceAndSpoilNothing()
    {
        QJsonObject bad = FakeFrontend::record(5);
        bad.remove(u"owner"_s);
        m_frontend->enqueue(bad);
        m_frontend->enqueue(FakeFrontend::record(6));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"build 5.*owner"_s));
        startSession();
        QSignalSpy malformed(m_session.get(), &CoprSession::malformed);
        QTRY_VERIFY(m_frontend->polls() > 2);
        QCOMPARE(malformed.size(), 1);
        QCOMPARE(allTasks().size(), 1);
        QVERIFY(m_frontend->posts().isEmpty());
    }

    void aRecordThatLeavesTheRootIsShownAndNeverPosted()
    {
        QJsonObject bad = FakeFrontend::record(5);
        bad[u"pkg_name"_s] = u"../evil"_s;
        m_frontend->enqueue(bad);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"build 5.*'../evil' cannot be"_s));
        startSession();
        QSignalSpy problem(m_session.get(), &CoprSession::problem);
        QTRY_COMPARE(problem.size(), 1);
        QVERIFY(problem.first().first().value<Error>().what.contains(u"../evil"_s));
        QTRY_VERIFY(m_frontend->polls() > 2);
        QVERIFY(allTasks().isEmpty());
        QVERIFY(m_frontend->posts().isEmpty());
    }

    void aReportThatGoesWellEndsNoOtherTrouble()
    {
        m_frontend->enqueue(FakeFrontend::record(5));
        QJsonObject bad = FakeFrontend::record(6);
        bad[u"pkg_name"_s] = u"../evil"_s;
        m_frontend->enqueue(bad);
        startSession();
        const QSignalSpy well(m_session.get(), &CoprSession::wellAgain);
        quiet([&] {
            QTRY_COMPARE(allTasks().size(), 1);
            finish(5);
            m_session->wake();
            QTRY_COMPARE(stateOf(5), State::Succeeded);
            const int polls = m_frontend->polls();
            QTRY_VERIFY(m_frontend->polls() > polls + 2);
            QCOMPARE(well.size(), 0);
            m_frontend->dequeue(6);
            QTRY_COMPARE(well.size(), 1);
        });
    }

    void aRecordWithoutItsBuildIsShownToo()
    {
        m_frontend->enqueue(FakeFrontend::record(5));
        QJsonObject bad = FakeFrontend::record(5);
        bad.remove(u"build_id"_s);
        m_frontend->answerPolls({FlakyAnswer::ok(QJsonDocument(QJsonArray{bad}).toJson())});
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"build_id"_s));
        startSession();
        QSignalSpy problem(m_session.get(), &CoprSession::problem);
        QTRY_COMPARE(problem.size(), 1);
    }

    void aBuildThatLeftTheQueueIsCanceledAndNotReported()
    {
        m_frontend->enqueue(FakeFrontend::record(5));
        m_frontend->enqueue(FakeFrontend::record(6));
        startSession();
        QTRY_COMPARE(allTasks().size(), 2);
        m_clock->advance(1s);
        m_frontend->dequeue(5);
        QTRY_COMPARE(stateOf(5), State::Canceled);
        QCOMPARE(stateOf(6), State::Queued);
        QVERIFY(m_frontend->posts().isEmpty());
    }

    void aBuildThatLeftWhileWeWereAwayIsCanceledToo()
    {
        m_frontend->enqueue(FakeFrontend::record(5));
        startSession();
        QTRY_VERIFY(m_session->isIdle());
        m_session.reset();
        m_clock->advance(1s);
        m_frontend->dequeue(5);
        startSession();
        QTRY_COMPARE(stateOf(5), State::Canceled);
    }

    void onlyAPollBegunAfterwardsCancels()
    {
        m_frontend->enqueue(FakeFrontend::record(5));
        startSession();
        QTRY_COMPARE(allTasks().size(), 1);
        m_frontend->dequeue(
                5); // the clock stands: these polls are not begun after the task was taken
        const int polls = m_frontend->polls();
        QTRY_VERIFY(m_frontend->polls() > polls + 1);
        QCOMPARE(stateOf(5), State::Queued);
    }

    void onlyACompletePollCancels_data()
    {
        QTest::addColumn<FlakyAnswer>("answer");
        QTest::newRow("500") << FlakyAnswer::error(500);
        QTest::newRow("cut off") << FlakyAnswer::ok("[");
        QTest::newRow("HTML") << FlakyAnswer::ok("<html>");
        QTest::newRow("a record without its build") << FlakyAnswer::ok("[{\"owner\": \"x\"}]");
        QTest::newRow("its own record, malformed") << FlakyAnswer::ok("[{\"build_id\": 5}]");
    }

    void onlyACompletePollCancels()
    {
        QFETCH(const FlakyAnswer, answer);
        m_frontend->enqueue(FakeFrontend::record(5));
        startSession();
        QTRY_COMPARE(allTasks().size(), 1);
        m_clock->advance(1s);
        m_frontend->answerPolls({answer, answer});
        const int polls = m_frontend->polls();
        quiet([&] { QTRY_VERIFY(m_frontend->polls() > polls + 2); });
        QCOMPARE(stateOf(5), State::Queued);
    }

    void tasksOfOthersAreLeftAlone()
    {
        NewTask local{.source = u"/a"_s, .given = u"/a"_s};
        NewTask foreign = local;
        foreign.frontend = u"http://other"_s;
        foreign.buildId = 7;
        QVERIFY(m_store->add({local, foreign}, u"test"_s));
        m_clock->advance(1s);
        startSession();
        QTRY_VERIFY(m_session->isIdle());
        for (const Task &task : allTasks())
            QCOMPARE(task.state, State::Queued);
    }

    void whatCameBackIntoTheQueueIsPutBackHere()
    {
        m_frontend->enqueue(FakeFrontend::record(5));
        startSession();
        QTRY_COMPARE(allTasks().size(), 1);
        m_clock->advance(1s);
        m_frontend->dequeue(5);
        QTRY_COMPARE(stateOf(5), State::Canceled);
        m_clock->advance(1s);
        m_frontend->enqueue(FakeFrontend::record(5));
        QTRY_COMPARE(stateOf(5), State::Queued);
    }

    void whatAPersonCanceledStaysCanceled()
    {
        m_frontend->enqueue(FakeFrontend::record(5));
        startSession();
        QTRY_COMPARE(allTasks().size(), 1);
        QVERIFY(m_store->cancel({allTasks().first().id}, u"jane"_s));
        m_clock->advance(1s);
        m_session.reset();
        startSession();
        QTRY_VERIFY(m_session->isIdle());
        QCOMPARE(stateOf(5), State::Canceled);
    }

    void aResultIsReportedOnce()
    {
        m_frontend->enqueue(FakeFrontend::record(5));
        startSession();
        QTRY_COMPARE(allTasks().size(), 1);
        finish(5);
        QCOMPARE(stateOf(5), State::Reporting);
        m_session->wake();
        QTRY_COMPARE(stateOf(5), State::Succeeded);
        QCOMPARE(m_frontend->posts().size(), 1);
        const QJsonObject post = m_frontend->posts().first();
        QCOMPARE(post.value(u"build_id"_s).toInteger(), 5);
        QCOMPARE(post.value(u"reponame"_s).toString(), u"jane/tools/hello"_s);
        QCOMPARE(post.value(u"branch_commits"_s).toObject().value(u"f42"_s).toString(), kCommit);
        QVERIFY(allTasks().first().timings.ms(Stage::Report));
        const int polls = m_frontend->polls();
        QTRY_VERIFY(m_frontend->polls() > polls + 1);
        m_session->wake();
        QTRY_VERIFY(m_session->isIdle());
        QCOMPARE(m_frontend->posts().size(), 1);
    }

    void aReportIsRepeatedUntilItIsAcknowledged()
    {
        m_frontend->enqueue(FakeFrontend::record(5));
        m_options.poll = 1h;
        startSession();
        QTRY_COMPARE(allTasks().size(), 1);
        m_frontend->answerPosts(
                {FlakyAnswer::error(500),
                 FlakyAnswer::ok("<html>"),
                 {.body = "x", .ending = FlakyAnswer::Ending::Reset, .cutAfter = 0}});
        QSignalSpy problems(m_session.get(), &CoprSession::problem);
        quiet([&] {
            finish(5);
            m_session->wake();
            for (int tries = 1; tries <= 3; ++tries) {
                QTRY_COMPARE(problems.size(), tries);
                const auto waiting = m_store->unreportedResults();
                QCOMPARE(waiting->first().tries, tries);
                const auto pause
                        = std::chrono::milliseconds(m_clock->now().msecsTo(waiting->first().dueAt));
                QCOMPARE(pause, std::chrono::seconds(1 << (tries - 1)));
                QCOMPARE(stateOf(5), State::Reporting);
                m_clock->advance(pause);
            }
            QTRY_COMPARE(stateOf(5), State::Succeeded);
        });
        QCOMPARE(m_frontend->posts().size(), 1);
    }

    void whatAnEarlierProcessLeftIsReported()
    {
        m_frontend->enqueue(FakeFrontend::record(5));
        startSession();
        QTRY_VERIFY(m_session->isIdle());
        m_session.reset();
        finish(5);
        startSession();
        QTRY_COMPARE(stateOf(5), State::Succeeded);
        QCOMPARE(m_frontend->posts().size(), 1);
    }

    void aWrongPasswordIsSaidOnceAndHoldsAllPosts()
    {
        for (const qint64 build : {5, 6, 7})
            m_frontend->enqueue(FakeFrontend::record(build));
        m_options.password = "wrong";
        startSession();
        QTRY_COMPARE(allTasks().size(), 3);
        QSignalSpy problems(m_session.get(), &CoprSession::problem);
        quiet([&] {
            for (const qint64 build : {5, 6, 7})
                finish(build);
            m_session->wake();
            const int polls = m_frontend->polls();
            QTRY_VERIFY(!problems.isEmpty() && m_frontend->polls() > polls + 2);
        });
        QCOMPARE(problems.size(), 1);
        QCOMPARE(problems.first().first().value<Error>().cause, Cause::Forbidden);
        QVERIFY(!m_session->isIdle());
        QCOMPARE(m_store->unreportedResults()->size(), 3);
        QVERIFY(m_frontend->posts().isEmpty());
    }

    void aHeldFailureWaitsForItsTime()
    {
        m_frontend->enqueue(FakeFrontend::record(5));
        startSession();
        QTRY_COMPARE(allTasks().size(), 1);
        fail(5, m_clock->now().addSecs(60));
        m_session->wake();
        const int polls = m_frontend->polls();
        QTRY_VERIFY(m_frontend->polls() > polls + 1);
        QVERIFY(m_frontend->posts().isEmpty());
        m_clock->advance(60s);
        QTRY_COMPARE(m_frontend->posts().size(), 1);
        QCOMPARE(m_frontend->posts().first(), (QJsonObject{{u"build_id"_s, 5}}));
        QCOMPARE(stateOf(5), State::Failed);
    }

    void aHeldFailureThatIsRetriedIsNeverReported()
    {
        m_frontend->enqueue(FakeFrontend::record(5));
        startSession();
        QTRY_COMPARE(allTasks().size(), 1);
        fail(5, m_clock->now().addSecs(60));
        m_session->wake();
        QVERIFY(!m_session->isIdle());
        QVERIFY(m_store->retry({allTasks().first().id}, u"jane"_s));
        m_clock->advance(60s);
        QTRY_VERIFY(m_session->isIdle());
        finish(5);
        m_session->wake();
        QTRY_COMPARE(stateOf(5), State::Succeeded);
        QCOMPARE(m_frontend->posts().size(), 1);
        QVERIFY(m_frontend->posts().first().contains(u"branch_commits"_s));
    }

    void aSuccessAfterAReportedFailureIsReportedToo_data()
    {
        QTest::addColumn<bool>("hasApi");
        QTest::addColumn<QString>("state");
        QTest::addColumn<bool>("isPosted");
        QTest::newRow("no api") << false << u"failed"_s << true;
        QTest::newRow("failed") << true << u"failed"_s << true;
        QTest::newRow("importing again") << true << u"importing"_s << true;
        QTest::newRow("succeeded by now") << true << u"succeeded"_s << false;
        QTest::newRow("canceled by now") << true << u"canceled"_s << false;
        QTest::newRow("deleted by now") << true << QString() << false;
    }

    void aSuccessAfterAReportedFailureIsReportedToo()
    {
        QFETCH(const bool, hasApi);
        QFETCH(const QString, state);
        QFETCH(const bool, isPosted);
        if (hasApi)
            m_options.api = m_frontend->url();
        m_frontend->enqueue(FakeFrontend::record(5));
        startSession();
        QTRY_COMPARE(allTasks().size(), 1);
        fail(5);
        m_session->wake();
        QTRY_COMPARE(m_frontend->posts().size(), 1);
        QTRY_VERIFY(allTasks().first().isFailureReported);
        if (state.isEmpty())
            m_frontend->states.remove(5);
        else
            m_frontend->states.insert(5, state);

        m_clock->advance(1s);
        QVERIFY(m_store->retry({allTasks().first().id}, u"jane"_s));
        const int polls = m_frontend->polls();
        QTRY_VERIFY(m_frontend->polls() > polls + 1); // which do not list it any more
        QCOMPARE(stateOf(5), State::Queued);
        finish(5);
        m_session->wake();
        QTRY_COMPARE(stateOf(5), State::Succeeded);
        QCOMPARE(m_frontend->posts().size(), isPosted ? 2 : 1);
    }

    void anAcknowledgedBuildThatStaysListedIsSaidNotReportedAgain()
    {
        m_frontend->enqueue(FakeFrontend::record(5));
        startSession();
        QTRY_COMPARE(allTasks().size(), 1);
        finish(5);
        m_session->wake();
        QTRY_COMPARE(stateOf(5), State::Succeeded);
        m_clock->advance(1s);
        QSignalSpy problems(m_session.get(), &CoprSession::problem);
        quiet([&] {
            m_frontend->enqueue(FakeFrontend::record(5));
            QTRY_COMPARE(problems.size(), 1);
            const int polls = m_frontend->polls();
            QTRY_VERIFY(m_frontend->polls() > polls + 1);
        });
        QCOMPARE(problems.size(), 1);
        QVERIFY(problems.first().first().value<Error>().what.contains("build 5"_L1));
        QCOMPARE(m_frontend->posts().size(), 1);
        QCOMPARE(stateOf(5), State::Succeeded);
    }

    void manyResultsAreReportedOnceEach()
    {
        constexpr int count = 200;
        for (int build = 1; build <= count; ++build)
            m_frontend->enqueue(FakeFrontend::record(build));
        startSession();
        QTRY_COMPARE(allTasks().size(), count);
        for (int build = 1; build <= count; ++build) {
            finish(build);
            m_session->wake();
        }
        QTRY_COMPARE_WITH_TIMEOUT(m_frontend->posts().size(), count, 20s);
        QTRY_VERIFY(m_store->unreportedResults()->isEmpty());
        QSet<qint64> builds;
        for (const QJsonObject &post : m_frontend->posts())
            builds << post.value(u"build_id"_s).toInteger();
        QCOMPARE(builds.size(), count);
    }

    void afterStopPostsUnderWayGoOnAndNoneBegins()
    {
        m_frontend->enqueue(FakeFrontend::record(5));
        m_frontend->enqueue(FakeFrontend::record(6));
        startSession();
        QTRY_VERIFY(m_session->isIdle());
        finish(5);
        m_session->wake();
        QVERIFY(!m_session->isIdle());
        m_session->stop();
        finish(6);
        m_session->wake();
        QTRY_VERIFY(m_session->isIdle());
        QCOMPARE(stateOf(5), State::Succeeded);
        QCOMPARE(stateOf(6), State::Reporting);
        QCOMPARE(m_frontend->posts().size(), 1);
    }

private:
    void startSession()
    {
        m_session = std::make_unique<CoprSession>(*m_store, m_options, *m_clock);
        m_session->start();
    }

    /// Announced warnings would have to be counted; here only their effects matter.
    template <typename Steps> static void quiet(Steps steps)
    {
        QLoggingCategory::setFilterRules(u"sluice.copr.warning=false"_s);
        steps();
        QLoggingCategory::setFilterRules({});
    }

    QList<Task> allTasks()
    {
        const auto ids = m_store->find({.sort = TaskQuery::Sort::Id, .isDescending = false});
        return m_store->tasks(ids.value_or(QList<TaskId>())).value_or(QList<Task>());
    }

    Task taskOf(qint64 build)
    {
        for (const Task &task : allTasks()) {
            if (task.buildId == build)
                return task;
        }
        return {};
    }

    State stateOf(qint64 build) { return taskOf(build).state; }

    void turn(TaskResult result)
    {
        QCOMPARE(m_store->turn({}, {}, {result.id})->size(), 1);
        result.startedAt = m_clock->now();
        QVERIFY(m_store->turn({result}, {}, {}));
    }

    void finish(qint64 build)
    {
        const Task task = taskOf(build);
        const QList<BranchTip> tips{{u"f42"_s, kCommit}, {u"master"_s, kCommit}};
        turn({.id = task.id, .branches = tips, .report = successReport(task, tips)});
    }

    void fail(qint64 build, const QDateTime &reportAt = {})
    {
        turn({.id = taskOf(build).id,
              .error = someError(),
              .report = failureReport(build),
              .reportAt = reportAt});
    }

    std::unique_ptr<HandClock> m_clock;
    std::unique_ptr<QueueStore> m_store;
    std::unique_ptr<FakeFrontend> m_frontend;
    CoprOptions m_options;
    std::unique_ptr<CoprSession> m_session;
};

QTEST_GUILESS_MAIN(CoprSessionTest)
#include "tst_coprsession.moc"
