// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/pipelinespage.h"

#include "banner.h"
#include "emptypage.h"
#include "pipeline/pulltext.h"
#include "pipelines/pipelineactions.h"
#include "pipelines/pullbar.h"
#include "pipelines/pulldetailspane.h"
#include "pipelines/pulltable.h"
#include "windowstate.h"

#include <QAction>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace sluice {
using namespace Qt::StringLiterals;

PipelinesPage::PipelinesPage(AsyncDatabase &database, WishDesk &desk, const Clock &clock,
                             QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_board(database)
    , m_model(m_board, clock)
    , m_actions(new PipelineActions(m_board, desk, clock, this))
    , m_trouble(new Banner(this))
    , m_bar(new PullBar(this))
    , m_table(new PullTable(m_model, this))
    , m_stack(new QStackedWidget(this))
    , m_details(new PullDetailsPane(database, m_board, clock, *m_actions, this))
    , m_rows(new QSplitter(Qt::Vertical, this))
{
    m_rows->setObjectName(u"pipelines-rows"_s);
    m_stack->addWidget(m_table);
    makeEmptyPages();
    auto *list = new QWidget(this);
    auto *lines = new QVBoxLayout(list);
    lines->setContentsMargins(4, 4, 4, 0);
    lines->setSpacing(4);
    lines->addWidget(m_trouble);
    lines->addWidget(m_bar);
    lines->addWidget(m_stack, 1);
    m_rows->addWidget(list);
    m_rows->addWidget(m_details);
    m_rows->setStretchFactor(0, 3);
    m_rows->setStretchFactor(1, 2);
    m_rows->setSizes({520, 300});
    m_rows->setChildrenCollapsible(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_rows);
    connectAll();
    showStack();
    m_table->setFocus();
    setTabOrder({m_bar->lastField(), m_table, m_details->firstField()});
}

void PipelinesPage::makeEmptyPages()
{
    m_accounts = new QAction(tr("&Accounts…"), this);
    m_accounts->setToolTip(tr("Choose the repositories that are observed or driven, and as whom"));
    connect(m_accounts, &QAction::triggered, this, &PipelinesPage::accountsRequested);
    m_empty = new EmptyPage(
            u"pipelines"_s, tr("No pull request yet"),
            tr("Add an account of GitHub. With it, observe repositories that another service, such "
               "as Packit, looks after; or drive pipelines of your own, with builds in Copr and "
               "tests in Testing Farm."),
            {m_accounts}, this);
    m_quiet = new EmptyPage(u"pipelines"_s, tr("No open pull request"),
                            tr("None of the repositories that are observed has one, or they have "
                               "not been read yet."),
                            {m_accounts}, this);
    m_noMatch = new EmptyPage(u"search"_s, tr("No pull request matches"),
                              tr("Nothing fits the filter now."), {m_bar->clearFilter()}, this);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_quiet);
    m_stack->addWidget(m_noMatch);
}

void PipelinesPage::connectAll()
{
    connect(m_bar, &PullBar::filterChanged, &m_model, &PullsModel::setFilter);
    connect(m_bar, &PullBar::groupingChanged, &m_model, &PullsModel::setGrouping);
    connect(m_bar, &PullBar::oldToggled, &m_model, &PullsModel::setWithOld);
    connect(m_bar, &PullBar::left, m_table, [this] { m_table->setFocus(Qt::TabFocusReason); });
    m_table->addActions(m_actions->edits());
    m_table->addActions({m_actions->estimate, m_actions->openPull, m_actions->openCheck,
                         m_actions->openBuild, m_actions->copyName, m_table->sortByColumn(),
                         m_table->columns()});
    auto *back = new QShortcut(QKeySequence(Qt::Key_Escape), this);
    back->setContext(Qt::WidgetWithChildrenShortcut);
    connect(back, &QShortcut::activated, this, &PipelinesPage::goBack);
    connect(m_table, &QTableView::activated, m_actions->openPull, &QAction::trigger);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &PipelinesPage::showChosen);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &PipelinesPage::showChosen);
    connect(m_actions, &PipelineActions::said, this, &PipelinesPage::said);
    connect(m_actions, &PipelineActions::failed, this, &PipelinesPage::failed);
    connect(&m_model, &PullsModel::arranged, this, &PipelinesPage::showStack);
    connect(&m_model, &PullsModel::settled, this, [this] {
        if (m_board.isLoaded() && m_board.isUsualKnown())
            emit stuckCounted(m_model.stuckPulls());
    });
    connect(m_details, &PullDetailsPane::settingRequested, this, &PipelinesPage::settingRequested);
    connect(m_table, &PullTable::choiceWanted, this, &PipelinesPage::chooseFirst);
    connect(&m_model, &PullsModel::settled, this, &PipelinesPage::chooseFirst);
    connect(&m_board, &PullBoard::updated, this, [this] {
        if (m_model.rowCount() == 0 || !m_table->currentIndex().isValid())
            showStack();
    });
    connect(&m_board, &PullBoard::updated, m_details, &PullDetailsPane::follow);
    connect(&m_board, &PullBoard::usualRead, m_details, &PullDetailsPane::follow);
    connect(&m_board, &PullBoard::updated, this, &PipelinesPage::showTroubles);
    connect(m_trouble, &Banner::actionClicked, this, &PipelinesPage::accountsRequested);
    connect(&m_board, &PullBoard::failed, this, &PipelinesPage::showFailure);
}

