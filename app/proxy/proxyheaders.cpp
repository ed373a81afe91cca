// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/proxyheaders.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// Of one connection, not of the message (RFC 9110, 7.6.1).
constexpr std::array kHopByHop{"connection"_L1,
                               "keep-alive"_L1,
                               "proxy-connection"_L1,
                               "proxy-authenticate"_L1,
                               "proxy-authorization"_L1,
                               "te"_L1,
                               "trailer"_L1,
                               "transfer-encoding"_L1,
                               "upgrade"_L1};
/// Said anew by us.
constexpr std::array kOurs{"host"_L1, "content-length"_L1, "expect"_L1, "accept-encoding"_L1};
constexpr std::array kConditions{"if-none-match"_L1, "if-modified-since"_L1, "if-match"_L1,
                                 "if-unmodified-since"_L1, "if-range"_L1};

template <typename Names> bool contains(const Names &names, QLatin1StringView name)
{
    return std::ranges::any_of(names, [name](QLatin1StringView one) {
        return one.compare(name, Qt::CaseInsensitive) == 0;
    });
}

bool isHopByHop(const QHttpHeaders &headers, QLatin1StringView name)
{
    if (contains(kHopByHop, name))
        return true;
    const QList<QByteArray> named = headers.combinedValue("connection"_L1).split(',');
    return std::ranges::any_of(named, [name](const QByteArray &one) {
        return name.compare(QLatin1StringView(one.trimmed()), Qt::CaseInsensitive) == 0;
    });
}

} // namespace

QHttpHeaders towardsGithub(const QHttpHeaders &caller)
{
    QHttpHeaders kept;
    for (qsizetype i = 0; i < caller.size(); ++i) {
        const QLatin1StringView name = caller.nameAt(i);
        if (!isHopByHop(caller, name) && !contains(kOurs, name))
            kept.append(name, QLatin1StringView(caller.valueAt(i)));
    }
    kept.append(QHttpHeaders::WellKnownHeader::AcceptEncoding, "identity");
    if (!kept.contains("user-agent"_L1)) // GitHub takes nothing without
        kept.append(QHttpHeaders::WellKnownHeader::UserAgent, "Sluice/" SLUICE_VERSION);
    return kept;
}

bool isForCaller(const QHttpHeaders &answer, QLatin1StringView name)
{
    // Pages of others must not read through us what they may read at GitHub.
    return !isHopByHop(answer, name) && name != "content-length"_L1 && name != "alt-svc"_L1
        && name != "strict-transport-security"_L1 && !name.startsWith("access-control-"_L1);
}

QHttpHeaders renewed(const QHttpHeaders &kept, const QHttpHeaders &fresh)
{
    QHttpHeaders headers;
    for (qsizetype i = 0; i < kept.size(); ++i) {
        const QLatin1StringView name = kept.nameAt(i);
        if (!fresh.contains(name) && !name.startsWith("x-ratelimit-"_L1))
            headers.append(name, QLatin1StringView(kept.valueAt(i)));
    }
    for (qsizetype i = 0; i < fresh.size(); ++i)
        headers.append(fresh.nameAt(i), QLatin1StringView(fresh.valueAt(i)));
    return headers;
}

bool hasConditions(const QHttpHeaders &caller)
{
    return std::ranges::any_of(kConditions,
                               [&caller](QLatin1StringView name) { return caller.contains(name); });
}

bool mayBeKept(const QHttpHeaders &caller)
{
    return !caller.contains("range"_L1)
        && !caller.combinedValue("cache-control"_L1).toLower().contains("no-store");
}

bool asksForFresh(const QHttpHeaders &caller)
{
    const QByteArray control = caller.combinedValue("cache-control"_L1).toLower();
    return control.contains("no-cache") || control.contains("max-age=0")
        || caller.combinedValue("pragma"_L1).toLower().contains("no-cache");
}

bool isLoopbackName(QByteArrayView host)
{
    static const QRegularExpression form(
            u"\\A(127\\.0\\.0\\.1|localhost|\\[::1\\])(:[0-9]{1,5})?\\z"_s);
    return form.match(QString::fromLatin1(host)).hasMatch();
}

} // namespace sluice
