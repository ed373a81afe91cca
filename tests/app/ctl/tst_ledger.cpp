// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/ledgertext.h"

#include "fakes/ctlprocess.h"
#include "store/database.h"
#include "timers.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// sluicectl ledger.
class LedgerTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_directory = std::make_unique<QTemporaryDir>();
    }

    void spansAndDatesAreUnderstood_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QDateTime>("since");
        QTest::newRow("hours") << u"24h"_s << m_now.addDays(-1);
        QTest::newRow("days") << u"7d"_s << m_now.addDays(-7);
        QTest::newRow("minutes") << u"90m"_s << m_now.addSecs(-5400);
        QTest::newRow("seconds") << u"30s"_s << m_now.addSecs(-30);
        QTest::newRow("weeks") << u"2w"_s << m_now.addDays(-14);
        QTest::newRow("moment") << u"2026-11-20T08:00:00Z"_s
                                << QDateTime(QDate(2026, 11, 20), QTime(8, 0), QTimeZone::UTC);
        QTest::newRow("offset") << u"2026-11-20T08:00:00+02:00"_s
                                << QDateTime(QDate(2026, 11, 20), QTime(6, 0), QTimeZone::UTC);
        QTest::newRow("date") << u"2026-11-20"_s << QDate(2026, 11, 20).startOfDay().toUTC();
        for (const char *bad : {"", "h", "24", "-1h", "24 h", "1.5h", "yesterday", "2026-13-01",
                                "2026-11-31", "999999999h", "24H", "12:00"})
            QTest::newRow(qPrintable(u"bad: %1"_s.arg(QLatin1StringView(bad))))
                    << QString::fromLatin1(bad) << QDateTime();
    }

    void spansAndDatesAreUnderstood()
    {
        QFETCH(const QString, text);
        QFETCH(const QDateTime, since);
        const auto read = ledgerSince(text, m_now);
        QCOMPARE(read.has_value(), since.isValid());
        if (read)
            QCOMPARE(*read, since);
        else
            QVERIFY(read.error().what.contains(u"\"%1\""_s.arg(text)));
    }

    void wrongUseIsOneLine_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("since") << QStringList{u"--since"_s, u"soon"_s} << "--since takes"_ba;
        QTest::newRow("by") << QStringList{u"--by"_s, u"colour"_s} << "--by takes one of"_ba;
        QTest::newRow("both") << QStringList{u"--json"_s, u"--csv"_s} << "not both"_ba;
        QTest::newRow("limits") << QStringList{u"--limits"_s, u"--by"_s, u"kind"_s}
                                << "leave --by out"_ba;
        QTest::newRow("operand") << QStringList{u"x"_s} << "ledger"_ba;
    }

    void wrongUseIsOneLine()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QByteArray, words);
        const CtlAnswer answer = ledger(arguments);
        QCOMPARE(answer.code, 2);
        QCOMPARE(answer.out, ""_ba);
        QCOMPARE(answer.err.count('\n'), 1);
        QVERIFY2(answer.err.contains(words), answer.err.constData());
    }

    void withoutAStoreThereIsNothing()
    {
        const CtlAnswer text = ledger({u"--by"_s, u"kind"_s});
        QCOMPARE(text.code, 0);
        QCOMPARE(text.out, "No call to GitHub has been made yet.\n"_ba);
        const CtlAnswer json = ledger({u"--json"_s});
        QCOMPARE(json.code, 0);
        QCOMPARE(json.out, ""_ba);
        QVERIFY(json.err.contains("No call to GitHub"));
        QVERIFY(!QFile::exists(m_directory->filePath(u"queue.sqlite"_s)));
    }

    void callsAreShownOneALine()
    {
        fill();
        const CtlAnswer text = ledger({});
        QCOMPARE(text.code, 0);
        QCOMPARE(text.out.count('\n'), 4);
        QVERIFY2(text.out.contains("  201  1 core  POST /repos/o/r/statuses/abc  set_status  PR is "
                                   "updated  o/r  tell that it was accepted\n"),
                 text.out.constData());
        QVERIFY2(text.out.contains("  ---  0 core  GET /x  other\n"), text.out.constData());
        QVERIFY(text.out.contains("other (is_project_private, load_packit_yaml)"));
        QCOMPARE(ledger({u"--since"_s, u"2h"_s}).out.count('\n'), 3);
        const CtlAnswer json = ledger({u"--json"_s, u"--since"_s, u"2h"_s});
        const QJsonObject first
                = QJsonDocument::fromJson(json.out.left(json.out.indexOf('\n'))).object();
        QCOMPARE(first.value("kind"_L1), "set_status"_L1);
        QCOMPARE(first.value("pipeline"_L1), 4);
        QCOMPARE(first.value("token"_L1), "token of robot"_L1);
        QCOMPARE(first.value("duration_ms"_L1), 250);
        const CtlAnswer csv = ledger({u"--csv"_s});
        QCOMPARE(csv.out.count("\r\n"), 5);
        QVERIFY(csv.out.startsWith("at,token,repository,"));
        QVERIFY(csv.out.contains("\"'=cmd()\"")); // no formula
    }

    void sumsAreShownWithTheirTotal()
    {
        fill();
        const CtlAnswer text = ledger({u"--by"_s, u"kind"_s});
        const QByteArrayList lines = text.out.trimmed().split('\n');
        QCOMPARE(lines.size(), 4);
        QCOMPARE(lines.at(0).simplified(),
                 "kind requests unchanged failed counted core counted graphql"_ba);
        QCOMPARE(lines.at(1).simplified(), "set_status 2 0 0 2 0"_ba);
        QCOMPARE(lines.at(2).simplified(), "other 2 0 1 0 2"_ba);
        QCOMPARE(lines.at(3).simplified(), "total 4 0 1 2 2"_ba);
        QCOMPARE(lines.at(0).size(), lines.at(3).size());
        QCOMPARE(ledger({u"--by"_s, u"kind"_s, u"--json"_s}).out.split('\n').constFirst(),
                 "{\"cost\":2,\"counted\":{\"core\":2},\"failed\":0,\"kind\":\"set_status\","
                 "\"requests\":2,\"unchanged\":0}"_ba);
        QCOMPARE(ledger({u"--by"_s, u"repository"_s, u"--csv"_s}).out,
                 "repository,requests,unchanged,failed,cost,\"cost core\",\"cost graphql\"\r\n"
                 "\"o/r\",3,0,0,4,2,2\r\n\"\",1,0,1,0,0,0\r\n"_ba);
    }

    void limitsWithoutAnAnswerSayWhatToDo()
    {
        for (const bool hasStore : {false, true}) {
            if (hasStore)
                fill(); // calls, but no word about limits
            const CtlAnswer text = ledger({u"--limits"_s});
            QCOMPARE(text.code, 0);
            QVERIFY2(text.out.contains("`sluicectl proxy`"), text.out.constData());
            const CtlAnswer json = ledger({u"--limits"_s, u"--json"_s});
            QCOMPARE(json.code, 0);
            QCOMPARE(json.out, ""_ba);
            QVERIFY2(json.err.contains("`sluicectl proxy`"), json.err.constData());
            QCOMPARE(QFile::exists(m_directory->filePath(u"queue.sqlite"_s)), hasStore);
        }
    }

    void limitsAreShownWithWhatIsLeft()
    {
        const SystemTimers timers;
        const QDateTime now = timers.now();
        {
            const auto database = Database::open(m_directory->filePath(u"queue.sqlite"_s));
            LedgerStore store(**database, timers);
            QVERIFY(store.add({.at = now.addSecs(-300),
                               .token = u"token of robot"_s,
                               .status = 200,
                               .resource = u"core"_s,
                               .cost = 100},
                              RateLimit{u"core"_s, 5000, 4100, now.addSecs(1200)}));
        }
        const CtlAnswer text = ledger({u"--limits"_s});
        QCOMPARE(text.code, 0);
        QCOMPARE(text.out.count('\n'), 2);
        QVERIFY2(text.out.contains("\ntoken of robot  core       5000       4100 "),
                 text.out.constData());
        QVERIFY2(text.out.contains("Z  lasts until the reset\n"), text.out.constData());
        const CtlAnswer json = ledger({u"--limits"_s, u"--json"_s});
        QCOMPARE(json.out.count('\n'), 1);
        const QJsonObject object = QJsonDocument::fromJson(json.out).object();
        QCOMPARE(object.keys().join(u' '),
                 u"at limit remaining reset resource runs_out_at spent_per_hour token"_s);
        QCOMPARE(object.value("limit"_L1), 5000);
        QCOMPARE(object.value("remaining"_L1), 4100);
        QCOMPARE(QDateTime::fromString(object.value("reset"_L1).toString(), Qt::ISODate),
                 now.addSecs(1200));
        const int perHour = object.value("spent_per_hour"_L1).toInt();
        QVERIFY2(perHour > 900 && perHour <= 1200, qPrintable(QString::number(perHour)));
        QVERIFY(object.value("runs_out_at"_L1).isNull());
    }

    void limitsTellWhenTheyRunOut_data()
    {
        QTest::addColumn<RateLimit>("limit");
        QTest::addColumn<int>("spent");
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("runsOutAt");
        const auto row = [this](const char *name, int remaining, int resetSecs, int spent,
                                const QString &line, const QString &runsOutAt) {
            QTest::newRow(name) << RateLimit{u"core"_s, 5000, remaining, m_now.addSecs(resetSecs)}
                                << spent << u"robot  core       5000  "_s + line << runsOutAt;
        };
        row("in time", 100, 1800, 50,
            u"      100       300  2026-11-23T11:00:00Z  "
            "2026-11-23T10:50:00Z"_s,
            u"2026-11-23T10:50:00.000Z"_s);
        row("after the reset", 100, 600, 50,
            u"      100       300  2026-11-23T10:40:00Z  lasts until the reset"_s, {});
        row("nothing spent", 100, 600, 0,
            u"      100         0  2026-11-23T10:40:00Z  lasts until the reset"_s, {});
        row("nothing left", 0, 600, 0, u"        0         0  2026-11-23T10:40:00Z  used up"_s,
            u"2026-11-23T10:30:00.000Z"_s);
        row("over", 5000, -60, 50, u"     5000       300  2026-11-23T10:29:00Z  full again"_s, {});
    }

    void limitsTellWhenTheyRunOut()
    {
        QFETCH(const RateLimit, limit);
        QFETCH(const int, spent);
        QFETCH(const QString, line);
        QFETCH(const QString, runsOutAt);
        const LedgerLimit known{u"robot"_s, u"robot"_s, limit, m_now, {spent, m_now.addSecs(-600)}};
        QCOMPARE(limitLines({known}, m_now).constLast(), line);
        const QJsonObject object = QJsonDocument::fromJson(limitJson(known, m_now)).object();
        QCOMPARE(object.value("runs_out_at"_L1).toString(), runsOutAt);
    }

