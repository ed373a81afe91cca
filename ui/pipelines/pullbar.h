// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/pullarrangement.h"

#include <QTimer>
#include <QWidget>

class QAction;
class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;

namespace sluice {

class ProblemLabel;
class WindowState;

/// The line above the matrix: filter, grouping, and whether old runs are shown. GUI thread.
class PullBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PullBar)

public:
    explicit PullBar(QWidget *parent = nullptr);

    [[nodiscard]] QAction *focusFilter() const { return m_focusFilter; }
    [[nodiscard]] QAction *onlyStuck() const { return m_onlyStuck; }
    [[nodiscard]] QAction *clearFilter() const { return m_clearFilter; }
    [[nodiscard]] QLineEdit *filter() const { return m_filter; }
    [[nodiscard]] QWidget *lastField() const; ///< for the tab order
    [[nodiscard]] bool isFiltering() const;
    [[nodiscard]] bool isWithOld() const;
    /// `runs` of these pull requests are shown, and `hidden` ones are not; `stuck` checks.
    void setCounts(int pulls, int runs, int stuck, int hidden);
    void saveState(const WindowState &state) const;
    void restoreState(const WindowState &state);

signals:
    void filterChanged(const sluice::PullFilter &filter);
    void groupingChanged(sluice::PullGrouping grouping);
    void oldToggled(bool isWithOld);
    void left(); ///< by Enter or Down: to the table

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void makeFilter();
    void makeActions();
    void applyFilter();
    void toggleStuck(bool isOn);

    QLineEdit *m_filter = nullptr;
    ProblemLabel *m_problem = nullptr;
    QComboBox *m_grouping = nullptr;
    QCheckBox *m_old = nullptr;
    QLabel *m_counts = nullptr;
    QAction *m_focusFilter = nullptr;
    QAction *m_onlyStuck = nullptr;
    QAction *m_clearFilter = nullptr;
    QTimer m_rest;
};

} // namespace sluice
