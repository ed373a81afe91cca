// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "packit/chroottable.h"

#include <QTest>

namespace sluice {
using namespace Qt::StringLiterals;

class TestChrootTable : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void targetsExpand_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QStringList>("chroots");
        QTest::newRow("alias") << u"all"_s
                               << QStringList{u"fedora-43-x86_64"_s, u"fedora-rawhide-x86_64"_s};
        QTest::newRow("alias with architecture")
                << u"all-aarch64"_s
                << QStringList{u"fedora-43-aarch64"_s, u"fedora-rawhide-aarch64"_s};
        QTest::newRow("distribution") << u"fedora-43"_s << QStringList{u"fedora-43-x86_64"_s};
        QTest::newRow("chroot") << u"fedora-43-s390x"_s << QStringList{u"fedora-43-s390x"_s};
        QTest::newRow("branch") << u"f43"_s << QStringList{u"fedora-43-x86_64"_s};
        QTest::newRow("unknown") << u"plan9"_s << QStringList{u"plan9-x86_64"_s};
        QTest::newRow("empty") << u""_s << QStringList{u"-x86_64"_s};
        QTest::newRow("architecture alone") << u"-x86_64"_s << QStringList{u"-x86_64-x86_64"_s};
    }
    void targetsExpand()
    {
        QFETCH(QString, target);
        QTEST(table().expanded(target), "chroots");
    }

    void chrootsOfTheBuildSystemReplaceItsOwn()
    {
        ChrootTable table = this->table();
        QVERIFY(table.isChroot(u"fedora-43-x86_64"_s));
        QVERIFY(!table.isChroot(u"fedora-43-ppc64le"_s));
        table.setChroots({u"fedora-99-x86_64"_s});
        QVERIFY(table.isChroot(u"fedora-99-x86_64"_s));
        QVERIFY(!table.isChroot(u"fedora-43-x86_64"_s));
    }

    void testsRunElsewhereWhereTheTableSaysSo()
    {
        QCOMPARE(table().testTarget(u"epel-9-aarch64"_s, false), u"centos-stream-9-aarch64"_s);
        QCOMPARE(table().testTarget(u"epel-9-aarch64"_s, true), u"rhel-9-aarch64"_s);
        QCOMPARE(table().testTarget(u"fedora-43-x86_64"_s, true), u"fedora-43-x86_64"_s);
    }

    void whatIsNoTableIsRefused()
    {
        for (const QByteArray &json : {""_ba, "[]"_ba, "{\"distributions\": 3}"_ba})
            QCOMPARE(ChrootTable::fromJson(json).error().cause, Cause::Invalid);
    }

    void theTableThatIsBuiltInKnowsTheAliases()
    {
        const ChrootTable &table = ChrootTable::builtIn();
        for (const QString &alias :
             {u"fedora-all"_s, u"fedora-stable"_s, u"fedora-development"_s, u"fedora-latest"_s,
              u"fedora-latest-stable"_s, u"fedora-branched"_s, u"epel-all"_s, u"epel-10-all"_s,
              u"opensuse-leap-all"_s, u"f44"_s, u"rawhide"_s, u"epel9"_s}) {
            const QStringList chroots = table.expanded(alias);
            QVERIFY(!chroots.isEmpty());
            for (const QString &chroot : chroots)
                QVERIFY2(table.isChroot(chroot), qUtf8Printable(alias + u": "_s + chroot));
        }
        QVERIFY(table.isChroot(u"centos-stream-9-x86_64"_s));
        QVERIFY(!table.isChroot(table.expanded(u"centos-stream"_s).constFirst()));
    }

private:
    static ChrootTable table()
    {
        return ChrootTable::fromJson(
                       "{\"distributions\": ["
                       "{\"name\": \"fedora-43\", \"branch\": \"f43\", \"architectures\": "
                       "[\"x86_64\", \"aarch64\", \"s390x\"]},"
                       "{\"name\": \"fedora-rawhide\", \"architectures\": [\"x86_64\"]}],"
                       "\"aliases\": {\"all\": [\"fedora-43\", \"fedora-rawhide\", \"fedora-43\"]},"
                       "\"tests\": {\"epel-9\": \"centos-stream-9\"},"
                       "\"internalTests\": {\"epel-9\": \"rhel-9\"}}"_ba)
                .value();
    }
};

} // namespace sluice

QTEST_GUILESS_MAIN(sluice::TestChrootTable)
#include "tst_chroottable.moc"
