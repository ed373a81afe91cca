// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/handclock.h"
#include "github/accountstore.h"
#include "store/database.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Accounts, what they see, and what is observed with them.
class AccountStoreTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_database = *Database::open(m_folder.filePath(u"%1.sqlite"_s.arg(++m_files)));
        m_store = std::make_unique<AccountStore>(*m_database, m_clock);
        QVERIFY(m_store->save({.name = u"mine"_s}));
        QVERIFY(m_store->save({.name = u"team"_s,
                               .kind = AccountKind::App,
                               .secretFile = u"/key.pem"_s,
                               .app = 7,
                               .installation = 9}));
    }

    void anAccountComesBackAsItWas()
    {
        const auto all = m_store->accounts();
        QVERIFY(all);
        QCOMPARE(all->size(), 2);
        QCOMPARE(all->at(0).name, u"mine"_s);
        QCOMPARE(all->at(1).kind, AccountKind::App);
        QCOMPARE(all->at(1).app, 7);
        QCOMPARE(all->at(1).installation, 9);
        QVERIFY(!*m_store->account(u"nobody"_s));
    }

    void aNewSecretForgetsWhatGithubSaid()
    {
        QVERIFY(m_store->noteCheck(u"mine"_s, u"maria"_s, u"repo"_s, {}));
        QCOMPARE((*m_store->account(u"mine"_s))->login, u"maria"_s);
        QCOMPARE((*m_store->account(u"mine"_s))->checkedAt, m_clock.now());
        QVERIFY(m_store->save({.name = u"mine"_s, .secretFile = u"/token"_s}));
        QCOMPARE((*m_store->account(u"mine"_s))->login, QString());
        QVERIFY((*m_store->account(u"mine"_s))->checkedAt.isNull());
    }

    void aRepositoryIsObservedByOneAccount()
    {
        QVERIFY(m_store->setObserved(u"mine"_s, {u"o/a"_s, u"o/b"_s}));
        QVERIFY(m_store->setObserved(u"team"_s, {u"O/B"_s}));
        const auto observed = m_store->observed();
        QCOMPARE(observed->size(), 2);
        QCOMPARE(observed->at(0).account, u"mine"_s);
        QCOMPARE(observed->at(1).account, u"team"_s);
        QVERIFY(m_store->setObserved(u"team"_s, {}));
        QCOMPARE(m_store->observed()->size(), 1);
    }

    void whatIsReadNoMoreKeepsItsAge()
    {
        QVERIFY(m_store->setObserved(u"mine"_s, {u"o/a"_s}));
        QVERIFY(m_store->noteRead(u"o/a"_s, u"R_1"_s, {}));
        const QDateTime read = m_clock.now();
        m_clock.advance(1h);
        QVERIFY(m_store->noteRead(u"o/a"_s, {}, u"It is gone."_s));
        const ObservedRepository found = m_store->observed()->first();
        QCOMPARE(found.readAt, read);
        QCOMPARE(found.problem, u"It is gone."_s);
        QCOMPARE(found.nodeId, u"R_1"_s);
    }

    void whatAnAccountSeesGoesWithIt()
    {
        const QList<SeenRepository> list{{u"o/a"_s, true, false}, {u"o/b"_s, false, true}};
        QVERIFY(m_store->setSeen(u"mine"_s, list));
        QCOMPARE(*m_store->seen(u"mine"_s), list);
        QVERIFY(m_store->setSeen(u"mine"_s, {list.last()}));
        QCOMPARE(m_store->seen(u"mine"_s)->size(), 1);
        QVERIFY(m_store->setObserved(u"mine"_s, {u"o/a"_s}));
        QVERIFY(m_database->run("INSERT INTO observed_pull (repository, node_id, number, head_sha, "
                                "base_ref, title, author, state, created_at, changed_at, read_at) "
                                "VALUES ('o/a', 'P', 1, 'aa', 'main', 't', 'm', 1, 0, 0, 0)"));
        QVERIFY(m_store->remove(u"mine"_s));
        QVERIFY(m_store->seen(u"mine"_s)->isEmpty());
        QVERIFY(m_store->observed()->isEmpty());
        Rows row = m_database->rows("SELECT count(*) FROM observed_pull");
        QVERIFY(row.next());
        QCOMPARE(row.number(0), 0);
    }

private:
    QTemporaryDir m_folder;
    int m_files = 0;
    HandClock m_clock;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<AccountStore> m_store;
};

QTEST_GUILESS_MAIN(AccountStoreTest)
#include "tst_accountstore.moc"
