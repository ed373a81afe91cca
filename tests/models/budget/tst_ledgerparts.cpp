// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/gaugetext.h"
#include "budget/ledgercsv.h"
#include "budget/ledgerexport.h"
#include "budget/ledgerparts.h"
#include "budget/ledgertree.h"
#include "fakes/handclock.h"
#include "pipeline/pipelinestore.h"
#include "store/asyncdatabase.h"
#include "store/database.h"

#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The ledger from above: sums, comparison with the model, the tree down to calls, gauges.
class LedgerPartsTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_file = m_folder.filePath(u"%1.sqlite"_s.arg(++m_files));
        m_database = *Database::open(m_file);
        m_ledger = std::make_unique<LedgerStore>(*m_database, m_clock);
    }

    void everyLevelAddsUp()
    {
        fill();
        LedgerParts parts(*m_database, m_clock);
        const auto organisations = parts.below({}, {});
        QCOMPARE(labelsOf(*organisations),
                 (QStringList{u"fedora"_s, u"packit"_s, u"no repository"_s}));
        QCOMPARE(organisations->first().counted, 5);
        QCOMPARE(organisations->first().requests, 6);
        QCOMPARE(organisations->first().unchanged, 1);
        QCOMPARE(organisations->first().failed, 1);
        LedgerPlace place = organisations->first().place;
        int calls = 0;
        while (place.level != LedgerLevel::Kind) {
            const auto below = parts.below({}, place);
            int counted = 0;
            for (const LedgerPart &part : *below)
                counted += part.counted;
            QVERIFY(counted >= calls);
            place = below->first().place;
            calls = below->first().counted;
        }
        const auto single = parts.below({}, place);
        QVERIFY(single->first().call);
        QCOMPARE(single->first().label, u"set rpm-build:x to success"_s);
    }

    void aTokenAndATimeCutItDown()
    {
        fill();
        LedgerParts parts(*m_database, m_clock);
        QCOMPARE(*parts.budgets(), (QList{LedgerBudget{u"curl"_s, u"curl"_s},
                                          LedgerBudget{u"token of me"_s, u"token of me"_s}}));
        QCOMPARE(parts.below({.budget = u"curl"_s}, {})->size(), 1);
        QVERIFY(parts.below({.since = m_clock.now().addSecs(3600)}, {})->isEmpty());
        const auto hours = parts.hours({});
        QCOMPARE(hours->size(), 2);
        QCOMPARE(hours->first().budget, u"curl"_s);
        QCOMPARE(hours->first().counted.value(u"packit"_s), 1);
        QCOMPARE(hours->last().counted.value(u"fedora"_s), 5);
        QCOMPARE(hours->last().counted.value(u"packit"_s), 2);
    }

    void hoursBeginWhereTheirLimitIsReset()
    {
        const RateLimit limit{u"core"_s, 5000, 4990, m_clock.now().addSecs(600)};
        CallRecord early{.token = u"a"_s, .resource = u"core"_s, .cost = 1};
        early.at = limit.reset.addSecs(-3601); // of the hour before
        CallRecord late = early;
        late.at = limit.reset.addSecs(-3599);
        CallRecord other = late;
        other.token = u"b"_s; // of no known limit
        QVERIFY(m_ledger->add(early, limit));
        QVERIFY(m_ledger->add(late, limit));
        QVERIFY(m_ledger->add(other));
        const auto hours = LedgerParts(*m_database, m_clock).hours({});
        QCOMPARE(hours->size(), 3);
        QCOMPARE(hours->at(0).hour, limit.reset.addSecs(-7200));
        QCOMPARE(hours->at(1).hour, limit.reset.addSecs(-3600));
        QCOMPARE(hours->at(2).hour.time().minute(), 0);
    }

    void endedPipelinesAreHeldAgainstTheModel()
    {
        PipelineStore pipelines(*m_database, m_clock);
        const auto add = [&](int number, PipelineState state) {
            const PipelineId id = pipelines
                                          .add({.repository = u"fedora/hello"_s,
                                                .number = number,
                                                .headSha = QString::number(number)})
                                          .value()
                                          .value();
            QList<ChrootRun> runs;
            for (const QString &chroot : {u"fedora-43-x86_64"_s, u"fedora-44-x86_64"_s}) {
                runs << ChrootRun{.flag = 1, .job = JobKind::Build, .chroot = chroot}
                     << ChrootRun{.flag = 2, .job = JobKind::Test, .chroot = chroot};
            }
            (void)pipelines.begin(id, {}, {u"b"_s, u"t"_s}, runs);
            (void)pipelines.apply(id, {.state = state});
            call({.repository = u"fedora/hello"_s, .pipeline = id, .cost = 7});
        };
        add(1, PipelineState::Done);
        add(2, PipelineState::ClosedLater);
        call({.token = u"curl"_s, .cost = 9}); // of none of them
        add(3, PipelineState::Running); // has not spent all
        BudgetSettings policy;
        applyPolicy(policy, BudgetPolicy::Sluice);
        const auto found = LedgerParts(*m_database, m_clock).compare({}, policy);
        QVERIFY(found);
        QCOMPARE(found->pipelines, 2);
        QCOMPARE(found->pulls, 2);
        QCOMPARE(found->measured.total(), 14.0);
        QCOMPARE(found->all.total(), 30.0);
        QCOMPARE(found->counted, 30);
        BudgetSettings shape = policy;
        shape.base.chroots = 2;
        QCOMPARE(found->modelled.total(), 2 * evaluate(shape).counted.total());
        const auto ours
                = LedgerParts(*m_database, m_clock).compare({.budget = u"token of me"_s}, policy);
        QCOMPARE(ours->modelled, found->modelled);
        QCOMPARE(ours->measured, found->measured);
        const auto others
                = LedgerParts(*m_database, m_clock).compare({.budget = u"curl"_s}, policy);
        QCOMPARE(others->pipelines, 0);
        QCOMPARE(others->modelled.total(), 0.0);
        QCOMPARE(others->all.total(), 9.0);
    }

    void theTreeGrowsAsItIsLookedAt()
    {
        fill();
        AsyncDatabase store(m_file);
        LedgerTree tree(store, m_clock);
        const QAbstractItemModelTester tester(
                &tree, QAbstractItemModelTester::FailureReportingMode::QtTest);
        tree.setScope({});
        QTRY_COMPARE(tree.rowCount({}), 3);
        QModelIndex at = tree.index(0, 0, {});
        for (int level = 0; level < 4; ++level) {
            QVERIFY(tree.hasChildren(at));
            QVERIFY(level == 0 || tree.parent(at).isValid());
            tree.fetchMore(at);
            QTRY_VERIFY(tree.rowCount(at) > 0);
            at = tree.index(0, 0, at);
        }
        QVERIFY(!tree.hasChildren(at));
        QVERIFY(at.siblingAtColumn(LedgerTree::What).data().toString().contains("POST"_L1));
        const QPersistentModelIndex kept(at);
        call({.repository = u"new/one"_s, .cost = 50});
        call({.repository = u"fedora/hello"_s, .pipeline = 1, .kind = CallKind::Status});
        tree.refresh();
        QTRY_COMPARE(tree.rowCount({}), 4);
        QCOMPARE(tree.index(0, 0, {}).data().toString(), u"new"_s);
        QTRY_COMPARE(tree.rowCount(kept.parent()), 4);
        QVERIFY(kept.isValid());
        QCOMPARE(kept.data().toString(), u"set rpm-build:x to success"_s);
    }

    void theFileHoldsWhatIsMeant()
    {
        fill();
        const QString path = m_folder.filePath(u"ledger.csv"_s);
        QCOMPARE(exported({}, path), 9);
        const QByteArrayList lines = linesOf(path);
        QCOMPARE(lines.size(), 11); // head, and an end
        QCOMPARE(lines.first(), callCsvHead());
        QCOMPARE(exported({.budget = u"curl"_s}, path), 1);
        LedgerExport nowhere({}, u"/nowhere/ledger.csv"_s);
        const auto failed = nowhere.next(*m_ledger);
        QVERIFY(!failed && failed.error().what.contains("/nowhere/ledger.csv"_L1));
    }

    void aLargeFileComesInPieces()
    {
        constexpr int kCalls = 10'000; // two pieces, and an empty one
        Transaction all(*m_database);
        for (int i = 0; i < kCalls; ++i)
            call({.repository = u"o/r"_s, .path = u"/%1"_s.arg(i), .cost = 1});
        QVERIFY(all.commit());
        const QString path = m_folder.filePath(u"large.csv"_s);
        LedgerExport file({}, path);
        int pieces = 1;
        for (auto isWhole = file.next(*m_ledger); !*isWhole; isWhole = file.next(*m_ledger)) {
            QVERIFY(!QFile::exists(path));
            ++pieces;
        }
        QCOMPARE(pieces, 3);
        const QByteArrayList lines = linesOf(path);
        QCOMPARE(lines.size(), kCalls + 2);
        QCOMPARE(QSet<QByteArray>(lines.begin(), lines.end()).size(), kCalls + 2); // nothing twice
    }

    void aGaugeSaysWhoseItIs_data()
    {
        QTest::addColumn<int>("remaining");
        QTest::addColumn<int>("spent");
        QTest::addColumn<QString>("outlook");
        QTest::addColumn<bool>("isShort");
        QTest::newRow("lasts") << 4812 << 10 << u"lasts until it is full again at"_s << false;
        QTest::newRow("runs out") << 100 << 500 << u"at this pace it runs out at"_s << true;
        QTest::newRow("used up") << 0 << 500 << u"used up until"_s << true;
    }

    void aGaugeSaysWhoseItIs()
    {
        QFETCH(const int, remaining);
        QFETCH(const int, spent);
        QFETCH(const QString, outlook);
        QFETCH(const bool, isShort);
        const QDateTime now = m_clock.now();
        const LedgerLimit known{.token = u"token of me"_s,
                                .limit = {u"core"_s, 5000, remaining, now.addSecs(1800)},
                                .at = now,
                                .spending = {spent, now.addSecs(-300)}};
        const GaugeText text = gaugeText(known, now);
        QCOMPARE(text.whose, u"token of me, core"_s);
        QVERIFY2(text.outlook.startsWith(outlook), qPrintable(text.outlook));
        QCOMPARE(text.isShort, isShort);
        QVERIFY(tightestLimitText({known}, now).contains("token of me"_L1));
        QVERIFY(tightestLimitText({}, now).isEmpty());
        LedgerLimit old = known;
        old.at = now.addSecs(-1700);
        QVERIFY(gaugeText(old, now).outlook.contains("as of"_L1));
    }

