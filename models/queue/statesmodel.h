// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/queuestate.h"

#include <QAbstractListModel>

namespace sluice {

/// The side bar: all tasks, the running ones together, and each state, with how many there are.
/// GUI thread only.
class StatesModel final : public QAbstractListModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StatesModel)

public:
    enum Role {
        CountRole = Qt::UserRole,
        WordRole, ///< for the filter line: "failed", "running"; empty for all
        StateRole, ///< sluice::State as int; invalid for the two rows that are no state
        LevelRole, ///< 1 where the row is a part of the row above it that has level 0
    };
    Q_ENUM(Role)

    explicit StatesModel(QObject *parent = nullptr);

    void setCounts(const StateCounts &counts);
    [[nodiscard]] int rowOfWord(QStringView word) const; ///< -1 where no row has it

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index,
                                int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] qint64 count(int row) const;

    StateCounts m_counts;
};

} // namespace sluice
