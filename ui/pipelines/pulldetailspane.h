// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"
#include "pipeline/pulldetails.h"
#include "recordsmodel.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QSplitter;
class QStackedLayout;
class QTabWidget;
class QTableView;
class QTextBrowser;

namespace sluice {

class AsyncDatabase;
class CheckList;
class PipelineActions;
class ProblemLabel;
class PullBoard;
class WindowState;

/// One pull request from near: its checks, in one chroot or all, and of one of them what it says,
/// what it said before, and the requests that went for it. GUI thread.
class PullDetailsPane final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PullDetailsPane)

public:
    /// All must outlive it.
    PullDetailsPane(AsyncDatabase &database, const PullBoard &board, const Clock &clock,
                    PipelineActions &actions, QWidget *parent = nullptr);

    /// Nothing is chosen where there is no such pull request. A null chroot: all checks.
    void showPull(PullKey pull, const QString &chroot);
    void follow(); ///< what is shown may have changed
    [[nodiscard]] QWidget *firstField() const; ///< for the tab order
    void saveState(const WindowState &state) const;
    void restoreState(const WindowState &state);

signals:
    void settingRequested(const QString &key); ///< that a problem speaks of

protected:
    void changeEvent(QEvent *event) override;

private:
    void makeHead();
    void makeTabs();
    QTableView *makeTable(RecordsModel &model, const QString &name, const QList<int> &letters);
    void fillChecks(const PullRow &pull);
    void chooseCheck();
    void showHead(const PullRow &pull);
    void showCheck();
    void load();
    void take(const PullDetails &details);
    void openLink(const QUrl &link);
    [[nodiscard]] const PullCheck *check() const;

    AsyncDatabase &m_database;
    const PullBoard &m_board;
    const Clock &m_clock;
    PipelineActions &m_actions;
    PullKey m_pull;
    QString m_chroot;
    qint64 m_check = 0;
    QString m_html; ///< of the check, as shown
    RecordsModel m_timeline;
    RecordsModel m_calls;
    QTimer m_reload;

    QStackedLayout *m_stack = nullptr;
    QLabel *m_nothing = nullptr;
    QWidget *m_body = nullptr;
    QLabel *m_head = nullptr;
    ProblemLabel *m_problem = nullptr;
    QSplitter *m_columns = nullptr;
    CheckList *m_checks = nullptr;
    QTabWidget *m_tabs = nullptr;
    QTextBrowser *m_summary = nullptr;
    QLabel *m_sums = nullptr;
};

} // namespace sluice
