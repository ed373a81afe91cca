// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/commandline.h"
#include "observe/observeservice.h"
#include "stopsignals.h"

#include <QEventLoop>

namespace sluice {

/// Runs the observer of a data directory until a signal comes, and prints what changes. Lives on
/// the thread of the command, which waits in run().
class ObserveFollower final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ObserveFollower)

public:
    ObserveFollower(ObserveService &service, Output &output);

    ExitCode run();

private:
    void onChanged(qint64 pull);

    ObserveService &m_service;
    Output &m_output;
    StopSignals m_signals;
    QEventLoop m_loop;
    QHash<qint64, QHash<QString, FlagValue>> m_shown; ///< by pull request, then by flag
};

} // namespace sluice
