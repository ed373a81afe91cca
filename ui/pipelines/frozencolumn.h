// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace sluice {

/// A column of a table that stays where it is while the others are scrolled under it: a second view
/// that lies on the first and has no life of its own. GUI thread.
class FrozenColumn final : public QTableView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FrozenColumn)

public:
    /// `column` is the first one of the table.
    FrozenColumn(QTableView &table, int column);

    void follow(); ///< once it has the table's model: what is chosen, scrolled and sorted there
    void layOut(); ///< as wide and high as its column is now

private:
    QTableView &m_table;
    const int m_column;
};

} // namespace sluice
