// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/proxycache.h"

#include <QRegularExpression>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

QHttpHeaders headers(const QList<std::pair<QByteArray, QByteArray>> &pairs)
{
    return QHttpHeaders::fromListOfPairs(pairs);
}

} // namespace

/// What is kept of answers, for whom, and how much of it.
class ProxyCacheTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void eachCallerHasItsOwn()
    {
        const ProxyCache cache;
        const QHttpHeaders first = headers({{"Authorization", "token a"}, {"User-Agent", "x"}});
        const QHttpHeaders second = headers({{"Authorization", "token b"}, {"User-Agent", "x"}});
        const QHttpHeaders third = headers({{"Authorization", "token a"}, {"Accept", "raw"}});
        const QHttpHeaders same = headers({{"authorization", "token a"}, {"User-Agent", "y"}});
        QCOMPARE(cache.keyOf("/x", first), cache.keyOf("/x", same));
        QVERIFY(cache.keyOf("/x", first) != cache.keyOf("/x", second));
        QVERIFY(cache.keyOf("/x", first) != cache.keyOf("/x", third));
        QVERIFY(cache.keyOf("/x", first) != cache.keyOf("/y", first));
        QCOMPARE(cache.accountOf(first), cache.accountOf(same));
        QVERIFY(cache.accountOf(first) != cache.accountOf(second));
    }

    void namesMeanNothingElsewhere()
    {
        const QHttpHeaders one = headers({{"Authorization", "token a"}});
        QVERIFY(ProxyCache().keyOf("/x", one) != ProxyCache().keyOf("/x", one));
        QVERIFY(ProxyCache().accountOf(one) != ProxyCache().accountOf(one));
    }

    void theOldestUseGoesFirst()
    {
        ProxyCache cache({.bytes = 2500, .largest = 1200});
        cache.keep("a", {.body = QByteArray(1000, 'a')});
        cache.keep("b", {.body = QByteArray(1000, 'b')});
        QVERIFY(cache.find("a"));
        cache.keep("c", {.body = QByteArray(1000, 'c')});
        QVERIFY(!cache.find("b"));
        QCOMPARE(cache.find("a")->body.size(), 1000);
        QCOMPARE(cache.find("c")->body.size(), 1000);
        QCOMPARE(cache.bytes(), 2002);
    }

    void theNewestAnswerStays()
    {
        ProxyCache cache({.bytes = 2500, .largest = 1200});
        cache.keep("a", {.body = "1"});
        cache.keep("a", {.body = "22"});
        QCOMPARE(cache.find("a")->body, "22"_ba);
        QCOMPARE(cache.bytes(), 3);
        cache.keep("a", {.body = QByteArray(1201, 'a')}); // too large, and the old one is over
        QVERIFY(!cache.find("a"));
        cache.forget("a");
        QCOMPARE(cache.bytes(), 0);
    }

    void someAnswersAreForOneReaderAlone_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("mayKeep");
        QTest::newRow("private") << "Cache-Control"_ba << "private, max-age=60"_ba << true;
        QTest::newRow("not at all") << "Cache-Control"_ba << "no-store"_ba << false;
        QTest::newRow("not at all, in capitals") << "Cache-Control"_ba << "No-Store"_ba << false;
        QTest::newRow("cookie") << "Set-Cookie"_ba << "a=b"_ba << false;
        QTest::newRow("GitHub's") << "Vary"_ba
                                  << "Accept, Authorization, Cookie, X-GitHub-OTP, "
                                     "Accept-Encoding, Accept, X-Requested-With"_ba
                                  << true;
        QTest::newRow("by something else") << "Vary"_ba << "Accept, X-New"_ba << false;
        QTest::newRow("by everything") << "Vary"_ba << "*"_ba << false;
    }

    void someAnswersAreForOneReaderAlone()
    {
        QFETCH(const QByteArray, name);
        QFETCH(const QByteArray, value);
        QFETCH(const bool, mayKeep);
        QCOMPARE(ProxyCache::mayKeep(headers({{name, value}})), mayKeep);
    }
};

QTEST_GUILESS_MAIN(ProxyCacheTest)
#include "tst_proxycache.moc"
