// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mainwindow.h"

#include "accounts/accountsdialog.h"
#include "banner.h"
#include "budget/budgetactions.h"
#include "budget/budgetexport.h"
#include "budget/budgetpage.h"
#include "budget/configdrop.h"
#include "budget/orgscandialog.h"
#include "budget/scenarioactions.h"
#include "icons.h"
#include "imports/emptypage.h"
#include "imports/importactions.h"
#include "imports/importspage.h"
#include "imports/threadsbox.h"
#include "ledger/ledgerpage.h"
#include "pageswitcher.h"
#include "pipelines/pipelineactions.h"
#include "pipelines/pipelinespage.h"
#include "pipelines/pullbar.h"
#include "settings/settingsdialog.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDir>
#include <QLabel>
#include <QLocale>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>
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
    m_failure = new Banner(this);
    m_trouble = new Banner(this);
    m_notice = new Banner(this);
    auto *body = new QWidget(this);
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(4, 4, 4, 0);
    column->setSpacing(4);
    for (Banner *banner : {m_failure, m_trouble, m_notice})
        column->addWidget(banner);
    column->addWidget(m_pages, 1);
    setCentralWidget(body);
    makeMenus();
    makeToolBar();
    makePages();
    makeStatusBar();
    connectStore();
    m_state.restoreGeometry(*this);
    m_imports->restoreState(m_state);
    m_pipelines->restoreState(m_state);
    m_budget->restoreState(m_state);
    m_ledger->restoreState(m_state);
    m_switcher->restoreState(m_state);
}

MainWindow::~MainWindow() = default;

void MainWindow::makeMenus()
{
    const ImportActions &actions = m_imports->actions();
    QMenu *file = menuBar()->addMenu(tr("&File"));
    file->addActions({actions.importPackages, actions.trySamples});
    file->addSeparator();
    m_openSettings = file->addAction(icons::themed(u"configure"_s, u"settings"_s), tr("S&ettings…"),
                                     QKeySequence(Qt::CTRL | Qt::Key_Comma), this,
                                     &MainWindow::openSettings);
    m_openSettings->setToolTip(tr("Where imports go, how they are written, what is allowed"));
    file->addAction(tr("&Accounts…"), this, &MainWindow::openAccounts)
            ->setToolTip(tr("Tokens and Apps, and the repositories that are watched with them"));
    file->addSeparator();
    m_quit = file->addAction(icons::themed(u"application-exit"_s, u"quit"_s), tr("&Quit"),
                             QKeySequence(QKeySequence::Quit), this, &QWidget::close);
    m_quit->setToolTip(tr("Running imports finish or return to the queue"));
    m_queueMenu = menuBar()->addMenu(tr("&Queue"));
    m_queueMenu->addActions({actions.undo, actions.redo});
    m_queueMenu->addSeparator();
    m_queueMenu->addActions({actions.retry, actions.retryAllFailed, actions.cancel,
                             actions.putFirst, actions.remove});
    m_queueMenu->addSeparator();
    m_queueMenu->addActions({actions.pause, m_imports->focusFilter()});
    makePipelinesMenu();
    const BudgetActions &budget = m_budget->actions();
    m_budgetMenu = menuBar()->addMenu(tr("&Budget"));
    m_budgetMenu->addActions({budget.undo, budget.redo});
    m_budgetMenu->addSeparator();
    m_budgetMenu->addActions({budget.reset, budget.pin, budget.compare});
    m_budgetMenu->addSeparator();
    m_budgetMenu->addAction(m_budget->configs().readFrom);
    m_budgetMenu->addAction(tr("Scan an Or&ganisation…"), this, &MainWindow::scanOrganisation)
            ->setToolTip(tr("Sets the sliders to what all repositories of an organisation build"));
    m_budgetMenu->addActions(m_budget->scenarioActions().all());
    m_budgetMenu->addSeparator();
    m_budgetMenu->addMenu(m_budget->exports().menu());
    m_ledgerMenu = menuBar()->addMenu(tr("&Ledger"));
    m_ledgerMenu->addActions({m_ledger->refreshAction(), m_ledger->exportAction()});
    m_viewMenu = menuBar()->addMenu(tr("&View"));
    QMenu *help = menuBar()->addMenu(tr("&Help"));
    help->addAction(icons::program(), tr("&About Sluice"), this, &MainWindow::showAbout);
}

