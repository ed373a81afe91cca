// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/responsecache.h"

#include "github/logging.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kLongestChain = 5;

/// The cache saves calls, no more: without it all goes on.
template <typename T> T orNothing(Result<T> result)
{
    if (result)
        return std::move(*result);
    qCWarning(lcGithub).noquote() << "GitHub's answers cannot be kept:" << result.error().what
                                  << result.error().detail;
    return T();
}

void orNothing(const Result<void> &result)
{
    static_cast<void>(orNothing(result.transform([] { return true; })));
}

QByteArrayView opaquePart(QByteArrayView etag)
{
    etag = etag.trimmed();
    return etag.startsWith("W/") ? etag.sliced(2) : etag;
}

/// "/repos/o/r" of whatever is below it; a move of one repository moves all that it holds.
QString repositoryPart(const QString &path)
{
    if (!path.startsWith("/repos/"_L1))
        return {};
    const QString plain = path.section(u'?', 0, 0);
    return plain.count(u'/') < 3 ? QString() : plain.section(u'/', 0, 3);
}

QList<std::pair<QByteArray, QByteArray>> describing(const QHttpHeaders &headers)
{
    QList<std::pair<QByteArray, QByteArray>> kept;
    for (const auto name :
         {"Content-Type"_L1, "Link"_L1, "ETag"_L1, "Last-Modified"_L1, "X-Poll-Interval"_L1}) {
        for (const QByteArray &value : headers.values(name))
            kept.append({QByteArray(name.data(), name.size()), value});
    }
    return kept;
}

} // namespace

bool isSameVersion(QByteArrayView etag, QByteArrayView other)
{
    return opaquePart(etag) == opaquePart(other);
}

ResponseCache::ResponseCache(CacheStore &store, const QString &baseUrl, const QString &account)
    : m_store(store)
    , m_baseUrl(baseUrl)
    , m_account(account)
{}

CacheKey ResponseCache::keyOf(const QString &path, const QByteArray &accept) const
{
    return {m_baseUrl, m_account, path, accept};
}

std::optional<CachedAnswer> ResponseCache::immutable(const QString &path, const QByteArray &accept)
{
    return orNothing(m_store.find(keyOf(path, accept)));
}

std::optional<CachedAnswer> ResponseCache::conditions(const QString &path, const QByteArray &accept)
{
    return immutable(path, accept).and_then([](CachedAnswer known) {
        const bool isOne = !known.etag.isEmpty() || !known.lastModified.isEmpty();
        return isOne ? std::optional(std::move(known)) : std::nullopt;
    });
}

void ResponseCache::keep(const QString &path, const QByteArray &accept, bool isImmutable,
                         const HttpResponse &response)
{
    const CachedAnswer answer{.key = keyOf(path, accept),
                              .etag = response.headers.value("etag"_L1).toByteArray(),
                              .lastModified
                              = response.headers.value("last-modified"_L1).toByteArray(),
                              .headers = describing(response.headers),
                              .body = response.body};
    const bool mayKeep = !response.headers.value("cache-control"_L1).contains("no-store");
    if (mayKeep && (isImmutable || !answer.etag.isEmpty() || !answer.lastModified.isEmpty()))
        orNothing(m_store.keep(answer));
    else
        orNothing(m_store.forget(answer.key));
}

void ResponseCache::forget(const QString &path, const QByteArray &accept)
{
    orNothing(m_store.forget(keyOf(path, accept)));
}

bool ResponseCache::confirm(const CachedAnswer &known, const HttpResponse &response)
{
    const QByteArray etag = response.headers.value("etag"_L1).toByteArray();
    if (etag.isEmpty() || known.etag.isEmpty())
        return true;
    if (!isSameVersion(etag, known.etag)) {
        orNothing(m_store.forget(known.key));
        return false;
    }
    if (etag != known.etag)
        orNothing(m_store.setEtag(known.key, etag));
    return true;
}

QString ResponseCache::movedTo(const QString &path)
{
    QString current = path;
    for (int i = 0; i < kLongestChain; ++i) {
        const QString part = repositoryPart(current);
        if (const auto exact = orNothing(m_store.moveOf(m_baseUrl, current)))
            current = *exact;
        else if (const auto to = orNothing(m_store.moveOf(m_baseUrl, part)); to && !part.isEmpty())
            current = *to + current.sliced(part.size());
        else
            return current;
    }
    forgetMove(path); // in circles
    return path;
}

void ResponseCache::rememberMove(const QString &from, const QString &to)
{
    const QString part = repositoryPart(from);
    const QString rest = part.isEmpty() ? QString() : from.sliced(part.size());
    const bool isWhole = !part.isEmpty() && to.endsWith(rest);
    const QString key = isWhole ? part : from;
    orNothing(m_store.rememberMove(m_baseUrl, key, isWhole ? to.chopped(rest.size()) : to));
    m_sureMoves.insert(key);
}

bool ResponseCache::mayDoubtMove(const QString &path) const
{
    return !m_sureMoves.contains(path) && !m_sureMoves.contains(repositoryPart(path));
}

void ResponseCache::forgetMove(const QString &path)
{
    orNothing(m_store.forgetMove(m_baseUrl, path));
    orNothing(m_store.forgetMove(m_baseUrl, repositoryPart(path)));
}

} // namespace sluice
