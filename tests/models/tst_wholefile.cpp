// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "wholefile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// Files that are written whole or not at all.
class WholeFileTest final : public QObject
{
    Q_OBJECT

private slots:
    void replacesAFile()
    {
        const QTemporaryDir directory;
        const QString path = directory.filePath(u"a.txt"_s);
        QVERIFY(writeWhole(path, "long enough to see a rest of it"));
        QVERIFY(writeWhole(path, "new"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("new"));
        QCOMPARE(QDir(directory.path()).entryList(QDir::Files), QStringList{u"a.txt"_s});
    }

    void namesWhatCannotBeWritten()
    {
        const QTemporaryDir directory;
        for (const QString &path : {directory.filePath(u"none/a.txt"_s), directory.path()}) {
            const auto written = writeWhole(path, "new");
            QVERIFY(!written);
            QCOMPARE(written.error().cause, Cause::Storage);
            QVERIFY(written.error().what.startsWith(path + u" cannot be written"_s));
            QVERIFY(!written.error().detail.isEmpty());
        }
        QVERIFY(QDir(directory.path()).isEmpty());
    }
};

QTEST_GUILESS_MAIN(WholeFileTest)
#include "tst_wholefile.moc"
