// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/githubproxy.h"

#include "github/systemproxies.h"
#include "proxy/callfacts.h"
#include "proxy/ledgerfeed.h"
#include "proxy/proxyheaders.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr size_t kMostLimits = 1000; // tokens of Apps change every hour

} // namespace

GithubProxy::GithubProxy(ProxyOptions options, const Clock &clock, LedgerFeed &ledger,
                         QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_clock(clock)
    , m_ledger(ledger)
    , m_parts{m_options,
              m_network,
              m_cache,
              m_clock,
              m_forsaken,
              [this](const CallRecord &call, const RateFacts &facts, const QHttpHeaders &caller) {
                  record(call, facts, caller);
              }}
{
    m_network.setProxyFactory(new SystemProxies); // the manager owns it
}

GithubProxy::~GithubProxy()
{
    const auto callers = m_callers.findChildren<ProxyConnection *>(Qt::FindDirectChildrenOnly);
    for (ProxyConnection *caller : callers)
        caller->disconnect(this);
}

Result<ListenPlace> GithubProxy::listen(const ListenPlace &place)
{
    auto door = Doorway::open(place);
    if (!door)
        return std::unexpected(door.error());
    m_door = *std::move(door);
    connect(m_door.get(), &Doorway::knocked, this, &GithubProxy::welcome);
    return m_door->place();
}

int GithubProxy::connections() const
{
    return int(m_callers.findChildren<ProxyConnection *>(Qt::FindDirectChildrenOnly).size());
}

qint64 GithubProxy::promisedBodies() const
{
    qint64 all = 0;
    for (const auto *caller : m_callers.findChildren<ProxyConnection *>(Qt::FindDirectChildrenOnly))
        all += caller->promised();
    return all;
}

void GithubProxy::welcome(QTcpSocket *socket)
{
    const bool isFull = connections() >= m_options.bounds.connections;
    auto *caller = new ProxyConnection(socket, m_options.bounds, &m_callers);
    connect(caller, &QObject::destroyed, this, &GithubProxy::lookForEnd);
    connect(caller, &ProxyConnection::turnedAway, this, [this] { ++m_counts.refused; });
    connect(caller, &ProxyConnection::announced, this, [this, caller](const CallerRequest &head) {
        if (const auto refusal = refusalOf(head))
            return caller->turnAway(refusal->status, refusal->why);
        if (promisedBodies() <= m_options.bounds.bodies)
            return;
        caller->turnAway(503, u"The proxy holds as much of other requests as it may, %1 MB; try "
                              u"again later."_s.arg(m_options.bounds.bodies >> 20));
    });
    connect(caller, &ProxyConnection::requested, this,
            [this, caller](const CallerRequest &request) { take(*caller, request); });
    if (!isFull)
        return;
    caller->turnAway(503, u"The proxy has %1 callers already; try again later."_s.arg(
                                  m_options.bounds.connections));
}

/// A page of somebody else may lead a browser here under a name of its own (DNS rebinding).
bool GithubProxy::isOurHost(const QByteArray &host) const
{
    const QByteArray upstream = m_options.baseUrl.host().toLatin1().toLower();
    const int port = m_options.baseUrl.port();
    return isLoopbackName(host) || host == "api.github.com" || host == "api.github.com:443"
        || host == upstream || (port > 0 && host == upstream + ':' + QByteArray::number(port));
}

std::optional<GithubProxy::Refusal> GithubProxy::refusalOf(const CallerRequest &request) const
{
    if (!isOurHost(request.host)) {
        return Refusal{421, u"The proxy is not \"%1\"; call it 127.0.0.1, localhost or "
                            u"api.github.com."_s.arg(QString::fromLatin1(request.host).left(100))};
    }
    if (request.method == "CONNECT" || request.method == "TRACE") {
        return Refusal{405, u"The proxy stands in for GitHub's API: use its address as the base "
                            u"URL, not as an HTTP proxy."_s};
    }
    if (request.headers.combinedValue("authorization"_L1).trimmed().isEmpty()) {
        return Refusal{401, u"The proxy has no token of its own: send yours to GitHub in the "
                            u"header Authorization."_s};
    }
    return {};
}

void GithubProxy::take(ProxyConnection &caller, const CallerRequest &request)
{
    if (const auto refusal = refusalOf(request)) {
        ++m_counts.refused;
        return caller.refuse(refusal->status, refusal->why);
    }
    auto *exchange = new ProxyExchange(m_parts, request, caller);
    ++m_counts.handedOn;
    connect(exchange, &ProxyExchange::answeredFromCache, this, [this] {
        --m_counts.handedOn;
        ++m_counts.kept;
    });
    connect(exchange, &ProxyExchange::notSent, this, [this] {
        --m_counts.handedOn;
        ++m_counts.refused;
    });
    exchange->start();
}

void GithubProxy::record(const CallRecord &call, const RateFacts &facts, const QHttpHeaders &caller)
{
    std::optional<RateLimit> limit;
    if (facts.isComplete()) {
        if (m_limits.size() > kMostLimits)
            m_limits.clear();
        RateState &state = m_limits[{m_cache.accountOf(caller), facts.resource}];
        const QDateTime now = m_clock.now();
        const auto skew = facts.serverTime.isValid() ? facts.serverTime - now
                                                     : std::chrono::milliseconds(0);
        state.learn(facts, skew);
        limit = {facts.resource, state.limit(), state.remaining(now), state.reset()};
    }
    const QByteArray token = callerToken(caller.combinedValue("authorization"_L1));
    m_ledger.add({call, limit, m_ledger.fingerprintOf(token)});
}

void GithubProxy::stop()
{
    if (std::exchange(m_isStopping, true))
        return;
    m_door.reset();
    const auto callers = m_callers.findChildren<ProxyConnection *>(Qt::FindDirectChildrenOnly);
    for (ProxyConnection *caller : callers)
        caller->leave();
    QTimer::singleShot(m_options.bounds.draining, this, &GithubProxy::stopped);
    QMetaObject::invokeMethod(this, &GithubProxy::lookForEnd, Qt::QueuedConnection);
}

void GithubProxy::lookForEnd()
{
    if (m_isStopping && connections() == 0)
        emit stopped();
}

} // namespace sluice
