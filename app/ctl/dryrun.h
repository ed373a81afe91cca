// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgetmodel.h"
#include "budget/callrecord.h"
#include "error.h"
#include "pipeline/flag.h"
#include "pipeline/pipelinepolicy.h"

#include <QUrl>

namespace sluice {

/// What a dry run is asked.
struct DryRunRequest
{
    BudgetPolicy policy = BudgetPolicy::Sluice;
    BudgetSettings settings; ///< the policy's, with what was changed of it
    FlagKind flags = FlagKind::CommitStatus;
    QUrl github; ///< empty: one of our own
    QByteArray token; ///< for `github`
    QString pull; ///< "owner/name#12" there; empty: the first open one that the token sees
    bool hasRateLimit = false; ///< the server of our own is to keep the settings' limit
    bool isPaced = false; ///< `github` on this machine, too, gets writes a second apart
};

/// What one flag was set to, in order.
struct FlagHistory
{
    QString name;
    QList<FlagValue> values;
};

struct DryRunResult
{
    QString pull;
    QList<CallRecord> calls; ///< every request that left
    QList<FlagHistory> flags;
    BudgetSettings settings; ///< what the model is asked: with what the repository turned out to be
    PipelineCost model;
    QStringList problems; ///< a sentence each

    [[nodiscard]] int counted() const; ///< what GitHub counts, over all resources
    /// Counted requests of a kind; *other* holds all but the notebook's four.
    [[nodiscard]] int measured(CallKind kind) const;
    [[nodiscard]] double predicted(CallKind kind) const;
};

/// Runs one whole pipeline with builds and tests on paper against a GitHub. Runs an event loop
/// until that is done; the command's thread.
[[nodiscard]] Result<DryRunResult> runDry(const DryRunRequest &request);

} // namespace sluice
