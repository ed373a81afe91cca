// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue/queuestore.h"

#include <QDir>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// `sluice` as a program: it imports, takes pictures, says what is wrong and ends in order.
class ConsoleTest final : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] QString path(const QString &name) const { return m_directory->filePath(name); }
    static QString program() { return qEnvironmentVariable("SLUICE_BIN") + u"/sluice"_s; }
    /// The exit code, or -1 where it crashed or did not end.
    int run(QStringList arguments)
    {
        QProcess process;
        process.start(program(), arguments << u"--data-dir"_s << path(u"data"_s));
        const bool hasEnded = process.waitForFinished(60'000);
        m_output = QString::fromUtf8(process.readAllStandardError()
                                     + process.readAllStandardOutput());
        if (!hasEnded) {
            process.kill();
            process.waitForFinished();
        }
        return hasEnded && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    }
    void write(const QString &name, const QByteArray &content)
    {
        QDir().mkpath(path(u"data"_s));
        QFile file(path(u"data/"_s + name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    QByteArray read(const QString &name)
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    std::unique_ptr<QueueStore> open()
    {
        return QueueStore::open(path(u"data/queue.sqlite"_s), m_clock).value();
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    SystemClock m_clock;
    QString m_output;

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_directory = std::make_unique<QTemporaryDir>();
        qputenv("XDG_CONFIG_HOME", path(u"config"_s).toUtf8());
    }

    void samplesAreImportedAndPictured()
    {
        const QString picture = path(u"window.png"_s);
        QCOMPARE(run({u"--samples"_s, u"--screenshot"_s, picture, u"--color-scheme"_s, u"dark"_s}),
                 0);
        const QImage image(picture);
        QVERIFY(image.width() > 500);
        QVERIFY(image.pixelColor(image.width() / 2, 3).lightness() < 128); // dark as told
        const auto counts = open()->counts().value();
        QVERIFY(counts[State::Succeeded] >= 15);
        QVERIFY(counts[State::Failed] >= 2);
        QCOMPARE(counts[State::Queued] + counts.running(), 0);
        QCOMPARE(open()->poolState().value().owner.pid, 0);
        QVERIFY(QDir(path(u"data/git/local/imports"_s)).exists());
        QVERIFY(!QFile::exists(path(u"config/sluice/window.ini"_s))); // a picture remembers nothing
    }

    void aQueueThatIsNoneIsAPageAndKept()
    {
        const QByteArray content(20'000, 'x');
        write(u"queue.sqlite"_s, content);
        QCOMPARE(run({u"--screenshot"_s, path(u"window.png"_s)}), 0);
        QVERIFY(QImage(path(u"window.png"_s)).width() > 500);
        QCOMPARE(read(u"data/queue.sqlite"_s), content);
    }

    void settingsThatMakeNoSenseImportNothing()
    {
        write(u"sluice.conf"_s, "git.root = here\n");
        QCOMPARE(run({u"--samples"_s, u"--screenshot"_s, path(u"window.png"_s)}), 0);
        QVERIFY(m_output.contains("git.root"_L1));
        QCOMPARE(open()->counts().value().total(), 0);
    }

    void nothingNeedsADisplayButTheWindow_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("says");
        QTest::newRow("help") << QStringList{u"--help"_s} << 0 << u"--color-scheme"_s;
        QTest::newRow("help, short") << QStringList{u"-h"_s} << 0 << u"Usage: "_s;
        QTest::newRow("version") << QStringList{u"--version"_s} << 0
                                 << QStringLiteral("sluice " SLUICE_VERSION);
        QTest::newRow("no option") << QStringList{u"--bogus"_s} << 2 << u"bogus"_s;
        QTest::newRow("no value") << QStringList{u"--screenshot"_s} << 2 << u"screenshot"_s;
        QTest::newRow("no colour")
                << QStringList{u"--color-scheme"_s, u"pink"_s} << 2 << u"light or dark"_s;
        QTest::newRow("no page") << QStringList{u"--page"_s, u"moon"_s} << 2
                                 << u"imports, pipelines, budget"_s;
        QTest::newRow("a file") << QStringList{u"x.src.rpm"_s} << 2 << u"sluicectl import"_s;
        QTest::newRow("window") << QStringList{} << 3 << u"no display"_s;
        QTest::newRow("no platform")
                << QStringList{u"-platform"_s, u"bogus"_s} << 3 << u"no display"_s;
    }

    void nothingNeedsADisplayButTheWindow()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QString, says);
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const QString &name : {u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"QT_QPA_PLATFORM"_s})
            environment.remove(name);
        process.setProcessEnvironment(environment);
        process.start(program(), QStringList{u"--data-dir"_s, path(u"data"_s)} + arguments);
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), code);
        const QByteArray error = process.readAllStandardError();
        QCOMPARE(error.count('\n'), code == 0 ? 0 : 1);
        QVERIFY(code == 0 || error.startsWith("sluice: "));
        const QString text = QString::fromUtf8(error + process.readAllStandardOutput());
        QVERIFY2(text.contains(says), qPrintable(text));
        QVERIFY(!QFile::exists(path(u"data"_s)));
    }

    void picturesTheBudget()
    {
        const QString picture = path(u"budget.png"_s);
        QCOMPARE(run({u"--page"_s, u"compare"_s, u"--scenario"_s, u"Best, 3 chroots"_s,
                      u"--screenshot"_s, picture}),
                 0);
        QVERIFY(QImage(picture).width() > 500);
        QCOMPARE(run({u"--scenario"_s, u"nope"_s, u"--screenshot"_s, picture}), 1);
    }

    void badArgumentsAreNamed()
    {
        QCOMPARE(run({u"--color-scheme"_s, u"pink"_s}), 2);
        QVERIFY(m_output.contains("light or dark"_L1));
        QCOMPARE(run({u"hello.src.rpm"_s}), 2);
        QVERIFY(m_output.contains("sluicectl import"_L1));
        QCOMPARE(run({u"--screenshot"_s, path(u"no/such/place.png"_s)}), 1);
    }

    void terminationDrainsAndLeavesThePool()
    {
        QProcess process;
        process.start(program(), {u"--data-dir"_s, path(u"data"_s)});
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path(u"data/queue.sqlite"_s)), 20'000);
        const auto store = open();
        QTRY_COMPARE_WITH_TIMEOUT(store->poolState().value().owner.pid, process.processId(),
                                  20'000);
        process.terminate();
        QVERIFY(process.waitForFinished(15'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 0);
        QCOMPARE(store->poolState().value().owner.pid, 0);
        QVERIFY(QFile::exists(path(u"config/sluice/window.ini"_s)));
    }
};

QTEST_MAIN(ConsoleTest)
#include "tst_console.moc"
