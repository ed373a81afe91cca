// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"
#include "pipeline/pipeline.h"

namespace sluice {

/// Which runs of a pipeline begin anew: those of one chroot whatever their state, or, without one,
/// what failed and the tests that waited for it. *Not found*: nothing has failed, or there is no
/// such chroot.
[[nodiscard]] Result<QList<ChrootRunId>> runsToRetry(PipelineId id, const QList<ChrootRun> &all,
                                                     const QString &chroot);

} // namespace sluice
