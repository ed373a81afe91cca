// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/flagwriter.h"

#include <algorithm>
#include <array>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// GitHub takes 1000 statuses of one context on one commit: the last ones are kept for results.
constexpr int kMostIntermediateWrites = 990;
constexpr std::chrono::milliseconds kFirstPause = 2s;
constexpr std::chrono::milliseconds kLongestPause = 1min;
constexpr std::chrono::milliseconds kPatientPause = 10min;
constexpr int kImpatientTimes = 10;
// "No commit found" and "not found" are also what GitHub says for a while after a push or a move.
constexpr std::array<std::chrono::milliseconds, 3> kRefusedPauses{1min, 10min, 1h};

FlagWrite writeOf(const Flag &flag)
{
    return {.flag = flag.id,
            .count = flag.wantedCount,
            .name = flag.name,
            .value = flag.wanted,
            .checkRun = flag.checkRun,
            .step = flag.step,
            .isFirst = !flag.sent};
}

/// How long a value waits that was not taken so many times before. None: it is given up.
std::optional<std::chrono::milliseconds> pauseAfter(const Error &error, size_t times,
                                                    FlagState state)
{
    const Cause cause = error.cause;
    const bool isUnknownCommit
            = cause == Cause::Invalid && error.detail.contains("No commit found"_L1);
    if (isUnknownCommit || cause == Cause::NotFound) {
        if (isFinal(state) && times < kRefusedPauses.size())
            return kRefusedPauses[times];
        return {};
    }
    if (cause == Cause::Invalid)
        return {};
    // A missing right is mended by a person: asking often does not help.
    if (cause == Cause::Forbidden || (cause == Cause::Upstream && times >= kImpatientTimes))
        return kPatientPause;
    return std::min(kLongestPause, kFirstPause * (1 << std::min<size_t>(times, 8)));
}

/// Twelve in tens are sent as two sixes.
QList<QList<FlagWrite>> evenBatches(const QList<FlagWrite> &writes, qsizetype most)
{
    const qsizetype count = (writes.size() + most - 1) / most;
    QList<QList<FlagWrite>> batches;
    qsizetype begin = 0;
    for (qsizetype i = 0; i < count; ++i) {
        const qsizetype size = (writes.size() - begin + count - i - 1) / (count - i);
        batches << writes.mid(begin, size);
        begin += size;
    }
    return batches;
}

} // namespace

