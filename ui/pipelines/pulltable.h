// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace sluice {

class FrozenColumn;
class PullsModel;
class WindowState;

/// The table of pull requests: the first column stays where it is while the chroots are scrolled
/// under it. One cell is current, its row is selected. GUI thread.
class PullTable final : public QTableView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PullTable)

public:
    explicit PullTable(PullsModel &model, QWidget *parent = nullptr);

    void saveState(const WindowState &state) const;
    void restoreState(const WindowState &state);
    void goTo(int row, int column);
    [[nodiscard]] QAction *sortByColumn() const { return m_sort; }
    [[nodiscard]] QAction *columns() const { return m_columns; }
    /// What was chosen has gone by itself; until somebody chooses or arranges the rows anew.
    [[nodiscard]] bool isChoiceLost() const { return m_isChoiceLost; }
    [[nodiscard]] bool isInSight(int column) const; ///< whole, without scrolling sideways

    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;

signals:
    void choiceWanted(); ///< it has the focus and no current cell

protected:
    void resizeEvent(QResizeEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int first, int last) override;

private:
    void makeFrozen();
    void setUp(QTableView &view) const;
    void setWidths(int first, int last); ///< of columns that have come
    void chooseColumns(const QPoint &at);
    void makeActions();
    [[nodiscard]] bool foldBy(int key); ///< false: the key folds and unfolds nothing
    void foldAt(const QModelIndex &index); ///< where that is a head
    void followGrouping(); ///< heads of groups say more than rows
    void keepInSight();
    [[nodiscard]] bool isCurrentWithin(int height) const; ///< the row, of the viewport
    void bringIntoSight();
    void leaveHead();
    void noteCurrent();

    PullsModel &m_model;
    FrozenColumn *m_frozen = nullptr;
    QAction *m_sort = nullptr;
    QAction *m_columns = nullptr;
    QHash<QString, int> m_widths; ///< chosen ones by the column's name; below 0: hidden
    bool m_isSizing = false; ///< as usual: nobody chooses a width
    bool m_isGrouped = false;
    bool m_wasInSight = false; ///< the current row, before the rows changed
    bool m_wasPull = false; ///< and not a group's head
    bool m_isChoiceLost = false;
};

} // namespace sluice
