// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pullask.h"

#include "pipeline/pullstand.h"

namespace sluice {

namespace {

/// One of those whose change answers it.
bool canAnswer(const PullAsk &ask, const PullCheck &check)
{
    switch (ask.kind) {
    case WishKind::RetryChroot:
        return check.chroot == ask.argument;
    case WishKind::AskRebuildFailed:
        return check.kind == CheckKind::Build;
    case WishKind::AskRetestFailed:
        return check.kind == CheckKind::Test;
    case WishKind::RerequestCheck:
        return check.name == ask.argument;
    default:
        return true;
    }
}

const PullAsk *newest(const QList<PullAsk> &asks, auto isMeant)
{
    const auto found = std::ranges::find_if(asks.crbegin(), asks.crend(), isMeant);
    return found == asks.crend() ? nullptr : &*found;
}

} // namespace

bool isWaiting(const PullAsk &ask, const PullRow &pull, const QDateTime &now)
{
    return !isOld(pull.state) && now < ask.until()
        && std::ranges::none_of(
                pull.checks,
                [&ask](const PullCheck &check) {
                    // GitHub tells whole seconds.
                    return canAnswer(ask, check)
                        && check.since.toSecsSinceEpoch() >= ask.at.toSecsSinceEpoch();
                });
}

bool isAbout(const PullAsk &ask, const PullCheck &check)
{
    switch (ask.kind) {
    case WishKind::RetryFailed:
    case WishKind::AskRebuildFailed:
    case WishKind::AskRetestFailed:
        return canAnswer(ask, check) && check.state != FlagState::Success;
    case WishKind::Cancel:
        return check.isOpen();
    default:
        return canAnswer(ask, check);
    }
}

const PullAsk *waitingAsk(const QList<PullAsk> &asks, const PullRow &pull, const QDateTime &now)
{
    return newest(asks, [&](const PullAsk &ask) { return isWaiting(ask, pull, now); });
}

const PullAsk *waitingAsk(const QList<PullAsk> &asks, const PullRow &pull, const PullCheck &check,
                          const QDateTime &now)
{
    return newest(asks, [&](const PullAsk &ask) {
        return isAbout(ask, check) && isWaiting(ask, pull, now);
    });
}

} // namespace sluice
