// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pullsummary.h"

namespace sluice {

namespace {

/// Null: it never is.
QDateTime stuckAt(const PullRow &pull, const PullCheck &check, const UsualDurations &usual)
{
    if (!check.isOpen() || isOld(pull.state) || !check.since.isValid()
        || isWaitingForBuild(pull, check))
        return {};
    QDateTime since = check.since;
    if (check.kind == CheckKind::Test && check.state == FlagState::Queued) {
        for (const PullCheck &other : pull.checks) { // before that it had to wait
            if (other.kind == CheckKind::Build && other.chroot == check.chroot)
                since = std::max(since, other.since);
        }
    }
    return since.addMSecs(usual.limit(pull.repository, check).count());
}

void addTo(CellHalf &half, const PullCheck &check, bool isItStuck)
{
    if (half.count == 0 || severity(check.state) > severity(half.state)) {
        half.state = check.state;
        half.inState = 0;
    }
    half.inState += check.state == half.state ? 1 : 0;
    ++half.count;
    half.isStuck = half.isStuck || isItStuck;
    half.isUnsent = half.isUnsent || check.isUnsent;
}

} // namespace

int ChrootNumbers::of(const QString &chroot)
{
    const auto found = m_numbers.constFind(chroot);
    if (found != m_numbers.cend())
        return *found;
    m_names << chroot;
    return *m_numbers.insert(chroot, int(m_names.size()) - 1);
}

PullSummary summarize(const PullRow &pull, const UsualDurations &usual, ChrootNumbers &chroots,
                      const QDateTime &now)
{
    PullSummary summary{.stand = standOf(pull), .behind = behindOf(pull), .cells = {}};
    for (const PullCheck &check : pull.checks) {
        const int chroot = chroots.of(check.chroot);
        if (summary.cells.size() <= chroot)
            summary.cells.resize(chroot + 1);
        const QDateTime at = stuckAt(pull, check, usual);
        const bool isItStuck = at.isValid() && at <= now;
        PullCell &cell = summary.cells[chroot];
        addTo(check.kind == CheckKind::Test ? cell.test : cell.build, check, isItStuck);
        summary.stuck += isItStuck ? 1 : 0;
        summary.failed += isBad(check.state) ? 1 : 0;
        summary.open += check.isOpen() ? 1 : 0;
        if (at.isValid() && !isItStuck
            && (!summary.nextStuckAt.isValid() || at < summary.nextStuckAt))
            summary.nextStuckAt = at;
    }
    return summary;
}

bool isStuck(const PullRow &pull, const PullCheck &check, const UsualDurations &usual,
             const QDateTime &now)
{
    const QDateTime at = stuckAt(pull, check, usual);
    return at.isValid() && at <= now;
}

} // namespace sluice
