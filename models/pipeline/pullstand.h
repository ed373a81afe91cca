// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/pullrow.h"

namespace sluice {

/// How one pull request stands, in one word.
enum class PullStand {
    Failed,
    Running,
    Queued,
    Waiting, ///< for GitHub's first answers
    Refused,
    Canceled,
    Skipped,
    Passed,
    Unchecked, ///< it has no checks
    Superseded,
    Closed,
};
inline constexpr int kPullStandCount = 11;

/// Who has to do something before it goes on.
enum class Behind { Nobody, Author, Copr, TestingFarm, GithubLimit, Github, Operator, Others };

[[nodiscard]] PullStand standOf(const PullRow &pull);
/// A test whose chroot is still being built: what keeps the build keeps it, too.
[[nodiscard]] bool isWaitingForBuild(const PullRow &pull, const PullCheck &check);
[[nodiscard]] Behind behindOf(const PullRow &pull);
[[nodiscard]] Behind behindOf(const PullRow &pull, const PullCheck &check);

/// Which of two states somebody should hear of first: the higher one.
[[nodiscard]] int severity(FlagState state);
[[nodiscard]] inline bool isBad(FlagState state)
{
    return state == FlagState::Failure || state == FlagState::Error;
}

/// The word for a filter line: "failed".
[[nodiscard]] QString standWord(PullStand stand);
[[nodiscard]] QString behindWord(Behind behind);
[[nodiscard]] std::optional<PullStand> standFromWord(QStringView word);

} // namespace sluice
