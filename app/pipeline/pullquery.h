// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/pullreader.h"

namespace sluice {

/// The one query that answers privacy, author, configuration, spec file and test metadata: 1 point
/// (facts, 2.6).
[[nodiscard]] QByteArray pullQuery(const Pipeline &pipeline);
/// Who else writes flags on the head commit, from a page on: for policies that ask in other ways,
/// and where there is more than one page. 1 point.
[[nodiscard]] QByteArray writersQuery(const Pipeline &pipeline, const QString &cursor);
[[nodiscard]] OtherWriters otherWriters(const QByteArray &body);
/// *not found* where the repository or the pull request is gone, *upstream* where the answer is
/// none.
[[nodiscard]] Result<PullFacts> pullFacts(const QByteArray &body, const Pipeline &pipeline);

} // namespace sluice
