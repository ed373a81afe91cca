// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "distgit/repository.h"

#include <QSet>

#include <functional>

namespace sluice {

/// Tells which commits of a damaged repository are still whole, back to their roots, and from which
/// one a lost branch can go on. Reads every object it is asked about; for damaged repositories
/// only.
class IntactHistory final
{
public:
    /// `isSupplied`: an object that the import at hand brings, whatever the repository has.
    IntactHistory(const Repository &repository, std::function<bool(const ObjectId &)> isSupplied);

    /// The commit, its tree and all that came before are readable.
    [[nodiscard]] bool isWhole(const ObjectId &commit);

    /// The best whole commit for a branch whose tip (null where even that is lost) is not: the
    /// nearest ancestor, else the newest commit that nothing follows, best one that no branch at
    /// `intactTips` has. Null when nothing is whole.
    [[nodiscard]] ObjectId fallback(const ObjectId &lostTip, const QList<ObjectId> &intactTips);

private:
    [[nodiscard]] bool isTreeWhole(const ObjectId &tree, int depth);
    [[nodiscard]] bool isCommitWhole(const ObjectId &id, QList<ObjectId> &parents);
    [[nodiscard]] ObjectId nearestAncestor(const ObjectId &lostTip);
    [[nodiscard]] QList<std::pair<qint64, ObjectId>> endCommits(); ///< newest first

    const Repository &m_repository;
    std::function<bool(const ObjectId &)> m_isSupplied;
    QSet<ObjectId> m_wholeCommits;
    QSet<ObjectId> m_wholeTrees;
};

} // namespace sluice
