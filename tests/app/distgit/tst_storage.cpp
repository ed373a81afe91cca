// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/distgit/packages.h"
#include "distgit/fileio.h"
#include "fakes/smalldisk.h"

#include <cerrno>

using namespace sluice;
using namespace sluice::test;
using namespace Qt::StringLiterals;

/// Disks that are full, read-only or not there: the right cause, nothing half-written.
class StorageTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { SmallDisk::leaveNamespaces(); }
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void causesFollowTheErrorNumber_data()
    {
        QTest::addColumn<int>("number");
        QTest::addColumn<Cause>("cause");
        QTest::addRow("no space") << ENOSPC << Cause::StorageFull;
        QTest::addRow("quota") << EDQUOT << Cause::StorageFull;
        QTest::addRow("read-only") << EROFS << Cause::Storage;
        QTest::addRow("no right") << EACCES << Cause::Storage;
        QTest::addRow("disk error") << EIO << Cause::Storage;
    }

    void causesFollowTheErrorNumber()
    {
        QFETCH(const int, number);
        QFETCH(const Cause, cause);
        const Error error = storageFailure(number, "write"_L1, "/srv/git/x").error();
        QCOMPARE(error.cause, cause);
        // A full disk is one problem, whichever file met it first.
        const bool isFull = cause == Cause::StorageFull;
        QVERIFY((isFull ? error.detail : error.what).contains(u"/srv/git/x"_s));
        QVERIFY(error.what.endsWith(u'.'));
    }

    void fullDiskIsSaidAndLeavesNothing_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<char>("byte");
        QTest::addRow("lookaside, in one piece") << QByteArray("x.bin") << '\0';
        QTest::addRow("git") << QByteArray("x.txt") << 't';
    }

    void fullDiskIsSaidAndLeavesNothing()
    {
        QFETCH(const QByteArray, name);
        QFETCH(const char, byte);
        Roots roots;
        SmallDisk disk(roots.directory.path(), "size=512k");
        if (!disk.isMounted())
            QSKIP("no right to mount here");
        QVERIFY(import(roots, {{"x.spec", "x\n"}}));
        const QStringList before = roots.everything();
        QByteArray bytes(3000000, byte);
        quint32 state = 1; // so that it cannot be compressed away
        for (char &one : bytes) {
            state = state * 1664525 + 1013904223;
            one = byte == 't' ? static_cast<char>(' ' + (state >> 24) % 95)
                              : static_cast<char>(state >> 24);
        }
        const auto outcome = import(roots, {{name, bytes}});
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().cause, Cause::StorageFull);
        const QString what = outcome.error().what;
        QVERIFY2(what.contains(roots.directory.path() + u' '), qPrintable(what));
        QCOMPARE(roots.everything(), before);
        QVERIFY(import(roots, {{"x.spec", "y\n"}})); // there is room again
        QCOMPARE(fsck(roots.repository()), u""_s);
    }

    void readOnlyRootIsNamed()
    {
        Roots roots;
        SmallDisk disk(roots.directory.path(), "size=512k");
        if (!disk.isMounted())
            QSKIP("no right to mount here");
        QVERIFY(import(roots, {{"x.spec", "x\n"}}));
        QVERIFY(disk.makeReadOnly(true));
        const auto outcome = import(roots, {{"x.spec", "y\n"}});
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().cause, Cause::Storage);
        QVERIFY2(outcome.error().what.contains(roots.destination.gitRoot),
                 qPrintable(outcome.error().what));
    }

    void separateDisksAreBothUsed()
    {
        Roots roots;
        QVERIFY(QDir().mkpath(roots.destination.lookasideRoot));
        const SmallDisk disk(roots.destination.lookasideRoot, "size=512k");
        if (!disk.isMounted())
            QSKIP("no right to mount here");
        QVERIFY(import(roots, {{"x.spec", "x\n"}, {"x.bin", QByteArray(9, '\0')}}));
        QCOMPARE(fsck(roots.repository()), u""_s);
        QCOMPARE(roots.everything().filter(u"x.bin/"_s).size(), 2);
    }

    void bigFilesStreamThrough()
    {
        // Holes are not written by the test, only hashed and copied by the writer.
        const Roots roots;
        PackageWriter writer(roots.destination);
        const qint64 size = 64LL << 20;
        const PackageFile file{"big.bin", size, false};
        QVERIFY(writer.header({u"hello"_s, u"1-1"_s, {file}}));
        QVERIFY(writer.begin(file));
        const QByteArray chunk(1 << 16, '\0');
        for (qint64 at = 0; at < size; at += chunk.size())
            QVERIFY(writer.data(chunk));
        QVERIFY(writer.end());
        auto ready = writer.prepare(roots.now, {});
        QVERIFY(ready);
        QVERIFY(publish(std::span(&*ready, 1)).front());
        const QString hash = ready->objects().first().hash;
        QCOMPARE(QFileInfo(roots.lookaside(u"big.bin/"_s + hash + u"/big.bin"_s)).size(), size);
    }
};

QTEST_GUILESS_MAIN(StorageTest)
#include "tst_storage.moc"
