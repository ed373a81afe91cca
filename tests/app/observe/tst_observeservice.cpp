// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "observescene.h"

#include "budget/ledgerstore.h"
#include "budget/scenario.h"

#include <QRegularExpression>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString kBuild = u"rpm-build:fedora-43-x86_64"_s;

} // namespace

/// What others do on GitHub, as the observer sees it, and what it does there for people.
class ObserveServiceTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_scene = std::make_unique<ObserveScene>();
        m_scene->world.push();
        m_scene->flag(kBuild, u"in_progress"_s);
        m_scene->observe({u"fedora/hello"_s});
        m_scene->open();
    }

    void flagsOfOpenPullsAreShown()
    {
        QCOMPARE(m_scene->pulls().size(), 1);
        QCOMPARE(m_scene->newest().label(), u"fedora/hello#1"_s);
        QCOMPARE(m_scene->newest().author, u"maria"_s);
        QCOMPARE(m_scene->newest().state, PipelineState::Running);
        QCOMPARE(m_scene->shown(), (QMap<QString, QString>{{kBuild, u"running"_s}}));
        const ObservedCheck check = m_scene->store.checks(m_scene->newest().id)->first();
        QCOMPARE(check.writer, u"packit-as-a-service"_s);
        QCOMPARE(check.value.description, u"words"_s);
        QVERIFY(m_scene->repository(u"fedora/hello"_s).readAt.isValid());
        QCOMPARE(m_scene->account().login, u"fedora"_s);
        QCOMPARE(m_scene->account().scopes, u"repo, read:org"_s);
        QCOMPARE(m_scene->problems, QStringList());
    }

    void aFlagThatEndsIsSeen()
    {
        m_scene->turn(5min);
        m_scene->flag(kBuild, u"completed"_s, u"failure"_s);
        m_scene->turn(9min);
        QCOMPARE(m_scene->shown(), (QMap<QString, QString>{{kBuild, u"failure"_s}}));
        QCOMPARE(m_scene->newest().state, PipelineState::Done);
    }

    void aSettledOneIsReadAgainWhenItsFlagsAmountToSomethingElse()
    {
        m_scene->flag(kBuild, u"completed"_s, u"failure"_s);
        m_scene->turn(30min);
        QCOMPARE(m_scene->newest().state, PipelineState::Done);
        const QDateTime before = m_scene->newest().readAt;
        m_scene->turn(10min);
        QCOMPARE(m_scene->newest().readAt, before); // it has settled
        m_scene->flag(kBuild, u"in_progress"_s); // somebody has it built again
        m_scene->turn(4min);
        QCOMPARE(m_scene->shown(), (QMap<QString, QString>{{kBuild, u"running"_s}}));
        m_scene->flag(kBuild, u"completed"_s, u"success"_s);
        m_scene->turn(4min);
        QCOMPARE(m_scene->shown(), (QMap<QString, QString>{{kBuild, u"success"_s}}));
    }

    void aRepositoryIsAsOldAsItsOldestFlags()
    {
        m_scene->flag(kBuild, u"completed"_s, u"failure"_s);
        m_scene->turn(50min);
        QCOMPARE(m_scene->repository(u"fedora/hello"_s).readAt, m_scene->newest().readAt);
        QVERIFY(m_scene->newest().readAt < m_scene->world.timers.now().addSecs(-20 * 60));
        m_scene->world.github.state().close(*m_scene->world.repository, m_scene->world.pull(),
                                            m_scene->world.timers.now());
        m_scene->turn(5min); // of none there is nothing to be read
        QVERIFY(m_scene->repository(u"fedora/hello"_s).readAt
                > m_scene->world.timers.now().addSecs(-5 * 60));
    }

    void aCommitStatusIsShownAsWell()
    {
        m_scene->world.repository->statuses << FakeStatus{.id = 5,
                                                          .sha = m_scene->world.pull().headSha,
                                                          .context = u"ci"_s,
                                                          .state = u"error"_s,
                                                          .creator = u"bot"_s,
                                                          .createdAt = m_scene->world.timers.now()};
        m_scene->turn(9min);
        QCOMPARE(m_scene->shown().value(u"ci"_s), u"error"_s);
    }

    void aPushIsANewHead()
    {
        m_scene->turn(1min);
        m_scene->world.push();
        m_scene->turn(2min);
        QCOMPARE(m_scene->pulls().size(), 1);
        QCOMPARE(m_scene->newest().headSha, m_scene->world.pull().headSha);
        const auto heads = *m_scene->store.heads(u"fedora/hello"_s, 1);
        QCOMPARE(heads.size(), 2);
        QCOMPARE(heads.at(1).state, PipelineState::Superseded);
    }

    void aClosedPullIsClosed()
    {
        m_scene->world.github.state().close(*m_scene->world.repository, m_scene->world.pull(),
                                            m_scene->world.timers.now());
        m_scene->turn(2min);
        QCOMPARE(m_scene->pulls().size(), 0);
        QCOMPARE(m_scene->store.heads(u"fedora/hello"_s, 1)->first().state, PipelineState::Closed);
    }

    void aFurtherRepositoryIsFollowed()
    {
        FakeRepository &more = m_scene->world.github.state().addRepository(u"fedora/more"_s, {});
        m_scene->world.github.state().addPull(more, u"maria"_s, {}, m_scene->world.timers.now());
        m_scene->observe({u"fedora/hello"_s, u"fedora/more"_s});
        m_scene->turn(10s);
        QCOMPARE(m_scene->pulls().size(), 2);
        m_scene->observe({u"fedora/more"_s});
        m_scene->turn(10s);
        QCOMPARE(m_scene->newest().repository, u"fedora/more"_s);
    }

    void aRenamedRepositoryIsFollowed()
    {
        m_scene->world.github.state().rename(*m_scene->world.repository, u"greeting"_s);
        m_scene->turn(5min);
        QCOMPARE(m_scene->repository(u"fedora/greeting"_s).problem, QString());
        QCOMPARE(m_scene->pulls().size(), 1);
        QCOMPARE(m_scene->newest().repository, u"fedora/greeting"_s);
    }

    void anotherObserverIsRefused()
    {
        const auto second = ObserveService::open(
                m_scene->folder.path(), {m_scene->world.transport, m_scene->world.timers, {}});
        QVERIFY(!second);
        QVERIFY(second.error().what.startsWith(u"Another program observes"_s));
    }

    void aRestartKeepsWhatIsKnown()
    {
        m_scene->open();
        m_scene->turn(1min);
        QCOMPARE(m_scene->store.heads(u"fedora/hello"_s, 1)->size(), 1);
        QCOMPARE(m_scene->changes, 1);
    }

    void aRetryIsAComment_data()
    {
        QTest::addColumn<WishKind>("kind");
        QTest::addColumn<QString>("comment");
        QTest::newRow("builds") << WishKind::AskRebuildFailed << u"/packit rebuild-failed"_s;
        QTest::newRow("tests") << WishKind::AskRetestFailed << u"/packit retest-failed"_s;
    }

    void aRetryIsAComment()
    {
        QFETCH(WishKind, kind);
        QFETCH(QString, comment);
        const Wish wish = m_scene->ask(kind, m_scene->newest().id);
        QVERIFY(wish.isDone);
        QCOMPARE(wish.problem, QString());
        QVERIFY(wish.answer.contains(comment));
        QCOMPARE(m_scene->world.repository->comments.size(), 1);
        QCOMPARE(m_scene->world.repository->comments.first().body, comment);
        QCOMPARE(m_scene->world.repository->comments.first().issue, 1);
        const Wish again = m_scene->ask(kind, m_scene->newest().id); // an impatient click
        QVERIFY2(again.problem.contains("Nothing was written again"_L1), qPrintable(again.problem));
        QCOMPARE(m_scene->world.repository->comments.size(), 1);
        m_scene->turn(6min);
        QCOMPARE(m_scene->ask(kind, m_scene->newest().id).problem, QString());
        QCOMPARE(m_scene->world.repository->comments.size(), 2);
    }

    void aCommentThatFailedCanBeAskedForAgain()
    {
        m_scene->world.github.fail({.method = "POST",
                                    .pathPart = u"/comments"_s,
                                    .answer = fakeError(502, u"Bad gateway"_s)});
        const qint64 pull = m_scene->newest().id;
        QVERIFY(!m_scene->ask(WishKind::AskRebuildFailed, pull).problem.isEmpty());
        QCOMPARE(m_scene->world.repository->comments.size(), 0);
        QCOMPARE(m_scene->ask(WishKind::AskRebuildFailed, pull).problem, QString());
        QCOMPARE(m_scene->world.repository->comments.size(), 1);
    }

    void nothingIsWrittenAnHourLater_data()
    {
        QTest::addColumn<WishKind>("kind");
        QTest::addColumn<QString>("argument");
        QTest::newRow("comment") << WishKind::AskRebuildFailed << QString();
        QTest::newRow("check") << WishKind::RerequestCheck << u"rpm-build:fedora-43-x86_64"_s;
        QTest::newRow("count") << WishKind::EstimateSpending << QString();
    }

    void nothingIsWrittenAnHourLater()
    {
        QFETCH(const WishKind, kind);
        QFETCH(const QString, argument);
        m_scene->world.github.limits().core = 1; // who the account is
        m_scene->world.github.limits().graphql = 1; // the list
        m_scene->open();
        const Wish wish = m_scene->ask(kind, m_scene->newest().id, argument);
        static const QRegularExpression held(
                u"^GitHub's limit of the token of mine is used up until \\d\\d:\\d\\d: nothing was "
                "sent, ask again then\\.$"_s);
        QVERIFY2(held.match(wish.problem).hasMatch(), qPrintable(wish.answer + wish.problem));
        QCOMPARE(m_scene->world.repository->comments.size(), 0);
    }

    void anotherProcessDoesNotRepeatIt_data()
    {
        QTest::addColumn<WishKind>("kind");
        QTest::addColumn<QString>("argument");
        QTest::newRow("comment") << WishKind::AskRetestFailed << QString();
        QTest::newRow("check") << WishKind::RerequestCheck << kBuild;
    }

    void anotherProcessDoesNotRepeatIt()
    {
        QFETCH(WishKind, kind);
        QFETCH(QString, argument);
        const qint64 pull = m_scene->newest().id;
        QCOMPARE(m_scene->ask(kind, pull, argument).problem, QString());
        m_scene->open();
        const Wish again = m_scene->ask(kind, pull, argument);
        QVERIFY2(again.problem.contains("Nothing was written again"_L1), qPrintable(again.problem));
        QVERIFY(m_scene->world.repository->comments.size() <= 1);
    }

    void whatAProcessWasAboutWhenItEndedIsNotRepeated()
    {
        const qint64 id = *m_scene->wishes.add(
                {.kind = WishKind::AskRebuildFailed, .subject = m_scene->newest().id});
        QVERIFY(m_scene->wishes.markTaken(id)); // and then it was killed
        m_scene->open();
        const Wish wish = **m_scene->wishes.wish(id);
        QVERIFY(wish.isDone);
        QVERIFY2(wish.problem.contains("see on GitHub"_L1), qPrintable(wish.problem));
        QCOMPARE(m_scene->world.repository->comments.size(), 0);
    }

    void nothingIsWrittenOnWhatIsClosed()
    {
        m_scene->world.github.state().close(*m_scene->world.repository, m_scene->world.pull(),
                                            m_scene->world.timers.now());
        const qint64 pull = m_scene->newest().id;
        m_scene->turn(5min);
        const Wish wish = m_scene->ask(WishKind::AskRebuildFailed, pull);
        QVERIFY2(wish.problem.contains("is closed"_L1), qPrintable(wish.problem));
        QCOMPARE(m_scene->world.repository->comments.size(), 0);
    }

    void whatWasAskedForIsLookedAtSoon()
    {
        m_scene->turn(1h); // nothing changed for long
        const QDateTime asked = m_scene->world.timers.now();
        QCOMPARE(m_scene->ask(WishKind::AskRebuildFailed, m_scene->newest().id).problem, QString());
        m_scene->turn(90s);
        LedgerStore ledger(*m_scene->database, m_scene->world.timers);
        const auto calls = ledger.calls(asked, 0, 100).value();
        QVERIFY(std::ranges::any_of(calls, [](const LedgerStore::Entry &entry) {
            return entry.call.why.startsWith("read flags"_L1);
        }));
    }

    void aCommentThatIsRefusedSaysWhatToDo()
    {
        m_scene->world.github.fail({.method = "POST",
                                    .pathPart = u"/comments"_s,
                                    .answer = fakeError(403, u"Resource not accessible"_s)});
        const Wish wish = m_scene->ask(WishKind::AskRebuildFailed, m_scene->newest().id);
        QVERIFY(wish.isDone);
        QVERIFY2(wish.problem.contains(u"public_repo"_s), qPrintable(wish.problem));
    }

    void aCheckIsAskedForAgain()
    {
        const Wish wish = m_scene->ask(WishKind::RerequestCheck, m_scene->newest().id, kBuild);
        QCOMPARE(wish.problem, QString());
        QVERIFY(wish.answer.startsWith(u"Asked again for"_s));
        QVERIFY(m_scene->world.repository->rerequestedSuites.contains(
                m_scene->world.pull().headSha));
    }

    void askingAgainNeedsWriteAccess()
    {
        m_scene->addAccount(u"guest"_s, "stranger"_ba);
        m_scene->observe({u"fedora/hello"_s}, u"guest"_s);
        m_scene->turn(10s);
        const Wish wish = m_scene->ask(WishKind::RerequestCheck, m_scene->newest().id, kBuild);
        QVERIFY2(wish.problem.startsWith(u"Only people with write access"_s),
                 qPrintable(wish.problem));
        QVERIFY(wish.problem.contains(u"/packit rebuild-failed"_s));
        const Wish none = m_scene->ask(WishKind::RerequestCheck, m_scene->newest().id, u"ci"_s);
        QVERIFY(none.problem.contains(u"no check run"_s));
    }

    void readingAgainIsAnswered()
    {
        const Wish same = m_scene->ask(WishKind::ReadAgain, m_scene->newest().id);
        QVERIFY(same.answer.contains(u"nothing has changed"_s));
        m_scene->flag(kBuild, u"completed"_s, u"success"_s);
        const Wish news = m_scene->ask(WishKind::ReadAgain, m_scene->newest().id);
        QVERIFY(news.answer.contains(u"has changed"_s));
        QCOMPARE(m_scene->shown().value(kBuild), u"success"_s);
        const Wish gone = m_scene->ask(WishKind::ReadAgain, 4711);
        QVERIFY(gone.problem.contains(u"observed no more"_s));
    }

    void readingWhatIsClosedDoesNotOpenIt()
    {
        m_scene->world.github.state().close(*m_scene->world.repository, m_scene->world.pull(),
                                            m_scene->world.timers.now());
        const Wish wish = m_scene->ask(WishKind::ReadAgain, m_scene->newest().id);
        QCOMPARE(wish.problem, QString());
        QCOMPARE(m_scene->store.heads(u"fedora/hello"_s, 1)->first().state, PipelineState::Closed);
    }

    void anAccountIsChecked()
    {
        const Wish wish = m_scene->ask(WishKind::CheckAccount, 0, u"mine"_s);
        QVERIFY2(wish.answer.startsWith(u"GitHub knows this as fedora; scopes: repo, read:org; "_s),
                 qPrintable(wish.answer + wish.problem));
        QVERIFY(wish.answer.contains(u"of 5000 requests"_s));
        const Wish none = m_scene->ask(WishKind::CheckAccount, 0, u"nobody"_s);
        QCOMPARE(none.problem, u"There is no account nobody."_s);
    }

    void spendingOfOthersIsEstimated()
    {
        const QString test = u"testing-farm:fedora-43-x86_64"_s;
        for (int i = 0; i < 5; ++i)
            m_scene->flag(kBuild, u"in_progress"_s);
        for (int i = 0; i < 10; ++i)
            m_scene->flag(test, u"in_progress"_s);
        QVERIFY(m_scene->ask(WishKind::ReadAgain, m_scene->newest().id).isDone);
        m_scene->world.github.forgetCalls();
        const Wish wish = m_scene->ask(WishKind::EstimateSpending, m_scene->newest().id);
        QVERIFY2(wish.answer.contains(u"packit-as-a-service spent an estimated"_s),
                 qPrintable(wish.answer + wish.problem));
        OthersLedger ledger(*m_scene->database, m_scene->world.timers);
        const OthersSpending one = ledger.spendings()->first();
        QCOMPARE(one.writes, 16);
        QCOMPARE(one.flags, 2);
        const QList<ObservedCheck> checks = *m_scene->store.checks(m_scene->newest().id);
        QCOMPARE(checks.at(0).runs, 6);
        QCOMPARE(checks.at(1).runs, 10);
        QVERIFY(one.low <= 36 && one.high >= 36); // 9 + 27 for one chroot
        int counted = 0;
        for (const FakeCall &call : m_scene->world.github.calls()) {
            if (call.body.contains("checkSuites")) {
                ++counted;
                QVERIFY(call.cost <= 3);
            }
        }
        QCOMPARE(counted, 1);
    }

    void anOrganisationIsScanned()
    {
        m_scene->open();
        const Wish wish = m_scene->ask(WishKind::ScanOrganisation, 0, u"mine fedora"_s);
        QCOMPARE(wish.problem, QString());
        QVERIFY(wish.isTaken);
        const auto scenario = scenarioFromJson(wish.answer.toUtf8(), u"fedora"_s);
        QVERIFY2(scenario.has_value(), qPrintable(wish.answer));
        QCOMPARE(scenario->name, u"fedora"_s);
        QVERIFY2(scenario->caption.startsWith("1 repositories of fedora"_L1),
                 qPrintable(scenario->caption));
        const Wish none = m_scene->ask(WishKind::ScanOrganisation, 0, u"mine nobody"_s);
        QVERIFY2(none.problem.contains("nobody"_L1), qPrintable(none.problem));
    }

    void aScanThatIsHeldTellsWhatItFound()
    {
        for (int i = 0; i < 400; ++i)
            m_scene->world.github.state().addRepository(u"fedora/r%1"_s.arg(i), {});
        m_scene->world.github.limits().graphql = 6;
        m_scene->open();
        const Wish wish = m_scene->ask(WishKind::ScanOrganisation, 0, u"mine fedora"_s);
        QCOMPARE(wish.problem, QString());
        const auto scenario = scenarioFromJson(wish.answer.toUtf8(), u"fedora"_s);
        QVERIFY2(scenario.has_value(), qPrintable(wish.answer));
        static const QRegularExpression part(
                u"the numbers are of the first \\d+ of 401\\. GitHub's limit is used up until "
                "\\d\\d:\\d\\d: scan fedora again then\\."_s);
        QVERIFY2(part.match(scenario->caption).hasMatch(), qPrintable(scenario->caption));
    }

private:
    std::unique_ptr<ObserveScene> m_scene;
};

QTEST_GUILESS_MAIN(ObserveServiceTest)
#include "tst_observeservice.moc"
