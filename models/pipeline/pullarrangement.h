// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/pullfilter.h"

namespace sluice {

enum class PullGrouping { None, Repository, State, Author };

/// Which pull requests are shown, and in which order. A value.
struct PullOrder
{
    /// What a click on a column's header sorts by.
    enum class Sort { Pull, Author, Stand, Age, Behind, Cell };

    PullFilter filter;
    PullGrouping grouping = PullGrouping::None;
    QSet<QString> folded; ///< groups of which the head alone is shown, in lower case
    bool isWithOld = false; ///< superseded and closed ones, too
    Sort sort = Sort::Age;
    int chroot = 0; ///< for Cell
    bool isDescending = false; ///< not descending: youngest, worst, or first of the alphabet

    bool operator==(const PullOrder &) const = default;
};

/// One row: a pull request, or the head of a group.
struct PullLine
{
    qint64 id = 0; ///< unlike any other line's
    PullKey key;
    bool isOld = false; ///< superseded or closed
    QString group; ///< of a head: what its pull requests have in common
    int pulls = 0; ///< of a head: pull requests in this group
    int runs = 0; ///< theirs: more where older pushes are shown
    int failed = 0; ///< pull requests that have
    int stuck = 0; ///< pull requests with a check that is
    int checksStuck = 0;
    bool isFolded = false; ///< of a head: its pull requests are not shown

    [[nodiscard]] bool isHead() const { return key.id == 0; }
    bool operator==(const PullLine &) const = default;
};

struct PullLines
{
    QList<PullLine> lines;
    QList<int> chroots; ///< numbers of those that a shown row has checks in, by name; 0 last
    int hidden = 0; ///< superseded and closed ones that are left out
    int pulls = 0; ///< different ones, with those of folded groups
    int runs = 0;
};

/// What is arranged: a pull request and what its row shows.
struct ArrangedPull
{
    const PullRow *pull = nullptr;
    const PullSummary *summary = nullptr;
    bool isOld = false;
};

/// Sorts, groups and filters. Fast: a thousand in about two milliseconds.
[[nodiscard]] PullLines arrange(const QList<ArrangedPull> &pulls, const PullOrder &order,
                                const ChrootNumbers &chroots);

} // namespace sluice
