// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetactions.h"

#include "budget/budgetdocument.h"
#include "icons.h"

#include <QAction>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QAction *make(const QString &text, const QIcon &icon, const QList<QKeySequence> &shortcuts,
              QObject *parent)
{
    auto *action = new QAction(icon, text, parent);
    action->setShortcuts(shortcuts);
    return action;
}

} // namespace

BudgetActions::BudgetActions(BudgetDocument &document, QObject *parent)
    : QObject(parent)
    , undo(make(tr("&Undo"), icons::themed(u"edit-undo"_s, u"undo"_s),
                QKeySequence::keyBindings(QKeySequence::Undo), this))
    , redo(make(tr("&Redo"), icons::themed(u"edit-redo"_s, u"redo"_s),
                QKeySequence::keyBindings(QKeySequence::Redo), this))
    , reset(make(tr("Reset &Changes"), icons::themed(u"document-revert"_s, u"retry"_s), {}, this))
    , pin(make(tr("&Pin as Baseline"), icons::own(u"pin"_s), {QKeySequence(Qt::CTRL | Qt::Key_B)},
               this))
    , compare(make(tr("&Compare"), icons::own(u"compare"_s), {QKeySequence(Qt::CTRL | Qt::Key_K)},
                   this))
    , m_document(document)
{
    compare->setCheckable(true);
    compare->setToolTip(tr("Up to four scenarios side by side"));
    reset->setToolTip(tr("Back to the scenario as it was loaded"));
    pin->setToolTip(tr("Hold every other setting against what is set now"));
    connect(undo, &QAction::triggered, &m_document, &BudgetDocument::undo);
    connect(redo, &QAction::triggered, &m_document, &BudgetDocument::redo);
    connect(reset, &QAction::triggered, &m_document, &BudgetDocument::reset);
    connect(pin, &QAction::triggered, this,
            [this] { m_document.pinBaseline(m_document.current()); });
    connect(&m_document, &BudgetDocument::historyChanged, this, &BudgetActions::follow);
    connect(&m_document, &BudgetDocument::scenarioChanged, this, &BudgetActions::follow);
    follow();
}

void BudgetActions::follow()
{
    undo->setEnabled(m_document.canUndo());
    redo->setEnabled(m_document.canRedo());
    undo->setText(m_document.canUndo() ? tr("&Undo %1").arg(m_document.undoText()) : tr("&Undo"));
    redo->setText(m_document.canRedo() ? tr("&Redo %1").arg(m_document.redoText()) : tr("&Redo"));
    reset->setEnabled(m_document.isChanged());
    pin->setEnabled(m_document.current().settings != m_document.baseline().settings);
}

} // namespace sluice
