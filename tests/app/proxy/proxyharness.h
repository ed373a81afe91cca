// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/ledgerstore.h"
#include "fakes/flakyserver.h"
#include "fakes/testcertificate.h"
#include "proxy/githubproxy.h"
#include "proxy/ledgerfeed.h"
#include "sources/tlstrust.h"
#include "store/database.h"

#include "rawcaller.h"

#include <QTemporaryDir>

namespace sluice {

/// All that stand in the ledger of a store.
inline QList<CallRecord> callsIn(const QString &file, const Clock &clock)
{
    QList<CallRecord> calls;
    const auto database = Database::open(file);
    const auto entries = LedgerStore(**database, clock).calls({}, 0, 1000);
    for (const LedgerStore::Entry &entry : *entries)
        calls << entry.call;
    return calls;
}

/// A proxy in front of a server that follows a script.
class ProxyHarness final
{
    Q_DISABLE_COPY_MOVE(ProxyHarness)

public:
    /// With a certificate (for "localhost") the server speaks TLS.
    explicit ProxyHarness(const ProxyBounds &bounds = {}, const QString &label = {},
                          const TestCertificate *certificate = nullptr)
        : m_server(certificate ? std::make_unique<FlakyServer>(certificate->server)
                               : std::make_unique<FlakyServer>())
        , github(*m_server)
        , m_ledger(*LedgerFeed::open(file(), m_clock))
        , m_proxy(ProxyOptions{.baseUrl
                               = github.url(QString(), certificate ? QStringLiteral("localhost")
                                                                   : QStringLiteral("127.0.0.1")),
                               .label = label,
                               .tls = *tlsTrusting(certificate ? QStringList{certificate->pemFile}
                                                               : QStringList()),
                               .bounds = bounds},
                  m_clock, *m_ledger)
    {
        place = *m_proxy.listen(*listenPlace(QStringLiteral("127.0.0.1:0")));
    }

    [[nodiscard]] GithubProxy &proxy() { return m_proxy; }
    [[nodiscard]] QString file() const { return m_folder.filePath(QStringLiteral("queue.sqlite")); }
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    /// All that are in the ledger by now.
    [[nodiscard]] QList<CallRecord> calls() const { return callsIn(file(), m_clock); }
    [[nodiscard]] QList<LedgerLimit> limits() const
    {
        const auto database = Database::open(file());
        return *LedgerStore(**database, m_clock).limits();
    }

private:
    std::unique_ptr<FlakyServer> m_server;

public:
    FlakyServer &github;
    ListenPlace place;

private:
    QTemporaryDir m_folder;
    SystemClock m_clock;
    std::unique_ptr<LedgerFeed> m_ledger;
    GithubProxy m_proxy;
};

} // namespace sluice
