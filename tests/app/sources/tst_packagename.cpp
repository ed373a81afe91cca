// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/packagename.h"

#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// Which names a payload file may have.
class PackageNameTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void ordinaryAndOddNamesPass_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const char *name : {"hello.spec", "a b", "a&b", "._x.spec", ".hidden", "...", "a..b",
                                 "..a", "git", "my.git", "git~", "git~x", "hello~1", "a\\b",
                                 "Sources", "sources.tar", "gr\xc3\xbc\xc3\x9f", "gr\xfc"})
            QTest::addRow("%s", name) << QByteArray(name);
    }
    void ordinaryAndOddNamesPass()
    {
        QFETCH(QByteArray, name);
        QCOMPARE(payloadNameFault(name), QString());
    }

    void otherNamesDoNot_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QString>("fault");
        QTest::newRow("empty") << QByteArray() << u"is empty"_s;
        for (const char *name : {".", ".."})
            QTest::addRow("%s", name) << QByteArray(name) << u"is a directory's"_s;
        for (const char *name : {"/", "/a", "a/", "a/b", "./a", "../a"})
            QTest::addRow("%s", name) << QByteArray(name) << u"has a '/' in it"_s;
        for (const char c : {'\1', '\t', '\n', '\r', '\x1b', '\x1f', '\x7f'})
            QTest::addRow("control %d", c)
                    << QByteArray("a") + c << u"has a control character in it"_s;
        QTest::newRow("zero") << QByteArray("a\0b", 3) << u"has a control character in it"_s;
        QTest::newRow("sources") << QByteArray("sources")
                                 << u"belongs to the list of lookaside files"_s;
        for (const char *name : {".git", ".GiT", ".gitignore", ".gitmodules", ".gitattributes",
                                 ".gitx", ".git ", ".git:x", "git~1", "GIT~2", "gitmod~1",
                                 "GI7EBA~1", ".g\u200cit", "\ufeff.git", ".gi\u206et"})
            QTest::addRow("git: %s", name) << QByteArray(name) << u"has a meaning for git"_s;
    }
    void otherNamesDoNot()
    {
        QFETCH(QByteArray, name);
        QFETCH(QString, fault);
        QCOMPARE(payloadNameFault(name), fault);
    }
};

QTEST_GUILESS_MAIN(PackageNameTest)
#include "tst_packagename.moc"
