// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QHttpHeaders>

#include <cstdint>
#include <map>

namespace sluice {

/// An answer (200) that GitHub gave one caller.
struct KeptAnswer
{
    QHttpHeaders headers; ///< as they came
    QByteArray body;

    [[nodiscard]] QByteArray etag() const;
    [[nodiscard]] QByteArray lastModified() const;
    [[nodiscard]] bool canBeConfirmed() const;
};

/// What callers were told, in memory alone and each for its token: nobody sees what another one was
/// told, and no token is kept. What was not used for longest goes first. One thread.
class ProxyCache final
{
    Q_DISABLE_COPY_MOVE(ProxyCache)

public:
    struct Bounds
    {
        qint64 bytes = 64LL << 20;
        qint64 largest = 4LL << 20; ///< of a single body
    };
    explicit ProxyCache(Bounds bounds);
    ProxyCache()
        : ProxyCache(Bounds())
    {}

    /// Names whoever asks with these headers; without the key of this process it means nothing.
    [[nodiscard]] QByteArray accountOf(const QHttpHeaders &headers) const;
    /// Names what they ask for.
    [[nodiscard]] QByteArray keyOf(const QByteArray &target, const QHttpHeaders &headers) const;
    [[nodiscard]] const KeptAnswer *find(const QByteArray &key);
    void keep(const QByteArray &key, KeptAnswer answer);
    void forget(const QByteArray &key);

    [[nodiscard]] qint64 largest() const { return m_bounds.largest; }
    [[nodiscard]] qint64 bytes() const { return m_bytes; }
    /// Whether an answer with these headers may be kept under keyOf() of its request.
    [[nodiscard]] static bool mayKeep(const QHttpHeaders &answer);

private:
    struct Entry
    {
        KeptAnswer answer;
        std::uint64_t used = 0;
    };

    Bounds m_bounds;
    QByteArray m_secret; ///< of this process
    std::map<QByteArray, Entry> m_entries;
    std::map<std::uint64_t, QByteArray> m_byUse;
    std::uint64_t m_lastUse = 0;
    qint64 m_bytes = 0;
};

} // namespace sluice
