// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/faketestingfarm.h"
#include "testingfarm/farmwatcher.h"

#include <QSignalSpy>
#include <QTest>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestFarmWatcher : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_told.clear();
        m_watcher.reset();
        m_farm = std::make_unique<FakeTestingFarm>();
        m_timers = std::make_unique<HandTimers>();
        m_client = std::make_unique<FarmClient>(m_farm->url(), QByteArray(), QSslConfiguration(),
                                                *m_timers);
        m_watcher = std::make_unique<FarmWatcher>(*m_client, *m_timers,
                                                  PollPace{.interval = 10s, .longest = 40s});
        connect(m_watcher.get(), &FarmWatcher::changed, this,
                [this](const FarmRun &run) { m_told << int(run.state); });
        m_farm->requests.insert(u"r"_s, {});
    }

    void eachStateIsToldOnce()
    {
        const QSignalSpy ended(m_watcher.get(), &FarmWatcher::ended);
        m_watcher->watch(u"r"_s);
        QCOMPARE(news(), QList<int>{int(FarmState::New)});
        QCOMPARE(news(), QList<int>());
        m_farm->requests[u"r"_s].state = u"running"_s;
        QCOMPARE(news(), QList<int>{int(FarmState::Running)});
        m_farm->requests[u"r"_s].state = u"complete"_s;
        QCOMPARE(news(), QList<int>()); // the result is not there yet
        m_farm->requests[u"r"_s].overall = u"failed"_s;
        QCOMPARE(news(), QList<int>{int(FarmState::Failed)});
        QCOMPARE(ended.size(), 1);
        QVERIFY(m_watcher->watched().isEmpty());
    }

    void whatWasToldBeforeIsNotToldAgain()
    {
        m_farm->requests[u"r"_s].state = u"running"_s;
        m_watcher->watch(u"r"_s, FarmState::Running);
        QCOMPARE(news(), QList<int>());
    }

    void troubleLosesNothing()
    {
        const QSignalSpy troubled(m_watcher.get(), &FarmWatcher::troubled);
        m_watcher->watch(u"r"_s);
        m_farm->answer({FlakyAnswer::error(502), FlakyAnswer::ok("no JSON"_ba)});
        const QDateTime start = m_timers->now();
        QCOMPARE(news(), QList<int>());
        QCOMPARE(news(), QList<int>());
        QCOMPARE(start.secsTo(m_timers->now()), 20);
        QCOMPARE(news(), QList<int>{int(FarmState::New)});
        QCOMPARE(start.secsTo(m_timers->now()), 60);
        QCOMPARE(troubled.size(), 2);
    }

    void aDeletedRunIsGone()
    {
        const QSignalSpy gone(m_watcher.get(), &FarmWatcher::gone);
        m_farm->requests.clear();
        m_watcher->watch(u"r"_s);
        news();
        QCOMPARE(gone.size(), 0); // once may be a mistake
        news();
        QCOMPARE(gone.size(), 1);
        QVERIFY(m_watcher->watched().isEmpty());
    }

    void aForgottenRunIsNotToldOf()
    {
        m_watcher->watch(u"r"_s);
        m_watcher->forget(u"r"_s);
        QCOMPARE(news(), QList<int>());
        QVERIFY(m_farm->server().requests().isEmpty());
    }

    void aReceiverMayForget()
    {
        connect(m_watcher.get(), &FarmWatcher::changed, m_watcher.get(),
                [this](const FarmRun &run) { m_watcher->forget(run.id); });
        const QSignalSpy ended(m_watcher.get(), &FarmWatcher::ended);
        m_farm->requests[u"r"_s] = {.state = u"complete"_s, .overall = u"passed"_s};
        m_watcher->watch(u"r"_s);
        QCOMPARE(news(), QList<int>{int(FarmState::Passed)});
        QCOMPARE(ended.size(), 0);
    }

private:
    /// What the next look tells: turns the clock to it and lets the network come to rest.
    QList<int> news()
    {
        m_told.clear();
        m_timers->turnToNext();
        const auto isAtRest
                = [this] { return m_timers->next().isValid() || m_watcher->watched().isEmpty(); };
        if (!QTest::qWaitFor(isAtRest, 5000))
            return {-1};
        return m_told;
    }

    QList<int> m_told;
    std::unique_ptr<HandTimers> m_timers;
    std::unique_ptr<FakeTestingFarm> m_farm;
    std::unique_ptr<FarmClient> m_client;
    std::unique_ptr<FarmWatcher> m_watcher;
};

} // namespace sluice

QTEST_GUILESS_MAIN(sluice::TestFarmWatcher)
#include "tst_farmwatcher.moc"