/// To the matrix from wherever one is; where nothing matches, to all of it.
void PipelinesPage::goBack()
{
    if (m_stack->currentWidget() == m_noMatch)
        m_bar->clearFilter()->trigger();
    m_table->setFocus(Qt::ShortcutFocusReason);
}

void PipelinesPage::showTroubles()
{
    QStringList sentences;
    for (const WatchTrouble &trouble : m_board.troubles())
        sentences << pulltext::trouble(trouble, m_clock.now());
    const QString text = sentences.join(u'\n');
    if (text.isEmpty())
        m_trouble->hide();
    else if (m_trouble->isHidden() || m_trouble->text() != text)
        m_trouble->showText(Banner::Kind::Warning, text, tr("A&ccounts…"), false);
}

void PipelinesPage::showStack()
{
    if (!m_bar->isEnabled())
        return; // nothing can be read
    QWidget *page = m_table;
    if (m_board.isLoaded() && m_board.pulls().isEmpty())
        page = m_board.watches().isEmpty() ? m_empty : m_quiet;
    else if (m_board.isLoaded() && m_model.rowCount() == 0)
        page = m_noMatch;
    m_stack->setCurrentWidget(page);
    m_details->setVisible(page == m_table);
    m_bar->setCounts(m_model.pullCount(), m_model.runCount(), m_model.stuckCount(),
                     m_model.hiddenCount());
    chooseFirst();
}

void PipelinesPage::showFailure(const Error &error)
{
    if (m_board.isLoaded()) {
        emit failed(error);
        return;
    }
    auto *page = new EmptyPage(tr("The pull requests cannot be read"), error, {}, this);
    m_stack->addWidget(page);
    m_stack->setCurrentWidget(page);
    m_bar->setEnabled(false);
    m_details->hide();
}

void PipelinesPage::chooseFirst()
{
    // What is stuck is known once all has been held against the usual.
    if (!m_board.isLoaded() || !m_board.isUsualKnown() || !m_model.isSettled()
        || m_table->currentIndex().isValid() || m_table->isChoiceLost())
        return;
    QModelIndex chosen;
    int worst = -1;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const PullSummary *summary = m_model.summaryAt(row);
        const int need = !summary ? -1 : summary->stuck > 0 ? 2 : summary->failed > 0 ? 1 : 0;
        if (need > worst) {
            worst = need;
            const int column = worstColumn(row); // nobody asked to scroll sideways
            chosen = m_model.index(row, m_table->isInSight(column) ? column : PullsModel::Pull);
        }
    }
    if (chosen.isValid())
        m_table->goTo(chosen.row(), chosen.column());
}

int PipelinesPage::worstColumn(int row) const
{
    int column = PullsModel::Pull;
    int worst = 0;
    for (int at = PullsModel::FirstChroot; at < m_model.columnCount(); ++at) {
        const PullCell cell = m_model.cellAt(m_model.index(row, at));
        for (const CellHalf &half : {cell.build, cell.test}) {
            const int need = half.isStuck ? 2 : half.count > 0 && isBad(half.state) ? 1 : 0;
            if (need > worst) {
                worst = need;
                column = at;
            }
        }
    }
    return column;
}

void PipelinesPage::showChosen()
{
    const QModelIndex current = m_table->currentIndex();
    const PullRow *pull = m_model.pullAt(current.row());
    const bool isCell = current.column() >= PullsModel::FirstChroot;
    // An empty name is that of the other checks' column; a null one is none at all.
    const QString chroot = isCell ? m_model.chrootAt(current.column()) + u""_s : QString();
    m_details->showPull(pull ? pull->key : PullKey(), chroot);
}

void PipelinesPage::setSettings(const Settings &settings)
{
    m_actions->setAddresses(settings.pipeline.copr, settings.pipeline.github);
}

void PipelinesPage::saveState(const WindowState &state) const
{
    m_bar->saveState(state);
    m_table->saveState(state);
    m_details->saveState(state);
    state.save(*m_rows);
}

void PipelinesPage::restoreState(const WindowState &state)
{
    m_bar->restoreState(state);
    m_table->restoreState(state);
    m_details->restoreState(state);
    state.restore(*m_rows);
}

} // namespace sluice
