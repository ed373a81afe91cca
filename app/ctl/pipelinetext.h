// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/ledgerstore.h"
#include "pipeline/pipeline.h"

namespace sluice {

class PipelineStore;

/// A pipeline with everything that the store knows of it.
struct PipelineRecord
{
    Pipeline pipeline;
    QList<Flag> flags;
    QList<ChrootRun> runs;
    QList<LedgerSum> calls; ///< by kind

    /// It has ended, and GitHub shows all of it that it ever will.
    [[nodiscard]] bool isOver() const;
    /// Every build and test succeeded (or was left out on purpose).
    [[nodiscard]] bool isGood() const;
};

/// None: there is no such pipeline.
[[nodiscard]] Result<std::optional<PipelineRecord>>
readPipeline(PipelineStore &store, LedgerStore &ledger, PipelineId id);

[[nodiscard]] QString pipelineLine(const PipelineRecord &record); ///< for a list
[[nodiscard]] QString pipelineText(const PipelineRecord &record); ///< all of it, in lines
[[nodiscard]] QByteArray pipelineJson(const PipelineRecord &record); ///< in one line
/// "rpm-build:fedora-43-x86_64: success: RPMs were built successfully."
[[nodiscard]] QString flagLine(const QString &name, const FlagValue &value);

} // namespace sluice
