// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "distgit/fileio.h"

namespace sluice {

/// The fixed files of a bare repository, as `git init --bare --shared` and dist-git make them.
[[nodiscard]] QByteArray repositoryHead();
[[nodiscard]] QByteArray repositoryConfig();

/// Files in the object database of the repository at `path` that no git can read, as a power cut or
/// a kill leaves them: empty loose objects, packs that are cut short or do not fit their index,
/// either without the other (a fresh pack excepted, whose index git may be writing). Looks at sizes
/// and trailers only, not at contents.
[[nodiscard]] Result<QList<QByteArray>> damagedFiles(const QByteArray &path);

/// Makes what a repository cannot be opened without, where it is missing or empty: HEAD, config,
/// the directories. What it mended, for a warning.
[[nodiscard]] Result<QStringList> mendSkeleton(const QByteArray &path);

} // namespace sluice
