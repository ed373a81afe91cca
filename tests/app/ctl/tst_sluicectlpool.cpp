// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/ctlprocess.h"
#include "fakes/flakyserver.h"
#include "import/poollock.h"
#include "queue/queuestore.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sched.h>
#include <sys/mount.h>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A machine under load is slow; a test that passes does not wait.
constexpr auto kPatience = 30s;

const QString kSamples = QStringLiteral(SLUICE_SAMPLES);

QString sample(const QString &name)
{
    return kSamples + u'/' + QDir(kSamples).entryList({name + u"-[0-9]*.src.rpm"_s}).value(0);
}

QHash<QString, QJsonObject> bySource(const QByteArray &lines)
{
    QHash<QString, QJsonObject> found;
    for (const QByteArray &line : lines.trimmed().split('\n')) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        found.insert(QFileInfo(object.value("source"_L1).toString()).fileName(), object);
    }
    return found;
}

QString state(const QJsonObject &task) { return task.value("state"_L1).toString(); }

QString cause(const QJsonObject &task)
{
    return task.value("error"_L1).toObject().value("cause"_L1).toString();
}

FlakyAnswer silence() { return {.isSilent = true}; }

} // namespace

/// sluicectl with a pool: imports that run, end, and are stopped.
class SluicectlPoolTest final : public QObject
{
    Q_OBJECT

