// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/asyncstore.h"

namespace sluice {

/// What a person at the window does to the queue: each edit goes to the store's thread, says in one
/// sentence what it did, and can be taken back where that is simple. GUI thread only.
class QueueEditor final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QueueEditor)

public:
    /// `who` stands in the history of the tasks.
    QueueEditor(AsyncStore &store, QString who, QObject *parent = nullptr);

    void add(const QList<NewTask> &tasks);
    void retry(const QList<TaskId> &ids);
    void retryAllFailed();
    void cancel(const QList<TaskId> &ids);
    void putFirst(const QList<TaskId> &ids);
    void remove(const QList<TaskId> &ids);
    void setThreads(int threads);
    void setPaused(bool isPaused);

    [[nodiscard]] bool canUndo() const { return static_cast<bool>(m_undo); }
    [[nodiscard]] QString undoText() const { return m_undoText; }
    void undo();

signals:
    void edited(); ///< the store has changed: a pool in this process should look now
    void done(const QString &sentence);
    void added(const QList<sluice::TaskId> &ids);
    void failed(const sluice::Error &error);
    void undoChanged();

private:
    void takeBackBy(const QString &text, std::function<void()> undo);
    template <typename Work, typename Done> void edit(Work work, Done finish);

    AsyncStore &m_store;
    QString m_who;
    QString m_undoText;
    std::function<void()> m_undo;
};

} // namespace sluice
