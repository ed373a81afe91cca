// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/stepsmodel.h"

#include "budget/budgetreport.h"

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

StepsModel::StepsModel(QObject *parent)
    : QAbstractTableModel(parent)
{}

void StepsModel::setCalls(const CallTable &current, const CallTable &baseline)
{
    if (current == m_current && baseline == m_baseline)
        return;
    const QList<bool> usedBefore = used();
    m_current = current;
    m_baseline = baseline;
    m_most = 0;
    for (int row = 0; row < kStepCount; ++row) {
        for (int column = 0; column < kKindCount; ++column)
            m_most = std::max(m_most, callsIn(m_current, row, column));
    }
    // The heat of every cell goes by the most expensive one.
    emit dataChanged(index(0, 0), index(kTotalRow, kTotalColumn));
    if (used() == usedBefore)
        return;
    emit headerDataChanged(Qt::Horizontal, 0, kTotalColumn);
    emit headerDataChanged(Qt::Vertical, 0, kTotalRow);
}

QList<bool> StepsModel::used() const
{
    QList<bool> used;
    for (int row = 0; row <= kTotalRow; ++row)
        used += headerData(row, Qt::Vertical, IsUsedRole).toBool();
    for (int column = 0; column <= kTotalColumn; ++column)
        used += headerData(column, Qt::Horizontal, IsUsedRole).toBool();
    return used;
}

int StepsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : kTotalRow + 1;
}

int StepsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : kTotalColumn + 1;
}

double StepsModel::callsIn(const CallTable &calls, int row, int column)
{
    if (row == kTotalRow && column == kTotalColumn)
        return calls.total();
    if (row == kTotalRow)
        return calls.total(CallKind(column));
    if (column == kTotalColumn)
        return calls.total(PipelineStep(row));
    return calls.at(PipelineStep(row), CallKind(column));
}

double StepsModel::heat(int row, int column) const
{
    if (row == kTotalRow || column == kTotalColumn || !(m_most > 0))
        return 0;
    return callsIn(m_current, row, column) / m_most;
}

QVariant StepsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const int row = index.row();
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return callsText(callsIn(m_current, row, column));
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
        return explanation(row, column);
    case Qt::TextAlignmentRole:
        return int(Qt::AlignRight | Qt::AlignVCenter);
    case CallsRole:
        return callsIn(m_current, row, column);
    case BaselineRole:
        return callsIn(m_baseline, row, column);
    case HeatRole:
        return heat(row, column);
    default:
        return {};
    }
}

QString StepsModel::explanation(int row, int column) const
{
    const QString baseline
            = tr("Baseline: %1 calls.").arg(callsText(callsIn(m_baseline, row, column)));
    QStringList parts;
    if (row != kTotalRow)
        parts += stepName(PipelineStep(row)) + u": "_s + stepExplanation(PipelineStep(row));
    if (column != kTotalColumn)
        parts += kindLabel(CallKind(column)) + u": "_s + kindExplanation(CallKind(column));
    parts += baseline;
    return parts.join(u'\n');
}

QVariant StepsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    const bool isStep = orientation == Qt::Vertical;
    const bool isTotal = section == (isStep ? kTotalRow : kTotalColumn);
    if (section < 0 || section > (isStep ? kTotalRow : kTotalColumn))
        return {};
    if (role == Qt::DisplayRole) {
        return isTotal ? tr("Total")
             : isStep  ? stepName(PipelineStep(section))
                       : kindLabel(CallKind(section));
    }
    if (role == Qt::ToolTipRole && !isTotal) {
        return isStep ? stepExplanation(PipelineStep(section)) : kindExplanation(CallKind(section));
    }
    if (role == IsUsedRole) {
        const int row = isStep ? section : kTotalRow;
        const int column = isStep ? kTotalColumn : section;
        return isTotal || callsIn(m_current, row, column) > 0
            || callsIn(m_baseline, row, column) > 0;
    }
    return {};
}

} // namespace sluice
