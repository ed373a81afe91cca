// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "distgit/objectid.h"

#include <QList>

#include <functional>

namespace sluice {

/// A requested branch as it stands before an import; a new one stands at the root commit.
struct BranchStand
{
    ObjectId tip;
    ObjectId tree;
};

/// Where the branches of one import go.
struct BranchPlan
{
    /// One branch: a commit that exists, or the commit to make on top of `newParents[newCommit]`.
    struct Goal
    {
        ObjectId existing;
        qsizetype newCommit = -1;

        bool operator==(const Goal &) const = default;
    };

    QList<ObjectId> newParents; ///< one commit with the imported tree is made on each
    QList<Goal> goals; ///< a branch each, in the order asked for
};

/// After it every branch has the tree `imported`. A branch fast-forwards to any requested tip that
/// has it, or to a commit made for a branch before it, and else gets a commit of its own; branches
/// that share a tip keep sharing. `isAncestor(a, b)`: b can be reached from a by fast-forward, a
/// and b not being the same.
[[nodiscard]] BranchPlan
planBranches(const QList<BranchStand> &branches, const ObjectId &imported,
             const std::function<bool(const ObjectId &, const ObjectId &)> &isAncestor);

} // namespace sluice
