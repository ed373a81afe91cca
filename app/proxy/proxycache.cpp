// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/proxycache.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>
#include <QRandomGenerator>

#include <algorithm>
#include <array>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// The headers by which GitHub tells answers to one address apart. All callers get them
/// uncompressed.
constexpr std::array kTelling{"authorization"_L1,          "accept"_L1, "x-github-api-version"_L1,
                              "x-github-otp"_L1,           "cookie"_L1, "x-requested-with"_L1,
                              "x-github-next-global-id"_L1};

qint64 sizeOf(const QByteArray &key, const KeptAnswer &answer)
{
    qint64 size = key.size() + answer.body.size();
    for (qsizetype i = 0; i < answer.headers.size(); ++i)
        size += answer.headers.nameAt(i).size() + answer.headers.valueAt(i).size();
    return size;
}

} // namespace

QByteArray KeptAnswer::etag() const { return headers.value("etag"_L1).toByteArray(); }

QByteArray KeptAnswer::lastModified() const
{
    return headers.value("last-modified"_L1).toByteArray();
}

bool KeptAnswer::canBeConfirmed() const { return !etag().isEmpty() || !lastModified().isEmpty(); }

ProxyCache::ProxyCache(Bounds bounds)
    : m_bounds(bounds)
    , m_secret(32, '\0')
{
    QRandomGenerator::system()->generate(m_secret.begin(), m_secret.end());
}

QByteArray ProxyCache::accountOf(const QHttpHeaders &headers) const
{
    return QMessageAuthenticationCode::hash(headers.combinedValue("authorization"_L1), m_secret,
                                            QCryptographicHash::Sha256);
}

QByteArray ProxyCache::keyOf(const QByteArray &target, const QHttpHeaders &headers) const
{
    QMessageAuthenticationCode code(QCryptographicHash::Sha256, m_secret);
    code.addData(target);
    for (const QLatin1StringView name : kTelling) {
        code.addData("\n"_ba);
        code.addData(headers.combinedValue(name));
    }
    return code.result();
}

const KeptAnswer *ProxyCache::find(const QByteArray &key)
{
    const auto found = m_entries.find(key);
    if (found == m_entries.end())
        return nullptr;
    m_byUse.erase(found->second.used);
    found->second.used = ++m_lastUse;
    m_byUse.emplace(m_lastUse, key);
    return &found->second.answer;
}

void ProxyCache::keep(const QByteArray &key, KeptAnswer answer)
{
    forget(key);
    if (answer.body.size() > m_bounds.largest)
        return;
    m_bytes += sizeOf(key, answer);
    m_byUse.emplace(++m_lastUse, key);
    m_entries.insert_or_assign(key, Entry{std::move(answer), m_lastUse});
    while (m_bytes > m_bounds.bytes)
        forget(QByteArray(m_byUse.begin()->second));
}

void ProxyCache::forget(const QByteArray &key)
{
    const auto found = m_entries.find(key);
    if (found == m_entries.end())
        return;
    m_bytes -= sizeOf(key, found->second.answer);
    m_byUse.erase(found->second.used);
    m_entries.erase(found);
}

bool ProxyCache::mayKeep(const QHttpHeaders &answer)
{
    if (answer.combinedValue("cache-control"_L1).toLower().contains("no-store")
        || answer.contains("set-cookie"_L1))
        return false;
    const QList<QByteArray> names = answer.combinedValue("vary"_L1).toLower().split(',');
    return std::ranges::all_of(names, [](const QByteArray &name) {
        const QByteArray plain = name.trimmed();
        return plain.isEmpty() || plain == "accept-encoding"
            || std::ranges::find(kTelling, QLatin1StringView(plain)) != kTelling.end();
    });
}

} // namespace sluice
