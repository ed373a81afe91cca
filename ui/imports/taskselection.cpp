// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "imports/taskselection.h"

#include "queue/queuemodel.h"

namespace sluice {
using namespace std::chrono_literals;

namespace {

constexpr qsizetype kMaxLooked = 2000; ///< tasks looked at one by one

QList<TaskId> common(const QSet<TaskId> &selected, const Result<QList<TaskId>> &found)
{
    QList<TaskId> both;
    for (const TaskId id : found.value_or(QList<TaskId>())) {
        if (selected.contains(id))
            both += id;
    }
    return both;
}

/// Runs on the store's thread.
SelectionSummary lookUp(QueueStore &store, const QList<TaskId> &ids)
{
    SelectionSummary summary;
    if (ids.size() <= kMaxLooked) {
        for (const Task &task : store.tasks(ids).value_or(QList<Task>()))
            summary.count(task);
        return summary;
    }
    const QSet<TaskId> selected(ids.begin(), ids.end());
    const auto in = [&](const QList<State> &states) {
        TaskQuery query;
        query.states = states;
        return common(selected, store.find(query));
    };
    summary.selected = ids.size();
    summary.failed = in({State::Failed});
    summary.retryable = summary.failed + in({State::Canceled});
    summary.removable = summary.retryable + in({State::Succeeded});
    summary.queued = in({State::Queued});
    summary.cancelable
            = summary.queued + in({State::Fetching, State::Committing, State::Reporting});
    SelectionSummary looked;
    for (const Task &task :
         store.tasks(summary.failed.first(std::min(summary.failed.size(), kMaxLooked)))
                 .value_or(QList<Task>()))
        looked.count(task);
    summary.reportedFailures = looked.reportedFailures;
    return summary;
}

} // namespace

TaskSelection::TaskSelection(AsyncStore &store, QueueModel &model, QItemSelectionModel &rows,
                             QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_model(model)
    , m_rows(rows)
    , m_timer(this)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &TaskSelection::look);
    connect(&m_rows, &QItemSelectionModel::selectionChanged, this, &TaskSelection::lookSoon);
    connect(&m_rows, &QItemSelectionModel::currentRowChanged, this, &TaskSelection::lookSoon);
    connect(&m_model, &QueueModel::dataChanged, this,
            [this](const QModelIndex &, const QModelIndex &, const QList<int> &roles) {
                if (roles.isEmpty() && m_rows.hasSelection())
                    lookSoon();
            });
    connect(&m_model, &QueueModel::modelReset, this, &TaskSelection::lookSoon);
    connect(&m_model, &QueueModel::rowsRemoved, this, &TaskSelection::lookSoon);
}

TaskId TaskSelection::current() const
{
    const QModelIndex index = m_rows.currentIndex();
    return index.isValid() ? m_model.idAt(index.row()) : 0;
}

void TaskSelection::lookSoon()
{
    if (!m_timer.isActive())
        m_timer.start(60ms);
}

void TaskSelection::look()
{
    if (const TaskId id = current(); id != m_current) {
        m_current = id;
        emit currentChanged(id);
    }
    const QList<TaskId> ids = m_model.ids(m_rows.selection());
    SelectionSummary summary;
    bool areAllLoaded = ids.size() <= kMaxLooked;
    for (qsizetype i = 0; areAllLoaded && i < ids.size(); ++i) {
        const Task *task = m_model.taskAt(m_model.rowOf(ids[i]));
        areAllLoaded = task != nullptr;
        if (task)
            summary.count(*task);
    }
    if (areAllLoaded) {
        ++m_question;
        m_summary = std::move(summary);
        emit changed();
        return;
    }
    if (m_isAsking) {
        m_isStale = true;
        return;
    }
    m_isAsking = true;
    m_isStale = false;
    const quint64 question = ++m_question;
    m_store.run([ids](QueueStore &store) { return lookUp(store, ids); }, this,
                [this, question](SelectionSummary found) {
                    m_isAsking = false;
                    if (m_isStale)
                        m_timer.start(1000ms); // a large selection is not looked up all the time
                    if (question != m_question)
                        return;
                    m_summary = std::move(found);
                    emit changed();
                });
}

} // namespace sluice
