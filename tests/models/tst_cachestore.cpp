// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/cachestore.h"

#include "store/database.h"
#include "timers.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// GitHub's answers, as the store keeps them.
class CacheStoreTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_directory = std::make_unique<QTemporaryDir>();
        open({});
    }

    void anAnswerComesBackAsItWas()
    {
        CachedAnswer answer = named(u"/a"_s, "body\0with zero"_ba);
        answer.etag = "W/\"1\"";
        answer.lastModified = "Tue, 14 Nov 2023 22:00:00 GMT";
        answer.headers = {{"Link", "<https://gh.test/a?page=2>; rel=\"next\""},
                          {"Content-Type", "text/plain; charset=utf-8"}};
        QVERIFY(m_cache->keep(answer));
        open({});
        const auto found = m_cache->find(answer.key);
        QVERIFY(found);
        QVERIFY(*found);
        QCOMPARE((*found)->body, answer.body);
        QCOMPARE((*found)->etag, answer.etag);
        QCOMPARE((*found)->lastModified, answer.lastModified);
        QCOMPARE((*found)->headers, answer.headers);
    }

    void anEmptyBodyIsABody()
    {
        QVERIFY(m_cache->keep(named(u"/a"_s, {})));
        QVERIFY(*m_cache->find(named(u"/a"_s, {}).key));
    }

    void everyPartOfTheKeyCounts()
    {
        const CachedAnswer answer = named(u"/a"_s, "x");
        QVERIFY(m_cache->keep(answer));
        for (int part = 0; part < 4; ++part) {
            CacheKey other = answer.key;
            (part == 0 ? other.baseUrl : part == 1 ? other.token : other.path) += u'x';
            if (part == 3)
                other = {answer.key.baseUrl, answer.key.token, answer.key.path, "text/plain"};
            QVERIFY(!*m_cache->find(other));
        }
    }

    void theNewestReplacesTheOld()
    {
        QVERIFY(m_cache->keep(named(u"/a"_s, "old")));
        QVERIFY(m_cache->keep(named(u"/a"_s, "new")));
        QCOMPARE((*m_cache->find(named(u"/a"_s, {}).key))->body, "new");
        QCOMPARE(m_cache->size()->entries, 1);
        QVERIFY(m_cache->forget(named(u"/a"_s, {}).key));
        QCOMPARE(m_cache->size()->entries, 0);
    }

    void whatWasNotUsedForLongestGoesFirst()
    {
        open({.entries = 3});
        for (const auto &path : {u"/a"_s, u"/b"_s, u"/c"_s})
            keepLater(path, "x");
        m_timers.turn(2min);
        QVERIFY(*m_cache->find(named(u"/a"_s, {}).key)); // used
        keepLater(u"/d"_s, "x");
        QCOMPARE(kept(), u"/a /c /d"_s);
    }

    void bytesAreBound()
    {
        open({.bytes = 10'000, .largest = 8'000});
        keepLater(u"/a"_s, QByteArray(3000, 'x'));
        keepLater(u"/b"_s, QByteArray(3000, 'x'));
        keepLater(u"/c"_s, QByteArray(5000, 'x'));
        QCOMPARE(kept(), u"/b /c"_s);
        QVERIFY(m_cache->size()->bytes <= 10'000);
        keepLater(u"/b"_s, QByteArray(9000, 'x')); // too large, and what stood there is old
        QCOMPARE(kept(), u"/c"_s);
    }

    void movesAreRememberedUntilForgotten()
    {
        QVERIFY(m_cache->rememberMove(u"https://gh.test"_s, u"/a"_s, u"/b"_s));
        QVERIFY(m_cache->rememberMove(u"https://gh.test"_s, u"/a"_s, u"/c"_s));
        open({});
        QCOMPARE(**m_cache->moveOf(u"https://gh.test"_s, u"/a"_s), u"/c"_s);
        QVERIFY(!*m_cache->moveOf(u"https://other.test"_s, u"/a"_s));
        QVERIFY(m_cache->forgetMove(u"https://gh.test"_s, u"/a"_s));
        QVERIFY(!*m_cache->moveOf(u"https://gh.test"_s, u"/a"_s));

        // The old name may be given to another repository.
        QVERIFY(m_cache->rememberMove(u"https://gh.test"_s, u"/a"_s, u"/b"_s));
        m_timers.turn(23h);
        QVERIFY(*m_cache->moveOf(u"https://gh.test"_s, u"/a"_s));
        m_timers.turn(2h);
        QVERIFY(!*m_cache->moveOf(u"https://gh.test"_s, u"/a"_s));
    }

private:
    void open(CacheBounds bounds)
    {
        m_cache.reset();
        m_database.reset();
        m_database = *Database::open(m_directory->filePath(u"queue.sqlite"_s));
        m_cache = std::make_unique<CacheStore>(*m_database, m_timers, bounds);
    }
    [[nodiscard]] static CachedAnswer named(const QString &path, const QByteArray &body)
    {
        return {.key = {u"https://gh.test"_s, u"token of robot"_s, path, "application/json"},
                .etag = {},
                .lastModified = {},
                .headers = {},
                .body = body};
    }
    void keepLater(const QString &path, const QByteArray &body)
    {
        m_timers.turn(1s);
        QVERIFY(m_cache->keep(named(path, body)));
    }
    [[nodiscard]] QString kept()
    {
        QStringList paths;
        for (const auto &path : {u"/a"_s, u"/b"_s, u"/c"_s, u"/d"_s}) {
            if (*m_cache->find(named(path, {}).key))
                paths << path;
        }
        return paths.join(u' ');
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    HandTimers m_timers;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<CacheStore> m_cache;
};

QTEST_GUILESS_MAIN(CacheStoreTest)
#include "tst_cachestore.moc"
