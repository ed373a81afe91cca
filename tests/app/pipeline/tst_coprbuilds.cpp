// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/coprbuilds.h"

#include "fakes/fakecopr.h"

#include <QTest>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using What = BuildEvent::What;

class TestCoprBuilds : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_builds.reset();
        m_client.reset();
        m_copr = std::make_unique<FakeCopr>();
        m_timers = std::make_unique<HandTimers>();
        const CoprCredentialsHeader header;
        m_client = std::make_unique<CoprBuildClient>(
                JsonApiServer{u"Copr"_s, m_copr->url(), header.value, {}}, *m_timers);
        m_builds = std::make_unique<CoprBuilds>(
                *m_client, *m_timers,
                CoprBuilds::Options{.owner = u"packit"_s,
                                    .pages = QUrl(u"https://copr.test"_s),
                                    .pace = {.interval = 10s, .longest = 40s}});
        m_events.clear();
        m_troubles.clear();
        m_built.reset();
        connect(m_builds.get(), &CoprBuilds::happened, this,
                [this](const BuildEvent &event) { m_events << event; });
        connect(m_builds.get(), &CoprBuilds::troubled, this,
                [this](qint64, const Error &error) { m_troubles << error.what; });
    }

    void aBuildGetsAProjectOfThePullRequest()
    {
        submit();
        QTRY_VERIFY(m_built);
        QCOMPARE(m_built->value(), 1001);
        QCOMPARE(m_copr->projects.value(u"packit/fedora-hello-12"_s), request().chroots);
        const QJsonObject body = m_copr->builds[1001].submission;
        QCOMPARE(body["clone_url"_L1].toString(), u"https://git.test/hello.git"_s);
        QCOMPARE(body["committish"_L1].toString(), u"abc"_s);
        QCOMPARE(body["subdirectory"_L1].toString(), u"fedora"_s);
        QCOMPARE(body["spec"_L1].toString(), u"hello.spec"_s);
        QCOMPARE(m_builds->watched(), QList<qint64>{1001});
        QCOMPARE(m_builds->inFlight(), 0);
    }

    void aProjectOfAnEarlierPushGetsTheNewChroots()
    {
        m_copr->projects.insert(u"packit/fedora-hello-12"_s, {u"fedora-43-x86_64"_s});
        submit();
        QTRY_VERIFY(m_built);
        QVERIFY(m_built->has_value());
        QCOMPARE(m_copr->projects.value(u"packit/fedora-hello-12"_s), request().chroots);
        QCOMPARE(m_copr->builds[1001].chroots.keys(), request().chroots);
    }

    /// A stranger's pull request may name any project.
    void aProjectOfOthersMustBeAllowed_data()
    {
        QTest::addColumn<QStringList>("allowed");
        QTest::addColumn<bool>("isBuilt");
        QTest::newRow("nothing") << QStringList() << false;
        QTest::newRow("another") << QStringList{u"github.com/fedora/other"_s} << false;
        QTest::newRow("another forge") << QStringList{u"gitlab.com/fedora/hello"_s} << false;
        QTest::newRow("this one") << QStringList{u"x"_s, u"github.com/fedora/hello"_s} << true;
        QTest::newRow("all of its owner") << QStringList{u"github.com/Fedora/*"_s} << true;
    }
    void aProjectOfOthersMustBeAllowed()
    {
        QFETCH(QStringList, allowed);
        QFETCH(bool, isBuilt);
        m_copr->projects.insert(u"@prod/production"_s, request().chroots);
        m_copr->allowedForges.insert(u"@prod/production"_s, allowed);
        BuildRequest asked = request();
        asked.coprOwner = u"@prod"_s;
        asked.coprProject = u"production"_s;
        m_builds->submit(asked, this, [this](const Result<qint64> &built) { m_built = built; });
        QTRY_VERIFY(m_built);
        QCOMPARE(m_built->has_value(), isBuilt);
        QCOMPARE(m_copr->builds.size(), isBuilt ? 1 : 0);
        QCOMPARE(m_builds->inFlight(), 0);
        if (!isBuilt) {
            QCOMPARE(m_built->error().cause, Cause::Forbidden);
            QVERIFY2(m_built->error().what.contains("github.com/fedora/hello"_L1),
                     qPrintable(m_built->error().what));
        }
    }

    void itsEventsAreThoseOfPipelines()
    {
        submit();
        QTRY_VERIFY(m_built);
        m_copr->importSource(1001);
        m_copr->builds[1001].chroots[u"fedora-43-x86_64"_s] = u"failed"_s;
        m_copr->builds[1001].chroots[u"fedora-44-x86_64"_s] = u"succeeded"_s;
        QTRY_COMPARE((turn(), m_events.size()), 6);
        QCOMPARE(m_events.at(0).what, What::SrpmStarted);
        QCOMPARE(m_events.at(1).what, What::SrpmFinished);
        QCOMPARE(m_events.at(1).result, FlagState::Success);
        QCOMPARE(m_events.at(2).what, What::RpmStarted);
        QCOMPARE(m_events.at(3).what, What::RpmFinished);
        QCOMPARE(m_events.at(3).chroot, u"fedora-43-x86_64"_s);
        QCOMPARE(m_events.at(3).result, FlagState::Failure);
        QCOMPARE(m_events.at(5).result, FlagState::Success);
        for (const BuildEvent &event : std::as_const(m_events)) {
            QCOMPARE(event.buildId, 1001);
            QCOMPARE(event.url, u"https://copr.test/coprs/build/1001/"_s);
        }
    }

    void aBadSrpmEndsAll()
    {
        submit();
        QTRY_VERIFY(m_built);
        m_copr->builds[1001].source = u"failed"_s;
        QTRY_COMPARE((turn(), m_events.size()), 2);
        QCOMPARE(m_events.last().what, What::SrpmFinished);
        QCOMPARE(m_events.last().result, FlagState::Failure);
    }

    void aBuildCanceledOrDeletedThereEnds()
    {
        submit();
        QTRY_VERIFY(m_built);
        m_copr->builds[1001].isCanceled = true;
        QTRY_COMPARE((turn(), m_events.size()), 1);
        QCOMPARE(m_events.last().what, What::RpmFinished);
        QCOMPARE(m_events.last().result, FlagState::Canceled);
        m_builds->watch(4711, u"fedora/hello"_s, 12);
        QTRY_COMPARE((turn(), m_events.size()), 2);
        QCOMPARE(m_events.last().result, FlagState::Error);
        QCOMPARE(m_events.last().detail, u"The build was deleted in Copr."_s);
    }

    void whatPassesIsTriedAgain()
    {
        m_copr->answer({FlakyAnswer{.status = 503}, FlakyAnswer{.status = 502}});
        submit();
        QTRY_COMPARE(m_troubles.size(), 1);
        QVERIFY(!m_built);
        QCOMPARE(m_builds->inFlight(), 0); // waits for its next try
        m_timers->turn(15s);
        QTRY_COMPARE(m_troubles.size(), 2);
        m_timers->turn(30s);
        QTRY_VERIFY(m_built);
        QVERIFY(m_built->has_value());
        QCOMPARE(m_copr->builds.size(), 1);
    }

    void whatIsRefusedIsToldAtOnce()
    {
        m_copr->knownChroots.clear();
        submit();
        QTRY_VERIFY(m_built);
        QCOMPARE(m_built->error().cause, Cause::Invalid);
        QVERIFY(m_builds->watched().isEmpty());
    }

    void cancelStopsBuildAndWatching()
    {
        submit();
        QTRY_VERIFY(m_built);
        m_builds->cancel(1001);
        QTRY_VERIFY(m_copr->builds[1001].isCanceled);
        QVERIFY(m_builds->watched().isEmpty());
        m_builds->cancel(1001); // over: no trouble
        m_builds->cancel(1001);
        QTest::qWait(50);
        QVERIFY(m_troubles.isEmpty());
    }

    void ofAPipelineThatIsGoneNothingIsTold()
    {
        auto context = std::make_unique<QObject>();
        m_builds->submit(request(), context.get(),
                         [this](const Result<qint64> &built) { m_built = built; });
        context.reset();
        QTRY_COMPARE(m_builds->inFlight(), 0);
        QVERIFY(!m_built);
    }

