// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakewebhook.h"
#include "fakes/servicescene.h"
#include "pipeline/pullcommand.h"

#include <QTest>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What people tell a pipeline by comments on its pull request.
class TestPipelineCommands : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_scene = std::make_unique<ServiceScene>();
        m_scene->open();
        m_port = m_scene->service->listen().value_or(0);
        QVERIFY(m_port != 0);
    }

    void cleanup() { m_scene.reset(); }

    void aCommandIsALineOfItsOwn_data()
    {
        QTest::addColumn<QString>("comment");
        QTest::addColumn<int>("command"); // -1: none
        using What = RetryWish::What;
        QTest::newRow("alone") << u"/packit retest-failed"_s << int(What::FailedTests);
        QTest::newRow("build") << u"/packit build"_s << int(What::Builds);
        QTest::newRow("its older name") << u"/packit copr-build"_s << int(What::Builds);
        QTest::newRow("test") << u"/packit test"_s << int(What::Tests);
        QTest::newRow("below a text") << u"Once more:\r\n\r\n  /packit  rebuild-failed \r\nThanks"_s
                                      << int(What::FailedBuilds);
        QTest::newRow("in a sentence") << u"Say /packit retest-failed"_s << -1;
        QTest::newRow("quoted") << u"> /packit retest-failed"_s << -1;
        QTest::newRow("with more") << u"/packit retest-failed --labels x"_s << -1;
        QTest::newRow("unknown") << u"/packit dance"_s << -1;
        QTest::newRow("empty") << QString() << -1;
    }

    void aCommandIsALineOfItsOwn()
    {
        QFETCH(const QString, comment);
        QFETCH(const int, command);
        const auto found = pullCommandIn(comment);
        QCOMPARE(found ? int(found->what) : -1, command);
    }

    void whatFailedIsRepeated_data()
    {
        QTest::addColumn<QString>("failing");
        QTest::addColumn<QString>("command");
        QTest::addColumn<int>("builds");
        QTest::addColumn<int>("tests");
        QTest::newRow("a build") << u"build"_s << u"/packit rebuild-failed"_s << 2 << 1;
        QTest::newRow("a test") << u"test"_s << u"/packit retest-failed"_s << 1 << 2;
        QTest::newRow("everything") << u"test"_s << u"/packit build"_s << 2 << 2;
        QTest::newRow("tests alone") << u"test"_s << u"/packit test"_s << 1 << 2;
        QTest::newRow("tests without a build") << u"build"_s << u"/packit test"_s << 1 << 0;
        QTest::newRow("no build") << u"test"_s << u"/packit rebuild-failed"_s << 1 << 1;
        QTest::newRow("no test") << u"build"_s << u"/packit retest-failed"_s << 1 << 0;
    }

    void whatFailedIsRepeated()
    {
        QFETCH(const QString, failing);
        QFETCH(const QString, command);
        QFETCH(const int, builds);
        QFETCH(const int, tests);
        endWithFailure(failing == "build"_L1);
        const bool isRepeated
                = m_scene->copr.builds.size() + m_scene->farm.requests.size() != builds + tests;
        m_scene->world.github.forgetCalls();
        comment(u"maria"_s, command);
        comment(u"maria"_s, command); // delivered again
        m_scene->turn(1min);
        QCOMPARE(permissionReads(), isRepeated ? 1 : 0);
        QVERIFY(m_scene->goesOnUntil([this, isRepeated] {
            return m_scene->newest().state == PipelineState::Done
                && m_scene->isGreen() == isRepeated;
        }));
        QCOMPARE(m_scene->copr.builds.size(), builds);
        QCOMPARE(m_scene->farm.requests.size(), tests);
        QVERIFY2(m_scene->problems.isEmpty(), qPrintable(m_scene->said()));
    }

    void whoMayNotWriteIsNotObeyed()
    {
        endWithFailure(true);
        m_scene->world.github.forgetCalls();
        comment(u"stranger"_s, u"/packit rebuild-failed"_s);
        m_scene->turn(1min);
        QCOMPARE(permissionReads(), 1);
        QCOMPARE(m_scene->newest().state, PipelineState::Done);
        QCOMPARE(m_scene->copr.builds.size(), 1);
        QCOMPARE(m_scene->service->store().refused()->value(u"command without the right to it"_s),
                 1);
    }

    void otherCommentsCostNothing_data()
    {
        QTest::addColumn<QString>("action");
        QTest::addColumn<QString>("text");
        QTest::newRow("unknown") << u"created"_s << u"/packit dance"_s;
        QTest::newRow("chat") << u"created"_s << u"Looks good."_s;
        QTest::newRow("edited") << u"edited"_s << u"/packit rebuild-failed"_s;
        QTest::newRow("deleted") << u"deleted"_s << u"/packit rebuild-failed"_s;
    }

    void otherCommentsCostNothing()
    {
        QFETCH(const QString, action);
        QFETCH(const QString, text);
        endWithFailure(true);
        m_scene->world.github.forgetCalls();
        comment(u"maria"_s, text, action);
        m_scene->turn(1min);
        QVERIFY(m_scene->world.github.calls().isEmpty());
        QCOMPARE(m_scene->copr.builds.size(), 1);
    }

private:
    /// A pipeline whose build failed, or its test.
    void endWithFailure(bool isBuild)
    {
        const QJsonObject opened
                = fakePullPayload(u"opened"_s, *m_scene->world.repository, m_scene->pull());
        QCOMPARE(m_scene->deliver(m_port, "pull_request"_ba, "d-1"_ba, opened), 202);
        QVERIFY(m_scene->goesOnUntil([this, isBuild] {
            for (auto it = m_scene->copr.builds.begin();
                 isBuild && it != m_scene->copr.builds.end(); ++it) {
                if (it->source == "succeeded"_L1)
                    m_scene->copr.finish(it.key(), u"failed"_s);
            }
            for (FakeFarmRequest &request : m_scene->farm.requests) {
                if (request.state == "running"_L1) {
                    request.state = u"complete"_s;
                    request.overall = u"failed"_s;
                }
            }
            return m_scene->newest().state == PipelineState::Done;
        }));
        QVERIFY(!m_scene->isGreen());
        m_scene->turn(1min); // for the last flags
    }

    void comment(const QString &author, const QString &text, const QString &action = u"created"_s)
    {
        const FakeComment made{.id = 5, .issue = 1, .author = author, .body = text};
        QJsonObject payload = fakeCommentPayload(*m_scene->world.repository, m_scene->pull(), made);
        payload.insert(u"action"_s, action);
        QCOMPARE(m_scene->deliver(m_port, "issue_comment"_ba, "d-comment"_ba, payload), 202);
    }

    [[nodiscard]] int permissionReads() const
    {
        return int(std::ranges::count_if(m_scene->world.github.calls(), [](const FakeCall &call) {
            return call.path.endsWith("/permission"_L1);
        }));
    }

    std::unique_ptr<ServiceScene> m_scene;
    quint16 m_port = 0;
};

} // namespace sluice

QTEST_GUILESS_MAIN(sluice::TestPipelineCommands)
#include "tst_pipelinecommands.moc"
