// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluice`: the window with the embedded engine. The only file that sees app, models and ui.

#include "colorscheme.h"
#include "consoleoptions.h"
#include "desktop/alerts.h"
#include "englishplurals.h"
#include "mainwindow.h"
#include "messagebar.h"
#include "pipelinekeeper.h"
#include "poolkeeper.h"
#include "queue/asyncstore.h"
#include "stopsignals.h"
#include "store/asyncdatabase.h"

#include <QApplication>
#include <QDir>
#include <QLoggingCategory>
#include <QStandardPaths>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <print>

namespace sluice {
namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Q_LOGGING_CATEGORY(lcConsole, "sluice.console", QtInfoMsg)

/// Holds queue, window and pool together, takes pictures of the window, and ends all in the right
/// order. GUI thread.
class Console final : public QObject
{
    Q_DISABLE_COPY_MOVE(Console)

public:
    Console(ConsoleOptions options, const Result<Settings> &settings)
        : m_options(std::move(options))
        , m_store(m_options.dataDirectory + u"/queue.sqlite"_s, m_clock)
        , m_database(m_options.dataDirectory + u"/queue.sqlite"_s)
        , m_window(WindowContext{
                  .store = m_store,
                  .database = m_database,
                  .clock = m_clock,
                  .dataDirectory = m_options.dataDirectory,
                  .settings = settings.value_or(Settings()),
                  .samplesDirectory = QDir::cleanPath(QCoreApplication::applicationDirPath()
                                                      + u"/../share/sluice/samples"_s),
                  .stateFile = m_options.screenshot.isEmpty() ? stateFile() : QString()})
        , m_pool(m_options.dataDirectory, m_clock)
        , m_pipelines(m_options.dataDirectory)
    {
        if (settings) {
            connect(&m_store, &AsyncStore::opened, this, &Console::begin);
        } else {
            m_window.showStartFailure(settings.error()); // nothing is imported to a wrong place
            failToStart(settings.error());
        }
        connect(&m_store, &AsyncStore::failed, this, &Console::failToStart);
        connect(&m_store, &AsyncStore::stateChanged, this, &Console::watch);
        connectPool();
        connectPipelines();
        connect(&m_stopSignals, &StopSignals::stopAsked, &m_window, &QWidget::close);
        connect(&m_stopSignals, &StopSignals::hurryAsked, &m_window, &QWidget::close);
        if (!m_options.screenshot.isEmpty()) // a queue that never rests is pictured as it is
            QTimer::singleShot(3min, this, &Console::takePictureSoon);
        openPage();
        m_window.show();
    }

    [[nodiscard]] int exitCode() const { return m_exitCode; }

private:
    static QString stateFile()
    {
        return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
             + u"/sluice/window.ini"_s;
    }

    void openPage()
    {
        if (!m_options.page.isEmpty() || !m_options.scenario.isEmpty())
            m_window.showPage(m_options.page.isEmpty() ? u"budget"_s : m_options.page);
        if (!m_options.scenario.isEmpty() && !m_window.showScenario(m_options.scenario)) {
            m_exitCode = m_options.screenshot.isEmpty() ? 0 : 1; // not the picture asked for
            m_window.showError(Error{.cause = Cause::NotFound,
                                     .what = u"There is no scenario \"%1\": choose one from the "
                                             "list."_s.arg(m_options.scenario)});
        }
    }

    void failToStart(const Error &error)
    {
        qCWarning(lcConsole).noquote() << error.what << error.detail; // the window says it too
        if (!m_options.screenshot.isEmpty())
            takePictureSoon();
    }

    void begin()
    {
        m_pool.start();
        if (m_options.isWithSamples)
            m_window.importSamples();
    }

    void connectPool()
    {
        connect(&m_window, &MainWindow::edited, &m_pool, &PoolKeeper::wake);
        connect(&m_window, &MainWindow::settingsChanged, &m_pool, &PoolKeeper::start);
        connect(&m_window, &MainWindow::poolRestartRequested, &m_pool, &PoolKeeper::start);
        connect(&m_window, &MainWindow::closeRequested, this, &Console::end);
        connect(&m_pool, &PoolKeeper::settingsRead, &m_window, &MainWindow::setSettings);
        connect(&m_pool, &PoolKeeper::passwordMissing, &m_window, &MainWindow::showError);
        connect(&m_pool, &PoolKeeper::failed, &m_window.messages(), &MessageBar::showPoolFailure);
        connect(&m_pool, &PoolKeeper::failed, &m_window.alerts(), &Alerts::tellImportsStopped);
        connect(&m_pool, &PoolKeeper::well, &m_window.messages(), &MessageBar::hidePoolFailure);
        connect(&m_pool, &PoolKeeper::ended, this, [this] {
            m_hasPoolEnded = true;
            leaveWhenEnded();
        });
    }

