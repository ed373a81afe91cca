// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/othersledger.h"
#include "fakes/handclock.h"
#include "store/database.h"

#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// What others have probably spent, from what they left.
class OthersLedgerTest final : public QObject
{
    Q_OBJECT

private slots:
    /// Packit's calls for one pull request as its code has them, tests following their builds or
    /// not: 9 + 27 or 9 + 23 for each chroot, 8 + 2 and 6 writes without tests.
    void theBandHoldsWhatTheCodeAsks_data()
    {
        QTest::addColumn<int>("builds");
        QTest::addColumn<int>("tests");
        QTest::addColumn<int>("writes");
        QTest::addColumn<int>("truth");
        QTest::newRow("3 chroots") << 3 << 3 << 48 << 90;
        QTest::newRow("6 chroots") << 6 << 6 << 96 << 171;
        QTest::newRow("6 chroots, tests on their own") << 6 << 6 << 72 << 147;
        QTest::newRow("6 chroots, no tests") << 6 << 0 << 36 << 56;
    }

    void theBandHoldsWhatTheCodeAsks()
    {
        QFETCH(int, builds);
        QFETCH(int, tests);
        QFETCH(int, writes);
        QFETCH(int, truth);
        const OthersSpending one = estimateOthers(
                {u"packit"_s, builds, tests, {{.writes = writes, .flags = builds + tests}}});
        QCOMPARE(one.writes, writes);
        QVERIFY2(one.low <= truth && truth <= one.high,
                 qPrintable(u"%1 to %2"_s.arg(one.low).arg(one.high)));
        QVERIFY(one.low > writes);
        QVERIFY(one.high < 1.5 * truth); // it says something
    }

    void ofAnUnknownAppOnlyWritesAreSaid()
    {
        const OthersSpending one
                = estimateOthers({u"actions"_s, 0, 0, {{.writes = 4, .flags = 4}}});
        QCOMPARE(one.low, 4.0);
        QCOMPARE(one.high, 12.0);
        QVERIFY(one.basis.contains(u"its reads are left out"_s));
    }

    void runsThatGithubDeletedAreNamed()
    {
        const OthersSpending one
                = estimateOthers({u"packit"_s, 1, 0, {{.writes = 1000, .flags = 1}}});
        QVERIFY(one.basis.contains(u"may have deleted older ones"_s));
    }

    void pushesAddUp()
    {
        const OthersCommit full{.writes = 16, .flags = 2};
        const OthersSpending once = estimateOthers({u"packit"_s, 1, 1, {full}});
        const OthersSpending twice
                = estimateOthers({u"packit"_s, 1, 1, {full, {.writes = 0, .flags = 0}, full}});
        QCOMPARE(twice.commits, 2);
        QCOMPARE(twice.low, 2 * once.low);
    }

    void estimatesAreKept()
    {
        const QTemporaryDir folder;
        const auto database = *Database::open(folder.filePath(u"q.sqlite"_s));
        const HandClock clock;
        OthersLedger ledger(*database, clock);
        OthersSpending one = estimateOthers({u"packit"_s, 1, 1, {{.writes = 16, .flags = 2}}});
        one.requests = 1;
        QVERIFY(ledger.set(u"o/a"_s, 7, {one}));
        QVERIFY(ledger.set(u"o/b"_s, 8, {one}));
        QVERIFY(ledger.set(u"o/b"_s, 8, {}));
        const auto kept = ledger.spendings();
        QCOMPARE(kept->size(), 1);
        QCOMPARE(kept->first().number, 7);
        QCOMPARE(kept->first().low, one.low);
        QCOMPARE(kept->first().basis, one.basis);
        QCOMPARE(kept->first().at, clock.now());
        QVERIFY(ledger.spendings(u"o/b"_s)->isEmpty());
    }
};

QTEST_GUILESS_MAIN(OthersLedgerTest)
#include "tst_othersledger.moc"
