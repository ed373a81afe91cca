// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "copr/buildwatcher.h"
#include "fakes/fakecopr.h"

#include <QSignalSpy>
#include <QTest>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestBuildWatcher : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_told.clear();
        m_watcher.reset();
        m_copr = std::make_unique<FakeCopr>();
        m_timers = std::make_unique<HandTimers>();
        m_client = std::make_unique<CoprBuildClient>(
                JsonApiServer{u"Copr"_s, m_copr->url(), {}, {}}, *m_timers);
        m_watcher = std::make_unique<CoprBuildWatcher>(*m_client, *m_timers,
                                                       PollPace{.interval = 10s, .longest = 40s});
        connect(m_watcher.get(), &CoprBuildWatcher::happened, this,
                [this](const CoprBuildEvent &event) { m_told << textOf(event); });
        add(1, u"p1"_s);
    }

    void eachChangeIsToldOnce()
    {
        const QSignalSpy ended(m_watcher.get(), &CoprBuildWatcher::ended);
        m_watcher->watch(1, u"o"_s, u"p1"_s);
        QCOMPARE(news(), QStringList());
        m_copr->builds[1].source = u"running"_s;
        QCOMPARE(news(), QStringList{u"1 SRPM started"_s});
        QCOMPARE(news(), QStringList());
        m_copr->importSource(1);
        QCOMPARE(news(), QStringList{u"1 SRPM ok"_s});
        m_copr->builds[1].chroots[u"a"_s] = u"running"_s;
        QCOMPARE(news(), QStringList{u"1 a started"_s});
        m_copr->builds[1].chroots[u"a"_s] = u"failed"_s;
        m_copr->builds[1].chroots[u"b"_s] = u"running"_s;
        QCOMPARE(news(), (QStringList{u"1 a failed"_s, u"1 b started"_s}));
        QCOMPARE(ended.size(), 0);
        m_copr->finish(1, u"succeeded"_s);
        QCOMPARE(news(), QStringList{u"1 b ok"_s});
        QCOMPARE(ended.size(), 1);
        QVERIFY(m_watcher->watched().isEmpty());
    }

    void whatWasMissedIsToldInOrder()
    {
        m_copr->importSource(1);
        m_copr->finish(1, u"succeeded"_s);
        m_watcher->watch(1, u"o"_s, u"p1"_s);
        QCOMPARE(news(), (QStringList{u"1 SRPM started"_s, u"1 SRPM ok"_s, u"1 a started"_s,
                                      u"1 a ok"_s, u"1 b started"_s, u"1 b ok"_s}));
    }

    void aFailedSrpmEndsTheBuild()
    {
        m_copr->builds[1].source = u"failed"_s;
        m_copr->finish(1, u"failed"_s);
        m_watcher->watch(1, u"o"_s, u"p1"_s);
        QCOMPARE(news(), (QStringList{u"1 SRPM started"_s, u"1 SRPM failed"_s}));
        QVERIFY(m_watcher->watched().isEmpty());
    }

    void cancelingIsToldLast()
    {
        m_watcher->watch(1, u"o"_s, u"p1"_s);
        m_copr->importSource(1);
        m_copr->builds[1].chroots[u"a"_s] = u"succeeded"_s;
        m_copr->builds[1].isCanceled = true;
        m_copr->finish(1, u"canceled"_s);
        m_copr->builds[1].isCanceled = false; // the SRPM itself was not
        QCOMPARE(news(), (QStringList{u"1 SRPM started"_s, u"1 SRPM ok"_s, u"1 a started"_s,
                                      u"1 a ok"_s, u"1 canceled"_s}));
        add(2, u"p2"_s);
        m_copr->builds[2].isCanceled = true;
        m_watcher->watch(2, u"o"_s, u"p2"_s);
        QCOMPARE(news(), QStringList{u"2 canceled"_s});
        QVERIFY(m_watcher->watched().isEmpty());
    }

    void troubleLosesNothing()
    {
        const QSignalSpy troubled(m_watcher.get(), &CoprBuildWatcher::troubled);
        m_watcher->watch(1, u"o"_s, u"p1"_s);
        news();
        m_copr->importSource(1);
        m_copr->answer(
                {{.body = "{\"state\""_ba, .ending = FlakyAnswer::Ending::Reset, .cutAfter = 1},
                 FlakyAnswer::ok("not JSON"_ba),
                 FlakyAnswer::ok("not JSON"_ba)});
        QCOMPARE(news(), QStringList());
        QCOMPARE(troubled.size(), 1);
        const QDateTime before = m_timers->now();
        QCOMPARE(news(), QStringList());
        QCOMPARE(before.secsTo(m_timers->now()), 20);
        QCOMPARE(troubled.size(), 2);
        QCOMPARE(news(), (QStringList{u"1 SRPM started"_s, u"1 SRPM ok"_s}));
        QCOMPARE(before.secsTo(m_timers->now()), 60);
    }

    void troubleBetweenTwoRequestsTellsNothingTwice()
    {
        m_watcher->watch(1, u"o"_s, u"p1"_s);
        news();
        m_copr->importSource(1);
        connect(&m_copr->server(), &FlakyServer::requested, this,
                [this](const FlakyRequest &asked) {
                    if (asked.target.contains("source-chroot"))
                        QTimer::singleShot(0, this,
                                           [this] { m_copr->answer({FlakyAnswer::error(502)}); });
                });
        QCOMPARE(news(), (QStringList{u"1 SRPM started"_s, u"1 SRPM ok"_s}));
        m_copr->finish(1, u"succeeded"_s);
        QCOMPARE(news(),
                 (QStringList{u"1 a started"_s, u"1 a ok"_s, u"1 b started"_s, u"1 b ok"_s}));
    }

    void anSrpmWithoutResultsIsWaitedFor()
    {
        m_copr->isSourceUntold = true;
        m_watcher->watch(1, u"o"_s, u"p1"_s);
        QCOMPARE(news(), QStringList());
        m_copr->builds[1].source = u"importing"_s;
        QCOMPARE(news(), (QStringList{u"1 SRPM started"_s, u"1 SRPM ok"_s}));
    }

    void aDeletedBuildIsGone()
    {
        m_watcher->watch(1, u"o"_s, u"p1"_s);
        news();
        m_copr->builds.clear();
        QCOMPARE(news(), QStringList()); // once may be a mistake
        QCOMPARE(news(), QStringList{u"1 gone"_s});
        QVERIFY(m_watcher->watched().isEmpty());
    }

    void buildsInTheQueueShareARequest()
    {
        for (qint64 id = 2; id <= 20; ++id) {
            add(id, u"p1"_s);
            m_copr->builds[id].source = u"succeeded"_s; // its chroots wait
        }
        for (qint64 id = 2; id <= 20; ++id)
            m_watcher->watch(id, u"o"_s, u"p1"_s);
        const qsizetype before = m_copr->server().requests().size();
        QCOMPARE(news(), QStringList());
        QCOMPARE(m_copr->server().requests().size(), before + 1);
        m_copr->importSource(7);
        news();
        QTRY_COMPARE(m_told, (QStringList{u"7 SRPM started"_s, u"7 SRPM ok"_s}));
        QTRY_COMPARE(m_copr->server().requests().size(), before + 4);
    }

    void withoutTheListingEachIsAskedFor()
    {
        add(2, u"p1"_s);
        m_copr->importSource(2);
        m_copr->answer({FlakyAnswer::error(500)});
        m_watcher->watch(1, u"o"_s, u"p1"_s);
        m_watcher->watch(2, u"o"_s, u"p1"_s);
        news();
        QTRY_COMPARE(m_told, (QStringList{u"2 SRPM started"_s, u"2 SRPM ok"_s}));
    }

    void aForgottenBuildIsNotToldOf()
    {
        connect(m_watcher.get(), &CoprBuildWatcher::happened, m_watcher.get(),
                [this](const CoprBuildEvent &event) { m_watcher->forget(event.build); });
        const QSignalSpy ended(m_watcher.get(), &CoprBuildWatcher::ended);
        m_copr->importSource(1);
        m_copr->finish(1, u"succeeded"_s);
        m_watcher->watch(1, u"o"_s, u"p1"_s);
        QCOMPARE(news(), QStringList{u"1 SRPM started"_s});
        QCOMPARE(ended.size(), 0);
        QVERIFY(m_watcher->watched().isEmpty());
    }

