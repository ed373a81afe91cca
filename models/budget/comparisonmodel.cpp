// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/comparisonmodel.h"

#include <QLocale>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kDecimals = 1;
constexpr double kLeastShown = 0.05; // of a difference, with so many decimals

} // namespace

ComparisonModel::ComparisonModel(QObject *parent)
    : QAbstractTableModel(parent)
    , m_rows{Row{.label = tr("Total")}}
{}

double ComparisonModel::Row::number(int column) const
{
    switch (column) {
    case Measured:
        return measured;
    case Modelled:
        return modelled;
    default:
        return measured - modelled;
    }
}

QList<ComparisonModel::Row> ComparisonModel::rowsOf(const LedgerComparison &found, PieBy by)
{
    const QList<PieSlice> measured = pieSlices(found.measured, by);
    const QList<PieSlice> modelled = pieSlices(MeasuredCalls(found.modelled), by);
    const double pulls = std::max(1, found.pulls);
    QList<Row> rows;
    Row total{.label = tr("Total")};
    for (qsizetype i = 0; i < measured.size(); ++i) {
        if (measured.at(i).value <= 0 && modelled.at(i).value <= 0)
            continue;
        rows << Row{measured.at(i).label, sliceExplanation(by, int(i)), int(i),
                    measured.at(i).value / pulls, modelled.at(i).value / pulls};
        total.measured += rows.last().measured;
        total.modelled += rows.last().modelled;
    }
    return rows << total;
}

void ComparisonModel::setComparison(const LedgerComparison &found, PieBy by)
{
    const QList<Row> rows = rowsOf(found, by);
    const bool isSameSet = std::ranges::equal(rows, m_rows, {}, &Row::label, &Row::label);
    if (!isSameSet)
        beginResetModel();
    m_rows = rows;
    if (!isSameSet)
        return endResetModel();
    emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int ComparisonModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ComparisonModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ComparisonModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(index.row());
    const double number = row.number(index.column());
    switch (role) {
    case Qt::DisplayRole: {
        if (index.column() == Category)
            return row.label;
        const QString text = QLocale().toString(number, 'f', kDecimals);
        if (index.column() != Difference)
            return text;
        if (std::abs(number) < kLeastShown)
            return u"="_s;
        return number > 0 ? u'+' + text : text;
    }
    case Qt::ToolTipRole:
        return row.explanation;
    case Qt::TextAlignmentRole:
        return int((index.column() == Category ? Qt::AlignLeft : Qt::AlignRight)
                   | Qt::AlignVCenter);
    case SortRole:
        return index.column() == Category ? QVariant() : QVariant(number);
    case ColourRole:
        return row.colour;
    default:
        return {};
    }
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Category ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Category:
        return tr("Calls per pull request");
    case Measured:
        return tr("Measured");
    case Modelled:
        return tr("Modelled");
    default:
        return tr("Difference");
    }
}

} // namespace sluice
