// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"
#include "pipeline/pipeline.h"

namespace sluice {

/// What somebody wants to be done again.
struct RetryWish
{
    enum class What {
        Failed, ///< builds and tests
        FailedBuilds, ///< and the tests that wait for them
        FailedTests, ///< of builds that succeeded
        Builds, ///< all, and the tests after them
        Tests, ///< all whose builds succeeded
    };
    What what = What::Failed;
    QString chroot; ///< all of this one instead, whatever its state
};

/// Which runs of a pipeline begin anew. *Not found*: there are none, or there is no such chroot.
[[nodiscard]] Result<QList<ChrootRunId>> runsToRetry(PipelineId id, const QList<ChrootRun> &all,
                                                     const RetryWish &wish);

} // namespace sluice
