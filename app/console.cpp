// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluice`: the window with the embedded engine. The only file that sees app, models and ui.

#include "colorscheme.h"
#include "englishplurals.h"
#include "import/engine.h"
#include "mainwindow.h"
#include "queue/asyncstore.h"
#include "settings/secretstore.h"
#include "stopsignals.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QLoggingCategory>
#include <QStandardPaths>

#include <csignal>
#include <cstdio>
#include <print>

namespace sluice {
namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Q_LOGGING_CATEGORY(lcConsole, "sluice.console", QtInfoMsg)

struct Options
{
    QString dataDirectory;
    QString screenshot; ///< a file to write a picture to, then quit
    bool isWithSamples = false;
    Qt::ColorScheme scheme = Qt::ColorScheme::Unknown;
};

/// Reads a password file: one line, its newline is no part of the password.
Result<QByteArray> passwordIn(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(Cause::Invalid,
                       u"The password file %1 cannot be read: look at its rights, or choose "
                       u"another in the "
                       "settings."_s.arg(path),
                       file.errorString());
    QByteArray password = file.read(4097);
    if (password.endsWith('\n'))
        password.chop(1);
    if (password.isEmpty() || password.size() > 4096 || password.contains('\n'))
        return failure(Cause::Invalid,
                       u"The password file %1 must hold one line, the password."_s.arg(path));
    return password;
}

/// Holds store, engine and window together: starts the engine, starts it again when settings
/// change, and ends all in the right order. GUI thread.
class Console final : public QObject
{
    Q_DISABLE_COPY_MOVE(Console)

public:
    Console(Options options, const Result<Settings> &settings)
        : m_options(std::move(options))
        , m_settings(settings.value_or(Settings()))
        , m_store(m_options.dataDirectory + u"/queue.sqlite"_s, m_clock)
        , m_window(WindowContext{
                  .store = m_store,
                  .clock = m_clock,
                  .dataDirectory = m_options.dataDirectory,
                  .settings = m_settings,
                  .samplesDirectory = QDir::cleanPath(QCoreApplication::applicationDirPath()
                                                      + u"/../share/sluice/samples"_s),
                  .stateFile = m_options.screenshot.isEmpty() ? stateFile() : QString()})
    {
        if (settings) {
            connect(&m_store, &AsyncStore::opened, this, &Console::begin);
        } else {
            m_window.showStartFailure(settings.error()); // nothing is imported to a wrong place
            failToStart(settings.error());
        }
        connect(&m_store, &AsyncStore::failed, this, &Console::failToStart);
        connect(&m_store, &AsyncStore::stateChanged, this, &Console::watch);
        connect(&m_window, &MainWindow::edited, this, [this] {
            if (m_engine)
                m_engine->wake();
        });
        connect(&m_window, &MainWindow::settingsChanged, this, &Console::startAgain);
        connect(&m_window, &MainWindow::poolRestartRequested, this,
                [this] { startAgain(m_settings); });
        connect(&m_window, &MainWindow::closeRequested, this, &Console::leave);
        connect(&m_stopSignals, &StopSignals::stopAsked, &m_window, &QWidget::close);
        connect(&m_stopSignals, &StopSignals::hurryAsked, &m_window, &QWidget::close);
        if (!m_options.screenshot.isEmpty()) // a queue that never rests is pictured as it is
            QTimer::singleShot(3min, this, &Console::takePictureSoon);
        m_window.show();
    }

    [[nodiscard]] int exitCode() const { return m_exitCode; }

private:
    static QString stateFile()
    {
        return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
             + u"/sluice/window.ini"_s;
    }

    void failToStart(const Error &error)
    {
        qCWarning(lcConsole).noquote() << error.what << error.detail; // the window says it too
        if (!m_options.screenshot.isEmpty())
            takePictureSoon();
    }

    void begin()
    {
        prepareEngine();
        if (m_options.isWithSamples)
            m_window.importSamples();
    }

    /// The password comes from a file or the keyring, and both may take their time.
    void prepareEngine()
    {
        if (m_engine || m_isLeaving)
            return;
        if (m_settings.frontend.isEmpty()) {
            startEngine({});
        } else if (!m_settings.frontendPasswordFile.isEmpty()) {
            m_background.run(
                    [path = m_settings.frontendPasswordFile](std::stop_token) {
                        return passwordIn(path);
                    },
                    this, [this](const Result<QByteArray> &password) { takePassword(password); });
        } else {
            m_secrets.read(SecretStore::frontendKey(m_settings.frontend), this,
                           [this](const Result<QByteArray> &password) { takePassword(password); });
        }
    }

