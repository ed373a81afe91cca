// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/pulltable.h"

#include "pipeline/pullsmodel.h"
#include "pipeline/pulltext.h"
#include "pipelines/pulldelegate.h"
#include "windowstate.h"

#include <QFocusEvent>
#include <QHeaderView>
#include <QMenu>
#include <QScopedValueRollback>
#include <QScrollBar>

namespace sluice {
using namespace Qt::StringLiterals;

PullTable::PullTable(PullsModel &model, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
    , m_frozen(new QTableView(this))
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
                    layOutFrozen();
            });
    connect(&model, &QAbstractItemModel::columnsInserted, this,
            [this](const QModelIndex &, int first, int last) { setWidths(first, last); });
    connect(&model, &PullsModel::arranged, this, &PullTable::followGrouping);
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
    m_frozen->setSelectionModel(selectionModel());
    m_frozen->setAlternatingRowColors(true);
    m_frozen->setFocusProxy(this);
    m_frozen->setFocusPolicy(Qt::NoFocus);
    m_frozen->setFrameShape(QFrame::NoFrame);
    m_frozen->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_frozen->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_frozen->setContextMenuPolicy(Qt::NoContextMenu); // the table's own appears
    m_frozen->horizontalHeader()->setSectionsClickable(true);
    m_frozen->horizontalHeader()->setSortIndicatorShown(true);
    m_frozen->horizontalHeader()->setSortIndicator(PullsModel::Age, Qt::AscendingOrder);
    m_frozen->setAccessibleName({});
    viewport()->stackUnder(m_frozen);
    connect(m_frozen->verticalScrollBar(), &QScrollBar::valueChanged, verticalScrollBar(),
            &QScrollBar::setValue);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, m_frozen->verticalScrollBar(),
            &QScrollBar::setValue);
    connect(m_frozen->horizontalHeader(), &QHeaderView::sectionResized, this,
            [this](int column, int, int width) {
                if (column == PullsModel::Pull && width > 0)
                    setColumnWidth(PullsModel::Pull, width);
            });
    connect(m_frozen->horizontalHeader(), &QHeaderView::sortIndicatorChanged, horizontalHeader(),
            &QHeaderView::setSortIndicator);
    connect(horizontalHeader(), &QHeaderView::sortIndicatorChanged, m_frozen->horizontalHeader(),
            &QHeaderView::setSortIndicator);
    connect(m_frozen, &QTableView::doubleClicked, this, &QTableView::doubleClicked);
}

void PullTable::layOutFrozen()
{
    m_frozen->setColumnWidth(PullsModel::Pull, columnWidth(PullsModel::Pull));
    m_frozen->horizontalHeader()->setFixedHeight(horizontalHeader()->height());
    m_frozen->setGeometry(frameWidth(), frameWidth(), columnWidth(PullsModel::Pull),
                          viewport()->height() + horizontalHeader()->height());
}

int PullTable::usualWidth(int column) const
{
    static constexpr int kMany = 99;
    const int letter = fontMetrics().averageCharWidth();
    const int picture = PullDelegate::pictureWidth(fontMetrics());
    switch (column) {
    case PullsModel::Pull:
        return 48 * letter + PullDelegate::kMargins;
    case PullsModel::Author:
        return 14 * letter + PullDelegate::kMargins;
    case PullsModel::Age:
        return 9 * letter + PullDelegate::kMargins;
    case PullsModel::State: {
        QStringList texts{pulltext::checksStuck(kMany)};
        for (int i = 0; i < kPullStandCount; ++i)
            texts << pulltext::stand(PullStand(i));
        if (m_isGrouped)
            texts << pulltext::pullsFailed(kMany) << pulltext::pullsStuck(kMany);
        return picture + widthOf(texts);
    }
    case PullsModel::BehindWhom: {
        QStringList texts{pulltext::askedShortly({.kind = WishKind::AskRebuildFailed,
                                                  .argument = {},
                                                  .at = QDateTime::currentDateTimeUtc()})};
        for (int i = 0; i <= int(Behind::Others); ++i)
            texts << pulltext::behind(Behind(i));
        return widthOf(texts);
    }
    default:
        break;
    }
    const CellHalf two{.state = FlagState::Failure, .count = 2, .inState = 1, .isAsked = true};
    const QString title = m_model.headerData(column, Qt::Horizontal).toString();
    return std::max(picture + widthOf({PullDelegate::wordOf(CheckKind::Test, two)}),
                    std::min(widthOf(title.split(u'\n')), 26 * letter));
}

int PullTable::widthOf(const QStringList &texts) const
{
    int width = 0;
    for (const QString &text : texts)
        width = std::max(width, fontMetrics().horizontalAdvance(text));
    return width + PullDelegate::kMargins;
}

void PullTable::followGrouping()
{
    const bool isGrouped = m_model.order().grouping != PullGrouping::None;
    if (std::exchange(m_isGrouped, isGrouped) != isGrouped)
        setWidths(PullsModel::State, PullsModel::State);
}

void PullTable::setWidths(int first, int last)
{
    const QScopedValueRollback sizing(m_isSizing, true);
    for (int column = first; column <= last; ++column) {
        const int width = m_widths.value(m_model.columnName(column), usualWidth(column));
        setColumnWidth(column, std::abs(width));
        setColumnHidden(column, width < 0);
        m_frozen->setColumnHidden(column, column != PullsModel::Pull);
    }
    layOutFrozen();
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
            const int width = columnWidth(column) > 0 ? columnWidth(column) : usualWidth(column);
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

QModelIndex PullTable::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    const QModelIndex next = QTableView::moveCursor(action, modifiers);
    if (!next.isValid() || !m_model.line(next.row()).isHead())
        return next;
    const bool isUp = action == MoveUp || action == MovePageUp || action == MovePrevious;
    const int row = next.row() + (isUp && next.row() > 0 ? -1 : 1); // a head is followed by a row
    return row < m_model.rowCount() ? next.siblingAtRow(row) : currentIndex();
}

void PullTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    layOutFrozen();
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
        for (QTableView *view : {static_cast<QTableView *>(this), m_frozen})
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
