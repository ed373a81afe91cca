// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/asyncstore.h"

namespace sluice {

/// What a person at the window does to the queue: each edit goes to the store's thread, says in one
/// sentence what it did, and can be undone and redone as far as the imports have not gone on since.
/// GUI thread only.
class QueueEditor final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QueueEditor)

public:
    enum class Edit { Add, Retry, Cancel, PutFirst };
    /// One edit, and how the imports that it changed stood before.
    struct Step
    {
        Edit edit = Edit::Add;
        QList<TaskMark> marks;
    };

    /// `who` stands in the history of the tasks.
    QueueEditor(AsyncStore &store, QString who, QObject *parent = nullptr);

    void add(const QList<NewTask> &tasks);
    void retry(const QList<TaskId> &ids);
    void retryAllFailed();
    void cancel(const QList<TaskId> &ids);
    void putFirst(const QList<TaskId> &ids);
    void remove(const QList<TaskId> &ids); ///< cannot be undone
    void setThreads(int threads);
    void setPaused(bool isPaused);
    void setLimits(const ShareLimits &limits);

    [[nodiscard]] bool canUndo() const { return !m_undo.isEmpty(); }
    [[nodiscard]] bool canRedo() const { return !m_redo.isEmpty(); }
    [[nodiscard]] QString undoText() const; ///< "Undo retrying 3 imports"
    [[nodiscard]] QString redoText() const;
    void undo();
    void redo();

signals:
    void edited(); ///< the store has changed: a pool in this process should look now
    void done(const QString &sentence, bool canBeUndone);
    void added(const QList<sluice::TaskId> &ids);
    void failed(const sluice::Error &error);
    void undoChanged();

private:
    enum class Origin { Person, Redo };

    void change(Edit edit, const QList<TaskId> &ids, Origin origin);
    void took(const Step &step, Origin origin);
    void tookBack(const Step &step, const QList<TaskId> &changed);
    [[nodiscard]] static QString stepText(const Step &step);
    [[nodiscard]] static QString doneText(const Step &step);
    template <typename Work, typename Done> void write(Work work, Done finish);

    AsyncStore &m_store;
    QString m_who;
    QList<Step> m_undo; ///< the last one is undone first
    QList<Step> m_redo;
};

} // namespace sluice
