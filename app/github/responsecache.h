// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "github/cachestore.h"
#include "github/transport.h"

#include <QSet>

#include <optional>

namespace sluice {

/// What GitHub said before, for one server and one account: answers that it can confirm for
/// nothing, content that cannot change, and addresses that moved. A store that fails is done
/// without. The store's thread.
class ResponseCache final
{
    Q_DISABLE_COPY_MOVE(ResponseCache)

public:
    /// The store must outlive it. `account`: what others were told is not for it.
    ResponseCache(CacheStore &store, const QString &baseUrl, const QString &account);

    /// Known for good.
    [[nodiscard]] std::optional<CachedAnswer> immutable(const QString &path,
                                                        const QByteArray &accept);
    /// What a 304 would stand for.
    [[nodiscard]] std::optional<CachedAnswer> conditions(const QString &path,
                                                         const QByteArray &accept);
    void keep(const QString &path, const QByteArray &accept, bool isImmutable,
              const HttpResponse &response);
    /// It is not there any more, or not for us.
    void forget(const QString &path, const QByteArray &accept);
    /// False where a 304 speaks of another version than ours; ours is then forgotten. A weak ETag
    /// is as good as a strong one.
    [[nodiscard]] bool confirm(const CachedAnswer &known, const HttpResponse &response);

    /// Where a path, or one that it begins with, has moved to; itself if nowhere.
    [[nodiscard]] QString movedTo(const QString &path);
    void rememberMove(const QString &from, const QString &to);
    void forgetMove(const QString &path); ///< that movedTo() would follow
    /// False where GitHub itself sent us there since this was made: then a 404 there is one.
    [[nodiscard]] bool mayDoubtMove(const QString &path) const;

private:
    [[nodiscard]] CacheKey keyOf(const QString &path, const QByteArray &accept) const;

    CacheStore &m_store;
    QString m_baseUrl;
    QString m_account;
    QSet<QString> m_sureMoves;
};

/// RFC 9110's weak comparison.
[[nodiscard]] bool isSameVersion(QByteArrayView etag, QByteArrayView other);

} // namespace sluice
