// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetpage.h"
#include "budget/scenarioactions.h"
#include "desktop/presence.h"
#include "icons.h"
#include "imports/importactions.h"
#include "imports/importspage.h"
#include "imports/threadsbox.h"
#include "ledger/ledgerpage.h"
#include "mainwindow.h"
#include "pageswitcher.h"
#include "pipelines/pipelinespage.h"

#include <QMenuBar>
#include <QToolBar>

// The menus and toolbars of a MainWindow, and which page shows which.
namespace sluice {
using namespace Qt::StringLiterals;

void MainWindow::makeMenus()
{
    const ImportActions &actions = m_imports->actions();
    QMenu *file = menuBar()->addMenu(tr("&File"));
    file->addActions({actions.importPackages, actions.trySamples});
    file->addSeparator();
    m_openSettings = file->addAction(icons::themed(u"configure"_s, u"settings"_s), tr("S&ettings…"),
                                     QKeySequence(Qt::CTRL | Qt::Key_Comma), this,
                                     &MainWindow::openSettings);
    m_openSettings->setToolTip(tr("Where imports go, how they are written, what is allowed"));
    file->addAction(tr("&Accounts…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A), this,
                    &MainWindow::openAccounts)
            ->setToolTip(tr("Tokens and Apps, and the repositories that are watched with them"));
    file->addSeparator();
    m_quit = file->addAction(icons::themed(u"application-exit"_s, u"quit"_s), tr("&Quit"),
                             QKeySequence(QKeySequence::Quit), this, &QWidget::close);
    m_quit->setToolTip(tr("Running imports finish or return to the queue"));
    makePages();
    m_viewMenu = menuBar()->addMenu(tr("&View"));
    m_viewMenu->addActions(m_switcher->actions());
    m_presence = new Presence(*this, actions.pause, m_quit);
    m_viewMenu->addSeparator();
    m_viewMenu->addAction(m_presence->notify());
    QMenu *help = menuBar()->addMenu(tr("&Help"));
    help->addAction(icons::program(), tr("&About Sluice"), this, &MainWindow::showAbout);
}

void MainWindow::makePages()
{
    auto *scan = new QAction(tr("Scan an Or&ganisation…"), this);
    scan->setToolTip(tr("Sets the sliders to what all repositories of an organisation build"));
    connect(scan, &QAction::triggered, this, &MainWindow::scanOrganisation);
    m_importsMenus = makeImportsMenus(*this, *m_imports);
    addThreadsBox(*m_importsMenus.tools);
    const PageMenus pipelines = makePipelinesMenus(*this, *m_pipelines);
    const PageMenus budget = makeBudgetMenus(*this, *m_budget, scan);
    const PageMenus ledger = makeLedgerMenus(*this, *m_ledger);
    m_budgetMenu = budget.menu;
    auto *bar = new QToolBar(tr("Pages"), this);
    bar->setObjectName(u"pages"_s);
    addToolBar(Qt::LeftToolBarArea, bar);
    m_switcher = new PageSwitcher(*m_pages, *bar, this);
    const auto add = [this](const QString &name, const QString &title, const QString &icon,
                            QWidget *page, const PageMenus &menus) {
        m_switcher->add({.name = name,
                         .title = title,
                         .icon = icons::own(icon),
                         .widget = page,
                         .menus = {menus.menu->menuAction()},
                         .tools = {menus.tools}});
    };
    add(u"imports"_s, tr("Imports"), u"import"_s, m_imports, m_importsMenus);
    add(u"pipelines"_s, tr("Pipelines"), u"pipelines"_s, m_pipelines, pipelines);
    add(u"budget"_s, tr("API budget"), u"budget"_s, m_budget, budget);
    add(u"ledger"_s, tr("Ledger"), u"ledger"_s, m_ledger, ledger);
}

void MainWindow::addThreadsBox(QToolBar &tools)
{
    auto *gap = new QWidget(this);
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    tools.addWidget(gap);
    m_threads = new ThreadsBox(this);
    tools.addWidget(m_threads);
    connect(m_threads, &ThreadsBox::threadsChosen, &m_editor, &QueueEditor::setThreads);
}

} // namespace sluice
