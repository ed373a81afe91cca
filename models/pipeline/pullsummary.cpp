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

/// What is special about a check now.
struct CheckMarks
{
    bool isStuck = false;
    bool isAsked = false;
};

void addTo(CellHalf &half, const PullCheck &check, CheckMarks marks)
{
    if (half.count == 0 || severity(check.state) > severity(half.state)) {
        half.state = check.state;
        half.inState = 0;
    }
    half.inState += check.state == half.state ? 1 : 0;
    ++half.count;
    half.isStuck = half.isStuck || marks.isStuck;
    half.isUnsent = half.isUnsent || check.isUnsent;
    half.isAsked = half.isAsked || marks.isAsked;
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
                      const QDateTime &now, const QList<PullAsk> &asks)
{
    PullSummary summary{.stand = standOf(pull), .behind = behindOf(pull), .cells = {}};
    const auto changesAt = [&summary](const QDateTime &at) {
        if (!summary.changesAt.isValid() || at < summary.changesAt)
            summary.changesAt = at;
    };
    if (const PullAsk *ask = waitingAsk(asks, pull, now)) {
        summary.asked = *ask;
        changesAt(ask->until());
    }
    for (const PullCheck &check : pull.checks) {
        const int chroot = chroots.of(check.chroot);
        if (summary.cells.size() <= chroot)
            summary.cells.resize(chroot + 1);
        const QDateTime at = stuckAt(pull, check, usual);
        const bool isItStuck = at.isValid() && at <= now;
        PullCell &cell = summary.cells[chroot];
        const bool isAsked = summary.asked && waitingAsk(asks, pull, check, now);
        addTo(check.kind == CheckKind::Test ? cell.test : cell.build, check, {isItStuck, isAsked});
        summary.stuck += isItStuck ? 1 : 0;
        summary.failed += isBad(check.state) ? 1 : 0;
        summary.open += check.isOpen() ? 1 : 0;
        if (at.isValid() && !isItStuck)
            changesAt(at);
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
