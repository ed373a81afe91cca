// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/pulltable.h"

#include "pipeline/pullsmodel.h"
#include "pipelines/frozencolumn.h"
#include "pipelines/pulldelegate.h"
#include "pipelines/pullwidths.h"
#include "windowstate.h"

#include <QAction>
#include <QFocusEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScopedValueRollback>
#include <QScrollBar>

namespace sluice {
using namespace Qt::StringLiterals;

PullTable::PullTable(PullsModel &model, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
    , m_frozen(new FrozenColumn(*this, PullsModel::Pull))
{
    setObjectName(u"pipelines-table"_s);
    setAccessibleName(tr("Pull requests"));
    setUp(*this);
    setAlternatingRowColors(true);
    setCornerButtonEnabled(false);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
    horizontalHeader()->setMinimumHeight(2 * fontMetrics().height() + 10);
    horizontalHeader()->setSortIndicator(PullsModel::Age, Qt::AscendingOrder);
    makeFrozen();
    setSortingEnabled(true);
    connect(horizontalHeader(), &QHeaderView::customContextMenuRequested, this,
            &PullTable::chooseColumns);
    connect(horizontalHeader(), &QHeaderView::sectionResized, this,
            [this](int column, int, int width) {
                if (width > 0 && !m_isSizing)
                    m_widths.insert(m_model.columnName(column), width);
                if (column == PullsModel::Pull)
                    m_frozen->layOut();
            });
    connect(&model, &QAbstractItemModel::columnsInserted, this,
            [this](const QModelIndex &, int first, int last) { setWidths(first, last); });
    connect(&model, &PullsModel::arranged, this, &PullTable::followGrouping);
    connect(this, &QTableView::clicked, this, &PullTable::foldAt);
    keepInSight();
    makeActions();
    setWidths(0, model.columnCount() - 1);
}

/// What both views have in common.
void PullTable::setUp(QTableView &view) const
{
    view.setModel(&m_model);
    view.setItemDelegate(new PullDelegate(m_model, &view));
    view.setSelectionBehavior(SelectRows);
    view.setSelectionMode(SingleSelection);
    view.setShowGrid(false);
    view.setWordWrap(false);
    view.setTabKeyNavigation(false);
    view.setHorizontalScrollMode(ScrollPerPixel);
    view.setVerticalScrollMode(ScrollPerPixel);
    view.verticalHeader()->hide();
    view.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view.verticalHeader()->setMinimumSectionSize(1);
    view.verticalHeader()->setDefaultSectionSize(PullDelegate::rowHeight(fontMetrics()));
    QHeaderView *header = view.horizontalHeader();
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

void PullTable::makeFrozen()
{
    m_frozen->setObjectName(u"pipelines-frozen"_s);
    setUp(*m_frozen);
    m_frozen->follow();
    connect(m_frozen, &QTableView::clicked, this, &PullTable::foldAt);
    connect(m_frozen, &QTableView::doubleClicked, this, &QTableView::doubleClicked);
}

void PullTable::followGrouping()
{
    const bool isGrouped = m_model.order().grouping != PullGrouping::None;
    if (std::exchange(m_isGrouped, isGrouped) != isGrouped)
        setWidths(PullsModel::State, PullsModel::State);
}

/// The chosen row, while others come and go and the details take their room.
void PullTable::keepInSight()
{
    connect(&m_model, &QAbstractItemModel::rowsAboutToBeInserted, this, &PullTable::noteCurrent);
    connect(&m_model, &QAbstractItemModel::layoutAboutToBeChanged, this, &PullTable::noteCurrent);
    connect(&m_model, &PullsModel::arranged, this, [this] {
        if (std::exchange(m_wasPull, false))
            leaveHead();
        if (std::exchange(m_wasInSight, false))
            bringIntoSight();
    });
}

void PullTable::noteCurrent()
{
    m_wasInSight |= isCurrentWithin(viewport()->height());
    m_wasPull |= m_model.pullAt(currentIndex().row()) != nullptr;
}

void PullTable::rowsAboutToBeRemoved(const QModelIndex &parent, int first, int last)
{
    noteCurrent(); // before the view chooses a neighbour
    QTableView::rowsAboutToBeRemoved(parent, first, last);
}

/// When the chosen pull request goes, its group's head may be what is left beside it.
void PullTable::leaveHead()
{
    const QModelIndex index = currentIndex();
    if (index.isValid() && !m_model.pullAt(index.row()) && !m_model.line(index.row()).isFolded)
        setCurrentIndex(index.siblingAtRow(index.row() + 1));
}

bool PullTable::isCurrentWithin(int height) const
{
    const QRect place = visualRect(currentIndex().siblingAtColumn(PullsModel::Pull));
    return place.isValid() && place.top() >= 0 && place.bottom() <= height;
}

void PullTable::bringIntoSight()
{
    if (!currentIndex().isValid())
        return;
    updateGeometries(); // how far one can scroll now
    scrollTo(currentIndex().siblingAtColumn(PullsModel::Pull));
}

void PullTable::setWidths(int first, int last)
{
    const QScopedValueRollback sizing(m_isSizing, true);
    for (int column = first; column <= last; ++column) {
        const int width = m_widths.value(m_model.columnName(column),
                                         usualWidth(m_model, column, fontMetrics()));
        setColumnWidth(column, std::abs(width));
        setColumnHidden(column, width < 0);
    }
    m_frozen->layOut();
}

/// A header takes no keys: what a click on it does has actions as well.
void PullTable::makeActions()
{
    m_sort = new QAction(tr("Sort by This Col&umn"), this);
    m_sort->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L));
    m_sort->setToolTip(tr("Sorts by the column of the current cell; once more turns the order"));
    m_columns = new QAction(tr("Co&lumns…"), this);
    m_columns->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C));
    m_columns->setToolTip(tr("Chooses the columns that are shown"));
    connect(m_sort, &QAction::triggered, this, [this] {
        const int column = std::max(0, currentIndex().column());
        const bool isAgain = column == horizontalHeader()->sortIndicatorSection();
        const bool isUp = horizontalHeader()->sortIndicatorOrder() == Qt::AscendingOrder;
        horizontalHeader()->setSortIndicator(column, isAgain && isUp ? Qt::DescendingOrder
                                                                     : Qt::AscendingOrder);
    });
    connect(m_columns, &QAction::triggered, this, [this] {
        chooseColumns(QPoint(columnWidth(PullsModel::Pull), horizontalHeader()->height()));
    });
}

