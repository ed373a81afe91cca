// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/stepstable.h"

#include "budget/heatdelegate.h"

#include <QEvent>
#include <QHeaderView>
#include <QScrollBar>
#include <QWheelEvent>

namespace sluice {

StepsTable::StepsTable(QWidget *parent)
    : QTableView(parent)
{
    setModel(&m_model);
    setItemDelegate(new HeatDelegate(this));
    setAccessibleName(tr("Calls by step and kind"));
    setEditTriggers(NoEditTriggers);
    setSelectionMode(SingleSelection);
    setCornerButtonEnabled(false);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    horizontalHeader()->setDefaultAlignment(Qt::AlignCenter | Qt::Alignment(Qt::TextWordWrap));
    horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    horizontalHeader()->setHighlightSections(false);
    verticalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setHighlightSections(false);
    fitRows();
    hideUnused();
    // Where it is scrolled sideways, its bar must not stand on the last row.
    connect(horizontalScrollBar(), &QScrollBar::rangeChanged, this, [this] { updateGeometry(); });
    connect(&m_model, &QAbstractItemModel::headerDataChanged, this, &StepsTable::hideUnused);
}

void StepsTable::setCalls(const CallTable &current, const CallTable &baseline)
{
    m_model.setCalls(current, baseline);
}

void StepsTable::hideUnused()
{
    bool isChanged = false;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const bool isUsed = m_model.headerData(row, Qt::Vertical, StepsModel::IsUsedRole).toBool();
        isChanged = isChanged || isRowHidden(row) == isUsed;
        setRowHidden(row, !isUsed);
    }
    for (int column = 0; column < m_model.columnCount(); ++column) {
        setColumnHidden(
                column,
                !m_model.headerData(column, Qt::Horizontal, StepsModel::IsUsedRole).toBool());
    }
    if (isChanged)
        updateGeometry();
}

void StepsTable::fitRows()
{
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 7);
    horizontalHeader()->setFixedHeight(fontMetrics().lineSpacing() * 2 + 8);
    horizontalHeader()->setMinimumSectionSize(longestWord());
    updateGeometry();
}

/// In pixels: titles are broken between words, never within one.
int StepsTable::longestWord() const
{
    const QFontMetrics metrics(horizontalHeader()->font());
    int longest = 0;
    for (int column = 0; column < m_model.columnCount(); ++column) {
        const QString title = m_model.headerData(column, Qt::Horizontal).toString();
        for (const QString &word : title.split(u' '))
            longest = std::max(longest, metrics.horizontalAdvance(word));
    }
    return longest + 2 * style()->pixelMetric(QStyle::PM_HeaderMargin, nullptr, this);
}

QSize StepsTable::sizeHint() const
{
    const QScrollBar *bar = horizontalScrollBar();
    int rows = 0;
    for (int row = 0; row < m_model.rowCount(); ++row)
        rows += isRowHidden(row) ? 0 : 1;
    const int height = rows * verticalHeader()->defaultSectionSize() + horizontalHeader()->height()
                     + 2 * frameWidth() + (bar->maximum() > 0 ? bar->sizeHint().height() : 0);
    return {fontMetrics().averageCharWidth() * 80, height};
}

QSize StepsTable::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 50, sizeHint().height()};
}

void StepsTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitRows();
}

void StepsTable::wheelEvent(QWheelEvent *event) { event->ignore(); }

} // namespace sluice
