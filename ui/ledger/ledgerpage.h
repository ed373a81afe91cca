// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/ledgersight.h"
#include "budget/ledgertree.h"
#include "clock.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <memory>

class QAction;
class QStackedWidget;

namespace sluice {

class AsyncDatabase;
class LedgerBudgets;
class LedgerExport;
class LedgerPies;
class LedgerScopeBar;
class WindowState;

/// What was really asked of GitHub: measured beside modelled, by hour and organisation, whose
/// budgets it spent, and down to single requests. It follows the store. GUI thread.
class LedgerPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LedgerPage)

public:
    /// Both must outlive it.
    LedgerPage(AsyncDatabase &store, const Clock &clock, QWidget *parent = nullptr);

    /// As pipelines run by: the model of the second pie.
    void setPolicy(const BudgetSettings &policy);
    [[nodiscard]] QAction *exportAction() const { return m_export; }
    [[nodiscard]] QAction *refreshAction() const { return m_refresh; }
    void saveState(const WindowState &state) const;
    void restoreState(const WindowState &state);

signals:
    void limitsChanged(const QString &tightest); ///< one line for the status bar
    void said(const QString &sentence); ///< what was done
    void accountsRequested();
    void failed(const sluice::Error &error);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void makeActions();
    QWidget *makeOverview();
    void changeScope();
    void refreshSoon();
    void read();
    void readLimits();
    void take(const LedgerSight &sight);
    [[nodiscard]] LedgerScope scope() const;
    void exportCsv();
    void writeCsv(const QString &path);
    void writeOn(const std::shared_ptr<LedgerExport> &file, const QString &path);

    AsyncDatabase &m_store;
    const Clock &m_clock;
    BudgetSettings m_policy;
    LedgerTree m_tree;
    QTimer m_soon;
    QElapsedTimer m_asked;
    bool m_isReading = false;
    bool m_isStale = true; ///< something was written since it was read

    LedgerScopeBar *m_scope;
    LedgerPies *m_pies;
    LedgerBudgets *m_budgets;
    QStackedWidget *m_stack;
    QAction *m_export = nullptr;
    QAction *m_refresh = nullptr;
};

} // namespace sluice
