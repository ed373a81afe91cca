// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"
#include "pipeline/pullask.h"

namespace sluice {

class Database;

/// A repository that another service looks after, and how its reading goes.
struct RepositoryWatch
{
    QString repository;
    QString login; ///< as whom; empty: not known yet
    QString problem; ///< why it cannot be read
    QDateTime readAt; ///< null: never
    QString pages; ///< of its GitHub: "https://github.com"

    bool operator==(const RepositoryWatch &) const = default;
};

/// An account that cannot watch now, and since when what it watches grows old.
struct WatchTrouble
{
    QString account;
    QString problem;
    QDateTime readAt; ///< the repository that was read longest ago; null: none was
    QDateTime resumesAt; ///< GitHub's budget is used up until then; null: that is not it

    bool operator==(const WatchTrouble &) const = default;
};

/// Up to where a reader has read.
struct BoardPlace
{
    qint64 rev = 0; ///< of the store's counter
    qint64 runsAt = 0; ///< when a run last changed that it has seen
};

/// Where the next page begins: older ones follow.
struct BoardCursor
{
    static constexpr qint64 kStart = std::numeric_limits<qint64>::max();
    qint64 driven = kStart;
    qint64 observed = kStart;
};

/// What was read: it replaces what a reader had of the same pull requests and checks.
struct BoardUpdate
{
    struct Changed
    {
        PullKey pull;
        PullCheck check;
    };
    BoardPlace place;
    QList<PullRow> pulls; ///< whole ones
    QList<Changed> checks; ///< of pull requests that did not change themselves
    qint64 driven = 0; ///< how many there are now
    qint64 observed = 0;
    QList<RepositoryWatch> watches;
    QList<WatchTrouble> troubles; ///< by account
    QList<PullAsk> asks; ///< all of them, the oldest first
};

struct BoardPage
{
    BoardUpdate update;
    BoardCursor next;
    bool isLast = false;
};

/// The newest pull requests before the cursor, of each source up to so many.
[[nodiscard]] Result<BoardPage> readBoardPage(Database &database, BoardCursor from, int limit);
/// What was written since that place.
[[nodiscard]] Result<BoardUpdate> readBoardChanges(Database &database, BoardPlace since);
/// All that is there, for a reader that knows of more.
[[nodiscard]] Result<QList<PullKey>> readBoardKeys(Database &database);

} // namespace sluice
