// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/servicescene.h"
#include "store/database.h"

#include <QTest>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What people at a window ask of the service, through the store and from another connection.
class TestPipelineWishes : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_scene = std::make_unique<ServiceScene>();
        m_scene->open();
        m_window = *Database::open(m_scene->service->databaseFile());
        m_wishes = std::make_unique<WishStore>(*m_window, m_scene->world.timers);
        m_scene->service->start();
        m_scene->service->watch({m_scene->world.repository->fullName()});
    }

    void cleanup()
    {
        m_wishes.reset();
        m_window.reset();
        m_scene.reset();
    }

    void aChrootIsRetried()
    {
        QVERIFY(m_scene->goesOnUntil([this] { return m_scene->isGreen(); }));
        const Wish answered = ask(WishKind::RetryChroot, u"fedora-43-x86_64"_s);
        QCOMPARE(answered.problem, QString());
        QCOMPARE(answered.answer, u"fedora-43-x86_64 of fedora/hello#1 begins again."_s);
        QVERIFY(m_scene->goesOnUntil([this] { return m_scene->copr.builds.size() == 2; }));
    }

    void nothingFailedIsSaid()
    {
        QVERIFY(m_scene->goesOnUntil([this] { return m_scene->isGreen(); }));
        const Wish answered = ask(WishKind::RetryFailed);
        QVERIFY2(answered.problem.startsWith("Nothing of pipeline"_L1),
                 qPrintable(answered.problem));
    }

    void aRunIsCanceledAndBeginsAgain()
    {
        m_scene->isMoving = false;
        QVERIFY(m_scene->goesOnUntil([this] { return !m_scene->copr.builds.isEmpty(); }));
        const Wish answered = ask(WishKind::Cancel);
        QCOMPARE(answered.answer, u"What ran of fedora/hello#1 is canceled."_s);
        QVERIFY(m_scene->goesOnUntil([this] { return m_scene->copr.builds.first().isCanceled; }));
        QCOMPARE(m_scene->newest().state, PipelineState::Done);
        QVERIFY(m_scene->goesOnUntil([this] {
            return m_scene->shown().value(u"rpm-build:fedora-43-x86_64"_s) == "error"_L1;
        }));
        QCOMPARE(m_scene->runOf(JobKind::Build).detail, u"maria canceled this run."_s);
        QVERIFY(!ask(WishKind::Cancel).problem.isEmpty());
        m_scene->isMoving = true;
        QCOMPARE(ask(WishKind::RetryFailed).problem, QString());
        QVERIFY(m_scene->goesOnUntil([this] { return m_scene->isGreen(); }));
    }

    void flagsAreSentAgain()
    {
        QVERIFY(m_scene->goesOnUntil([this] { return m_scene->isGreen(); }));
        m_scene->turn(1min);
        m_scene->world.github.forgetCalls();
        QCOMPARE(ask(WishKind::ResendFlags).answer,
                 u"The flags of fedora/hello#1 are sent again."_s);
        m_scene->turn(1min);
        QCOMPARE(std::ranges::count_if(m_scene->world.github.calls(),
                                       [](const FakeCall &call) { return call.method == "POST"; }),
                 2);
        QVERIFY(m_scene->isGreen());
    }

    void aPipelineThatIsNotThereIsSaid()
    {
        const auto id = m_wishes->add({.kind = WishKind::Cancel, .subject = 4711});
        QVERIFY(id);
        m_scene->turn(2s);
        QVERIFY((*m_wishes->wish(*id))->problem.startsWith("There is no pipeline 4711"_L1));
    }

    void theSameWishIsMadeOnce()
    {
        const Wish wish{.kind = WishKind::Cancel, .subject = 7, .who = u"maria"_s};
        QCOMPARE(*m_wishes->add(wish), *m_wishes->add(wish));
        QCOMPARE(m_wishes->open()->size(), 1);
        m_scene->turn(2s);
        QCOMPARE(m_wishes->open()->size(), 0);
    }

private:
    /// Of the newest pipeline, and what became of it.
    Wish ask(WishKind kind, const QString &argument = {})
    {
        const auto id = m_wishes->add({.kind = kind,
                                       .subject = m_scene->newest().id,
                                       .argument = argument,
                                       .who = u"maria"_s});
        m_scene->turn(2s);
        const auto found = m_wishes->wish(id.value_or(0));
        return found && *found && (*found)->isDone ? **found : Wish{.problem = u"not done"_s};
    }

    std::unique_ptr<ServiceScene> m_scene;
    std::unique_ptr<Database> m_window;
    std::unique_ptr<WishStore> m_wishes;
};

} // namespace sluice

QTEST_GUILESS_MAIN(sluice::TestPipelineWishes)
#include "tst_pipelinewishes.moc"
