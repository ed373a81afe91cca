// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/ledgerstore.h"

#include "store/database.h"
#include "timers.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What was asked of GitHub, as the store keeps it.
class LedgerStoreTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_directory = std::make_unique<QTemporaryDir>();
        m_timers = std::make_unique<HandTimers>(
                QDateTime(QDate(2026, 11, 23), QTime(10, 30), QTimeZone::UTC));
        open();
    }

    void aCallComesBackAsItWas_data()
    {
        QTest::addColumn<bool>("isFull");
        QTest::newRow("all there") << true;
        QTest::newRow("nothing but what must be") << false;
    }

    void aCallComesBackAsItWas()
    {
        QFETCH(const bool, isFull);
        CallRecord call{.at = m_timers->now()};
        if (isFull) {
            call = {.at = m_timers->now(),
                    .token = u"App 1"_s,
                    .repository = u"o/r"_s,
                    .pipeline = 7,
                    .step = PipelineStep::TestsFinished,
                    .kind = CallKind::Other,
                    .served = {CallKind::Private, CallKind::Config, CallKind::Fmf},
                    .why = u"read it all at once"_s,
                    .method = "POST",
                    .path = u"/graphql"_s,
                    .status = 200,
                    .resource = u"graphql"_s,
                    .cost = 3,
                    .duration = 120ms};
        }
        QVERIFY(m_ledger->add(call));
        open(); // as after a restart
        const auto calls = m_ledger->calls({}, 0, 10);
        QVERIFY(calls);
        QCOMPARE(calls->size(), 1);
        QCOMPARE(calls->constFirst().call, call);
    }

    void callsAreReadByPages()
    {
        for (int i = 0; i < 5; ++i)
            add({.path = u"/%1"_s.arg(i)}, std::chrono::hours(i));
        const auto first = m_ledger->calls(ago(3h), 0, 2);
        QCOMPARE(paths(*first), u"/0 /1"_s);
        const auto second = m_ledger->calls(ago(3h), first->constLast().id, 10);
        QCOMPARE(paths(*second), u"/2 /3"_s);
    }

    void sumsAreMadeByGroup_data()
    {
        QTest::addColumn<LedgerGroup>("group");
        QTest::addColumn<QString>("sums");
        QTest::newRow("kind")
                << LedgerGroup::Kind
                << u"set_status 3/0/1 core=2 search=0; other 2/1/0 core=0 graphql=1"_s;
        QTest::newRow("step") << LedgerGroup::Step
                              << u"PR is updated 2/0/1 core=1 search=0; RPM build finished 1/0/0 "
                                 "core=1; no step 2/1/0 core=0 graphql=1"_s;
        QTest::newRow("repository") << LedgerGroup::Repository
                                    << u"o/r 4/1/1 core=2 graphql=1 search=0;  1/0/0 core=0"_s;
        QTest::newRow("hour") << LedgerGroup::Hour
                              << u"2026-11-23T08:00Z 1/0/0 core=1; 2026-11-23T10:00Z 4/1/1 core=1 "
                                 "graphql=1 search=0"_s;
    }

    void sumsAreMadeByGroup()
    {
        QFETCH(const LedgerGroup, group);
        QFETCH(const QString, sums);
        const CallRecord flag{.repository = u"o/r"_s,
                              .step = PipelineStep::PrUpdated,
                              .kind = CallKind::Status,
                              .status = 201,
                              .resource = u"core"_s,
                              .cost = 1};
        CallRecord other = flag;
        other.step = PipelineStep::RpmFinished;
        CallRecord lost = flag;
        lost.status = 0;
        lost.cost = 0;
        lost.resource = u"search"_s;
        CallRecord query{
                .repository = u"o/r"_s, .status = 304, .resource = u"graphql"_s, .cost = 1};
        CallRecord nowhere{.status = 200, .resource = u"core"_s};
        add(flag, 0h);
        add(other, 2h);
        add(lost, 0h);
        add(query, 0h);
        if (group == LedgerGroup::Repository)
            nowhere.repository = u""_s;
        add(nowhere, 0h);
        add(flag, 48h); // too old for this question
        const auto found = m_ledger->sums(group, ago(24h));
        QVERIFY(found);
        QStringList texts;
        for (const LedgerSum &sum : *found) {
            QString text = u"%1 %2/%3/%4"_s.arg(sum.group, QString::number(sum.requests),
                                                QString::number(sum.unchanged),
                                                QString::number(sum.failed));
            for (const auto &[resource, counted] : sum.counted.asKeyValueRange())
                text += u" %1=%2"_s.arg(resource, QString::number(counted));
            texts << text;
        }
        QCOMPARE(texts.join(u"; "_s), sums);
    }

    void whatIsOlderThan30DaysGoesInSmallSteps()
    {
        for (int i = 0; i < 50; ++i)
            add({.path = u"/old"_s}, 0h);
        m_timers->turn(24h * 29);
        add({.path = u"/young"_s}, 0h);
        QCOMPARE(count(), 51);
        m_timers->turn(24h * 2);
        QList<int> counts;
        for (int i = 0; i < 4; ++i) {
            add({.path = u"/new"_s}, 0h);
            counts << count();
        }
        QCOMPARE(counts, QList<int>({32, 13, 4, 5}));
        QCOMPARE(paths(*m_ledger->calls({}, 0, 100)), u"/young /new /new /new /new"_s);
    }

    void limitsAreThoseOfTheNewestAnswers()
    {
        const RateLimit core{u"core"_s, 5000, 4000, m_timers->now().addSecs(3600)};
        RateLimit later = core;
        later.remaining = 3990;
        const RateLimit graphql{u"graphql"_s, 5000, 4999, m_timers->now().addSecs(60)};
        const auto call = [this](const QString &token, const QString &resource, int cost) {
            return CallRecord{
                    .at = m_timers->now(), .token = token, .resource = resource, .cost = cost};
        };
        QVERIFY(m_ledger->limits()->isEmpty());
        QVERIFY(m_ledger->add(call(u"b"_s, u"core"_s, 7), core)); // too long ago for a rate
        m_timers->turn(11min);
        const QDateTime first = m_timers->now();
        QVERIFY(m_ledger->add(call(u"b"_s, u"core"_s, 0), later)); // no change: costs nothing
        m_timers->turn(1min);
        QVERIFY(m_ledger->add(call(u"b"_s, u"core"_s, 2), later));
        QVERIFY(m_ledger->add(call(u"b"_s, u"core"_s, 3)));
        QVERIFY(m_ledger->add(call(u"b"_s, u"graphql"_s, 50), graphql));
        QVERIFY(m_ledger->add(call(u"a"_s, u"core"_s, 1), core));
        open();
        const auto limits = m_ledger->limits();
        QVERIFY(limits);
        QCOMPARE(limits->size(), 3);
        QCOMPARE(limits->at(0).token, u"a"_s);
        QCOMPARE(limits->at(0).spending.cost, 1);
        QCOMPARE(limits->at(1).token, u"b"_s);
        QCOMPARE(limits->at(1).limit, later);
        QCOMPARE(limits->at(1).at, m_timers->now());
        QCOMPARE(limits->at(1).spending.cost, 5);
        QCOMPARE(limits->at(1).spending.first, first.addSecs(60));
        // Its reset has passed: all is there again.
        QCOMPARE(limits->at(2).limit, (RateLimit{u"graphql"_s, 5000, 5000, graphql.reset}));
        QCOMPARE(limits->at(2).spending.cost, 50);
    }

    void limitsOfOldAreForgotten()
    {
        const RateLimit core{u"core"_s, 5000, 4000, m_timers->now().addSecs(3600)};
        QVERIFY(m_ledger->add({.at = m_timers->now(), .token = u"old"_s}, core));
        m_timers->turn(24h * 31);
        QVERIFY(m_ledger->add({.at = m_timers->now(), .token = u"new"_s}, core));
        const auto limits = m_ledger->limits();
        QCOMPARE(limits->size(), 1);
        QCOMPARE(limits->constFirst().token, u"new"_s);
    }

private:
    void open()
    {
        m_ledger.reset();
        m_database.reset();
        m_database = *Database::open(m_directory->filePath(u"queue.sqlite"_s));
        m_ledger = std::make_unique<LedgerStore>(*m_database, *m_timers);
    }
    [[nodiscard]] QDateTime ago(std::chrono::hours hours) const { return m_timers->now() - hours; }
    void add(CallRecord call, std::chrono::hours hours)
    {
        call.at = ago(hours);
        QVERIFY(m_ledger->add(call));
    }
    [[nodiscard]] int count() { return int(m_ledger->calls({}, 0, 1000)->size()); }
    [[nodiscard]] static QString paths(const QList<LedgerStore::Entry> &entries)
    {
        QStringList all;
        for (const auto &entry : entries)
            all << entry.call.path;
        return all.join(u' ');
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<HandTimers> m_timers;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<LedgerStore> m_ledger;
};

QTEST_GUILESS_MAIN(LedgerStoreTest)
#include "tst_ledgerstore.moc"