private:
    struct CoprCredentialsHeader
    {
        QByteArray value
                = "Basic "_ba + QByteArray(FakeCopr::login() + ':' + FakeCopr::token()).toBase64();
    };

    [[nodiscard]] static BuildRequest request()
    {
        return {.pipeline = 1,
                .repository = u"fedora/hello"_s,
                .number = 12,
                .cloneUrl = u"https://git.test/hello.git"_s,
                .headSha = u"abc"_s,
                .specfilePath = u"fedora/hello.spec"_s,
                .chroots = {u"fedora-43-x86_64"_s, u"fedora-44-x86_64"_s}};
    }
    void submit()
    {
        m_builds->submit(request(), this, [this](const Result<qint64> &built) { m_built = built; });
    }
    void turn() { m_timers->turn(10s); }

    std::unique_ptr<FakeCopr> m_copr;
    std::unique_ptr<HandTimers> m_timers;
    std::unique_ptr<CoprBuildClient> m_client;
    std::unique_ptr<CoprBuilds> m_builds;
    QList<BuildEvent> m_events;
    QStringList m_troubles;
    std::optional<Result<qint64>> m_built;
};

} // namespace sluice

QTEST_GUILESS_MAIN(sluice::TestCoprBuilds)
#include "tst_coprbuilds.moc"
