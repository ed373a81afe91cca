// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/pullsummary.h"

namespace sluice {

struct RepositoryWatch;
struct WatchTrouble;

/// The words that people read about pull requests and their checks, the same in table and details.
namespace pulltext {

[[nodiscard]] QString stand(PullStand stand); ///< "Failed"
[[nodiscard]] QString behind(Behind behind); ///< "Testing Farm"
/// "3 pull requests", "3 pull requests, 4 runs" where runs of older pushes stand among them
[[nodiscard]] QString pulls(int pulls, int runs);
[[nodiscard]] QString pullsFailed(int pulls); ///< "1 pull request failed"
[[nodiscard]] QString pullsStuck(int pulls); ///< "2 pull requests stuck"
[[nodiscard]] QString checksStuck(int checks); ///< "3 checks stuck"
[[nodiscard]] QString state(CheckKind kind, FlagState state); ///< "building", "passed"
[[nodiscard]] QString kind(CheckKind kind); ///< "Build"
[[nodiscard]] QString title(const PullCheck &check); ///< "Test fedora-43-x86_64 full"
[[nodiscard]] QString name(const PullCheck &check); ///< on GitHub, or its title where it has none
[[nodiscard]] QString half(CheckKind kind,
                           const CellHalf &half); ///< "stuck: building", "failed 2/3"
/// "fedora-43-x86_64, build failed, test queued, stuck"
[[nodiscard]] QString cell(const QString &chroot, const PullCell &cell);
/// "usually 6 min (of 12)", "no check like it was seen to end yet; …"
[[nodiscard]] QString usual(const UsualDurations &durations, const PullRow &pull,
                            const PullCheck &check);
/// "building for 2 h 10 min, usually 6 min"
[[nodiscard]] QString since(const UsualDurations &durations, const PullRow &pull,
                            const PullCheck &check, const QDateTime &now);
/// Of a check that is: a sentence.
[[nodiscard]] QString whyStuck(const UsualDurations &durations, const PullRow &pull,
                               const PullCheck &check);
/// "asked for a rebuild at 14:05, waiting"
[[nodiscard]] QString asked(const PullAsk &ask);
/// "rebuild asked 14:05"
[[nodiscard]] QString askedShortly(const PullAsk &ask);
/// Why what is shown of an observed pull request may not be true any more; or empty.
[[nodiscard]] QString staleness(const RepositoryWatch *watch, const PullRow &pull,
                                const QDateTime &now);
/// Beside its number: "observed", "observed 12 min ago"; empty: it is driven.
[[nodiscard]] QString note(const RepositoryWatch *watch, const PullRow &pull, const QDateTime &now);
/// What keeps an account from watching, how old its flags are, and when it tries again: sentences.
[[nodiscard]] QString trouble(const WatchTrouble &trouble, const QDateTime &now);

} // namespace pulltext
} // namespace sluice
