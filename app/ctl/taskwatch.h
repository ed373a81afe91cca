// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/queuestore.h"

#include <QObject>
#include <QSet>
#include <QTimer>

namespace sluice {

/// Watches tasks in the store, whoever imports them, and says when they end. Lives with its store
/// on the thread of the command.
class TaskWatch final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TaskWatch)

public:
    /// Changes after `revision` count. `store` must outlive it.
    TaskWatch(QueueStore &store, qint64 revision, QObject *parent = nullptr);

    void start();
    void look(); ///< now, not at the next tick
    [[nodiscard]] bool isBehind() const { return m_isBehind; } ///< one more look finds more

signals:
    void changed(const sluice::Task &task);
    void removed(sluice::TaskId id);
    void poolChanged(const sluice::PoolState &pool); ///< at each look that found something
    void failed(const sluice::Error &error); ///< the store could not be read; watching ends
    void looked(); ///< after the changes of one look

private:
    [[nodiscard]] Result<void> read();

    QueueStore &m_store;
    QTimer m_timer;
    qint64 m_revision;
    qint64 m_dataVersion = -1;
    bool m_isBehind = false;
};

} // namespace sluice
