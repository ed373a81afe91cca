// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/engineharness.h"
#include "fakes/fakefrontend.h"
#include "fakes/flakyserver.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The whole way of a Copr build: frontend, download, import, report, with everything that fails on
/// it.
class CoprImportTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<EngineHarness> m_harness;
    std::unique_ptr<FakeFrontend> m_frontend;
    std::unique_ptr<FlakyServer> m_backend;

    Engine &start()
    {
        m_harness->settings.frontend = m_frontend->url();
        m_harness->settings.coprApi = m_frontend->url();
        m_harness->settings.frontendPoll = 1s;
        return m_harness->start(
                {.isPollingFrontend = true, .frontendPassword = FakeFrontend::password()});
    }
    [[nodiscard]] QByteArray package()
    {
        QFile file(m_harness->package("hello"));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("no package");
        return file.readAll();
    }
    void enqueue(qint64 build)
    {
        QJsonObject record = FakeFrontend::record(build);
        record[u"owner"_s] = u"me"_s;
        record[u"project"_s] = u"tools:pr:12"_s;
        record[u"pkg_name"_s] = u"hello"_s;
        record[u"branches"_s] = QJsonArray{u"f42"_s, u"epel9"_s};
        record[u"srpm_url"_s] = m_backend->url(u"/hello-1.0-1.src.rpm"_s).toString();
        m_frontend->enqueue(record);
    }
    /// The one task there is.
    [[nodiscard]] std::optional<Task> task() const
    {
        const auto ids = m_harness->store->find({}).value();
        return ids.isEmpty() ? std::optional<Task>() : m_harness->store->task(ids.first()).value();
    }
    [[nodiscard]] QString state() const
    {
        const auto found = task();
        return found ? stateName(found->state) : u"no task"_s;
    }

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_harness = std::make_unique<EngineHarness>();
        m_frontend = std::make_unique<FakeFrontend>();
        m_backend = std::make_unique<FlakyServer>();
    }
    void cleanup()
    {
        m_harness.reset();
        m_frontend.reset();
        m_backend.reset();
    }

    void importsAndReportsOnce()
    {
        m_backend->script("/hello-1.0-1.src.rpm"_ba, {FlakyAnswer::ok(package())});
        enqueue(17);
        start();
        QTRY_COMPARE(state(), u"succeeded"_s);
        QCOMPARE(m_frontend->posts().size(), 1);
        const QJsonObject post = m_frontend->posts().first();
        QCOMPARE(post[u"build_id"_s].toInt(), 17);
        QCOMPARE(post[u"reponame"_s].toString(), u"me/tools:pr:12/hello"_s);
        const QJsonObject commits = post[u"branch_commits"_s].toObject();
        QCOMPARE(commits.keys(), (QStringList{u"epel9"_s, u"f42"_s}));
        const QList<BranchTip> tips = task()->branches;
        for (const BranchTip &tip : tips)
            QCOMPARE(commits[tip.branch].toString(), tip.commit);
        QVERIFY(QFileInfo::exists(m_harness->settings.logsRoot + "/17.log"_L1));
        const int polls = m_frontend->polls();
        QTRY_VERIFY(m_frontend->polls() > polls + 1);
        QCOMPARE(m_frontend->posts().size(), 1);
    }

    void failureIsReportedThenRetrySucceedsUnderTheSameBuildId()
    {
        m_backend->script("/hello-1.0-1.src.rpm"_ba,
                          {FlakyAnswer::error(404), FlakyAnswer::ok(package())});
        enqueue(17);
        Engine &engine = start();
        QTRY_COMPARE(m_frontend->posts().size(), 1);
        QCOMPARE(m_frontend->posts().first(), (QJsonObject{{u"build_id"_s, 17}}));
        QTRY_VERIFY(task()->isFailureReported);
        QCOMPARE(state(), u"failed"_s);
        QCOMPARE(task()->error->cause, Cause::NotFound);
        m_frontend->states[17] = u"failed"_s;

        QVERIFY(m_harness->store->retry({task()->id}, u"support"_s)); // the server is mended
        engine.wake();
        QTRY_COMPARE(state(), u"succeeded"_s);
        QTRY_COMPARE(m_frontend->posts().size(), 2);
        const QJsonObject post = m_frontend->posts().last();
        QCOMPARE(post[u"build_id"_s].toInt(), 17);
        QCOMPARE(post[u"branch_commits"_s].toObject().size(), 2);
    }

    void retryBeforeAHeldReportIsSentReportsOnlyTheSuccess()
    {
        m_harness->settings.reportHold = 3600s;
        m_backend->script("/hello-1.0-1.src.rpm"_ba,
                          {FlakyAnswer::error(404), FlakyAnswer::ok(package())});
        enqueue(17);
        Engine &engine = start();
        QTRY_COMPARE(state(), u"failed"_s);
        QVERIFY(m_harness->store->retry({task()->id}, u"support"_s));
        engine.wake();
        QTRY_COMPARE(state(), u"succeeded"_s);
        QCOMPARE(m_frontend->posts().size(), 1);
        QVERIFY(m_frontend->posts().first().contains(u"branch_commits"_s));
    }

    void transientFailureIsNotReported()
    {
        m_backend->script("/hello-1.0-1.src.rpm"_ba,
                          {FlakyAnswer::error(503), FlakyAnswer::ok(package())});
        enqueue(17);
        start();
        QTRY_COMPARE_WITH_TIMEOUT(state(), u"succeeded"_s, 15s);
        QCOMPARE(task()->attempts, 2);
        QCOMPARE(m_frontend->posts().size(), 1);
    }

    void canceledBuildIsStoppedAndNotReported()
    {
        m_backend->script("/hello-1.0-1.src.rpm"_ba, {FlakyAnswer{.isSilent = true}});
        enqueue(17);
        start();
        QTRY_COMPARE(state(), u"fetching"_s);
        m_frontend->dequeue(17);
        QTRY_COMPARE(state(), u"canceled"_s);
        QTRY_COMPARE(m_backend->openConnections(), 0);
        QVERIFY(m_frontend->posts().isEmpty());
    }

    void frontendThatDoesNotTakeTheReportIsAskedAgain()
    {
        m_frontend->answerPosts({FlakyAnswer::error(500),
                                 FlakyAnswer{.ending = FlakyAnswer::Ending::Reset, .cutAfter = 0}});
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"."_s));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"."_s));
        m_backend->script("/hello-1.0-1.src.rpm"_ba, {FlakyAnswer::ok(package())});
        enqueue(17);
        start();
        QTRY_COMPARE(state(), u"reporting"_s);
        QTRY_VERIFY(!m_harness->store->poolState()->problem.isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(state(), u"succeeded"_s, 15s);
        QCOMPARE(m_frontend->posts().size(), 1);
        QTRY_VERIFY(m_harness->store->poolState()->problem.isEmpty());
    }
};

QTEST_GUILESS_MAIN(CoprImportTest)
#include "tst_coprimport.moc"
