// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/asyncstore.h"
#include "queue/importform.h"
#include "queue/queueeditor.h"
#include "queue/queuemodel.h"
#include "queue/statesmodel.h"
#include "settings/settings.h"

#include <QWidget>

class QLineEdit;
class QListView;
class QSplitter;
class QStackedWidget;

namespace KSyntaxHighlighting {
class Repository;
} // namespace KSyntaxHighlighting

namespace sluice {

class DetailsPane;
class EmptyPage;
class ImportActions;
class ProblemLabel;
class TaskSelection;
class TaskTable;
class WindowState;
class WorkersView;

/// The page of imports: states, filter, table, details, workers. What is seen here comes from the
/// store, what is done here goes to the store. GUI thread.
class ImportsPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ImportsPage)

public:
    ImportsPage(AsyncStore &store, const Clock &clock, QueueEditor &editor,
                KSyntaxHighlighting::Repository &syntax, QWidget *parent = nullptr);

    [[nodiscard]] ImportActions &actions() const { return *m_actions; }
    [[nodiscard]] QAction *focusFilter() const { return m_focusFilter; }
    void setSettings(const Settings &settings);
    void setState(const StateCounts &counts, const PoolState &pool,
                  const QList<WorkerRow> &workers);
    void goTo(TaskId id); ///< selects it, if it is in the list
    void saveState(const WindowState &state) const;
    void restoreState(const WindowState &state);
    /// Opens the dialog, with these inputs in it.
    void askForImport(const QStringList &inputs = {});
    /// Imports at once, to where the last import went.
    void importNow(const QStringList &inputs);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

signals:
    void rateChanged(const QString &text); ///< "312 imports/s, 4 min 2 s left", or empty
    void failed(const sluice::Error &error);

private:
    QWidget *makeSide(const Clock &clock);
    QWidget *makeList();
    void connectAll();
    void applyFilter();
    void enterTable(); ///< from the filter line
    void chooseState(const QModelIndex &state);
    void showState(); ///< the side bar follows the filter line
    void showStack();
    [[nodiscard]] static QString userName();

    AsyncStore &m_store;
    QueueEditor &m_editor;
    QueueModel m_model;
    StatesModel m_states;
    ImportForm m_last;
    qint64 m_total = -1;
    TaskId m_current = 0;
    bool m_isFollowing = false; ///< the side bar is being set, not clicked
    QTimer m_filterRest;

    ImportActions *m_actions = nullptr;
    TaskSelection *m_selection = nullptr;
    QAction *m_focusFilter = nullptr;
    QListView *m_side = nullptr;
    WorkersView *m_workers = nullptr;
    QLineEdit *m_filter = nullptr;
    ProblemLabel *m_filterProblem = nullptr;
    QStackedWidget *m_stack = nullptr;
    TaskTable *m_table = nullptr;
    EmptyPage *m_empty = nullptr;
    EmptyPage *m_noMatch = nullptr;
    DetailsPane *m_details = nullptr;
    QSplitter *m_columns = nullptr;
    QSplitter *m_sideRows = nullptr;
    QSplitter *m_rows = nullptr;
};

} // namespace sluice
