// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "distgit/lookasidewriter.h"

#include <QByteArray>
#include <QList>

namespace sluice {

/// The file `sources`: one line per lookaside file, in this order.
[[nodiscard]] QByteArray sourcesFile(const QList<StagedFile> &files, Format format);

/// A `.gitignore` that gains `/<name>` for each name that no earlier line matches, by the rules of
/// pyrpkg (Python's fnmatch, leading slashes stripped from both), not of git.
[[nodiscard]] QByteArray withIgnored(const QByteArray &gitignore, const QList<QByteArray> &names);

/// Whether a file tracked on the base branch (its whole path) stays when the package has no such
/// file.
[[nodiscard]] bool isKeptFile(const QByteArray &path);

} // namespace sluice
