// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/distgit/packages.h"

using namespace sluice;
using namespace sluice::test;
using namespace Qt::StringLiterals;

namespace {

QList<File> version(int number)
{
    return {{"hello.spec", "Name: hello\nVersion: " + QByteArray::number(number) + '\n'},
            {"hello-" + QByteArray::number(number) + ".tar.gz",
             QByteArray(300, static_cast<char>(number))},
            {"same.patch", "--- a\n+++ b\n"}};
}

/// Packs and their indexes, newest first.
QFileInfoList packFiles(const QString &repository, const QString &pattern)
{
    return QDir(repository + u"/objects/pack"_s).entryInfoList({pattern}, QDir::Files, QDir::Time);
}

void truncate(const QString &path, qint64 size = 0)
{
    ::chmod(QFile::encodeName(path).constData(), 0644);
    QVERIFY(QFile::resize(path, size));
}

QString oneLine(const QString &repository, const QString &branch)
{
    return git(repository, {u"log"_s, u"--format=%s"_s, branch}).replace(u'\n', u'|');
}

} // namespace

/// What a power cut or a kill leaves is mended by the next import.
class RecoveryTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void emptiedNewestPackIsMended_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<qint64>("size");
        QTest::addColumn<int>("importedAfter");
        for (const int after : {2, 3}) {
            const QByteArray suffix = after == 2 ? " then the same" : " then the next";
            QTest::addRow("pack empty%s", suffix.constData()) << u"*.pack"_s << qint64(0) << after;
            QTest::addRow("pack short%s", suffix.constData()) << u"*.pack"_s << qint64(90) << after;
            QTest::addRow("index empty%s", suffix.constData()) << u"*.idx"_s << qint64(0) << after;
            QTest::addRow("index short%s", suffix.constData())
                    << u"*.idx"_s << qint64(1000) << after;
            QTest::addRow("both empty%s", suffix.constData()) << u"*"_s << qint64(0) << after;
        }
    }

    void emptiedNewestPackIsMended()
    {
        QFETCH(const QString, pattern);
        QFETCH(const qint64, size);
        QFETCH(const int, importedAfter);
        Roots roots;
        const auto first = import(roots, version(1));
        QVERIFY(first);
        const QFileInfoList older = packFiles(roots.repository(), u"*"_s);
        roots.now = roots.now.addSecs(60);
        QVERIFY(import(roots, version(2)));
        for (const QFileInfo &file : packFiles(roots.repository(), pattern)) {
            if (!older.contains(file))
                truncate(file.filePath(), size);
        }
        QVERIFY(!fsck(roots.repository()).isEmpty());

        roots.now = roots.now.addSecs(60);
        const auto mended = import(roots, version(importedAfter));
        QVERIFY2(mended, qPrintable(said(mended)));
        QVERIFY(!mended->isUnchanged);
        QVERIFY2(mended->warnings.join(u' ').contains(u"f43"_s),
                 qPrintable(mended->warnings.join(u'\n')));
        QCOMPARE(fsck(roots.repository()), u""_s);
        QCOMPARE(git(roots.repository(), {u"rev-parse"_s, u"f43^"_s}), first->tips.value(u"f43"_s));
        QCOMPARE(
                oneLine(roots.repository(), u"f43"_s),
                u"automatic import of hello|automatic import of hello|Initial setup of the repo"_s);
        QVERIFY(import(roots, version(importedAfter))->isUnchanged);
    }

    void everythingEmptiedStartsAnew()
    {
        Roots roots;
        roots.destination.branches = {u"f42"_s, u"f43"_s};
        QVERIFY(import(roots, version(1)));
        QDirIterator it(roots.repository(), QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext())
            truncate(it.next());
        const auto mended = import(roots, version(1));
        QVERIFY2(mended, qPrintable(said(mended)));
        QCOMPARE(fsck(roots.repository()), u""_s);
        QCOMPARE(oneLine(roots.repository(), u"f43"_s),
                 u"automatic import of hello|Initial setup of the repo"_s);
        QCOMPARE(mended->tips.value(u"f42"_s), mended->tips.value(u"f43"_s));
        QCOMPARE(git(roots.repository(), {u"log"_s, u"--format=%s"_s}),
                 u"Initial setup of the repo"_s); // HEAD and master too
        QVERIFY(import(roots, version(1))->isUnchanged);
    }

    void emptiedBranchFindsItsCommitAgain()
    {
        Roots roots;
        const auto first = import(roots, version(1));
        roots.destination.branches = {u"f43"_s};
        roots.now = roots.now.addSecs(60);
        const auto second = import(roots, version(2)); // a loose file now
        QVERIFY(second);
        truncate(roots.repository() + u"/refs/heads/f43"_s);
        roots.now = roots.now.addSecs(60);
        const auto mended = import(roots, version(2));
        QVERIFY2(mended, qPrintable(said(mended)));
        QCOMPARE(mended->tips, second->tips);
        QCOMPARE(fsck(roots.repository()), u""_s);
    }

    void intactBranchesStayAsTheyAre()
    {
        Roots roots;
        roots.destination.branches = {u"f42"_s};
        const auto other = import(roots, version(1));
        roots.destination.branches = {u"f43"_s};
        roots.now = roots.now.addSecs(60);
        const QFileInfoList older = packFiles(roots.repository(), u"*"_s);
        QVERIFY(import(roots, version(2)));
        for (const QFileInfo &file : packFiles(roots.repository(), u"*"_s)) {
            if (!older.contains(file))
                truncate(file.filePath());
        }
        roots.destination.branches = {u"f44"_s}; // and a branch that is not requested is lost
        const auto mended = import(roots, version(3));
        QVERIFY2(mended, qPrintable(said(mended)));
        QCOMPARE(fsck(roots.repository()), u""_s);
        QCOMPARE(git(roots.repository(), {u"rev-parse"_s, u"f42"_s}), other->tips.value(u"f42"_s));
        QVERIFY(!git(roots.repository(), {u"rev-parse"_s, u"f43"_s}).startsWith(u"git failed"_s));
    }

    void emptiedLooseObjectsAreMended()
    {
        // As the original leaves a repository: every object loose.
        Roots roots;
        QVERIFY(import(roots, version(1)));
        const QString path = roots.repository();
        const QFileInfoList packs = packFiles(path, u"*.pack"_s);
        for (const QFileInfo &pack : packs) {
            const QString aside = roots.directory.filePath(u"aside.pack"_s);
            QVERIFY(QFile::rename(pack.filePath(), aside));
            QVERIFY(QFile::remove(pack.filePath().chopped(4) + u"idx"_s));
            QFile file(aside);
            QVERIFY(file.open(QIODevice::ReadOnly));
            git(path, {u"unpack-objects"_s, u"-q"_s}, file.readAll());
        }
        QCOMPARE(fsck(path), u""_s);
        const QString spec = git(path, {u"rev-parse"_s, u"f43:hello.spec"_s});
        truncate(path + u"/objects/"_s + spec.left(2) + u'/' + spec.sliced(2));
        QVERIFY(!fsck(path).isEmpty());
        const auto mended = import(roots, version(1));
        QVERIFY2(mended, qPrintable(said(mended)));
        QCOMPARE(fsck(path), u""_s);
        QCOMPARE(oneLine(path, u"f43"_s), u"automatic import of hello|Initial setup of the repo"_s);
    }

    void killedBetweenIndexAndPackIsTidied()
    {
        Roots roots;
        QVERIFY(import(roots, version(1)));
        const QString stem = roots.repository() + u"/objects/pack/pack-"_s;
        const QString index = stem + QString(40, u'a') + u".idx"_s;
        const QString ofGit = stem + QString(40, u'b') + u".pack"_s;
        for (const QString &path : {index, ofGit}) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(QByteArray(2000, 'x'));
        }
        QVERIFY(import(roots, version(1)));
        QVERIFY(!QFile::exists(index));
        QVERIFY(QFile::exists(ofGit)); // git may be about to write its index
    }

    void lockOfADeadProcessIsTakenOver()
    {
        Roots roots;
        QVERIFY(import(roots, version(1)));
        const QString lock = roots.repository() + u"/refs/heads/f43.lock"_s;
        QFile file(lock);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        const auto held = import(roots, version(2)); // git's own lock is respected
        QVERIFY(!held);
        QCOMPARE(held.error().cause, Cause::Git);
        QVERIFY(held.error().what.contains(lock));
        QCOMPARE(fsck(roots.repository()), u""_s);
        ::chmod(QFile::encodeName(lock).constData(), 01664);
        QVERIFY(import(roots, version(2)));
        QVERIFY(!QFile::exists(lock));
    }

    void damagedLookasideObjectIsReplaced_data()
    {
        QTest::addColumn<qint64>("size");
        QTest::addRow("empty") << qint64(0);
        QTest::addRow("short") << qint64(17);
    }

    void damagedLookasideObjectIsReplaced()
    {
        QFETCH(const qint64, size);
        Roots roots;
        const auto first = import(roots, version(1));
        QVERIFY(first);
        const QString object = roots.lookaside(u"hello-1.tar.gz/"_s + first->objects.at(1).hash
                                               + u"/hello-1.tar.gz"_s);
        QCOMPARE(mode(object), u"644"_s);
        truncate(object, size);
        const auto second = import(roots, version(1));
        QVERIFY(second);
        QCOMPARE(second->tips, first->tips);
        QVERIFY(second->warnings.join(u' ').contains(u"hello-1.tar.gz"_s));
        QFile file(object);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), version(1).at(1).bytes);
    }
};

QTEST_GUILESS_MAIN(RecoveryTest)
#include "tst_recovery.moc"
