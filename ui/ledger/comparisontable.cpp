// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/comparisontable.h"

#include <QHeaderView>
#include <QStyledItemDelegate>
#include <QWheelEvent>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// A category's colour before its name; the total in bold.
class CategoryDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const int colour = index.data(ComparisonModel::ColourRole).toInt();
        option->font.setBold(colour < 0);
        if (colour < 0 || index.column() != ComparisonModel::Category)
            return;
        const int size = option->fontMetrics.height() * 2 / 3;
        QPixmap mark(size, size);
        mark.fill(pieColour(colour));
        option->icon = mark;
        option->decorationSize = mark.size();
        option->features |= QStyleOptionViewItem::HasDecoration;
    }
};

} // namespace

ComparisonTable::ComparisonTable(QWidget *parent)
    : QTableView(parent)
{
    setModel(&m_model);
    setItemDelegate(new CategoryDelegate(this));
    setObjectName(u"ledger-comparison"_s);
    setAccessibleName(tr("Measured and modelled calls of a pull request"));
    setEditTriggers(NoEditTriggers);
    setSelectionMode(SingleSelection);
    setCornerButtonEnabled(false);
    setTabKeyNavigation(false);
    setShowGrid(false);
    setWordWrap(false);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    horizontalHeader()->setSectionResizeMode(ComparisonModel::Category, QHeaderView::Stretch);
    fitRows();
    connect(&m_model, &QAbstractItemModel::modelReset, this, [this] { updateGeometry(); });
}

void ComparisonTable::setComparison(const LedgerComparison &found, PieBy by)
{
    m_model.setComparison(found, by);
}

void ComparisonTable::fitRows()
{
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 5);
    updateGeometry();
}

QSize ComparisonTable::sizeHint() const
{
    const int rows = m_model.rowCount() * verticalHeader()->defaultSectionSize();
    return {fontMetrics().averageCharWidth() * 60,
            rows + horizontalHeader()->sizeHint().height() + 2 * frameWidth()};
}

QSize ComparisonTable::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 40, sizeHint().height()};
}

void ComparisonTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitRows();
}

void ComparisonTable::wheelEvent(QWheelEvent *event) { event->ignore(); }

} // namespace sluice
