// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pullpoller.h"

#include "fakes/pipelineharness.h"
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
        m_timers = std::make_unique<HandTimers>();
        m_github = std::make_unique<FakeGithub>(*m_timers);
        m_transport = std::make_unique<DirectTransport>(*m_github, *m_timers);
        m_database = *Database::open(u":memory:"_s);
        m_cache = std::make_unique<CacheStore>(*m_database, *m_timers);
        m_github->state().addToken("person"_ba, u"maria"_s);
        m_repository = &m_github->state().addRepository(u"fedora/hello"_s, {});
        m_tokens = std::make_unique<PersonalToken>(u"maria"_s, "person"_ba);
        GithubOptions options;
        options.baseUrl = QUrl(u"http://github.test"_s);
        m_client = std::make_unique<GithubClient>(options, *m_transport, *m_tokens, *m_timers,
                                                  nullptr, m_cache.get());
        m_poller = std::make_unique<PullPoller>(*m_client, *m_timers, 60s);
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
        addPull();
        m_poller->watch(u"fedora/hello"_s);
        m_timers->turn(5min);
        QCOMPARE(m_told.size(), 1);
        QCOMPARE(m_told.first().kind, PullEvent::Kind::Opened);
        QCOMPARE(m_told.first().headSha, pull().headSha);
        QCOMPARE(m_told.first().author, u"maria"_s);
        QVERIFY(!m_told.first().headUrl.isEmpty());
        const QString before = pull().headSha;
        push();
        m_timers->turn(61s);
        QCOMPARE(m_told.size(), 2);
        QCOMPARE(m_told.last().kind, PullEvent::Kind::Synchronized);
        QCOMPARE(m_told.last().previousSha, before);
        pull().state = u"closed"_s;
        m_timers->turn(5min);
        QCOMPARE(m_told.size(), 3);
        QCOMPARE(m_told.last().kind, PullEvent::Kind::Closed);
        QCOMPARE(m_told.last().number, pull().number);
        QVERIFY(m_problems.isEmpty());
    }

    void whatIsKnownIsNotToldAgain()
    {
        addPull();
        m_poller->watch(u"fedora/hello"_s, {{pull().number, pull().headSha}, {77, u"abc"_s}});
        m_timers->turn(5min);
        QCOMPARE(m_told.size(), 1);
        QCOMPARE(m_told.first().kind, PullEvent::Kind::Closed);
        QCOMPARE(m_told.first().number, 77);
    }

    void noNewsCostNothing()
    {
        addPull();
        m_poller->watch(u"fedora/hello"_s);
        m_timers->turn(1s);
        m_github->forgetCalls();
        m_timers->turn(1h);
        QVERIFY(m_github->calls().size() >= 59);
        for (const FakeCall &call : m_github->calls()) {
            QCOMPARE(call.status, 304);
            QCOMPARE(call.cost, 0);
        }
    }

    void manyPullRequestsAreAllSeen()
    {
        for (int i = 0; i < 250; ++i)
            addPull();
        m_poller->watch(u"fedora/hello"_s);
        m_timers->turn(30s);
        QCOMPARE(m_told.size(), 250);
        QSet<int> numbers;
        for (const PullEvent &event : m_told)
            numbers.insert(event.number);
        QCOMPARE(numbers.size(), 250);
        m_repository->pulls.first().state = u"closed"_s; // on the last page
        m_timers->turn(2min);
        QCOMPARE(m_told.last().kind, PullEvent::Kind::Closed);
        QCOMPARE(m_told.size(), 251);
    }

    void aDeletedRepositoryIsSaidOnceAndTheOthersGoOn()
    {
        addPull();
        FakeRepository &other = m_github->state().addRepository(u"fedora/other"_s, {});
        m_poller->watch(u"fedora/hello"_s);
        m_poller->watch(u"fedora/other"_s);
        m_timers->turn(1min);
        m_repository->isDeleted = true;
        m_timers->turn(2h);
        QCOMPARE(m_problems.size(), 1);
        QVERIFY2(m_problems.first().contains(u"fedora/hello cannot be seen"_s),
                 qPrintable(m_problems.first()));
        m_told.clear();
        m_github->state().addPull(other, u"maria"_s, {{u"a"_s, "1"_ba}}, m_timers->now());
        m_timers->turn(61s);
        QCOMPARE(m_told.size(), 1);
        QCOMPARE(m_told.first().repository, u"fedora/other"_s);
        m_repository->isDeleted = false;
        m_timers->turn(11min);
        QCOMPARE(m_wells, 1);
    }

    void aRenamedRepositoryIsWatchedOn()
    {
        addPull();
        m_poller->watch(u"fedora/hello"_s);
        m_timers->turn(1min);
        m_github->state().rename(*m_repository, u"hallo"_s);
        push();
        m_timers->turn(10min);
        QCOMPARE(m_problems.size(), 1);
        QVERIFY2(m_problems.first().contains(u"is called fedora/hallo now"_s),
                 qPrintable(m_problems.first()));
        QCOMPARE(m_told.size(), 2);
        QCOMPARE(m_told.last().repository, u"fedora/hello"_s);
    }

    void aPrivateRepositoryIsNotBuilt()
    {
        addPull();
        m_poller->watch(u"fedora/hello"_s);
        m_timers->turn(1min);
        m_repository->isPrivate = true;
        m_repository->permissions.insert(u"maria"_s, u"write"_s);
        push();
        m_timers->turn(10min);
        QCOMPARE(m_problems.size(), 1);
        QVERIFY2(m_problems.first().contains(u"is private"_s), qPrintable(m_problems.first()));
        QCOMPARE(m_told.size(), 1);
        m_repository->isPrivate = false;
        m_timers->turn(2min);
        QCOMPARE(m_told.size(), 2);
        QCOMPARE(m_wells, 1);
    }

    void anHourWithoutNetworkLosesNothing()
    {
        addPull();
        m_poller->watch(u"fedora/hello"_s);
        m_timers->turn(1min);
        m_transport->isCut = true;
        push();
        m_timers->turn(1h);
        QCOMPARE(m_problems.size(), 1);
        QVERIFY(m_told.size() == 1);
        m_transport->isCut = false;
        m_timers->turn(11min);
        QCOMPARE(m_told.size(), 2);
        QCOMPARE(m_wells, 1);
    }

    void stoppedItAsksNoMore()
    {
        m_poller->watch(u"fedora/hello"_s);
        m_timers->turn(1min);
        m_poller->stop();
        m_github->forgetCalls();
        m_timers->turn(1h);
        QVERIFY(m_github->calls().isEmpty());
    }

private:
    void addPull()
    {
        m_github->state().addPull(*m_repository, u"maria"_s,
                                  {{u"a"_s, QByteArray::number(++m_count)}}, m_timers->now());
    }
    void push()
    {
        m_github->state().push(*m_repository, pull(), {{u"a"_s, QByteArray::number(++m_count)}},
                               m_timers->now());
    }
    [[nodiscard]] FakePull &pull() { return m_repository->pulls.first(); }

    std::unique_ptr<HandTimers> m_timers;
    std::unique_ptr<FakeGithub> m_github;
    std::unique_ptr<DirectTransport> m_transport;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<CacheStore> m_cache;
    std::unique_ptr<PersonalToken> m_tokens;
    std::unique_ptr<GithubClient> m_client;
    std::unique_ptr<PullPoller> m_poller;
    FakeRepository *m_repository = nullptr;
    QList<PullEvent> m_told;
    QStringList m_problems;
    int m_wells = 0;
    int m_count = 0;
};

} // namespace sluice

QTEST_GUILESS_MAIN(sluice::TestPullPoller)
#include "tst_pullpoller.moc"