void MainWindow::makePipelinesMenu()
{
    m_pipelinesMenu = menuBar()->addMenu(tr("&Pipelines"));
    const PipelineActions &actions = m_pipelines->actions();
    m_pipelinesMenu->setToolTipsVisible(true); // they tell what will be written where
    m_pipelinesMenu->addActions(actions.edits());
    m_pipelinesMenu->addAction(actions.estimate);
    m_pipelinesMenu->addSeparator();
    m_pipelinesMenu->addActions(
            {actions.openPull, actions.openCheck, actions.openBuild, actions.copyName});
    m_pipelinesMenu->addSeparator();
    m_pipelinesMenu->addActions({m_pipelines->bar().onlyStuck(), m_pipelines->bar().focusFilter()});
}

void MainWindow::makeToolBar()
{
    const ImportActions &actions = m_imports->actions();
    m_tools = addToolBar(tr("Actions"));
    m_tools->setObjectName(u"actions"_s);
    m_tools->setMovable(false);
    m_tools->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_tools->setIconSize(QSize(18, 18));
    m_tools->setContextMenuPolicy(Qt::PreventContextMenu);
    m_tools->addAction(actions.importPackages);
    m_tools->addSeparator();
    m_tools->addActions({actions.retry, actions.retryAllFailed});
    m_tools->addSeparator();
    m_tools->addActions({actions.cancel, actions.putFirst});
    m_tools->addSeparator();
    m_tools->addAction(actions.pause);
    for (QAction *action : m_tools->actions()) {
        QWidget *button = m_tools->widgetForAction(action);
        button->setFocusPolicy(action->isSeparator() ? Qt::NoFocus : Qt::TabFocus);
        button->setObjectName(action->objectName());
    }
    auto *gap = new QWidget(this);
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_tools->addWidget(gap);
    m_threads = new ThreadsBox(this);
    m_threads->setThreads(defaultThreads(m_settings));
    m_tools->addWidget(m_threads);
    connect(m_threads, &ThreadsBox::threadsChosen, &m_editor, &QueueEditor::setThreads);
}

QToolBar *MainWindow::makePipelinesTools()
{
    QToolBar *tools = addToolBar(tr("Pipelines"));
    tools->setObjectName(u"pipelines"_s);
    tools->setMovable(false);
    tools->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    tools->setIconSize(QSize(18, 18));
    tools->setContextMenuPolicy(Qt::PreventContextMenu);
    const PipelineActions &actions = m_pipelines->actions();
    tools->addActions({actions.retryChroot, actions.retryFailed, actions.retestFailed});
    tools->addSeparator();
    tools->addActions({actions.cancel, actions.resend, actions.readAgain});
    tools->addSeparator();
    tools->addActions({actions.openPull, m_pipelines->bar().onlyStuck()});
    for (QAction *action : tools->actions())
        tools->widgetForAction(action)->setFocusPolicy(action->isSeparator() ? Qt::NoFocus
                                                                             : Qt::TabFocus);
    return tools;
}

QToolBar *MainWindow::makeBudgetTools()
{
    const BudgetActions &actions = m_budget->actions();
    QToolBar *tools = addToolBar(tr("Budget"));
    tools->setObjectName(u"budget"_s);
    tools->setMovable(false);
    tools->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    tools->setIconSize(QSize(18, 18));
    tools->setContextMenuPolicy(Qt::PreventContextMenu);
    tools->addActions({actions.undo, actions.redo, actions.reset});
    tools->addSeparator();
    tools->addActions({m_budget->scenarioActions().save, actions.pin, actions.compare});
    tools->addSeparator();
    QAction *write = m_budget->exports().menu()->menuAction();
    write->setIcon(icons::themed(u"document-export"_s, u"export"_s));
    tools->addAction(write);
    for (QAction *action : tools->actions())
        tools->widgetForAction(action)->setFocusPolicy(action->isSeparator() ? Qt::NoFocus
                                                                             : Qt::TabFocus);
    qobject_cast<QToolButton *>(tools->widgetForAction(write))
            ->setPopupMode(QToolButton::InstantPopup);
    for (QAction *action : {actions.undo, actions.redo})
        qobject_cast<QToolButton *>(tools->widgetForAction(action))
                ->setToolButtonStyle(Qt::ToolButtonIconOnly); // their text grows with the change
    return tools;
}

