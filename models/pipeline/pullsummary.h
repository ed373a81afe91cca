// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/pullask.h"
#include "pipeline/pullstand.h"
#include "pipeline/usualdurations.h"

namespace sluice {

/// What the checks of one kind in one chroot come to.
struct CellHalf
{
    FlagState state = FlagState::Queued; ///< the worst
    int count = 0; ///< 0: there is none
    int inState = 0; ///< of them in that state
    bool isStuck = false; ///< one of them is
    bool isUnsent = false;
    bool isAsked = false; ///< somebody has asked for one of them, and nothing came of it yet

    bool operator==(const CellHalf &) const = default;
};

/// The checks of one pull request in one chroot: builds above, tests below.
struct PullCell
{
    CellHalf build; ///< in the column of those that belong to no chroot: all
    CellHalf test;

    [[nodiscard]] bool isEmpty() const { return build.count + test.count == 0; }
    bool operator==(const PullCell &) const = default;
};

/// Numbers for names of chroots, given in the order in which they are met. 0: none.
class ChrootNumbers final
{
public:
    [[nodiscard]] int of(const QString &chroot);
    [[nodiscard]] const QString &name(int number) const { return m_names.at(number); }
    [[nodiscard]] int count() const { return int(m_names.size()); }

private:
    QHash<QString, int> m_numbers{{QString(), 0}};
    QStringList m_names{QString()};
};

/// What a row of the matrix shows of a pull request, worked out once for each change. A value.
struct PullSummary
{
    PullStand stand = PullStand::Waiting;
    Behind behind = Behind::Nobody;
    int stuck = 0; ///< checks that are
    int failed = 0;
    int open = 0;
    QList<PullCell> cells; ///< by a chroot's number
    std::optional<PullAsk> asked; ///< what waits for an answer
    QDateTime changesAt; ///< when another check is stuck or an ask is too old; null: never

    [[nodiscard]] PullCell cell(int chroot) const { return cells.value(chroot); }
    bool operator==(const PullSummary &) const = default;
};

[[nodiscard]] PullSummary summarize(const PullRow &pull, const UsualDurations &usual,
                                    ChrootNumbers &chroots, const QDateTime &now,
                                    const QList<PullAsk> &asks = {});

/// It stays in this state for much longer than usual.
[[nodiscard]] bool isStuck(const PullRow &pull, const PullCheck &check, const UsualDurations &usual,
                           const QDateTime &now);

} // namespace sluice
