// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/ledgerstore.h"
#include "clock.h"
#include "ctl/commandline.h"
#include "pipeline/pipelinestore.h"
#include "pipeline/wishdesk.h"
#include "stopsignals.h"
#include "store/asyncdatabase.h"

#include <QEventLoop>
#include <QTimer>

namespace sluice {

/// Asks the program that runs the pipelines of a data directory to try one again, and reads in the
/// store how that ends. Lives on the thread of the command, which waits in its functions.
class PipelineAsker final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PipelineAsker)

public:
    /// Another program runs them now, a window for instance.
    [[nodiscard]] static bool isNeeded(const QString &dataDirectory);

    /// `database` is the store of that directory. All must outlive it.
    PipelineAsker(const QString &dataDirectory, Database &database, Output &output, bool isJson);

    ExitCode retry(PipelineId id, const QString &chroot); ///< empty: all that failed

private:
    void take(const Result<QString> &answer);
    void look();
    void end(ExitCode code);
    void stopWith(const QString &sentence);

    const QString m_dataDirectory;
    Output &m_output;
    const bool m_isJson;
    SystemClock m_clock;
    StopSignals m_signals; // before the thread of the next one
    AsyncDatabase m_async;
    WishDesk m_desk;
    PipelineStore m_pipelines;
    LedgerStore m_ledger;
    QEventLoop m_loop;
    QTimer m_look;
    PipelineId m_id = 0;
};

} // namespace sluice