private:
    static QString textOf(const CoprBuildEvent &event)
    {
        const QString start = QString::number(event.build) + u' ';
        const QString end = event.isOk ? u" ok"_s : u" failed"_s;
        switch (event.kind) {
        case CoprBuildEvent::Kind::SrpmStarted:
            return start + u"SRPM started"_s;
        case CoprBuildEvent::Kind::SrpmFinished:
            return start + u"SRPM"_s + end;
        case CoprBuildEvent::Kind::ChrootStarted:
            return start + event.chroot + u" started"_s;
        case CoprBuildEvent::Kind::ChrootFinished:
            return start + event.chroot + end;
        case CoprBuildEvent::Kind::Canceled:
            return start + u"canceled"_s;
        case CoprBuildEvent::Kind::Gone:
            return start + u"gone"_s;
        }
        Q_UNREACHABLE_RETURN({});
    }

    void add(qint64 id, const QString &project)
    {
        m_copr->builds.insert(id, {.owner = u"o"_s,
                                   .project = project,
                                   .chroots = {{u"a"_s, u"waiting"_s}, {u"b"_s, u"waiting"_s}}});
    }

    /// What the next look tells: turns the clock to it and lets the network come to rest.
    QStringList news()
    {
        m_told.clear();
        m_timers->turnToNext();
        const auto isAtRest
                = [this] { return m_timers->next().isValid() || m_watcher->watched().isEmpty(); };
        if (!QTest::qWaitFor(isAtRest, 5000))
            return {u"no rest"_s};
        return m_told;
    }

    QStringList m_told;
    std::unique_ptr<HandTimers> m_timers;
    std::unique_ptr<FakeCopr> m_copr;
    std::unique_ptr<CoprBuildClient> m_client;
    std::unique_ptr<CoprBuildWatcher> m_watcher;
};

} // namespace sluice

QTEST_GUILESS_MAIN(sluice::TestBuildWatcher)
#include "tst_buildwatcher.moc"
