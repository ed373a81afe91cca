// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/ctlprocess.h"

#include "queue/queuestore.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

const QStringList kKeys{u"id"_s,       u"build_id"_s, u"source"_s,     u"owner"_s,
                        u"project"_s,  u"package"_s,  u"version"_s,    u"state"_s,
                        u"branches"_s, u"attempts"_s, u"timings_ms"_s, u"error"_s};

/// One object per line; a line that is none fails the test.
QList<QJsonObject> objects(const QByteArray &lines)
{
    QList<QJsonObject> found;
    for (const QByteArray &line : lines.trimmed().split('\n')) {
        const QJsonDocument document = QJsonDocument::fromJson(line);
        if (!document.isObject())
            qWarning("not an object: %s", line.constData());
        found << document.object();
    }
    return found;
}

QList<int> ids(const QByteArray &lines)
{
    QList<int> found;
    for (const QJsonObject &object : objects(lines))
        found << object.value("id"_L1).toInt();
    return found;
}

} // namespace

/// sluicectl without a pool: its use, the queue and the settings.
class SluicectlTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
    }

    void wrongUseIsOneLineThatSaysWhatToDo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const QStringList &arguments, const QString &says) {
            QTest::newRow(name) << arguments << says;
        };
        row("nothing", {}, u"a command is needed"_s);
        row("no such command", {u"frob"_s}, u"there is no command \"frob\""_s);
        row("half a command", {u"queue"_s}, u"queue needs one of: list, show"_s);
        row("no such half", {u"config"_s, u"forget"_s},
            u"config needs one of: get, set, unset, list"_s);
        row("no such option before", {u"--verbose"_s, u"import"_s}, u"no option \"--verbose\""_s);
        row("no such option", {u"import"_s, u"--frob"_s, u"x"_s}, u"import has no option"_s);
        row("no input", {u"import"_s}, u"import needs INPUT..."_s);
        row("no value", {u"import"_s, u"x"_s, u"--owner"_s}, u"--owner needs a value (OWNER)"_s);
        row("empty value", {u"import"_s, u"x"_s, u"--owner="_s}, u"--owner needs a value"_s);
        row("value too many", {u"import"_s, u"--json=1"_s, u"x"_s}, u"--json takes no value"_s);
        row("threads", {u"import"_s, u"--threads"_s, u"65"_s, u"x"_s},
            u"--threads takes a whole"_s);
        row("format", {u"import"_s, u"--format"_s, u"git"_s, u"x"_s}, u"--format takes copr or"_s);
        row("owner leaves the root", {u"import"_s, u"--owner"_s, u".."_s, u"x"_s}, u".."_s);
        row("project leaves the root", {u"queue"_s, u"add"_s, u"--project=../x"_s, u"x"_s},
            u"../x"_s);
        row("package leaves the root", {u"queue"_s, u"add"_s, u"--package=a/b"_s, u"x"_s},
            u"a/b"_s);
        row("branch leaves the root", {u"queue"_s, u"add"_s, u"--branch=../../x"_s, u"x"_s},
            u"../../x"_s);
        row("state", {u"queue"_s, u"list"_s, u"--state=done"_s}, u"--state takes one of queued,"_s);
        row("limit", {u"queue"_s, u"list"_s, u"--limit=0"_s}, u"--limit takes a whole number"_s);
        row("operand too many", {u"queue"_s, u"list"_s, u"7"_s}, u"does not take \"7\""_s);
        row("no id", {u"queue"_s, u"show"_s}, u"queue show needs ID"_s);
        row("id is a word", {u"queue"_s, u"show"_s, u"seven"_s}, u"\"seven\" is no task id"_s);
        row("id is negative", {u"queue"_s, u"cancel"_s, u"--"_s, u"-1"_s},
            u"\"-1\" is no task id"_s);
        row("retry of nothing", {u"queue"_s, u"retry"_s}, u"either task ids or --failed"_s);
        row("retry of both", {u"queue"_s, u"retry"_s, u"--failed"_s, u"1"_s},
            u"either task ids or"_s);
        row("frontend", {u"work"_s, u"--frontend"_s, u"ftp://x"_s}, u"--frontend takes an http"_s);
        row("poll", {u"work"_s, u"--frontend=http://x"_s, u"--poll=0"_s},
            u"--poll takes a whole"_s);
        row("poll of nobody", {u"work"_s, u"--poll=3"_s}, u"--poll needs a frontend"_s);
        row("allowed host", {u"work"_s, u"--allow-host=http://x/"_s},
            u"--allow-host takes hosts"_s);
        row("password file", {u"work"_s, u"--frontend=http://x"_s, u"--password-file=/nowhere/p"_s},
            u"/nowhere/p cannot be read"_s);
        row("unknown key", {u"config"_s, u"get"_s, u"cap.files"_s}, u"did you mean caps.files?"_s);
        row("no key is near", {u"config"_s, u"get"_s, u"colour"_s},
            u"\"colour\"; `sluicectl config list` shows all."_s);
        row("negative value", {u"config"_s, u"set"_s, u"import.threads"_s, u"-1"_s},
            u"import.threads takes a whole"_s);
        row("build is a word", {u"queue"_s, u"retry"_s, u"build:x"_s}, u"\"build:x\" is no"_s);
        row("value", {u"config"_s, u"set"_s, u"caps.files"_s, u"few"_s},
            u"caps.files takes a whole"_s);
    }

    void wrongUseIsOneLineThatSaysWhatToDo()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, says);
        const CtlAnswer answer = run(arguments);
        QCOMPARE(answer.code, 2);
        QCOMPARE(answer.out, QByteArray());
        QVERIFY2(answer.err.startsWith("sluicectl: ") && answer.err.count('\n') == 1,
                 answer.err.constData());
        QVERIFY2(QString::fromUtf8(answer.err).contains(says), answer.err.constData());
        QVERIFY(!QFile::exists(data() + u"/queue.sqlite"_s) || says.contains(u"id"_s));
    }

    void everyCommandHasHelp_data()
    {
        QTest::addColumn<QStringList>("command");
        for (const auto *name :
             {"import", "queue add", "queue list", "queue show", "queue retry", "queue cancel",
              "queue counts", "work", "config get", "config set", "config unset", "config list"}) {
            QTest::newRow(name) << QString::fromLatin1(name).split(u' ');
        }
    }

    void everyCommandHasHelp()
    {
        QFETCH(QStringList, command);
        const CtlAnswer answer = run(command + QStringList{u"--help"_s});
        QCOMPARE(answer.code, 0);
        QVERIFY(answer.out.startsWith(
                QByteArray("Usage: sluicectl " + command.join(u' ').toUtf8())));
        QCOMPARE(answer.err, QByteArray());
        const CtlAnswer program = run({u"--help"_s});
        QCOMPARE(program.code, 0);
        QVERIFY(program.out.contains(QByteArray("\n  " + command.join(u' ').toUtf8() + ' ')));
        QCOMPARE(run(QStringList{u"help"_s} + command).out, answer.out.constData());
    }

    void aGroupOfCommandsHasHelp()
    {
        const CtlAnswer answer = run({u"queue"_s, u"--help"_s});
        QCOMPARE(answer.code, 0);
        QVERIFY(answer.out.contains("\nsluicectl queue retry [--failed] ID...\n"));
        QCOMPARE(run({u"help"_s, u"queue"_s}).out, answer.out);
        QCOMPARE(run({u"--help"_s, u"queue"_s}).out, answer.out);
    }

    void theVersionIsTheProjects()
    {
        const CtlAnswer answer = run({u"--version"_s});
        QCOMPARE(answer.code, 0);
        QCOMPARE(answer.out, "sluicectl " SLUICE_VERSION "\n"_ba);
    }

    void theDataDirectoryMayStandBeforeAndAfter()
    {
        const QString before = data() + u"/one"_s;
        const QString after = data() + u"/two"_s;
        QCOMPARE(CtlProcess::run({}, {u"--data-dir="_s + before, u"queue"_s, u"counts"_s}).code, 0);
        QCOMPARE(CtlProcess::run({}, {u"queue"_s, u"counts"_s, u"--data-dir"_s, after}).code, 0);
        for (const QString &directory : {before, after}) {
            QVERIFY(QFile::exists(directory + u"/queue.sqlite"_s));
            QVERIFY(!(QFile::permissions(directory) & (QFile::ReadGroup | QFile::ReadOther)));
        }
    }

    void aDataDirectoryThatCannotBeMadeIsNamed()
    {
        QFile file(data() + u"/file"_s);
        QVERIFY(file.open(QIODevice::WriteOnly));
        const CtlAnswer answer
                = CtlProcess::run(file.fileName() + u"/data"_s, {u"queue"_s, u"list"_s});
        QCOMPARE(answer.code, 3);
        QVERIFY2(answer.err.contains(QByteArray(file.fileName().toUtf8() + "/data cannot be made")),
                 answer.err.constData());
    }

    void aQueueThatIsNoDatabaseIsKept()
    {
        QFile file(data() + u"/queue.sqlite"_s);
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QByteArray bytes("This is no database, but somebody may miss it.\n");
        file.write(bytes);
        file.close();
        for (const QStringList &command :
             {QStringList{u"queue"_s, u"list"_s}, QStringList{u"import"_s, u"x"_s}}) {
            const CtlAnswer answer = run(command);
            QCOMPARE(answer.code, 3);
            QVERIFY2(answer.err.contains(file.fileName().toUtf8()), answer.err.constData());
        }
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), bytes);
    }

    void aDamagedQueueTakesNoTask()
    {
        QStringList inputs;
        for (int i = 0; i < 2000; ++i)
            inputs << QString::number(i);
        QCOMPARE(run(QStringList{u"queue"_s, u"add"_s} + inputs).code, 0);
        QFile file(data() + u"/queue.sqlite"_s);
        QVERIFY(file.open(QIODevice::ReadWrite));
        for (qint64 page = 20; page * 4096 < file.size(); page += 3) {
            QVERIFY(file.seek(page * 4096));
            file.write(QByteArray(4096, 'x'));
        }
        QVERIFY(file.seek(0));
        const QByteArray bytes = file.readAll();
        file.close();
        for (const QStringList &command :
             {QStringList{u"queue"_s, u"add"_s, u"x"_s}, QStringList{u"import"_s, u"x"_s}}) {
            const CtlAnswer answer = run(command);
            QCOMPARE(answer.code, 3);
            QVERIFY2(answer.err.contains(
                             QByteArray(file.fileName().toUtf8() + " is damaged; it was kept.")),
                     answer.err.constData());
            QVERIFY2(answer.err.count('\n') == 1 && !answer.err.contains("Unable to"),
                     answer.err.constData());
        }
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll() == bytes);
    }

    void aDataDirectoryThatCannotBeWrittenIsNamed()
    {
        QCOMPARE(run({u"queue"_s, u"add"_s, u"x"_s}).code, 0);
        const QByteArray directory = QFile::encodeName(data());
        if (::geteuid() != 0) {
            ::chmod(directory.constData(), 0500);
        } else if (::unshare(CLONE_NEWNS) != 0
                   || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0
                   || ::mount("tmpfs", directory.constData(), "tmpfs", MS_RDONLY, "") != 0) {
            QSKIP("no right to mount here");
        }
        for (const QStringList &command :
             {QStringList{u"queue"_s, u"list"_s}, QStringList{u"import"_s, u"x"_s}}) {
            const CtlAnswer answer = run(command);
            QCOMPARE(answer.code, 3);
            QVERIFY2(answer.err.contains(
                             QByteArray("The data directory " + directory + " cannot be written; "))
                             && answer.err.contains("--data-dir"),
                     answer.err.constData());
        }
        ::umount2(directory.constData(), MNT_DETACH);
        ::chmod(directory.constData(), 0700);
    }

    void settingsAreReadAndWritten()
    {
        QCOMPARE(run({u"config"_s, u"get"_s, u"caps.files"_s}).out, "20000\n"_ba);
        const CtlAnswer set = run({u"config"_s, u"set"_s, u"caps.files"_s, u"7"_s});
        QCOMPARE(set.code, 0);
        QCOMPARE(set.out + set.err, QByteArray());
        QCOMPARE(run({u"config"_s, u"get"_s, u"caps.files"_s}).out, "7\n"_ba);
        QVERIFY(run({u"config"_s, u"list"_s}).out.contains("\ncaps.files = 7\n"));
        QCOMPARE(run({u"config"_s, u"get"_s, u"git.root"_s}).out, (data() + u"/git\n"_s).toUtf8());
    }

    void aDamagedSettingsFileStopsTheCommand()
    {
        QFile file(data() + u"/sluice.conf"_s);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("caps.files = few\n");
        file.close();
        const QList<QStringList> commands{{u"import"_s, u"x"_s},
                                          {u"work"_s},
                                          {u"queue"_s, u"add"_s, u"x"_s},
                                          {u"config"_s, u"list"_s},
                                          {u"config"_s, u"get"_s, u"caps.files"_s}};
        for (const QStringList &command : commands) {
            const CtlAnswer answer = run(command);
            QCOMPARE(answer.code, 3);
            QVERIFY2(answer.err.contains("sluice.conf, line 1: caps.files takes"),
                     answer.err.constData());
        }
    }

    void anyInputBecomesATask()
    {
        const QStringList inputs{u"no such file.src.rpm"_s,
                                 u"/absolute"_s,
                                 u"https://x.example/a"_s,
                                 u"HTTP://X.example/b"_s,
                                 u"ftp://x/y"_s,
                                 u"-"_s,
                                 u"-dash"_s,
                                 u"grüße\n\u001b[31m"_s,
                                 u""_s};
        const CtlAnswer answer
                = run(QStringList{u"queue"_s, u"add"_s, u"--json"_s, u"--"_s} + inputs);
        QCOMPARE(answer.code, 0);
        const QList<QJsonObject> tasks = objects(answer.out);
        QCOMPARE(tasks.size(), inputs.size());
        const SystemClock clock;
        const auto store = QueueStore::open(data() + u"/queue.sqlite"_s, clock);
        QVERIFY(store);
        for (qsizetype i = 0; i < inputs.size(); ++i) {
            QCOMPARE(tasks.at(i).value("state"_L1).toString(), u"queued"_s);
            const auto task = (*store)->task(tasks.at(i).value("id"_L1).toInteger()).value();
            QVERIFY(task);
            QCOMPARE(task->given, inputs.at(i));
            const bool isUrl = inputs.at(i).startsWith("http"_L1, Qt::CaseInsensitive);
            QCOMPARE(task->isUrlListed, isUrl);
            QVERIFY(isUrl ? task->source == inputs.at(i) : task->source.startsWith(u'/'));
        }
    }

    void jsonHasItsKeysInTheirOrder()
    {
        const CtlAnswer added
                = run({u"queue"_s, u"add"_s, u"--json"_s, u"--owner"_s, u"@group"_s, u"--project"_s,
                       u"proj:pr:12"_s, u"--package"_s, u"libx++"_s, u"--branch"_s, u"f42"_s,
                       u"--branch"_s, u"epel9"_s, u"a \"b\".src.rpm"_s});
        QCOMPARE(added.out,
                 "{\"id\": 1, \"build_id\": null, \"source\": \"a \\\"b\\\".src.rpm\", \"owner\": "
                 "\"@group\", \"project\": \"proj:pr:12\", \"package\": \"libx++\", \"version\": "
                 "null, "
                 "\"state\": \"queued\", \"branches\": {\"f42\": null, \"epel9\": null}, "
                 "\"attempts\": "
                 "0, \"timings_ms\": {}, \"error\": null}\n"_ba);
        QCOMPARE(run({u"queue"_s, u"list"_s, u"--json"_s}).out, added.out);
        QCOMPARE(run({u"queue"_s, u"show"_s, u"1"_s, u"--json"_s}).out, added.out);
        for (const QString &key : kKeys)
            QVERIFY(objects(added.out).first().contains(key));
        QCOMPARE(objects(added.out).first().size(), kKeys.size());
    }

    void theListIsFilteredAndLimited()
    {
        QCOMPARE(run({u"queue"_s, u"add"_s, u"a"_s, u"b"_s, u"c"_s, u"d"_s}).code, 0);
        QCOMPARE(run({u"queue"_s, u"cancel"_s, u"2"_s}).out, "task 2 canceled\n"_ba);
        const auto listed = [this](const QStringList &more) {
            return ids(run(QStringList{u"queue"_s, u"list"_s, u"--json"_s} + more).out);
        };
        QCOMPARE(listed({}), (QList{4, 3, 2, 1}));
        QCOMPARE(listed({u"--limit"_s, u"2"_s}), (QList{4, 3}));
        QCOMPARE(listed({u"--state"_s, u"queued"_s}), (QList{4, 3, 1}));
        QCOMPARE(listed({u"--state=canceled"_s, u"--state=failed"_s}), (QList{2}));
        const CtlAnswer none = run({u"queue"_s, u"list"_s, u"--json"_s, u"--state=failed"_s});
        QCOMPARE(none.out, QByteArray());
        QCOMPARE(none.code, 0);
        QCOMPARE(run({u"queue"_s, u"counts"_s, u"--json"_s}).out,
                 "{\"queued\": 3, \"fetching\": 0, \"committing\": 0, \"reporting\": 0, "
                 "\"succeeded\": 0, \"failed\": 0, \"canceled\": 1}\n"_ba);
    }

    void tasksThatCannotBeChangedAreNamed()
    {
        QCOMPARE(run({u"queue"_s, u"add"_s, u"a"_s, u"b"_s}).code, 0);
        const CtlAnswer retried = run({u"queue"_s, u"retry"_s, u"1"_s, u"99"_s});
        QCOMPARE(retried.code, 1);
        QVERIFY2(retried.err.contains("task 1 is queued"), retried.err.constData());
        QVERIFY2(retried.err.contains("there is no task 99"), retried.err.constData());
        QCOMPARE(run({u"queue"_s, u"cancel"_s, u"1"_s, u"1"_s}).code, 0);
        const CtlAnswer canceled = run({u"queue"_s, u"cancel"_s, u"1"_s, u"2"_s});
        QCOMPARE(canceled.code, 1);
        QCOMPARE(canceled.out, "task 2 canceled\n"_ba);
        QVERIFY2(canceled.err.contains("task 1 is canceled"), canceled.err.constData());
        QCOMPARE(run({u"queue"_s, u"retry"_s, u"2"_s}).out, "task 2 queued again\n"_ba);
        const CtlAnswer all = run({u"queue"_s, u"retry"_s, u"--failed"_s});
        QCOMPARE(all.code, 0);
        QCOMPARE(all.out, "0 failed task(s) queued again\n"_ba);
        const CtlAnswer shown = run({u"queue"_s, u"show"_s, u"99"_s});
        QCOMPARE(shown.code, 1);
        QVERIFY2(shown.err.contains("there is no task 99"), shown.err.constData());
    }

    void aBuildIsNamedAsCoprNamesIt()
    {
        const SystemClock clock;
        const auto store = QueueStore::open(data() + u"/queue.sqlite"_s, clock).value();
        const auto build = [](const QString &frontend, qint64 id) {
            return NewTask{.source = u"/x"_s, .frontend = frontend, .buildId = id};
        };
        QVERIFY(store->add({build(u"https://one"_s, 77), build(u"https://two"_s, 77),
                            build(u"https://one"_s, 78)},
                           {}));
        const QByteArray list = run({u"queue"_s, u"list"_s}).out;
        QVERIFY2(list.startsWith("build 78 (task 3)  queued  "), list.constData());
        QCOMPARE(run({u"queue"_s, u"cancel"_s, u"build:78"_s, u"3"_s}).out,
                 "build 78 (task 3) canceled\n"_ba);
        const CtlAnswer retried = run({u"queue"_s, u"retry"_s, u"build:78"_s, u"build:99"_s});
        QCOMPARE(retried.out, "build 78 (task 3) queued again\n"_ba);
        QCOMPARE(retried.code, 1);
        QVERIFY2(retried.err.contains("there is no build 99"), retried.err.constData());
        QCOMPARE(ids(run({u"queue"_s, u"show"_s, u"build:78"_s, u"--json"_s}).out), QList{3});
        const CtlAnswer two = run({u"queue"_s, u"cancel"_s, u"3"_s, u"build:77"_s});
        QCOMPARE(two.code, 2);
        QVERIFY2(two.err.contains("task 1 is that of https://one, task 2 is that of https://two"),
                 two.err.constData());
        QCOMPARE(store->counts().value()[State::Queued], 3);
    }

    void aTaskIsShownWithWhatCoprKnows()
    {
        const SystemClock clock;
        const auto store = QueueStore::open(data() + u"/queue.sqlite"_s, clock).value();
        QVERIFY(store->add({{.source = u"/x"_s},
                            {.source = u"/x"_s, .frontend = u"https://copr"_s, .buildId = 77}},
                           {}));
        const auto says = [this](const QString &id, const QByteArray &text) {
            const QByteArray shown = run({u"queue"_s, u"show"_s, id}).out;
            return shown.contains(QByteArray("  report    " + text));
        };
        QVERIFY(says(u"1"_s, "need not be: the task did not come from Copr\n"));
        QVERIFY(says(u"2"_s, "nothing to report yet\n"));
        QVERIFY(store->turn({}, {}, {2}));
        TaskResult result{.id = 2, .startedAt = clock.now(), .report = "{}"_ba};
        result.error = failure(Cause::NotFound, u"Gone."_s).error();
        QVERIFY(store->turn({result}, {}, {}));
        QVERIFY(says(u"2"_s, "not reported to https://copr yet, since 20"));
        const qint64 report = store->unreportedResults()->first().id;
        QVERIFY(store->postponeReport(report, clock.now(), u"It is away.\nmore"_s));
        const QByteArray shown = run({u"queue"_s, u"show"_s, u"2"_s}).out;
        QVERIFY2(shown.contains(": 1 try, the next at 20")
                         && shown.contains("; the last answer: It is away.\n"),
                 shown.constData());
        QVERIFY(store->markReported(report, 1));
        QVERIFY(says(u"2"_s, "reported to https://copr\n"));
        QVERIFY(store->retry({2}, {}));
        QVERIFY(says(u"2"_s, "its failure was reported to https://copr, and a success will be\n"));
        QVERIFY(store->cancel({2}, {}));
        QVERIFY(says(u"2"_s, "need not be: what was canceled is not reported\n"));
    }

    void aTaskIsShownWithItsErrorAndHistory()
    {
        const SystemClock clock;
        const auto store = QueueStore::open(data() + u"/queue.sqlite"_s, clock);
        QVERIFY(store);
        QVERIFY((*store)->add({{.source = u"/x"_s, .given = u"x\u001b[2J"_s}}, u"somebody"_s));
        QVERIFY((*store)->turn({}, {}, {1}));
        TaskResult result{.id = 1, .package = u"hello"_s, .version = u"2.12-1"_s};
        result.startedAt = clock.now();
        result.timings.add(Stage::Unpack, 12.34);
        result.error = failure(Cause::UnsafeContent, u"hello has a file called .git."_s,
                               u"entry 3\nof 4"_s)
                               .error();
        result.objects
                = {{.file = u"hello.tar.gz"_s, .isLookaside = true, .hash = u"abc"_s, .size = 5}};
        QVERIFY((*store)->turn({result}, {}, {}));
        const QByteArray text = run({u"queue"_s, u"show"_s, u"1"_s}).out;
        for (const char *part :
             {"task 1: failed\n", "hello 2.12-1\n", "local/imports\n", "  branch    master\n",
              "unsafe content: hello has a file called .git.\n", "  of 4\n", "the packager must",
              "added by somebody\n", "unpack 12.3 ms\n", "logs/task-1.log\n"}) {
            QVERIFY2(text.contains(part), part);
        }
        QVERIFY2(!text.contains('\033'), text.constData());
        const QByteArray line = run({u"queue"_s, u"list"_s}).out;
        QCOMPARE(line,
                 "task 1  failed  hello 2.12-1  local/imports  unsafe content: hello has a file "
                 "called .git.\n"_ba);
        const QJsonObject error = objects(run({u"queue"_s, u"show"_s, u"1"_s, u"--json"_s}).out)
                                          .first()
                                          .value("error"_L1)
                                          .toObject();
        QCOMPARE(error, (QJsonObject{{u"cause"_s, u"unsafe content"_s},
                                     {u"message"_s, u"hello has a file called .git."_s},
                                     {u"who"_s, u"packager"_s}}));
    }

    void aReaderThatGoesAwayIsNoError()
    {
        QStringList inputs;
        for (int i = 0; i < 2000; ++i)
            inputs << QString(u'x').repeated(100);
        QCOMPARE(run(QStringList{u"queue"_s, u"add"_s} + inputs).code, 0);
        QProcess shell;
        shell.start(u"/bin/sh"_s,
                    {u"-c"_s,
                     u"\"$0\" --data-dir \"$1\" queue list | head -n 1; echo ${PIPESTATUS}"_s,
                     CtlProcess::program(), data()});
        QVERIFY(shell.waitForFinished());
        QVERIFY(shell.readAllStandardOutput().startsWith("task 2000  queued"));
        QCOMPARE(shell.readAllStandardError(), QByteArray());
    }

    void aFullOutputIsAnError()
    {
        QProcess shell;
        shell.start(u"/bin/sh"_s,
                    {u"-c"_s, u"exec \"$0\" --help >/dev/full"_s, CtlProcess::program()});
        QVERIFY(shell.waitForFinished());
        QCOMPARE(shell.exitCode(), 1);
        QVERIFY(shell.readAllStandardError().contains("standard output cannot be written"));
    }

private:
    [[nodiscard]] QString data() const { return m_directory->path(); }
    [[nodiscard]] CtlAnswer run(const QStringList &arguments) const
    {
        return CtlProcess::run(data(), arguments);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(SluicectlTest)
#include "tst_sluicectl.moc"
