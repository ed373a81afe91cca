// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/digest.h"

#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// Digests by RPM's numbers.
class DigestTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void knowsRpmsNumbers_data()
    {
        QTest::addColumn<int>("algorithm");
        QTest::addColumn<QByteArray>("ofAbc");
        QTest::newRow("MD5") << 1 << QByteArray("900150983cd24fb0d6963f7d28e17f72");
        QTest::newRow("SHA1") << 2 << QByteArray("a9993e364706816aba3e25717850c26c9cd0d89d");
        QTest::newRow("SHA256")
                << 8
                << QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        QTest::newRow("SHA3-256")
                << 12
                << QByteArray("3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532");
    }
    void knowsRpmsNumbers()
    {
        QFETCH(int, algorithm);
        QFETCH(QByteArray, ofAbc);
        auto digest = Digest::create(algorithm);
        QVERIFY(digest);
        for (int round = 0; round < 2; ++round) { // it begins anew
            digest->update("a");
            digest->update("bc");
            QCOMPARE(digest->finish(), ofAbc);
        }
    }

    void othersAreNotThere()
    {
        QVERIFY(!Digest::create(0));
        QVERIFY(!Digest::create(99));
        QVERIFY(!Digest::create(-1));
    }
};

QTEST_GUILESS_MAIN(DigestTest)
#include "tst_digest.moc"
