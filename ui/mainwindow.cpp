// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mainwindow.h"

#include "budget/budgetactions.h"
#include "budget/budgetpage.h"
#include "desktop/presence.h"
#include "emptypage.h"
#include "icons.h"
#include "imports/importactions.h"
#include "imports/importspage.h"
#include "imports/threadsbox.h"
#include "ledger/ledgerpage.h"
#include "messagebar.h"
#include "pageswitcher.h"
#include "pipelines/pipelinespage.h"
#include "statusline.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDir>
#include <QMenuBar>
#include <QMimeData>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QVBoxLayout>

#include <KSyntaxHighlighting/Repository>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QString userName() { return qEnvironmentVariable("USER", qEnvironmentVariable("LOGNAME")); }

/// Files and addresses of a drop: URLs where the source of the drop gives them, else lines of text.
QStringList inputsOf(const QMimeData *data)
{
    QStringList inputs;
    for (const QUrl &url : data->urls())
        inputs += url.isLocalFile() ? url.toLocalFile() : url.toString(QUrl::FullyEncoded);
    return inputs.isEmpty() ? inputLines(data->text()) : inputs;
}

int defaultThreads(const Settings &settings)
{
    return settings.threads > 0 ? settings.threads : std::clamp(QThread::idealThreadCount(), 1, 64);
}

/// Two windows on two queues are told apart by the directories' names.
QString titleFor(const QString &dataDirectory)
{
    const QDir directory(dataDirectory);
    if (dataDirectory.isEmpty() || directory == QDir(defaultDataDirectory()))
        return MainWindow::tr("Sluice");
    return MainWindow::tr("%1 – Sluice").arg(directory.dirName());
}

} // namespace

MainWindow::MainWindow(const WindowContext &context)
    : m_store(context.store)
    , m_database(context.database)
    , m_clock(context.clock)
    , m_dataDirectory(context.dataDirectory)
    , m_settings(context.settings)
    , m_samplesDirectory(context.samplesDirectory)
    , m_state(context.stateFile)
    , m_syntax(std::make_unique<KSyntaxHighlighting::Repository>())
    , m_editor(context.store, userName())
    , m_desk(context.database, context.clock, userName())
    , m_pages(new QStackedWidget(this))
{
    setWindowTitle(titleFor(m_dataDirectory));
    setWindowIcon(icons::program());
    setAcceptDrops(true);
    m_imports = new ImportsPage(m_store, context.clock, m_editor, *m_syntax, this);
    m_pipelines = new PipelinesPage(context.database, m_desk, context.clock, this);
    m_budget = new BudgetPage(QDir(m_dataDirectory).filePath(u"scenarios"_s), this);
    m_ledger = new LedgerPage(context.database, context.clock, this);
    setSettings(m_settings);
    m_messages = new MessageBar(this);
    m_line = new StatusLine(*statusBar());
    auto *body = new QWidget(this);
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(4, 4, 4, 0);
    column->setSpacing(4);
    column->addWidget(m_messages);
    column->addWidget(m_pages, 1);
    column->addWidget(m_messages->notice());
    setCentralWidget(body);
    makeMenus();
    m_threads->setThreads(defaultThreads(m_settings));
    connectStore();
    m_state.restoreGeometry(*this);
    m_imports->restoreState(m_state);
    m_pipelines->restoreState(m_state);
    m_budget->restoreState(m_state);
    m_ledger->restoreState(m_state);
    m_switcher->restoreState(m_state);
    m_presence->restoreState(m_state);
}

MainWindow::~MainWindow() = default;

void MainWindow::connectStore()
{
    const ImportActions &actions = m_imports->actions();
    connect(&m_store, &AsyncStore::stateChanged, this, &MainWindow::showState);
    connect(&m_store, &AsyncStore::failed, this, &MainWindow::showStartFailure);
    connect(&m_editor, &QueueEditor::edited, this, &MainWindow::edited);
    connect(&m_editor, &QueueEditor::done, m_messages, &MessageBar::showNotice);
    connect(&m_editor, &QueueEditor::failed, this, &MainWindow::showError);
    connect(m_imports, &ImportsPage::rateChanged, m_line, &StatusLine::setRate);
    connect(m_imports, &ImportsPage::failed, this, &MainWindow::showError);
    connect(m_ledger, &LedgerPage::failed, this, &MainWindow::showError);
    connect(m_ledger, &LedgerPage::said, m_messages,
            [this](const QString &sentence) { m_messages->showNotice(sentence); });
    connect(m_ledger, &LedgerPage::limitsChanged, m_line, &StatusLine::setLimit);
    connect(m_pipelines, &PipelinesPage::failed, this, [this](const Error &error) {
        m_messages->hidePassingNotice();
        showError(error);
    });
    connect(m_pipelines, &PipelinesPage::said, this, [this](const QString &sentence) {
        m_messages->hidePassingError();
        m_messages->showNotice(sentence);
    });
    connect(m_pipelines, &PipelinesPage::accountsRequested, this, &MainWindow::openAccounts);
    connect(m_ledger, &LedgerPage::accountsRequested, this, &MainWindow::openAccounts);
    connect(m_pipelines, &PipelinesPage::settingRequested, this, &MainWindow::openSettingsAt);
    connect(m_pipelines, &PipelinesPage::stuckCounted, &m_presence->alerts(), &Alerts::setStuck);
    connect(&m_desk, &WishDesk::asked, this, &MainWindow::wished);
    connect(actions.trySamples, &QAction::triggered, this, &MainWindow::importSamples);
    connect(m_presence, &Presence::pageRequested, this, &MainWindow::showPage);
    connect(m_messages, &MessageBar::poolRestartRequested, this, &MainWindow::poolRestartRequested);
    connect(m_messages, &MessageBar::settingRequested, this, &MainWindow::openSettingsAt);
    connect(m_messages, &MessageBar::undoRequested, actions.undo, &QAction::trigger);
    connect(m_messages, &MessageBar::resumeRequested, actions.pause, &QAction::trigger);
}

