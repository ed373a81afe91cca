// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/queuestate.h"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <set>

namespace sluice {

/// What every worker does now. Workers write to it, the pool reads it; any thread.
class WorkerBoard final
{
    Q_DISABLE_COPY_MOVE(WorkerBoard)

public:
    WorkerBoard() = default;

    /// One worker's line, from its making to its end. Used by that worker's thread alone.
    class Line final
    {
        Q_DISABLE_COPY_MOVE(Line)

    public:
        Line(WorkerBoard &board, TaskId task);
        ~Line();
        /// `total` bytes are to come; 0 where it is not known.
        void show(Stage stage, const QString &what, qint64 total = 0);
        void advance(qint64 bytes) { m_done->fetch_add(bytes, std::memory_order_relaxed); }

    private:
        WorkerBoard &m_board;
        int m_slot;
        std::shared_ptr<std::atomic<qint64>> m_done = std::make_shared<std::atomic<qint64>>(0);
    };

    [[nodiscard]] QList<WorkerRow> rows() const;

private:
    struct Entry
    {
        WorkerRow row;
        qint64 total = 0;
        std::shared_ptr<std::atomic<qint64>> done;
    };

    mutable std::mutex m_mutex;
    std::map<int, Entry> m_entries; ///< by slot, the lowest free one is taken
};

} // namespace sluice
