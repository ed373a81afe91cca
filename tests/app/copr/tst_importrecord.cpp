// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "copr/importrecord.h"
#include "copr/jsonarray.h"
#include "copr/report.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

QJsonObject goodRecord(qint64 buildId = 123)
{
    return {{u"build_id"_s, buildId},
            {u"owner"_s, u"@group"_s},
            {u"project"_s, u"proj:pr:12"_s},
            {u"branches"_s, QJsonArray{u"f42"_s, u"epel9"_s, u"master"_s}},
            {u"pkg_name"_s, u"hello"_s},
            {u"srpm_url"_s, u"https://example.org/results/hello-2.12-1.src.rpm"_s},
            {u"sandbox"_s, u"@group/proj:pr:12--joe"_s},
            {u"background"_s, true}};
}

QByteArray text(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

ImportQueue parsed(const QByteArray &json)
{
    return parseImportQueue(json, u"http://frontend"_s, Format::Fedora).value_or(ImportQueue{});
}

} // namespace

/// The import queue as the frontend sends it, and as it never should.
class ImportRecordTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void aRecordBecomesATask()
    {
        const ImportQueue queue = parsed('[' + text(goodRecord()) + ']');
        QVERIFY(queue.isComplete);
        QVERIFY(queue.malformed.isEmpty());
        QCOMPARE(queue.builds, QSet<qint64>{123});
        QCOMPARE(queue.tasks.size(), 1);
        const NewTask &task = queue.tasks.first();
        QCOMPARE(task.buildId, 123);
        QCOMPARE(task.frontend, u"http://frontend"_s);
        QCOMPARE(task.format, Format::Fedora);
        QCOMPARE(task.owner, u"@group"_s);
        QCOMPARE(task.project, u"proj:pr:12"_s);
        QCOMPARE(task.package, u"hello"_s);
        QCOMPARE(task.branches, (QStringList{u"f42"_s, u"epel9"_s, u"master"_s}));
        QCOMPARE(task.source, u"https://example.org/results/hello-2.12-1.src.rpm"_s);
        QCOMPARE(task.given, task.source);
        QVERIFY(!task.isUrlListed);
        QCOMPARE(task.sandbox, u"@group/proj:pr:12--joe"_s);
        QCOMPARE(task.submitter, u"joe"_s);
        QVERIFY(task.isBackground);
    }

    void aSandboxWithoutAPersonNamesNobody()
    {
        QJsonObject record = goodRecord();
        record.insert(u"sandbox"_s, u"3a1b9c12-aaaa-4bbb-8ccc-1234567890ab"_s);
        QCOMPARE(parsed('[' + text(record) + ']').tasks.first().submitter, QString());
    }

    void anEmptyQueueIsComplete_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("bare") << "[]"_ba;
        QTest::newRow("spaced") << " [ \n ]\n"_ba;
    }

    void anEmptyQueueIsComplete()
    {
        QFETCH(const QByteArray, json);
        const auto queue = parseImportQueue(json, u"http://f"_s, Format::Copr);
        QVERIFY(queue);
        QVERIFY(queue->isComplete);
        QVERIFY(queue->tasks.isEmpty() && queue->malformed.isEmpty());
    }

    void aMalformedRecordSpoilsOnlyItself_data()
    {
        QTest::addColumn<QByteArray>("record");
        QTest::addColumn<bool>("tellsItsBuild");
        const auto with = [](const QString &key, const QJsonValue &value) {
            QJsonObject record = goodRecord();
            record.insert(key, value);
            return text(record);
        };
        const QJsonObject good = goodRecord();
        for (const QString &key : good.keys()) {
            QJsonObject record = goodRecord();
            record.remove(key);
            QTest::newRow(qPrintable(u"no "_s + key)) << text(record) << (key != "build_id"_L1);
            QTest::newRow(qPrintable(u"null "_s + key))
                    << with(key, QJsonValue()) << (key != "build_id"_L1);
        }
        QTest::newRow("build id is text") << with(u"build_id"_s, u"123"_s) << false;
        QTest::newRow("build id is broken") << with(u"build_id"_s, 1.5) << false;
        QTest::newRow("build id is negative") << with(u"build_id"_s, -1) << false;
        QTest::newRow("build id is huge") << with(u"build_id"_s, 1e300) << false;
        QTest::newRow("owner is a number") << with(u"owner"_s, 7) << true;
        QTest::newRow("owner is empty") << with(u"owner"_s, u""_s) << true;
        QTest::newRow("owner has a zero") << with(u"owner"_s, QString(QChar::Null)) << true;
        QTest::newRow("branches is text") << with(u"branches"_s, u"f42"_s) << true;
        QTest::newRow("no branch") << with(u"branches"_s, QJsonArray()) << true;
        QTest::newRow("branch is a number") << with(u"branches"_s, QJsonArray{u"a"_s, 1}) << true;
        QTest::newRow("file URL") << with(u"srpm_url"_s, u"file:///etc/passwd"_s) << true;
        QTest::newRow("path") << with(u"srpm_url"_s, u"/etc/passwd"_s) << true;
        QTest::newRow("URL with a password") << with(u"srpm_url"_s, u"http://a:b@c/"_s) << true;
        QTest::newRow("background is a number") << with(u"background"_s, 1) << true;
        QTest::newRow("owner leaves the root") << with(u"owner"_s, u".."_s) << true;
        QTest::newRow("project leaves the root") << with(u"project"_s, u"../x"_s) << true;
        QTest::newRow("package leaves the root") << with(u"pkg_name"_s, u"../evil"_s) << true;
        QTest::newRow("package is a path") << with(u"pkg_name"_s, u"/etc"_s) << true;
        QTest::newRow("branch leaves the root")
                << with(u"branches"_s, QJsonArray{u"f42"_s, u"../../config"_s}) << true;
        QTest::newRow("a number") << "17"_ba << false;
        QTest::newRow("null") << "null"_ba << false;
        QTest::newRow("nothing") << ""_ba << false;
        QTest::newRow("an array") << "[1, {\"build_id\": 5}]"_ba << false;
        QTest::newRow("not JSON") << "{\"build_id\": 5, oops}"_ba << false;
        QTest::newRow("bad escape") << "{\"build_id\": \"\\q\"}"_ba << false;
        QTest::newRow("bad UTF-8") << "{\"build_id\": 5, \"owner\": \"\xff\xfe\"}"_ba << false;
        QTest::newRow("deep") << QByteArray(5000, '[') + QByteArray(5000, ']') << false;
    }

    void aMalformedRecordSpoilsOnlyItself()
    {
        QFETCH(const QByteArray, record);
        QFETCH(const bool, tellsItsBuild);
        const ImportQueue queue = parsed('[' + text(goodRecord(1)) + ',' + record + ", "
                                         + text(goodRecord(2)) + ']');
        QCOMPARE(queue.tasks.size(), 2);
        QCOMPARE(queue.tasks.last().buildId, 2);
        QCOMPARE(queue.malformed.size(), 1);
        QVERIFY(queue.malformed.first().what.endsWith(u'.'));
        QVERIFY(record.startsWith(queue.malformed.first().raw));
        QCOMPARE(queue.malformed.first().buildId.has_value(), tellsItsBuild);
        QCOMPARE(queue.builds.contains(123), tellsItsBuild);
        QCOMPARE(queue.isComplete, tellsItsBuild);
    }

    void aBuildCountsOnce()
    {
        const ImportQueue queue = parsed('[' + text(goodRecord()) + ',' + text(goodRecord()) + ']');
        QCOMPARE(queue.tasks.size(), 1);
        QCOMPARE(queue.malformed.size(), 1);
        QVERIFY(queue.isComplete);
    }

    void anArrayThatBreaksOffGivesWhatCameBefore_data()
    {
        QTest::addColumn<QByteArray>("json");
        const QByteArray good = '[' + text(goodRecord(1)) + ',';
        QTest::newRow("after a comma") << good;
        QTest::newRow("in a record") << good + "{\"build_id\": 2";
        QTest::newRow("in a text") << good + "{\"owner\": \"a";
        QTest::newRow("in an escape") << good + "{\"owner\": \"a\\";
        QTest::newRow("error page behind it") << good.chopped(1) + "]<h1>500</h1>";
        QTest::newRow("wrong bracket") << good.chopped(1) + '}';
        QTest::newRow("comma at the end") << good + ']';
    }

    void anArrayThatBreaksOffGivesWhatCameBefore()
    {
        QFETCH(const QByteArray, json);
        const ImportQueue queue = parsed(json);
        QCOMPARE(queue.tasks.size(), 1);
        QVERIFY(!queue.isComplete);
    }

    void everythingElseIsNoQueue_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("nothing") << ""_ba;
        QTest::newRow("HTML") << "<html>[]</html>"_ba;
        QTest::newRow("object") << "{\"build_id\": 1}"_ba;
        QTest::newRow("null") << "null"_ba;
    }

    void everythingElseIsNoQueue()
    {
        QFETCH(const QByteArray, json);
        const auto queue = parseImportQueue(json, u"http://u:pw@f"_s, Format::Copr);
        QVERIFY(!queue);
        QCOMPARE(queue.error().cause, Cause::Upstream);
        QVERIFY(!queue.error().what.contains("pw"_L1));
    }

    void bracketsInTextsDoNotCount()
    {
        const JsonArray array = splitJsonArray("[{\"a\": \"]},[\\\"\" }, \"\\\\\", [1, [2]] ]");
        QVERIFY(array.isWhole);
        QCOMPARE(array.elements.size(), 3);
        QCOMPARE(array.elements[0], "{\"a\": \"]},[\\\"\" }");
        QCOMPARE(array.elements[1], "\"\\\\\"");
        QCOMPARE(array.elements[2], "[1, [2]]");
    }

    void reportsHaveTheShapeOfCopr()
    {
        Task task;
        task.buildId = 123;
        task.owner = u"owner"_s;
        task.project = u"proj"_s;
        task.package = u"pkg"_s;
        const QString commit(40, u'a');
        const QJsonObject expected{{u"build_id"_s, 123},
                                   {u"branch_commits"_s, QJsonObject{{u"f42"_s, commit}}},
                                   {u"reponame"_s, u"owner/proj/pkg"_s}};
        QCOMPARE(QJsonDocument::fromJson(successReport(task, {{u"f42"_s, commit}})).object(),
                 expected);
        QCOMPARE(failureReport(123), "{\"build_id\":123}"_ba);
    }
};

QTEST_GUILESS_MAIN(ImportRecordTest)
#include "tst_importrecord.moc"
