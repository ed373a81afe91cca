// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "import/tasklog.h"
#include "queue/task.h"
#include "sources/fetcher.h"

#include <QElapsedTimer>

#include <atomic>
#include <memory>
#include <stop_token>

namespace sluice {

/// A claimed task on its way through the pool. Owned by the pool, on the engine's thread.
struct Job
{
    enum class Phase { Fetching, Importing, Ended };

    explicit Job(Task claimed, const Clock &clock)
        : task(std::move(claimed))
        , log(clock)
        , startedAt(clock.now())
    {}

    Task task;
    int slot = 0; ///< in the list of those that have begun
    Phase phase = Phase::Fetching;
    std::unique_ptr<Download> download;
    std::shared_ptr<QFile> file; ///< what was fetched
    bool isKept = false; ///< `file` came from the kept sources
    TaskLog log; ///< while it imports, the worker has it
    QDateTime startedAt;
    QElapsedTimer since;
    StageTimings timings;
    std::stop_source stop;
    std::shared_ptr<std::atomic<bool>> hasStarted = std::make_shared<std::atomic<bool>>(false);
    bool isShownCommitting = false; ///< the store has it as *committing*
    bool isCanceled = false; ///< the store has it as *canceled*
    std::optional<QueueEntry> requeued; ///< canceled and retried while it was still stopping
};

} // namespace sluice
