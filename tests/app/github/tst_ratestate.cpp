// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/ratestate.h"

#include <QRegularExpression>
#include <QTest>
#include <QTimeZone>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QHttpHeaders headersOf(std::initializer_list<std::pair<QByteArray, QByteArray>> pairs)
{
    return QHttpHeaders::fromListOfPairs(pairs);
}

} // namespace

/// What answers say about limits.
class RateStateTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void headersAreRead()
    {
        const RateFacts facts = rateFacts(headersOf({{"X-RateLimit-Limit", "5000"},
                                                     {"X-RateLimit-Remaining", "4987"},
                                                     {"X-RateLimit-Used", "13"},
                                                     {"X-RateLimit-Reset", "1700003600"},
                                                     {"X-RateLimit-Resource", "core"},
                                                     {"Retry-After", "17"},
                                                     {"Date", "Tue, 14 Nov 2023 22:13:20 GMT"}}));
        QVERIFY(facts.isComplete());
        QCOMPARE(facts.limit, 5000);
        QCOMPARE(facts.remaining, 4987);
        QCOMPARE(facts.resource, u"core"_s);
        QCOMPARE(facts.reset.toSecsSinceEpoch(), 1'700'003'600);
        QCOMPARE(facts.serverTime.toSecsSinceEpoch(), 1'700'000'000);
        QCOMPARE(facts.retryAfter, "17"_ba);
    }

    void nonsenseInHeadersSaysNothing_data()
    {
        QTest::addColumn<QByteArray>("limit");
        QTest::addColumn<QByteArray>("reset");
        QTest::newRow("words") << "many"_ba << "soon"_ba;
        QTest::newRow("negative") << "-5"_ba << "-1"_ba;
        QTest::newRow("huge") << "99999999999999"_ba << "99999999999999999"_ba;
        QTest::newRow("empty") << ""_ba << ""_ba;
    }

    void nonsenseInHeadersSaysNothing()
    {
        QFETCH(const QByteArray, limit);
        QFETCH(const QByteArray, reset);
        const RateFacts facts = rateFacts(headersOf({{"X-RateLimit-Limit", limit},
                                                     {"X-RateLimit-Remaining", limit},
                                                     {"X-RateLimit-Reset", reset},
                                                     {"Date", "now"}}));
        QCOMPARE(facts.limit, -1);
        QCOMPARE(facts.remaining, -1);
        QVERIFY(facts.reset.isNull());
        QVERIFY(facts.serverTime.isNull());
        RateState state;
        state.learn(facts, 0ms);
        QCOMPARE(state.remaining(QDateTime::currentDateTimeUtc()), -1);
    }

    void answersAreJudged_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("remaining");
        QTest::addColumn<QByteArray>("retryAfter");
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<RateVerdict>("verdict");
        const QByteArray none;
        using enum RateVerdict;
        QTest::newRow("success") << 200 << 10 << none << none << Fine;
        QTest::newRow("success with the last") << 200 << 0 << none << none << Fine;
        QTest::newRow("5xx with retry-after") << 503 << 10 << "5"_ba << none << Fine;
        QTest::newRow("no right") << 403 << 10 << none << "Resource not accessible"_ba << Fine;
        QTest::newRow("no right with the last") << 403 << 0 << none << "Must have push"_ba << Fine;
        QTest::newRow("primary") << 403 << 0 << none << "API rate limit exceeded for user"_ba
                                 << PrimaryExhausted;
        QTest::newRow("primary without words") << 403 << 0 << none << none << PrimaryExhausted;
        QTest::newRow("primary, 429") << 429 << 0 << none << "Too many"_ba << PrimaryExhausted;
        QTest::newRow("primary without headers")
                << 403 << -1 << none << "API rate limit exceeded for 1.2.3.4"_ba
                << PrimaryExhausted;
        QTest::newRow("secondary")
                << 403 << 10 << none << "You have exceeded a secondary rate limit"_ba << Secondary;
        QTest::newRow("secondary and nothing left")
                << 403 << 0 << none << "You have exceeded a secondary rate limit"_ba << Secondary;
        QTest::newRow("retry-after alone") << 403 << 10 << "30"_ba << none << Secondary;
        QTest::newRow("429 alone") << 429 << 10 << none << none << Secondary;
    }

    void answersAreJudged()
    {
        QFETCH(const int, status);
        QFETCH(const int, remaining);
        QFETCH(const QByteArray, retryAfter);
        QFETCH(const QByteArray, message);
        QFETCH(const RateVerdict, verdict);
        const RateFacts facts{.remaining = remaining, .retryAfter = retryAfter};
        QCOMPARE(rateVerdict(status, facts, "{\"message\":\"" + message + "\"}", false), verdict);
    }

    void aResetFillsTheBudget()
    {
        const QDateTime now(QDate(2026, 11, 23), QTime(10, 0), QTimeZone::UTC);
        RateState state;
        state.learn({.limit = 5000, .remaining = 7, .reset = now.addSecs(60)}, 0ms);
        QCOMPARE(state.remaining(now), 7);
        QCOMPARE(state.remaining(now.addSecs(60)), 7); // a second later than GitHub's
        QCOMPARE(state.remaining(now.addSecs(61)), 5000);
    }
};

QTEST_GUILESS_MAIN(RateStateTest)
#include "tst_ratestate.moc"
