// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue/queueeditor.h"

#include <QSet>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMostSteps = 20; // each keeps a mark for every import it changed

Result<QList<TaskId>> apply(QueueStore &store, QueueEditor::Edit edit, const QList<TaskId> &ids,
                            const QString &who)
{
    switch (edit) {
    case QueueEditor::Edit::Add: // for the second time: they are there, canceled
    case QueueEditor::Edit::Retry:
        return store.retry(ids, who);
    case QueueEditor::Edit::Cancel:
        return store.cancel(ids, who);
    case QueueEditor::Edit::PutFirst:
        return store.setPriority(ids, 1, who);
    }
    Q_UNREACHABLE_RETURN({});
}

QList<TaskId> idsOf(const QList<TaskMark> &marks)
{
    QList<TaskId> ids;
    for (const TaskMark &mark : marks)
        ids += mark.id;
    return ids;
}

QList<TaskMark> only(const QList<TaskMark> &marks, const QList<TaskId> &ids)
{
    const QSet<TaskId> wanted(ids.begin(), ids.end());
    QList<TaskMark> kept;
    std::ranges::copy_if(marks, std::back_inserter(kept),
                         [&wanted](const TaskMark &mark) { return wanted.contains(mark.id); });
    return kept;
}

Result<QList<TaskId>> takeBack(QueueStore &store, const QueueEditor::Step &step, const QString &who)
{
    switch (step.edit) {
    case QueueEditor::Edit::Add:
        return store.cancel(idsOf(step.marks), who);
    case QueueEditor::Edit::Retry:
        return store.putBack(step.marks, State::Queued, who);
    case QueueEditor::Edit::Cancel:
        return store.putBack(step.marks, State::Canceled, who);
    case QueueEditor::Edit::PutFirst:
        return store.setPriority(idsOf(step.marks), 0, who);
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

QueueEditor::QueueEditor(AsyncStore &store, QString who, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_who(std::move(who))
{}

template <typename Work, typename Done> void QueueEditor::write(Work work, Done finish)
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
    write(
            [tasks, who = m_who](QueueStore &store) {
                return store.add(tasks, who).and_then([&store](const QList<TaskId> &ids) {
                    return store.marks(ids);
                });
            },
            [this](const QList<TaskMark> &marks) {
                took({Edit::Add, marks}, Origin::Person);
                emit added(idsOf(marks));
            });
}

void QueueEditor::retry(const QList<TaskId> &ids) { change(Edit::Retry, ids, Origin::Person); }

void QueueEditor::cancel(const QList<TaskId> &ids) { change(Edit::Cancel, ids, Origin::Person); }

void QueueEditor::putFirst(const QList<TaskId> &ids)
{
    change(Edit::PutFirst, ids, Origin::Person);
}

void QueueEditor::retryAllFailed()
{
    m_store.run(
            [](QueueStore &store) {
                TaskQuery failed;
                failed.states = {State::Failed};
                return store.find(failed);
            },
            this,
            [this](const Result<QList<TaskId>> &ids) {
                if (ids)
                    retry(*ids);
                else
                    emit failed(ids.error());
            });
}

void QueueEditor::change(Edit edit, const QList<TaskId> &ids, Origin origin)
{
    write(
            [edit, ids, who = m_who](QueueStore &store) -> Result<QList<TaskMark>> {
                const auto marks = store.marks(ids);
                if (!marks)
                    return marks;
                return apply(store, edit, ids, who)
                        .transform([&marks](const QList<TaskId> &changed) {
                            return only(*marks, changed);
                        });
            },
            [this, edit, origin](const QList<TaskMark> &marks) { took({edit, marks}, origin); });
}

void QueueEditor::took(const Step &step, Origin origin)
{
    if (!step.marks.isEmpty()) {
        m_undo += step;
        if (m_undo.size() > kMostSteps)
            m_undo.removeFirst();
        if (origin == Origin::Person)
            m_redo.clear();
        emit undoChanged();
    }
    emit done(doneText(step), !step.marks.isEmpty());
}

void QueueEditor::remove(const QList<TaskId> &ids)
{
    write([ids](QueueStore &store) { return store.remove(ids); },
          [this](const QList<TaskId> &changed) {
              // Forgotten is forgotten, and Undo must not reach past it to something else.
              m_undo.clear();
              m_redo.clear();
              emit undoChanged();
              emit done(tr("%n ended import(s) removed from the list.", nullptr,
                           static_cast<int>(changed.size())),
                        false);
          });
}

void QueueEditor::setThreads(int threads)
{
    write([threads](QueueStore &store) { return store.setThreads(threads); }, [] {});
}

void QueueEditor::setPaused(bool isPaused)
{
    write([isPaused](QueueStore &store) { return store.setPaused(isPaused); }, [] {});
}

void QueueEditor::setLimits(const ShareLimits &limits)
{
    write([limits](QueueStore &store) { return store.setLimits(limits); }, [] {});
}

void QueueEditor::undo()
{
    if (m_undo.isEmpty())
        return;
    const Step step = m_undo.takeLast();
    emit undoChanged();
    write([step, who = m_who](QueueStore &store) { return takeBack(store, step, who); },
          [this, step](const QList<TaskId> &changed) { tookBack(step, changed); });
}

void QueueEditor::tookBack(const Step &step, const QList<TaskId> &changed)
{
    const int count = static_cast<int>(changed.size());
    if (count > 0) {
        m_redo += Step{step.edit, only(step.marks, changed)};
        emit undoChanged();
    }
    if (count == 0)
        emit done(tr("Too late to undo: these imports have gone on since."), false);
    else if (count < step.marks.size())
        emit done(tr("Undone for %1 of %2 imports; the others have gone on since.")
                          .arg(count)
                          .arg(step.marks.size()),
                  false);
    else
        emit done(tr("Undone for %n import(s).", nullptr, count), false);
}

void QueueEditor::redo()
{
    if (m_redo.isEmpty())
        return;
    const Step step = m_redo.takeLast();
    emit undoChanged();
    change(step.edit, idsOf(step.marks), Origin::Redo);
}

QString QueueEditor::undoText() const
{
    return canUndo() ? tr("&Undo %1").arg(stepText(m_undo.last())) : tr("&Undo");
}

QString QueueEditor::redoText() const
{
    return canRedo() ? tr("R&edo %1").arg(stepText(m_redo.last())) : tr("R&edo");
}

QString QueueEditor::stepText(const Step &step)
{
    const int count = static_cast<int>(step.marks.size());
    switch (step.edit) {
    case Edit::Add:
        return tr("adding %n import(s)", nullptr, count);
    case Edit::Retry:
        return tr("retrying %n import(s)", nullptr, count);
    case Edit::Cancel:
        return tr("canceling %n import(s)", nullptr, count);
    case Edit::PutFirst:
        return tr("putting %n import(s) first", nullptr, count);
    }
    Q_UNREACHABLE_RETURN({});
}

QString QueueEditor::doneText(const Step &step)
{
    const int count = static_cast<int>(step.marks.size());
    switch (step.edit) {
    case Edit::Add:
        return tr("%n import(s) added to the queue.", nullptr, count);
    case Edit::Retry:
        return count == 0 ? tr("Nothing to retry: only failed and canceled imports can be.")
                          : tr("%n import(s) put back into the queue.", nullptr, count);
    case Edit::Cancel:
        return count == 0 ? tr("Nothing to cancel: these imports have ended already.")
                          : tr("%n import(s) canceled.", nullptr, count);
    case Edit::PutFirst:
        return tr("%n import(s) put before all others.", nullptr, count);
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace sluice
