// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/engineharness.h"

#include <QCryptographicHash>
#include <QDirIterator>
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>
#include <QThread>

using namespace sluice;
using namespace Qt::StringLiterals;

/// What is left when the process dies at any moment: `sluicectl work` is killed again and again,
/// and at the end every task has ended once and every repository is whole.
class CrashTest final : public QObject
{
    Q_OBJECT

private:
    static constexpr int kKills = 50;
    static constexpr int kImports = 300;
    static constexpr int kPackages = 100; ///< each is imported three times, with other content

    std::unique_ptr<EngineHarness> m_harness;

    [[nodiscard]] QString program() const
    {
        return qEnvironmentVariable("SLUICE_BIN") + "/sluicectl"_L1;
    }
    [[nodiscard]] QStringList arguments() const
    {
        return {u"--data-dir"_s, m_harness->path(u"data"_s),
                u"work"_s,       u"--until-empty"_s,
                u"--threads"_s,  u"2"_s};
    }

    QList<TaskId> addSome(int first, int count)
    {
        QList<TaskId> ids;
        for (int i = first; i < first + count; ++i) {
            const QByteArray name = "pkg" + QByteArray::number(i % kPackages);
            const QByteArray content
                    = QByteArray("content of ") + QByteArray::number(i) + QByteArray(20'000, 'x');
            const QString path = m_harness->package(name, content);
            const QString own = path + u'.' + QString::number(i);
            if (!QFile::rename(path, own))
                qFatal("cannot rename");
            ids << m_harness->addFile(own, i % 2 ? QStringList{u"f42"_s, u"f43"_s}
                                                 : QStringList{u"f43"_s});
        }
        return ids;
    }

    void checkLookaside()
    {
        int files = 0;
        QDirIterator objects(m_harness->settings.lookasideRoot, QDir::Files,
                             QDirIterator::Subdirectories);
        while (objects.hasNext()) {
            QFile file(objects.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray hash
                    = QCryptographicHash::hash(file.readAll(), QCryptographicHash::Md5).toHex();
            QVERIFY2(file.fileName().contains(u'/' + QString::fromLatin1(hash) + u'/'),
                     qPrintable(file.fileName()));
            ++files;
        }
        QCOMPARE(files, kImports);
    }

private slots:
    void initTestCase()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        QVERIFY2(QFileInfo(program()).isExecutable(), qPrintable(program()));
        m_harness = std::make_unique<EngineHarness>();
    }
    void cleanupTestCase() { m_harness.reset(); }

    void everyTaskEndsOnceAndEveryRepositoryIsWhole()
    {
        QRandomGenerator random(7);
        QList<TaskId> ids;
        int cutOff = 0;
        for (int kill = 0; kill < kKills; ++kill) {
            ids << addSome(int(ids.size()), kImports / kKills);
            QProcess process;
            process.start(program(), arguments());
            QVERIFY(process.waitForStarted());
            QThread::msleep(random.bounded(5u, 70u));
            process.kill();
            QVERIFY(process.waitForFinished());
            cutOff += process.exitStatus() == QProcess::CrashExit ? 1 : 0;
        }
        QVERIFY2(cutOff > kKills / 2, "most kills came too late to cut anything off");

        QProcess last;
        last.start(program(), arguments());
        QVERIFY(last.waitForFinished(100'000));
        QVERIFY2(last.exitCode() == 0, last.readAllStandardError().constData());
        for (const TaskId id : std::as_const(ids)) {
            const Task task = m_harness->task(id);
            QCOMPARE(stateName(task.state), u"succeeded"_s);
            QCOMPARE(task.attempts, 1);
            QCOMPARE(m_harness->store->attempts(id)->size(), 1);
        }
        for (int i = 0; i < kPackages; ++i)
            QCOMPARE(m_harness->git(u"pkg%1"_s.arg(i), {u"fsck"_s, u"--strict"_s}), QString());
        checkLookaside();
        QCOMPARE(m_harness->leftovers(), QStringList());
    }
};

QTEST_GUILESS_MAIN(CrashTest)
#include "tst_crash.moc"
