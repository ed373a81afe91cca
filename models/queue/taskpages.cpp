// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue/taskpages.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr int kPageRows = 64;
constexpr int kMaxPagesPerRead = 8;
constexpr qsizetype kMaxEntries = 4096;

} // namespace

int TaskPages::rowOf(TaskId id) const
{
    const auto entry = m_entries.constFind(id);
    return static_cast<int>(entry != m_entries.cend() ? entry->row : m_ids.indexOf(id));
}

int TaskPages::loadedRowOf(TaskId id) const
{
    const auto entry = m_entries.constFind(id);
    return entry != m_entries.cend() && entry->isLoaded ? entry->row : -1;
}

const Task *TaskPages::taskAt(int row) const
{
    const auto entry = m_entries.constFind(m_ids.value(row));
    return entry != m_entries.cend() && entry->isLoaded ? &entry->task : nullptr;
}

const Task *TaskPages::lookAt(int row)
{
    const auto entry = m_entries.find(m_ids[row]);
    if (entry != m_entries.end() && entry->isLoaded) {
        entry->used = ++m_use;
        return &entry->task;
    }
    const int page = row / kPageRows;
    if (m_missedPages.isEmpty() || m_missedPages.last() != page) {
        m_missedPages.removeOne(page);
        m_missedPages += page;
    }
    return nullptr;
}

void TaskPages::reset(QList<TaskId> ids)
{
    m_ids = std::move(ids);
    m_entries.clear();
    m_missedPages.clear();
}

void TaskPages::removeRun(const RowRun &run)
{
    m_ids.remove(run.first, run.count);
    m_entries.removeIf([&run](const std::pair<const TaskId &, Entry &> &entry) {
        return entry.second.row >= run.first && entry.second.row < run.first + run.count;
    });
    for (Entry &entry : m_entries) {
        if (entry.row >= run.first)
            entry.row -= run.count;
    }
}

void TaskPages::insertRun(const RowRun &run, const QList<TaskId> &ids)
{
    m_ids.insert(run.first, run.count, 0);
    std::ranges::copy(ids, m_ids.begin() + run.first);
    for (Entry &entry : m_entries) {
        if (entry.row >= run.first)
            entry.row += run.count;
    }
}

void TaskPages::reorder(const QList<TaskId> &ids, const QList<int> &rows)
{
    m_ids = ids;
    for (Entry &entry : m_entries)
        entry.row = rows[entry.row];
}

QList<TaskId> TaskPages::takeMissing()
{
    QList<TaskId> missing;
    // The pages asked for last are the ones in sight; what scrolled by in between is not read.
    const qsizetype skipped = std::max<qsizetype>(0, m_missedPages.size() - kMaxPagesPerRead);
    for (const int page : std::as_const(m_missedPages).sliced(skipped)) {
        const qsizetype end = std::min<qsizetype>(m_ids.size(), (page + 1) * kPageRows);
        for (qsizetype row = page * kPageRows; row < end; ++row) {
            Entry &entry = m_entries[m_ids[row]];
            entry.row = static_cast<int>(row);
            if (!entry.isLoaded)
                missing += m_ids[row];
        }
    }
    m_missedPages.clear();
    return missing;
}

void TaskPages::put(const QList<Task> &tasks)
{
    for (const Task &task : tasks) {
        const auto entry = m_entries.find(task.id);
        if (entry == m_entries.end())
            continue; // another list has come meanwhile
        entry->task = task;
        entry->isLoaded = true;
        entry->used = ++m_use;
    }
}

void TaskPages::forgetUnused()
{
    if (m_entries.size() <= kMaxEntries)
        return;
    QList<quint64> uses;
    uses.reserve(m_entries.size());
    for (const Entry &entry : std::as_const(m_entries))
        uses += entry.used;
    const auto middle = uses.begin() + uses.size() / 2;
    std::ranges::nth_element(uses, middle);
    m_entries.removeIf([oldest = *middle](const std::pair<const TaskId &, Entry &> &entry) {
        return entry.second.used < oldest;
    });
}

bool TaskPages::update(const Task &task)
{
    const auto entry = m_entries.find(task.id);
    if (entry == m_entries.end() || !entry->isLoaded || entry->task.rev > task.rev)
        return false;
    entry->task = task;
    return true;
}

} // namespace sluice