void PullTable::chooseColumns(const QPoint &at)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = PullsModel::Pull + 1; column < m_model.columnCount(); ++column) {
        QString title = m_model.headerData(column, Qt::Horizontal).toString();
        QAction *action = menu->addAction(title.replace(u'\n', u' '));
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool isShown) {
            const int width = columnWidth(column) > 0 ? columnWidth(column)
                                                      : usualWidth(m_model, column, fontMetrics());
            m_widths.insert(m_model.columnName(column), isShown ? width : -width);
            setWidths(column, column);
        });
    }
    menu->popup(horizontalHeader()->mapToGlobal(at));
}

void PullTable::goTo(int row, int column)
{
    const QModelIndex index = m_model.index(row, column);
    setCurrentIndex(index);
    scrollTo(index);
}

bool PullTable::isInSight(int column) const
{
    const int left = columnViewportPosition(column);
    return left >= columnWidth(PullsModel::Pull)
        && left + columnWidth(column) <= viewport()->width();
}

void PullTable::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    const int before = horizontalScrollBar()->value();
    QTableView::scrollTo(index, hint);
    if (index.column() == PullsModel::Pull) {
        horizontalScrollBar()->setValue(before); // it is always in sight
        return;
    }
    const int hiddenPart = columnWidth(PullsModel::Pull) - visualRect(index).left();
    if (hiddenPart > 0)
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - hiddenPart);
}

