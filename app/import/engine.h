// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"
#include "error.h"
#include "queue/queuestate.h"
#include "settings/settings.h"

#include <QObject>
#include <QThread>

#include <chrono>

namespace sluice {

/// What an engine is started with.
struct EngineOptions
{
    QString dataDirectory;
    Settings settings;
    QString program; ///< shown to others as the pool's owner: "sluicectl import"
    int threads = 0; ///< above 0: set at start, over the store's and the settings' number
    std::chrono::milliseconds lockPatience{
            0}; ///< how long to try for the pool lock; below 0: for ever
    bool isPollingFrontend
            = false; ///< stand where copr-dist-git stands, if settings name a frontend
    QByteArray frontendPassword; ///< read from a file or the keyring by the caller
};

/// The import pool of one data directory, on a thread of its own. What it does is steered through
/// the store (threads, pause, retry, cancel), by any process; this class only starts and ends it.
/// All functions and signals belong to the thread that made it, none waits but the destructor.
class Engine final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Engine)

public:
    explicit Engine(EngineOptions options, const Clock &clock, QObject *parent = nullptr);
    ~Engine() override; ///< as drain(0), and waits for it

    void start();
    /// Claims nothing more; running imports finish, or return to the queue when `patience` is over.
    /// Then stopped(). A second call can only shorten the patience.
    void drain(std::chrono::milliseconds patience = std::chrono::seconds(8));
    /// The caller has just changed the store: look now, not at the next tick.
    void wake();

signals:
    void poolTaken(); ///< this process runs the pool now
    void poolBusy(const sluice::PoolOwner &owner); ///< another does; said once, trying goes on
    void lockTimedOut(const sluice::PoolOwner &owner); ///< lockPatience is over, trying has ended
    /// Nothing is queued, running, waiting for a retry or waiting to be reported. Said at each
    /// change.
    void idle();
    void
    failed(const sluice::Error &error); ///< could not start, or the store failed; then stopped()
    void stopped();

private:
    class Session;
    QThread m_thread;
    Session *m_session = nullptr; ///< lives on m_thread
};

} // namespace sluice
