// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/doorway.h"
#include "proxy/proxyexchange.h"

#include "budget/rateforecast.h"
#include "github/ratestate.h"

#include <QNetworkAccessManager>

#include <map>
#include <memory>

namespace sluice {

class LedgerFeed;

/// How many requests of callers ended how.
struct ProxyCounts
{
    int handedOn = 0;
    int kept = 0; ///< answered without asking GitHub
    int refused = 0; ///< no token, another host, no room, no request of GitHub's API

    bool operator==(const ProxyCounts &) const = default;
};

/// Takes other programs' requests to GitHub on this machine, hands them on with their own tokens
/// and writes each into the ledger. One thread, which needs its event loop.
class GithubProxy final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GithubProxy)

public:
    /// The clock and the ledger must outlive it.
    GithubProxy(ProxyOptions options, const Clock &clock, LedgerFeed &ledger,
                QObject *parent = nullptr);
    ~GithubProxy() override;

    /// Where it can be found.
    [[nodiscard]] Result<ListenPlace> listen(const ListenPlace &place);
    /// Lets nobody in any more; what is under way may end. Then stopped() comes.
    void stop();
    [[nodiscard]] const ProxyCounts &counts() const { return m_counts; }
    [[nodiscard]] int connections() const;

signals:
    void stopped();

private:
    void welcome(QTcpSocket *socket);
    void take(ProxyConnection &caller, const CallerRequest &request);
    void record(const CallRecord &call, const RateFacts &facts, const QHttpHeaders &caller);
    void lookForEnd();
    struct Refusal
    {
        int status;
        QString why;
    };
    [[nodiscard]] std::optional<Refusal> refusalOf(const CallerRequest &request) const;
    [[nodiscard]] qint64 promisedBodies() const; ///< bytes
    [[nodiscard]] bool isOurHost(const QByteArray &host) const;

    const ProxyOptions m_options;
    const Clock &m_clock;
    LedgerFeed &m_ledger;
    QNetworkAccessManager m_network;
    ProxyCache m_cache;
    std::map<std::pair<QByteArray, QString>, RateState> m_limits; ///< by account and resource
    ProxyCounts m_counts;
    ProxyParts m_parts;
    std::unique_ptr<Doorway> m_door;
    QObject m_forsaken; ///< parent of calls that outlive their callers; gone before what they use
    QObject m_callers; ///< their parent; gone before what they use
    bool m_isStopping = false;
};

} // namespace sluice
