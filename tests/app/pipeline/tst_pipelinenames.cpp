// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakewebhook.h"
#include "fakes/servicescene.h"

#include <QTest>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// A repository that gets another name, or goes away, while the service runs.
class TestPipelineNames : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_scene = std::make_unique<ServiceScene>();
        m_scene->open();
        m_scene->service->watch({u"fedora/hello"_s});
    }

    void cleanup() { m_scene.reset(); }

    void aPrefixStandsBeforeEveryFlag()
    {
        m_scene->adapt = [](PipelineServiceOptions &options) { options.flagPrefix = u"sluice/"_s; };
        m_scene->open();
        m_scene->service->watch({u"fedora/hello"_s});
        QVERIFY(m_scene->goesOnUntil([this] { return m_scene->isGreen(); }));
        QCOMPARE(m_scene->shown().keys(), (QStringList{u"sluice/rpm-build:fedora-43-x86_64"_s,
                                                       u"sluice/testing-farm:fedora-43-x86_64"_s}));
        m_scene->world.github.state().push(*m_scene->world.repository, m_scene->pull(),
                                           {{u".packit.yaml"_s, "jobs: {"_ba}},
                                           m_scene->world.timers.now());
        QVERIFY(m_scene->goesOnUntil(
                [this] { return m_scene->shown().contains(u"sluice/packit-config"_s); }));
    }

    void bothNamesReachTheSamePipeline_data()
    {
        QTest::addColumn<bool>("isWebhookFirst");
        QTest::newRow("webhook, then poll") << true;
        QTest::newRow("poll, then webhook") << false;
    }

    void bothNamesReachTheSamePipeline()
    {
        QFETCH(const bool, isWebhookFirst);
        const quint16 port = m_scene->service->listen().value_or(0);
        m_scene->isMoving = false;
        QVERIFY(m_scene->goesOnUntil(
                [this] { return m_scene->runOf(JobKind::Build).buildId.has_value(); }));
        m_scene->world.github.state().rename(*m_scene->world.repository, u"world"_s);
        m_scene->world.push();
        if (!isWebhookFirst)
            QVERIFY(m_scene->goesOnUntil([this] { return m_scene->newest().id == 2; }));
        QCOMPARE(tell(port, "d-1"_ba, u"synchronize"_s), 202);
        m_scene->isMoving = true;
        QVERIFY(m_scene->goesOnUntil([this] { return m_scene->isGreen(); }));
        m_scene->turn(5min);
        QCOMPARE(m_scene->service->store().pipelines()->size(), 2);
        QCOMPARE(m_scene->service->store().pipeline(1).value()->state, PipelineState::Superseded);
        QCOMPARE(m_scene->said(), u"fedora/hello is called fedora/world now: correct "
                                  "pipeline.repositories. Until then it is watched by its old "
                                  "name."_s);
    }

    void aCloseByTheNewNameStopsThePipeline()
    {
        const quint16 port = m_scene->service->listen().value_or(0);
        m_scene->isMoving = false;
        QVERIFY(m_scene->goesOnUntil(
                [this] { return m_scene->runOf(JobKind::Build).buildId.has_value(); }));
        m_scene->world.github.state().rename(*m_scene->world.repository, u"world"_s);
        QCOMPARE(tell(port, "d-1"_ba, u"closed"_s), 202);
        QCOMPARE(m_scene->newest().state, PipelineState::Closed);
    }

    void whatIsWatchedByTheNewNameIsClosedByIt()
    {
        m_scene->isMoving = false;
        QVERIFY(m_scene->goesOnUntil(
                [this] { return m_scene->runOf(JobKind::Build).buildId.has_value(); }));
        m_scene->world.github.state().rename(*m_scene->world.repository, u"world"_s);
        m_scene->open();
        m_scene->service->watch({u"fedora/world"_s}); // the settings were corrected
        m_scene->turn(2min);
        QCOMPARE(m_scene->service->store().pipelines()->size(), 1);
        m_scene->pull().state = u"closed"_s;
        QVERIFY(m_scene->goesOnUntil(
                [this] { return m_scene->newest().state == PipelineState::Closed; }));
        QVERIFY2(m_scene->problems.isEmpty(), qPrintable(m_scene->said()));
    }

    void whatGoesAwayIsToldOnceAndTakenUpAgain_data()
    {
        QTest::addColumn<bool>("isPrivate");
        QTest::addColumn<QString>("problem");
        QTest::newRow("deleted") << false
                                 << u"fedora/hello cannot be seen with this token: it was deleted "
                                    "or made private, or the token may not read it. Correct "
                                    "pipeline.repositories, or give the token the right to it."_s;
        QTest::newRow("private") << true
                                 << u"fedora/hello is private: its pull requests are not built. "
                                    "Make it public, or correct pipeline.repositories."_s;
    }

    void whatGoesAwayIsToldOnceAndTakenUpAgain()
    {
        QFETCH(const bool, isPrivate);
        QFETCH(const QString, problem);
        QVERIFY(m_scene->goesOnUntil([this] { return m_scene->isGreen(); }));
        FakeRepository &repository = *m_scene->world.repository;
        (isPrivate ? repository.isPrivate : repository.isDeleted) = true;
        m_scene->world.push();
        for (int i = 0; i < 40; ++i)
            m_scene->turn(1min);
        QCOMPARE(m_scene->said(), problem);
        QCOMPARE(m_scene->service->store().pipelines()->size(), 1);
        QCOMPARE(m_scene->newest().state, PipelineState::Done);
        repository.isPrivate = repository.isDeleted = false;
        QVERIFY(m_scene->goesOnUntil([this] { return m_scene->isGreen(); }, 600));
        QCOMPARE(m_scene->newest().id, 2);
        QCOMPARE(m_scene->said(), problem);
    }

private:
    [[nodiscard]] int tell(quint16 port, const QByteArray &id, const QString &action) const
    {
        return m_scene->deliver(
                port, "pull_request"_ba, id,
                fakePullPayload(action, *m_scene->world.repository, m_scene->pull()));
    }

    std::unique_ptr<ServiceScene> m_scene;
};

} // namespace sluice

QTEST_GUILESS_MAIN(sluice::TestPipelineNames)
#include "tst_pipelinenames.moc"
