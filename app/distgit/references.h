// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "distgit/fileio.h"
#include "distgit/objectid.h"

#include <QMap>

namespace sluice {

/// What a branch says. A damaged one (an emptied file, say) has no id.
struct BranchValue
{
    ObjectId id;
    bool isSymbolic = false;

    bool operator==(const BranchValue &) const = default;
};

/// The branches of the bare repository at `path`, loose and packed, by name without `refs/heads/`.
/// Read by ourselves, because libgit2 stops at the first damaged one.
[[nodiscard]] Result<QMap<QByteArray, BranchValue>> readBranches(const QByteArray &path);

/// One branch to move. `from` null: it does not exist, or is damaged.
struct BranchMove
{
    QByteArray branch;
    ObjectId from;
    ObjectId to; ///< null: remove the loose file (only to undo the making of it)
};

/// Moves a branch as git does, through its `.lock` file; false when it no longer stands where it
/// should. The caller holds the RepositoryLock, so a lock file of ours is one that a dead process
/// left.
[[nodiscard]] Result<bool> moveBranch(const QByteArray &path, const BranchMove &move);

/// The name that clashes with `branch` as `fedora` does with `fedora/26`, or an empty one.
[[nodiscard]] QByteArray clashingBranch(const QByteArray &branch, const QList<QByteArray> &others);

/// The text of a `packed-refs` file.
[[nodiscard]] QByteArray packedBranches(const QMap<QByteArray, ObjectId> &branches);

} // namespace sluice