private:
    void call(CallRecord record)
    {
        record.at = m_clock.now();
        if (record.token.isEmpty())
            record.token = u"token of me"_s;
        if (record.status == 0 && record.cost > 0)
            record.status = 200;
        record.resource = u"core"_s;
        QVERIFY(m_ledger->add(record));
    }

    void fill()
    {
        for (int i = 0; i < 3; ++i) {
            call({.repository = u"fedora/hello"_s,
                  .pipeline = 1,
                  .kind = CallKind::Status,
                  .why = u"set rpm-build:x to success"_s,
                  .method = "POST"_ba,
                  .path = u"/repos/fedora/hello/statuses/x"_s,
                  .cost = 1});
        }
        call({.repository = u"fedora/hello"_s, .kind = CallKind::Config, .cost = 2});
        call({.repository = u"fedora/world"_s, .status = 304});
        call({.repository = u"fedora/world"_s}); // no answer
        call({.repository = u"packit/ogr"_s, .cost = 2});
        call({.token = u"curl"_s, .repository = u"packit/ogr"_s, .cost = 1});
        call({.status = 200});
    }

    [[nodiscard]] qint64 exported(const LedgerScope &scope, const QString &path)
    {
        LedgerExport file(scope, path);
        const auto isWhole = file.next(*m_ledger);
        return isWhole && *isWhole ? file.written() : -1;
    }

    [[nodiscard]] static QByteArrayList linesOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll().split('\n') : QByteArrayList();
    }

    static QStringList labelsOf(const QList<LedgerPart> &parts)
    {
        QStringList labels;
        for (const LedgerPart &part : parts)
            labels << part.label;
        return labels;
    }

    QTemporaryDir m_folder;
    int m_files = 0;
    QString m_file;
    HandClock m_clock;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<LedgerStore> m_ledger;
};

QTEST_GUILESS_MAIN(LedgerPartsTest)
#include "tst_ledgerparts.moc"
