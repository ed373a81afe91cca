// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/farmtests.h"

#include "fakes/faketestingfarm.h"

#include <QJsonArray>
#include <QTest>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestFarmTests : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_tests.reset();
        m_client.reset();
        m_farm = std::make_unique<FakeTestingFarm>();
        m_timers = std::make_unique<HandTimers>();
        m_client = std::make_unique<FarmClient>(m_farm->url(), FakeTestingFarm::token(),
                                                QSslConfiguration(), *m_timers);
        m_tests = std::make_unique<FarmTests>(*m_client, *m_timers,
                                              PollPace{.interval = 10s, .longest = 40s});
        m_events.clear();
        m_troubles.clear();
        m_made.reset();
        connect(m_tests.get(), &FarmTests::happened, this,
                [this](const TestEvent &event) { m_events << event; });
        connect(m_tests.get(), &FarmTests::troubled, this,
                [this](qint64, const Error &error) { m_troubles << error.what; });
    }

    void aRunTestsTheBuildOfItsChroot()
    {
        submit();
        QTRY_VERIFY(m_made);
        const QJsonObject body = m_farm->requests.first().submission;
        const QJsonObject fmf = body["test"_L1]["fmf"_L1].toObject();
        QCOMPARE(fmf["url"_L1].toString(), u"https://git.test/hello.git"_s);
        QCOMPARE(fmf["ref"_L1].toString(), u"abc"_s);
        const QJsonObject environment = body["environments"_L1][0].toObject();
        QCOMPARE(environment["arch"_L1].toString(), u"x86_64"_s);
        QCOMPARE(environment["os"_L1]["compose"_L1].toString(), u"CentOS-Stream-9"_s);
        QCOMPARE(environment["artifacts"_L1][0]["id"_L1].toString(), u"1001:epel-9-x86_64"_s);
        QCOMPARE(m_tests->watched(), QStringList{m_made->value()});
    }

    void testsOfAnotherRepositoryAreTakenFromThere()
    {
        TestRequest other = request();
        other.fmfUrl = u"https://git.test/tests.git"_s;
        other.fmfRef = u"main"_s;
        other.fmfPath = u"/hello"_s;
        other.tmtPlan = u"/plans/full"_s;
        m_tests->submit(other, this, [this](const Result<QString> &made) { m_made = made; });
        QTRY_VERIFY(m_made);
        const QJsonObject body = m_farm->requests.first().submission;
        QCOMPARE(body["test"_L1]["fmf"_L1].toObject(), (QJsonObject{{u"url"_s, other.fmfUrl},
                                                                    {u"ref"_s, other.fmfRef},
                                                                    {u"path"_s, other.fmfPath},
                                                                    {u"name"_s, other.tmtPlan}}));
    }

    void eachResultHasItsState_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("overall");
        QTest::addColumn<FlagState>("result");
        QTest::newRow("passed") << u"complete"_s << u"passed"_s << FlagState::Success;
        QTest::newRow("failed") << u"complete"_s << u"failed"_s << FlagState::Failure;
        QTest::newRow("inspection") << u"complete"_s << u"needs_inspection"_s << FlagState::Failure;
        QTest::newRow("skipped") << u"complete"_s << u"skipped"_s << FlagState::Neutral;
        QTest::newRow("error") << u"error"_s << u"error"_s << FlagState::Error;
        QTest::newRow("canceled") << u"canceled"_s << QString() << FlagState::Neutral;
    }

    void eachResultHasItsState()
    {
        QFETCH(const QString, state);
        QFETCH(const QString, overall);
        QFETCH(const FlagState, result);
        submit();
        QTRY_VERIFY(m_made);
        FakeFarmRequest &run = m_farm->requests.first();
        run.state = u"queued"_s;
        m_timers->turn(10s);
        run.state = u"running"_s;
        QTRY_COMPARE((m_timers->turn(10s), m_events.size()), 1);
        QCOMPARE(m_events.first().what, TestEvent::What::Started);
        run.state = state;
        run.overall = overall;
        run.summary = u"three of four"_s;
        QTRY_COMPARE((m_timers->turn(10s), m_events.size()), 2);
        const TestEvent end = m_events.last();
        QCOMPARE(end.what, TestEvent::What::Finished);
        QCOMPARE(end.request, m_made->value());
        QCOMPARE(end.result, result);
        QCOMPARE(end.url, u"https://artifacts.example/"_s + end.request);
        if (!overall.isEmpty())
            QCOMPARE(end.detail, u"three of four"_s);
        QVERIFY(m_tests->watched().isEmpty());
    }

    void whatPassesIsTriedAgain()
    {
        m_farm->answer({FlakyAnswer{.status = 503}});
        submit();
        QTRY_COMPARE(m_troubles.size(), 1);
        QVERIFY(!m_made);
        m_timers->turn(15s);
        QTRY_VERIFY(m_made);
        QVERIFY(m_made->has_value());
    }

    void aRunThatIsGoneIsAnError()
    {
        m_tests->watch(u"00000000-0000-4000-8000-000000000099"_s);
        QTRY_COMPARE((m_timers->turn(10s), m_events.size()), 1);
        QCOMPARE(m_events.first().result, FlagState::Error);
    }

    void cancelStopsTheRun()
    {
        submit();
        QTRY_VERIFY(m_made);
        m_tests->cancel(m_made->value());
        QTRY_COMPARE(m_farm->requests.first().state, u"cancel-requested"_s);
        QVERIFY(m_tests->watched().isEmpty());
    }

private:
    [[nodiscard]] static TestRequest request()
    {
        return {.pipeline = 1,
                .run = 1,
                .cloneUrl = u"https://git.test/hello.git"_s,
                .headSha = u"abc"_s,
                .chroot = u"epel-9-x86_64"_s,
                .target = u"centos-stream-9-x86_64"_s,
                .buildId = 1001};
    }
    void submit()
    {
        m_tests->submit(request(), this, [this](const Result<QString> &made) { m_made = made; });
    }

    std::unique_ptr<FakeTestingFarm> m_farm;
    std::unique_ptr<HandTimers> m_timers;
    std::unique_ptr<FarmClient> m_client;
    std::unique_ptr<FarmTests> m_tests;
    QList<TestEvent> m_events;
    QStringList m_troubles;
    std::optional<Result<QString>> m_made;
};

} // namespace sluice

QTEST_GUILESS_MAIN(sluice::TestFarmTests)
#include "tst_farmtests.moc"
