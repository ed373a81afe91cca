// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/commandline.h"
#include "ctl/pipelinetext.h"
#include "pipeline/pipelineservice.h"
#include "stopsignals.h"

#include <QEventLoop>
#include <QSet>
#include <QTimer>

namespace sluice {

/// Runs the pipelines of a data directory until one of them has ended, or all, or a signal comes,
/// and prints what happens. Lives on the thread of the command, which waits in its functions.
class PipelineFollower final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PipelineFollower)

public:
    struct Options
    {
        bool isUntilDone = false; ///< all pipelines, not only the one that is followed
        bool isJson = false;
    };

    PipelineFollower(PipelineService &service, Output &output, const Options &options);

    ExitCode run(const QString &repository, int number);
    ExitCode retry(PipelineId id, const QString &chroot);
    ExitCode watch(const QStringList &repositories, bool isListening);

private:
    ExitCode exec();
    void follow(PipelineId id);
    void look(PipelineId id);
    void onFlag(PipelineId id, const QString &name, const FlagValue &value);
    void onProblem(PipelineId id, const Error &error);
    void stopFor(const Error &error);
    void finish();
    [[nodiscard]] bool isFollowedOver() const;
    [[nodiscard]] bool isAllDone();
    [[nodiscard]] ExitCode result();
    [[nodiscard]] std::optional<PipelineRecord> record(PipelineId id);

    PipelineService &m_service;
    Output &m_output;
    const Options m_options;
    StopSignals m_signals;
    QEventLoop m_loop;
    PipelineId m_followed = 0; ///< 0: all
    QSet<PipelineId> m_open; ///< have changed and not ended
    QSet<PipelineId> m_ended; ///< and printed
    QTimer m_look; ///< nothing tells when the last flag turns out to need no write
    QSet<PipelineId> m_failed;
    std::optional<Error> m_error;
    bool m_isStarted = false; ///< what is followed is known
    bool m_isFinishing = false;
};

} // namespace sluice