    void takePassword(const Result<QByteArray> &password)
    {
        if (!password)
            m_window.showError(password.error());
        startEngine(password.value_or(QByteArray()));
    }

    void startEngine(const QByteArray &password)
    {
        if (m_engine || m_isLeaving)
            return;
        EngineOptions options;
        options.dataDirectory = m_options.dataDirectory;
        options.settings = m_settings;
        if (!m_settings.frontend.isEmpty())
            options.settings.allowedHosts
                    += QUrl(m_settings.frontend).host(); // it counts as listed
        options.program = u"sluice"_s;
        options.lockPatience = -1ms; // another pool's end is waited for, however long
        options.isPollingFrontend = !m_settings.frontend.isEmpty();
        options.frontendPassword = password;
        m_engine = std::make_unique<Engine>(std::move(options), m_clock);
        connect(m_engine.get(), &Engine::failed, &m_window, &MainWindow::showPoolFailure);
        connect(m_engine.get(), &Engine::stopped, this, &Console::engineStopped,
                Qt::QueuedConnection);
        m_engine->start();
    }

    void engineStopped()
    {
        m_engine.reset();
        if (m_isLeaving)
            QCoreApplication::quit();
        else if (std::exchange(m_isStartingAgain, false))
            prepareEngine();
    }

    void startAgain(const Settings &settings)
    {
        m_settings = settings;
        m_isStartingAgain = true;
        if (m_engine)
            m_engine->drain();
        else
            engineStopped();
    }

    void leave()
    {
        if (!m_engine) {
            QCoreApplication::quit();
            return;
        }
        m_engine->drain(m_isLeaving ? 0s : 8s);
        m_isLeaving = true;
    }

    void watch(const StateCounts &counts)
    {
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
            if (!isSaved)
                std::println(stderr, "sluice: cannot write {}", m_options.screenshot.toStdString());
            m_exitCode = isSaved ? 0 : 1;
            leave();
        });
    }

    StopSignals m_stopSignals; // before any thread
    SystemClock m_clock;
    Options m_options;
    Settings m_settings;
    AsyncStore m_store;
    MainWindow m_window;
    SecretStore m_secrets;
    Background m_background;
    std::unique_ptr<Engine> m_engine;
    bool m_isLeaving = false;
    bool m_isStartingAgain = false;
    bool m_isPictureDue = false;
    int m_exitCode = 0;
};

std::optional<Options> parse(const QApplication &application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Operations console for a package build service."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
            {u"data-dir"_s,
             u"Where the queue and what was imported are (default: %1)."_s.arg(
                     defaultDataDirectory()),
             u"DIR"_s, defaultDataDirectory()},
            {u"samples"_s, u"Import the sample packages that come with Sluice."_s},
            {u"screenshot"_s,
             u"Wait until nothing is queued, write a picture of the window, quit."_s, u"FILE"_s},
            {u"color-scheme"_s, u"\"light\" or \"dark\", whatever the desktop says."_s,
             u"SCHEME"_s},
    });
    parser.process(application);
    Options options{.dataDirectory = QDir::cleanPath(
                            QDir::current().absoluteFilePath(parser.value(u"data-dir"_s))),
                    .screenshot = parser.value(u"screenshot"_s),
                    .isWithSamples = parser.isSet(u"samples"_s)};
    const QString scheme = parser.value(u"color-scheme"_s);
    if (scheme == "light"_L1)
        options.scheme = Qt::ColorScheme::Light;
    else if (scheme == "dark"_L1)
        options.scheme = Qt::ColorScheme::Dark;
    const bool isGood = scheme.isEmpty() || options.scheme != Qt::ColorScheme::Unknown;
    if (isGood && parser.positionalArguments().isEmpty())
        return options;
    std::println(stderr, "sluice: {}; see sluice --help",
                 isGood ? "packages are imported from the window or with sluicectl import"
                        : "--color-scheme takes light or dark");
    return {};
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
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"sluice"_s);
    QApplication::setApplicationVersion(QStringLiteral(SLUICE_VERSION));
    EnglishPlurals plurals;
    QCoreApplication::installTranslator(&plurals);
    QGuiApplication::setDesktopFileName(u"sluice"_s);
    QGuiApplication::setQuitOnLastWindowClosed(false);
    const auto options = parse(application);
    if (!options)
        return 2;
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
