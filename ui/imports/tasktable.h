// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace sluice {

class QueueModel;
class WindowState;

/// The table of tasks: whole rows, any number selected, sorted by the store. GUI thread.
class TaskTable final : public QTableView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TaskTable)

public:
    explicit TaskTable(QueueModel &model, QWidget *parent = nullptr);

    void saveState(const WindowState &state) const;
    void restoreState(const WindowState &state);

protected:
    void focusInEvent(QFocusEvent *event) override;

private:
    void showCurrent(); ///< a table with the focus has a current row, where it has rows
    void chooseColumns(const QPoint &at);
    void sortBy(int column, Qt::SortOrder order);
    [[nodiscard]] static QStringList columnNames(); ///< for the file, the same in every language

    QueueModel &m_model;
    int m_sorted;
    Qt::SortOrder m_order = Qt::DescendingOrder;
};

} // namespace sluice
