// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/output.h"
#include "ctl/problemreminder.h"
#include "ctl/progressline.h"
#include "ctl/taskjson.h"
#include "ctl/tasktext.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Task failedTask()
{
    Task task;
    task.id = 7;
    task.given = u"x.src.rpm"_s;
    task.owner = u"local"_s;
    task.project = u"imports"_s;
    task.state = State::Failed;
    task.branches = {{u"f42"_s, {}}};
    task.error = failure(Cause::NotFound, u"x.src.rpm was not found."_s).error();
    return task;
}

} // namespace

/// What sluicectl says of tasks, to programs and to people.
class CtlTextTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void progressSaysDoneRateAndTimeLeft_data()
    {
        QTest::addColumn<int>("done");
        QTest::addColumn<int>("total");
        QTest::addColumn<double>("rate");
        QTest::addColumn<QString>("text");
        QTest::newRow("start") << 0 << 9 << 0.0 << u"0 of 9 done"_s;
        QTest::newRow("slow") << 1 << 9 << 0.5 << u"1 of 9 done, 0.5 per second, 16 s left"_s;
        QTest::newRow("fast") << 1000 << 100000 << 300.0
                              << u"1000 of 100000 done, 300 per second, 5 min 30 s left"_s;
        QTest::newRow("long") << 0 << 100000 << 0.1
                              << u"0 of 100000 done, 0.1 per second, 11 days 13 h left"_s;
        QTest::newRow("end") << 9 << 9 << 3.0 << u"9 of 9 done, 3.0 per second"_s;
    }

    void progressSaysDoneRateAndTimeLeft()
    {
        QFETCH(int, done);
        QFETCH(int, total);
        QFETCH(double, rate);
        QTEST(ProgressLine::text(done, total, rate), "text");
    }

    void jsonHoldsAnyText()
    {
        Task task = failedTask();
        task.given = u"\u0000\u001f\"\\/\u007f\u2028\U0001f4e6 grüße"_s;
        const QByteArray json = taskJson(task);
        QVERIFY(!json.contains('\n'));
        const QJsonDocument document = QJsonDocument::fromJson(json);
        QVERIFY(document.isObject());
        QCOMPARE(document.object().value("source"_L1).toString(), task.given);
    }

    void jsonTellsTimingsAndTipsOfWhatSucceeded()
    {
        Task task = failedTask();
        task.state = State::Succeeded;
        task.buildId = 4711;
        task.branches = {{u"f42"_s, u"a"_s.repeated(40)}, {u"epel9"_s, u"b"_s.repeated(40)}};
        task.timings.add(Stage::Sync, 3);
        task.timings.add(Stage::Fetch, 1.256);
        const QByteArray json = taskJson(task);
        QVERIFY2(json.contains("\"branches\": {\"f42\": \"aaaa"), json.constData());
        QVERIFY2(json.contains("\"timings_ms\": {\"fetch\": 1.26, \"sync\": 3.00}"),
                 json.constData());
        QVERIFY2(json.contains("\"build_id\": 4711, ") && json.endsWith("\"error\": null}"),
                 json.constData());
    }

    void anErrorStandsUntilARetry()
    {
        Task task = failedTask();
        QVERIFY(standingError(task));
        QVERIFY(nextStep(task).contains("queue retry 7"_L1));
        task.state = State::Queued;
        task.retryAt = QDateTime::currentDateTimeUtc();
        QVERIFY(standingError(task)); // it waits for the automatic retry
        QVERIFY(nextStep(task).contains("by itself"_L1));
        task.retryAt = {};
        QVERIFY(!standingError(task)); // somebody said retry
        QVERIFY(nextStep(task).isEmpty());
    }

    void aProblemThatLastsIsSaidAtGrowingIntervals()
    {
        ProblemReminder reminder(10ms);
        const QSignalSpy said(&reminder, &ProblemReminder::said);
        QElapsedTimer timer;
        timer.start();
        reminder.set(u"It is away."_s);
        QCOMPARE(said.size(), 0); // the log has just said it
        QTRY_VERIFY(said.size() >= 3);
        QVERIFY(timer.elapsed() >= 70);
        QVERIFY(said.at(2).first().toString().startsWith("still, since "_L1));
        QVERIFY(said.at(2).first().toString().endsWith(": It is away."_L1));
        reminder.set(u"It is odd."_s);
        QTRY_VERIFY(said.last().first().toString().endsWith(": It is odd."_L1));
        const qsizetype before = said.size();
        reminder.set({});
        QCOMPARE(said.size(), before + 1);
        QVERIFY(said.last().first().toString().startsWith("all is well again"_L1));
        reminder.set({});
        QCOMPARE(said.size(), before + 1);
    }

    void aLineForPeopleStaysOneLine()
    {
        Task task = failedTask();
        task.error->what = u"one\ntwo\u001b[31m\u202e\r"_s;
        QCOMPARE(taskLine(task), u"task 7  failed  x.src.rpm  local/imports  not found: one "
                                 "two\ufffd[31m\ufffd\ufffd"_s);
    }
};

QTEST_GUILESS_MAIN(CtlTextTest)
#include "tst_ctltext.moc"
