// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/ledgerview.h"

#include "budget/ledgertree.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>

namespace sluice {
using namespace Qt::StringLiterals;

LedgerView::LedgerView(LedgerTree &tree, QWidget *parent)
    : QTreeView(parent)
{
    setModel(&tree);
    setObjectName(u"ledger-tree"_s);
    setAccessibleName(tr("Where did they go?"));
    setUniformRowHeights(true);
    setAlternatingRowColors(true);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    header()->setStretchLastSection(true);
    header()->resizeSection(LedgerTree::Where, fontMetrics().averageCharWidth() * 64);
    for (int column = LedgerTree::Counted; column <= LedgerTree::Failed; ++column)
        header()->resizeSection(column, fontMetrics().averageCharWidth() * 12);
    header()->resizeSection(LedgerTree::When,
                            fontMetrics().horizontalAdvance(u"0000-00-00 00:00:00"_s)
                                    + fontMetrics().averageCharWidth() * 3);
    auto *copy = new QAction(tr("&Copy"), this);
    copy->setShortcuts(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, this, &LedgerView::copyLine);
    addAction(copy);
}

void LedgerView::copyLine() const
{
    QStringList cells;
    const QModelIndex index = currentIndex();
    for (int column = 0; index.isValid() && column < LedgerTree::ColumnCount; ++column)
        cells << index.siblingAtColumn(column).data().toString();
    QGuiApplication::clipboard()->setText(cells.join(u'\t'));
}

} // namespace sluice
