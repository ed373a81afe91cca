// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/othersledger.h"
#include "fakes/handclock.h"
#include "store/database.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

/// A pull request as Packit's code treats it, event by event: what it reads, what it writes, and
/// what can still be counted of it.
class PackitHistory
{
public:
    explicit PackitHistory(quint32 seed)
        : m_dice(seed)
        , m_builds(oneIn(12) ? 0 : 1 + m_dice.bounded(8))
        , m_isUnbuilt(m_builds == 0 || oneIn(8))
        , m_isSyncing(!oneIn(4))
        , m_tests(m_builds == 0 ? 1 + m_dice.bounded(6)
                  : oneIn(5)    ? 0
                                : std::max(1, m_builds - m_dice.bounded(2)))
        , m_specfileReads(oneIn(4) ? 1 : 0)
        , m_outsiderReads(oneIn(6) ? 1 : 0)
        , m_metadataReads(oneIn(6)   ? 0
                          : oneIn(8) ? 2
                                     : 1)
        , m_counts{.writer = u"packit"_s, .builds = m_builds, .tests = m_tests, .commits = {}}
    {
        const int pushes = 1 + (oneIn(2) ? m_dice.bounded(6) : 0);
        for (int i = 0; i < pushes; ++i)
            addHead(i == 0);
    }

    [[nodiscard]] OthersCounts counts() const { return m_counts; }
    [[nodiscard]] int truth() const { return m_truth; }

private:
    bool oneIn(int n) { return m_dice.bounded(n) == 0; }

    void addHead(bool isNewest)
    {
        m_commit = {.writes = 0, .flags = m_builds + m_tests};
        // Replaced while it ran, and canceled then; the newest may still be at it.
        m_stepsLeft = oneIn(isNewest ? 6 : 2) ? 1 + m_dice.bounded(8) : 100;
        run(m_builds, m_tests);
        while (m_stepsLeft > 10 && oneIn(5)) // somebody asks for what failed once more
            retest();
        if (!isNewest)
            m_commit.built = m_commit.tested = 0;
        m_counts.commits << m_commit;
    }

    bool step(int reads, int writes)
    {
        if (m_stepsLeft-- <= 0)
            return false;
        m_truth += reads + writes;
        m_commit.writes += writes;
        return true;
    }

    int first() const { return 3 + m_specfileReads; }
    int approval(bool isAsked) const { return isAsked ? 1 + m_outsiderReads : 0; }

    void run(int builds, int tests)
    {
        const int waiting = m_isUnbuilt ? 0 : tests;
        const int following = m_isSyncing ? waiting : 0;
        if (!step(first() + approval(builds > 0) + approval(tests > 0), builds + waiting))
            return;
        int passed = builds;
        if (builds > 0) {
            if (!step(2, builds + waiting) || !step(1, builds + following))
                return;
            if (oneIn(8)) {
                step(1, builds + waiting); // no source package, and nothing else
                return;
            }
            if (!step(1, builds + following) || !step(builds, builds + following))
                return;
            passed -= oneIn(4) ? m_dice.bounded(builds) : 0;
            if (!step(builds, builds + following))
                return;
            m_commit.built = passed;
        }
        test(m_isUnbuilt ? tests : std::min(tests, passed));
    }

    void test(int tests)
    {
        if (!step(tests * (6 + m_metadataReads), 2 * tests) || !step(tests, tests)
            || !step(tests, tests))
            return;
        m_commit.tested
                = std::max(m_commit.tested, tests - (oneIn(3) ? m_dice.bounded(tests + 1) : 0));
    }

    void retest()
    {
        if (m_tests == 0)
            return;
        const int tests = 1 + m_dice.bounded(m_tests);
        if (step(first() + approval(true), tests))
            test(tests);
    }

    QRandomGenerator m_dice;
    int m_builds;
    bool m_isUnbuilt;
    bool m_isSyncing;
    int m_tests;
    int m_specfileReads;
    int m_outsiderReads; // for each check
    int m_metadataReads; // for each test
    OthersCommit m_commit;
    int m_stepsLeft = 0;
    int m_truth = 0;
    OthersCounts m_counts;
};

} // namespace

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
        QTest::newRow("1 chroot, no tests") << 1 << 0 << 6 << 16;
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

    void nineTruthsOfTenLieInTheBand()
    {
        constexpr int kAll = 5'000;
        int held = 0;
        QList<double> widths;
        for (quint32 seed = 0; seed < kAll; ++seed) {
            const PackitHistory history(seed);
            const OthersSpending one = estimateOthers(history.counts());
            if (one.low <= history.truth() && history.truth() <= one.high)
                ++held;
            widths << one.high / one.low;
        }
        std::ranges::sort(widths);
        QVERIFY2(held >= kAll * 9 / 10, qPrintable(QString::number(held)));
        QVERIFY2(widths.at(kAll / 2) < 1.8, qPrintable(QString::number(widths.at(kAll / 2))));
    }

    /// What came before lies under the band then, and that is said.
    void sourcePackagesThatFailAreNoWholePipelines()
    {
        const OthersSpending one
                = estimateOthers({u"packit"_s, 6, 6, {{.writes = 4 * 12, .flags = 12}}});
        QVERIFY(one.low <= 4 * 12 + 9);
        const OthersSpending begun
                = estimateOthers({u"packit"_s, 6, 6, {{.writes = 12, .flags = 12}}});
        QVERIFY(begun.low <= 12 + 5 && begun.high >= 12 + 8);
        QVERIFY(begun.high < 12 + 50); // far from all of a pipeline
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
        const OthersSpending uneven // one name of two was written far more often
                = estimateOthers({u"packit"_s, 1, 1, {{.writes = 1010, .flags = 2}}});
        QVERIFY(uneven.basis.contains(u"may have deleted older ones"_s));
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
