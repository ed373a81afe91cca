// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/ledgerparts.h"
#include "store/database.h"
#include "timers.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Which calls count against one limit, whoever made them.
class TokenBudgetsTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_directory = std::make_unique<QTemporaryDir>();
        m_timers = std::make_unique<HandTimers>();
        m_database = *Database::open(file());
        m_ledger = std::make_unique<LedgerStore>(*m_database, *m_timers);
    }

    void aTokenIsNamedTheSameForEverAndNowhereElse()
    {
        const QString name = m_ledger->fingerprintOf("ghp_one");
        QVERIFY(QRegularExpression(u"^[0-9a-f]{16}$"_s).match(name).hasMatch());
        QVERIFY(m_ledger->fingerprintOf("ghp_two") != name);
        QVERIFY(m_ledger->fingerprintOf("").isEmpty());
        QVERIFY(m_ledger->fingerprintOf("eyJhbGciOiJSUzI1NiJ9.e30.x").isEmpty()); // an App's own
        const auto again = *Database::open(file());
        QCOMPARE(LedgerStore(*again, *m_timers).fingerprintOf("ghp_one"), name);
        const auto other = *Database::open(m_directory->filePath(u"other.sqlite"_s));
        QVERIFY(LedgerStore(*other, *m_timers).fingerprintOf("ghp_one") != name);
    }

    void oneTokenIsOneGauge_data()
    {
        QTest::addColumn<bool>("isOursFirst");
        QTest::newRow("the account first") << true;
        QTest::newRow("the other program first") << false;
    }

    void oneTokenIsOneGauge()
    {
        QFETCH(const bool, isOursFirst);
        if (isOursFirst)
            ours(u"token of work"_s, "ghp_one", 2);
        others(u"proxy: curl"_s, "ghp_one", 3);
        if (!isOursFirst)
            ours(u"token of work"_s, "ghp_one", 2);
        QCOMPARE(gauges(), QStringList{u"token of work 5"_s});
        const auto budgets = LedgerParts(*m_database, *m_timers).budgets();
        QCOMPARE(*budgets, (QList{LedgerBudget{u"token of work"_s, u"token of work"_s}}));
        QCOMPARE(m_ledger->calls({}, 0, 9, u"token of work"_s)->size(), 2);
    }

    void anotherTokenIsAnotherGauge()
    {
        ours(u"token of work"_s, "ghp_one", 2);
        others(u"proxy: curl"_s, "ghp_two", 3);
        QCOMPARE(gauges(), (QStringList{u"proxy: curl 3"_s, u"token of work 2"_s}));
    }

    void severalCallersOfOneTokenAreOneGauge()
    {
        others(u"proxy: gh"_s, "ghp_one", 1);
        others(u"proxy: curl"_s, "ghp_one", 3);
        QCOMPARE(gauges(), QStringList{u"proxy: curl, proxy: gh 4"_s});
    }

    void oneCallerWithSeveralTokensHasSeveralGauges()
    {
        others(u"proxy: curl"_s, "ghp_one", 1);
        others(u"proxy: curl"_s, "ghp_two", 3);
        const QStringList found = gauges();
        QCOMPARE(found.size(), 2);
        static const QRegularExpression told(u"^proxy: curl \\(token [0-9a-f]{4}…\\) [13]$"_s);
        for (const QString &gauge : found)
            QVERIFY2(told.match(gauge).hasMatch(), qPrintable(gauge));
        QVERIFY(found.first() != found.last());
    }

    void aRenewedTokenIsTheAccountsUntilItEnds()
    {
        ours(u"App 1, installation 2"_s, "ghs_one", 1);
        m_timers->turn(55min);
        ours(u"App 1, installation 2"_s, "ghs_two", 1);
        others(u"proxy: worker"_s, "ghs_one", 1);
        others(u"proxy: worker"_s, "ghs_two", 1);
        QCOMPARE(gauges(), QStringList{u"App 1, installation 2 3"_s}); // of the last ten minutes
        m_timers->turn(6h);
        others(u"proxy: worker"_s, "ghs_two", 1); // the newest stays the account's
        others(u"proxy: worker"_s, "ghs_one", 2); // was taken back, say: somebody else's now
        QCOMPARE(gauges(), (QStringList{u"proxy: worker 2"_s, u"App 1, installation 2 1"_s}));
    }

    void twoAccountsWithOneTokenAreOneGauge()
    {
        ours(u"token of work"_s, "ghp_one", 2);
        ours(u"token of home"_s, "ghp_one", 3);
        QCOMPARE(gauges(), QStringList{u"token of work 5"_s});
        m_timers->turn(2h); // an account that was renamed
        ours(u"token of home"_s, "ghp_one", 3);
        QVERIFY(gauges().contains(u"token of home 3"_s));
    }

    void othersGaugesGoAnHourAfterTheirReset()
    {
        others(u"proxy: worker"_s, "ghs_one", 2);
        ours(u"token of work"_s, "ghp_one", 1);
        m_timers->turn(100min);
        QCOMPARE(gauges().size(), 2);
        m_timers->turn(30min);
        QCOMPARE(gauges(), QStringList{u"token of work 0"_s});
    }

    void withoutATokenTheLabelTells()
    {
        QVERIFY(m_ledger->add(call(u"App 1 itself"_s, 1), limit(), {{}, true}));
        QVERIFY(m_ledger->add(call(u"proxy: curl"_s, 1), limit(), {{}, false}));
        QCOMPARE(gauges(), (QStringList{u"App 1 itself 1"_s, u"proxy: curl 1"_s}));
    }

private:
    [[nodiscard]] QString file() const { return m_directory->filePath(u"queue.sqlite"_s); }
    [[nodiscard]] RateLimit limit() const
    {
        return {u"core"_s, 5000, 4000, m_timers->now().addSecs(3600)};
    }
    [[nodiscard]] CallRecord call(const QString &label, int cost) const
    {
        return {.at = m_timers->now(), .token = label, .resource = u"core"_s, .cost = cost};
    }
    void ours(const QString &label, const QByteArray &token, int cost)
    {
        QVERIFY(m_ledger->add(call(label, cost), limit(), {m_ledger->fingerprintOf(token), true}));
    }
    void others(const QString &label, const QByteArray &token, int cost)
    {
        QVERIFY(m_ledger->add(call(label, cost), limit(), {m_ledger->fingerprintOf(token), false}));
    }
    /// "whose spent".
    [[nodiscard]] QStringList gauges()
    {
        QStringList found;
        const auto limits = m_ledger->limits();
        for (const LedgerLimit &one : *limits)
            found << u"%1 %2"_s.arg(one.token).arg(one.spending.cost);
        return found;
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<HandTimers> m_timers;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<LedgerStore> m_ledger;
};

QTEST_GUILESS_MAIN(TokenBudgetsTest)
#include "tst_tokenbudgets.moc"
