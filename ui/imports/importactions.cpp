// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "imports/importactions.h"

#include "icons.h"
#include "imports/taskselection.h"
#include "queue/queueeditor.h"

#include <QAction>

namespace sluice {
using namespace Qt::StringLiterals;

ImportActions::ImportActions(QueueEditor &editor, TaskSelection &selection, QObject *parent)
    : QObject(parent)
    , importPackages(make(tr("&Import Packages…"), icons::themed(u"document-import"_s, u"import"_s),
                          QKeySequence(Qt::CTRL | Qt::Key_I),
                          tr("Import source packages from files or addresses")))
    , trySamples(make(tr("Try with &Sample Packages"), {}, {},
                      tr("Import about twenty small packages that come with Sluice; a few fail on "
                         "purpose")))
    , retry(make(tr("&Retry"), icons::themed(u"view-refresh"_s, u"retry"_s),
                 QKeySequence(Qt::CTRL | Qt::Key_R), {}))
    , retryAllFailed(make(tr("Retry &All Failed"), {},
                          QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R),
                          tr("Put every failed import back into the queue")))
    , cancel(make(tr("&Cancel"), icons::themed(u"process-stop"_s, u"cancel"_s),
                  QKeySequence(Qt::Key_Delete), {}))
    , putFirst(make(tr("Put &First"), icons::themed(u"go-top"_s, u"first"_s),
                    QKeySequence(Qt::CTRL | Qt::Key_Up),
                    tr("Import the selected ones before all others")))
    , remove(make(
              tr("Remo&ve from the List"), icons::themed(u"edit-delete"_s, u"remove"_s),
              QKeySequence(Qt::SHIFT | Qt::Key_Delete),
              tr("Forget the selected imports that have ended, for good; dist-git keeps what they "
                 "wrote")))
    , pause(make(tr("&Pause"), {}, QKeySequence(Qt::CTRL | Qt::Key_P), {}))
    , undo(make(tr("&Undo"), icons::themed(u"edit-undo"_s, u"undo"_s),
                QKeySequence(QKeySequence::Undo), {}))
    , redo(make(tr("R&edo"), icons::themed(u"edit-redo"_s, u"redo"_s),
                QKeySequence(QKeySequence::Redo), {}))
    , m_editor(editor)
    , m_selection(selection)
{
    retry->setObjectName(u"retry"_s);
    retryAllFailed->setObjectName(u"retryAllFailed"_s);
    cancel->setObjectName(u"cancel"_s);
    putFirst->setObjectName(u"putFirst"_s);
    pause->setObjectName(u"pause"_s);
    connectEdits();
    connect(&m_selection, &TaskSelection::changed, this, &ImportActions::follow);
    connect(&m_editor, &QueueEditor::undoChanged, this, &ImportActions::follow);
    setState({}, {});
    follow();
}

QAction *ImportActions::make(const QString &text, const QIcon &icon, const QKeySequence &shortcut,
                             const QString &toolTip)
{
    auto *action = new QAction(icon, text, this);
    action->setShortcut(shortcut);
    action->setToolTip(toolTip);
    action->setStatusTip(toolTip);
    return action;
}

void ImportActions::connectEdits()
{
    const auto summary = [this]() -> const SelectionSummary & { return m_selection.summary(); };
    connect(retry, &QAction::triggered, this,
            [this, summary] { m_editor.retry(summary().retryable); });
    connect(retryAllFailed, &QAction::triggered, &m_editor, &QueueEditor::retryAllFailed);
    connect(cancel, &QAction::triggered, this,
            [this, summary] { m_editor.cancel(summary().cancelable); });
    connect(putFirst, &QAction::triggered, this,
            [this, summary] { m_editor.putFirst(summary().queued); });
    connect(remove, &QAction::triggered, this,
            [this, summary] { m_editor.remove(summary().removable); });
    connect(pause, &QAction::triggered, this, [this] { m_editor.setPaused(!m_isPaused); });
    connect(undo, &QAction::triggered, &m_editor, &QueueEditor::undo);
    connect(redo, &QAction::triggered, &m_editor, &QueueEditor::redo);
}

void ImportActions::setState(const StateCounts &counts, const PoolState &pool)
{
    const int failed = static_cast<int>(counts[State::Failed]);
    retryAllFailed->setEnabled(failed > 0);
    retryAllFailed->setText(failed > 0 ? tr("Retry &All %n Failed", nullptr, failed)
                                       : tr("Retry &All Failed"));
    m_isPaused = pool.isPaused;
    pause->setText(m_isPaused ? tr("Re&sume") : tr("&Pause"));
    pause->setIcon(m_isPaused ? icons::themed(u"media-playback-start"_s, u"resume"_s)
                              : icons::themed(u"media-playback-pause"_s, u"pause"_s));
    const QString tip = m_isPaused ? tr("Start importing again")
                                   : tr("Start no further import; running ones finish");
    pause->setToolTip(tip);
    pause->setStatusTip(tip);
}

void ImportActions::follow()
{
    const SelectionSummary &summary = m_selection.summary();
    const auto name
            = [](QAction *action, qsizetype count, const QString &one, const QString &many) {
                  action->setEnabled(count > 0);
                  action->setText(count > 1 ? many : one);
              };
    const int retries = static_cast<int>(summary.retryable.size());
    const bool areAllFailed = summary.failed.size() == summary.retryable.size();
    name(retry, retries, tr("&Retry"),
         areAllFailed ? tr("&Retry %n Failed", nullptr, retries)
                      : tr("&Retry %n", nullptr, retries));
    name(cancel, summary.cancelable.size(), tr("&Cancel"),
         tr("&Cancel %n", nullptr, static_cast<int>(summary.cancelable.size())));
    name(putFirst, summary.queued.size(), tr("Put &First"),
         tr("Put %n &First", nullptr, static_cast<int>(summary.queued.size())));
    name(remove, summary.removable.size(), tr("Remo&ve from the List"),
         tr("Remo&ve %n from the List", nullptr, static_cast<int>(summary.removable.size())));
    QString tip = tr("Import the selected failed or canceled ones again, under the same build id");
    if (summary.reportedFailures > 0)
        tip += u". "_s
             + tr("Already reported to the Copr frontend: %n failure(s); a success will be "
                  "reported to it again",
                  nullptr, summary.reportedFailures);
    retry->setToolTip(tip);
    retry->setStatusTip(tip);
    const QString cancelTip = tr("Stop the selected imports or take them out of the queue");
    cancel->setToolTip(cancelTip);
    cancel->setStatusTip(cancelTip);
    undo->setEnabled(m_editor.canUndo());
    undo->setText(m_editor.undoText());
    redo->setEnabled(m_editor.canRedo());
    redo->setText(m_editor.redoText());
}

} // namespace sluice
