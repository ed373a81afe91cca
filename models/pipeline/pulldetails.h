// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/callrecord.h"
#include "error.h"
#include "pipeline/pullrow.h"

namespace sluice {

class Database;

/// One value that a check had.
struct CheckMoment
{
    /// What became of a value of ours.
    enum class Fate { Sent, Replaced, Waiting, NotOurs };

    QDateTime at;
    FlagValue value;
    std::optional<PipelineStep> step; ///< that it came with; of ours
    QDateTime sentAt; ///< GitHub has it since then
    Fate fate = Fate::NotOurs;
};

/// What is read of one check and its pull request when somebody looks at them.
struct PullDetails
{
    QList<CheckMoment> timeline; ///< oldest first
    QList<CallRecord> calls; ///< ours: of the pipeline, or what people asked for; oldest first
    qint64 runs = 0; ///< check runs that another service wrote; 0: not counted
};

/// Check 0: of none.
[[nodiscard]] Result<PullDetails> readPullDetails(Database &database, PullKey pull,
                                                  const PullCheck &check);

/// As text, for tables; the first column is the same for the same record.
[[nodiscard]] QStringList timelineTitles();
[[nodiscard]] QList<QStringList> timelineRecords(const QList<CheckMoment> &timeline,
                                                 CheckKind kind);
[[nodiscard]] QStringList callTitles();
[[nodiscard]] QList<QStringList> callRecords(const QList<CallRecord> &calls);
/// "14 requests, 12 counted (core 10, graphql 2): Set status 9, …"
[[nodiscard]] QString callSums(const QList<CallRecord> &calls);

} // namespace sluice
