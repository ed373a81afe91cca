// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue/queueeditor.h"

namespace sluice {
using namespace Qt::StringLiterals;

QueueEditor::QueueEditor(AsyncStore &store, QString who, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_who(std::move(who))
{}

template <typename Work, typename Done> void QueueEditor::edit(Work work, Done finish)
{
    m_store.run(std::move(work), this, [this, finish = std::move(finish)](auto result) {
        if (!result) {
            emit failed(result.error());
            return;
        }
        emit edited();
        if constexpr (std::is_void_v<typename decltype(result)::value_type>)
            finish();
        else
            finish(*result);
    });
}

void QueueEditor::add(const QList<NewTask> &tasks)
{
    edit([tasks, who = m_who](QueueStore &store) { return store.add(tasks, who); },
         [this](const QList<TaskId> &ids) {
             takeBackBy(tr("Undo adding %n import(s)", nullptr, static_cast<int>(ids.size())),
                        [this, ids] { cancel(ids); });
             emit done(
                     tr("%n import(s) added to the queue.", nullptr, static_cast<int>(ids.size())));
             emit added(ids);
         });
}

void QueueEditor::retry(const QList<TaskId> &ids)
{
    edit([ids, who = m_who](QueueStore &store) { return store.retry(ids, who); },
         [this](const QList<TaskId> &changed) {
             const int count = static_cast<int>(changed.size());
             takeBackBy({}, {});
             emit done(count == 0 ? tr("Nothing to retry: only failed and canceled imports can be.")
                                  : tr("%n import(s) put back into the queue.", nullptr, count));
         });
}

void QueueEditor::retryAllFailed()
{
    edit([who = m_who](QueueStore &store) { return store.retryAllFailed(who); },
         [this](int count) {
             takeBackBy({}, {});
             emit done(tr("%n failed import(s) put back into the queue.", nullptr, count));
         });
}

void QueueEditor::cancel(const QList<TaskId> &ids)
{
    edit([ids, who = m_who](QueueStore &store) { return store.cancel(ids, who); },
         [this](const QList<TaskId> &changed) {
             const int count = static_cast<int>(changed.size());
             if (count == 0) {
                 emit done(tr("Nothing to cancel: these imports have ended already."));
                 return;
             }
             takeBackBy(tr("Undo canceling %n import(s)", nullptr, count),
                        [this, changed] { retry(changed); });
             emit done(tr("%n import(s) canceled.", nullptr, count));
         });
}

void QueueEditor::putFirst(const QList<TaskId> &ids)
{
    edit([ids, who = m_who](QueueStore &store) { return store.setPriority(ids, 1, who); },
         [this](const QList<TaskId> &changed) {
             const int count = static_cast<int>(changed.size());
             takeBackBy(count == 0 ? QString()
                                   : tr("Undo putting %n import(s) first", nullptr, count),
                        [this, changed] {
                            edit(
                                    [changed, who = m_who](QueueStore &store) {
                                        return store.setPriority(changed, 0, who);
                                    },
                                    [this](const QList<TaskId> &) {
                                        emit done(tr("In turn again."));
                                    });
                        });
             emit done(tr("%n import(s) put before all others.", nullptr, count));
         });
}

void QueueEditor::remove(const QList<TaskId> &ids)
{
    edit([ids](QueueStore &store) { return store.remove(ids); },
         [this](const QList<TaskId> &changed) {
             takeBackBy({}, {});
             emit done(tr("%n ended import(s) removed from the list.", nullptr,
                          static_cast<int>(changed.size())));
         });
}

void QueueEditor::setThreads(int threads)
{
    edit([threads](QueueStore &store) { return store.setThreads(threads); }, [] {});
}

void QueueEditor::setPaused(bool isPaused)
{
    edit([isPaused](QueueStore &store) { return store.setPaused(isPaused); }, [] {});
}

void QueueEditor::takeBackBy(const QString &text, std::function<void()> undo)
{
    m_undoText = text;
    m_undo = text.isEmpty() ? std::function<void()>() : std::move(undo);
    emit undoChanged();
}

void QueueEditor::undo()
{
    if (const auto undo = std::exchange(m_undo, {})) {
        takeBackBy({}, {});
        undo();
    }
}

} // namespace sluice
