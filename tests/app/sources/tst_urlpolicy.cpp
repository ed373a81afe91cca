// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/urlpolicy.h"

#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// Which URLs and addresses may be fetched.
class UrlPolicyTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void onlyPublicAddressesArePublic_data()
    {
        QTest::addColumn<bool>("isPublic");
        for (const char *address :
             {"8.8.8.8", "1.1.1.1", "100.63.255.255", "172.15.0.1", "172.32.0.1", "192.167.1.1",
              "223.255.255.255", "2a01:4f8::1", "2600::1", "::ffff:8.8.8.8", "64:ff9b::808:808",
              "2002:808:808::1"})
            QTest::newRow(address) << true;
        for (const char *address : {"0.0.0.0",
                                    "0.1.2.3",
                                    "10.0.0.1",
                                    "10.255.255.255",
                                    "100.64.0.1",
                                    "100.127.255.255",
                                    "127.0.0.1",
                                    "127.255.0.1",
                                    "169.254.169.254",
                                    "172.16.0.1",
                                    "172.31.255.255",
                                    "192.0.0.8",
                                    "192.0.2.1",
                                    "192.88.99.1",
                                    "192.168.0.1",
                                    "198.18.0.1",
                                    "198.19.255.255",
                                    "198.51.100.1",
                                    "203.0.113.9",
                                    "224.0.0.1",
                                    "239.1.1.1",
                                    "240.0.0.1",
                                    "255.255.255.255",
                                    "::",
                                    "::1",
                                    "::127.0.0.1",
                                    "::ffff:127.0.0.1",
                                    "::ffff:10.0.0.1",
                                    "64:ff9b::7f00:1",
                                    "64:ff9b:1::1",
                                    "100::1",
                                    "2001::1",
                                    "2001:db8::1",
                                    "2002:7f00:1::1",
                                    "2002:a00:1::",
                                    "3fff::1",
                                    "5f00::1",
                                    "fc00::1",
                                    "fd12:3456::1",
                                    "fe80::1",
                                    "fe80::1%lo",
                                    "fec0::1",
                                    "ff02::1",
                                    ""})
            QTest::newRow(address) << false;
    }

    void onlyPublicAddressesArePublic()
    {
        QFETCH(const bool, isPublic);
        QCOMPARE(isPublicAddress(QHostAddress(QString::fromLatin1(QTest::currentDataTag()))),
                 isPublic);
    }

    void onlyHttpAndHttpsWithAHostAreUrls_data()
    {
        QTest::addColumn<bool>("isAllowed");
        for (const char *url : {"http://example.org/a.src.rpm", "https://example.org",
                                "HTTP://example.org/", "https://[2600::1]:8443/a b.src.rpm"})
            QTest::newRow(url) << true;
        for (const char *url :
             {"", "a.src.rpm", "/srv/a.src.rpm", "//example.org/a", "file:///etc/passwd",
              "ftp://example.org/a", "data:,hello", "qrc:/a", "http://", "http:///a",
              "http://example.org:0/", "http://example.org:99999/", "javascript:alert(1)",
              "http://user@example.org/", "https://user:secret@example.org/"})
            QTest::newRow(url) << false;
    }

    void onlyHttpAndHttpsWithAHostAreUrls()
    {
        QFETCH(const bool, isAllowed);
        const auto result
                = UrlPolicy().checkUrl(QUrl(QString::fromLatin1(QTest::currentDataTag())));
        QCOMPARE(result.has_value(), isAllowed);
        if (!isAllowed) {
            QCOMPARE(result.error().cause, Cause::Invalid);
            QVERIFY(!result.error().what.contains("secret"_L1));
        }
    }

    void whatIsListedMayBePrivate_data()
    {
        QTest::addColumn<QString>("listed");
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("isAllowed");
        QTest::newRow("nothing") << u""_s << u"http://build/x"_s << u"10.0.0.7"_s << false;
        QTest::newRow("name") << u"build"_s << u"http://build/x"_s << u"10.0.0.7"_s << true;
        QTest::newRow("any port") << u"build"_s << u"http://build:81/x"_s << u"10.0.0.7"_s << true;
        QTest::newRow("case") << u"Build.Example"_s << u"http://bUILD.example/x"_s << u"10.0.0.7"_s
                              << true;
        QTest::newRow("the root's dot")
                << u"build"_s << u"http://build./x"_s << u"10.0.0.7"_s << true;
        QTest::newRow("not a part")
                << u"build"_s << u"http://build.evil/x"_s << u"10.0.0.7"_s << false;
        QTest::newRow("not a sub-domain")
                << u"build"_s << u"http://evil.build/x"_s << u"10.0.0.7"_s << false;
        QTest::newRow("port") << u"build:81"_s << u"http://build:81/x"_s << u"10.0.0.7"_s << true;
        QTest::newRow("other port")
                << u"build:81"_s << u"http://build:82/x"_s << u"10.0.0.7"_s << false;
        QTest::newRow("default port")
                << u"build:443"_s << u"https://build/x"_s << u"10.0.0.7"_s << true;
        QTest::newRow("international") << u"bücher.example"_s << u"http://xn--bcher-kva.example/"_s
                                       << u"10.0.0.7"_s << true;
        QTest::newRow("address") << u"10.0.0.7"_s << u"http://build/x"_s << u"10.0.0.7"_s << true;
        QTest::newRow("other address")
                << u"10.0.0.7"_s << u"http://build/x"_s << u"10.0.0.8"_s << false;
        QTest::newRow("address, port")
                << u"127.0.0.1:81"_s << u"http://127.0.0.1:81/"_s << u"127.0.0.1"_s << true;
        QTest::newRow("address, other port")
                << u"127.0.0.1:81"_s << u"http://127.0.0.1:82/"_s << u"127.0.0.1"_s << false;
        QTest::newRow("mapped") << u"10.0.0.7"_s << u"http://build/x"_s << u"::ffff:10.0.0.7"_s
                                << true;
        QTest::newRow("subnet") << u"10.0.0.0/8"_s << u"http://build/x"_s << u"10.9.9.9"_s << true;
        QTest::newRow("out of it")
                << u"10.0.0.0/8"_s << u"http://build/x"_s << u"192.168.0.1"_s << false;
        QTest::newRow("IPv6 subnet")
                << u"fd00::/8"_s << u"http://build/x"_s << u"fd12::1"_s << true;
        QTest::newRow("IPv6 and port")
                << u"[::1]:81"_s << u"http://[::1]:81/x"_s << u"::1"_s << true;
        QTest::newRow("nonsense") << u"http://build/x"_s << u"http://build/x"_s << u"10.0.0.7"_s
                                  << false;
    }

    void whatIsListedMayBePrivate()
    {
        QFETCH(const QString, listed);
        QFETCH(const QString, url);
        QFETCH(const QString, address);
        QFETCH(const bool, isAllowed);
        const UrlPolicy policy({listed});
        const auto result = policy.checkAddress(QUrl(url), QHostAddress(address), false);
        QCOMPARE(result.has_value(), isAllowed);
        if (!isAllowed) {
            QCOMPARE(result.error().cause, Cause::Forbidden);
            QCOMPARE(result.error().who, Who::Us);
            QVERIFY(result.error().what.contains(QUrl(url).host()));
        }
        QVERIFY(policy.checkAddress(QUrl(url), QHostAddress(address), true));
    }

    void textsShowNoSecrets()
    {
        QCOMPARE(displayUrl(QUrl(u"https://me:pw@example.org/a%2Fb?token=1#x"_s)),
                 u"https://example.org/a%2Fb"_s);
    }
};

QTEST_GUILESS_MAIN(UrlPolicyTest)
#include "tst_urlpolicy.moc"
