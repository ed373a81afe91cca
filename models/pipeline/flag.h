// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1StringView>
#include <QString>

namespace sluice {

/// Packit's states of a flag. Numbers are stored: new ones come last.
enum class FlagState { Queued, Running, Success, Failure, Neutral, Error, Canceled };

/// What a reader sees of a flag.
struct FlagValue
{
    FlagState state = FlagState::Queued;
    QString description;
    QString url;

    bool operator==(const FlagValue &) const = default;
};

/// Commit statuses and check runs (facts: any token writes the first, only an App the second).
enum class FlagKind { CommitStatus, CheckRun };

[[nodiscard]] bool isFinal(FlagState state);
[[nodiscard]] QString flagStateName(FlagState state); ///< "running"

/// A commit status' state: pending, success, failure or error.
[[nodiscard]] QLatin1StringView commitStatusState(FlagState state);
/// A check run's status as in REST: queued, in_progress or completed.
[[nodiscard]] QLatin1StringView checkRunStatus(FlagState state);
/// A completed check run's conclusion as in REST; empty before.
[[nodiscard]] QLatin1StringView checkRunConclusion(FlagState state);

/// GitHub takes at most 140 characters (UTF-16 units, to be safe) in a commit status: cut at a
/// word, with an ellipsis.
[[nodiscard]] QString statusDescription(const QString &text);

} // namespace sluice
