// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/pipelineengine.h"
#include "settings/secretstore.h"

#include <QObject>

#include <memory>
#include <optional>

namespace sluice {

/// Keeps the pipelines of a data directory going for a window: starts the engine with the settings
/// it is given, with the token that they or the keyring hold, starts it again when they change, and
/// ends it. GUI thread, which it never holds up.
class PipelineKeeper final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PipelineKeeper)

public:
    explicit PipelineKeeper(QString dataDirectory, QObject *parent = nullptr);
    ~PipelineKeeper() override;

    void start(const Settings &settings); ///< with the same ones as before nothing happens
    void startAgain();
    void secretChanged(const QString &account); ///< in the keyring
    void wake(); ///< somebody has just asked for something in the store
    void end(); ///< lets what is on its way arrive, then ended(); asked once more it does not wait

signals:
    void running();
    void busy(); ///< another process runs the pipelines here; this one waits for its end
    void failed(const sluice::Error &error); ///< nobody here runs the pipelines
    void problem(const sluice::Error &error); ///< they go on
    void solved(const QString &problem); ///< the sentence of one that is over
    void ended();

private:
    void askForToken();
    void startEngine(const Result<QByteArray> &token);
    void engineStopped();

    const QString m_dataDirectory;
    SecretStore m_secrets;
    std::optional<Settings> m_settings;
    std::unique_ptr<PipelineEngine> m_engine;
    bool m_isAsking = false; ///< for the token
    bool m_isStartingAgain = false;
    bool m_isLeaving = false;
};

} // namespace sluice
