// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "poolkeeper.h"

#include "copr/frontendclient.h"
#include "queue/queuestate.h"

#include <QCoreApplication>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

PoolKeeper::PoolKeeper(QString dataDirectory, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_dataDirectory(std::move(dataDirectory))
    , m_clock(clock)
{
    m_reader.setMaxThreadCount(1);
    m_nextTry.setSingleShot(true);
    m_nextTry.setInterval(5s);
    connect(&m_nextTry, &QTimer::timeout, this, &PoolKeeper::start);
}

PoolKeeper::~PoolKeeper() = default;

void PoolKeeper::start()
{
    m_nextTry.stop();
    if (m_isLeaving)
        return;
    if (m_engine) {
        m_isStartingAgain = true;
        m_engine->drain();
    } else if (!std::exchange(m_isReading, true)) {
        readSettings();
    } else {
        m_isStartingAgain = true; // what is being read may be old by now
    }
}

void PoolKeeper::wake()
{
    if (m_engine)
        m_engine->wake();
}

void PoolKeeper::look(const PoolState &pool)
{
    const bool isOurs = pool.owner.pid == QCoreApplication::applicationPid();
    const qint64 pid = isOurs ? 0 : pool.owner.pid;
    if (std::exchange(m_otherPid, pid) != pid && m_hasFailed)
        start(); // to wait for the lock of the one that began, or to follow the one that ended
}

void PoolKeeper::end()
{
    const bool isHurried = std::exchange(m_isLeaving, true);
    m_nextTry.stop();
    if (m_engine)
        m_engine->drain(isHurried ? 0s : 8s);
    else
        QMetaObject::invokeMethod(this, &PoolKeeper::ended, Qt::QueuedConnection);
}

/// Files may take their time, and so may the keyring.
void PoolKeeper::readSettings()
{
    m_reader.start([this, directory = m_dataDirectory] {
        const auto settings = SettingsFile(directory).load();
        const QString path = settings ? settings->frontendPasswordFile : QString();
        const auto password = path.isEmpty() ? Result<QByteArray>() : readPasswordFile(path);
        QMetaObject::invokeMethod(
                this, [this, settings, password] { takeSettings(settings, password); },
                Qt::QueuedConnection);
    });
}

void PoolKeeper::takeSettings(const Result<Settings> &settings, const Result<QByteArray> &password)
{
    if (!settings) {
        m_isReading = false;
        return std::exchange(m_isStartingAgain, false) ? start() : fail(settings.error());
    }
    if (settings->frontend.isEmpty())
        startEngine(*settings, {});
    else if (!settings->frontendPasswordFile.isEmpty())
        startEngine(*settings, password);
    else
        askKeyring(*settings);
}

void PoolKeeper::askKeyring(const Settings &settings)
{
    m_secrets.read(SecretStore::frontendKey(settings.frontend), this,
                   [this, settings](const Result<QByteArray> &password) {
                       startEngine(settings, password);
                   });
}

void PoolKeeper::startEngine(const Settings &settings, const Result<QByteArray> &password)
{
    m_isReading = false;
    if (m_isLeaving)
        return;
    if (std::exchange(m_isStartingAgain, false))
        return start();
    emit settingsRead(settings);
    if (!password)
        emit passwordMissing(password.error());
    EngineOptions options{.dataDirectory = m_dataDirectory,
                          .settings = settings,
                          .program = u"sluice"_s,
                          .lockPatience = -1ms, // another pool's end is waited for, however long
                          .isPollingFrontend = !settings.frontend.isEmpty(),
                          .frontendPassword = password.value_or(QByteArray())};
    m_isWaiting = false;
    m_engine = std::make_unique<Engine>(std::move(options), m_clock);
    connect(m_engine.get(), &Engine::poolTaken, this, &PoolKeeper::beOwner);
    connect(m_engine.get(), &Engine::poolBusy, this, &PoolKeeper::beWaiting);
    connect(m_engine.get(), &Engine::failed, this, &PoolKeeper::fail);
    connect(m_engine.get(), &Engine::stopped, this, &PoolKeeper::engineStopped,
            Qt::QueuedConnection);
    m_engine->start();
}

void PoolKeeper::fail(const Error &error)
{
    if (std::exchange(m_isWaiting, false))
        return start(); // the settings that failed are those of before the wait
    m_hasFailed = true;
    if (!error.retryAt.isNull()) // a queue that is locked will not stay so
        m_nextTry.start();
    emit failed(error);
}

void PoolKeeper::beOwner()
{
    m_hasFailed = false;
    emit well();
    if (std::exchange(m_isWaiting, false))
        start(); // with the settings of now: the wait may have been long
}

void PoolKeeper::beWaiting()
{
    m_isWaiting = true;
    m_hasFailed = false;
    emit well();
}

void PoolKeeper::engineStopped()
{
    m_engine.reset();
    if (m_isLeaving)
        emit ended();
    else if (std::exchange(m_isStartingAgain, false))
        start();
}

} // namespace sluice
