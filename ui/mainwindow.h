// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "background.h"
#include "pagemenus.h"
#include "pipeline/wishdesk.h"
#include "queue/queueeditor.h"
#include "settings/settings.h"
#include "windowstate.h"

#include <QMainWindow>

#include <memory>

class QStackedWidget;

namespace KSyntaxHighlighting {
class Repository;
} // namespace KSyntaxHighlighting

namespace sluice {

class Alerts;
class AsyncDatabase;
class BudgetPage;
class ImportsPage;
class LedgerPage;
class MessageBar;
class PageSwitcher;
class PipelinesPage;
class Presence;
class SettingsDialog;
class StatusLine;
class ThreadsBox;

/// What a window is made with.
struct WindowContext
{
    AsyncStore &store; ///< outlives the window, as do the database and the clock
    AsyncDatabase &database; ///< of the same file
    const Clock &clock;
    QString dataDirectory;
    Settings settings;
    QString samplesDirectory; ///< holds sample packages; need not exist
    QString stateFile; ///< remembers the layout; empty: nothing is remembered
};

/// The window: menus, tool bar, banners and status bar around the pages. It edits and watches the
/// store and knows no engine; what an engine should hear of is said in signals. GUI thread.
class MainWindow final : public QMainWindow
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MainWindow)

public:
    explicit MainWindow(const WindowContext &context);
    ~MainWindow() override;

    /// The queue cannot be opened: the whole page says why.
    void showStartFailure(const Error &error);
    void showError(const Error &error); ///< above the page
    [[nodiscard]] MessageBar &messages() const { return *m_messages; }
    [[nodiscard]] Alerts &alerts() const; ///< for who looks at another window
    void setSettings(const Settings &settings); ///< as the settings file says now
    void importSamples();
    void showTask(TaskId id);
    void showPage(const QString &name); ///< "imports", "pipelines", "budget", "compare"
    bool showScenario(const QString &name); ///< false: there is none of that name

signals:
    void edited(); ///< the queue was changed here: a pool in this process should look now
    void settingsChanged(const sluice::Settings &settings); ///< a pool reads them when it starts
    void wished(); ///< something was asked of whoever runs pipelines or observes
    void poolRestartRequested();
    void accountsChanged(const sluice::Settings &settings); ///< and what is watched with them
    void accountSecretChanged(const QString &account); ///< in the keyring
    void closeRequested(); ///< by a person; each time they ask

protected:
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void makeMenus();
    void makePages();
    void addThreadsBox(QToolBar &tools);
    void connectStore();
    void showState(const StateCounts &counts, const PoolState &pool,
                   const QList<WorkerRow> &workers);
    void openSettings();
    SettingsDialog *openSettingsAt(const QString &key);
    void openAccounts();
    void scanOrganisation();
    void takeSettings(const Settings &settings, bool isRestartNeeded);
    void showAbout();

    AsyncStore &m_store;
    AsyncDatabase &m_database;
    const Clock &m_clock;
    QString m_dataDirectory;
    Settings m_settings;
    QString m_samplesDirectory;
    WindowState m_state;
    std::unique_ptr<KSyntaxHighlighting::Repository> m_syntax;
    QueueEditor m_editor;
    WishDesk m_desk;
    Background m_background;

    QStackedWidget *m_pages = nullptr;
    PageSwitcher *m_switcher = nullptr;
    ImportsPage *m_imports = nullptr;
    PipelinesPage *m_pipelines = nullptr;
    BudgetPage *m_budget = nullptr;
    LedgerPage *m_ledger = nullptr;
    MessageBar *m_messages = nullptr;
    StatusLine *m_line = nullptr;
    Presence *m_presence = nullptr;
    ThreadsBox *m_threads = nullptr;
    PageMenus m_importsMenus = {};
    QMenu *m_budgetMenu = nullptr;
    QMenu *m_viewMenu = nullptr;
    QAction *m_openSettings = nullptr;
    QAction *m_quit = nullptr;
};

} // namespace sluice
