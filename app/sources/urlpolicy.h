// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QHostAddress>
#include <QStringList>
#include <QUrl>

namespace sluice {

/// Which URLs may be fetched: http and https only; loopback, private, link-local and other
/// addresses that are not public only where the host is listed. A value.
class UrlPolicy final
{
public:
    UrlPolicy() = default;
    /// Listed: "host", "host:port", "10.0.0.7", "10.0.0.0/8". Names match whole, without case.
    /// An entry that is none of these lists nothing.
    explicit UrlPolicy(const QStringList &listed);

    /// *invalid*: no such scheme, no host, a user name or password in it.
    [[nodiscard]] Result<void> checkUrl(const QUrl &url) const;
    /// *forbidden* when the address is not public and neither `isListed` nor the list allows it.
    [[nodiscard]] Result<void> checkAddress(const QUrl &url, const QHostAddress &address,
                                            bool isListed) const;

private:
    [[nodiscard]] bool lists(const QUrl &url, const QHostAddress &address) const;

    QStringList m_names;
    QList<std::pair<QHostAddress, int>> m_subnets;
};

/// Not loopback, private, link-local, shared, multicast, reserved or a mapped form of one (RFC
/// 6890).
[[nodiscard]] bool isPublicAddress(const QHostAddress &address);

/// The host as it goes over the wire: ASCII, lower case, without the root's dot or brackets.
[[nodiscard]] QString hostOf(const QUrl &url);
/// The port asked for, or the scheme's own.
[[nodiscard]] int portOf(const QUrl &url);
/// A URL as it may stand in texts and logs: no user, no password, no query, no fragment.
[[nodiscard]] QString displayUrl(const QUrl &url);

} // namespace sluice
