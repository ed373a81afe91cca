// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "distgit/branchplan.h"

#include <QHash>

#include <algorithm>
#include <optional>

namespace sluice {

namespace {

using IsAncestor = std::function<bool(const ObjectId &, const ObjectId &)>;

/// Tips that have the tree, and where fast-forwards among them lead.
QList<ObjectId> endTips(const QList<BranchStand> &branches, const ObjectId &imported,
                        const IsAncestor &isAncestor)
{
    QList<ObjectId> tips;
    for (const BranchStand &branch : branches) {
        if (branch.tree == imported && !tips.contains(branch.tip))
            tips << branch.tip;
    }
    QList<ObjectId> ends;
    for (const ObjectId &tip : tips) {
        if (std::ranges::none_of(tips, [&](const ObjectId &other) {
                return other != tip && isAncestor(tip, other);
            }))
            ends << tip;
    }
    return ends;
}

} // namespace

BranchPlan planBranches(const QList<BranchStand> &branches, const ObjectId &imported,
                        const IsAncestor &isAncestor)
{
    const QList<ObjectId> ends = endTips(branches, imported, isAncestor);
    BranchPlan plan;
    const auto goalOf = [&](const ObjectId &tip) -> BranchPlan::Goal {
        for (const ObjectId &end : ends) {
            if (end == tip || isAncestor(tip, end))
                return {.existing = end};
        }
        for (qsizetype i = 0; i < plan.newParents.size(); ++i) {
            if (plan.newParents.at(i) == tip || isAncestor(tip, plan.newParents.at(i)))
                return {.existing = {}, .newCommit = i};
        }
        plan.newParents << tip;
        return {.existing = {}, .newCommit = plan.newParents.size() - 1};
    };
    QHash<ObjectId, BranchPlan::Goal> goals; // by tip: most branches share one
    for (const BranchStand &branch : branches) {
        auto goal = goals.constFind(branch.tip);
        if (goal == goals.cend())
            goal = goals.insert(branch.tip, goalOf(branch.tip));
        plan.goals << *goal;
    }
    return plan;
}

} // namespace sluice
