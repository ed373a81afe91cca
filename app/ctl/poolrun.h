// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/commandline.h"
#include "ctl/problemreminder.h"
#include "ctl/progressline.h"
#include "ctl/taskwatch.h"
#include "import/engine.h"
#include "stopsignals.h"

#include <QElapsedTimer>

namespace sluice {

/// Runs the embedded pool, or watches the one that runs already, prints each task that ends, and
/// ends orderly: when the work is done, on a signal, when the disk is full. Lives on the thread of
/// the command, which waits in exec().
class PoolRun final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PoolRun)

public:
    struct Options
    {
        QList<TaskId> tasks; ///< end when these have; empty: every task counts
        bool isUntilEmpty = false; ///< with every task: end when the queue is empty
        bool isJson = false;
        qint64 revision = 0; ///< what changed after it counts
    };

    PoolRun(Options options, EngineOptions engine, QueueStore &store, const Clock &clock,
            Output &output);
    [[nodiscard]] ExitCode exec();

private:
    void connectEngine();
    void take(const Task &task);
    void forget(TaskId id);
    void tellRetry(const Task &task);
    void lookAtPool(const PoolState &pool);
    void poolIsKnown();
    void showProgress();
    void note(const QString &sentence);
    void stopFor(const Error &error); ///< ends with code 3 and this sentence
    void finish(std::chrono::milliseconds patience = std::chrono::seconds(8));
    void summarise();
    [[nodiscard]] ExitCode result();
    [[nodiscard]] qint64 left();
    [[nodiscard]] QString leftText(qint64 left) const;

    struct Ended
    {
        State state = State::Queued;
        int attempts = 0;

        bool operator==(const Ended &) const = default;
    };
    /// The last try of a task that failed and is followed by another.
    struct Retry
    {
        int attempt = 0;
        QString reason;
    };

    const Options m_options;
    const bool m_isWatchingSome;
    QueueStore &m_store;
    Output &m_output;
    StopSignals m_signals; // before the engine: its threads inherit what is blocked
    Engine m_engine;
    TaskWatch m_watch;
    ProblemReminder m_problem;
    ProgressLine m_progress;
    QTimer m_lastResort;
    QElapsedTimer m_sinceStart;
    QSet<TaskId> m_pending;
    QHash<TaskId, Retry> m_retries;
    QHash<TaskId, Ended> m_failed; ///< or canceled, or removed
    qint64 m_done = 0;
    std::optional<Error> m_error;
    bool m_isPoolOurs = false;
    bool m_isPoolKnown = false; ///< this process runs it, or another was seen to
    bool m_isPauseTold = false;
    bool m_isEmpty = false;
    bool m_isFinishing = false;
    bool m_isStuck = false; ///< the pool did not end in the time a stop may take
};

} // namespace sluice
