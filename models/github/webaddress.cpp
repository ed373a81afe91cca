// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/webaddress.h"

#include <QUrl>

namespace sluice {
using namespace Qt::StringLiterals;

QString webAddressOf(const QString &api)
{
    const QUrl url(api);
    QString host = url.host();
    const bool isHosted = host == "api.github.com"_L1 || host.endsWith(".ghe.com"_L1);
    if (isHosted && host.startsWith("api."_L1))
        host = host.sliced(4);
    QUrl pages; // neither path nor anything else: an own server has its API below /api/v3
    pages.setScheme(url.scheme());
    pages.setHost(host);
    pages.setPort(url.port());
    return pages.toString();
}

} // namespace sluice