void PullTable::keyPressEvent(QKeyEvent *event)
{
    const bool isPlain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (!isPlain || !currentIndex().isValid() || !foldBy(event->key()))
        QTableView::keyPressEvent(event);
}

/// As in a tree. Into a group and out of it one goes by the first column.
bool PullTable::foldBy(int key)
{
    const int row = currentIndex().row();
    const int head = m_model.headOf(row);
    if (head < 0)
        return false;
    if (head != row) {
        const bool isOut = key == Qt::Key_Left && currentIndex().column() == PullsModel::Pull;
        if (isOut)
            goTo(head, PullsModel::Pull);
        return isOut;
    }
    const bool isFolded = m_model.line(head).isFolded;
    const bool isToggle = key == Qt::Key_Space || key == Qt::Key_Return || key == Qt::Key_Enter;
    const bool isUnfold = key == Qt::Key_Plus || (key == Qt::Key_Right && isFolded);
    if (!isToggle && !isUnfold && key != Qt::Key_Minus && key != Qt::Key_Left)
        return false;
    m_model.setFolded(head, isToggle ? !isFolded : !isUnfold);
    return true;
}

void PullTable::foldAt(const QModelIndex &index)
{
    const PullLine &line = m_model.line(index.row());
    if (line.isHead())
        m_model.setFolded(index.row(), !line.isFolded);
}

void PullTable::resizeEvent(QResizeEvent *event)
{
    const bool wasInSight = isCurrentWithin(event->oldSize().height());
    QTableView::resizeEvent(event);
    m_frozen->layOut();
    if (wasInSight)
        bringIntoSight();
}

void PullTable::focusInEvent(QFocusEvent *event)
{
    const bool isChosen = currentIndex().isValid();
    QTableView::focusInEvent(event);
    if (!isChosen && event->reason() != Qt::MouseFocusReason) { // a click chooses its own cell
        setCurrentIndex({}); // not the first that comes
        emit choiceWanted();
    }
    m_frozen->viewport()->update();
}

void PullTable::focusOutEvent(QFocusEvent *event)
{
    QTableView::focusOutEvent(event);
    m_frozen->viewport()->update();
}

void PullTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_frozen) {
        for (QTableView *view : QList<QTableView *>{this, m_frozen})
            view->verticalHeader()->setDefaultSectionSize(PullDelegate::rowHeight(fontMetrics()));
    }
}

void PullTable::saveState(const WindowState &state) const
{
    QStringList columns;
    for (auto it = m_widths.cbegin(); it != m_widths.cend(); ++it)
        columns << u"%1:%2"_s.arg(it.key()).arg(it.value());
    columns.sort();
    state.setValue(u"columns/pipelines/widths"_s, columns);
    const QHeaderView *header = horizontalHeader();
    state.setValue(u"columns/pipelines/sort"_s,
                   u"%1:%2"_s.arg(m_model.columnName(header->sortIndicatorSection()),
                                  header->sortIndicatorOrder() == Qt::AscendingOrder ? u"up"_s
                                                                                     : u"down"_s));
}

void PullTable::restoreState(const WindowState &state)
{
    for (const QString &column : state.value(u"columns/pipelines/widths"_s).toStringList()) {
        const qsizetype colon = column.lastIndexOf(u':');
        if (const int width = column.sliced(colon + 1).toInt(); colon > 0 && width != 0)
            m_widths.insert(column.first(colon), width);
    }
    setWidths(0, m_model.columnCount() - 1);
    const QStringList sort = state.value(u"columns/pipelines/sort"_s).toString().split(u':');
    for (int column = 0; column < m_model.columnCount(); ++column) {
        if (m_model.columnName(column) == sort.first())
            horizontalHeader()->setSortIndicator(
                    column, sort.last() == "up"_L1 ? Qt::AscendingOrder : Qt::DescendingOrder);
    }
}

} // namespace sluice
