// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pullsmodel.h"
#include "pipelines/frozencolumn.h"
#include "pipelines/pulltable.h"
#include "pipelines/pullwidths.h"
#include "windowstate.h"

#include <QAction>
#include <QHeaderView>
#include <QMenu>
#include <QScopedValueRollback>

// Which columns a PullTable shows, how wide, and by which it sorts.
namespace sluice {
using namespace Qt::StringLiterals;

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
