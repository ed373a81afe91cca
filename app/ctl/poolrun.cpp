// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/poolrun.h"

#include "ctl/output.h"
#include "ctl/taskjson.h"
#include "ctl/tasktext.h"

#include <QCoreApplication>

#include <cstdlib>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Later than the patience of a drain, sooner than the 10 s that a stop may take.
constexpr auto kLastResort = 9500ms;

QString ownerText(const PoolOwner &owner)
{
    return u"%1 (process %2)"_s.arg(owner.program.isEmpty() ? u"another program"_s : owner.program)
            .arg(owner.pid);
}

} // namespace

PoolRun::PoolRun(Options options, EngineOptions engine, QueueStore &store, const Clock &clock,
                 Output &output)
    : m_options(std::move(options))
    , m_isWatchingSome(!m_options.tasks.isEmpty())
    , m_store(store)
    , m_output(output)
    , m_engine(std::move(engine), clock)
    , m_watch(store, m_options.revision)
    , m_pending(m_options.tasks.cbegin(), m_options.tasks.cend())
{
    m_lastResort.setSingleShot(true);
    connect(&m_lastResort, &QTimer::timeout, this, [this] {
        m_isStuck = true;
        QCoreApplication::exit();
    });
    connect(&m_signals, &StopSignals::stopAsked, this, [this] {
        note(u"stopping: imports that run may finish, the rest stays queued"_s);
        finish();
    });
    connect(&m_signals, &StopSignals::hurryAsked, this, [this] { finish(0ms); });
    connect(&m_watch, &TaskWatch::changed, this, &PoolRun::take);
    connect(&m_watch, &TaskWatch::removed, this, &PoolRun::forget);
    connect(&m_watch, &TaskWatch::poolChanged, this, &PoolRun::lookAtPool);
    connect(&m_watch, &TaskWatch::failed, this, &PoolRun::stopFor);
    connect(&m_watch, &TaskWatch::looked, this, &PoolRun::showProgress);
    connect(&m_problem, &ProblemReminder::said, this, &PoolRun::note);
    connectEngine();
}

void PoolRun::connectEngine()
{
    connect(&m_engine, &Engine::poolTaken, this, [this] {
        m_isPoolOurs = true;
        poolIsKnown();
    });
    connect(&m_engine, &Engine::poolBusy, this, [this](const PoolOwner &owner) {
        if (m_isWatchingSome)
            note(u"%1 runs the pool here and imports these tasks"_s.arg(ownerText(owner)));
        else
            note(u"waiting for %1, which runs the pool here, to end"_s.arg(ownerText(owner)));
        poolIsKnown();
    });
    connect(&m_engine, &Engine::lockTimedOut, this, [this](const PoolOwner &owner) {
        stopFor({.cause = Cause::Storage,
                 .what = u"%1 runs the pool of this data directory; end it first, or use another "
                         "--data-dir."_s.arg(ownerText(owner))});
    });
    connect(&m_engine, &Engine::idle, this, [this] {
        m_isEmpty = true;
        if (m_options.isUntilEmpty)
            finish();
    });
    connect(&m_engine, &Engine::failed, this, &PoolRun::stopFor);
    connect(&m_engine, &Engine::stopped, this, [this] {
        m_isFinishing = true;
        QCoreApplication::exit();
    });
}

ExitCode PoolRun::exec()
{
    m_sinceStart.start();
    m_engine.start();
    m_watch.start();
    QCoreApplication::exec();
    do {
        m_watch.look(); // what ended while the pool drained
    } while (m_watch.isBehind());
    m_progress.clear();
    const ExitCode code = result();
    // A thread that the system holds on to would hold us too. It is as after a kill: nothing is
    // lost, and the next pool brings back what ran.
    if (m_isStuck)
        std::_Exit(static_cast<int>(code));
    return code;
}

void PoolRun::take(const Task &task)
{
    if (m_isWatchingSome && !m_pending.contains(task.id))
        return;
    if (!task.hasEnded()) {
        tellRetry(task);
        return;
    }
    m_pending.remove(task.id);
    m_retries.remove(task.id);
    const Ended end{task.state, task.attempts};
    if (m_failed.value(task.id) == end)
        return; // the row changes once more when Copr has acknowledged a failure
    ++m_done;
    if (task.state == State::Succeeded)
        m_failed.remove(task.id);
    else
        m_failed.insert(task.id, end);
    m_progress.clear();
    m_output.line(m_options.isJson ? taskJson(task) : taskLine(task).toUtf8());
}

