// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/engineharness.h"
#include "fakes/flakyserver.h"
#include "fakes/rawsrpm.h"

#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Another program that has the queue file locked as long as this lives.
class StoreLocker final
{
    Q_DISABLE_COPY_MOVE(StoreLocker)

public:
    explicit StoreLocker(const QString &file)
    {
        auto database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"locker"_s);
        database.setDatabaseName(file);
        if (!database.open() || !QSqlQuery(database).exec(u"BEGIN IMMEDIATE"_s))
            qFatal("cannot lock the queue");
    }
    ~StoreLocker() { QSqlDatabase::removeDatabase(u"locker"_s); }
};

/// Whole imports through queue, pool and group sync, from the outside: tasks in, repositories out.
class EngineTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<EngineHarness> m_harness;

    [[nodiscard]] QString describe(TaskId id)
    {
        const Task task = m_harness->task(id);
        return stateName(task.state)
             + (task.error ? u": "_s + causeName(task.error->cause) + u": "_s + task.error->what
                           : QString());
    }

    const QByteArray kPath = "/hello.src.rpm"_ba;

    /// A task whose source is what the server answers, in turn.
    TaskId addUrl(FlakyServer &server, const QList<FlakyAnswer> &answers)
    {
        server.script(kPath, answers);
        const QString url = server.url(QString::fromLatin1(kPath)).toString();
        return m_harness->add({.source = url, .given = url, .isUrlListed = true});
    }
    static FlakyAnswer silent() { return {.isSilent = true}; }

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_harness = std::make_unique<EngineHarness>();
    }
    void cleanup() { m_harness.reset(); }

    void importsAPackageIntoEveryBranch()
    {
        const TaskId id
                = m_harness->addFile(m_harness->package("hello"), {u"f42"_s, u"f43"_s, u"epel9"_s});
        m_harness->start();
        QVERIFY(m_harness->waitIdle());
        const Task task = m_harness->task(id);
        QCOMPARE(describe(id), u"succeeded"_s);
        QCOMPARE(task.package, u"hello"_s);
        QCOMPARE(task.version, u"1.0-1"_s);
        QCOMPARE(task.attempts, 1);
        QCOMPARE(task.branches.size(), 3);
        for (const BranchTip &tip : task.branches) {
            QCOMPARE(tip.commit, task.branches.first().commit);
            QCOMPARE(m_harness->git(u"hello"_s, {u"rev-parse"_s, u"refs/heads/"_s + tip.branch}),
                     tip.commit);
        }
        QCOMPARE(m_harness->git(u"hello"_s, {u"fsck"_s, u"--strict"_s}), QString());
        QVERIFY(m_harness->leftovers().isEmpty());
        for (const Stage stage :
             {Stage::Fetch, Stage::Unpack, Stage::Store, Stage::Commit, Stage::Sync})
            QVERIFY2(task.timings.ms(stage), qPrintable(stageName(stage)));
        QFile log(m_harness->settings.logsRoot + u'/' + task.logName());
        QVERIFY(log.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(log.readAll());
        QVERIFY2(text.contains(u"branch f42 is at "_s + task.branches.first().commit),
                 qPrintable(text));
    }

    void samePackageAgainGivesTheSameCommit()
    {
        const QString path = m_harness->package("hello");
        const TaskId first = m_harness->addFile(path);
        const TaskId second = m_harness->addFile(path);
        m_harness->start();
        QVERIFY(m_harness->waitIdle());
        QCOMPARE(describe(second), u"succeeded"_s);
        QCOMPARE(m_harness->task(second).branches, m_harness->task(first).branches);
    }

    void badInputFailsWithItsCauseAndThePoolGoesOn_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("cause");
        const auto made = [](auto change) {
            RawSrpm package{.name = "bad"};
            package.files << RawSrpm::File{.name = "bad.spec", .content = "Name: bad\n"};
            change(package);
            return package.bytes();
        };
        const auto named = [&made](const QByteArray &name) {
            return made([&name](RawSrpm &package) {
                package.files << RawSrpm::File{.name = name, .content = "x"};
            });
        };
        const QByteArray good = made([](RawSrpm &) {});
        QTest::newRow("empty") << QByteArray() << u"not a source package"_s;
        QTest::newRow("html") << QByteArray("<html><body>404 Not Found</body></html>")
                              << u"not a source package"_s;
        QTest::newRow("truncated") << good.left(good.size() - 20) << u"corrupt"_s;
        QTest::newRow("bytes after the payload") << good + "more" << u"corrupt"_s;
        QTest::newRow("binary package") << made([](RawSrpm &package) { package.isBinary = true; })
                                        << u"not a source package"_s;
        QTest::newRow("slash") << named("a/b") << u"unsafe content"_s;
        QTest::newRow("up") << named("..") << u"unsafe content"_s;
        QTest::newRow("absolute") << named("/etc/passwd") << u"unsafe content"_s;
        QTest::newRow("control character") << named("a\nb") << u"unsafe content"_s;
        QTest::newRow(".git") << named(".git") << u"unsafe content"_s;
        QTest::newRow(".gitattributes") << named(".gitattributes") << u"unsafe content"_s;
        QTest::newRow("sources") << named("sources") << u"unsafe content"_s;
        QTest::newRow("symlink") << made([](RawSrpm &package) {
            package.files << RawSrpm::File{
                    .name = "link", .content = "/etc/passwd", .mode = 0120777};
        }) << u"unsafe content"_s;
        QTest::newRow("fifo") << made([](RawSrpm &package) {
            package.files << RawSrpm::File{.name = "pipe", .mode = 010644};
        }) << u"unsafe content"_s;
    }
    void aPayloadThatIsCutKeepsThePackagesName()
    {
        const QByteArray whole = RawSrpm{.name = "cut"}.bytes();
        const TaskId id = m_harness->addFile(
                m_harness->write(u"x.src.rpm"_s, whole.left(whole.size() - 20)));
        m_harness->start({.threads = 1});
        QVERIFY(m_harness->waitIdle());
        QCOMPARE(m_harness->task(id).state, State::Failed);
        QCOMPARE(m_harness->task(id).package, u"cut"_s);
        QCOMPARE(m_harness->task(id).version, u"1.0-1"_s);
    }

    void badInputFailsWithItsCauseAndThePoolGoesOn()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, cause);
        const TaskId bad = m_harness->addFile(m_harness->write(u"bad.src.rpm"_s, content));
        const TaskId good = m_harness->addFile(m_harness->package("hello"));
        m_harness->start({.threads = 1});
        QVERIFY(m_harness->waitIdle());
        const Task task = m_harness->task(bad);
        QCOMPARE(stateName(task.state), u"failed"_s);
        QCOMPARE(causeName(task.error->cause), cause);
        QVERIFY(!task.error->what.isEmpty());
        QCOMPARE(task.attempts, 1);
        QCOMPARE(describe(good), u"succeeded"_s);
        QVERIFY(m_harness->leftovers().isEmpty());
        QVERIFY(!QFileInfo::exists(m_harness->settings.gitRoot + "/local/imports/bad.git"_L1));
        QVERIFY(!QFileInfo::exists(m_harness->settings.lookasideRoot + "/local/imports/bad"_L1));
    }

    void damagedLocalFileIsOursToMend_data()
    {
        QTest::addColumn<int>("bytesLost");
        QTest::addColumn<QByteArray>("end");
        QTest::newRow("cut off") << 20 << QByteArray();
        QTest::newRow("changed") << 20 << QByteArray(20, 'x');
        QTest::newRow("empty") << 100'000 << QByteArray();
    }
    void damagedLocalFileIsOursToMend()
    {
        QFETCH(const int, bytesLost);
        QFETCH(const QByteArray, end);
        QFile whole(m_harness->package("hello"));
        QVERIFY(whole.open(QIODevice::ReadOnly));
        QByteArray bytes = whole.readAll();
        bytes.chop(bytesLost);
        const TaskId id = m_harness->addFile(m_harness->write(u"bad.src.rpm"_s, bytes + end));
        m_harness->start();
        QVERIFY(m_harness->waitIdle());
        const Error error = *m_harness->task(id).error;
        QCOMPARE(whoName(error.who), u"us"_s);
        // The path stands beside it already.
        QVERIFY2(error.what.startsWith("bad.src.rpm "_L1), qPrintable(error.what));
    }

    void missingFileAndFolderAreNamed()
    {
        const TaskId missing = m_harness->addFile(m_harness->path(u"nowhere.src.rpm"_s));
        const TaskId folder = m_harness->addFile(m_harness->path(u"data"_s));
        m_harness->start();
        QVERIFY(m_harness->waitIdle());
        QCOMPARE(m_harness->task(missing).error->cause, Cause::NotFound);
        QVERIFY(m_harness->task(missing).error->what.contains(u"nowhere.src.rpm"_s));
        QCOMPARE(m_harness->task(folder).error->cause, Cause::NotSourcePackage);
    }

    void namesThatLeaveTheRootAreRefused_data()
    {
        QTest::addColumn<QString>("owner");
        QTest::addColumn<QString>("project");
        QTest::addColumn<QString>("package");
        QTest::addColumn<QString>("branch");
        QTest::newRow("owner") << u".."_s << u"p"_s << u"x"_s << u"f42"_s;
        QTest::newRow("project") << u"o"_s << u"../.."_s << u"x"_s << u"f42"_s;
        QTest::newRow("package") << u"o"_s << u"p"_s << u"../x"_s << u"f42"_s;
        QTest::newRow("branch") << u"o"_s << u"p"_s << u"x"_s << u"../../config"_s;
        QTest::newRow("long branch") << u"o"_s << u"p"_s << u"x"_s << QString(51, u'b');
    }
    void namesThatLeaveTheRootAreRefused()
    {
        QFETCH(QString, owner);
        QFETCH(QString, project);
        QFETCH(QString, package);
        QFETCH(QString, branch);
        NewTask task{.source = m_harness->package("hello"), .given = u"hello"_s};
        task.owner = owner;
        task.project = project;
        task.package = package;
        task.branches = {branch};
        const TaskId id = m_harness->add(task);
        m_harness->start();
        QVERIFY(m_harness->waitIdle());
        QCOMPARE(m_harness->task(id).error->cause, Cause::Invalid);
    }

    void clashingBranchesAreRefused()
    {
        const TaskId id
                = m_harness->addFile(m_harness->package("hello"), {u"fedora"_s, u"fedora/26"_s});
        m_harness->start();
        QVERIFY(m_harness->waitIdle());
        QCOMPARE(m_harness->task(id).error->cause, Cause::Invalid);
        QVERIFY(!QFileInfo::exists(m_harness->settings.gitRoot + "/local/imports/hello.git"_L1));
    }

    void clashWithABranchThatStandsNamesBothAndUs()
    {
        m_harness->addFile(m_harness->package("hello"), {u"fedora"_s});
        m_harness->start();
        QVERIFY(m_harness->waitIdle());
        const TaskId id = m_harness->addFile(m_harness->package("hello"), {u"fedora/26"_s});
        QTRY_VERIFY(m_harness->task(id).error);
        const Error error = *m_harness->task(id).error;
        QCOMPARE(whoName(error.who), u"us"_s);
        QVERIFY2(error.what.contains(u"fedora/26 cannot be made beside fedora"_s),
                 qPrintable(error.what));
        QVERIFY2(error.what.contains(u"delete fedora there and retry"_s), qPrintable(error.what));
    }

    void pauseHoldsTheQueueAndResumeLetsItGo()
    {
        QVERIFY(m_harness->store->setPaused(true));
        Engine &engine = m_harness->start();
        QSignalSpy taken(&engine, &Engine::poolTaken);
        QVERIFY(taken.wait());
        const TaskId id = m_harness->addFile(m_harness->package("hello"));
        engine.wake();
        QTest::qWait(400);
        QCOMPARE(describe(id), u"queued"_s);
        QVERIFY(m_harness->store->setPaused(false));
        QTRY_COMPARE(describe(id), u"succeeded"_s);
    }

    void threadsCanBeChangedWhileItRuns()
    {
        Engine &engine = m_harness->start({.threads = 1});
        QSignalSpy taken(&engine, &Engine::poolTaken);
        QVERIFY(taken.wait());
        QCOMPARE(m_harness->store->poolState()->threads, 1);
        QVERIFY(m_harness->store->setThreads(64));
        QList<TaskId> ids;
        for (int i = 0; i < 40; ++i)
            ids << m_harness->addFile(m_harness->package("p" + QByteArray::number(i)));
        QTRY_COMPARE(m_harness->store->counts()->operator[](State::Succeeded), 40);
    }

    void startValuesComeFromTheSettings()
    {
        QVERIFY(m_harness->store->setThreads(7));
        QVERIFY(m_harness->store->setLimits({5, 3}));
        Engine &engine = m_harness->start();
        QSignalSpy taken(&engine, &Engine::poolTaken);
        QVERIFY(taken.wait());
        QCOMPARE(m_harness->store->poolState()->threads, QThread::idealThreadCount());
        QCOMPARE(m_harness->store->poolState()->limits, ShareLimits());
    }

    void engineThatIsDestroyedGivesItsTasksBack()
    {
        FlakyServer server;
        const TaskId id = addUrl(server, {silent()});
        const SystemClock clock;
        {
            Engine engine({.dataDirectory = m_harness->path(u"data"_s),
                           .settings = m_harness->settings,
                           .program = u"short"_s},
                          clock);
            engine.start();
            QTRY_COMPARE(describe(id), u"fetching"_s);
        }
        QCOMPARE(m_harness->task(id).state, State::Queued);
        QCOMPARE(m_harness->task(id).interruptions, 0);
        QCOMPARE(m_harness->store->poolState()->owner.pid, 0);
    }

    void secondEngineWaitsAndTakesOver()
    {
        Engine &first = m_harness->start();
        QSignalSpy taken(&first, &Engine::poolTaken);
        QVERIFY(taken.wait());
        const SystemClock clock;
        Engine second({.dataDirectory = m_harness->path(u"data"_s),
                       .settings = m_harness->settings,
                       .program = u"second"_s,
                       .lockPatience = -1ms},
                      clock);
        QSignalSpy busy(&second, &Engine::poolBusy);
        QSignalSpy takenOver(&second, &Engine::poolTaken);
        second.start();
        QVERIFY(busy.wait());
        QCOMPARE(busy.first().first().value<PoolOwner>().program, u"test"_s);
        QVERIFY(m_harness->stop());
        QVERIFY(takenOver.wait());
        const TaskId id = m_harness->addFile(m_harness->package("hello"));
        QTRY_COMPARE(describe(id), u"succeeded"_s);
        QSignalSpy stopped(&second, &Engine::stopped);
        second.drain();
        QVERIFY(stopped.wait());
    }

    void lockTimesOutAndNamesItsHolder()
    {
        Engine &first = m_harness->start();
        QSignalSpy taken(&first, &Engine::poolTaken);
        QVERIFY(taken.wait());
        const SystemClock clock;
        Engine second({.dataDirectory = m_harness->path(u"data"_s),
                       .settings = m_harness->settings,
                       .program = u"second"_s,
                       .lockPatience = 300ms},
                      clock);
        QSignalSpy timedOut(&second, &Engine::lockTimedOut);
        second.start();
        QVERIFY(timedOut.wait());
        QCOMPARE(timedOut.first().first().value<PoolOwner>().pid,
                 QCoreApplication::applicationPid());
    }

    void drainGivesWhatHasNotStartedBackToTheQueue()
    {
        FlakyServer server;
        const TaskId id = addUrl(server, {silent()});
        m_harness->start();
        QTRY_COMPARE(describe(id), u"fetching"_s);
        QVERIFY(m_harness->stop());
        const Task task = m_harness->task(id);
        QCOMPARE(task.state, State::Queued);
        QCOMPARE(task.attempts, 0);
        QCOMPARE(task.interruptions, 0);
        QCOMPARE(m_harness->store->poolState()->owner.pid, 0);
    }

    void cancelStopsADownload()
    {
        FlakyServer server;
        const TaskId id = addUrl(server, {silent()});
        m_harness->start();
        QTRY_COMPARE(describe(id), u"fetching"_s);
        QVERIFY(m_harness->store->cancel({id}, u"test"_s));
        QVERIFY(m_harness->waitIdle());
        QCOMPARE(describe(id), u"canceled"_s);
    }

    void canceledAndRetriedWhileItsImportRunsIsImportedOnce_data()
    {
        QTest::addColumn<bool>("isToldBetween");
        QTest::addRow("seen one after the other") << true;
        QTest::addRow("seen at once") << false;
    }

    void canceledAndRetriedWhileItsImportRunsIsImportedOnce()
    {
        QFETCH(const bool, isToldBetween);
        m_harness->addFile(m_harness->package("hello"));
        Engine &engine = m_harness->start();
        QVERIFY(m_harness->waitIdle());
        // Another process has the repository: the import runs, and waits there.
        const QString repository = m_harness->settings.gitRoot + "/local/imports/hello.git"_L1;
        const int holder
                = ::open(QFile::encodeName(repository).constData(), O_RDONLY | O_DIRECTORY);
        QCOMPARE(::flock(holder, LOCK_EX), 0);
        const TaskId id = m_harness->addFile(m_harness->package("hello", "another tarball"));
        engine.wake();
        for (int i = 0; i < 40; ++i) {
            if (i % 10 == 0)
                QTRY_COMPARE(describe(id), u"committing"_s);
            QVERIFY(m_harness->store->cancel({id}, u"test"_s));
            if (isToldBetween)
                engine.wake();
            QVERIFY(m_harness->store->retry({id}, u"test"_s));
            engine.wake();
        }
        QTRY_COMPARE(describe(id), u"committing"_s);
        ::close(holder);
        QTRY_COMPARE(describe(id), u"succeeded"_s);
        QVERIFY(m_harness->stop());
        QCOMPARE(describe(id), u"succeeded"_s);
        QCOMPARE(m_harness->store->attempts(id)->size(), 1);
        QCOMPARE(m_harness->task(id).interruptions, 0);
        QCOMPARE(m_harness->git(u"hello"_s, {u"rev-list"_s, u"--count"_s, u"master"_s}), u"3"_s);
        QCOMPARE(m_harness->git(u"hello"_s, {u"fsck"_s, u"--strict"_s}), QString());
        QCOMPARE(m_harness->leftovers(), QStringList());
    }

    void taskInterruptedThreeTimesRunsAlone()
    {
        const TaskId suspect = m_harness->addFile(m_harness->package("suspect"));
        for (int i = 0; i < 3; ++i) { // the process died each time
            QCOMPARE(m_harness->store->turn({}, {}, {suspect})->size(), 1);
            QCOMPARE(m_harness->store->recover({suspect}), 1);
        }
        QList<TaskId> others;
        for (int i = 0; i < 20; ++i)
            others << m_harness->addFile(m_harness->package("p" + QByteArray::number(i)));
        m_harness->start({.threads = 4});
        QVERIFY(m_harness->waitIdle());
        QCOMPARE(describe(suspect), u"succeeded"_s);
        const Attempt alone = m_harness->store->attempts(suspect)->first();
        for (const TaskId id : std::as_const(others)) {
            QCOMPARE(describe(id), u"succeeded"_s);
            const Attempt other = m_harness->store->attempts(id)->first();
            QVERIFY(other.endedAt <= alone.startedAt || other.startedAt >= alone.endedAt);
        }
    }

    void downloadsGoOnWhileTheQueueIsLocked()
    {
        FlakyServer server;
        QFile package(m_harness->package("hello", QByteArray(50'000, 'x')));
        QVERIFY(package.open(QIODevice::ReadOnly));
        FlakyAnswer slow = FlakyAnswer::ok(package.readAll());
        slow.dripBytes = slow.body.size() / 50;
        slow.dripEvery = 20ms;
        const TaskId id = addUrl(server, {slow});
        Engine &engine = m_harness->start();
        QTRY_COMPARE(server.requestsFor(kPath), 1);
        {
            const StoreLocker locker(m_harness->path(u"data/queue.sqlite"_s));
            engine.wake();
            QTRY_VERIFY_WITH_TIMEOUT(
                    m_harness->git(u"hello"_s, {u"rev-parse"_s, u"refs/heads/master"_s}).size()
                            == 40,
                    8s);
        }
        QTRY_COMPARE(describe(id), u"succeeded"_s);
    }

    void lockedQueueDoesNotHoldUpTheEnd()
    {
        FlakyServer server;
        const TaskId id = addUrl(server, {silent()});
        Engine &engine = m_harness->start();
        QTRY_COMPARE(describe(id), u"fetching"_s);
        QSignalSpy failed(&engine, &Engine::failed);
        QSignalSpy stopped(&engine, &Engine::stopped);
        {
            const StoreLocker locker(m_harness->path(u"data/queue.sqlite"_s));
            QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"locked"_s));
            engine.drain(100ms);
            QVERIFY(stopped.wait(8s));
        }
        QVERIFY(failed.first().first().value<Error>().what.contains(u"locked"_s));
        m_harness->start();
        QTRY_COMPARE(describe(id), u"fetching"_s);
    }

    void limitsCountWhatRunsNotWhatIsBeingSynced()
    {
        m_harness->settings.limits = {.perOwner = 1, .perSandbox = 0};
        QList<TaskId> ids;
        for (int i = 0; i < 20; ++i)
            ids << m_harness->addFile(m_harness->package("p" + QByteArray::number(i)));
        m_harness->start({.threads = 4});
        QVERIFY(m_harness->waitIdle());
        int overlaps = 0;
        for (qsizetype i = 1; i < ids.size(); ++i) {
            QCOMPARE(describe(ids.at(i)), u"succeeded"_s);
            const Attempt before = m_harness->store->attempts(ids.at(i - 1))->first();
            const Attempt after = m_harness->store->attempts(ids.at(i))->first();
            overlaps += after.startedAt < before.endedAt ? 1 : 0;
        }
        QVERIFY(overlaps > 0);
    }

    void canceledRetryIsNotWaitedFor()
    {
        FlakyServer server;
        const TaskId id = addUrl(server, {FlakyAnswer::error(500)});
        m_harness->start();
        QTRY_VERIFY(!m_harness->task(id).retryAt.isNull());
        QVERIFY(m_harness->store->cancel({id}, u"test"_s));
        QVERIFY(m_harness->waitIdle());
        QCOMPARE(m_harness->task(id).attempts, 1);
        QCOMPARE(server.requestsFor(kPath), 1);
    }

    void transientFailureIsTriedAgainByItself()
    {
        FlakyServer server;
        QFile package(m_harness->package("hello"));
        QVERIFY(package.open(QIODevice::ReadOnly));
        const TaskId id
                = addUrl(server, {FlakyAnswer::error(500), FlakyAnswer::ok(package.readAll())});
        m_harness->start();
        QVERIFY(m_harness->waitIdle());
        QCOMPARE(describe(id), u"succeeded"_s);
        QCOMPARE(m_harness->task(id).attempts, 2);
        QCOMPARE(m_harness->store->attempts(id)->first().error->cause, Cause::Upstream);
    }

    void permanentFailureWaitsForAClick()
    {
        FlakyServer server;
        QFile package(m_harness->package("hello"));
        QVERIFY(package.open(QIODevice::ReadOnly));
        const TaskId id
                = addUrl(server, {FlakyAnswer::error(404), FlakyAnswer::ok(package.readAll())});
        Engine &engine = m_harness->start();
        QVERIFY(m_harness->waitIdle());
        QCOMPARE(m_harness->task(id).error->cause, Cause::NotFound);
        QVERIFY(m_harness->store->retry({id}, u"support"_s));
        engine.wake();
        QTRY_COMPARE(describe(id), u"succeeded"_s);
    }

    void readOnlyGitRootFailsClearly()
    {
        // As root nothing is read-only by its mode: a file where the owner's folder should be does
        // it.
        QVERIFY(QDir().mkpath(m_harness->settings.gitRoot));
        QFile blocker(m_harness->settings.gitRoot + "/local"_L1);
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        NewTask task{.source = m_harness->package("hello"), .given = u"hello"_s};
        const TaskId id = m_harness->add(task);
        m_harness->start();
        QTRY_VERIFY(m_harness->task(id).error);
        QVERIFY(m_harness->task(id).error->cause == Cause::Storage
                || m_harness->task(id).error->cause == Cause::Git);
        QVERIFY(m_harness->leftovers().isEmpty());
    }
};

QTEST_GUILESS_MAIN(EngineTest)
#include "tst_engine.moc"
