// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/asyncstore.h"
#include "queue/taskdetails.h"

#include <QItemSelectionModel>
#include <QTimer>

namespace sluice {

class QueueModel;

/// Which tasks are selected, and what could be done with them. Rows that are not loaded are looked
/// up on the store's thread, so a selection of a hundred thousand rows costs no time here. GUI
/// thread.
class TaskSelection final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TaskSelection)

public:
    TaskSelection(AsyncStore &store, QueueModel &model, QItemSelectionModel &rows,
                  QObject *parent = nullptr);

    [[nodiscard]] const SelectionSummary &summary() const { return m_summary; }
    [[nodiscard]] TaskId current() const;

signals:
    void changed();
    void currentChanged(sluice::TaskId id);

private:
    void lookSoon();
    void look();

    AsyncStore &m_store;
    QueueModel &m_model;
    QItemSelectionModel &m_rows;
    SelectionSummary m_summary;
    TaskId m_current = 0;
    quint64 m_question = 0;
    bool m_isAsking = false;
    bool m_isStale = false; ///< something changed since the question under way was asked
    QTimer m_timer;
};

} // namespace sluice
