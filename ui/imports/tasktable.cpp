// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "imports/tasktable.h"

#include "imports/taskdelegate.h"
#include "queue/queuemodel.h"
#include "windowstate.h"

#include <QFocusEvent>
#include <QHeaderView>
#include <QMenu>
#include <QMetaEnum>

namespace sluice {
using namespace Qt::StringLiterals;

TaskTable::TaskTable(QueueModel &model, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
    , m_sorted(QueueModel::Build)
{
    setModel(&model);
    setItemDelegate(new TaskDelegate(this));
    setObjectName(u"imports-table"_s);
    setAccessibleName(tr("Imports"));
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setShowGrid(false);
    setWordWrap(false);
    setAlternatingRowColors(true);
    setTabKeyNavigation(false); // Tab leaves the table, arrows walk in it
    setCornerButtonEnabled(false);
    setHorizontalScrollMode(ScrollPerPixel);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed); // any other mode measures all rows
    verticalHeader()->setMinimumSectionSize(1);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 9);
    QHeaderView *header = horizontalHeader();
    header->setObjectName(u"imports"_s);
    header->setSectionsMovable(true);
    header->setHighlightSections(false);
    // With the table's selection it would look at every selected row for each of its columns,
    // whenever it is painted.
    header->setSelectionModel(new QItemSelectionModel(&model, header));
    header->setStretchLastSection(true);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setSortIndicator(m_sorted, m_order);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    setSortingEnabled(true);
    const std::array<QStringView, QueueModel::ColumnCount> samples{
            u"#100000",        u"python-typical-name",
            u"12.34.5-1.fc42", u"@group/project",
            u"epel10, f42",    u"mm Committing",
            u"unpack name",    u"just now",
            u"Attempts v",     u"an error that says what to do next"};
    for (int column = 0; column < QueueModel::ColumnCount; ++column)
        header->resizeSection(column, fontMetrics().horizontalAdvance(
                                              samples[static_cast<size_t>(column)].toString())
                                              + 16);
    connect(header, &QHeaderView::sortIndicatorChanged, this, &TaskTable::sortBy);
    connect(header, &QHeaderView::customContextMenuRequested, this, &TaskTable::chooseColumns);
    connect(&model, &QueueModel::modelReset, this, &TaskTable::showCurrent);
}

void TaskTable::focusInEvent(QFocusEvent *event)
{
    const bool isClick = event->reason() == Qt::MouseFocusReason;
    QTableView::focusInEvent(event);
    if (!isClick) // a click chooses its own row
        showCurrent();
}

void TaskTable::showCurrent()
{
    if (!hasFocus() || m_model.rowCount() == 0 || selectionModel()->hasSelection())
        return;
    const QModelIndex current = currentIndex();
    const int row = current.isValid() ? current.row() : std::max(0, rowAt(0));
    setCurrentIndex(m_model.index(row, current.isValid() ? current.column() : QueueModel::Build));
    selectRow(row);
}

void TaskTable::sortBy(int column, Qt::SortOrder order)
{
    if (QueueModel::isSortable(column)) {
        m_sorted = column;
        m_order = order;
        return;
    }
    // The store has no order for this column: the arrow stays where it was.
    horizontalHeader()->setSortIndicator(m_sorted, m_order);
}

void TaskTable::chooseColumns(const QPoint &at)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = QueueModel::Build + 1; column < QueueModel::ColumnCount; ++column) {
        QAction *action = menu->addAction(m_model.headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        connect(action, &QAction::toggled, this,
                [this, column](bool isShown) { setColumnHidden(column, !isShown); });
    }
    menu->popup(horizontalHeader()->mapToGlobal(at));
}

QStringList TaskTable::columnNames()
{
    const QMetaEnum columns = QMetaEnum::fromType<QueueModel::Column>();
    QStringList names;
    for (int column = 0; column < QueueModel::ColumnCount; ++column)
        names += QString::fromLatin1(columns.valueToKey(column));
    return names;
}

void TaskTable::saveState(const WindowState &state) const
{
    state.save(*horizontalHeader(), columnNames());
}

void TaskTable::restoreState(const WindowState &state)
{
    state.restore(*horizontalHeader(), columnNames());
    setColumnHidden(QueueModel::Build, false);
}

} // namespace sluice
