// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/systemproxies.h"

#include <QHostAddress>

namespace sluice {
using namespace Qt::StringLiterals;

QList<QNetworkProxy> SystemProxies::queryProxy(const QNetworkProxyQuery &query)
{
    const QString host = query.peerHostName();
    if (host == "localhost"_L1 || QHostAddress(host).isLoopback())
        return {QNetworkProxy::NoProxy};
    return systemProxyForQuery(query);
}

} // namespace sluice
