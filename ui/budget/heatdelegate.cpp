// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/heatdelegate.h"

#include "budget/stepsmodel.h"
#include "icons.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr double kHottest = 0.5; ///< of the highlight's colour: text stays readable on it

} // namespace

void HeatDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const QPalette &palette = option->palette;
    const double heat = index.data(StepsModel::HeatRole).toDouble();
    const double calls = index.data(StepsModel::CallsRole).toDouble();
    const double baseline = index.data(StepsModel::BaselineRole).toDouble();
    if (heat > 0) {
        option->backgroundBrush = icons::mixed(palette.color(QPalette::Highlight),
                                               palette.color(QPalette::Base), heat * kHottest);
    }
    if (calls == 0) {
        option->palette.setColor(QPalette::Text, icons::mixed(palette.color(QPalette::Text),
                                                              palette.color(QPalette::Base), 0.55));
    }
    if (calls != baseline)
        option->text.prepend(calls > baseline ? u"▲ "_s : u"▼ "_s);
    const bool isTotal
            = index.row() == StepsModel::kTotalRow || index.column() == StepsModel::kTotalColumn;
    option->font.setBold(isTotal);
}

} // namespace sluice