QToolBar *MainWindow::makeLedgerTools()
{
    QToolBar *tools = addToolBar(tr("Ledger"));
    tools->setObjectName(u"ledger-tools"_s);
    tools->setMovable(false);
    tools->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    tools->setIconSize(QSize(18, 18));
    tools->setContextMenuPolicy(Qt::PreventContextMenu);
    tools->addActions({m_ledger->refreshAction(), m_ledger->exportAction()});
    for (QAction *action : tools->actions())
        tools->widgetForAction(action)->setFocusPolicy(Qt::TabFocus);
    return tools;
}

void MainWindow::makePages()
{
    auto *bar = new QToolBar(tr("Pages"), this);
    bar->setObjectName(u"pages"_s);
    addToolBar(Qt::LeftToolBarArea, bar);
    m_switcher = new PageSwitcher(*m_pages, *bar, this);
    m_switcher->add({.name = u"imports"_s,
                     .title = tr("Imports"),
                     .icon = icons::own(u"import"_s),
                     .widget = m_imports,
                     .menus = {m_queueMenu->menuAction()},
                     .tools = {m_tools}});
    m_switcher->add({.name = u"pipelines"_s,
                     .title = tr("Pipelines"),
                     .icon = icons::own(u"pipelines"_s),
                     .widget = m_pipelines,
                     .menus = {m_pipelinesMenu->menuAction()},
                     .tools = {makePipelinesTools()}});
    m_switcher->add({.name = u"budget"_s,
                     .title = tr("API budget"),
                     .icon = icons::own(u"budget"_s),
                     .widget = m_budget,
                     .menus = {m_budgetMenu->menuAction()},
                     .tools = {makeBudgetTools()}});
    m_switcher->add({.name = u"ledger"_s,
                     .title = tr("Ledger"),
                     .icon = icons::own(u"ledger"_s),
                     .widget = m_ledger,
                     .menus = {m_ledgerMenu->menuAction()},
                     .tools = {makeLedgerTools()}});
    m_viewMenu->addActions(m_switcher->actions());
}

void MainWindow::makeStatusBar()
{
    m_counts = new QLabel(this);
    m_rate = new QLabel(this);
    m_pool = new QLabel(this);
    m_limit = new QLabel(this);
    m_limit->setContentsMargins(12, 0, 12, 0);
    m_limit->setToolTip(tr("The budget of GitHub calls that is nearest to its end; the page Ledger "
                           "has all of them"));
    m_counts->setContentsMargins(6, 0, 0, 0);
    m_rate->setContentsMargins(12, 0, 12, 0);
    m_pool->setContentsMargins(12, 0, 6, 0);
    for (QLabel *label : {m_counts, m_rate, m_limit, m_pool})
        label->setTextFormat(Qt::PlainText);
    m_pool->setToolTip(tr("The importer does what the queue holds. One runs at a time for a data "
                          "directory; every window can edit its queue."));
    statusBar()->addWidget(m_counts, 1);
    statusBar()->addPermanentWidget(m_rate);
    statusBar()->addPermanentWidget(m_limit);
    statusBar()->addPermanentWidget(m_pool);
}