/// Once for each try that failed and is followed by another.
void PoolRun::tellRetry(const Task &task)
{
    const auto error = standingError(task);
    if (!error || m_retries.value(task.id).attempt == task.attempts)
        return;
    const QString input = task.given.isEmpty() ? task.source : task.given;
    const QString reason
            = u"%1 (%2): %3: %4"_s.arg(taskName(task), input, causeName(error->cause), error->what);
    m_retries.insert(task.id, {task.attempts, reason});
    note(u"%1 Tried again at %2."_s.arg(reason,
                                        task.retryAt.toLocalTime().toString(u"HH:mm:ss"_s)));
}

void PoolRun::forget(TaskId id)
{
    m_retries.remove(id);
    if (!m_pending.remove(id))
        return;
    ++m_done;
    m_failed.insert(id, {});
    note(u"task %1 was removed from the queue before its end was seen"_s.arg(id));
}

void PoolRun::lookAtPool(const PoolState &pool)
{
    if (m_isPoolOurs)
        m_problem.set(pool.problem);
    if (!m_isPoolKnown || m_isFinishing || (m_isWatchingSome && m_pending.isEmpty()))
        return;
    if (!pool.isPaused) {
        m_isPauseTold = false;
    } else if (!pool.pauseReason.isEmpty()) {
        stopFor({.cause = Cause::StorageFull, .what = pool.pauseReason});
    } else if (!m_isPauseTold) {
        m_isPauseTold = true;
        note(u"the pool is paused; its tasks wait until somebody resumes it"_s);
    }
}

/// The pause of a pool from before is not this one's: a pool that starts tries a full disk again.
void PoolRun::poolIsKnown()
{
    m_isPoolKnown = true;
    if (const auto pool = m_store.poolState())
        lookAtPool(*pool);
}

void PoolRun::showProgress()
{
    m_output.flush();
    if (m_isWatchingSome && m_pending.isEmpty()) {
        finish();
        return;
    }
    if (!m_progress.isTerminal())
        return;
    qint64 left = m_pending.size();
    if (!m_isWatchingSome) {
        if (const auto counts = m_store.counts())
            left = (*counts)[State::Queued] + counts->running();
    }
    m_progress.show(m_done, m_done + left);
}

void PoolRun::note(const QString &sentence)
{
    m_progress.clear();
    complain(sentence);
}

void PoolRun::stopFor(const Error &error)
{
    if (!m_error)
        m_error = error;
    finish();
}

void PoolRun::finish(std::chrono::milliseconds patience)
{
    if (!m_isFinishing)
        m_lastResort.start(kLastResort);
    m_isFinishing = true;
    m_engine.drain(patience);
}

void PoolRun::summarise()
{
    if (m_options.isJson || m_options.tasks.size() < 2)
        return;
    const qint64 failed = m_failed.size();
    m_output.line(u"%1 succeeded, %2 failed or canceled, in %3 s"_s.arg(m_done - failed)
                          .arg(failed)
                          .arg(static_cast<double>(m_sinceStart.elapsed()) / 1000, 0, 'f', 1));
}

qint64 PoolRun::left()
{
    if (m_isWatchingSome)
        return m_pending.size();
    if (m_options.isUntilEmpty && m_isEmpty)
        return 0;
    const auto counts = m_store.counts();
    return counts ? (*counts)[State::Queued] + counts->running() : 1;
}

/// How many tasks stay and, where tries of theirs have failed, why.
QString PoolRun::leftText(qint64 left) const
{
    const QString text
            = u"%1 task(s) stay queued, for a pool such as `sluicectl work` runs"_s.arg(left);
    if (m_retries.isEmpty())
        return text;
    const QString reason = m_retries.cbegin()->reason;
    if (m_retries.size() == 1)
        return text + u"; one failed and will be tried again: "_s + reason;
    return text
         + u"; %1 failed and will be tried again, such as %2"_s.arg(
                 QString::number(m_retries.size()), reason);
}

ExitCode PoolRun::result()
{
    summarise();
    m_output.flush();
    const qint64 count = left();
    if (!m_error && count == 0)
        return m_failed.isEmpty() ? ExitCode::Succeeded : ExitCode::Failed;
    if (m_error && count == 0)
        return stopped(*m_error);
    const QString text = leftText(count);
    if (!m_error) {
        complain(text);
        return ExitCode::Stopped;
    }
    Error error = *m_error;
    error.what += u' ' + text;
    return stopped(error);
}

} // namespace sluice
