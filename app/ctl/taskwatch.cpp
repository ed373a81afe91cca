// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/taskwatch.h"

namespace sluice {
using namespace std::chrono_literals;

TaskWatch::TaskWatch(QueueStore &store, qint64 revision, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_revision(revision)
{
    m_timer.setInterval(80ms);
    connect(&m_timer, &QTimer::timeout, this, &TaskWatch::look);
}

void TaskWatch::start()
{
    m_timer.start();
    look();
}

void TaskWatch::look()
{
    if (const auto done = read(); !done) {
        m_timer.stop();
        m_isBehind = false;
        emit failed(done.error());
    }
}

Result<void> TaskWatch::read()
{
    const auto version = m_store.dataVersion();
    if (!version)
        return std::unexpected(version.error());
    if (*version == m_dataVersion)
        return {};
    const auto changes = m_store.changesSince(m_revision);
    if (!changes)
        return std::unexpected(changes.error());
    const auto pool = m_store.poolState();
    if (!pool)
        return std::unexpected(pool.error());
    m_revision = changes->rev;
    m_isBehind = changes->hasMore;
    if (!m_isBehind) // else the next tick reads on, between two signals
        m_dataVersion = *version;
    for (const Task &task : changes->tasks)
        emit changed(task);
    for (const TaskId id : changes->removed)
        emit removed(id);
    emit poolChanged(*pool);
    emit looked();
    return {};
}

} // namespace sluice
