// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"
#include "pipeline/pipelineplan.h"
#include "pipeline/pipelinepolicy.h"
#include "pipeline/pipelinestore.h"

#include <functional>

namespace sluice {

class FlagWriter;

/// How far the runs of pipelines are, and what their flags say of it: one change, one transaction.
/// The store's thread.
class RunBoard final
{
    Q_DISABLE_COPY_MOVE(RunBoard)

public:
    using Tell = std::function<void(PipelineId, const Error &)>;

    /// Where runs are brought, and what is known then.
    struct Advance
    {
        RunProgress progress = RunProgress::Nothing;
        std::optional<PipelineStep> step; ///< none: the one that the progress belongs to
        bool isFirst = false; ///< the flags are new: what has ended already is told, too
        FlagState state = FlagState::Queued;
        QString detail;
        QString url;
        std::optional<qint64> buildId;
        QString testRequest;
    };

    /// All must outlive it. What goes wrong is told by `tell`, and changes nothing.
    RunBoard(PipelineStore &store, FlagWriter &flags, const PipelinePolicy &policy, Tell tell);

    /// Makes the runs and flags of a pipeline that waited, and brings them all there. False: told.
    bool begin(PipelineId id, const QString &config, const PipelinePlan &plan, const Advance &to);
    /// Begins these runs anew. False: told.
    bool restart(PipelineId id, const QList<ChrootRunId> &runs, const Advance &to);
    /// Brings those of `runs` on that are behind, and their flags with them; `all` are those of the
    /// pipeline as they stand, and then as they stand afterwards.
    void advance(PipelineId id, QList<ChrootRun> &all, const QList<ChrootRun> &runs,
                 const Advance &to);
    void finishIfDone(PipelineId id, const QList<ChrootRun> &all);
    [[nodiscard]] QList<ChrootRun> runsOf(PipelineId id);

private:
    [[nodiscard]] Result<void> bringOn(PipelineId id, QList<ChrootRun> &all,
                                       const QList<ChrootRun> &runs, const Advance &to);
    [[nodiscard]] QList<PipelineChange::FlagChange> flagChanges(const QList<ChrootRun> &before,
                                                                const QList<ChrootRun> &now,
                                                                const QList<ChrootRun> &changed,
                                                                const Advance &to) const;

    PipelineStore &m_store;
    FlagWriter &m_flags;
    const PipelinePolicy &m_policy;
    const Tell m_tell;
};

} // namespace sluice
