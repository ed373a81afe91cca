// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"
#include "pipeline/pullboard.h"
#include "pipeline/pullsmodel.h"
#include "settings/settings.h"

#include <QWidget>

class QAction;
class QSplitter;
class QStackedWidget;

namespace sluice {

class AsyncDatabase;
class Banner;
class EmptyPage;
class PipelineActions;
class PullBar;
class PullDetailsPane;
class PullTable;
class WindowState;
class WishDesk;

/// The page of pipelines: the matrix of pull requests and chroots, filter and details. What is seen
/// comes from the store, what is done is asked of the engine through it. GUI thread.
class PipelinesPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PipelinesPage)

public:
    /// All must outlive it.
    PipelinesPage(AsyncDatabase &database, WishDesk &desk, const Clock &clock,
                  QWidget *parent = nullptr);

    [[nodiscard]] PullBar &bar() const { return *m_bar; }
    [[nodiscard]] PullTable &table() const { return *m_table; }
    [[nodiscard]] PipelineActions &actions() const { return *m_actions; }
    void setSettings(const Settings &settings);
    void saveState(const WindowState &state) const;
    void restoreState(const WindowState &state);

signals:
    void accountsRequested(); ///< to choose what is observed and what runs here
    void settingRequested(const QString &key);
    void stuckCounted(int pulls); ///< those with a stuck check, whatever is shown
    void said(const QString &sentence);
    void failed(const sluice::Error &error);

private:
    void makeEmptyPages();
    void connectAll();
    void showStack();
    void goBack();
    void showTroubles(); ///< accounts that cannot watch
    void showFailure(const Error &error); ///< where nothing can be shown, in place of it
    void chooseFirst(); ///< what needs somebody most, where nothing is chosen
    [[nodiscard]] int worstColumn(int row) const; ///< of the stuck, then of the failed cells
    void showChosen(); ///< the current cell's pull request, in the details

    const Clock &m_clock;
    PullBoard m_board;
    PullsModel m_model;

    PipelineActions *m_actions = nullptr;
    Banner *m_trouble = nullptr;
    PullBar *m_bar = nullptr;
    PullTable *m_table = nullptr;
    QStackedWidget *m_stack = nullptr;
    EmptyPage *m_empty = nullptr;
    EmptyPage *m_quiet = nullptr; ///< something is observed
    EmptyPage *m_noMatch = nullptr;
    PullDetailsPane *m_details = nullptr;
    QSplitter *m_rows = nullptr;
    QAction *m_accounts = nullptr;
};

} // namespace sluice
