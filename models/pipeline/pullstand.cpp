// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pullstand.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

bool hasAny(const PullRow &pull, auto isIt) { return std::ranges::any_of(pull.checks, isIt); }

auto inState(FlagState state)
{
    return [state](const PullCheck &check) { return check.state == state; };
}

auto isOpenBuild(const QString &chroot)
{
    return [chroot](const PullCheck &check) {
        return check.kind == CheckKind::Build && check.isOpen() && check.chroot == chroot;
    };
}

} // namespace

PullStand standOf(const PullRow &pull)
{
    switch (pull.state) {
    case PipelineState::Superseded:
        return PullStand::Superseded;
    case PipelineState::Closed:
    case PipelineState::ClosedLater:
        return PullStand::Closed;
    case PipelineState::Refused:
        return PullStand::Refused;
    case PipelineState::Waiting:
    case PipelineState::Running:
    case PipelineState::Done:
        break;
    }
    if (hasAny(pull, [](const PullCheck &check) { return isBad(check.state); }))
        return PullStand::Failed;
    if (hasAny(pull, inState(FlagState::Running)))
        return PullStand::Running;
    if (hasAny(pull, inState(FlagState::Queued)))
        return PullStand::Queued;
    if (pull.state == PipelineState::Waiting)
        return PullStand::Waiting;
    if (hasAny(pull, inState(FlagState::Canceled)))
        return PullStand::Canceled;
    if (hasAny(pull, inState(FlagState::Success)))
        return PullStand::Passed;
    return pull.checks.isEmpty() ? PullStand::Unchecked : PullStand::Skipped;
}

bool isWaitingForBuild(const PullRow &pull, const PullCheck &check)
{
    return check.kind == CheckKind::Test && check.state == FlagState::Queued
        && hasAny(pull, isOpenBuild(check.chroot));
}

Behind behindOf(const PullRow &pull, const PullCheck &check)
{
    if (isOld(pull.state))
        return Behind::Nobody;
    if (check.isOpen()) {
        if (check.kind == CheckKind::Other)
            return Behind::Others;
        const bool isInCopr = check.kind == CheckKind::Build || isWaitingForBuild(pull, check);
        return isInCopr ? Behind::Copr : Behind::TestingFarm;
    }
    if (!check.problem.isEmpty())
        return Behind::Operator;
    if (check.isUnsent)
        return Behind::GithubLimit;
    return isBad(check.state) ? Behind::Author : Behind::Nobody;
}

Behind behindOf(const PullRow &pull)
{
    if (isOld(pull.state))
        return Behind::Nobody;
    if (pull.state == PipelineState::Refused)
        return Behind::Author;
    if (pull.state == PipelineState::Waiting && pull.checks.isEmpty())
        return pull.isObserved() ? Behind::Others : Behind::Github;
    // Whoever is at work comes before who will have to be: the author waits for the rest, too.
    static constexpr std::array kOrder{Behind::Copr,     Behind::TestingFarm, Behind::Others,
                                       Behind::Operator, Behind::GithubLimit, Behind::Author};
    auto first = kOrder.end();
    for (const PullCheck &check : pull.checks) {
        first = std::min(first, std::ranges::find(kOrder, behindOf(pull, check)));
        if (first == kOrder.begin())
            break;
    }
    return first == kOrder.end() ? Behind::Nobody : *first;
}

int severity(FlagState state)
{
    switch (state) {
    case FlagState::Failure:
        return 6;
    case FlagState::Error:
        return 5;
    case FlagState::Running:
        return 4;
    case FlagState::Queued:
        return 3;
    case FlagState::Canceled:
        return 2;
    case FlagState::Neutral:
        return 1;
    case FlagState::Success:
        return 0;
    }
    Q_UNREACHABLE_RETURN(0);
}

QString standWord(PullStand stand)
{
    switch (stand) {
    case PullStand::Failed:
        return u"failed"_s;
    case PullStand::Running:
        return u"running"_s;
    case PullStand::Queued:
        return u"queued"_s;
    case PullStand::Waiting:
        return u"waiting"_s;
    case PullStand::Refused:
        return u"refused"_s;
    case PullStand::Canceled:
        return u"canceled"_s;
    case PullStand::Skipped:
        return u"skipped"_s;
    case PullStand::Passed:
        return u"passed"_s;
    case PullStand::Unchecked:
        return u"unchecked"_s;
    case PullStand::Superseded:
        return u"superseded"_s;
    case PullStand::Closed:
        return u"closed"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString behindWord(Behind behind)
{
    switch (behind) {
    case Behind::Nobody:
        return u"nobody"_s;
    case Behind::Author:
        return u"author"_s;
    case Behind::Copr:
        return u"copr"_s;
    case Behind::TestingFarm:
        return u"testing-farm"_s;
    case Behind::GithubLimit:
        return u"limit"_s;
    case Behind::Github:
        return u"github"_s;
    case Behind::Operator:
        return u"operator"_s;
    case Behind::Others:
        return u"others"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

std::optional<PullStand> standFromWord(QStringView word)
{
    for (int i = 0; i < kPullStandCount; ++i) {
        if (standWord(PullStand(i)) == word)
            return PullStand(i);
    }
    return {};
}

} // namespace sluice