FlagWriter::FlagWriter(PipelineStore &store, GithubClient &client, Timers &timers,
                       const FlagOptions &options, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_client(client)
    , m_timers(timers)
    , m_options(options)
{}

void FlagWriter::poke(PipelineId pipeline) { scheduleFlush(pipeline, m_options.gather); }

void FlagWriter::resume()
{
    const auto waiting = m_store.withWaitingFlags();
    if (!waiting)
        return emit problem(0, waiting.error());
    for (const PipelineId id : *waiting)
        scheduleFlush(id, 0ms);
}

void FlagWriter::scheduleFlush(PipelineId id, std::chrono::milliseconds delay)
{
    const QDateTime at = m_timers.now() + delay;
    QDateTime &flushAt = m_work[id].flushAt;
    if (flushAt.isValid() && flushAt <= at)
        return;
    flushAt = at;
    m_timers.callAt(at, this, [this, id, at] {
        const auto work = m_work.constFind(id);
        if (work != m_work.cend() && work->flushAt == at) // no earlier one was asked for since
            flush(id);
    });
}

void FlagWriter::flush(PipelineId id)
{
    m_work[id].flushAt = {};
    const auto pipeline = m_store.pipeline(id);
    const auto flags = m_store.flags(id);
    if (!pipeline || !flags) {
        onStoreError(id, pipeline ? flags.error() : pipeline.error());
        return;
    }
    if (*pipeline) {
        takeBackOutdated(m_work[id], *flags);
        const QList<FlagWrite> writes = due(m_work[id], **pipeline, *flags);
        const bool isBatched = m_options.kind == FlagKind::CheckRun && m_options.batchSize > 1;
        for (const auto &batch : evenBatches(writes, isBatched ? m_options.batchSize : 1))
            send(**pipeline, batch);
    }
    settle(id);
}

/// A request that a limit still holds back is not worth a call once a newer value is wanted.
void FlagWriter::takeBackOutdated(Work &work, const QList<Flag> &flags)
{
    const auto isOutdated = [&flags](const FlagWrite &write) {
        const auto flag = std::ranges::find(flags, write.flag, &Flag::id);
        return flag != flags.end() && flag->wantedCount > write.count;
    };
    work.sent.removeIf([&](const Sent &sent) {
        return std::ranges::any_of(sent.writes, isOutdated) && m_client.cancel(sent.request);
    });
}

QList<FlagWrite> FlagWriter::due(const Work &work, const Pipeline &pipeline,
                                 const QList<Flag> &flags)
{
    QList<FlagWrite> writes;
    for (const Flag &flag : flags) {
        const bool isOnItsWay = std::ranges::any_of(work.sent, [&flag](const Sent &sent) {
            return std::ranges::contains(sent.writes, flag.id, &FlagWrite::flag);
        });
        if (!flag.isWaiting() || isOnItsWay || isPutOff(flag))
            continue;
        if (isNeeded(pipeline, flag))
            writes << writeOf(flag);
        else if (auto done = m_store.markUnneeded(flag.id, flag.wantedCount); !done)
            emit problem(flag.pipeline, done.error());
    }
    return writes;
}

bool FlagWriter::isNeeded(const Pipeline &pipeline, const Flag &flag) const
{
    const bool isTooMany = flag.writes >= kMostIntermediateWrites && !isFinal(flag.wanted.state);
    // Of a run that was stopped before GitHub knew of it nobody needs to hear.
    const bool isStopped = pipeline.state == PipelineState::Superseded
                        || pipeline.state == PipelineState::Closed;
    return flag.sent != flag.wanted && !isTooMany && !(isStopped && !flag.sent);
}

/// A newer value is tried at once, whatever became of the one before.
bool FlagWriter::isPutOff(const Flag &flag)
{
    const auto off = m_putOff.constFind(flag.id);
    if (off == m_putOff.cend())
        return false;
    if (off->count != flag.wantedCount) {
        m_putOff.erase(off);
        return false;
    }
    if (off->until <= m_timers.now())
        return false;
    scheduleFlush(flag.pipeline, off->until - m_timers.now());
    return true;
}

void FlagWriter::send(const Pipeline &pipeline, const QList<FlagWrite> &writes)
{
    const bool isBatched = m_options.kind == FlagKind::CheckRun && !m_options.isNewRunPerChange;
    const ApiRequest request = m_options.kind == FlagKind::CommitStatus
                                     ? statusRequest(pipeline, writes.first())
                             : isBatched ? checkRunsRequest(pipeline, writes)
                                         : checkRunRequest(pipeline, writes.first());
    const quint64 number = m_client.send(
            request, this, [this, id = pipeline.id, writes](const Result<ApiAnswer> &answer) {
                onAnswer(id, writes, answer);
            });
    m_work[pipeline.id].sent << Sent{number, writes};
}

void FlagWriter::onAnswer(PipelineId id, const QList<FlagWrite> &writes,
                          const Result<ApiAnswer> &answer)
{
    if (!answer && answer.error().cause == Cause::Canceled)
        return; // taken back for a newer value
    m_work[id].sent.removeIf([&writes](const Sent &sent) {
        return sent.writes.first().flag == writes.first().flag;
    });
    const bool isMutation = m_options.kind == FlagKind::CheckRun && !m_options.isNewRunPerChange;
    if (!answer) {
        for (const FlagWrite &write : writes)
            onNotWritten(id, write, answer.error());
    } else if (!isMutation) {
        onWritten(id, writes.first(), nodeIdOf(answer->body));
    } else {
        const QList<Result<QString>> results = checkRunsAnswer(answer->body, writes.size());
        for (qsizetype i = 0; i < writes.size(); ++i) {
            if (results.at(i))
                onWritten(id, writes.at(i), *results.at(i));
            else
                onNotWritten(id, writes.at(i), results.at(i).error());
        }
    }
    settle(id);
}

void FlagWriter::onWritten(PipelineId id, const FlagWrite &write, const QString &checkRun)
{
    m_work[id].failures = 0;
    m_putOff.remove(write.flag);
    if (auto done = m_store.markSent(write.flag, write.count, write.value, checkRun); !done)
        return onStoreError(id, done.error()); // written once more then, which does no harm
    emit written(id, write.name, write.value);
    const auto flags = m_store.flags(id);
    const auto flag = flags ? std::ranges::find(*flags, write.flag, &Flag::id)
                            : QList<Flag>::const_iterator();
    if (flags && flag != flags->end() && flag->isWaiting())
        scheduleFlush(id, 0ms);
}

void FlagWriter::onNotWritten(PipelineId id, const FlagWrite &write, const Error &error)
{
    PutOff &off = m_putOff[write.flag];
    if (off.count != write.count)
        off = {.count = write.count};
    const auto pause = pauseAfter(error, size_t(off.times++), write.value.state);
    if (!pause)
        return giveUp(id, write, error);
    off.until = std::max(m_timers.now() + *pause, error.retryAt);
    if (m_work[id].failures++ == 0)
        emit problem(id, error);
    scheduleFlush(id, off.until - m_timers.now());
}

void FlagWriter::giveUp(PipelineId id, const FlagWrite &write, const Error &error)
{
    m_putOff.remove(write.flag);
    Error said = error;
    if (error.cause == Cause::Invalid)
        said.what
                = u"GitHub does not take the flag %1: %2"_s.arg(write.name, error.detail.left(300));
    if (auto done = m_store.markUnwritable(write.flag, write.count, said.what); !done)
        return emit problem(id, done.error());
    emit problem(id, said);
}

void FlagWriter::onStoreError(PipelineId id, const Error &error)
{
    if (m_work[id].failures++ == 0)
        emit problem(id, error);
    scheduleFlush(id, kLongestPause);
}

void FlagWriter::settle(PipelineId id)
{
    const Work &work = m_work[id];
    if (work.flushAt.isValid() || !work.sent.isEmpty())
        return;
    m_work.remove(id);
    if (m_work.isEmpty())
        emit becameIdle();
}

} // namespace sluice
