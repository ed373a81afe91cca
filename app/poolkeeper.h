// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "import/engine.h"
#include "settings/secretstore.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <memory>
#include <optional>

namespace sluice {

/// Keeps the pool of a data directory going for a window: starts the engine with what the settings
/// file says, starts it again when asked, takes over from another program's pool when that ends,
/// and ends it. GUI thread, which it never holds up.
class PoolKeeper final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PoolKeeper)

public:
    /// The clock must outlive it.
    PoolKeeper(QString dataDirectory, const Clock &clock, QObject *parent = nullptr);
    ~PoolKeeper() override;

    void start(); ///< the settings are read anew; a pool that runs is drained first
    void wake(); ///< the queue was edited: a pool here should look now
    void look(const PoolState &pool); ///< what the queue says of the pool, at each change
    void end(); ///< drains, then ended(); asked once more it does not wait

signals:
    void settingsRead(const sluice::Settings &settings); ///< the pool starts with these
    void passwordMissing(const sluice::Error &error); ///< the pool starts all the same
    void failed(const sluice::Error &error); ///< no pool of this process runs
    void well(); ///< a pool runs: this process's, or another's whose end is waited for
    void ended();

private:
    void readSettings();
    void takeSettings(const Result<Settings> &settings, const Result<QByteArray> &password);
    void askKeyring(const Settings &settings);
    void startEngine(const Settings &settings, const Result<QByteArray> &password);
    void fail(const Error &error);
    void beOwner();
    void beWaiting();
    void engineStopped();

    const QString m_dataDirectory;
    const Clock &m_clock;
    SecretStore m_secrets;
    QTimer m_nextTry; ///< after a failure that ends by itself
    std::unique_ptr<Engine> m_engine;
    qint64 m_otherPid = 0; ///< who runs the pool, unless this process does; 0: nobody
    bool m_hasFailed = false;
    bool m_isWaiting = false; ///< for another pool's end
    bool m_isStartingAgain = false;
    bool m_isReading = false; ///< settings and password are under way
    bool m_isLeaving = false;
    QThreadPool m_reader; ///< last: it waits for what it reads
};

} // namespace sluice
