// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/fetcher.h"

#include "fakes/flakyserver.h"
#include "fakes/testcertificate.h"
#include "sources/fetcherrors.h"
#include "sources/tlstrust.h"

#include <QDir>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct Outcome
{
    bool isOver = false;
    std::shared_ptr<QFile> file;
    std::optional<Error> error;
};

/// The end of one download, waited for.
Outcome outcomeOf(Fetcher &fetcher, const QUrl &url, bool isListed = true)
{
    Outcome outcome;
    const auto download = fetcher.fetch(url, isListed);
    QObject::connect(download.get(), &Download::finished, download.get(),
                     [&](const std::shared_ptr<QFile> &file, const std::optional<Error> &error) {
                         outcome = {true, file, error};
                     });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(outcome.isOver, 60s); }();
    return outcome;
}

qint64 peakMemory()
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray text = status.readAll();
    const qsizetype at = text.indexOf("VmHWM:");
    return text.mid(at + 6, 20).trimmed().split(' ').first().toLongLong() << 10;
}

/// A file system of a few KiB, unmounted at the end.
class SmallDisk final
{
    Q_DISABLE_COPY_MOVE(SmallDisk)

public:
    explicit SmallDisk(const QString &directory)
        : m_directory(QFile::encodeName(directory))
        , isThere(::mount("small", m_directory.constData(), "tmpfs", 0, "size=64k") == 0)
    {}
    ~SmallDisk()
    {
        if (isThere)
            ::umount2(m_directory.constData(), MNT_DETACH);
    }

private:
    QByteArray m_directory;

public:
    const bool isThere;
};

} // namespace