void MainWindow::connectStore()
{
    const ImportActions &actions = m_imports->actions();
    connect(&m_store, &AsyncStore::stateChanged, this, &MainWindow::showState);
    connect(&m_store, &AsyncStore::failed, this, &MainWindow::showStartFailure);
    connect(&m_editor, &QueueEditor::edited, this, &MainWindow::edited);
    connect(&m_editor, &QueueEditor::done, this, &MainWindow::showNotice);
    connect(&m_editor, &QueueEditor::failed, this, &MainWindow::showError);
    connect(m_imports, &ImportsPage::rateChanged, m_rate, &QLabel::setText);
    connect(m_imports, &ImportsPage::failed, this, &MainWindow::showError);
    connect(m_ledger, &LedgerPage::failed, this, &MainWindow::showError);
    connect(m_ledger, &LedgerPage::limitsChanged, m_limit, &QLabel::setText);
    connect(m_pipelines, &PipelinesPage::failed, this, &MainWindow::showError);
    connect(m_pipelines, &PipelinesPage::said, this, [this](const QString &sentence) {
        m_failure->setVisible(m_failing != Failing::Nothing); // no more of what was asked before
        showNotice(sentence);
    });
    connect(m_pipelines, &PipelinesPage::accountsRequested, this, &MainWindow::openAccounts);
    connect(m_pipelines, &PipelinesPage::driveRequested, this, &MainWindow::openAccounts);
    connect(&m_desk, &WishDesk::asked, this, &MainWindow::wished);
    connect(actions.trySamples, &QAction::triggered, this, &MainWindow::importSamples);
    connect(m_failure, &Banner::actionClicked, this, [this] {
        m_failure->hide();
        emit poolRestartRequested();
    });
    connect(m_notice, &Banner::actionClicked, actions.undo, &QAction::trigger);
    connect(m_trouble, &Banner::actionClicked, actions.pause, &QAction::trigger);
    m_noticeEnd.setSingleShot(true);
    m_noticeEnd.setInterval(12s);
    connect(&m_noticeEnd, &QTimer::timeout, m_notice, &QWidget::hide);
}

void MainWindow::showState(const StateCounts &counts, const PoolState &pool,
                           const QList<WorkerRow> &workers)
{
    m_imports->setState(counts, pool, workers);
    m_threads->setThreads(pool.threads > 0 ? pool.threads : defaultThreads(m_settings));
    m_counts->setText(countsText(counts));
    m_pool->setText(poolText(pool));
    showTrouble(pool);
}

QString MainWindow::countsText(const StateCounts &counts) const
{
    const QLocale locale;
    return tr("%1 queued · %2 running · %3 succeeded · %4 failed")
            .arg(locale.toString(counts[State::Queued]), locale.toString(counts.running()),
                 locale.toString(counts[State::Succeeded]), locale.toString(counts[State::Failed]));
}

QString MainWindow::poolText(const PoolState &pool) const
{
    const PoolOwner &owner = pool.owner;
    if (owner.pid == 0)
        return tr("no importer runs");
    const bool isHere = owner.host.isEmpty() || owner.host == QSysInfo::machineHostName();
    if (isHere && owner.pid == QCoreApplication::applicationPid())
        return tr("this window runs the importer");
    return isHere ? tr("importer run by %1, pid %2").arg(owner.program).arg(owner.pid)
                  : tr("importer run by %1 on %2, pid %3")
                            .arg(owner.program, owner.host)
                            .arg(owner.pid);
}

void MainWindow::showTrouble(const PoolState &pool)
{
    QString text = pool.problem;
    if (pool.isPaused) {
        text = pool.pauseReason.isEmpty()
                     ? tr("Paused: running imports finish, no other one starts.")
                     : tr("Paused: %1").arg(pool.pauseReason);
    }
    if (text.isEmpty())
        m_trouble->hide();
    else if (m_trouble->isHidden() || m_trouble->text() != text)
        m_trouble->showText(Banner::Kind::Warning, text, pool.isPaused ? tr("Resume") : QString(),
                            false);
}

void MainWindow::showNotice(const QString &sentence, bool canBeUndone)
{
    m_notice->showText(Banner::Kind::Notice, sentence, canBeUndone ? tr("Undo") : QString());
    m_noticeEnd.start();
}

void MainWindow::showError(const Error &error)
{
    m_failure->showText(Banner::Kind::Error, error.what);
    m_failure->setToolTip(error.detail);
    m_failing = Failing::Nothing;
}

