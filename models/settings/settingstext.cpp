// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settingstext.h"

#include "budget/budgetsettings.h"

#include <QRegularExpression>
#include <QUrl>

#include <array>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr std::array kUnits{'K', 'M', 'G', 'T'};

bool matches(const QString &pattern, const QString &text)
{
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(text).hasMatch();
}

bool isNumberUpTo(QStringView text, int most)
{
    return readNumber(text.toString(), 0, most).has_value();
}

bool isIpv4(const QString &text)
{
    const QStringList parts = text.split(u'.');
    return parts.size() == 4
        && std::ranges::all_of(parts, [](const QString &part) { return isNumberUpTo(part, 255); });
}

bool isIpv6(const QString &text)
{
    // QUrl knows what an IPv6 address is, and models does not link Qt Network.
    QUrl url;
    url.setScheme(u"http"_s);
    url.setHost(u'[' + text + u']', QUrl::StrictMode);
    return text.contains(u':') && url.isValid() && !url.host().isEmpty();
}

bool isHostName(const QString &text)
{
    static const QString kLabel = u"[a-z0-9_]([-a-z0-9_]{0,61}[a-z0-9_])?"_s;
    return text.size() <= 253 && matches(kLabel % u"(\\."_s % kLabel % u")*\\.?"_s, text.toLower());
}

} // namespace

std::optional<qint64> readNumber(const QString &text, qint64 least, qint64 most)
{
    if (!matches(u"[0-9]{1,19}"_s, text))
        return {};
    bool isNumber = false;
    const qint64 number = text.toLongLong(&isNumber);
    return isNumber && number >= least && number <= most ? std::optional(number) : std::nullopt;
}

std::optional<qint64> readBytes(const QString &text, qint64 least, qint64 most)
{
    static const QRegularExpression kPattern(u"^([0-9]{1,19}) ?(?:([KMGTkmgt])(?:iB)?)?\\z"_s);
    const auto match = kPattern.match(text);
    if (!match.hasMatch())
        return {};
    int shift = 0;
    if (match.hasCaptured(2)) {
        const char unit = match.captured(2).toUpper().at(0).toLatin1();
        shift = 10 * (static_cast<int>(std::ranges::find(kUnits, unit) - kUnits.begin()) + 1);
    }
    const auto number = readNumber(match.captured(1), 0, most >> shift);
    const qint64 bytes = number.value_or(0) << shift;
    return number && bytes >= least ? std::optional(bytes) : std::nullopt;
}

QString writeBytes(qint64 bytes)
{
    size_t unit = 0;
    while (bytes != 0 && bytes % 1024 == 0 && unit < kUnits.size()) {
        bytes /= 1024;
        ++unit;
    }
    const QString digits = QString::number(bytes);
    return unit == 0 ? digits : digits + QLatin1Char(kUnits[unit - 1]);
}

QStringList readList(const QString &text)
{
    QStringList entries;
    for (const QString &entry : text.split(u','))
        entries << entry.trimmed();
    return entries;
}

bool isAbsolutePath(const QString &text) { return text.startsWith(u'/'); }

bool isAuthorName(const QString &text)
{
    // git drops these at both ends; a name of nothing else would be refused at the commit.
    return !text.contains(u'<') && !text.contains(u'>') && !matches(u"[\\s.,:;\"\\\\']*"_s, text);
}

bool isAuthorEmail(const QString &text) { return matches(u"[^\\s<>@]+@[^\\s<>@]+"_s, text); }

bool isHostEntry(const QString &text)
{
    static const QRegularExpression kBracketed(u"^\\[([^\\]]+)\\](?::([0-9]+))?\\z"_s);
    if (const auto match = kBracketed.match(text); match.hasMatch()) {
        return isIpv6(match.captured(1))
            && (!match.hasCaptured(2) || isNumberUpTo(match.captured(2), 65535));
    }
    if (const qsizetype slash = text.indexOf(u'/'); slash >= 0) {
        const QString address = text.left(slash);
        const QString prefix = text.mid(slash + 1);
        return (isIpv4(address) && isNumberUpTo(prefix, 32))
            || (isIpv6(address) && isNumberUpTo(prefix, 128));
    }
    if (text.count(u':') == 1) {
        const QString port = text.section(u':', 1);
        return isHostName(text.section(u':', 0, 0)) && port != "0"_L1 && isNumberUpTo(port, 65535);
    }
    return isHostName(text) || isIpv6(text);
}

bool isBaseUrl(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    return url.isValid() && (url.scheme() == "http"_L1 || url.scheme() == "https"_L1)
        && !url.host().isEmpty() && url.userInfo().isEmpty() && !url.hasQuery()
        && !url.hasFragment();
}

bool isRepositoryName(const QString &text)
{
    return matches(u"[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+"_s, text) && !text.endsWith("/."_L1)
        && !text.endsWith("/.."_L1);
}

bool isAccountName(const QString &text) { return matches(u"[A-Za-z0-9._-]{1,40}"_s, text); }

bool isFlagPrefix(const QString &text) { return matches(u"[A-Za-z0-9._/-]{0,20}"_s, text); }

bool isCoprOwner(const QString &text) { return matches(u"@?[-+_.a-zA-Z0-9]+"_s, text); }

} // namespace sluice