/// Downloads from servers that behave, and from those that do not.
class FetcherTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_directory = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<FlakyServer>();
        m_caps = {.packageBytes = 1 << 20, .fetchSeconds = 10, .stallSeconds = 1};
    }

    void aBodyArrivesWholeInAFileWithoutAName_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<FlakyAnswer::Framing>("framing");
        for (const int size : {0, 1, 5'000, 1 << 20}) {
            QTest::addRow("length %d", size) << size << FlakyAnswer::Framing::Length;
            QTest::addRow("chunked %d", size) << size << FlakyAnswer::Framing::Chunked;
            QTest::addRow("until close %d", size) << size << FlakyAnswer::Framing::UntilClose;
        }
    }

    void aBodyArrivesWholeInAFileWithoutAName()
    {
        QFETCH(const int, size);
        QFETCH(const FlakyAnswer::Framing, framing);
        QByteArray body(size, Qt::Uninitialized);
        QRandomGenerator random(1);
        std::ranges::generate(body, [&] { return static_cast<char>(random.generate()); });
        m_server->script("/a", {{.body = body, .framing = framing}});
        Fetcher fetcher = makeFetcher();
        const auto outcome = outcomeOf(fetcher, m_server->url(u"/a"_s));
        QVERIFY2(!outcome.error, qPrintable(outcome.error ? outcome.error->what : QString()));
        QCOMPARE(outcome.file->pos(), 0);
        QCOMPARE(outcome.file->readAll(), body);
        struct stat info;
        QCOMPARE(::fstat(outcome.file->handle(), &info), 0);
        QCOMPARE(info.st_nlink, 0U);
        QVERIFY(QDir(m_directory->path())
                        .isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
    }

    void requestsSayWhoAskAndForWhat()
    {
        m_server->script("/a", {FlakyAnswer::ok("x")});
        Fetcher fetcher = makeFetcher();
        QVERIFY(!outcomeOf(fetcher, m_server->url(u"/a"_s, u"localhost"_s)).error);
        const auto headers = m_server->requests().first().headers;
        QCOMPARE(headers.value("accept-encoding"), "identity"_ba);
        QCOMPARE(headers.value("user-agent"), "Sluice/" SLUICE_VERSION ""_ba);
        QCOMPARE(headers.value("host"), "localhost:" + QByteArray::number(m_server->port()));
        QVERIFY(!headers.contains("cookie"));
    }

    void connectionsAreUsedAgain()
    {
        m_server->script("/a", {FlakyAnswer::ok("x")});
        Fetcher fetcher = makeFetcher();
        for (int i = 0; i < 20; ++i)
            QVERIFY(!outcomeOf(fetcher, m_server->url(u"/a"_s, u"localhost"_s)).error);
        QCOMPARE(m_server->requests().size(), 20);
        QCOMPARE(m_server->connections(), 1);
    }

    void statusesBecomeCauses_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<Cause>("cause");
        for (const int status : {404, 410})
            QTest::addRow("%d", status) << status << Cause::NotFound;
        for (const int status : {401, 403, 407})
            QTest::addRow("%d", status) << status << Cause::Forbidden;
        for (const int status : {408, 429, 500, 502, 503, 504})
            QTest::addRow("%d", status) << status << Cause::Upstream;
        for (const int status : {204, 206, 300, 304, 400, 405, 418, 451})
            QTest::addRow("%d", status) << status << Cause::Invalid;
    }

    void statusesBecomeCauses()
    {
        QFETCH(const int, status);
        QFETCH(const Cause, cause);
        m_server->script("/a", {FlakyAnswer::error(status)});
        Fetcher fetcher = makeFetcher();
        QUrl url = m_server->url(u"/a"_s);
        url.setQuery(u"token=secret"_s);
        const auto outcome = outcomeOf(fetcher, url);
        QVERIFY(outcome.error);
        QCOMPARE(outcome.error->cause, cause);
        QCOMPARE(outcome.error->who, Who::Upstream);
        QVERIFY(outcome.error->what.contains(m_server->url(u"/a"_s).toString()));
        QVERIFY(outcome.error->what.contains(QString::number(status)));
        QVERIFY(!outcome.error->what.contains("secret"_L1));
        QVERIFY(!outcome.file);
    }

    void aFailureThenSuccess()
    {
        m_server->script("/a", {FlakyAnswer::error(500), FlakyAnswer::ok("x")});
        Fetcher fetcher = makeFetcher();
        QCOMPARE(outcomeOf(fetcher, m_server->url(u"/a"_s)).error->cause, Cause::Upstream);
        QVERIFY(!outcomeOf(fetcher, m_server->url(u"/a"_s)).error);
    }

    void retryAfterIsHeard()
    {
        const QDateTime now(QDate(2026, 1, 1), QTime(12, 0), QTimeZone::UTC);
        QCOMPARE(retryTime("120", now), now.addSecs(120));
        QCOMPARE(retryTime("999999999", now), now.addSecs(3600));
        QCOMPARE(retryTime("Thu, 01 Jan 2026 12:10:00 GMT", now), now.addSecs(600));
        QCOMPARE(retryTime("Fri, 01 Jan 2021 12:10:00 GMT", now), QDateTime());
        QCOMPARE(retryTime("soon", now), QDateTime());
        QCOMPARE(retryTime("", now), QDateTime());

        m_server->script("/a", {{.status = 503, .headers = {{"Retry-After", "60"}}}});
        Fetcher fetcher = makeFetcher();
        const auto outcome = outcomeOf(fetcher, m_server->url(u"/a"_s));
        const qint64 ahead = QDateTime::currentDateTimeUtc().secsTo(outcome.error->retryAt);
        QVERIFY2(ahead >= 50 && ahead <= 60, qPrintable(QString::number(ahead)));
    }

    void brokenBodiesAreNetworkErrors_data()
    {
        using enum FlakyAnswer::Ending;
        QTest::addColumn<FlakyAnswer>("answer");
        const QByteArray body(100'000, 'x');
        QTest::newRow("reset") << FlakyAnswer{.body = body, .ending = Reset, .cutAfter = 50'000};
        QTest::newRow("reset before the body")
                << FlakyAnswer{.body = body, .ending = Reset, .cutAfter = 0};
        QTest::newRow("closed") << FlakyAnswer{.body = body, .ending = Close, .cutAfter = 50'000};
        QTest::newRow("closed, chunked") << FlakyAnswer{.body = body,
                                                        .framing = FlakyAnswer::Framing::Chunked,
                                                        .ending = Close,
                                                        .cutAfter = 50'000};
        QTest::newRow("reset, chunked") << FlakyAnswer{.body = body,
                                                       .framing = FlakyAnswer::Framing::Chunked,
                                                       .ending = Reset,
                                                       .cutAfter = 50'000};
        QTest::newRow("length too long") << FlakyAnswer{
                .body = body, .declaredLength = 200'000, .ending = Close, .cutAfter = 100'000};
        QTest::newRow("stall") << FlakyAnswer{.body = body, .ending = Stall, .cutAfter = 50'000};
        QTest::newRow("stall before the body")
                << FlakyAnswer{.body = body, .ending = Stall, .cutAfter = 0};
        QTest::newRow("silence") << FlakyAnswer{.isSilent = true};
    }

    void brokenBodiesAreNetworkErrors()
    {
        QFETCH(const FlakyAnswer, answer);
        m_server->script("/a", {answer});
        Fetcher fetcher = makeFetcher();
        const auto outcome = outcomeOf(fetcher, m_server->url(u"/a"_s));
        QVERIFY(outcome.error);
        QCOMPARE(outcome.error->cause, Cause::Network);
        QVERIFY(outcome.error->what.contains(m_server->url(u"/a"_s).toString()));
        QVERIFY(!outcome.file);
    }

    void aSlowServerIsWaitedForWhileItSendsBytes()
    {
        m_server->script("/a", {{.body = QByteArray(20, 'x'), .dripBytes = 1, .dripEvery = 100ms}});
        Fetcher fetcher = makeFetcher();
        QVERIFY(!outcomeOf(fetcher, m_server->url(u"/a"_s)).error);
    }

    void theWholeDownloadHasATimeToo()
    {
        m_caps.fetchSeconds = 1;
        m_server->script("/a",
                         {{.body = QByteArray(100, 'x'), .dripBytes = 1, .dripEvery = 100ms}});
        Fetcher fetcher = makeFetcher();
        const auto outcome = outcomeOf(fetcher, m_server->url(u"/a"_s));
        QCOMPARE(outcome.error->cause, Cause::Network);
        QVERIFY(outcome.error->what.contains("caps.fetch-seconds"_L1));
    }

    void largeBodiesAreCutOff_data()
    {
        QTest::addColumn<FlakyAnswer::Framing>("framing");
        QTest::newRow("announced") << FlakyAnswer::Framing::Length;
        QTest::newRow("chunked") << FlakyAnswer::Framing::Chunked;
        QTest::newRow("until close") << FlakyAnswer::Framing::UntilClose;
    }

    void largeBodiesAreCutOff()
    {
        QFETCH(const FlakyAnswer::Framing, framing);
        m_server->script("/a", {{.zeros = (1 << 20) + 1, .framing = framing}});
        Fetcher fetcher = makeFetcher();
        const auto outcome = outcomeOf(fetcher, m_server->url(u"/a"_s));
        QVERIFY(outcome.error);
        QCOMPARE(outcome.error->cause, Cause::TooLarge);
        QVERIFY(outcome.error->what.contains("caps.package-bytes"_L1));
    }

    void aLargeBodyStreamsThroughInConstantMemory()
    {
#ifdef __SANITIZE_ADDRESS__
        QSKIP("the address sanitizer holds freed memory back");
#endif
        m_caps.packageBytes = 8LL << 30;
        m_caps.fetchSeconds = 100;
        constexpr qint64 size = 300LL << 20; // 2 GB only take longer
        m_server->script("/a", {{.zeros = size}});
        Fetcher fetcher = makeFetcher();
        const qint64 before = peakMemory();
        const auto outcome = outcomeOf(fetcher, m_server->url(u"/a"_s));
        QVERIFY(!outcome.error);
        QCOMPARE(outcome.file->size(), size);
        const qint64 grown = peakMemory() - before;
        QVERIFY2(grown < 16 << 20, qPrintable(QString::number(grown)));
    }

    void redirectsAreFollowed_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {301, 302, 303, 307, 308})
            QTest::addRow("%d", status) << status;
    }

    void redirectsAreFollowed()
    {
        QFETCH(const int, status);
        m_server->script("/a", {FlakyAnswer::redirect("b/c", status)});
        m_server->script("/b/c", {FlakyAnswer::redirect("/d?x=1#y", status)});
        m_server->script("/d", {FlakyAnswer::ok("moved")});
        Fetcher fetcher = makeFetcher();
        const auto outcome = outcomeOf(fetcher, m_server->url(u"/a"_s));
        QVERIFY(!outcome.error);
        QCOMPARE(outcome.file->readAll(), "moved"_ba);
        QCOMPARE(m_server->requests().last().target, "/d?x=1"_ba);
    }

    void redirectsThatLeadNowhereAreRefused_data()
    {
        QTest::addColumn<QByteArray>("location");
        QTest::addColumn<Cause>("cause");
        QTest::newRow("itself") << "/a"_ba << Cause::Invalid;
        QTest::newRow("itself, with a fragment") << "/a#b"_ba << Cause::Invalid;
        QTest::newRow("loop of two") << "/b"_ba << Cause::Invalid;
        QTest::newRow("endless") << "/n"_ba << Cause::Invalid;
        QTest::newRow("nowhere") << ""_ba << Cause::Invalid;
        QTest::newRow("garbage") << "http://[x"_ba << Cause::Invalid;
        QTest::newRow("file") << "file:///etc/passwd"_ba << Cause::Invalid;
        QTest::newRow("password") << "http://u:p@127.0.0.1/"_ba << Cause::Invalid;
        QTest::newRow("private address") << "http://10.0.0.1/secret"_ba << Cause::Forbidden;
        QTest::newRow("cloud metadata") << "http://169.254.169.254/latest"_ba << Cause::Forbidden;
        QTest::newRow("loopback, other port") << "http://127.0.0.1:1/"_ba << Cause::Forbidden;
        QTest::newRow("loopback by name") << "http://localhost:1/"_ba << Cause::Forbidden;
        QTest::newRow("loopback, short") << "http://127.1:1/"_ba << Cause::Forbidden;
        QTest::newRow("loopback, a number") << "http://2130706433:1/"_ba << Cause::Forbidden;
        QTest::newRow("loopback, IPv6") << "http://[::1]:1/"_ba << Cause::Forbidden;
        QTest::newRow("loopback, mapped") << "http://[::ffff:127.0.0.1]:1/"_ba << Cause::Forbidden;
    }

    void redirectsThatLeadNowhereAreRefused()
    {
        QFETCH(const QByteArray, location);
        QFETCH(const Cause, cause);
        m_server->script("/a", {FlakyAnswer::redirect(location)});
        m_server->script("/b", {FlakyAnswer::redirect("/a")});
        for (int i = 0; i < 20; ++i) {
            m_server->script("/n" + QByteArray(i, 'n'),
                             {FlakyAnswer::redirect("/nn" + QByteArray(i, 'n'))});
        }
        Fetcher fetcher = makeFetcher();
        const auto outcome = outcomeOf(fetcher, m_server->url(u"/a"_s));
        QVERIFY(outcome.error);
        QCOMPARE(outcome.error->cause, cause);
        QVERIFY(m_server->requests().size() <= 11);
    }

    void privateAddressesAreRefusedUnlessListed()
    {
        m_server->script("/a", {FlakyAnswer::ok("x")});
        Fetcher fetcher = makeFetcher();
        for (const QString &host : {u"127.0.0.1"_s, u"localhost"_s}) {
            const auto refused = outcomeOf(fetcher, m_server->url(u"/a"_s, host), false);
            QVERIFY(refused.error);
            QCOMPARE(refused.error->cause, Cause::Forbidden);
        }
        QCOMPARE(m_server->connections(), 0);
        Fetcher listing(m_directory->path(), UrlPolicy({u"127.0.0.1"_s}), m_caps);
        QVERIFY(!outcomeOf(listing, m_server->url(u"/a"_s), false).error);
        QVERIFY(!outcomeOf(listing, m_server->url(u"/a"_s, u"localhost"_s), false).error);
    }

    void nobodyThereIsANetworkError()
    {
        QUrl url = m_server->url(u"/a"_s);
        m_server.reset();
        Fetcher fetcher = makeFetcher();
        auto outcome = outcomeOf(fetcher, url);
        QVERIFY(outcome.error);
        QCOMPARE(outcome.error->cause, Cause::Network);
        outcome = outcomeOf(fetcher, QUrl(u"http://no-such-host.invalid/a"_s));
        QVERIFY(outcome.error);
        QCOMPARE(outcome.error->cause, Cause::Network);
        QVERIFY(outcome.error->what.contains("no-such-host.invalid"_L1));
    }

    void httpsNeedsACertificateThatIsTrusted()
    {
        const TestCertificate certificate(m_directory->path(), u"DNS:localhost"_s);
        FlakyServer server(certificate.server);
        server.script("/a", {FlakyAnswer::ok("x")});
        Fetcher fetcher = makeFetcher();
        auto outcome = outcomeOf(fetcher, server.url(u"/a"_s, u"localhost"_s));
        QVERIFY(outcome.error);
        QCOMPARE(outcome.error->cause, Cause::Forbidden);
        QVERIFY(outcome.error->what.contains("localhost"_L1));

        const auto tls = tlsTrusting({certificate.pemFile});
        QVERIFY(tls);
        Fetcher trusting = makeFetcher();
        trusting.setTls(*tls);
        outcome = outcomeOf(trusting, server.url(u"/a"_s, u"localhost"_s));
        QVERIFY2(!outcome.error, qPrintable(outcome.error ? outcome.error->what : QString()));
        // The connection goes to the same address, but no certificate is there for that name.
        outcome = outcomeOf(trusting, server.url(u"/a"_s));
        QVERIFY(outcome.error);
        QCOMPARE(outcome.error->cause, Cause::Forbidden);
    }

    void httpsIsNotLeftForHttp()
    {
        const TestCertificate certificate(m_directory->path(), u"IP:127.0.0.1"_s);
        FlakyServer server(certificate.server);
        server.script("/a", {FlakyAnswer::redirect(m_server->url(u"/a"_s).toEncoded())});
        m_server->script("/a", {FlakyAnswer::ok("x")});
        Fetcher fetcher(m_directory->path(), UrlPolicy({u"127.0.0.1"_s}), m_caps);
        fetcher.setTls(*tlsTrusting({certificate.pemFile}));
        const auto outcome = outcomeOf(fetcher, server.url(u"/a"_s));
        QVERIFY(outcome.error);
        QCOMPARE(outcome.error->cause, Cause::Forbidden);
        QVERIFY(m_server->requests().isEmpty());
    }

    void plainHttpOnAnHttpsPortIsANetworkError()
    {
        QUrl url = m_server->url(u"/a"_s);
        url.setScheme(u"https"_s);
        Fetcher fetcher = makeFetcher();
        const auto outcome = outcomeOf(fetcher, url);
        QVERIFY(outcome.error);
        QCOMPARE(outcome.error->cause, Cause::Network);
    }

    void certificateFilesMustBeSome()
    {
        QCOMPARE(tlsTrusting({m_directory->filePath(u"none.pem"_s)}).error().cause, Cause::Invalid);
        QFile file(m_directory->filePath(u"empty.pem"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(tlsTrusting({file.fileName()}).error().cause, Cause::Invalid);
    }

    void aFullDiskIsSaid()
    {
        const SmallDisk disk(m_directory->path());
        if (!disk.isThere)
            QSKIP("a small tmpfs cannot be mounted here");
        m_server->script("/a", {{.zeros = 1 << 20}});
        Fetcher fetcher = makeFetcher();
        const auto outcome = outcomeOf(fetcher, m_server->url(u"/a"_s));
        QVERIFY(outcome.error);
        QCOMPARE(outcome.error->cause, Cause::StorageFull);
    }

    void aMissingDirectoryIsAStorageError()
    {
        m_server->script("/a", {FlakyAnswer::ok("x")});
        Fetcher fetcher(m_directory->filePath(u"none"_s), {}, m_caps);
        QCOMPARE(outcomeOf(fetcher, m_server->url(u"/a"_s)).error->cause, Cause::Storage);
    }

    void droppingADownloadEndsIt()
    {
        m_server->script("/a",
                         {{.body = "x", .ending = FlakyAnswer::Ending::Stall, .cutAfter = 0}});
        Fetcher fetcher = makeFetcher();
        auto download = fetcher.fetch(m_server->url(u"/a"_s), true);
        QTRY_COMPARE(m_server->requests().size(), 1);
        download.reset();
        QTRY_COMPARE(m_server->openConnections(), 0);
    }

    void aDownloadMayOutliveItsFetcher()
    {
        m_server->script("/a", {{.body = "x", .dripBytes = 1, .dripEvery = 50ms}});
        auto fetcher = std::make_unique<Fetcher>(m_directory->path(), UrlPolicy(), m_caps);
        const auto download = fetcher->fetch(m_server->url(u"/a"_s), true);
        fetcher.reset();
        bool isOver = false;
        connect(download.get(), &Download::finished, this, [&] { isOver = true; });
        QTRY_VERIFY(isOver);
        QCOMPARE(download->received(), 1);
        QCOMPARE(download->total(), 1);
    }

    void manyAtOnceWaitTheirTurnWithoutStalling()
    {
        m_server->script("/a", {{.body = "xxxxx", .dripBytes = 1, .dripEvery = 150ms}});
        Fetcher fetcher = makeFetcher();
        std::vector<std::unique_ptr<Download>> downloads;
        int good = 0;
        int over = 0;
        for (int i = 0; i < 48; ++i) {
            downloads.push_back(fetcher.fetch(m_server->url(u"/a"_s), true));
            connect(downloads.back().get(), &Download::finished, this,
                    [&](const std::shared_ptr<QFile> &, const std::optional<Error> &error) {
                        ++over;
                        good += error ? 0 : 1;
                    });
        }
        QTRY_COMPARE_WITH_TIMEOUT(over, 48, 20s);
        QCOMPARE(good, 48);
        QVERIFY(m_server->connections() <= 16);
    }

private:
    Fetcher makeFetcher() { return Fetcher(m_directory->path(), {}, m_caps); }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<FlakyServer> m_server;
    Caps m_caps;
};

QTEST_GUILESS_MAIN(FetcherTest)
#include "tst_fetcher.moc"
