// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "observescene.h"

#include "budget/ledgerstore.h"

#include <QRegularExpression>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What can stand in an observer's way: it says so, keeps what it knows and goes on by itself.
class ObserveFaultsTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_scene = std::make_unique<ObserveScene>();
        m_scene->world.push();
        m_scene->observe({u"fedora/hello"_s});
    }

    void aTokenThatIsMissing_data()
    {
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<bool>("isLocked");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("none") << ""_ba << false << u"The keyring has no token"_s;
        QTest::newRow("locked") << "person"_ba << true << u"The keyring is locked."_s;
        QTest::newRow("no token at all") << "\n\n"_ba << false << u"holds no GitHub token"_s;
    }

    void aTokenThatIsMissing()
    {
        QFETCH(QByteArray, token);
        QFETCH(bool, isLocked);
        QFETCH(QString, sentence);
        m_scene->keyring.insert(u"mine"_s, token);
        m_scene->isLocked = isLocked;
        m_scene->open();
        QVERIFY2(m_scene->account().problem.contains(sentence),
                 qPrintable(m_scene->account().problem));
        QCOMPARE(m_scene->problems.size(), 1); // said once
        QVERIFY(m_scene->pulls().isEmpty());
        // Once it is there, it is used.
        m_scene->keyring.insert(u"mine"_s, "person"_ba);
        m_scene->isLocked = false;
        m_scene->turn(11min);
        QCOMPARE(m_scene->pulls().size(), 1);
        QCOMPARE(m_scene->account().problem, QString());
        QCOMPARE(m_scene->account().login, u"fedora"_s);
    }

    void aFileThatHoldsNoToken()
    {
        QVERIFY(m_scene->accounts.save({.name = u"mine"_s,
                                        .baseUrl = u"http://github.test"_s,
                                        .secretFile = m_scene->folder.filePath(u"none"_s)}));
        m_scene->open();
        QVERIFY(m_scene->account().problem.contains(u"cannot be read"_s));
    }

    void aKeyThatIsNone()
    {
        QVERIFY(m_scene->accounts.save({.name = u"app"_s,
                                        .kind = AccountKind::App,
                                        .baseUrl = u"http://github.test"_s,
                                        .secretFile = m_scene->folder.filePath(u"none"_s),
                                        .app = 1,
                                        .installation = 1}));
        m_scene->open();
        QVERIFY(m_scene->account(u"app"_s).problem.contains(u"cannot be read"_s));
        QCOMPARE(m_scene->pulls().size(), 1); // the other account goes on
        const Wish wish = m_scene->ask(WishKind::CheckAccount, 0, u"app"_s);
        QVERIFY(wish.problem.contains(u"cannot be read"_s));
    }

    void aTokenThatIsWrong_data()
    {
        QTest::addColumn<bool>("isHere"); // whether it is checked, in the end, by the observer
        QTest::newRow("checked here") << true;
        QTest::newRow("checked by another program") << false;
    }

    void aTokenThatIsWrong()
    {
        QFETCH(const bool, isHere);
        m_scene->open();
        QCOMPARE(m_scene->pulls().size(), 1);
        m_scene->world.github.state().token("person")->isRevoked = true;
        m_scene->turn(5min);
        QVERIFY2(m_scene->account().problem.contains(u"token of mine"_s),
                 qPrintable(m_scene->account().problem));
        QCOMPARE(m_scene->pulls().size(), 1); // what was read stays
        m_scene->world.github.forgetCalls();
        m_scene->turn(24h);
        QVERIFY(m_scene->world.github.calls().size() <= 25); // GitHub locks out who insists
        m_scene->world.github.state().token("person")->isRevoked = false;
        if (isHere) {
            const Wish wish = m_scene->ask(WishKind::CheckAccount, 0, u"mine"_s);
            QVERIFY2(wish.problem.isEmpty(), qPrintable(wish.problem));
        } else {
            QVERIFY(m_scene->accounts.noteCheck(u"mine"_s, u"fedora"_s, u"repo"_s, {}));
            m_scene->turn(20s);
        }
        QCOMPARE(m_scene->account().problem, QString()); // known to be well: it goes on at once
        QVERIFY(m_scene->newest().readAt.addSecs(60) > m_scene->world.timers.now());
    }

    void anAccountThatGoesAnswersWhatItWasAsked()
    {
        m_scene->open();
        m_scene->world.transport.delay = 5s;
        const qint64 id = *m_scene->wishes.add(
                {.kind = WishKind::AskRebuildFailed, .subject = m_scene->newest().id});
        m_scene->turn(1s);
        QVERIFY(!(*m_scene->wishes.wish(id))->isDone);
        QVERIFY(m_scene->accounts.remove(u"mine"_s));
        m_scene->turn(1s);
        const Wish wish = **m_scene->wishes.wish(id);
        QVERIFY(wish.isDone);
        QVERIFY2(wish.problem.contains(u"was changed meanwhile"_s), qPrintable(wish.problem));
    }

    void tooFewScopesAreNamed()
    {
        m_scene->world.github.state().token("person")->scopes = {u"public_repo"_s};
        m_scene->open();
        QCOMPARE(m_scene->pulls().size(), 1);
        const QString note = m_scene->account().note;
        QVERIFY2(note.contains(u"private repositories"_s), qPrintable(note));
        QVERIFY(note.contains(u"read:org"_s));
        QVERIFY(!note.contains(u"public_repo"_s));
        QCOMPARE(m_scene->account().problem, QString()); // the rest works
    }

    void twoThousandRepositoriesAreListed()
    {
        FakeGithubState &state = m_scene->world.github.state();
        for (int i = 0; i < 2000; ++i)
            (void)state.addRepository(u"big/tool%1"_s.arg(i), {});
        state.organisations.insert(u"big"_s, {u"fedora"_s});
        m_scene->open();
        m_scene->world.github.forgetCalls();
        const Wish wish = m_scene->ask(WishKind::ListRepositories, 0, u"mine"_s);
        QVERIFY2(wish.answer.startsWith(u"2001 repositories"_s),
                 qPrintable(wish.answer + wish.problem));
        const auto seen = m_scene->accounts.seen(u"mine"_s);
        QCOMPARE(seen->size(), 2001);
        QVERIFY(std::ranges::find(*seen, u"fedora/hello"_s, &SeenRepository::repository)->canPush);
        QVERIFY(m_scene->spent() < 30);
    }

    void anOrganisationThatRefusesHidesNoOther()
    {
        FakeGithubState &state = m_scene->world.github.state();
        (void)state.addRepository(u"open/tool"_s, {});
        (void)state.addRepository(u"locked/tool"_s, {});
        state.organisations.insert(u"locked"_s, {u"fedora"_s});
        state.organisations.insert(u"open"_s, {u"fedora"_s});
        m_scene->open();
        m_scene->world.github.fail({.method = "GET",
                                    .pathPart = u"/orgs/locked/repos"_s,
                                    .answer = fakeError(403, u"Protected by SAML"_s)});
        const Wish wish = m_scene->ask(WishKind::ListRepositories, 0, u"mine"_s);
        QVERIFY2(wish.answer.contains(u"The organisation locked does not let"_s),
                 qPrintable(wish.answer + wish.problem));
        const auto seen = m_scene->accounts.seen(u"mine"_s);
        QVERIFY(std::ranges::contains(*seen, u"open/tool"_s, &SeenRepository::repository));
    }

    void organisationsThatMayNotBeListedAreSaidSo()
    {
        m_scene->world.github.state().token("person")->scopes = {u"repo"_s};
        m_scene->open();
        const Wish wish = m_scene->ask(WishKind::ListRepositories, 0, u"mine"_s);
        QVERIFY2(wish.answer.contains(u"read:org"_s), qPrintable(wish.answer + wish.problem));
    }

    void threeHundredPullsOfFortyChroots()
    {
        FakeRepository &big = m_scene->world.github.state().addRepository(u"fedora/big"_s, {});
        for (int i = 0; i < 300; ++i) {
            const QString head
                    = m_scene->world.github.state()
                              .addPull(big, u"maria"_s, {{u"a"_s, QByteArray::number(i)}},
                                       m_scene->world.timers.now())
                              .headSha;
            for (int flag = 0; flag < 40; ++flag) {
                m_scene->write(big, head, u"rpm-build:fedora-%1-x86_64"_s.arg(flag), u"queued"_s);
                m_scene->write(big, head, u"testing-farm:fedora-%1-x86_64"_s.arg(flag),
                               u"queued"_s);
            }
            for (int flag = 0; flag < 30; ++flag) // more than one page
                m_scene->write(big, head, u"ci-%1"_s.arg(flag), u"completed"_s, u"success"_s);
        }
        m_scene->observe({u"fedora/big"_s});
        m_scene->open();
        m_scene->turn(60s);
        QCOMPARE(m_scene->pulls().size(), 300);
        const QList<ObservedCheck> checks = *m_scene->store.checks(m_scene->pulls().at(150).id);
        QCOMPARE(checks.size(), 110);
        QVERIFY2(m_scene->spent() <= 50, qPrintable(QString::number(m_scene->spent())));
        QCOMPARE(m_scene->problems, QStringList());
        // One that is closed is missed, though it stands on no first page.
        m_scene->world.github.state().close(big, *big.pull(7), m_scene->world.timers.now());
        m_scene->turn(5min);
        QCOMPARE(m_scene->pulls().size(), 299);
    }

    void aRepositoryThatVanishesIsStillShown()
    {
        m_scene->open();
        const QDateTime read = m_scene->repository(u"fedora/hello"_s).readAt;
        m_scene->turn(1s);
        m_scene->world.repository->isDeleted = true;
        m_scene->turn(10min);
        const ObservedRepository gone = m_scene->repository(u"fedora/hello"_s);
        QVERIFY(gone.problem.contains(u"cannot be seen"_s));
        QCOMPARE(gone.readAt, read);
        QCOMPARE(m_scene->pulls().size(), 1);
        QCOMPARE(m_scene->problems.size(), 1);
        m_scene->world.repository->isDeleted = false;
        m_scene->turn(10min);
        QCOMPARE(m_scene->repository(u"fedora/hello"_s).problem, QString());
    }

    void flagsThatAreWithheldStay()
    {
        m_scene->flag(u"rpm-build:x"_s, u"completed"_s, u"failure"_s);
        m_scene->open();
        const ObservedPull before = m_scene->newest();
        m_scene->world.repository->areFlagsHidden = true;
        m_scene->world.pull().updatedAt = m_scene->world.timers.now(); // somebody commented
        m_scene->turn(5min);
        const ObservedPull after = m_scene->newest();
        QVERIFY2(after.problem.contains(u"the right to read checks"_s), qPrintable(after.problem));
        QCOMPARE(after.state, PipelineState::Done);
        QCOMPARE(after.readAt, before.readAt);
        QCOMPARE(m_scene->shown(), (QMap<QString, QString>{{u"rpm-build:x"_s, u"failure"_s}}));
        QCOMPARE(m_scene->account().problem, QString()); // the rest goes on
        m_scene->world.repository->areFlagsHidden = false;
        QVERIFY(m_scene->ask(WishKind::ReadAgain, after.id).problem.isEmpty());
        QCOMPARE(m_scene->newest().problem, QString());
    }

    void onePullThatCannotBeShownHoldsUpNoOther_data()
    {
        QTest::addColumn<QString>("refusal");
        QTest::newRow("single sign-on") << u"FORBIDDEN"_s;
        QTest::newRow("too much for GitHub") << u"SERVICE_UNAVAILABLE"_s;
    }

    void onePullThatCannotBeShownHoldsUpNoOther()
    {
        QFETCH(QString, refusal);
        FakeRepository &locked
                = m_scene->world.github.state().addRepository(u"fedora/locked"_s, {});
        m_scene->world.github.state().addPull(locked, u"maria"_s, {}, m_scene->world.timers.now());
        m_scene->observe({u"fedora/hello"_s, u"fedora/locked"_s});
        m_scene->flag(u"rpm-build:x"_s, u"in_progress"_s);
        m_scene->open();
        QCOMPARE(m_scene->pulls().size(), 2);
        locked.refusal = refusal;
        m_scene->flag(u"rpm-build:x"_s, u"completed"_s, u"failure"_s);
        m_scene->turn(10min);
        QCOMPARE(m_scene->pulls().size(), 2); // with its age
        QCOMPARE(m_scene->shown(), (QMap<QString, QString>{{u"rpm-build:x"_s, u"failure"_s}}));
        QVERIFY2(std::ranges::none_of(m_scene->problems,
                                      [](const QString &said) {
                                          return said.startsWith("GitHub did not show"_L1);
                                      }),
                 qPrintable(m_scene->problems.join(u'\n')));
    }

    void aPullThatIsNeverShownWaitsAlone()
    {
        FakeRepository &more = m_scene->world.github.state().addRepository(u"fedora/more"_s, {});
        for (int i = 0; i < 9; ++i) {
            FakePull &pull = m_scene->world.github.state().addPull(more, u"maria"_s, {},
                                                                   m_scene->world.timers.now());
            m_scene->write(more, pull.headSha, u"rpm-build:x"_s, u"in_progress"_s);
        }
        m_scene->observe({u"fedora/hello"_s, u"fedora/more"_s});
        const QByteArray node
                = "\"PR_" + QByteArray::number(more.id) + '_' + QByteArray::number(4) + '"';
        m_scene->world.github.fail({.method = "POST",
                                    .pathPart = u"/graphql"_s,
                                    .answer = fakeError(502, u"Bad gateway"_s),
                                    .times = -1,
                                    .bodyPart = node});
        m_scene->open();
        m_scene->turn(3h);
        QCOMPARE(m_scene->pulls().size(), 9);
        m_scene->world.github.forgetCalls();
        const QString hidden = more.pull(4)->headSha;
        for (FakeCheckRun &run : more.checkRuns) {
            if (run.headSha == hidden)
                continue;
            run.status = u"completed"_s;
            run.conclusion = u"failure"_s;
        }
        m_scene->turn(10min);
        for (const ObservedPull &pull : m_scene->pulls()) {
            if (pull.repository == "fedora/more"_L1)
                QCOMPARE(pull.state, PipelineState::Done);
        }
        QCOMPARE(m_scene->account().problem, QString());
        m_scene->turn(50min);
        const qsizetype vain
                = std::ranges::count_if(m_scene->world.github.calls(),
                                        [](const FakeCall &call) { return call.status == 502; });
        QVERIFY2(vain <= 10, qPrintable(QString::number(vain))); // with the repeats of each
    }

    void githubIsNotThereAtTheStart()
    {
        m_scene->world.transport.isCut = true;
        m_scene->open();
        m_scene->turn(5min);
        QVERIFY(!m_scene->account().problem.isEmpty());
        QCOMPARE(m_scene->problems.size(), 1);
        m_scene->world.transport.isCut = false;
        m_scene->turn(11min);
        QCOMPARE(m_scene->pulls().size(), 1);
        QCOMPARE(m_scene->account().problem, QString());
    }

    void aBudgetThatIsUsedUpSaysUntilWhen_data()
    {
        QTest::addColumn<int>("others"); // have spent so much of the ten points
        QTest::addColumn<QString>("sentence");
        QTest::newRow("nearly") << 4 << u"longer pauses"_s;
        QTest::newRow("all of it") << 8 << u"watching goes on at"_s;
    }

    void aBudgetThatIsUsedUpSaysUntilWhen()
    {
        QFETCH(int, others);
        QFETCH(QString, sentence);
        m_scene->world.github.limits().graphql = 10;
        const QByteArray body = "{\"query\":\"{viewer{login}}\"}"_ba;
        QHttpHeaders headers;
        headers.append("authorization"_L1, "Bearer person"_ba);
        headers.append("user-agent"_L1, "somebody else"_ba);
        for (int i = 0; i < others; ++i) {
            QCOMPARE(m_scene->world.github
                             .answer(FakeRequest::of("POST"_ba, "/graphql"_ba, headers, body))
                             .status,
                     200);
        }
        m_scene->open();
        m_scene->turn(30min);
        const QString problem = m_scene->account().problem;
        QVERIFY2(problem.contains(sentence), qPrintable(problem));
        QVERIFY(QRegularExpression(u"\\d\\d:\\d\\d:\\d\\d UTC"_s).match(problem).hasMatch());
        QCOMPARE(m_scene->problems.size(), 1);
        const Wish wish = m_scene->ask(WishKind::CheckAccount, 0, u"mine"_s);
        QVERIFY2(wish.problem.isEmpty(), qPrintable(wish.problem)); // of another budget
        QCOMPARE(m_scene->account().problem, problem);
        m_scene->world.github.limits().graphql = 5000;
        m_scene->turn(60min);
        QCOMPARE(m_scene->account().problem, QString());
        QCOMPARE(m_scene->repository(u"fedora/hello"_s).problem, QString());
    }

    void aPauseThatGithubAsksForEndsInTime()
    {
        m_scene->open();
        FakeAnswer slower = fakeError(403, u"You have exceeded a secondary rate limit."_s);
        slower.headers.append("retry-after"_L1, "600"_ba);
        m_scene->world.github.fail({.method = "POST", .pathPart = u"/graphql"_s, .answer = slower});
        m_scene->turn(5min);
        QVERIFY2(m_scene->account().problem.contains(u"asked for a pause"_s),
                 qPrintable(m_scene->account().problem));
        m_scene->turn(10min);
        QCOMPARE(m_scene->account().problem, QString());
    }

    void queriesGrowAgainOnceGithubAnswers()
    {
        for (int i = 0; i < 19; ++i)
            m_scene->world.addPull();
        m_scene->world.repository->refusal = u"SERVICE_UNAVAILABLE"_s;
        m_scene->open();
        m_scene->turn(1h);
        m_scene->world.repository->refusal.clear();
        m_scene->turn(8h);
        const QDateTime before = m_scene->world.timers.now();
        m_scene->turn(2h);
        LedgerStore ledger(*m_scene->database, m_scene->world.timers);
        const auto calls = ledger.calls(before, 0, 1000).value();
        QVERIFY(std::ranges::any_of(calls, [](const LedgerStore::Entry &entry) {
            return entry.call.why.startsWith("read flags of 20 "_L1);
        }));
    }

    void listsThatTakeGithubTooLongAskForLess()
    {
        m_scene->open();
        for (int i = 0; i < 8; ++i) // with the repeats
            m_scene->world.github.fail({.method = "POST",
                                        .pathPart = u"/graphql"_s,
                                        .answer = fakeError(502, u"Bad gateway"_s)});
        m_scene->turn(20min);
        QVERIFY(!m_scene->problems.isEmpty());
        QCOMPARE(m_scene->account().problem, QString());
        const auto asksForRollups = [this](std::chrono::minutes during) {
            m_scene->world.github.forgetCalls();
            m_scene->turn(during);
            return std::ranges::any_of(m_scene->world.github.calls(), [](const FakeCall &call) {
                return call.body.contains("updatedAt statusCheckRollup");
            });
        };
        QVERIFY(!asksForRollups(10min));
        QVERIFY(asksForRollups(90min));
    }

    void twoAccountsOnOneOrganisationAreApart()
    {
        FakeRepository &more = m_scene->world.github.state().addRepository(u"fedora/more"_s, {});
        m_scene->world.github.state().addPull(more, u"maria"_s, {}, m_scene->world.timers.now());
        m_scene->addAccount(u"other"_s, "stranger"_ba);
        m_scene->observe({u"fedora/more"_s}, u"other"_s);
        m_scene->open();
        m_scene->turn(1min);
        QCOMPARE(m_scene->pulls().size(), 2);
        QMap<QString, QStringList> read; // by token
        LedgerStore ledger(*m_scene->database, m_scene->world.timers);
        const auto calls = ledger.calls({}, 0, 1000);
        for (const auto &[id, call] : *calls) {
            if (!call.repository.isEmpty())
                read[call.token] << call.repository;
        }
        QCOMPARE(read.keys(), (QStringList{u"token of mine"_s, u"token of other"_s}));
        QVERIFY(!read[u"token of mine"_s].contains(u"fedora/more"_s));
        QVERIFY(!read[u"token of other"_s].contains(u"fedora/hello"_s));
    }

    void watchingTwoHundredRepositoriesIsCheap_data()
    {
        QTest::addColumn<int>("accounts");
        QTest::newRow("one account") << 1;
        QTest::newRow("four accounts") << 4;
    }

    void watchingTwoHundredRepositoriesIsCheap()
    {
        QFETCH(const int, accounts);
        FakeGithubState &state = m_scene->world.github.state();
        QStringList names;
        for (int i = 0; i < 200; ++i) {
            names << u"fedora/tool%1"_s.arg(i);
            FakeRepository &tool = state.addRepository(names.last(), {});
            const QString head
                    = state.addPull(tool, u"maria"_s, {}, m_scene->world.timers.now()).headSha;
            const bool isRunning = i % 10 == 0; // and nobody ends it
            m_scene->write(tool, head, u"rpm-build:x"_s,
                           isRunning ? u"in_progress"_s : u"completed"_s,
                           isRunning ? QString() : u"failure"_s);
        }
        for (int i = 0; i < accounts; ++i) {
            const QString account = i == 0 ? u"mine"_s : u"mine%1"_s.arg(i);
            m_scene->addAccount(account);
            m_scene->observe(names.mid(i * 200 / accounts, 200 / accounts), account);
        }
        m_scene->open();
        m_scene->turn(60min);
        QCOMPARE(m_scene->pulls().size(), 200);
        for (int hour = 0; hour < 2; ++hour) {
            m_scene->world.github.forgetCalls();
            m_scene->turn(60min);
            QVERIFY2(m_scene->spent() <= 60, qPrintable(QString::number(m_scene->spent())));
            QVERIFY(m_scene->spent() >= 30); // it does watch
        }
    }

private:
    std::unique_ptr<ObserveScene> m_scene;
};

QTEST_GUILESS_MAIN(ObserveFaultsTest)
#include "tst_observefaults.moc"