    void connectPipelines()
    {
        connect(&m_pool, &PoolKeeper::settingsRead, &m_pipelines, &PipelineKeeper::start);
        connect(&m_window, &MainWindow::accountsChanged, this, [this](const Settings &settings) {
            m_pipelines.start(settings);
            m_pipelines.wake();
        });
        connect(&m_window, &MainWindow::accountSecretChanged, &m_pipelines,
                &PipelineKeeper::secretChanged);
        connect(&m_window, &MainWindow::wished, &m_pipelines, &PipelineKeeper::wake);
        connect(&m_pipelines, &PipelineKeeper::failed, &m_window.messages(),
                &MessageBar::showPipelinesFailure);
        connect(&m_pipelines, &PipelineKeeper::failed, &m_window.alerts(),
                &Alerts::tellPipelinesStopped);
        connect(&m_pipelines, &PipelineKeeper::running, &m_window.messages(),
                &MessageBar::hidePipelinesFailure);
        connect(&m_pipelines, &PipelineKeeper::problem, &m_window, &MainWindow::showError);
        connect(&m_pipelines, &PipelineKeeper::solved, &m_window.messages(),
                &MessageBar::hideError);
        connect(&m_pipelines, &PipelineKeeper::ended, this, [this] {
            m_havePipelinesEnded = true;
            leaveWhenEnded();
        });
    }

    void end()
    {
        m_pool.end();
        m_pipelines.end();
    }

    /// Not quit(): that asks the window first, which has asked for this.
    void leaveWhenEnded()
    {
        if (m_hasPoolEnded && m_havePipelinesEnded)
            QCoreApplication::exit();
    }

    void watch(const StateCounts &counts, const PoolState &pool)
    {
        m_pool.look(pool);
        const bool isDone = counts[State::Queued] + counts.running() == 0
                         && (counts.total() > 0 || !m_options.isWithSamples);
        if (!m_options.screenshot.isEmpty() && isDone && !m_isPictureDue)
            showFailedThenTakePicture();
    }

    /// A picture says more with something selected: the first task that failed, else the newest.
    void showFailedThenTakePicture()
    {
        m_isPictureDue = true;
        m_store.run(
                [](QueueStore &store) -> Result<QList<TaskId>> {
                    TaskQuery query;
                    query.states = {State::Failed};
                    auto failed = store.find(query, 1);
                    return failed && failed->isEmpty() ? store.find({}, 1) : failed;
                },
                this,
                [this](const Result<QList<TaskId>> &found) {
                    // The table learns of its last rows about once a second.
                    QTimer::singleShot(1500ms, this,
                                       [this, id = found.value_or(QList<TaskId>()).value(0)] {
                                           m_window.showTask(id);
                                           takePictureSoon();
                                       });
                });
    }

    void takePictureSoon()
    {
        QTimer::singleShot(1000ms, this, [this] {
            const bool isSaved = m_window.grab().save(m_options.screenshot, "PNG");
            if (!isSaved) {
                std::println(stderr, "sluice: cannot write {}", m_options.screenshot.toStdString());
                m_exitCode = 1;
            }
            end();
        });
    }

    StopSignals m_stopSignals; // before any thread
    SystemClock m_clock;
    ConsoleOptions m_options;
    AsyncStore m_store;
    AsyncDatabase m_database;
    MainWindow m_window;
    PoolKeeper m_pool;
    PipelineKeeper m_pipelines;
    bool m_hasPoolEnded = false;
    bool m_havePipelinesEnded = false;
    bool m_isPictureDue = false;
    int m_exitCode = 0;
};

/// Without a display Qt ends the process by a signal, after lines about its plugins.
void endWithoutDisplay(QtMsgType type, const QMessageLogContext &, const QString &)
{
    if (type != QtFatalMsg)
        return;
    std::println(stderr, "sluice: no display can be opened; start it in a desktop session, or "
                         "import with sluicectl, which needs none");
    std::_Exit(3);
}

/// Platform plugins start threads of their own, which would take these signals the default way.
void blockStopSignals()
{
    sigset_t set;
    sigemptyset(&set);
    for (const int number : {SIGHUP, SIGINT, SIGTERM})
        sigaddset(&set, number);
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

} // namespace
} // namespace sluice

int main(int argc, char **argv)
{
    using namespace sluice;
    using namespace Qt::StringLiterals;
    blockStopSignals();
    const auto options = readConsoleOptions(argc, argv);
    if (!options)
        return options.error();
    qInstallMessageHandler(endWithoutDisplay);
    QApplication application(argc, argv);
    qInstallMessageHandler(nullptr);
    EnglishPlurals plurals;
    QCoreApplication::installTranslator(&plurals);
    QGuiApplication::setDesktopFileName(u"sluice"_s);
    QGuiApplication::setQuitOnLastWindowClosed(false);
    if (options->scheme != Qt::ColorScheme::Unknown) {
        QApplication::setStyle(u"fusion"_s);
        applyColorScheme(options->scheme);
    }
    const Console console(*options, makeDataDirectory(options->dataDirectory).and_then([&] {
        return SettingsFile(options->dataDirectory).load();
    }));
    const int code = QApplication::exec();
    return code != 0 ? code : console.exitCode();
}
