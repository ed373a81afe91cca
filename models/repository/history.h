// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <stop_token>

namespace sluice {

/// A text read from a repository, for people to look at.
struct RepositoryText
{
    QString title; ///< file name of a spec, first line of a commit's message
    QString text; ///< empty where there is nothing, such as a commit that changes nothing
    bool isCut = false; ///< the text was longer than asked for
};

/// `<git root>/<owner>/<project>/<package>.git`.
[[nodiscard]] QString repositoryPath(const QString &gitRoot, const QString &owner,
                                     const QString &project, const QString &package);

/// The spec file in the tree of a commit: `<package>.spec` if there is one, else the first
/// `*.spec`. Blocking; any thread. *not found* where the repository, commit or spec is missing.
[[nodiscard]] Result<RepositoryText> readSpec(const QString &repository, const QString &commit,
                                              const QString &package, qsizetype maxBytes,
                                              std::stop_token stop);

/// What a commit changed against its first parent, as a unified diff with a list of files before
/// it. Blocking; any thread. A commit without a parent is compared with nothing.
[[nodiscard]] Result<RepositoryText> readDiff(const QString &repository, const QString &commit,
                                              qsizetype maxBytes, std::stop_token stop);

} // namespace sluice
