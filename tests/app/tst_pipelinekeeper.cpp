// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/pipelineworld.h"
#include "github/accountstore.h"
#include "import/poollock.h"
#include "pipeline/observedstore.h"
#include "pipeline/pipelinestore.h"
#include "pipeline/wishstore.h"
#include "pipelinekeeper.h"
#include "store/database.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatienceMs = 20'000;

} // namespace

/// The pipelines behind a window: what they start with, and how they come back.
class TestPipelineKeeper : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_world = std::make_unique<PipelineWorld>();
        m_world->push();
        m_database = *Database::open(m_world->directory() + u"/queue.sqlite"_s);
        m_keeper = std::make_unique<PipelineKeeper>(m_world->directory());
        m_running = std::make_unique<QSignalSpy>(m_keeper.get(), &PipelineKeeper::running);
        m_failed = std::make_unique<QSignalSpy>(m_keeper.get(), &PipelineKeeper::failed);
    }

    void cleanup()
    {
        const QSignalSpy ended(m_keeper.get(), &PipelineKeeper::ended);
        m_keeper->end();
        QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, kPatienceMs);
        m_keeper.reset();
        PoolLock lock(m_world->directory(), u"pipelines.lock"_s);
        QVERIFY(lock.tryTake());
        m_database.reset();
        m_world.reset();
    }

    void watchedRepositoriesAreDriven()
    {
        m_world->run();
        m_keeper->start(settings({u"fedora/hello"_s}));
        QTRY_COMPARE_WITH_TIMEOUT(m_running->size(), 1, kPatienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(stateOfFirst(), PipelineState::Done, kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(
                m_world->shown().value(u"rpm-build:fedora-43-x86_64"_s).startsWith("success"_L1),
                kPatienceMs);
    }

    void withoutRepositoriesNothingRuns()
    {
        m_keeper->start(settings({}));
        QTest::qWait(300);
        QCOMPARE(m_running->size() + m_failed->size(), 0);
        m_keeper->start(settings({u"fedora/hello"_s}));
        QTRY_COMPARE_WITH_TIMEOUT(m_running->size(), 1, kPatienceMs);
    }

    void sameSettingsChangeNothing()
    {
        m_keeper->start(settings({u"fedora/hello"_s}));
        QTRY_COMPARE_WITH_TIMEOUT(m_running->size(), 1, kPatienceMs);
        m_keeper->start(settings({u"fedora/hello"_s}));
        QTest::qWait(300);
        QCOMPARE(m_running->size(), 1);
        m_keeper->startAgain();
        QTRY_COMPARE_WITH_TIMEOUT(m_running->size(), 2, kPatienceMs);
    }

    void whatIsMissingIsSaid()
    {
        Settings wrong = settings({u"fedora/hello"_s});
        wrong.pipeline.githubTokenFile = u"/nowhere/token"_s;
        m_keeper->start(wrong);
        QTRY_COMPARE_WITH_TIMEOUT(m_failed->size(), 1, kPatienceMs);
        QVERIFY(m_failed->first().first().value<Error>().what.contains("/nowhere/token"_L1));
        m_keeper->start(settings({u"fedora/hello"_s}));
        QTRY_COMPARE_WITH_TIMEOUT(m_running->size(), 1, kPatienceMs);
    }

    void aLockedStoreIsWaitedFor()
    {
        QVERIFY(m_database->run("PRAGMA locking_mode = EXCLUSIVE"));
        QVERIFY(m_database->run("INSERT INTO refused_event VALUES ('locks it', 1)"));
        const QSignalSpy problems(m_keeper.get(), &PipelineKeeper::problem);
        m_keeper->start(settings({u"fedora/hello"_s}));
        QTRY_COMPARE_WITH_TIMEOUT(problems.size(), 1, kPatienceMs);
        QVERIFY(problems.first().first().value<Error>().what.contains("is locked"_L1));
        QCOMPARE(m_running->size() + m_failed->size(), 0);
        const QSignalSpy solved(m_keeper.get(), &PipelineKeeper::solved);
        m_database.reset();
        QTRY_COMPARE_WITH_TIMEOUT(m_running->size(), 1, kPatienceMs);
        QCOMPARE(solved.size(), 1);
        QCOMPARE(solved.first().first().toString(), problems.first().first().value<Error>().what);
        m_database = *Database::open(m_world->directory() + u"/queue.sqlite"_s);
        QCOMPARE(m_failed->size(), 0);
    }

    void anothersEndIsWaitedFor()
    {
        auto lock = std::make_unique<PoolLock>(m_world->directory(), u"pipelines.lock"_s);
        QVERIFY(lock->tryTake());
        const QSignalSpy busy(m_keeper.get(), &PipelineKeeper::busy);
        m_keeper->start(settings({u"fedora/hello"_s}));
        QTRY_COMPARE_WITH_TIMEOUT(busy.size(), 1, kPatienceMs);
        QCOMPARE(m_running->size(), 0);
        lock.reset();
        QTRY_COMPARE_WITH_TIMEOUT(m_running->size(), 1, kPatienceMs);
        QCOMPARE(busy.size(), 1);
    }

    void aWishIsTakenUpAtOnce()
    {
        m_keeper->start(settings({u"fedora/hello"_s}));
        QTRY_COMPARE_WITH_TIMEOUT(m_running->size(), 1, kPatienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(stateOfFirst(), PipelineState::Running, kPatienceMs);
        WishStore wishes(*m_database, m_clock);
        const auto id = wishes.add({.kind = WishKind::Cancel, .subject = 1, .who = u"maria"_s});
        m_keeper->wake();
        QTRY_VERIFY_WITH_TIMEOUT((*wishes.wish(*id))->isDone, kPatienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(stateOfFirst(), PipelineState::Done, kPatienceMs);
    }

    void whatIsTickedIsObserved()
    {
        AccountStore accounts(*m_database, m_clock);
        const PipelineSettings driving = settings({}).pipeline;
        QVERIFY(accounts.save({.name = u"mine"_s,
                               .baseUrl = driving.github,
                               .secretFile = driving.githubTokenFile}));
        m_keeper->start(settings({}));
        const Wish checked = ask(WishKind::CheckAccount, u"mine"_s);
        QVERIFY2(checked.answer.startsWith("GitHub knows this as"_L1), qPrintable(checked.problem));
        QVERIFY(accounts.setObserved(u"mine"_s, {u"fedora/hello"_s}));
        m_keeper->wake();
        ObservedStore observed(*m_database, m_clock);
        QTRY_COMPARE_WITH_TIMEOUT(observed.open()->size(), 1, kPatienceMs);
        QCOMPARE(observed.open()->first().label(), u"fedora/hello#1"_s);
        QCOMPARE(m_running->size() + m_failed->size(), 0); // nothing is driven
    }

    void aTokenThatWasPutRightIsTroubleNoMore()
    {
        AccountStore accounts(*m_database, m_clock);
        const PipelineSettings driving = settings({}).pipeline;
        m_world->write(u"mistyped.token"_s, "wr0ng\n");
        const Account wrong{.name = u"mine"_s,
                            .baseUrl = driving.github,
                            .secretFile = m_world->directory() + u"/mistyped.token"_s};
        QVERIFY(accounts.save(wrong));
        QVERIFY(accounts.setObserved(u"mine"_s, {u"fedora/hello"_s}));
        const QSignalSpy problems(m_keeper.get(), &PipelineKeeper::problem);
        const QSignalSpy solved(m_keeper.get(), &PipelineKeeper::solved);
        m_keeper->start(settings({}));
        QTRY_COMPARE_WITH_TIMEOUT(problems.size(), 1, kPatienceMs);
        const QString said = problems.first().first().value<Error>().what;
        QVERIFY2(said.contains("does not accept the token of mine"_L1), qPrintable(said));
        Account right = wrong;
        right.secretFile = driving.githubTokenFile;
        QVERIFY(accounts.save(right));
        m_keeper->wake();
        QTRY_COMPARE_WITH_TIMEOUT(solved.size(), 1, kPatienceMs);
        QCOMPARE(solved.first().first().toString(), said);
    }

    void aKeyringThatIsGoneIsSaid()
    {
        qunsetenv("SLUICE_GITHUB_TOKEN");
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent"); // nobody's own keyring
        Settings kept = settings({u"fedora/hello"_s});
        AccountStore accounts(*m_database, m_clock);
        QVERIFY(accounts.save({.name = u"mine"_s,
                               .baseUrl = kept.pipeline.github,
                               .secretFile = kept.pipeline.githubTokenFile}));
        QVERIFY(accounts.setObserved(u"mine"_s, {u"fedora/hello"_s}));
        kept.pipeline.githubTokenFile.clear();
        kept.pipeline.githubAccount = u"work"_s;
        m_keeper->start(kept);
        QTRY_COMPARE_WITH_TIMEOUT(m_failed->size(), 1, kPatienceMs);
        const QString what = m_failed->first().first().value<Error>().what;
        QVERIFY2(what.contains("the token of work"_L1), qPrintable(what));
        QVERIFY2(what.contains("token file"_L1), qPrintable(what));
        ObservedStore observed(*m_database, m_clock); // with a token that is there
        QTRY_COMPARE_WITH_TIMEOUT(observed.open()->size(), 1, kPatienceMs);
    }

    void servicesSayWhoWeAre()
    {
        m_keeper->start(settings({})); // nothing is driven, but one wants to know
        QCOMPARE(ask(WishKind::CheckCopr).answer, u"Copr knows this login as packit."_s);
        QCOMPARE(ask(WishKind::CheckTestingFarm).answer,
                 u"Testing Farm takes this token, for its public ranch."_s);
        m_world->write(u"farm.token"_s, "wr0ng\n");
        const QString problem = ask(WishKind::CheckTestingFarm).problem;
        QVERIFY2(problem.contains("Testing Farm"_L1), qPrintable(problem));
        QVERIFY(!problem.contains("wr0ng"_L1));
    }

private:
    Wish ask(WishKind kind, const QString &argument = {})
    {
        WishStore wishes(*m_database, m_clock);
        const qint64 id = wishes.add({.kind = kind, .argument = argument}).value_or(0);
        const auto isDone = [&] {
            const auto wish = wishes.wish(id);
            return wish && *wish && (*wish)->isDone;
        };
        return QTest::qWaitFor(isDone, kPatienceMs) ? **wishes.wish(id) : Wish();
    }

    [[nodiscard]] Settings settings(const QStringList &repositories) const
    {
        Settings loaded = SettingsFile(m_world->directory()).load().value();
        loaded.pipeline.repositories = repositories;
        return loaded;
    }

    [[nodiscard]] std::optional<PipelineState> stateOfFirst()
    {
        PipelineStore store(*m_database, m_clock);
        const auto found = store.pipelines();
        return found && !found->isEmpty() ? std::optional(found->first().state) : std::nullopt;
    }

    SystemClock m_clock;
    std::unique_ptr<PipelineWorld> m_world;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<PipelineKeeper> m_keeper;
    std::unique_ptr<QSignalSpy> m_running;
    std::unique_ptr<QSignalSpy> m_failed;
};

} // namespace sluice

QTEST_GUILESS_MAIN(sluice::TestPipelineKeeper)
#include "tst_pipelinekeeper.moc"
