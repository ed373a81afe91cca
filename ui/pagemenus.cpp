// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pagemenus.h"

#include "budget/budgetactions.h"
#include "budget/budgetexport.h"
#include "budget/budgetpage.h"
#include "budget/configdrop.h"
#include "budget/scenarioactions.h"
#include "icons.h"
#include "imports/importactions.h"
#include "imports/importspage.h"
#include "ledger/ledgerpage.h"
#include "pipelines/pipelineactions.h"
#include "pipelines/pipelinespage.h"
#include "pipelines/pullbar.h"
#include "pipelines/pulltable.h"

#include <QAction>
#include <QCoreApplication>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>
#include <QToolButton>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text) { return QCoreApplication::translate("PageMenus", text); }

QToolBar *addTools(QMainWindow &window, const QString &name, const QString &title)
{
    QToolBar *tools = window.addToolBar(title);
    tools->setObjectName(name);
    tools->setMovable(false);
    tools->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    tools->setIconSize(QSize(18, 18));
    tools->setContextMenuPolicy(Qt::PreventContextMenu);
    return tools;
}

/// Buttons are reached by Tab and found by their action's name.
void makeReachable(const QToolBar &tools)
{
    for (QAction *action : tools.actions()) {
        QWidget *button = tools.widgetForAction(action);
        button->setFocusPolicy(action->isSeparator() ? Qt::NoFocus : Qt::TabFocus);
        button->setObjectName(action->objectName());
    }
}

} // namespace

PageMenus makeImportsMenus(QMainWindow &window, const ImportsPage &page)
{
    const ImportActions &actions = page.actions();
    QMenu *menu = window.menuBar()->addMenu(tr("&Queue"));
    menu->addActions({actions.undo, actions.redo});
    menu->addSeparator();
    menu->addActions({actions.retry, actions.retryAllFailed, actions.cancel, actions.putFirst,
                      actions.remove});
    menu->addSeparator();
    menu->addActions({actions.pause, page.focusFilter()});
    QToolBar *tools = addTools(window, u"actions"_s, tr("Actions"));
    tools->addAction(actions.importPackages);
    tools->addSeparator();
    tools->addActions({actions.retry, actions.retryAllFailed});
    tools->addSeparator();
    tools->addActions({actions.cancel, actions.putFirst});
    tools->addSeparator();
    tools->addAction(actions.pause);
    makeReachable(*tools);
    return {.menu = menu, .tools = tools};
}

PageMenus makePipelinesMenus(QMainWindow &window, const PipelinesPage &page)
{
    const PipelineActions &actions = page.actions();
    QMenu *menu = window.menuBar()->addMenu(tr("&Pipelines"));
    menu->setToolTipsVisible(true); // they tell what will be written where
    menu->addActions(actions.edits());
    menu->addAction(actions.estimate);
    menu->addSeparator();
    menu->addActions({actions.openPull, actions.openCheck, actions.openBuild, actions.copyName});
    menu->addSeparator();
    menu->addActions({page.bar().onlyStuck(), page.bar().focusFilter()});
    menu->addActions({page.table().sortByColumn(), page.table().columns()});
    QToolBar *tools = addTools(window, u"pipelines"_s, tr("Pipelines"));
    tools->addActions({actions.retryChroot, actions.retryFailed, actions.retestFailed});
    tools->addSeparator();
    tools->addActions({actions.cancel, actions.resend, actions.readAgain});
    tools->addSeparator();
    tools->addActions({actions.openPull, page.bar().onlyStuck()});
    makeReachable(*tools);
    return {.menu = menu, .tools = tools};
}

PageMenus makeBudgetMenus(QMainWindow &window, const BudgetPage &page, QAction *scan)
{
    const BudgetActions &actions = page.actions();
    QMenu *menu = window.menuBar()->addMenu(tr("&Budget"));
    menu->addActions({actions.undo, actions.redo});
    menu->addSeparator();
    menu->addActions({actions.reset, actions.pin, actions.compare});
    menu->addSeparator();
    menu->addActions({page.configs().readFrom, scan});
    menu->addActions(page.scenarioActions().all());
    menu->addSeparator();
    menu->addMenu(page.exports().menu());
    QToolBar *tools = addTools(window, u"budget"_s, tr("Budget"));
    tools->addActions({actions.undo, actions.redo, actions.reset});
    tools->addSeparator();
    tools->addActions({page.scenarioActions().save, actions.pin, actions.compare});
    tools->addSeparator();
    QAction *write = page.exports().menu()->menuAction();
    write->setIcon(icons::themed(u"document-export"_s, u"export"_s));
    tools->addAction(write);
    makeReachable(*tools);
    qobject_cast<QToolButton *>(tools->widgetForAction(write))
            ->setPopupMode(QToolButton::InstantPopup);
    for (QAction *action : {actions.undo, actions.redo})
        qobject_cast<QToolButton *>(tools->widgetForAction(action))
                ->setToolButtonStyle(Qt::ToolButtonIconOnly); // their text grows with the change
    return {.menu = menu, .tools = tools};
}

PageMenus makeLedgerMenus(QMainWindow &window, const LedgerPage &page)
{
    QMenu *menu = window.menuBar()->addMenu(tr("&Ledger"));
    menu->addActions({page.refreshAction(), page.exportAction()});
    QToolBar *tools = addTools(window, u"ledger-tools"_s, tr("Ledger"));
    tools->addActions({page.refreshAction(), page.exportAction()});
    makeReachable(*tools);
    return {.menu = menu, .tools = tools};
}

} // namespace sluice
