// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "distgit/intacthistory.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr unsigned kSubmodule = 0160000; // names a commit of another repository

} // namespace

IntactHistory::IntactHistory(const Repository &repository,
                             std::function<bool(const ObjectId &)> isSupplied)
    : m_repository(repository)
    , m_isSupplied(std::move(isSupplied))
{}

bool IntactHistory::isWhole(const ObjectId &commit)
{
    QList<ObjectId> open{commit};
    QSet<ObjectId> seen{commit};
    while (!open.isEmpty()) {
        const ObjectId id = open.takeLast();
        if (m_wholeCommits.contains(id))
            continue;
        QList<ObjectId> parents;
        if (!isCommitWhole(id, parents))
            return false;
        for (const ObjectId &parent : std::as_const(parents)) {
            if (!seen.contains(parent)) {
                seen << parent;
                open << parent;
            }
        }
    }
    m_wholeCommits |= seen;
    return true;
}

bool IntactHistory::isCommitWhole(const ObjectId &id, QList<ObjectId> &parents)
{
    const auto commit = m_repository.commit(id);
    if (!commit || !isTreeWhole(commit->tree, 0))
        return false;
    parents = commit->parents;
    return true;
}

bool IntactHistory::isTreeWhole(const ObjectId &tree, int depth)
{
    if (m_wholeTrees.contains(tree))
        return true;
    const auto entries = m_repository.tree(tree);
    if (!entries || depth > kDeepestTree)
        return false;
    for (const TreeEntry &entry : *entries) {
        const bool isReadable
                = entry.mode == kSubmodule
               || (entry.isTree() ? isTreeWhole(entry.id, depth + 1)
                                  : m_wholeTrees.contains(entry.id) || m_isSupplied(entry.id)
                                            || m_repository.isReadable(entry.id));
        if (!isReadable)
            return false;
        m_wholeTrees << entry.id; // blobs too: most are shared by many commits
    }
    m_wholeTrees << tree;
    return true;
}

ObjectId IntactHistory::nearestAncestor(const ObjectId &lostTip)
{
    QList<ObjectId> open{lostTip};
    QSet<ObjectId> seen{lostTip};
    while (!open.isEmpty()) {
        const ObjectId id = open.takeFirst();
        if (isWhole(id))
            return id;
        const auto commit = m_repository.commit(id);
        for (const ObjectId &parent : commit ? commit->parents : QList<ObjectId>()) {
            if (!seen.contains(parent)) {
                seen << parent;
                open << parent;
            }
        }
    }
    return {};
}

QList<std::pair<qint64, ObjectId>> IntactHistory::endCommits()
{
    QList<std::pair<qint64, ObjectId>> whole;
    QSet<ObjectId> followed;
    for (const ObjectId &id : m_repository.allIds()) {
        const auto commit = m_repository.commit(id);
        if (!commit || !isWhole(id))
            continue;
        whole.append({commit->time, id});
        for (const ObjectId &parent : commit->parents)
            followed << parent;
    }
    whole.removeIf([&followed](const auto &one) { return followed.contains(one.second); });
    std::ranges::sort(whole, std::greater());
    return whole;
}

ObjectId IntactHistory::fallback(const ObjectId &lostTip, const QList<ObjectId> &intactTips)
{
    if (const ObjectId ancestor = nearestAncestor(lostTip); !ancestor.isNull())
        return ancestor;
    const auto ends = endCommits();
    for (const auto &[time, id] : ends) {
        const bool isOfAnotherBranch = std::ranges::any_of(intactTips, [&](const ObjectId &tip) {
            return tip == id || m_repository.isAncestor(id, tip);
        });
        if (!isOfAnotherBranch)
            return id;
    }
    return ends.isEmpty() ? ObjectId() : ends.first().second;
}

} // namespace sluice
