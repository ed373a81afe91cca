// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/pipelinespage.h"

#include "imports/emptypage.h"
#include "pipelines/pullbar.h"
#include "pipelines/pulltable.h"
#include "windowstate.h"

#include <QAction>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace sluice {
using namespace Qt::StringLiterals;

PipelinesPage::PipelinesPage(AsyncDatabase &database, WishDesk &desk, const Clock &clock,
                             QWidget *parent)
    : QWidget(parent)
    , m_board(database)
    , m_model(m_board, clock)
    , m_bar(new PullBar(this))
    , m_table(new PullTable(m_model, this))
    , m_stack(new QStackedWidget(this))
    , m_rows(new QSplitter(Qt::Vertical, this))
{
    Q_UNUSED(desk)
    m_rows->setObjectName(u"pipelines-rows"_s);
    m_stack->addWidget(m_table);
    makeEmptyPages();
    auto *list = new QWidget(this);
    auto *lines = new QVBoxLayout(list);
    lines->setContentsMargins(4, 4, 4, 0);
    lines->setSpacing(4);
    lines->addWidget(m_bar);
    lines->addWidget(m_stack, 1);
    m_rows->addWidget(list);
    m_rows->setChildrenCollapsible(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_rows);
    connectAll();
    showStack();
    setFocusProxy(m_table);
}

void PipelinesPage::makeEmptyPages()
{
    m_accounts = new QAction(tr("&Accounts…"), this);
    m_accounts->setToolTip(tr("Choose the repositories whose pull requests are observed"));
    m_drive = new QAction(tr("&Drive…"), this);
    m_drive->setToolTip(tr("Choose the repositories whose pipelines run here"));
    connect(m_accounts, &QAction::triggered, this, &PipelinesPage::accountsRequested);
    connect(m_drive, &QAction::triggered, this, &PipelinesPage::driveRequested);
    m_empty = new EmptyPage(
            u"pipelines"_s, tr("No pull request yet"),
            tr("Observe repositories that another service, such as Packit, looks after; or drive "
               "pipelines of your own, with builds in Copr and tests in Testing Farm."),
            {m_accounts, m_drive}, this);
    m_noMatch = new EmptyPage(u"search"_s, tr("No pull request matches"),
                              tr("Nothing fits the filter now."), {m_bar->clearFilter()}, this);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_noMatch);
}

void PipelinesPage::connectAll()
{
    connect(m_bar, &PullBar::filterChanged, &m_model, &PullsModel::setFilter);
    connect(m_bar, &PullBar::groupingChanged, &m_model, &PullsModel::setGrouping);
    connect(m_bar, &PullBar::oldToggled, &m_model, &PullsModel::setWithOld);
    connect(m_bar, &PullBar::left, this, &PipelinesPage::enterTable);
    connect(&m_model, &PullsModel::arranged, this, &PipelinesPage::showStack);
    connect(&m_board, &PullBoard::updated, this, &PipelinesPage::showStack);
    connect(&m_board, &PullBoard::failed, this, &PipelinesPage::failed);
}

void PipelinesPage::showStack()
{
    QWidget *page = m_table;
    if (m_board.isLoaded() && m_board.pulls().isEmpty())
        page = m_empty;
    else if (m_board.isLoaded() && m_model.rowCount() == 0)
        page = m_noMatch;
    m_stack->setCurrentWidget(page);
    int pulls = 0;
    for (int row = 0; row < m_model.rowCount(); ++row)
        pulls += m_model.line(row).isHead() ? 0 : 1;
    m_bar->setCounts(pulls, m_model.stuckCount(), m_model.hiddenCount());
    chooseFirst();
}

void PipelinesPage::chooseFirst()
{
    if (m_table->currentIndex().isValid())
        return;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        if (m_model.line(row).isHead())
            continue;
        m_table->goTo(row, PullsModel::Pull);
        return;
    }
}

void PipelinesPage::enterTable() { m_table->setFocus(Qt::TabFocusReason); }

void PipelinesPage::saveState(const WindowState &state) const
{
    m_bar->saveState(state);
    m_table->saveState(state);
    state.save(*m_rows);
}

void PipelinesPage::restoreState(const WindowState &state)
{
    m_bar->restoreState(state);
    m_table->restoreState(state);
    state.restore(*m_rows);
}

} // namespace sluice
