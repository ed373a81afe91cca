// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/handclock.h"
#include "github/accountstore.h"
#include "pipeline/observedstore.h"
#include "store/database.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What is kept of pull requests that others look after.
class ObservedStoreTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_database = *Database::open(m_folder.filePath(u"%1.sqlite"_s.arg(++m_files)));
        m_store = std::make_unique<ObservedStore>(*m_database, m_clock);
        m_accounts = std::make_unique<AccountStore>(*m_database, m_clock);
        QVERIFY(m_accounts->save({.name = u"mine"_s}));
        QVERIFY(m_accounts->setObserved(u"mine"_s, {u"o/a"_s, u"o/b"_s}));
    }

    void aReadingComesBackAsItWas()
    {
        const auto saved = m_store->save({reading(1, u"aaa"_s, FlagState::Running)});
        QVERIFY(saved);
        QCOMPARE(saved->size(), 1);
        const ObservedPull pull = **m_store->pull(saved->first());
        QCOMPARE(pull.label(), u"o/a#1"_s);
        QCOMPARE(pull.headSha, u"aaa"_s);
        QCOMPARE(pull.state, PipelineState::Running);
        QCOMPARE(pull.readAt, m_clock.now());
        const QList<ObservedCheck> checks = *m_store->checks(pull.id);
        QCOMPARE(checks.size(), 1);
        QCOMPARE(checks.first().writer, u"packit"_s);
        QCOMPARE(checks.first().value.description, u"text"_s);
        QCOMPARE(checks.first().since, since());
    }

    void whatIsTheSameIsNoNews()
    {
        QVERIFY(m_store->save({reading(1, u"aaa"_s, FlagState::Running)}));
        const QDateTime changed = m_store->open()->first().changedAt;
        qint64 before = rev();
        m_clock.advance(60s);
        QCOMPARE(*m_store->save({reading(1, u"aaa"_s, FlagState::Running)}), QList<qint64>());
        QCOMPARE(m_store->open()->first().readAt, m_clock.now());
        QCOMPARE(m_store->open()->first().changedAt, changed);
        QCOMPARE(rev(), before + 1); // that it was read alone, of its checks nothing
        before = rev();
        QCOMPARE(m_store->save({reading(1, u"aaa"_s, FlagState::Success)})->size(), 1);
        QVERIFY(rev() > before);
    }

    void aQueuedCheckIsAsOldAsWeHaveSeenIt()
    {
        ObservedReading queued = reading(1, u"aaa"_s, FlagState::Queued);
        queued.checks.first().since = {};
        const qint64 id = m_store->save({queued})->first();
        const QDateTime seen = m_clock.now();
        m_clock.advance(60s);
        QVERIFY(m_store->save({queued})->isEmpty());
        QCOMPARE(m_store->checks(id)->first().since, seen);
    }

    void aPushSupersedesTheHeadBeforeIt()
    {
        QVERIFY(m_store->save({reading(1, u"aaa"_s, FlagState::Running)}));
        QVERIFY(m_store->save({reading(1, u"bbb"_s, FlagState::Queued)}));
        const QList<ObservedPull> heads = *m_store->heads(u"o/a"_s, 1);
        QCOMPARE(heads.size(), 2);
        QCOMPARE(heads.at(0).headSha, u"bbb"_s);
        QCOMPARE(heads.at(1).state, PipelineState::Superseded);
        // Back to the commit before it, by force.
        QVERIFY(m_store->save({reading(1, u"aaa"_s, FlagState::Running)}));
        QCOMPARE(m_store->open()->size(), 1);
        QCOMPARE(m_store->open()->first().headSha, u"aaa"_s);
    }

    void whatIsNotInTheListIsClosed()
    {
        QVERIFY(m_store->save({reading(1, u"aaa"_s, FlagState::Running),
                               reading(2, u"bbb"_s, FlagState::Running)}));
        QVERIFY(m_store->closeOthers(u"o/a"_s, {2}));
        QCOMPARE(m_store->heads(u"o/a"_s, 1)->first().state, PipelineState::Closed);
        QCOMPARE(m_store->open(u"o/a"_s)->size(), 1);
    }

    void aCheckThatIsGoneGoes()
    {
        QVERIFY(m_store->save({reading(1, u"aaa"_s, FlagState::Running)}));
        ObservedReading empty = reading(1, u"aaa"_s, FlagState::Running);
        empty.checks.clear();
        const qint64 before = rev();
        const QList<qint64> changed = *m_store->save({empty});
        QCOMPARE(changed.size(), 1);
        QVERIFY(rev() > before);
        QVERIFY(m_store->checks(changed.first())->isEmpty());
    }

    void aRenamedRepositoryKeepsWhatIsKnown()
    {
        QVERIFY(m_store->save({reading(1, u"aaa"_s, FlagState::Running)}));
        QVERIFY(m_store->rename(u"o/a"_s, u"new/a"_s));
        QCOMPARE(m_store->open()->first().label(), u"new/a#1"_s);
        QCOMPARE(m_accounts->observed()->first().repository, u"new/a"_s);
        QVERIFY(m_store->rename(u"new/a"_s, u"o/b"_s)); // observed already
        QCOMPARE(m_accounts->observed()->size(), 1);
        QVERIFY(m_store->open()->isEmpty());
    }

    void oldOnesAreForgotten()
    {
        QVERIFY(m_store->save({reading(1, u"aaa"_s, FlagState::Running),
                               reading(2, u"bbb"_s, FlagState::Running)}));
        QVERIFY(m_store->closeOthers(u"o/a"_s, {2}));
        m_clock.advance(24h * 31);
        QVERIFY(m_store->prune(m_clock.now().addDays(-30)));
        QVERIFY(m_store->heads(u"o/a"_s, 1)->isEmpty());
        QCOMPARE(m_store->heads(u"o/a"_s, 2)->size(), 1);
    }

private:
    [[nodiscard]] static QDateTime since()
    {
        return QDateTime(QDate(2026, 3, 1), QTime(10, 0), QTimeZone::UTC);
    }
    [[nodiscard]] static ObservedReading reading(int number, const QString &head, FlagState state)
    {
        ObservedReading reading;
        reading.checks << ObservedCheck{.name = u"rpm-build:fedora-43-x86_64"_s,
                                        .writer = u"packit"_s,
                                        .nodeId = u"CR_7"_s,
                                        .number = 7,
                                        .value = {state, u"text"_s, u"https://x"_s},
                                        .since = since()};
        reading.pull = {.repository = u"o/a"_s,
                        .nodeId = u"PR_1"_s,
                        .number = number,
                        .headSha = head,
                        .baseRef = u"main"_s,
                        .title = u"A change"_s,
                        .author = u"maria"_s,
                        .state = observedState(reading.checks)};
        return reading;
    }
    [[nodiscard]] qint64 rev()
    {
        Rows row = m_database->rows("SELECT rev FROM board");
        return row.next() ? row.number(0) : 0;
    }

    QTemporaryDir m_folder;
    int m_files = 0;
    HandClock m_clock;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<ObservedStore> m_store;
    std::unique_ptr<AccountStore> m_accounts;
};

QTEST_GUILESS_MAIN(ObservedStoreTest)
#include "tst_observedstore.moc"
