// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/ledgertree.h"
#include "budget/othersledger.h"
#include "clock.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QStackedWidget;
class QTreeView;

namespace sluice {

class AsyncDatabase;
class Banner;
class EmptyPage;
class GaugeList;
class HoursChart;
class PieView;
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
    void failed(const sluice::Error &error);

protected:
    void showEvent(QShowEvent *event) override;

private:
    /// All that is shown, read at one time.
    struct Sight
    {
        LedgerComparison comparison;
        QList<LedgerHour> hours;
        QList<LedgerLimit> limits;
        QStringList tokens;
        QList<OthersSpending> others;
    };

    QWidget *makePies();
    QWidget *makeTree();
    void makeActions();
    void changeScope();
    void refreshSoon();
    void read();
    [[nodiscard]] static Result<Sight> look(Database &database, const Clock &clock,
                                            const LedgerScope &scope, const QDateTime &dayAgo,
                                            const BudgetSettings &policy);
    void take(const Sight &sight);
    void showPies(const LedgerComparison &found);
    void showOthers(const QList<OthersSpending> &others);
    void fillTokens(const QStringList &tokens);
    [[nodiscard]] LedgerScope scope() const;
    void exportCsv();
    void writeCsv(const QString &path);

    AsyncDatabase &m_store;
    const Clock &m_clock;
    BudgetSettings m_policy;
    LedgerTree m_tree;
    QTimer m_soon;
    QElapsedTimer m_asked;
    bool m_isReading = false;
    bool m_isStale = true; ///< something was written since it was read

    QComboBox *m_span;
    QComboBox *m_token;
    PieView *m_measured;
    PieView *m_modelled;
    QLabel *m_measuredTitle;
    QLabel *m_modelledTitle;
    QLabel *m_verdict;
    HoursChart *m_hours;
    GaugeList *m_gauges;
    QLabel *m_others;
    QTreeView *m_view;
    QStackedWidget *m_stack;
    EmptyPage *m_empty = nullptr;
    Banner *m_notice;
    QAction *m_export = nullptr;
    QAction *m_refresh = nullptr;
    QAction *m_copy = nullptr;
};

} // namespace sluice