private:
    [[nodiscard]] CtlAnswer ledger(const QStringList &arguments) const
    {
        return CtlProcess::run(m_directory->path(), QStringList{u"ledger"_s} + arguments);
    }
    void fill()
    {
        const auto database = Database::open(m_directory->filePath(u"queue.sqlite"_s));
        QVERIFY(database);
        const SystemTimers timers;
        LedgerStore store(**database, timers);
        CallRecord flag{.at = timers.now().addSecs(-3 * 3600),
                        .token = u"token of robot"_s,
                        .repository = u"o/r"_s,
                        .pipeline = 4,
                        .step = PipelineStep::PrUpdated,
                        .kind = CallKind::Status,
                        .why = u"=cmd()"_s,
                        .method = "POST",
                        .path = u"/repos/o/r/statuses/abc"_s,
                        .status = 201,
                        .resource = u"core"_s,
                        .cost = 1,
                        .duration = 250ms};
        QVERIFY(store.add(flag));
        flag.at = timers.now();
        flag.why = u"tell that it was accepted"_s;
        QVERIFY(store.add(flag));
        QVERIFY(store.add({.at = timers.now(),
                           .repository = u"o/r"_s,
                           .served = {CallKind::Private, CallKind::Config},
                           .method = "POST",
                           .path = u"/graphql"_s,
                           .status = 200,
                           .resource = u"graphql"_s,
                           .cost = 2}));
        QVERIFY(store.add(
                {.at = timers.now(), .method = "GET", .path = u"/x"_s, .resource = u"core"_s}));
    }

    const QDateTime m_now{QDate(2026, 11, 23), QTime(10, 30), QTimeZone::UTC};
    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(LedgerTest)
#include "tst_ledger.moc"
