// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/frozencolumn.h"

#include <QHeaderView>
#include <QScrollBar>

namespace sluice {

FrozenColumn::FrozenColumn(QTableView &table, int column)
    : QTableView(&table)
    , m_table(table)
    , m_column(column)
{
    setFocusPolicy(Qt::NoFocus); // first: a proxy would get it, too
    setFocusProxy(&table);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setContextMenuPolicy(Qt::NoContextMenu); // the table's own appears
    table.viewport()->stackUnder(this);
}

void FrozenColumn::follow()
{
    setSelectionModel(m_table.selectionModel());
    setAlternatingRowColors(true);
    QHeaderView *own = horizontalHeader();
    QHeaderView *other = m_table.horizontalHeader();
    own->setSectionsClickable(true);
    own->setSortIndicatorShown(true);
    own->setSortIndicator(other->sortIndicatorSection(), other->sortIndicatorOrder());
    connect(verticalScrollBar(), &QScrollBar::valueChanged, m_table.verticalScrollBar(),
            &QScrollBar::setValue);
    connect(m_table.verticalScrollBar(), &QScrollBar::valueChanged, verticalScrollBar(),
            &QScrollBar::setValue);
    // Before its own turn to lay out comes: else it would hold the table back.
    connect(m_table.verticalScrollBar(), &QScrollBar::rangeChanged, verticalScrollBar(),
            &QScrollBar::setRange);
    connect(own, &QHeaderView::sectionResized, this, [this](int column, int, int width) {
        if (column == m_column && width > 0)
            m_table.setColumnWidth(m_column, width);
    });
    connect(own, &QHeaderView::sortIndicatorChanged, other, &QHeaderView::setSortIndicator);
    connect(other, &QHeaderView::sortIndicatorChanged, own, &QHeaderView::setSortIndicator);
}

void FrozenColumn::layOut()
{
    for (int column = 0; column < horizontalHeader()->count(); ++column)
        setColumnHidden(column, column != m_column);
    setColumnWidth(m_column, m_table.columnWidth(m_column));
    horizontalHeader()->setFixedHeight(m_table.horizontalHeader()->height());
    const int frame = m_table.frameWidth();
    setGeometry(frame, frame, m_table.columnWidth(m_column),
                m_table.viewport()->height() + m_table.horizontalHeader()->height());
}

} // namespace sluice
