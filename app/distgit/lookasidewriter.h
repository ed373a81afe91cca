// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "distgit/fileio.h"
#include "distgit/hasher.h"
#include "distgit/temporarydirectory.h"
#include "queue/task.h"

#include <memory>

namespace sluice {

/// A file for the lookaside cache that waits, hashed, under a temporary name.
struct StagedFile
{
    QByteArray name;
    QByteArray hash; ///< lower-case hex
    qint64 size = 0;
    QByteArray temporary;
};

/// Streams files to temporary names below a lookaside root and hashes them on the way. One thread.
class LookasideWriter final
{
    Q_DISABLE_COPY_MOVE(LookasideWriter)

public:
    LookasideWriter(QByteArray root, Format format);
    ~LookasideWriter(); ///< removes the file that was not ended

    [[nodiscard]] Result<void> begin(const QByteArray &name, qint64 size);
    [[nodiscard]] Result<void> add(QByteArrayView bytes);
    [[nodiscard]] Result<StagedFile> end();

    /// Holds the temporary files' directory; null before the first begin().
    [[nodiscard]] std::shared_ptr<TemporaryDirectory> directory() const { return m_directory; }

private:
    QByteArray m_root;
    Hasher m_hasher;
    std::shared_ptr<TemporaryDirectory> m_directory;
    Descriptor m_file;
    StagedFile m_current;
};

/// Where a lookaside object stands, below its package's directory: `<file>/<md5>/<file>`, or
/// `<file>/sha512/<hash>/<file>`.
[[nodiscard]] QByteArray lookasideName(const StagedFile &file, Format format);

enum class ObjectState {
    Missing,
    Present, ///< with the very same bytes
    Damaged, ///< other bytes, which do not have the hash that it is named after
};

/// Compares a staged file with the object at `path`. *unsafe content* when the same hash stands for
/// other bytes.
[[nodiscard]] Result<ObjectState> compareObject(const StagedFile &file, const QByteArray &path,
                                                Format format);

} // namespace sluice
