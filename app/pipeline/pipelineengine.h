// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"
#include "settings/settings.h"

#include <QByteArray>
#include <QObject>
#include <QThread>

namespace sluice {

/// What a PipelineEngine is started with.
struct PipelineEngineOptions
{
    QString dataDirectory;
    Settings settings;
    QByteArray keyringToken; ///< of who drives, where no file and no App is set
};

/// Pull requests are driven where the settings name repositories or a hook.
[[nodiscard]] bool isDriving(const PipelineSettings &settings);

/// The pipelines of one data directory, on a thread of their own. What they do is steered through
/// the store, by any process; this class only starts and ends them. All functions and signals
/// belong to the thread that made it, none waits but the destructor.
class PipelineEngine final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PipelineEngine)

public:
    explicit PipelineEngine(PipelineEngineOptions options, QObject *parent = nullptr);
    ~PipelineEngine() override;

    void start(); ///< while another process runs the pipelines, it waits for that one's end
    /// Takes no further events, lets what is on its way arrive (8 s at most), then stopped().
    void stop();
    void wake(); ///< somebody has just asked for something in the store

signals:
    void running(); ///< this process runs the pipelines now
    void busy(); ///< another one does; said once
    void failed(const sluice::Error &error); ///< it could not start: then stopped()
    void problem(const sluice::Error &error); ///< it goes on
    void stopped();

private:
    class Session;
    QThread m_thread;
    Session *m_session = nullptr; ///< lives on m_thread
};

} // namespace sluice
