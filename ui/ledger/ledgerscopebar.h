// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/ledgerparts.h"

#include <QWidget>

class QComboBox;
class QLabel;

namespace sluice {

class WindowState;

/// Which calls the ledger's page is about: since when, and whose. GUI thread.
class LedgerScopeBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LedgerScopeBar)

public:
    explicit LedgerScopeBar(QWidget *parent = nullptr);

    [[nodiscard]] LedgerScope scope(const QDateTime &now) const;
    void setBudgets(const QList<LedgerBudget> &budgets);
    void setComparison(const LedgerComparison &found);
    void saveState(const WindowState &state) const;
    void restoreState(const WindowState &state);

signals:
    void changed();

private:
    QComboBox *m_span;
    QComboBox *m_budget;
    QList<LedgerBudget> m_budgets;
    QLabel *m_verdict;
};

} // namespace sluice
