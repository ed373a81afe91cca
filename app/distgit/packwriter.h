// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "distgit/fileio.h"
#include "distgit/hasher.h"
#include "distgit/objectid.h"

#include <QSet>

#include <memory>
#include <vector>

namespace sluice {

enum class ObjectKind : unsigned char { Commit = 1, Tree = 2, Blob = 3 }; // as packs number them

/// Writes a git pack (v2) and its index (v2), object by object, without deltas. A small pack stays
/// in memory until it is finished, a big one goes to its file while it grows. One thread.
class PackWriter final
{
    Q_DISABLE_COPY_MOVE(PackWriter)

public:
    /// `path` is the temporary file, made only when there is something to write to it.
    explicit PackWriter(QByteArray path);
    ~PackWriter(); ///< removes the temporary file, unless it was finished

    /// One object in pieces: `size` bytes in all, then its id. An object that is there already is
    /// not written twice.
    [[nodiscard]] Result<void> begin(ObjectKind kind, qint64 size);
    [[nodiscard]] Result<void> add(QByteArrayView bytes);
    [[nodiscard]] Result<ObjectId> end();
    [[nodiscard]] Result<ObjectId> write(ObjectKind kind, QByteArrayView bytes);

    /// A point to come back to: forget() drops what was written after it, also from a finished
    /// pack, which then goes on as the temporary file `path`.
    struct Mark
    {
        size_t objects = 0;
        qint64 offset = 0;
    };
    [[nodiscard]] Mark mark() const { return {m_entries.size(), position()}; }
    [[nodiscard]] Result<void> forget(const Mark &mark, const QByteArray &path);

    [[nodiscard]] bool contains(const ObjectId &id) const { return m_known.contains(id); }
    [[nodiscard]] QList<ObjectId> ids() const;

    /// Completes the pack; the hash that git puts into its name.
    [[nodiscard]] Result<QByteArray> seal();
    /// After seal(): the pack as `stem`.pack and its index as `stem`.idx, which must not exist; on
    /// the file system of the temporary file. Then both are the caller's.
    [[nodiscard]] Result<void> finish(const QByteArray &stem);

private:
    struct Entry
    {
        ObjectId id;
        quint32 crc = 0;
        qint64 offset = 0;
    };
    struct Deflater;

    [[nodiscard]] Result<void> put(QByteArrayView bytes); ///< compressed bytes, in order
    [[nodiscard]] Result<void> flush();
    [[nodiscard]] Result<void> cutAt(qint64 offset);
    [[nodiscard]] Result<void> hashBody();
    [[nodiscard]] QByteArray index() const;
    [[nodiscard]] qint64 position() const { return m_flushed + m_buffer.size(); }

    QByteArray m_path;
    QByteArray m_hash; ///< once sealed
    Descriptor m_file;
    QByteArray m_buffer;
    qint64 m_flushed = 0;
    std::vector<Entry> m_entries;
    QSet<ObjectId> m_known;
    Entry m_current;
    qint64 m_expected = 0; ///< bytes that the current object still lacks
    Hasher m_hasher{Hasher::Algorithm::Sha1};
    std::unique_ptr<Deflater> m_deflater;
};

} // namespace sluice
