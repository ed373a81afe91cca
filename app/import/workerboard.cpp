// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/workerboard.h"

namespace sluice {

WorkerBoard::Line::Line(WorkerBoard &board, TaskId task)
    : m_board(board)
    , m_slot(0)
{
    const std::scoped_lock lock(m_board.m_mutex);
    while (m_board.m_entries.contains(m_slot))
        ++m_slot;
    m_board.m_entries[m_slot] = {.row = {.slot = m_slot,
                                         .task = task,
                                         .stage = Stage::Unpack,
                                         .since = QDateTime::currentDateTimeUtc()},
                                 .done = m_done};
}

WorkerBoard::Line::~Line()
{
    const std::scoped_lock lock(m_board.m_mutex);
    m_board.m_entries.erase(m_slot);
}

void WorkerBoard::Line::show(Stage stage, const QString &what, qint64 total)
{
    const std::scoped_lock lock(m_board.m_mutex);
    Entry &entry = m_board.m_entries[m_slot];
    entry.row.stage = stage;
    entry.row.what = what;
    entry.total = total;
    m_done->store(0, std::memory_order_relaxed);
}

QList<WorkerRow> WorkerBoard::rows() const
{
    const std::scoped_lock lock(m_mutex);
    QList<WorkerRow> rows;
    for (const auto &[slot, entry] : m_entries) {
        WorkerRow row = entry.row;
        if (entry.total > 0)
            row.progress = std::min(1.0, double(entry.done->load()) / double(entry.total));
        rows << row;
    }
    return rows;
}

} // namespace sluice
