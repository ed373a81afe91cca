// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"
#include "github/account.h"
#include "settings/secretstore.h"
#include "settings/settings.h"

#include <QByteArray>
#include <QObject>
#include <QThread>

#include <functional>

namespace sluice {

class EngineSession;

/// What a PipelineEngine is started with.
struct PipelineEngineOptions
{
    QString dataDirectory;
    Settings settings;
    Result<QByteArray> keyringToken; ///< of who drives, where no file and no App is set
};

/// Pull requests are driven where the settings name repositories or a hook.
[[nodiscard]] bool isDriving(const PipelineSettings &settings);

/// The pipelines of one data directory, those that are driven and those that are observed, on a
/// thread of their own. What they do is steered through the store, by any process; this class only
/// starts and ends them. All functions and signals belong to the GUI thread, where the keyring is
/// read, too; none waits but the destructor.
class PipelineEngine final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PipelineEngine)

public:
    explicit PipelineEngine(PipelineEngineOptions options, QObject *parent = nullptr);
    ~PipelineEngine() override;

    void start(); ///< where another process drives or observes, it waits for that one's end
    /// Takes no further events, lets what is on its way arrive (8 s at most), then stopped().
    void stop();
    void secretChanged(const QString &account); ///< of one that observes
    void wake(); ///< somebody has just asked for something in the store

signals:
    void running(); ///< this process drives now
    void busy(); ///< another one does; said once
    void failed(const sluice::Error &error); ///< nothing is driven here; what is observed goes on
    void problem(const sluice::Error &error); ///< it goes on
    void solved(const QString &problem); ///< the sentence of one that is over
    void stopped();

private:
    void askForSecret(const Account &account, QObject *context,
                      const std::function<void(Result<QByteArray>)> &done);

    SecretStore m_secrets;
    QThread m_thread;
    EngineSession *m_session = nullptr; ///< lives on m_thread
};

} // namespace sluice
