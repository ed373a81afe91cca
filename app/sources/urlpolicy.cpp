// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/urlpolicy.h"

#include <array>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

struct Range
{
    QLatin1StringView subnet;
    int bits;
};

// RFC 6890 with its updates: everything that is not a host on the public internet.
constexpr std::array kSpecialIpv4{
        Range{"0.0.0.0"_L1, 8},      Range{"10.0.0.0"_L1, 8},     Range{"100.64.0.0"_L1, 10},
        Range{"127.0.0.0"_L1, 8},    Range{"169.254.0.0"_L1, 16}, Range{"172.16.0.0"_L1, 12},
        Range{"192.0.0.0"_L1, 24},   Range{"192.0.2.0"_L1, 24},   Range{"192.88.99.0"_L1, 24},
        Range{"192.168.0.0"_L1, 16}, Range{"198.18.0.0"_L1, 15},  Range{"198.51.100.0"_L1, 24},
        Range{"203.0.113.0"_L1, 24}, Range{"224.0.0.0"_L1, 4},    Range{"240.0.0.0"_L1, 4},
};
// Of IPv6 only 2000::/3 is public, without these.
constexpr std::array kSpecialIpv6{
        Range{"2001::"_L1, 23}, // protocol assignments, Teredo among them
        Range{"2001:db8::"_L1, 32},
        Range{"3fff::"_L1, 20},
};

template <size_t N> QList<std::pair<QHostAddress, int>> subnets(const std::array<Range, N> &ranges)
{
    QList<std::pair<QHostAddress, int>> list;
    for (const Range &range : ranges)
        list.emplaceBack(QHostAddress(QString(range.subnet)), range.bits);
    return list;
}

bool isInAny(const QHostAddress &address, const QList<std::pair<QHostAddress, int>> &list)
{
    return std::ranges::any_of(list, [&](const auto &subnet) {
        return address.protocol() == subnet.first.protocol() && address.isInSubnet(subnet);
    });
}

quint32 ipv4At(const Q_IPV6ADDR &bytes, int offset)
{
    quint32 value = 0;
    for (int i = 0; i < 4; ++i)
        value = (value << 8) | bytes[offset + i];
    return value;
}

/// The IPv4 address that really is reached through a mapped (::ffff:0:0/96), NAT64 (64:ff9b::/96)
/// or 6to4 (2002::/16) address; others as they are.
QHostAddress withoutMapping(const QHostAddress &address)
{
    if (address.protocol() != QAbstractSocket::IPv6Protocol)
        return address;
    static const std::pair<QHostAddress, int> mapped{QHostAddress(u"::ffff:0:0"_s), 96};
    static const std::pair<QHostAddress, int> nat64{QHostAddress(u"64:ff9b::"_s), 96};
    static const std::pair<QHostAddress, int> sixToFour{QHostAddress(u"2002::"_s), 16};
    const Q_IPV6ADDR bytes = address.toIPv6Address();
    if (address.isInSubnet(mapped) || address.isInSubnet(nat64))
        return QHostAddress(ipv4At(bytes, 12));
    if (address.isInSubnet(sixToFour))
        return QHostAddress(ipv4At(bytes, 2));
    return address;
}

std::optional<std::pair<QHostAddress, int>> subnetFrom(const QString &entry)
{
    if (const QHostAddress address(entry); !address.isNull())
        return std::pair{address, address.protocol() == QAbstractSocket::IPv4Protocol ? 32 : 128};
    if (!entry.contains(u'/'))
        return {};
    const auto subnet = QHostAddress::parseSubnet(entry);
    return subnet.second < 0 ? std::nullopt : std::optional(subnet);
}

QString hostAndPort(const QString &host, int port)
{
    return (host.contains(u':') ? u'[' + host + u']' : host) + u':' + QString::number(port);
}

} // namespace

UrlPolicy::UrlPolicy(const QStringList &listed)
{
    for (const QString &entry : listed) {
        const QString trimmed = entry.trimmed().toLower();
        if (const auto subnet = subnetFrom(trimmed)) {
            m_subnets << *subnet;
            continue;
        }
        // As a URL's authority, so that names are normalised as those of URLs are.
        const QUrl url(u"http://"_s + trimmed, QUrl::StrictMode);
        if (!url.isValid() || url.host().isEmpty() || !url.path().isEmpty())
            continue;
        m_names << (url.port() < 0 ? hostOf(url) : hostAndPort(hostOf(url), url.port()));
    }
}

Result<void> UrlPolicy::checkUrl(const QUrl &url) const
{
    const QString scheme = url.scheme();
    if (!url.isValid() || scheme.isEmpty() || url.isRelative()) {
        return failure(Cause::Invalid,
                       u"\"%1\" is not a URL: give one that starts with http:// or https://."_s.arg(
                               displayUrl(url)),
                       url.errorString());
    }
    if (scheme != "http"_L1 && scheme != "https"_L1) {
        return failure(Cause::Invalid,
                       u"%1 cannot be fetched, only http and https URLs can: put the file on a web "
                       "server, or give its path to an import."_s.arg(displayUrl(url)));
    }
    if (hostOf(url).isEmpty() || url.port(-1) == 0) {
        return failure(Cause::Invalid,
                       u"%1 names no server: correct the URL."_s.arg(displayUrl(url)));
    }
    if (!url.userInfo().isEmpty()) {
        return failure(Cause::Invalid,
                       u"The URL %1 carries a user name or password, which is not supported: give "
                       "it without."_s.arg(displayUrl(url)));
    }
    return {};
}

Result<void> UrlPolicy::checkAddress(const QUrl &url, const QHostAddress &address,
                                     bool isListed) const
{
    if (isListed || isPublicAddress(address) || lists(url, address))
        return {};
    const QString host = hostOf(url);
    const QString isAt
            = QHostAddress(host).isNull() ? u" (%1)"_s.arg(address.toString()) : QString();
    return failure(
            Cause::Forbidden,
            u"%1 was not fetched, because %2%3 is not a public address: add %2 to the allowed "
            "hosts if it can be trusted."_s.arg(displayUrl(url), host, isAt));
}

bool UrlPolicy::lists(const QUrl &url, const QHostAddress &address) const
{
    const QString host = hostOf(url);
    return m_names.contains(host) || m_names.contains(hostAndPort(host, portOf(url)))
        || isInAny(address, m_subnets) || isInAny(withoutMapping(address), m_subnets);
}

bool isPublicAddress(const QHostAddress &address)
{
    static const auto specialIpv4 = subnets(kSpecialIpv4);
    static const auto specialIpv6 = subnets(kSpecialIpv6);
    static const std::pair<QHostAddress, int> publicIpv6{QHostAddress(u"2000::"_s), 3};

    const QHostAddress real = withoutMapping(address);
    switch (real.protocol()) {
    case QAbstractSocket::IPv4Protocol:
        return !isInAny(real, specialIpv4);
    case QAbstractSocket::IPv6Protocol:
        return real.isInSubnet(publicIpv6) && !isInAny(real, specialIpv6);
    case QAbstractSocket::AnyIPProtocol:
    case QAbstractSocket::UnknownNetworkLayerProtocol:
        break;
    }
    return false;
}

QString hostOf(const QUrl &url)
{
    QString host = url.host(QUrl::FullyEncoded).toLower();
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.sliced(1, host.size() - 2);
    while (host.endsWith(u'.'))
        host.chop(1);
    return host;
}

int portOf(const QUrl &url) { return url.port(url.scheme() == "https"_L1 ? 443 : 80); }

QString displayUrl(const QUrl &url)
{
    return url.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
}

} // namespace sluice
