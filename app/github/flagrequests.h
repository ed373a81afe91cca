// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"
#include "github/apicall.h"
#include "pipeline/pipeline.h"

#include <QHash>

namespace sluice {

/// One change of one flag, on its way to GitHub.
struct FlagWrite
{
    FlagId flag = 0;
    qint64 count = 0; ///< Flag::wantedCount when it was taken
    QString name;
    FlagValue value;
    QString checkRun; ///< node id; empty: none exists yet
    PipelineStep step = PipelineStep::PrUpdated;
    bool isFirst = false; ///< nothing of this flag stands on GitHub
};

/// `POST /repos/{owner}/{repo}/statuses/{sha}`.
[[nodiscard]] ApiRequest statusRequest(const Pipeline &pipeline, const FlagWrite &write);
/// `POST /repos/{owner}/{repo}/check-runs`: always a new check run, as Packit does.
[[nodiscard]] ApiRequest checkRunRequest(const Pipeline &pipeline, const FlagWrite &write);
/// One GraphQL mutation that creates or updates a check run per write.
[[nodiscard]] ApiRequest checkRunsRequest(const Pipeline &pipeline, const QList<FlagWrite> &writes);

/// What a mutation's answer says of each of its writes, in their order: the check run's node id, or
/// why this one was not made.
[[nodiscard]] QList<Result<QString>> checkRunsAnswer(const QByteArray &body, qsizetype writes);
/// The node id that REST answers with; empty for a commit status.
[[nodiscard]] QString nodeIdOf(const QByteArray &body);

} // namespace sluice