    /// A frontend that has one build to import, then none, and takes every report.
    static void serveBuild77(FlakyServer &server, const QString &source)
    {
        const QByteArray queue
                = "[{\"build_id\": 77, \"owner\": \"user\", \"project\": \"proj\", "
                  "\"branches\": [\"f42\"], \"pkg_name\": \"greet\", \"srpm_url\": \""
                + server.url(source).toEncoded()
                + "\", \"background\": false, \"sandbox\": \"user/proj\"}]";
        server.script("/backend/importing/"_ba, {FlakyAnswer::ok(queue), FlakyAnswer::ok("[]"_ba)});
        server.script("/backend/import-completed/"_ba, {FlakyAnswer::ok("{\"updated\": true}"_ba)});
    }

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
    }

    void samplesAreImportedButForTheBrokenOnes()
    {
        const QStringList names = QDir(kSamples).entryList({u"*.src.rpm"_s});
        QVERIFY(names.size() >= 20);
        QStringList inputs;
        for (const QString &name : names)
            inputs << kSamples + u'/' + name;
        const CtlAnswer answer = run(QStringList{u"import"_s, u"--json"_s} + inputs);
        QCOMPARE(answer.code, 1);
        QCOMPARE(answer.err, QByteArray());
        const auto tasks = bySource(answer.out);
        QCOMPARE(tasks.size(), names.size());
        const QHash<QString, QString> broken{
                {u"broken-download-1.2-1.src.rpm"_s, u"corrupt"_s},
                {u"flipped-bit-0.1-1.src.rpm"_s, u"corrupt"_s},
                {u"sources-inside-2.0-1.src.rpm"_s, u"unsafe content"_s},
                {u"wrong-kind-1.0-1.src.rpm"_s, u"not a source package"_s}};
        for (const QString &name : names) {
            const QJsonObject task = tasks.value(name);
            QVERIFY2(cause(task) == broken.value(name), qPrintable(name + u": "_s + cause(task)));
            QCOMPARE(state(task), broken.contains(name) ? u"failed"_s : u"succeeded"_s);
        }
        const QJsonObject greet = tasks.value(u"greet-1.4.2-1.src.rpm"_s);
        QCOMPARE(greet.value("package"_L1).toString(), u"greet"_s);
        QCOMPARE(greet.value("version"_L1).toString(), u"1.4.2-1"_s);
        QCOMPARE(greet.value("attempts"_L1).toInt(), 1);
        QCOMPARE(greet.value("branches"_L1).toObject().value("master"_L1).toString().size(), 40);
        QVERIFY(greet.value("timings_ms"_L1).toObject().value("unpack"_L1).toDouble() > 0);
        QVERIFY(QFile::exists(data() + u"/git/local/imports/greet.git/HEAD"_s));
    }

    void theSamePackageAgainIsTheSameCommit()
    {
        const QStringList import{u"import"_s,    u"--json"_s,  u"--branch"_s,
                                 u"f42"_s,       u"--owner"_s, u"@group"_s,
                                 u"--package"_s, u"hello"_s,   sample(u"toolbelt"_s)};
        const CtlAnswer first = run(import);
        const CtlAnswer second = run(import);
        QCOMPARE(first.code, 0);
        QCOMPARE(second.code, 0);
        const auto branches = [](const CtlAnswer &answer) {
            return bySource(answer.out).values().first().value("branches"_L1).toObject();
        };
        QCOMPARE(branches(first).keys(), QStringList{u"f42"_s});
        QCOMPARE(branches(first), branches(second));
        QVERIFY(QFile::exists(data() + u"/git/@group/imports/hello.git/HEAD"_s));
    }

    void peopleGetALineForEachTask()
    {
        const CtlAnswer answer = run({u"import"_s, u"--project"_s, u"p"_s, sample(u"greet"_s)});
        QCOMPARE(answer.code, 0);
        QCOMPARE(answer.err, QByteArray());
        const QRegularExpression line(
                u"^task 1  succeeded  greet 1\\.4\\.2-1  local/p  master [0-9a-f]{12}\n$"_s);
        QVERIFY2(line.match(QString::fromUtf8(answer.out)).hasMatch(), answer.out.constData());
    }

    void whatIsNotThereFails()
    {
        const CtlAnswer answer = run({u"import"_s, u"--json"_s, data() + u"/nothing.src.rpm"_s,
                                      data(), u"ftp://x/y.src.rpm"_s});
        QCOMPARE(answer.code, 1);
        const auto tasks = bySource(answer.out);
        QCOMPARE(cause(tasks.value(u"nothing.src.rpm"_s)), u"not found"_s);
        QCOMPARE(cause(tasks.value(u"y.src.rpm"_s)), u"not found"_s);
        for (const QJsonObject &task : tasks)
            QCOMPARE(state(task), u"failed"_s);
    }

    void whatIsNoPathSaysWhatWorks()
    {
        const QString file = sample(u"greet"_s);
        const CtlAnswer answer
                = run({u"import"_s, u"--json"_s, u"file://localhost"_s + file,
                       u"file://elsewhere/y.src.rpm"_s, u"ftp://x/z.src.rpm"_s, u""_s});
        const auto tasks = bySource(answer.out);
        const auto message = [&tasks](const QString &name) {
            return tasks.value(name).value("error"_L1).toObject().value("message"_L1).toString();
        };
        QCOMPARE(state(tasks.value(QFileInfo(file).fileName())), u"succeeded"_s);
        for (const QString &name : {u"y.src.rpm"_s, u"z.src.rpm"_s})
            QVERIFY2(message(name).contains("http or https URL"_L1), qPrintable(message(name)));
        QVERIFY2(answer.out.contains("\"This INPUT is empty; name a .src.rpm file"),
                 answer.out.constData());
    }

    void aTryThatFailedIsSaidWhileItWaits()
    {
        FlakyServer server;
        QFile file(sample(u"greet"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        server.script("/a.src.rpm"_ba, {FlakyAnswer::error(503), FlakyAnswer::ok(file.readAll())});
        const QString url = server.url(u"/a.src.rpm"_s).toString();
        const CtlAnswer answer = run({u"import"_s, url});
        QCOMPARE(answer.code, 0);
        QCOMPARE(answer.err.count('\n'), 1);
        QVERIFY2(answer.err.startsWith(
                         QByteArray("sluicectl: task 1 (" + url.toUtf8() + "): upstream: "))
                         && answer.err.contains(" Tried again at "),
                 answer.err.constData());
    }

    void whatStaysQueuedIsSaidWithItsReason()
    {
        FlakyServer server;
        server.script("/a.src.rpm"_ba, {FlakyAnswer::error(503)});
        CtlProcess import(data(), {u"import"_s, server.url(u"/a.src.rpm"_s).toString()});
        QTRY_VERIFY_WITH_TIMEOUT(import.errorSoFar().contains("Tried again at"), kPatience);
        import.send(SIGINT);
        const CtlAnswer answer = import.wait();
        QCOMPARE(answer.code, 3);
        QVERIFY2(answer.err.contains("; one failed and will be tried again: task 1 (http://"),
                 answer.err.constData());
    }

    void aFullDiskIsOneLine()
    {
        const QString git = data() + u"/git"_s;
        QVERIFY(QDir().mkpath(git));
        if (::unshare(CLONE_NEWNS) != 0
            || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0
            || ::mount("tmpfs", QFile::encodeName(git).constData(), "tmpfs", 0, "size=4k") != 0)
            QSKIP("no right to mount here");
        const CtlAnswer answer = run({u"import"_s, sample(u"greet"_s)});
        ::umount2(QFile::encodeName(git).constData(), MNT_DETACH);
        QCOMPARE(answer.code, 3);
        QVERIFY2(answer.err.count('\n') == 1 && answer.err.contains("free some space")
                         && answer.err.contains(" 1 task(s) stay queued")
                         && !answer.err.contains("go on"),
                 answer.err.constData());
    }

    void aFrontendThatIsWellAgainIsSaid()
    {
        FlakyServer server;
        server.script("/backend/importing/"_ba,
                      {FlakyAnswer::error(500), FlakyAnswer::ok("[]"_ba)});
        const CtlAnswer answer
                = run({u"work"_s, u"--until-empty"_s, u"--poll"_s, u"1"_s, u"--frontend"_s,
                       server.url({}).toString(QUrl::StripTrailingSlash)});
        QCOMPARE(answer.code, 0);
        QCOMPARE(answer.err.count("did not give its import queue (500)"), 1);
        QVERIFY2(answer.err.contains("\nsluicectl: all is well again, after trouble since "),
                 answer.err.constData());
    }

    void aTypedUrlMayBePrivate()
    {
        FlakyServer server;
        QFile file(sample(u"greet"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        server.script("/greet.src.rpm"_ba, {FlakyAnswer::ok(file.readAll())});
        const CtlAnswer answer
                = run({u"import"_s, u"--json"_s, server.url(u"/greet.src.rpm"_s).toString(),
                       server.url(u"/gone.src.rpm"_s).toString()});
        QCOMPARE(answer.code, 1);
        const auto tasks = bySource(answer.out);
        QCOMPARE(state(tasks.value(u"greet.src.rpm"_s)), u"succeeded"_s);
        QCOMPARE(cause(tasks.value(u"gone.src.rpm"_s)), u"not found"_s);
    }

    void aSignalLeavesTheRestQueued_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("INT") << SIGINT;
        QTest::newRow("TERM") << SIGTERM;
        QTest::newRow("HUP") << SIGHUP;
    }

    void aSignalLeavesTheRestQueued()
    {
        QFETCH(int, signal);
        FlakyServer server;
        server.script("/slow.src.rpm"_ba, {silence()});
        CtlProcess import(data(), {u"import"_s, server.url(u"/slow.src.rpm"_s).toString()});
        QTRY_COMPARE_WITH_TIMEOUT(server.requestsFor("/slow.src.rpm"_ba), 1, kPatience);
        QElapsedTimer timer;
        timer.start();
        import.send(signal);
        import.send(signal); // as a terminal may: it is the same one
        const CtlAnswer answer = import.wait();
        QVERIFY(timer.elapsed() < 10'000);
        QCOMPARE(answer.code, 3);
        QVERIFY2(answer.err.contains("1 task(s) stay queued"), answer.err.constData());
        QCOMPARE(run({u"queue"_s, u"counts"_s}).out.left(12), "queued     1"_ba);
    }

    void tasksThatEndedDecideTheCodeOfAStop()
    {
        CtlProcess work(data(), {u"work"_s});
        QTRY_VERIFY_WITH_TIMEOUT(isPoolRunning(), kPatience);
        QCOMPARE(run({u"import"_s, sample(u"greet"_s)}).code, 0);
        work.send(SIGTERM);
        const CtlAnswer answer = work.wait();
        QCOMPARE(answer.code, 0);
        QVERIFY2(answer.out.startsWith("task 1  succeeded  greet"), answer.out.constData());
    }

    void anotherPoolImportsWhatIsAdded()
    {
        FlakyServer server;
        server.script("/slow.src.rpm"_ba, {silence()});
        CtlProcess first(data(), {u"import"_s, server.url(u"/slow.src.rpm"_s).toString()});
        QTRY_COMPARE_WITH_TIMEOUT(server.requestsFor("/slow.src.rpm"_ba), 1, kPatience);
        const CtlAnswer second = run({u"import"_s, sample(u"greet"_s), sample(u"flipped-bit"_s)});
        QCOMPARE(second.code, 1);
        QVERIFY2(second.err.contains("sluicectl import (process "), second.err.constData());
        QCOMPARE(second.out.count('\n'), 3);
        QVERIFY2(second.out.contains("\n1 succeeded, 1 failed or canceled, in "),
                 second.out.constData());
        QVERIFY(first.isRunning());
        // Canceled from elsewhere, the task of the first one ends too.
        QCOMPARE(run({u"queue"_s, u"cancel"_s, u"1"_s}).code, 0);
        const CtlAnswer ended = first.wait();
        QCOMPARE(ended.code, 1);
        QVERIFY2(ended.out.startsWith("task 1  canceled"), ended.out.constData());
    }

    void anImportTakesOverFromAPoolThatEnds()
    {
        FlakyServer server;
        server.script("/slow.src.rpm"_ba, {silence()});
        CtlProcess first(data(), {u"import"_s, server.url(u"/slow.src.rpm"_s).toString()});
        QTRY_COMPARE_WITH_TIMEOUT(server.requestsFor("/slow.src.rpm"_ba), 1, kPatience);
        // One thread at most ahead of it: the second import's task may be fetched by neither yet.
        CtlProcess second(data(), {u"import"_s, server.url(u"/late.src.rpm"_s).toString()});
        QFile file(sample(u"greet"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        server.script("/late.src.rpm"_ba, {silence(), FlakyAnswer::ok(file.readAll())});
        server.script("/slow.src.rpm"_ba, {FlakyAnswer::error(404)});
        QTRY_COMPARE_WITH_TIMEOUT(server.requestsFor("/late.src.rpm"_ba), 1, kPatience);
        first.send(SIGINT);
        QCOMPARE(first.wait().code, 3);
        QCOMPARE(second.wait().code, 0);
    }

    void aPauseForAFullDiskEndsWithItsSentence()
    {
        PoolLock lock(data()); // this process is the pool, and it has paused itself
        QVERIFY(lock.tryTake());
        const SystemClock clock;
        const auto store = QueueStore::open(data() + u"/queue.sqlite"_s, clock);
        QVERIFY(store);
        QVERIFY((*store)->setPoolOwner({.pid = 1234, .program = u"sluice"_s}));
        CtlProcess import(data(), {u"import"_s, sample(u"greet"_s)});
        QTRY_VERIFY_WITH_TIMEOUT(
                import.errorSoFar().contains("sluice (process 1234) runs the pool here"),
                kPatience);
        QVERIFY(import.isRunning());
        QVERIFY((*store)->setPaused(true)); // by a person: wait
        QTRY_VERIFY_WITH_TIMEOUT(import.errorSoFar().contains("the pool is paused"), kPatience);
        QVERIFY(import.isRunning());
        QVERIFY((*store)->setPaused(true, u"The disk of /x is full; make room."_s));
        const CtlAnswer answer = import.wait();
        QCOMPARE(answer.code, 3);
        QVERIFY2(answer.err.contains(
                         "\nsluicectl: The disk of /x is full; make room. 1 task(s) stay queued"),
                 answer.err.constData());
        // The same pause, seen at once.
        QCOMPARE(run({u"import"_s, sample(u"greet"_s)}).code, 3);
    }

    void aTaskThatIsRemovedCountsAsCanceled()
    {
        PoolLock lock(data());
        QVERIFY(lock.tryTake());
        const SystemClock clock;
        const auto store = QueueStore::open(data() + u"/queue.sqlite"_s, clock);
        CtlProcess import(data(), {u"import"_s, sample(u"greet"_s)});
        QTRY_COMPARE_WITH_TIMEOUT((*store)->counts().value().total(), 1, kPatience);
        QVERIFY((*store)->cancel({1}, u"x"_s));
        QVERIFY((*store)->remove({1}));
        QCOMPARE(import.wait().code, 1);
    }

    void workThatFindsThePoolTakenNamesItsOwner()
    {
        CtlProcess first(data(), {u"work"_s});
        QTRY_VERIFY_WITH_TIMEOUT(isPoolRunning(), kPatience);
        QElapsedTimer timer;
        timer.start();
        const CtlAnswer second = run({u"work"_s});
        QCOMPARE(second.code, 3);
        QVERIFY(timer.elapsed() >= 9'000);
        QVERIFY2(second.err.contains("sluicectl work (process "), second.err.constData());
        QVERIFY(first.isRunning());
    }

    void workUntilEmptyEndsByItself()
    {
        QCOMPARE(run({u"queue"_s, u"add"_s, sample(u"greet"_s), sample(u"toolbelt"_s)}).code, 0);
        const CtlAnswer good = run({u"work"_s, u"--until-empty"_s, u"--threads"_s, u"1"_s});
        QCOMPARE(good.code, 0);
        QCOMPARE(good.out.count('\n'), 2);
        QCOMPARE(run({u"queue"_s, u"add"_s, sample(u"wrong-kind"_s)}).code, 0);
        QCOMPARE(run({u"work"_s, u"--until-empty"_s}).code, 1);
        QCOMPARE(run({u"work"_s, u"--until-empty"_s}).code, 0); // nothing failed this time
    }

    void workReportsToAFrontend()
    {
        FlakyServer server;
        QFile file(sample(u"greet"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        server.script("/greet.src.rpm"_ba, {FlakyAnswer::ok(file.readAll())});
        serveBuild77(server, u"/greet.src.rpm"_s);
        QFile password(data() + u"/password"_s);
        QVERIFY(password.open(QIODevice::WriteOnly));
        password.write("secret\n");
        password.close();
        const QString frontend = server.url({}).toString(QUrl::StripTrailingSlash);
        CtlProcess work(data(), {u"work"_s, u"--frontend"_s, frontend, u"--password-file"_s,
                                 password.fileName(), u"--poll"_s, u"1"_s});
        QTRY_COMPARE_WITH_TIMEOUT(server.requestsFor("/backend/import-completed/"_ba), 1,
                                  kPatience);
        work.send(SIGTERM);
        QCOMPARE(work.wait().code, 0);
        const auto report = std::ranges::find(server.requests(), "/backend/import-completed/"_ba,
                                              &FlakyRequest::target);
        QCOMPARE(report->headers.value("authorization"_ba).split(' ').value(1),
                 "user:secret"_ba.toBase64());
        QVERIFY(report->body.contains("\"build_id\""));
    }

    void aFailureThatIsReportedIsToldOnce()
    {
        FlakyServer server;
        serveBuild77(server, u"/gone.src.rpm"_s);
        const CtlAnswer answer
                = run({u"work"_s, u"--until-empty"_s, u"--poll"_s, u"1"_s, u"--frontend"_s,
                       server.url({}).toString(QUrl::StripTrailingSlash)});
        QCOMPARE(answer.code, 1);
        QCOMPARE(server.requestsFor("/backend/import-completed/"_ba), 1);
        QCOMPARE(answer.out.count("build 77"), 1);
    }

    void settingsOfTheFileAreTheImports()
    {
        QCOMPARE(run({u"config"_s, u"set"_s, u"import.format"_s, u"fedora"_s}).code, 0);
        QCOMPARE(run({u"config"_s, u"set"_s, u"git.root"_s, data() + u"/elsewhere"_s}).code, 0);
        QCOMPARE(run({u"import"_s, sample(u"greet"_s)}).code, 0);
        QVERIFY(QFile::exists(data() + u"/elsewhere/local/imports/greet.git/HEAD"_s));
        QVERIFY(QFile::exists(data()
                              + u"/lookaside/local/imports/greet/greet-1.4.2.tar.gz/sha512"_s));
        QCOMPARE(run({u"config"_s, u"set"_s, u"caps.package-bytes"_s, u"1K"_s}).code, 0);
        const CtlAnswer capped = run({u"import"_s, u"--json"_s, sample(u"toolbelt"_s)});
        QCOMPARE(capped.code, 1);
        QVERIFY2(capped.out.contains("too large") && capped.out.contains("caps.package-bytes"),
                 capped.out.constData());
    }

    void aReaderThatGoesAwayDoesNotEndTheImport()
    {
        QProcess shell;
        shell.start(u"/bin/sh"_s,
                    {u"-c"_s, u"\"$0\" --data-dir \"$1\" import \"$2\" \"$3\" | true"_s,
                     CtlProcess::program(), data(), sample(u"greet"_s), sample(u"toolbelt"_s)});
        QVERIFY(shell.waitForFinished());
        QTRY_COMPARE_WITH_TIMEOUT(
                run({u"queue"_s, u"list"_s, u"--state=succeeded"_s}).out.count('\n'), 2, kPatience);
    }

private:
    [[nodiscard]] bool isPoolRunning() const
    {
        const SystemClock clock;
        const auto store = QueueStore::open(data() + u"/queue.sqlite"_s, clock);
        return store && (*store)->poolState().value_or(PoolState{}).owner.pid != 0;
    }
    [[nodiscard]] QString data() const { return m_directory->path(); }
    [[nodiscard]] CtlAnswer run(const QStringList &arguments) const
    {
        return CtlProcess::run(data(), arguments, 60'000);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(SluicectlPoolTest)
#include "tst_sluicectlpool.moc"
