// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/distgit/packages.h"
#include "distgit/packwriter.h"

#include <QRandomGenerator>
#include <QRegularExpression>

using namespace sluice;
using namespace sluice::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray noise(qsizetype size, quint32 seed)
{
    QRandomGenerator random(seed);
    QByteArray bytes(size, Qt::Uninitialized);
    for (char &byte : bytes)
        byte = static_cast<char>(random.generate());
    return bytes;
}

/// A bare repository to put packs into, and the path of a temporary file beside it.
struct Place
{
    Place() { git(directory.path(), {u"init"_s, u"-q"_s, u"--bare"_s, repository}); }

    /// What git says of the finished pack.
    [[nodiscard]] QString finish(PackWriter &pack) const
    {
        const auto hash = pack.seal();
        if (!hash)
            return hash.error().what;
        const QByteArray stem = QFile::encodeName(repository) + "/objects/pack/pack-" + *hash;
        if (const auto done = pack.finish(stem); !done)
            return done.error().what;
        const QString verified
                = git(repository, {u"verify-pack"_s, u"-v"_s, QString::fromUtf8(stem + ".idx")});
        QString complaints = fsck(repository);
        complaints.remove(QRegularExpression(u"notice: .*\\n"_s)); // there are no branches
        return (verified.contains(u"git failed"_s) ? verified : QString()) + complaints;
    }

    QTemporaryDir directory;
    QString repository = directory.filePath(u"r.git"_s);
    QByteArray temporary = QFile::encodeName(directory.filePath(u"temporary"_s));
};

} // namespace

/// Packs as the real git reads them.
class PackWriterTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void gitReadsEveryObject_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addRow("empty") << QByteArray();
        QTest::addRow("one byte") << QByteArray("x");
        QTest::addRow("size of 4 bits") << QByteArray(15, 'x');
        QTest::addRow("size of 5 bits") << QByteArray(16, 'x');
        QTest::addRow("size of 12 bits") << noise(4000, 1);
        QTest::addRow("kept in memory") << noise(200000, 2);
        QTest::addRow("beyond memory") << noise(3000000, 3);
    }

    void gitReadsEveryObject()
    {
        QFETCH(const QByteArray, bytes);
        const Place place;
        PackWriter pack(place.temporary);
        QVERIFY(pack.write(ObjectKind::Blob, "first"));
        QVERIFY(pack.begin(ObjectKind::Blob, bytes.size()));
        if (bytes.isEmpty())
            QVERIFY(pack.add({}));
        for (qsizetype at = 0; at < bytes.size(); at += 7777)
            QVERIFY(pack.add(QByteArrayView(bytes).sliced(at).first(
                    std::min<qsizetype>(7777, bytes.size() - at))));
        const auto id = pack.end();
        QVERIFY(id);
        QVERIFY(pack.write(ObjectKind::Blob, "last"));
        QCOMPARE(place.finish(pack), u""_s);
        QCOMPARE(git(place.repository, {u"hash-object"_s, u"--stdin"_s}, bytes), id->text());
        QCOMPARE(git(place.repository, {u"cat-file"_s, u"-s"_s, id->text()}),
                 QString::number(bytes.size()));
        QVERIFY(!QFile::exists(QFile::decodeName(place.temporary)));
    }

    void manyObjectsAreAllFound()
    {
        const Place place;
        PackWriter pack(place.temporary);
        for (int i = 0; i < 3000; ++i)
            QVERIFY(pack.write(ObjectKind::Blob, QByteArray::number(i)));
        QCOMPARE(place.finish(pack), u""_s);
        QCOMPARE(git(place.repository,
                     {u"cat-file"_s, u"--batch-all-objects"_s, u"--batch-check=x"_s})
                         .count(u'x'),
                 3000);
    }

    void equalObjectsAreWrittenOnce()
    {
        const Place place;
        PackWriter pack(place.temporary);
        const QByteArray big = noise(600000, 4);
        const auto first = pack.write(ObjectKind::Blob, big);
        QVERIFY(pack.write(ObjectKind::Blob, "between"));
        const auto second = pack.write(ObjectKind::Blob, big); // from beyond memory back
        QCOMPARE(*first, *second);
        QVERIFY(pack.write(ObjectKind::Blob, "between"));
        QVERIFY(pack.write(ObjectKind::Blob, "after"));
        QCOMPARE(pack.ids().size(), 3);
        QCOMPARE(place.finish(pack), u""_s);
    }

    void forgottenObjectsLeaveNoTrace_data()
    {
        QTest::addColumn<qsizetype>("size");
        QTest::addColumn<bool>("isFinished");
        QTest::addRow("small") << qsizetype(100) << false;
        QTest::addRow("big") << qsizetype(900000) << false;
        QTest::addRow("small, finished") << qsizetype(100) << true;
        QTest::addRow("big, finished") << qsizetype(900000) << true;
    }

    void forgottenObjectsLeaveNoTrace()
    {
        QFETCH(const qsizetype, size);
        QFETCH(const bool, isFinished);
        const Place place;
        PackWriter pack(place.temporary);
        QVERIFY(pack.write(ObjectKind::Blob, noise(size, 5)));
        const auto mark = pack.mark();
        const auto forgotten = pack.write(ObjectKind::Blob, noise(size, 6));
        const QByteArray aside = place.temporary + "-aside";
        if (isFinished) {
            QVERIFY(pack.seal());
            QVERIFY(pack.finish(aside));
        }
        QVERIFY(pack.forget(mark, place.temporary));
        QVERIFY(!pack.contains(*forgotten));
        QVERIFY(pack.write(ObjectKind::Blob, "new"));
        QCOMPARE(place.finish(pack), u""_s);
        QCOMPARE(git(place.repository,
                     {u"cat-file"_s, u"--batch-all-objects"_s, u"--batch-check=x"_s})
                         .count(u'x'),
                 2);
    }

    void droppedPackLeavesNothing()
    {
        const Place place;
        {
            PackWriter pack(place.temporary);
            QVERIFY(pack.write(ObjectKind::Blob, noise(900000, 7)));
            QVERIFY(QFile::exists(QFile::decodeName(place.temporary)));
        }
        QVERIFY(!QFile::exists(QFile::decodeName(place.temporary)));
    }
};

QTEST_GUILESS_MAIN(PackWriterTest)
#include "tst_packwriter.moc"
