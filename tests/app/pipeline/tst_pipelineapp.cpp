// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakewebhook.h"
#include "fakes/servicescene.h"

#include <QTest>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The service as a GitHub App runs it: by its key, with check runs.
class TestPipelineApp : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_scene = std::make_unique<ServiceScene>(ServiceScene::As::App);
        m_scene->open();
    }

    void cleanup() { m_scene.reset(); }

    void aPushBecomesCheckRuns_data()
    {
        QTest::addColumn<bool>("isPolled");
        QTest::newRow("polled") << true;
        QTest::newRow("by webhook") << false;
    }

    void aPushBecomesCheckRuns()
    {
        QFETCH(const bool, isPolled);
        if (isPolled)
            m_scene->service->watch({u"fedora/hello"_s});
        else
            openByWebhook();
        QVERIFY(m_scene->goesOnUntil([this] { return m_scene->isGreen(); }));
        QVERIFY2(m_scene->problems.isEmpty(), qPrintable(m_scene->said()));
        QVERIFY(m_scene->world.repository->statuses.isEmpty());
        QCOMPARE(m_scene->world.repository->checkRuns.size(), 2);
        for (const char *state : {"QUEUED", "IN_PROGRESS", "COMPLETED"})
            QVERIFY2(wasWritten(state), state);
        QCOMPARE(renewals(), 1);
        QCOMPARE(m_scene->newest().state, PipelineState::Done);
    }

    void aRerunOfACheckRepeatsItsChroot()
    {
        const quint16 port = openByWebhook();
        QVERIFY(m_scene->goesOnUntil([this] { return m_scene->isGreen(); }));
        const FakeRepository &repository = *m_scene->world.repository;
        const QJsonObject again
                = fakeRerequestPayload(repository, repository.checkRuns.first(), u"maria"_s);
        QCOMPARE(m_scene->deliver(port, "check_run"_ba, "d-2"_ba, again), 202);
        QCOMPARE(m_scene->deliver(port, "check_run"_ba, "d-2"_ba, again), 202);
        QCOMPARE(m_scene->newest().state, PipelineState::Running);
        QVERIFY(m_scene->goesOnUntil([this] {
            return m_scene->newest().state == PipelineState::Done && m_scene->isGreen();
        }));
        QCOMPARE(m_scene->copr.builds.size(), 2);
        QCOMPARE(m_scene->farm.requests.size(), 2);
        QCOMPARE(repository.checkRuns.size(), 4); // what was completed stays so
        QVERIFY2(m_scene->problems.isEmpty(), qPrintable(m_scene->said()));
    }

    void storedDeliveriesAreReadOnce()
    {
        m_scene->adapt = [](PipelineServiceOptions &options) { options.stored = 30s; };
        m_scene->world.github.state().app->hook.events << u"pull_request"_s;
        m_scene->world.push(); // something that GitHub has stored
        m_scene->open();
        m_scene->service->watch({u"fedora/hello"_s});
        QVERIFY(m_scene->goesOnUntil([this] { return m_scene->isGreen(); })); // by the first poll
        QCOMPARE(calls(u"/app/hook/deliveries/"_s), 0);
        m_scene->world.github.forgetCalls();
        m_scene->turn(3min);
        const int lists = calls(u"/app/hook/deliveries?"_s);
        QVERIFY(lists >= 5 && lists <= 7);
        QCOMPARE(calls({}), lists);

        m_scene->world.push();
        QVERIFY(m_scene->goesOnUntil([this] { return m_scene->newest().id == 2; }));
        QCOMPARE(calls(u"/app/hook/deliveries/"_s), 1);
        QCOMPARE(calls(u"/pulls?"_s), 0);
        m_scene->service->stop();
        m_scene->world.push(); // while nobody looks
        m_scene->open();
        m_scene->world.github.forgetCalls();
        QVERIFY(m_scene->goesOnUntil([this] { return m_scene->newest().id == 3; }));
        QCOMPARE(calls(u"/app/hook/deliveries/"_s), 1);
        QVERIFY(m_scene->goesOnUntil([this] { return m_scene->isGreen(); }));
        QVERIFY2(m_scene->problems.isEmpty(), qPrintable(m_scene->said()));
    }

    void aStoredDeliveryThatCameInIsNotRead()
    {
        m_scene->adapt = [](PipelineServiceOptions &options) { options.stored = 30s; };
        m_scene->open();
        const auto port = m_scene->service->listen();
        QVERIFY(port);
        FakeHook &hook = m_scene->world.github.state().app->hook;
        m_scene->world.push();
        m_scene->turn(1min); // takes its place
        m_scene->world.push();
        const FakeDelivery stored = hook.deliveries.last();
        QCOMPARE(m_scene->deliver(*port, "pull_request"_ba, stored.guid.toLatin1(), stored.payload),
                 202);
        m_scene->turn(2min);
        QCOMPARE(calls(u"/app/hook/deliveries/"_s), 0);
        QCOMPARE(m_scene->service->store().pipelines()->size(), 1);
    }

    void aGapIsClosedByOnePoll()
    {
        m_scene->adapt = [](PipelineServiceOptions &options) { options.stored = 30s; };
        m_scene->open();
        m_scene->service->watch({u"fedora/hello"_s});
        m_scene->world.push();
        m_scene->turn(2min);
        FakeHook &hook = m_scene->world.github.state().app->hook;
        m_scene->world.push();
        m_scene->world.push();
        hook.deliveries.remove(0, hook.deliveries.size() - 1); // as after a month
        m_scene->world.github.forgetCalls();
        m_scene->turn(2min);
        QCOMPARE(calls(u"/pulls?"_s), 1);
        QCOMPARE(m_scene->newest().headSha, m_scene->pull().headSha);
        QCOMPARE(calls(u"/app/hook/deliveries/"_s), 0);
    }

    void anHourlyTokenIsNoticedByNobody()
    {
        m_scene->service->watch({u"fedora/hello"_s});
        QVERIFY(m_scene->goesOnUntil(
                [this] { return m_scene->runOf(JobKind::Build).buildId.has_value(); }));
        m_scene->isMoving = false;
        for (int i = 0; i < 130; ++i)
            m_scene->turn(1min);
        m_scene->isMoving = true;
        QVERIFY(m_scene->goesOnUntil([this] { return m_scene->isGreen(); }));
        QVERIFY2(m_scene->problems.isEmpty(), qPrintable(m_scene->said()));
        QCOMPARE(renewals(), 3);
        int paid = 0;
        for (const FakeCall &call : m_scene->world.github.calls())
            paid += call.path.contains("/pulls?"_L1) ? call.cost : 0;
        QCOMPARE(paid, 3); // once per token: its ETag is another
    }

