// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgetsettings.h"

#include <QScrollArea>

class QBoxLayout;

namespace sluice {

class ChartsPanel;
class LimitsList;
class PiePanel;
class StepsTable;
struct BudgetAnswer;

/// Pie, limits, steps table and charts: in two columns where there is room, else one below the
/// other, to be scrolled. GUI thread.
class AnswersView final : public QScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AnswersView)

public:
    explicit AnswersView(QWidget *parent = nullptr);

    void addOnTop(QWidget *widget); ///< above all columns
    void setAnswers(const BudgetAnswer &now, const BudgetAnswer &baseline);
    void setSettings(const BudgetSettings &current, const BudgetSettings &baseline);
    [[nodiscard]] PiePanel &pie() const { return *m_pie; }
    [[nodiscard]] ChartsPanel &charts() const { return *m_charts; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange(bool isWide);

    QBoxLayout *m_all;
    QBoxLayout *m_columns;
    QBoxLayout *m_left;
    QBoxLayout *m_right;
    PiePanel *m_pie;
    LimitsList *m_limits;
    QWidget *m_steps;
    StepsTable *m_table;
    ChartsPanel *m_charts;
    bool m_isWide = false;
};

} // namespace sluice
