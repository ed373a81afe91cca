// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/pulltable.h"

#include "pipeline/pullsmodel.h"
#include "pipelines/frozencolumn.h"
#include "pipelines/pulldelegate.h"

#include <QFocusEvent>
#include <QHeaderView>
#include <QKeyEvent>
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
        m_isChoiceLost &= m_model.isFollowing();
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
    const int row = currentIndex().row();
    QTableView::rowsAboutToBeRemoved(parent, first, last);
    if (m_model.isFollowing() && row >= first && row <= last) {
        m_isChoiceLost = true; // what is done next is not meant for a neighbour
        setCurrentIndex({});
    }
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
        m_isChoiceLost = false;
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

} // namespace sluice
