// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a request pays for going through the proxy: the same requests straight to a server and
// through it, in turns. See README.md in this folder.
#include "fakes/flakyserver.h"
#include "fakes/testcertificate.h"
#include "proxy/githubproxy.h"
#include "proxy/ledgerfeed.h"
#include "sources/tlstrust.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QSslSocket>
#include <QTemporaryDir>

#include <algorithm>
#include <print>
#include <vector>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

constexpr int kRequests = 2000; // each way
constexpr double kMostMs = 1.0;

const QByteArray kSha = "0123456789abcdef0123456789abcdef01234567"_ba;

/// The head that GitHub's answers have, and a body of a repository's size.
FlakyAnswer answer(const FlakyRequest &request)
{
    static const QList<std::pair<QByteArray, QByteArray>> headers{
            {"Date"_ba, "Mon, 23 Nov 2026 07:27:25 GMT"_ba},
            {"Content-Type"_ba, "application/json; charset=utf-8"_ba},
            {"Cache-Control"_ba, "private, max-age=60, s-maxage=60"_ba},
            {"Vary"_ba, "Accept, Authorization, Cookie, X-GitHub-OTP,Accept-Encoding, Accept"_ba},
            {"ETag"_ba,
             "W/\"9b35e5168ca3a95f0771a863ca5ca9747d799a6b06146dcb8597a75c9f2349e0\""_ba},
            {"Last-Modified"_ba, "Mon, 23 Nov 2026 07:27:23 GMT"_ba},
            {"X-GitHub-Media-Type"_ba, "github.v3; format=json"_ba},
            {"X-RateLimit-Limit"_ba, "5000"_ba},
            {"X-RateLimit-Remaining"_ba, "4999"_ba},
            {"X-RateLimit-Reset"_ba, "4102444800"_ba},
            {"X-RateLimit-Used"_ba, "1"_ba},
            {"X-RateLimit-Resource"_ba, "core"_ba},
            {"Access-Control-Allow-Origin"_ba, "*"_ba},
            {"Strict-Transport-Security"_ba, "max-age=31536000; includeSubdomains; preload"_ba},
            {"X-Content-Type-Options"_ba, "nosniff"_ba},
            {"Content-Security-Policy"_ba, "default-src 'none'"_ba},
            {"X-GitHub-Request-Id"_ba, "C0DE:1:2:3:4"_ba}};
    static const QByteArray body = "{\"url\":\"https://api.github.com/repos/o/r\",\"x\":\""_ba
                                 + QByteArray(6000, 'x') + "\"}"_ba;
    const bool isKnown = request.headers.contains("if-none-match");
    return {.status = isKnown ? 304 : 200,
            .headers = headers,
            .body = isKnown ? QByteArray() : body};
}