void MainWindow::showPoolFailure(const Error &error)
{
    m_failure->showText(Banner::Kind::Error, error.what, tr("Start the Importer Again"));
    m_failure->setToolTip(error.detail);
    m_failing = Failing::Pool;
}

void MainWindow::showPipelinesFailure(const Error &error)
{
    showError(error);
    m_failing = Failing::Pipelines;
}

void MainWindow::hidePoolFailure() { hideFailure(Failing::Pool); }

void MainWindow::hidePipelinesFailure() { hideFailure(Failing::Pipelines); }

void MainWindow::hideFailure(Failing of)
{
    if (m_failing != of)
        return;
    m_failing = Failing::Nothing;
    m_failure->hide();
}

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
    const QString text
            = error.detail.isEmpty() ? error.what : QString(error.what % u"\n\n" % error.detail);
    auto *page = new EmptyPage(u"failed"_s, tr("The queue cannot be opened"), text, {quit}, this);
    m_switcher->replace(u"imports"_s, page);
    for (Banner *banner : {m_failure, m_trouble, m_notice})
        banner->hide();
    m_tools->setEnabled(false);
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

bool MainWindow::showScenario(const QString &name)
{
    if (const Scenario *builtIn = builtInScenario(name)) {
        m_budget->document().load(*builtIn);
        return true;
    }
    const LibraryEntry *entry = m_budget->scenarios().library().find(name);
    const bool isGood = entry && !entry->error;
    if (isGood)
        m_budget->document().load(entry->scenario);
    return isGood;
}

void MainWindow::openSettings() { openSettingsAt({}); }

SettingsDialog *MainWindow::openSettingsAt(const QString &key)
{
    auto *dialog = new SettingsDialog(m_dataDirectory, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->openAt(key);
    connect(dialog, &SettingsDialog::saved, this, &MainWindow::takeSettings);
    dialog->open();
    return dialog;
}

void MainWindow::openAccounts()
{
    auto *dialog = new AccountsDialog(m_database, m_clock, m_desk, m_dataDirectory, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &AccountsDialog::changed, this, [this](const Settings &settings) {
        setSettings(settings);
        emit accountsChanged(settings);
    });
    connect(dialog, &AccountsDialog::secretChanged, this, &MainWindow::accountSecretChanged);
    connect(dialog, &AccountsDialog::settingsRequested, dialog, [this, dialog] {
        connect(openSettingsAt(u"copr.api"_s), &SettingsDialog::saved, dialog,
                &AccountsDialog::takeSettings);
    });
    dialog->open();
}

void MainWindow::scanOrganisation()
{
    auto *dialog = new OrgScanDialog(m_database, m_clock, m_desk, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &OrgScanDialog::found, this, [this](const Scenario &scenario) {
        m_budget->document().load(scenario);
        showNotice(scenario.caption);
    });
    dialog->open();
}

void MainWindow::takeSettings(const Settings &settings, bool isRestartNeeded)
{
    // Whoever runs the pool goes by the queue's limits; the file has those of the next start.
    if (settings.limits != m_settings.limits)
        m_editor.setLimits(settings.limits);
    setSettings(settings);
    showNotice(tr("Settings saved."));
    if (isRestartNeeded)
        emit settingsChanged(settings);
}

void MainWindow::showAbout()
{
    auto *about
            = new QMessageBox(QMessageBox::NoIcon, tr("About Sluice"),
                              tr("Sluice %1\n\nOperations console for a package build service.\n"
                                 "GPL-3.0-or-later")
                                      .arg(QLatin1StringView(SLUICE_VERSION)),
                              QMessageBox::Close, this);
    about->setAttribute(Qt::WA_DeleteOnClose);
    about->setIconPixmap(icons::program().pixmap(QSize(64, 64), devicePixelRatioF()));
    about->open();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_state.saveGeometry(*this);
    m_imports->saveState(m_state);
    m_pipelines->saveState(m_state);
    m_budget->saveState(m_state);
    m_ledger->saveState(m_state);
    m_switcher->saveState(m_state);
    if (!isSignalConnected(QMetaMethod::fromSignal(&MainWindow::closeRequested))) {
        event->accept();
        return;
    }
    event->ignore();
    showNotice(
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
