// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxyharness.h"

#include "github/githubclient.h"
#include "github/networktransport.h"
#include "github/personaltoken.h"
#include "timers.h"

#include <QRegularExpression>

using namespace sluice;
using namespace Qt::StringLiterals;

/// A token that an account of Sluice has and that another program sends through the proxy.
class ProxyBudgetTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_harness = std::make_unique<ProxyHarness>();
        m_harness->github.handle([](const FlakyRequest &) {
            const QByteArray reset = QByteArray::number(QDateTime::currentSecsSinceEpoch() + 1800);
            return FlakyAnswer{.headers = {{"Content-Type"_ba, "application/json"_ba},
                                           {"X-RateLimit-Limit"_ba, "5000"_ba},
                                           {"X-RateLimit-Remaining"_ba, "4321"_ba},
                                           {"X-RateLimit-Reset"_ba, reset},
                                           {"X-RateLimit-Resource"_ba, "core"_ba}},
                               .body = "{}"};
        });
    }

    void oneTokenIsOneGauge_data()
    {
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<QByteArray>("authorization"); // of the other program
        QTest::addColumn<QStringList>("gauges");
        const QByteArray token = "ghp_the-same-secret"_ba;
        const QStringList one{u"token of work: 2"_s};
        const QStringList two{u"proxy: curl: 1"_s, u"token of work: 1"_s};
        QTest::newRow("the same") << token << "token " + token << one;
        QTest::newRow("the same, as a bearer") << token << "Bearer " + token << one;
        QTest::newRow("the same, as a password")
                << token << "Basic " + QByteArray("git:" + token).toBase64() << one;
        QTest::newRow("another") << token << "token ghp_another-secret"_ba << two;
    }

    void oneTokenIsOneGauge()
    {
        QFETCH(const QByteArray, token);
        QFETCH(const QByteArray, authorization);
        QFETCH(const QStringList, gauges);
        RawCaller caller(m_harness->place);
        caller.send("GET /repos/o/r HTTP/1.1\r\nHost: localhost\r\nUser-Agent: curl/8.0\r\n"
                    "Authorization: "
                    + authorization + "\r\n\r\n");
        QCOMPARE(caller.answer().status, 200);
        askAs(u"work"_s, token);
        QTRY_COMPARE(m_harness->calls().size(), 2);
        QStringList found;
        for (const LedgerLimit &limit : m_harness->limits()) {
            found << u"%1: %2"_s.arg(limit.token).arg(limit.spending.cost);
            QCOMPARE(limit.limit.remaining, 4321);
        }
        QCOMPARE(found, gauges);
        QStringList callers; // who asked is still told apart
        for (const CallRecord &call : m_harness->calls())
            callers << call.token;
        callers.sort();
        QCOMPARE(callers, (QStringList{u"proxy: curl"_s, u"token of work"_s}));
        for (const QByteArray &secret : {token, authorization.sliced(6)})
            QVERIFY(!isInTheStore(secret));
    }

private:
    void askAs(const QString &name, const QByteArray &token)
    {
        const auto database = *Database::open(m_harness->file());
        SystemTimers timers;
        LedgerStore ledger(*database, timers);
        NetworkTransport transport(QSslConfiguration::defaultConfiguration());
        PersonalToken tokens(name, token);
        GithubClient client({.baseUrl = m_harness->github.url(QString())}, transport, tokens,
                            timers, &ledger, nullptr);
        bool isAnswered = false;
        client.send({.path = u"/repos/o/r"_s}, this,
                    [&isAnswered](const Result<ApiAnswer> &answer) { isAnswered = bool(answer); });
        QTRY_VERIFY(isAnswered);
    }

    [[nodiscard]] bool isInTheStore(const QByteArray &secret) const
    {
        for (const QString &end : {QString(), u"-wal"_s}) {
            QFile file(m_harness->file() + end);
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(secret))
                return true;
        }
        return false;
    }

    std::unique_ptr<ProxyHarness> m_harness;
};

QTEST_GUILESS_MAIN(ProxyBudgetTest)
#include "tst_proxybudget.moc"
