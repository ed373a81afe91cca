// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgetdocument.h"

#include <QWidget>

class QSplitter;

namespace sluice {

class BudgetActions;
class BudgetNumbers;
class ParameterPanel;
class PiePanel;
class WindowState;

/// The page of the API budget: what can be set on the left, what it comes to on the right. It
/// needs no engine and no queue. GUI thread.
class BudgetPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BudgetPage)

public:
    explicit BudgetPage(QWidget *parent = nullptr);

    [[nodiscard]] BudgetActions &actions() const { return *m_actions; }
    [[nodiscard]] BudgetDocument &document() { return m_document; }
    void saveState(const WindowState &state) const;
    void restoreState(const WindowState &state);

private:
    QWidget *makeAnswers();
    void follow();

    BudgetDocument m_document;
    BudgetActions *m_actions;
    ParameterPanel *m_parameters;
    BudgetNumbers *m_numbers;
    PiePanel *m_pie;
    QSplitter *m_columns;
};

} // namespace sluice
