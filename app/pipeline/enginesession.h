// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "github/networktransport.h"
#include "github/tokensource.h"
#include "observe/observeservice.h"
#include "pipeline/pipelineengine.h"
#include "pipeline/pipelineservice.h"
#include "pipeline/servicechecks.h"
#include "store/database.h"
#include "timers.h"

#include <QHash>
#include <QTimer>

namespace sluice {

/// What of a PipelineEngine lives on its thread: opens what drives and what observes, waits for
/// locks, and takes down both. That thread alone, with its event loop.
class EngineSession final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EngineSession)

public:
    /// `secrets` is called here, and calls back here.
    EngineSession(PipelineEngineOptions options, AccountSecrets secrets);
    void start();
    void stop();
    /// At once, whatever is on its way; then ends the thread's event loop.
    void leave();
    void secretChanged(const QString &account);
    void wake();

signals:
    void running();
    void busy();
    void failed(const sluice::Error &error);
    void problem(const sluice::Error &error);
    void solved(const QString &problem); ///< what was said so is over
    void stopped();

private:
    void drive();
    void openDriving();
    void openObserving();
    /// Those that need neither a pipeline nor an observer.
    void takeWishes();
    void endWhenStopped();

    const PipelineEngineOptions m_options;
    const AccountSecrets m_secrets;
    QTimer m_startAgain; ///< while the store is locked
    QTimer m_driveAgain; ///< while another process does
    QTimer m_observeAgain;
    QTimer m_wishLook;
    SystemClock m_clock;
    PipelineServiceOptions m_driving;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<WishStore> m_wishes;
    std::unique_ptr<ServiceChecks> m_checks;
    std::unique_ptr<SystemTimers> m_timers;
    std::unique_ptr<NetworkTransport> m_driveTransport; ///< each ends when its own is quiet
    std::unique_ptr<NetworkTransport> m_observeTransport;
    std::unique_ptr<TokenSource> m_tokens;
    std::unique_ptr<PipelineService> m_service;
    std::unique_ptr<ObserveService> m_observer;
    QHash<QString, QString> m_told; ///< the sentence that lasts, by account or repository
    QString m_lockSaid; ///< the sentence while the store is locked
    bool m_isBusySaid = false;
    bool m_isStopping = false;
    bool m_hasEnded = false;
};

} // namespace sluice
