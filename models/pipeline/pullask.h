// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/pullrow.h"
#include "pipeline/wish.h"

namespace sluice {

/// What somebody asked for of a pull request, shown until something comes of it. A value.
struct PullAsk
{
    PullKey pull;
    WishKind kind = WishKind::RetryFailed;
    QString argument; ///< the chroot, or the check's name
    QDateTime at;

    [[nodiscard]] QDateTime until() const { return at.addSecs(3600); } ///< nobody waits longer

    bool operator==(const PullAsk &) const = default;
};

/// Nothing has come of it yet: none of the checks that it is about has changed since.
[[nodiscard]] bool isWaiting(const PullAsk &ask, const PullRow &pull, const QDateTime &now);
/// While it waits: this check should begin again, end or be sent because of it.
[[nodiscard]] bool isAbout(const PullAsk &ask, const PullCheck &check);
/// The newest one that waits. Null: none does.
[[nodiscard]] const PullAsk *waitingAsk(const QList<PullAsk> &asks, const PullRow &pull,
                                        const QDateTime &now);
[[nodiscard]] const PullAsk *waitingAsk(const QList<PullAsk> &asks, const PullRow &pull,
                                        const PullCheck &check, const QDateTime &now);

} // namespace sluice