void MainWindow::showState(const StateCounts &counts, const PoolState &pool,
                           const QList<WorkerRow> &workers)
{
    m_imports->setState(counts, pool, workers);
    m_threads->setThreads(pool.threads > 0 ? pool.threads : defaultThreads(m_settings));
    m_line->setState(counts, pool);
    m_messages->setPool(pool);
    m_presence->setState(counts, pool);
}

Alerts &MainWindow::alerts() const { return m_presence->alerts(); }

void MainWindow::showError(const Error &error) { m_messages->showError(error); }

void MainWindow::setSettings(const Settings &settings)
{
    m_settings = settings;
    m_imports->setSettings(settings);
    m_pipelines->setSettings(settings);
    BudgetSettings policy;
    applyPolicy(policy, policyFromName(settings.pipeline.policy).value_or(BudgetPolicy::Sluice));
    m_ledger->setPolicy(policy);
}

void MainWindow::showStartFailure(const Error &error)
{
    auto *quit = new QAction(tr("Quit"), this);
    connect(quit, &QAction::triggered, this, &QWidget::close);
    auto *page = new EmptyPage(tr("The queue cannot be opened"), error, {quit}, this);
    m_switcher->replace(u"imports"_s, page);
    m_messages->hideAll();
    m_importsMenus.tools->setEnabled(false);
    setAcceptDrops(false);
    for (QAction *menu : menuBar()->actions()) {
        if (menu == m_budgetMenu->menuAction() || menu == m_viewMenu->menuAction())
            continue; // need no queue
        for (QAction *action : menu->menu()->actions())
            action->setEnabled(action == m_quit);
    }
}

void MainWindow::importSamples()
{
    m_background.run(
            [directory = m_samplesDirectory](std::stop_token) {
                const QFileInfoList files = QDir(directory).entryInfoList(
                        {u"*.src.rpm"_s}, QDir::Files | QDir::Readable, QDir::Name);
                QStringList paths;
                for (const QFileInfo &file : files)
                    paths += file.absoluteFilePath();
                return paths;
            },
            this,
            [this](const QStringList &paths) {
                if (paths.isEmpty())
                    showError(
                            Error{.cause = Cause::NotFound,
                                  .what = tr("There are no sample packages in %1: build or install "
                                             "Sluice with them.")
                                                  .arg(m_samplesDirectory)});
                else
                    m_imports->importNow(paths);
            });
}

void MainWindow::showTask(TaskId id) { m_imports->goTo(id); }

void MainWindow::showPage(const QString &name)
{
    const bool isComparison = name == "compare"_L1;
    m_switcher->show(isComparison ? u"budget"_s : name);
    if (isComparison)
        m_budget->actions().compare->setChecked(true);
}

bool MainWindow::showScenario(const QString &name) { return m_budget->showScenario(name); }

void MainWindow::takeSettings(const Settings &settings, bool isRestartNeeded)
{
    // Whoever runs the pool goes by the queue's limits; the file has those of the next start.
    if (settings.limits != m_settings.limits)
        m_editor.setLimits(settings.limits);
    setSettings(settings);
    m_messages->showNotice(tr("Settings saved."));
    if (isRestartNeeded)
        emit settingsChanged(settings);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_state.saveGeometry(*this);
    m_imports->saveState(m_state);
    m_pipelines->saveState(m_state);
    m_budget->saveState(m_state);
    m_ledger->saveState(m_state);
    m_switcher->saveState(m_state);
    m_presence->saveState(m_state);
    if (!isSignalConnected(QMetaMethod::fromSignal(&MainWindow::closeRequested))) {
        event->accept();
        return;
    }
    event->ignore();
    m_messages->showNotice(
            tr("Running imports finish before the window closes; close again to leave at once."));
    emit closeRequested();
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!inputsOf(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    m_imports->importNow(inputsOf(event->mimeData()));
}

} // namespace sluice
