// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxyharness.h"

#include <QRegularExpression>

#include <malloc.h>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 kLargeAnswer = 100LL << 20;

qint64 residentBytes()
{
    ::malloc_trim(0);
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return -1;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.sliced(6).simplified().split(' ').first().toLongLong() * 1024;
    }
    return -1;
}

FlakyAnswer large()
{
    return {.headers = {{"Content-Type"_ba, "application/json"_ba}, {"ETag"_ba, "\"1\""_ba}},
            .zeros = kLargeAnswer};
}

} // namespace

#ifdef __SANITIZE_ADDRESS__
extern "C" const char *__asan_default_options() // what is freed does not stay for a while
{
    return "quarantine_size_mb=0:thread_local_quarantine_size_kb=0";
}
#endif

/// Callers that take their time, and those who must not wait for them.
class SlowCallersTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_caller.reset();
        start({});
    }

    void aLargeAnswerTakesNoMemory_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<bool>("isTls");
        QTest::newRow("as it is") << "api.github.com"_ba << false;
        QTest::newRow("over TLS") << "api.github.com"_ba << true;
        QTest::newRow("with its addresses changed") << "127.0.0.1"_ba << false;
    }

    void aLargeAnswerTakesNoMemory()
    {
        QFETCH(const QByteArray, host);
        QFETCH(const bool, isTls);
        const QTemporaryDir folder;
        const TestCertificate certificate(folder.path(), u"DNS:localhost"_s);
        start({}, isTls ? &certificate : nullptr);
        m_harness->github.script("/large", {large()});
        m_harness->github.script("/small", {FlakyAnswer::ok("[]")});
        RawCaller slow(m_harness->place, 64 * 1024);
        QCOMPARE(m_caller->get("/small").body, "[]"_ba);
        const qint64 before = residentBytes();
        slow.ask("GET", "/large", {}, {}, host);
        QTest::qWait(300); // it takes nothing, and all buffers fill
        QVERIFY2(residentBytes() - before < 12 << 20,
                 qPrintable(QString::number((residentBytes() - before) >> 20)));
        QCOMPARE(m_caller->get("/small").body, "[]"_ba); // nobody else waits for it
        qint64 most = 0;
        qint64 received = 0;
        int pieces = 0;
        slow.takeAlways([&](qint64 bytes) {
            received += bytes;
            if (++pieces % 100 == 0)
                most = std::max(most, residentBytes() - before);
        });
        QTRY_VERIFY_WITH_TIMEOUT(received >= kLargeAnswer, 60'000);
        QVERIFY2(most < 16 << 20, qPrintable(QString::number(most >> 20)));
        qInfo("%lld MB took at most %lld KB more memory", kLargeAnswer >> 20, most >> 10);
    }

    void aStalledCallerIsLeft()
    {
        start({.silence = 300ms});
        m_harness->github.script("/large", {large()});
        RawCaller stalled(m_harness->place, 1000);
        stalled.ask("GET", "/large");
        QTRY_COMPARE(m_harness->github.openConnections(), 1);
        QTRY_COMPARE(m_harness->github.openConnections(), 0);
        QTRY_VERIFY(m_harness->proxy().connections() <= 1);
        QTRY_COMPARE(m_harness->calls().size(), 1);
    }

    void manySlowCallersDoNotHoldUpOthers()
    {
        m_harness->github.script("/large", {large()});
        m_harness->github.script("/small", {FlakyAnswer::ok("[]")});
        std::vector<std::unique_ptr<RawCaller>> slow;
        for (int i = 0; i < 20; ++i) {
            slow.push_back(std::make_unique<RawCaller>(m_harness->place, 1000));
            slow.back()->ask("GET", "/large");
        }
        QTRY_COMPARE(m_harness->github.openConnections(), 20);
        QCOMPARE(m_caller->get("/small").body, "[]"_ba);
    }

    void aCallerThatGoesAwayEndsItsCall()
    {
        start({.upstream = 1s});
        m_harness->github.script("/silent", {{.isSilent = true}});
        m_harness->github.script("/large", {large()});
        m_caller->ask("GET", "/silent");
        QTRY_COMPARE(m_harness->github.openConnections(), 1);
        auto other = std::make_unique<RawCaller>(m_harness->place, 1000);
        other->ask("GET", "/large");
        QTRY_COMPARE(m_harness->github.openConnections(), 2);
        m_caller.reset();
        other.reset();
        QTRY_COMPARE(m_harness->github.openConnections(), 1); // what is not answered may be counted
        QTRY_COMPARE(m_harness->proxy().connections(), 0);
        QTRY_COMPARE(m_harness->github.openConnections(), 0);
        QTRY_COMPARE(m_harness->calls().size(), 2);
    }

private:
    void start(const ProxyBounds &bounds, const TestCertificate *certificate = nullptr)
    {
        m_caller.reset();
        m_harness = std::make_unique<ProxyHarness>(bounds, QString(), certificate);
        m_caller = std::make_unique<RawCaller>(m_harness->place);
    }

    std::unique_ptr<ProxyHarness> m_harness;
    std::unique_ptr<RawCaller> m_caller;
};

QTEST_GUILESS_MAIN(SlowCallersTest)
#include "tst_slowcallers.moc"
