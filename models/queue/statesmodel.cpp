// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue/statesmodel.h"

#include "queue/tasktext.h"

#include <QLocale>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

enum Row {
    All,
    Queued,
    Running,
    Fetching,
    Committing,
    Reporting,
    Succeeded,
    Failed,
    Canceled,
    RowCount
};

std::optional<State> stateOf(int row)
{
    switch (static_cast<Row>(row)) {
    case Queued:
        return State::Queued;
    case Fetching:
        return State::Fetching;
    case Committing:
        return State::Committing;
    case Reporting:
        return State::Reporting;
    case Succeeded:
        return State::Succeeded;
    case Failed:
        return State::Failed;
    case Canceled:
        return State::Canceled;
    case All:
    case Running:
    case RowCount:
        break;
    }
    return {};
}

bool isPartOfRunning(int row) { return row == Fetching || row == Committing || row == Reporting; }

QString wordOf(int row)
{
    if (const auto state = stateOf(row))
        return stateName(*state);
    return row == Running ? u"running"_s : QString();
}

} // namespace

StatesModel::StatesModel(QObject *parent)
    : QAbstractListModel(parent)
{}

void StatesModel::setCounts(const StateCounts &counts)
{
    const StateCounts before = std::exchange(m_counts, counts);
    for (int row = 0; row < RowCount; ++row) {
        const auto state = stateOf(row);
        const bool isSame = state          ? before[*state] == counts[*state]
                          : row == Running ? before.running() == counts.running()
                                           : before.total() == counts.total();
        if (!isSame)
            emit dataChanged(index(row), index(row));
    }
}

int StatesModel::rowOfWord(QStringView word) const
{
    for (int row = 0; row < RowCount; ++row) {
        if (wordOf(row) == word)
            return row;
    }
    return -1;
}

int StatesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : RowCount;
}

qint64 StatesModel::count(int row) const
{
    if (const auto state = stateOf(row))
        return m_counts[*state];
    return row == Running ? m_counts.running() : m_counts.total();
}

QVariant StatesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const int row = index.row();
    const auto state = stateOf(row);
    const QString title = state          ? tasktext::stateTitle(*state)
                        : row == Running ? tr("Running")
                                         : tr("All");
    switch (role) {
    case Qt::DisplayRole:
        return title;
    case Qt::AccessibleTextRole:
        return (isPartOfRunning(row) ? tr("%1, part of running: %2") : tr("%1: %2"))
                .arg(title, QLocale().toString(count(row)));
    case Qt::ToolTipRole:
        return state ? tasktext::stateMeaning(*state)
             : row == Running
                     ? tr("Being fetched, committed or reported now: the sum of the three below.")
                     : tr("Every import that the queue knows.");
    case CountRole:
        return count(row);
    case WordRole:
        return wordOf(row);
    case StateRole:
        return state ? QVariant(static_cast<int>(*state)) : QVariant();
    case LevelRole:
        return isPartOfRunning(row) ? 1 : 0;
    default:
        return {};
    }
}

} // namespace sluice
