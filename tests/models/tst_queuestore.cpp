// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/handclock.h"
#include "queue/queuestore.h"

#include <QDir>
#include <QRegularExpression>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The queue in its file: what is added is found, what ends is counted, and several may work on it.
class QueueStoreTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QueueStore> open()
    {
        auto store = QueueStore::open(m_directory->filePath(u"queue.sqlite"_s), m_clock);
        if (!store)
            qFatal("%ls", qUtf16Printable(store.error().what + store.error().detail));
        return std::move(*store);
    }
    static NewTask task(const QString &name) { return {.source = u"/x/"_s + name, .given = name}; }
    static NewTask build(qint64 id)
    {
        NewTask task{.source = u"http://x/a.src.rpm"_s, .given = u"a"_s};
        task.frontend = u"http://frontend"_s;
        task.buildId = id;
        return task;
    }
    [[nodiscard]] TaskResult success(TaskId id) const
    {
        return {.id = id,
                .package = u"hello"_s,
                .version = u"2.12-1"_s,
                .startedAt = m_clock.now(),
                .branches = {{u"master"_s, QString(40, u'a')}},
                .objects = {{u"hello.tar.gz"_s, true, u"d41d8"_s, 12}}};
    }
    [[nodiscard]] TaskResult failed(TaskId id, Cause cause, const QDateTime &retryAt = {}) const
    {
        return {.id = id,
                .startedAt = m_clock.now(),
                .error = failure(cause, u"It went wrong."_s, u"raw"_s).error(),
                .retryAt = retryAt};
    }

    /// More than is read as a whole each time. Gives how many tasks that took.
    qsizetype fillLarge()
    {
        QList<NewTask> tasks;
        for (int i = 0; i < 24; ++i)
            tasks << task(QString(1024 * 1024, u'x'));
        return open()->add(tasks, {})->size();
    }
    void overwritePage(qint64 page)
    {
        QFile file(m_directory->filePath(u"queue.sqlite"_s));
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(page * 4096));
        QCOMPARE(file.write(QByteArray(4096, 'x')), 4096);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    HandClock m_clock;

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_directory = std::make_unique<QTemporaryDir>();
    }

    void aRetryIsTakenBackUntilItHasBegun()
    {
        auto store = open();
        const QList<TaskId> ids = *store->add({build(1), build(2), task(u"c"_s)}, {});
        QVERIFY(store->turn({}, {}, ids));
        TaskResult reported = failed(ids[0], Cause::NotFound);
        reported.report = "{}"_ba;
        QVERIFY(store->turn({reported, failed(ids[1], Cause::NotFound),
                             failed(ids[2], Cause::Network, m_clock.now().addSecs(60))},
                            {}, {}));
        const QList<Task> before = *store->tasks(ids);
        const auto marks = store->marks(ids);
        QVERIFY(marks);
        m_clock.advance(5s);
        QCOMPARE(store->retry(ids, u"me"_s).value(), ids);
        QVERIFY(store->unreportedResults()->isEmpty());
        QCOMPARE(store->turn({}, {}, {ids[1]})->size(), 1); // one begins and is given back
        QVERIFY(store->release({ids[1]}));
        QCOMPARE(store->putBack(*marks, State::Queued, u"me"_s).value(),
                 (QList<TaskId>{ids[0], ids[2]}));
        const QList<Task> after = *store->tasks(ids);
        QCOMPARE(after[0].state, State::Failed);
        QCOMPARE(after[0].error, before[0].error);
        QCOMPARE(after[0].finishedAt, before[0].finishedAt);
        QCOMPARE(after[1].state, State::Queued);
        QCOMPARE(after[2].state, State::Queued);
        QCOMPARE(after[2].retryAt, before[2].retryAt);
        QCOMPARE(after[2].attemptsBefore, before[2].attemptsBefore);
        QCOMPARE(store->unreportedResults()->size(), 1); // its frontend is to be told again
        QCOMPARE(store->counts().value()[State::Failed], 1);
        QVERIFY(store->putBack(*marks, State::Queued, u"me"_s)->size() <= 1); // no second time
    }

    void aCancelIsTakenBack()
    {
        auto store = open();
        const QList<TaskId> ids = *store->add({task(u"a"_s), task(u"b"_s), task(u"c"_s)}, {});
        QVERIFY(store->turn({}, {}, {ids[0]}));
        const auto marks = store->marks(ids);
        QCOMPARE(store->cancel(ids, u"me"_s).value(), ids);
        QCOMPARE(store->remove({ids[2]}).value(), QList<TaskId>{ids[2]});
        QCOMPARE(store->putBack(*marks, State::Canceled, u"me"_s).value(),
                 (QList<TaskId>{ids[0], ids[1]}));
        QCOMPARE(store->task(ids[0]).value()->state, State::Queued); // it was running
        QVERIFY(store->task(ids[1]).value()->finishedAt.isNull());
    }

    void addedTasksAreFoundAgainAfterReopening()
    {
        auto added = open()->add({task(u"a"_s), task(u"b"_s)}, u"me"_s);
        QVERIFY(added);
        QCOMPARE(added->size(), 2);
        auto store = open();
        const auto tasks = store->tasks(*added);
        QVERIFY(tasks);
        QCOMPARE(tasks->at(1).source, u"/x/b"_s);
        QCOMPARE(tasks->at(1).state, State::Queued);
        QCOMPARE(tasks->at(1).sandbox, u"local/imports"_s);
        QCOMPARE(tasks->at(1).branches, (QList<BranchTip>{{u"master"_s, {}}}));
        QCOMPARE(tasks->at(1).createdAt, m_clock.now());
        QCOMPARE(store->counts()->operator[](State::Queued), 2);
        QCOMPARE(store->history(added->first())->first().who, u"me"_s);
    }

    void sameBuildOfSameFrontendIsOneTask()
    {
        auto store = open();
        const auto first = store->add({build(7)}, {});
        const auto again = store->add({build(7), build(8)}, {});
        QCOMPARE(again->first(), first->first());
        QVERIFY(again->at(1) != first->first());
        QCOMPARE(store->counts()->total(), 2);
    }

    void turnClaimsWhatIsQueuedInTheOrderAsked()
    {
        auto store = open();
        const QList<TaskId> ids = *store->add({task(u"a"_s), task(u"b"_s), task(u"c"_s)}, {});
        QCOMPARE(store->cancel({ids[1]}, {})->size(), 1);
        const auto claimed = store->turn({}, {}, {ids[2], ids[1], ids[0]});
        QVERIFY(claimed);
        QCOMPARE(claimed->size(), 2);
        QCOMPARE(claimed->at(0).id, ids[2]);
        QCOMPARE(claimed->at(1).id, ids[0]);
        QCOMPARE(claimed->at(0).state, State::Fetching);
        QVERIFY(store->turn({}, {}, {ids[2]})->isEmpty());
    }

    void successKeepsWhatTheImportFound()
    {
        auto store = open();
        const TaskId id = store->add({task(u"a"_s)}, {})->first();
        QVERIFY(store->turn({}, {}, {id}));
        QVERIFY(store->turn({success(id)}, {}, {}));
        const Task done = **store->task(id);
        QCOMPARE(done.state, State::Succeeded);
        QCOMPARE(done.package, u"hello"_s);
        QCOMPARE(done.version, u"2.12-1"_s);
        QCOMPARE(done.branches.first().commit, QString(40, u'a'));
        QCOMPARE(done.attempts, 1);
        QCOMPARE(done.finishedAt, m_clock.now());
        QCOMPARE(store->attempts(id)->size(), 1);
        QCOMPARE(store->storedObjects(id)->first().file, u"hello.tar.gz"_s);
        QCOMPARE(store->counts()->operator[](State::Succeeded), 1);
        QCOMPARE(store->counts()->running(), 0);
    }

    void transientFailureWaitsAndIsNotClaimedEarly()
    {
        auto store = open();
        const TaskId id = store->add({task(u"a"_s)}, {})->first();
        QVERIFY(store->turn({}, {}, {id}));
        QVERIFY(store->turn({failed(id, Cause::Network, m_clock.now().addSecs(10))}, {}, {}));
        const Task waiting = **store->task(id);
        QCOMPARE(waiting.state, State::Queued);
        QCOMPARE(waiting.error->cause, Cause::Network);
        QVERIFY(store->turn({}, {}, {id})->isEmpty());
        m_clock.advance(11s);
        QCOMPARE(store->turn({}, {}, {id})->size(), 1);
    }

    void retryGivesAllTriesAgainAndKeepsTheCount()
    {
        auto store = open();
        const TaskId id = store->add({task(u"a"_s)}, {})->first();
        QVERIFY(store->turn({}, {}, {id}));
        QVERIFY(store->turn({failed(id, Cause::NotFound)}, {}, {}));
        QCOMPARE((*store->task(id))->state, State::Failed);
        QCOMPARE(store->retry({id}, u"support"_s)->size(), 1);
        const Task again = **store->task(id);
        QCOMPARE(again.state, State::Queued);
        QCOMPARE(again.attempts, 1);
        QCOMPARE(again.attemptsBefore, 1);
        QVERIFY(store->retry({id}, {})->isEmpty()); // queued already
        QCOMPARE(store->history(id)->last().what, u"retried"_s);
    }

    void retryAllFailedTakesNothingElse()
    {
        auto store = open();
        const QList<TaskId> ids = *store->add({task(u"a"_s), task(u"b"_s), task(u"c"_s)}, {});
        QVERIFY(store->turn({}, {}, {ids[0], ids[1]}));
        QVERIFY(store->turn({failed(ids[0], Cause::Corrupt), success(ids[1])}, {}, {}));
        QCOMPARE(store->retryAllFailed({}), 1);
        QCOMPARE(store->counts()->operator[](State::Queued), 2);
        QCOMPARE(store->counts()->operator[](State::Succeeded), 1);
    }

    void resultOfATaskCanceledMeanwhileIsDropped()
    {
        auto store = open();
        const TaskId id = store->add({task(u"a"_s)}, {})->first();
        QVERIFY(store->turn({}, {}, {id}));
        QCOMPARE(store->cancel({id}, {})->size(), 1);
        QVERIFY(store->turn({success(id)}, {}, {}));
        QCOMPARE((*store->task(id))->state, State::Canceled);
        QCOMPARE(store->attempts(id)->size(), 0);
    }

    void recoverBringsRunningTasksBack()
    {
        const QList<TaskId> ids = *open()->add({task(u"a"_s), task(u"b"_s)}, {});
        QVERIFY(open()->turn({}, {}, {ids[0], ids[1]}));
        auto store = open();
        QCOMPARE(store->recover({ids[0], 99}), 2);
        for (const TaskId id : ids) {
            const Task task = **store->task(id);
            QCOMPARE(task.state, State::Queued);
            QCOMPARE(task.interruptions, id == ids[0] ? 1 : 0); // the other was only claimed
            QCOMPARE(task.attempts, 0);
        }
    }

    void successThatMustBeReportedWaitsForTheFrontend()
    {
        auto store = open();
        const TaskId id = store->add({build(7)}, {})->first();
        QVERIFY(store->turn({}, {}, {id}));
        TaskResult result = success(id);
        result.report = "{}"_ba;
        QVERIFY(store->turn({result}, {}, {}));
        QCOMPARE((*store->task(id))->state, State::Reporting);
        QCOMPARE(store->recover({id}), 0); // a crash here must not import again
        const auto reports = store->unreportedResults();
        QCOMPARE(reports->size(), 1);
        QCOMPARE(reports->first().buildId, 7);
        QVERIFY(store->postponeReport(reports->first().id, m_clock.now().addSecs(1), u"500"_s));
        QCOMPARE(store->unreportedResults()->first().tries, 1);
        QVERIFY(store->markReported(reports->first().id, 3.5));
        QVERIFY(store->unreportedResults()->isEmpty());
        const Task done = **store->task(id);
        QCOMPARE(done.state, State::Succeeded);
        QCOMPARE(done.timings.ms(Stage::Report), 3.5);
        QVERIFY(!done.isFailureReported);
    }

    void failureMendedBeforeItsReportIsNotReported()
    {
        auto store = open();
        const TaskId id = store->add({build(7)}, {})->first();
        QVERIFY(store->turn({}, {}, {id}));
        TaskResult result = failed(id, Cause::NotFound);
        result.report = "{}"_ba;
        QVERIFY(store->turn({result}, {}, {}));
        QCOMPARE((*store->task(id))->state, State::Failed);
        const qint64 report = store->unreportedResults()->first().id;
        QVERIFY(store->retry({id}, {}));
        QVERIFY(store->unreportedResults()->isEmpty());
        // Its post was under way when retry was clicked: that it arrived must not be forgotten.
        QVERIFY(store->markReported(report, 1));
        QVERIFY((*store->task(id))->isFailureReported);
        QCOMPARE((*store->task(id))->state, State::Queued);
    }

    void changesComeWholeAndOnce()
    {
        auto store = open();
        auto other = open();
        const qint64 start = *store->revision();
        const qint64 version = *store->dataVersion();
        const QList<TaskId> ids = *other->add({task(u"a"_s), task(u"b"_s)}, {});
        QVERIFY(*store->dataVersion() != version);
        auto changes = store->changesSince(start);
        QCOMPARE(changes->tasks.size(), 2);
        QCOMPARE(changes->tasks.first().branches.size(), 1);
        QCOMPARE(store->changesSince(changes->rev)->tasks.size(), 0);
        QVERIFY(other->cancel({ids[0]}, {}));
        QVERIFY(other->remove({ids[0]}));
        changes = store->changesSince(changes->rev);
        QCOMPARE(changes->tasks.size(), 0);
        QCOMPARE(changes->removed, (QList<TaskId>{ids[0]}));
    }

    void manyChangesComeInPieces()
    {
        auto store = open();
        QList<NewTask> many;
        for (int i = 0; i < 3500; ++i)
            many << task(QString::number(i));
        const QList<TaskId> ids = *store->add(many, {});
        QSet<TaskId> seen;
        qint64 rev = 0;
        int pieces = 0;
        for (bool hasMore = true; hasMore; ++pieces) {
            const auto changes = store->changesSince(rev, 1500);
            QVERIFY(changes && changes->tasks.size() <= 1500);
            for (const Task &changed : changes->tasks)
                seen.insert(changed.id);
            rev = changes->rev;
            hasMore = changes->hasMore;
        }
        QVERIFY(pieces > 1);
        QCOMPARE(seen.size(), ids.size());
    }

    void findFilters_data()
    {
        QTest::addColumn<TaskQuery>("query");
        QTest::addColumn<QStringList>("expected");
        TaskQuery query{.isDescending = false};
        QTest::newRow("all") << query << QStringList{u"py-one"_s, u"a_b"_s, u"axb"_s};
        query.owners = {u"py*"_s};
        QTest::newRow("pattern") << query << QStringList{u"py-one"_s};
        query = {.words = {u"a_b"_s}, .isDescending = false};
        QTest::newRow("underscore means itself") << query << QStringList{u"a_b"_s};
        query = {.branches = {u"f4*"_s}, .isDescending = false};
        QTest::newRow("branch") << query << QStringList{u"axb"_s};
        query = {.states = {State::Canceled}, .isDescending = false};
        QTest::newRow("state") << query << QStringList{u"a_b"_s};
        query = {.sort = TaskQuery::Sort::Package, .isDescending = true};
        QTest::newRow("sorted") << query << QStringList{u"py-one"_s, u"axb"_s, u"a_b"_s};
    }
    void findFilters()
    {
        QFETCH(TaskQuery, query);
        QFETCH(QStringList, expected);
        auto store = open();
        NewTask one = task(u"1"_s);
        one.owner = u"pypa"_s;
        one.package = u"py-one"_s;
        NewTask two = task(u"2"_s);
        two.package = u"a_b"_s;
        NewTask three = task(u"3"_s);
        three.package = u"axb"_s;
        three.branches = {u"f42"_s, u"f43"_s};
        const QList<TaskId> ids = *store->add({one, two, three}, {});
        QVERIFY(store->cancel({ids[1]}, {}));
        QStringList found;
        const QList<TaskId> matches = *store->find(query);
        const QList<Task> tasks = *store->tasks(matches);
        for (const Task &match : tasks)
            found << match.package;
        QCOMPARE(found, expected);
    }

    void poolStateAndWorkersAreSeenByOthers()
    {
        auto store = open();
        auto other = open();
        QVERIFY(store->setThreads(12));
        QVERIFY(store->setPaused(true, u"The disk is full."_s));
        QVERIFY(store->setLimits({5, 3}));
        const PoolState state = *other->poolState();
        QCOMPARE(state.threads, 12);
        QVERIFY(state.isPaused);
        QCOMPARE(state.limits, (ShareLimits{5, 3}));
        const QList<WorkerRow> workers{{0, 4, u"unpack"_s, Stage::Unpack, 0.5, m_clock.now()}};
        QVERIFY(store->setWorkers(workers));
        QCOMPARE(*other->workers(), workers);
    }

    void twoWritersBothGetThrough()
    {
        open();
        const auto work = [this] {
            auto store = open();
            for (int i = 0; i < 200; ++i) {
                if (!store->add({task(QString::number(i))}, {}))
                    return;
            }
        };
        std::thread first(work);
        std::thread second(work);
        first.join();
        second.join();
        QCOMPARE(open()->counts()->total(), 400);
    }

    void lockedFileIsSaidAfterOneTimeOutAndNothingChanges()
    {
        auto store = open();
        const QList<TaskId> ids = *store->add({task(u"a"_s), task(u"b"_s), task(u"c"_s)}, {});
        {
            auto other = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"locker"_s);
            other.setDatabaseName(m_directory->filePath(u"queue.sqlite"_s));
            QVERIFY(other.open());
            QVERIFY(QSqlQuery(other).exec(u"BEGIN IMMEDIATE"_s));
            QElapsedTimer timer;
            timer.start();
            const auto canceled = store->cancel(ids, {});
            QVERIFY(!canceled);
            QVERIFY2(canceled.error().what.contains(u"locked"_s),
                     qPrintable(canceled.error().what));
            QVERIFY(!canceled.error().retryAt.isNull());
            QVERIFY2(timer.elapsed() < 15'000, "it waited more than once");
            store->setPatience(50ms);
            timer.start();
            QVERIFY(!store->cancel(ids, {}));
            QVERIFY2(timer.elapsed() < 5'000, "it was told not to wait");
            QVERIFY(QSqlQuery(other).exec(u"ROLLBACK"_s));
        }
        QSqlDatabase::removeDatabase(u"locker"_s);
        QCOMPARE(store->counts()->operator[](State::Queued), 3);
        QCOMPARE(store->cancel(ids, {})->size(), 3);
    }

    void damagedFileIsSaidAtThePoolsStartAndKept()
    {
        const QString file = m_directory->filePath(u"queue.sqlite"_s);
        {
            QList<NewTask> many;
            for (int i = 0; i < 2000; ++i)
                many << task(QString::number(i));
            QVERIFY(open()->add(many, {}));
        }
        QFile damaged(file);
        QVERIFY(damaged.open(QIODevice::ReadWrite));
        const qint64 size = damaged.size();
        for (qint64 page = 20; page * 4096 < size; page += 3) {
            QVERIFY(damaged.seek(page * 4096));
            damaged.write(QByteArray(4096, 'x'));
        }
        damaged.close();
        auto store = QueueStore::open(file, m_clock);
        const auto recovered = store ? (*store)->recover({}) : std::unexpected(store.error());
        QVERIFY(!recovered);
        QVERIFY2(recovered.error().what.contains(u"damaged"_s), qPrintable(recovered.error().what));
        QCOMPARE(QFileInfo(file).size(), size);
    }

    void aLargeFileIsReadAsAWholeNowAndThen_data()
    {
        QTest::addColumn<bool>("isLater");
        QTest::addColumn<bool>("isCopied");
        QTest::addColumn<bool>("isFound");
        QTest::newRow("the same file, soon") << false << false << false;
        QTest::newRow("the same file, a day later") << true << false << true;
        QTest::newRow("a copy") << false << true << true;
    }
    void aLargeFileIsReadAsAWholeNowAndThen()
    {
        QFETCH(const bool, isLater);
        QFETCH(const bool, isCopied);
        QFETCH(const bool, isFound);
        fillLarge();
        QVERIFY(open()->check());
        const QString file = m_directory->filePath(u"queue.sqlite"_s);
        if (isCopied) {
            QVERIFY(QFile::copy(file, file + u'2'));
            QVERIFY(QFile::remove(file) && QFile::rename(file + u'2', file));
        }
        overwritePage(QFileInfo(file).size() / 2 / 4096); // of a long text that nobody reads
        if (isLater)
            m_clock.advance(24h);
        const auto checked = open()->check();
        QCOMPARE(!checked, isFound);
        if (isFound)
            QVERIFY(checked.error().what.contains(u"damaged"_s));
    }

    void aLargeDamagedFileTakesNoTaskBetweenItsChecks()
    {
        const qsizetype before = fillLarge();
        QVERIFY(open()->check());
        int page = 0;
        {
            auto database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"looker"_s);
            database.setDatabaseName(m_directory->filePath(u"queue.sqlite"_s));
            QVERIFY(database.open());
            QSqlQuery query(database);
            QVERIFY(query.exec(u"SELECT rootpage FROM sqlite_schema WHERE name = 'history'"_s));
            QVERIFY(query.next());
            page = query.value(0).toInt();
        }
        QSqlDatabase::removeDatabase(u"looker"_s);
        overwritePage(page - 1);
        auto store = open();
        QVERIFY(store->check());
        const auto added = store->add({task(u"new"_s)}, {});
        QVERIFY(!added);
        QVERIFY2(added.error().what.contains(u"damaged"_s), qPrintable(added.error().what));
        QCOMPARE(store->find({})->size(), before);
    }

    void resultThatIsNotReportedKeepsItsTask()
    {
        auto store = open();
        const TaskId id = store->add({build(7)}, {})->first();
        QVERIFY(store->turn({}, {}, {id}));
        TaskResult result = failed(id, Cause::NotFound);
        result.report = "{}"_ba;
        QVERIFY(store->turn({result}, {}, {}));
        QVERIFY(store->remove({id})->isEmpty());
        QVERIFY(store->markReported(store->unreportedResults()->first().id, 1));
        QCOMPARE(store->remove({id})->size(), 1);
    }

    void newerSchemaIsRefusedAndKept()
    {
        open();
        const QString file = m_directory->filePath(u"queue.sqlite"_s);
        setUserVersion(file, 99);
        const auto store = QueueStore::open(file, m_clock);
        QVERIFY(!store);
        QVERIFY(store.error().what.contains(u"newer Sluice"_s));
        setUserVersion(file, int(schemaSteps().size()));
        open();
    }

    void anOlderQueueIsBroughtForward()
    {
        const TaskId id = open()->add({task(u"a"_s)}, {})->first();
        const QString file = m_directory->filePath(u"queue.sqlite"_s);
        // Back to the first step: what later ones made goes.
        static const QRegularExpression made(u"CREATE TABLE (\\w+)"_s);
        for (const QString &step : schemaSteps().sliced(1)) {
            QFile sql(u":/schema/"_s + step);
            QVERIFY(sql.open(QIODevice::ReadOnly));
            const QString text = QString::fromUtf8(sql.readAll());
            for (const auto &match : made.globalMatch(text))
                execute(file, u"DROP TABLE "_s + match.captured(1));
        }
        setUserVersion(file, 1);
        auto store = open();
        QVERIFY(store->check());
        QCOMPARE(store->find({}).value(), QList<TaskId>{id});
    }

    void fileThatIsNoDatabaseIsRefusedAndKept()
    {
        const QString file = m_directory->filePath(u"queue.sqlite"_s);
        const QByteArray content
                = QByteArray("this is not a database, it is a letter\n").repeated(200);
        QFile letter(file);
        QVERIFY(letter.open(QIODevice::WriteOnly));
        letter.write(content);
        letter.close();
        const auto store = QueueStore::open(file, m_clock);
        QVERIFY(!store);
        QVERIFY2(store.error().what.contains(u"not a queue of Sluice"_s),
                 qPrintable(store.error().what));
        QVERIFY(letter.open(QIODevice::ReadOnly));
        QCOMPARE(letter.readAll(), content);
    }

private:
    static QStringList schemaSteps()
    {
        return QDir(u":/schema"_s).entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
    }
    static void setUserVersion(const QString &file, int version)
    {
        execute(file, u"PRAGMA user_version = %1"_s.arg(version));
    }
    static void execute(const QString &file, const QString &sql)
    {
        {
            auto database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"test"_s);
            database.setDatabaseName(file);
            QVERIFY(database.open());
            QSqlQuery query(database);
            QVERIFY(query.exec(sql));
        }
        QSqlDatabase::removeDatabase(u"test"_s);
    }
};

QTEST_GUILESS_MAIN(QueueStoreTest)
#include "tst_queuestore.moc"
