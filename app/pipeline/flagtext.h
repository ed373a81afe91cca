// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/pipeline.h"

#include <QList>

namespace sluice {

/// The step of the pipeline that a progress belongs to.
[[nodiscard]] PipelineStep stepOf(RunProgress progress, JobKind job);

/// What a flag says of one run, in Packit's words (facts, 1.2). `isSyncing`: a test's flag follows
/// the build while that runs.
[[nodiscard]] FlagValue flagValue(const ChrootRun &run, bool isSyncing);
/// What one flag says of several runs: it goes on when the last of them does, and ends badly when
/// one of them does.
[[nodiscard]] FlagValue flagValue(const QList<ChrootRun> &runs, bool isSyncing);

} // namespace sluice