/// A thread with an event loop, and what lives there.
template <typename Made> class Elsewhere final
{
    Q_DISABLE_COPY_MOVE(Elsewhere)

public:
    template <typename Make> explicit Elsewhere(Make make)
    {
        m_thread.start();
        m_context.moveToThread(&m_thread);
        QMetaObject::invokeMethod(
                &m_context, [this, make] { m_made = make(); }, Qt::BlockingQueuedConnection);
    }
    ~Elsewhere()
    {
        QMetaObject::invokeMethod(
                &m_context, [this] { m_made.reset(); }, Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }
    [[nodiscard]] Made &operator*() { return *m_made; }

private:
    QThread m_thread;
    QObject m_context;
    std::unique_ptr<Made> m_made;
};

/// A proxy with its ledger.
struct Proxied
{
    Proxied(const QString &file, const ProxyOptions &options)
        : ledger(*LedgerFeed::open(file, clock))
        , proxy(options, clock, *ledger)
        , port(proxy.listen(*listenPlace(u"127.0.0.1:0"_s))->port)
    {}

    SystemClock clock;
    std::unique_ptr<LedgerFeed> ledger;
    GithubProxy proxy;
    quint16 port;
};

/// A caller that waits for each answer.
class Caller final
{
public:
    Caller(quint16 port, const QSslConfiguration *tls)
    {
        if (tls) {
            m_socket.setSslConfiguration(*tls);
            m_socket.connectToHostEncrypted(u"localhost"_s, port);
            m_socket.waitForEncrypted();
        } else {
            m_socket.connectToHost(u"127.0.0.1"_s, port);
            m_socket.waitForConnected();
        }
        m_socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    }

    double ask(const QByteArray &target)
    {
        QElapsedTimer timer;
        timer.start();
        m_socket.write("GET " + target
                       + " HTTP/1.1\r\nHost: api.github.com\r\nUser-Agent: bench/1\r\n"
                         "Accept: application/vnd.github+json\r\n"
                         "Authorization: Bearer ghp_0123456789\r\n\r\n");
        QByteArray input;
        while (!isWhole(input) && m_socket.waitForReadyRead(5000))
            input += m_socket.readAll();
        return double(timer.nsecsElapsed()) / 1e6;
    }

private:
    static bool isWhole(const QByteArray &input)
    {
        const qsizetype end = input.indexOf("\r\n\r\n");
        const QByteArray head = input.first(std::max<qsizetype>(end, 0)).toLower();
        const qsizetype length = head.indexOf("content-length: ");
        if (end < 0 || length < 0)
            return false;
        const qsizetype stop = std::max(head.indexOf('\r', length), qsizetype(0));
        const QByteArray number = stop > 0 ? head.sliced(length + 16, stop - length - 16)
                                           : head.sliced(length + 16);
        return input.size() >= end + 4 + number.toLongLong();
    }

    QSslSocket m_socket;
};

double at(std::vector<double> &times, double share)
{
    std::ranges::sort(times);
    return times.at(size_t(double(times.size() - 1) * share));
}

/// The same requests both ways in turns, so that a busy machine slows both.
struct Times
{
    std::vector<double> straight;
    std::vector<double> through;
    std::vector<double> confirmed;
    std::vector<double> kept;
};

Times measure(Caller &straight, Caller &through)
{
    const QByteArray blob = "/repos/o/r/git/blobs/"_ba + kSha;
    static_cast<void>(through.ask(blob));
    static_cast<void>(through.ask("/repos/o/r"));
    Times times;
    for (int i = 0; i < kRequests; ++i) {
        const QByteArray target = "/repos/o/r?"_ba + QByteArray::number(i);
        times.straight.push_back(straight.ask(target));
        times.through.push_back(through.ask(target));
        times.confirmed.push_back(through.ask("/repos/o/r"));
        times.kept.push_back(through.ask(blob));
    }
    return times;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication program(argc, argv);
    const QTemporaryDir folder;
    const TestCertificate certificate(folder.path(), u"DNS:localhost,IP:127.0.0.1"_s);
    const auto tls = tlsTrusting({certificate.pemFile});
    Elsewhere<FlakyServer> github([&certificate] {
        auto server = std::make_unique<FlakyServer>(certificate.server);
        server->handle(answer);
        return server;
    });
    const ProxyOptions options{.baseUrl = (*github).url(QString(), u"localhost"_s), .tls = *tls};
    Elsewhere<Proxied> proxy(
            [&] { return std::make_unique<Proxied>(folder.filePath(u"queue.sqlite"_s), options); });
    Caller straight((*github).port(), &*tls);
    Caller through((*proxy).port, nullptr);
    Times times = measure(straight, through);
    const double overhead = at(times.through, 0.5) - at(times.straight, 0.5);
    std::println("{} requests over TLS: straight {:.2f} ms (median), {:.2f} ms (99 %)", kRequests,
                 at(times.straight, 0.5), at(times.straight, 0.99));
    std::println("  through the proxy {:.2f} ms (median), {:.2f} ms (99 %)", at(times.through, 0.5),
                 at(times.through, 0.99));
    std::println("  overhead {:.2f} ms (aim: below {})", overhead, kMostMs);
    std::println("  confirmed by a 304 in {:.2f} ms, by its SHA without a call in {:.2f} ms",
                 at(times.confirmed, 0.5), at(times.kept, 0.5));
    return overhead < kMostMs ? 0 : 1;
}
