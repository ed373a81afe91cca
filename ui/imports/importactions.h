// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/queuestate.h"

#include <QObject>

class QAction;

namespace sluice {

class QueueEditor;
class TaskSelection;

/// What can be done with imports, as actions for menus, toolbar and table; each says how many it
/// reaches and, where it matters, what will follow. GUI thread.
class ImportActions final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ImportActions)

public:
    ImportActions(QueueEditor &editor, TaskSelection &selection, QObject *parent);

    void setState(const StateCounts &counts, const PoolState &pool);

    QAction *importPackages; ///< triggered() is for the page to answer
    QAction *trySamples; ///< the same
    QAction *retry;
    QAction *retryAllFailed;
    QAction *cancel;
    QAction *putFirst;
    QAction *remove;
    QAction *pause;
    QAction *undo;
    QAction *redo;

private:
    QAction *make(const QString &text, const QIcon &icon, const QKeySequence &shortcut,
                  const QString &toolTip);
    void connectEdits();
    void follow();

    QueueEditor &m_editor;
    TaskSelection &m_selection;
    bool m_isPaused = false;
};

} // namespace sluice
