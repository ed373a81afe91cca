// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pullpoller.h"

#include "fakes/turnedgithub.h"
#include "github/cachestore.h"

#include <QSignalSpy>
#include <QTest>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestPullPoller : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_poller.reset();
        m_client.reset();
        m_cache.reset();
        m_world = std::make_unique<TurnedGithub>();
        m_database = *Database::open(u":memory:"_s);
        m_cache = std::make_unique<CacheStore>(*m_database, m_world->timers);
        m_client = std::make_unique<GithubClient>(m_world->options, m_world->transport,
                                                  m_world->tokens, m_world->timers, nullptr,
                                                  m_cache.get());
        m_poller = std::make_unique<PullPoller>(*m_client, m_world->timers, 60s);
        m_told.clear();
        m_problems.clear();
        m_wells = 0;
        connect(m_poller.get(), &PullPoller::happened, this,
                [this](const PullEvent &event) { m_told << event; });
        connect(m_poller.get(), &PullPoller::problem, this,
                [this](const QString &, const Error &error) { m_problems << error.what; });
        connect(m_poller.get(), &PullPoller::wellAgain, this, [this] { ++m_wells; });
    }

    void eachNewHeadIsToldOnce()
    {
        m_world->addPull();
        m_poller->watch(u"fedora/hello"_s);
        m_world->timers.turn(5min);
        QCOMPARE(m_told.size(), 1);
        QCOMPARE(m_told.first().kind, PullEvent::Kind::Opened);
        QCOMPARE(m_told.first().headSha, m_world->pull().headSha);
        QCOMPARE(m_told.first().author, u"maria"_s);
        QVERIFY(!m_told.first().headUrl.isEmpty());
        const QString before = m_world->pull().headSha;
        m_world->push();
        m_world->timers.turn(61s);
        QCOMPARE(m_told.size(), 2);
        QCOMPARE(m_told.last().kind, PullEvent::Kind::Synchronized);
        QCOMPARE(m_told.last().previousSha, before);
        m_world->pull().state = u"closed"_s;
        m_world->timers.turn(5min);
        QCOMPARE(m_told.size(), 3);
        QCOMPARE(m_told.last().kind, PullEvent::Kind::Closed);
        QCOMPARE(m_told.last().number, m_world->pull().number);
        QVERIFY(m_problems.isEmpty());
    }

    void whatIsKnownIsNotToldAgain()
    {
        m_world->addPull();
        m_poller->watch(u"fedora/hello"_s,
                        {{m_world->pull().number, m_world->pull().headSha}, {77, u"abc"_s}});
        m_world->timers.turn(5min);
        QCOMPARE(m_told.size(), 1);
        QCOMPARE(m_told.first().kind, PullEvent::Kind::Closed);
        QCOMPARE(m_told.first().number, 77);
    }

    void noNewsCostNothing()
    {
        m_world->addPull();
        m_poller->watch(u"fedora/hello"_s);
        m_world->timers.turn(1s);
        m_world->github.forgetCalls();
        m_world->timers.turn(1h);
        QVERIFY(m_world->github.calls().size() >= 59);
        for (const FakeCall &call : m_world->github.calls()) {
            QCOMPARE(call.status, 304);
            QCOMPARE(call.cost, 0);
        }
    }

    void manyPullRequestsAreAllSeen()
    {
        for (int i = 0; i < 250; ++i)
            m_world->addPull();
        m_poller->watch(u"fedora/hello"_s);
        m_world->timers.turn(30s);
        QCOMPARE(m_told.size(), 250);
        QSet<int> numbers;
        for (const PullEvent &event : m_told)
            numbers.insert(event.number);
        QCOMPARE(numbers.size(), 250);
        m_world->repository->pulls.first().state = u"closed"_s; // on the last page
        m_world->timers.turn(5min);
        QCOMPARE(m_told.last().kind, PullEvent::Kind::Closed);
        QCOMPARE(m_told.size(), 251);
    }

    void aPullThatMovesBetweenPagesIsNotClosed()
    {
        for (int i = 0; i < 150; ++i) {
            m_world->addPull();
            m_world->timers.turn(1s);
        }
        m_poller->watch(u"fedora/hello"_s);
        m_world->timers.turn(30s);
        m_told.clear();
        m_world->transport.delay = 2s;
        while (m_world->transport.inFlight() == 0)
            m_world->timers.turn(100ms);
        m_world->timers.turn(3s); // the first page has come, the second is asked for
        FakePull &last = m_world->repository->pulls.first();
        m_world->github.state().push(*m_world->repository, last, {{u"x"_s, "y"_ba}},
                                     m_world->timers.now());
        m_world->timers.turn(10min);
        QCOMPARE(m_told.size(), 1);
        QCOMPARE(m_told.first().kind, PullEvent::Kind::Synchronized);
        QCOMPARE(m_told.first().headSha, last.headSha);
    }

    void aDeletedRepositoryIsSaidOnceAndTheOthersGoOn()
    {
        m_world->addPull();
        FakeRepository &other = m_world->github.state().addRepository(u"fedora/other"_s, {});
        m_poller->watch(u"fedora/hello"_s);
        m_poller->watch(u"fedora/other"_s);
        m_world->timers.turn(1min);
        m_world->repository->isDeleted = true;
        m_world->timers.turn(2h);
        QCOMPARE(m_problems.size(), 1);
        QVERIFY2(m_problems.first().contains(u"fedora/hello cannot be seen"_s),
                 qPrintable(m_problems.first()));
        m_told.clear();
        m_world->github.state().addPull(other, u"maria"_s, {{u"a"_s, "1"_ba}},
                                        m_world->timers.now());
        m_world->timers.turn(61s);
        QCOMPARE(m_told.size(), 1);
        QCOMPARE(m_told.first().repository, u"fedora/other"_s);
        m_world->repository->isDeleted = false;
        m_world->timers.turn(11min);
        QCOMPARE(m_wells, 1);
    }

    void aRenamedRepositoryIsWatchedOn()
    {
        m_world->addPull();
        m_poller->watch(u"fedora/hello"_s);
        m_world->timers.turn(1min);
        m_world->github.state().rename(*m_world->repository, u"hallo"_s);
        m_world->push();
        m_world->timers.turn(10min);
        QCOMPARE(m_problems.size(), 1);
        QVERIFY2(m_problems.first().contains(u"is called fedora/hallo now"_s),
                 qPrintable(m_problems.first()));
        QCOMPARE(m_told.size(), 2);
        QCOMPARE(m_told.last().repository, u"fedora/hallo"_s);
    }

    void aPrivateRepositoryIsNotBuilt()
    {
        m_world->addPull();
        m_poller->watch(u"fedora/hello"_s);
        m_world->timers.turn(1min);
        m_world->repository->isPrivate = true;
        m_world->repository->permissions.insert(u"maria"_s, u"write"_s);
        m_world->push();
        m_world->timers.turn(10min);
        QCOMPARE(m_problems.size(), 1);
        QVERIFY2(m_problems.first().contains(u"is private"_s), qPrintable(m_problems.first()));
        QCOMPARE(m_told.size(), 1);
        m_world->repository->isPrivate = false;
        m_world->timers.turn(2min);
        QCOMPARE(m_told.size(), 2);
        QCOMPARE(m_wells, 1);
    }

    void anHourWithoutNetworkLosesNothing()
    {
        m_world->addPull();
        m_poller->watch(u"fedora/hello"_s);
        m_world->timers.turn(1min);
        m_world->transport.isCut = true;
        m_world->push();
        m_world->timers.turn(1h);
        QCOMPARE(m_problems.size(), 1);
        QVERIFY(m_told.size() == 1);
        m_world->transport.isCut = false;
        m_world->timers.turn(11min);
        QCOMPARE(m_told.size(), 2);
        QCOMPARE(m_wells, 1);
    }

    void stoppedItAsksNoMore()
    {
        m_poller->watch(u"fedora/hello"_s);
        m_world->timers.turn(1min);
        m_poller->stop();
        m_world->github.forgetCalls();
        m_world->timers.turn(1h);
        QVERIFY(m_world->github.calls().isEmpty());
    }

private:
    std::unique_ptr<TurnedGithub> m_world;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<CacheStore> m_cache;
    std::unique_ptr<GithubClient> m_client;
    std::unique_ptr<PullPoller> m_poller;
    QList<PullEvent> m_told;
    QStringList m_problems;
    int m_wells = 0;
};

} // namespace sluice

QTEST_GUILESS_MAIN(sluice::TestPullPoller)
#include "tst_pullpoller.moc"