private:
    quint16 openByWebhook()
    {
        const auto port = m_scene->service->listen();
        [&port] { QVERIFY(port); }();
        const QJsonObject opened
                = fakePullPayload(u"opened"_s, *m_scene->world.repository, m_scene->pull());
        [&] { QCOMPARE(m_scene->deliver(*port, "pull_request"_ba, "d-1"_ba, opened), 202); }();
        return *port;
    }
    [[nodiscard]] int renewals() const
    {
        return int(std::ranges::count_if(m_scene->world.github.calls(), [](const FakeCall &call) {
            return call.path.endsWith("/access_tokens"_L1) && call.status == 201;
        }));
    }
    [[nodiscard]] int calls(const QString &part) const
    {
        return int(
                std::ranges::count_if(m_scene->world.github.calls(), [&part](const FakeCall &call) {
                    return call.path.contains(part);
                }));
    }
    [[nodiscard]] bool wasWritten(const char *state) const
    {
        return std::ranges::any_of(m_scene->world.github.calls(), [state](const FakeCall &call) {
            return call.body.toUpper().contains(state) && call.status < 300;
        });
    }

    std::unique_ptr<ServiceScene> m_scene;
};

} // namespace sluice

QTEST_GUILESS_MAIN(sluice::TestPipelineApp)
#include "tst_pipelineapp.moc"
