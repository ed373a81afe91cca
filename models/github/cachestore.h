// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"
#include "error.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>
#include <utility>

namespace sluice {

class Database;

/// Which question an answer belongs to. GET only.
struct CacheKey
{
    QString baseUrl;
    QString token; ///< names the account that was told, not its token
    QString path; ///< with the query
    QByteArray accept;
};

/// An answer (200) as it is kept.
struct CachedAnswer
{
    CacheKey key;
    QByteArray etag;
    QByteArray lastModified;
    QList<std::pair<QByteArray, QByteArray>> headers; ///< those that describe the body
    QByteArray body;
};

/// How much a CacheStore keeps; what was not used for longest goes first.
struct CacheBounds
{
    qint64 bytes = 64LL << 20;
    int entries = 10'000;
    qint64 largest = 4LL << 20; ///< of a single body
};

/// GitHub's answers and moved addresses in the store. The database's thread.
class CacheStore final
{
    Q_DISABLE_COPY_MOVE(CacheStore)

public:
    /// Both must outlive it.
    CacheStore(Database &database, const Clock &clock, CacheBounds bounds = {});

    [[nodiscard]] Result<std::optional<CachedAnswer>> find(const CacheKey &key);
    /// In place of what stood there, and makes room for it.
    [[nodiscard]] Result<void> keep(const CachedAnswer &answer);
    [[nodiscard]] Result<void> setEtag(const CacheKey &key, const QByteArray &etag);
    [[nodiscard]] Result<void> forget(const CacheKey &key);

    /// "/repos/o/r" has moved to "/repositories/7", and all below it.
    [[nodiscard]] Result<void> rememberMove(const QString &baseUrl, const QString &from,
                                            const QString &to);
    [[nodiscard]] Result<std::optional<QString>> moveOf(const QString &baseUrl,
                                                        const QString &from);
    [[nodiscard]] Result<void> forgetMove(const QString &baseUrl, const QString &from);

    struct Size
    {
        int entries = 0;
        qint64 bytes = 0;
    };
    [[nodiscard]] Result<Size> size();

private:
    [[nodiscard]] Result<void> makeRoom(qint64 bytes);

    Database &m_database;
    const Clock &m_clock;
    CacheBounds m_bounds;
    std::optional<Size> m_atMost; ///< what there may be, counted up between two clearings
};

} // namespace sluice
