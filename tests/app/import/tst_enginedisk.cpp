// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/engineharness.h"
#include "fakes/smalldisk.h"

#include <QDir>
#include <QRandomGenerator>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// Disks that are full or read-only under a pool that runs: it pauses and says why, no task fails.
class EngineDiskTest final : public QObject
{
    Q_OBJECT

private:
    static constexpr int kPackages = 24;

    std::unique_ptr<EngineHarness> m_harness;

    QList<TaskId> addPackages()
    {
        QRandomGenerator random(3);
        QList<TaskId> ids;
        for (int i = 0; i < kPackages; ++i) {
            QByteArray tarball(60'000, Qt::Uninitialized);
            for (char &byte : tarball)
                byte = char(random.bounded(256));
            ids << m_harness->addFile(m_harness->package("p" + QByteArray::number(i), tarball));
        }
        return ids;
    }
    /// Paused by itself, and all that ran has come to rest.
    void waitForPause()
    {
        QTRY_VERIFY(m_harness->store->poolState()->isPaused);
        QTRY_COMPARE(m_harness->store->counts()->running(), 0);
    }
    void checkNoneFailed(const QList<TaskId> &ids)
    {
        for (const TaskId id : ids) {
            const Task task = m_harness->task(id);
            QVERIFY(task.state == State::Queued || task.state == State::Succeeded);
            QCOMPARE(task.attempts, task.state == State::Queued ? 0 : 1);
            QVERIFY(!task.error);
            QCOMPARE(task.interruptions, 0);
        }
    }
    void checkAllSucceed(const QList<TaskId> &ids)
    {
        QTRY_COMPARE(m_harness->store->counts()->operator[](State::Succeeded), ids.size());
        for (const TaskId id : ids) {
            QCOMPARE(m_harness->task(id).attempts, 1);
            QCOMPARE(m_harness->git(m_harness->task(id).package, {u"fsck"_s, u"--strict"_s}),
                     QString());
        }
        QCOMPARE(m_harness->leftovers(), QStringList());
    }

private slots:
    void initTestCase() { SmallDisk::leaveNamespaces(); }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_harness = std::make_unique<EngineHarness>();
    }
    void cleanup() { m_harness.reset(); }

    void readOnlyRootPausesThePoolUntilItIsWritable_data()
    {
        QTest::addColumn<bool>("isGit");
        QTest::addColumn<QString>("setting");
        QTest::addRow("git") << true << u"git.root"_s;
        QTest::addRow("lookaside") << false << u"lookaside.root"_s;
    }

    void readOnlyRootPausesThePoolUntilItIsWritable()
    {
        QFETCH(const bool, isGit);
        QFETCH(const QString, setting);
        const Settings &settings = m_harness->settings;
        const QString root = isGit ? settings.gitRoot : settings.lookasideRoot;
        QVERIFY(QDir().mkpath(root));
        SmallDisk disk(root, "size=20m");
        if (!disk.isMounted())
            QSKIP("no right to mount here");
        QVERIFY(disk.makeReadOnly(true));
        const QList<TaskId> ids = addPackages();
        // Once, however many workers meet it.
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"paused"_s));
        m_harness->start({.threads = 4});
        waitForPause();
        const QString reason = m_harness->store->poolState()->pauseReason;
        QVERIFY2(reason.contains(root) && reason.contains(setting), qPrintable(reason));
        checkNoneFailed(ids);
        QVERIFY(disk.makeReadOnly(false));
        QVERIFY(m_harness->store->setPaused(false));
        checkAllSucceed(ids);
        QVERIFY(m_harness->stop());
    }

    void fullDiskPausesThePoolUntilThereIsRoom()
    {
        const QString root = m_harness->path(u"disk"_s);
        QVERIFY(QDir().mkpath(root));
        SmallDisk disk(root, "size=600k");
        if (!disk.isMounted())
            QSKIP("no right to mount here");
        m_harness->settings.gitRoot = root + "/git"_L1;
        m_harness->settings.lookasideRoot = root + "/lookaside"_L1;
        const QList<TaskId> ids = addPackages();
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"paused"_s));
        m_harness->start({.threads = 4});
        waitForPause();
        const QString reason = m_harness->store->poolState()->pauseReason;
        QVERIFY2(reason.contains(root + u' ') || reason.contains(root + u':'), qPrintable(reason));
        QVERIFY2(!reason.contains(".sluice-tmp"_L1), qPrintable(reason));
        checkNoneFailed(ids);
        QCOMPARE(m_harness->leftovers(), QStringList());
        QVERIFY(disk.resize("size=20m"));
        QVERIFY(m_harness->store->setPaused(false));
        checkAllSucceed(ids);
        QVERIFY(m_harness->stop());
    }
};

QTEST_GUILESS_MAIN(EngineDiskTest)
#include "tst_enginedisk.moc"
