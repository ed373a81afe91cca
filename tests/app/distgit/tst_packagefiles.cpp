// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "distgit/packagefiles.h"

#include <QTest>

using namespace sluice;

/// `.gitignore`, `sources` and kept files, by the rules of pyrpkg.
class PackageFilesTest final : public QObject
{
    Q_OBJECT

private slots:
    void gitignoreGainsWhatNoLineMatches_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("after");
        QTest::addRow("first") << QByteArray() << QByteArray("a.tar") << QByteArray("/a.tar\n");
        QTest::addRow("same line")
                << QByteArray("/a.tar\n") << QByteArray("a.tar") << QByteArray("/a.tar\n");
        QTest::addRow("without slash")
                << QByteArray("a.tar") << QByteArray("a.tar") << QByteArray("a.tar");
        QTest::addRow("many slashes")
                << QByteArray("///a.tar\n") << QByteArray("a.tar") << QByteArray("///a.tar\n");
        QTest::addRow("pattern") << QByteArray("/*.tar\n") << QByteArray("a.tar")
                                 << QByteArray("/*.tar\n");
        QTest::addRow("newline missing")
                << QByteArray("/b") << QByteArray("a.tar") << QByteArray("/b\n/a.tar\n");
        QTest::addRow("comment matches nothing here")
                << QByteArray("# a.tar\n\n") << QByteArray("a.tar")
                << QByteArray("# a.tar\n\n/a.tar\n");
        QTest::addRow("directory line is not git's")
                << QByteArray("a.tar/\n") << QByteArray("a.tar") << QByteArray("a.tar/\n/a.tar\n");
        QTest::addRow("negation is plain")
                << QByteArray("!a.tar\n") << QByteArray("a.tar") << QByteArray("!a.tar\n/a.tar\n");
        QTest::addRow("line ends become LF when written")
                << QByteArray("/b\r\n/c\r/d") << QByteArray("a") << QByteArray("/b\n/c\n/d\n/a\n");
        QTest::addRow("line ends stay when nothing is written")
                << QByteArray("/b\r\n/a\r\n") << QByteArray("a") << QByteArray("/b\r\n/a\r\n");
        QTest::addRow("a new line that is a pattern")
                << QByteArray() << QByteArray("a[1].tar") << QByteArray("/a[1].tar\n");
    }

    void gitignoreGainsWhatNoLineMatches()
    {
        QFETCH(const QByteArray, before);
        QFETCH(const QByteArray, name);
        QTEST(withIgnored(before, {name}), "after");
    }

    void namesOfOneImportMatchEachOther()
    {
        QCOMPARE(withIgnored({}, {"x*", "xyz", "a"}), "/x*\n/a\n");
    }

    void sourcesHaveTheFormsOfBothFormats()
    {
        const QList<StagedFile> files{{.name = "b.tar", .hash = "0f", .size = 1, .temporary = {}},
                                      {.name = "a b", .hash = "1f", .size = 1, .temporary = {}}};
        QCOMPARE(sourcesFile(files, Format::Copr), "0f  b.tar\n1f  a b\n");
        QCOMPARE(sourcesFile(files, Format::Fedora), "SHA512 (b.tar) = 0f\nSHA512 (a b) = 1f\n");
        QCOMPARE(sourcesFile({}, Format::Copr), "");
    }

    void keptFilesAreTheOnesOfPyrpkg()
    {
        for (const char *path : {"README.md", "gating.yaml", "tests/a", "tests/a/b.sh",
                                 "x.rpmlintrc", ".fmf/version", "plans.fmf", "plans/deep/main.fmf"})
            QVERIFY2(isKeptFile(path), path);
        for (const char *path : {"README", "readme.md", "tests", "test/a", "fmf", "x.spec",
                                 "sub/README.md", "a.fmf.bak"})
            QVERIFY2(!isKeptFile(path), path);
    }

    void thousandsOfNamesAreQuick()
    {
        QList<QByteArray> names;
        for (int i = 0; i < 20000; ++i)
            names << "file-" + QByteArray::number(i) + ".bin";
        QCOMPARE(withIgnored("*.tar\n*.zip\n", names).count('\n'), 20002);
    }
};

QTEST_GUILESS_MAIN(PackageFilesTest)
#include "tst_packagefiles.moc"
