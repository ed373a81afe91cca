// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "files.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// Files that are written as a whole or not at all.
class FilesTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void replacesTheWholeFile()
    {
        const QTemporaryDir directory;
        const QString path = directory.filePath(u"table.csv"_s);
        QVERIFY(writeWhole(path, "a longer first text"));
        QVERIFY(writeWhole(path, "short"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), "short");
    }

    void namesWhatCannotBeWritten()
    {
        const QTemporaryDir directory;
        const QString path = directory.filePath(u"missing/table.csv"_s);
        const auto written = writeWhole(path, "text");
        QVERIFY(!written);
        QCOMPARE(written.error().cause, Cause::Storage);
        QVERIFY2(written.error().what.contains(path), qPrintable(written.error().what));
        QVERIFY(!written.error().detail.isEmpty());
        QVERIFY(QDir(directory.path()).isEmpty());
    }
};

QTEST_GUILESS_MAIN(FilesTest)
#include "tst_files.moc"
