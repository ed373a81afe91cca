// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "distgit/destination.h"

#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

Destination good()
{
    Destination destination;
    destination.gitRoot = u"/srv/git"_s;
    destination.lookasideRoot = u"/srv/lookaside"_s;
    destination.owner = u"@group"_s;
    destination.project = u"proj:pr:12"_s;
    destination.package = u"gtk+3.0"_s;
    destination.branches = {u"f42"_s, u"epel9"_s};
    return destination;
}

} // namespace

/// No name leads out of a root.
class DestinationTest final : public QObject
{
    Q_OBJECT

private slots:
    void pathsAreDistGits()
    {
        QCOMPARE(good().repositoryPath(), u"/srv/git/@group/proj:pr:12/gtk+3.0.git"_s);
        QCOMPARE(good().lookasidePath(), u"/srv/lookaside/@group/proj:pr:12/gtk+3.0"_s);
    }

    void goodNamesPass()
    {
        QVERIFY(checkNames(good()));
        Destination destination = good();
        destination.package.clear(); // until the header is read
        destination.branches = {u"fedora/26"_s, u"rhel+epel-9"_s, u"f42"_s, u"f42"_s};
        QVERIFY(checkNames(destination));
        destination.owner = u"-_.x"_s;
        QVERIFY(checkNames(destination));
    }

    void badNamesAreInvalid_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("value");
        const QStringList everywhere{u"."_s,           u".."_s,   u"a/b"_s,    u"../x"_s,
                                     u"a b"_s,         u"a\n"_s,  u"\u00fc"_s, u"a\\b"_s,
                                     u"a;b"_s,         u"$(x)"_s, u"*"_s,      QString(300, u'a'),
                                     u"a"_s + QChar(0)};
        for (const QString &field : {u"owner"_s, u"project"_s, u"package"_s}) {
            for (const QString &value : everywhere)
                QTest::addRow("%s '%s'", qPrintable(field), qPrintable(value.left(20)))
                        << field << value;
        }
        for (const QString &value : {u"@"_s, u"@@a"_s, u"a@b"_s, u"@.."_s, u"a:b"_s, u""_s})
            QTest::addRow("owner '%s'", qPrintable(value)) << u"owner"_s << value;
        for (const QString &value : {u"@a"_s, u""_s})
            QTest::addRow("project '%s'", qPrintable(value)) << u"project"_s << value;
        for (const QString &value : {u"@a"_s, u"a:b"_s})
            QTest::addRow("package '%s'", qPrintable(value)) << u"package"_s << value;
        for (const QString &value : QStringList{u""_s,
                                                u"."_s,
                                                u".."_s,
                                                u"../x"_s,
                                                u"a..b"_s,
                                                u"/a"_s,
                                                u"a/"_s,
                                                u"a//b"_s,
                                                u"a.lock"_s,
                                                u"a.lock/b"_s,
                                                u".a"_s,
                                                u"x/.a"_s,
                                                u"a b"_s,
                                                u"a~1"_s,
                                                u"a^"_s,
                                                u"a:b"_s,
                                                u"a?"_s,
                                                u"a*"_s,
                                                u"a[b"_s,
                                                u"a\\b"_s,
                                                u"a@{b"_s,
                                                u"a."_s,
                                                u"-a"_s,
                                                u"HEAD"_s,
                                                u"a\n"_s,
                                                u"a"_s + QChar(0),
                                                QString(51, u'a')})
            QTest::addRow("branch '%s'", qPrintable(value)) << u"branch"_s << value;
    }

    void badNamesAreInvalid()
    {
        QFETCH(const QString, field);
        QFETCH(const QString, value);
        Destination destination = good();
        if (field == u"owner"_s)
            destination.owner = value;
        else if (field == u"project"_s)
            destination.project = value;
        else if (field == u"package"_s)
            destination.package = value;
        else
            destination.branches << value;
        const auto checked = checkNames(destination);
        QVERIFY(!checked);
        QCOMPARE(checked.error().cause, Cause::Invalid);
        QCOMPARE(checked.error().who, Who::Us); // who asked for it, no packager can mend that
        QVERIFY(checked.error().what.endsWith(u'.'));
    }

    void clashingBranchesAreInvalid()
    {
        Destination destination = good();
        destination.branches = {u"fedora-1"_s, u"fedora"_s, u"fedora/26"_s};
        const auto checked = checkNames(destination);
        QVERIFY(!checked);
        QCOMPARE(checked.error().cause, Cause::Invalid);
        QCOMPARE(checked.error().who, Who::Us); // who asked for it, no packager can mend that
        QVERIFY(checked.error().what.contains(u"fedora and fedora/26"_s));
        destination.branches = {u"fedora-1"_s, u"fedora"_s};
        QVERIFY(checkNames(destination));
        destination.branches.clear();
        QVERIFY(!checkNames(destination));
    }
};

QTEST_GUILESS_MAIN(DestinationTest)
#include "tst_destination.moc"
