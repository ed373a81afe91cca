// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the pool does with a single task, from its claim to its result.
#include "copr/coprsession.h"
#include "copr/report.h"
#include "import/importer.h"
#include "import/pool.h"
#include "import/retrypolicy.h"
#include "import/storageroots.h"
#include "sources/fetcher.h"
#include "sources/keptsources.h"

#include <QLocale>
#include <QLoggingCategory>

namespace sluice {
using namespace Qt::StringLiterals;

Q_DECLARE_LOGGING_CATEGORY(lcPool)

namespace {

bool isUrl(const Task &task)
{
    return task.source.startsWith("http://"_L1, Qt::CaseInsensitive)
        || task.source.startsWith("https://"_L1, Qt::CaseInsensitive) || !task.frontend.isEmpty();
}

/// A source that broke on its way is fetched anew; any other failure can be tried again with what
/// we have.
bool isWorthKeeping(Cause cause)
{
    return cause != Cause::Corrupt && cause != Cause::Network && cause != Cause::NotSourcePackage;
}

} // namespace

Destination Pool::destinationOf(const Task &task) const
{
    const Settings &settings = m_options.settings;
    Destination destination{.gitRoot = settings.gitRoot,
                            .lookasideRoot = settings.lookasideRoot,
                            .owner = task.owner,
                            .project = task.project,
                            .package = task.requestedPackage,
                            .branches = {},
                            .format = task.format,
                            .authorName = settings.authorName,
                            .authorEmail = settings.authorEmail,
                            .caps = settings.caps};
    for (const BranchTip &branch : task.branches)
        destination.branches << branch.branch;
    return destination;
}

QString Pool::logPath(const Task &task) const
{
    return m_options.settings.logsRoot + u'/' + task.logName();
}

void Pool::startJob(const Task &task)
{
    Job &job = *m_jobs.emplace(task.id, std::make_unique<Job>(task, m_clock)).first->second;
    job.slot = m_begun->takeSlot();
    job.since.start();
    ++m_unsynced;
    job.log.line(
            u"%1: import %2 for %3/%4"_s.arg(task.label(), task.given, task.owner, task.project));
    if (auto valid = checkNames(destinationOf(task)); !valid) {
        failBeforeImport(job, valid.error());
    } else if (isUrl(task)) {
        fetch(job);
    } else {
        handOver(job);
    }
}

void Pool::fetch(Job &job)
{
    if (job.task.attempts > 0) {
        job.file = m_kept->open(job.task.id, QUrl(job.task.source));
        if (job.file) {
            job.isKept = true;
            job.log.line(u"take the source that was kept from an earlier try"_s);
            handOver(job);
            return;
        }
    }
    const TaskId id = job.task.id;
    m_begun->mark(job.slot, id);
    job.download = m_fetcher->fetch(QUrl(job.task.source), job.task.isUrlListed);
    connect(job.download.get(), &Download::finished, this,
            [this, id](const std::shared_ptr<QFile> &file, const std::optional<Error> &error) {
                Job &fetched = *m_jobs.at(id);
                fetched.download.release()->deleteLater(); // it is the sender
                const double ms = double(fetched.since.nsecsElapsed()) / 1e6;
                fetched.timings.add(Stage::Fetch, ms);
                if (error) {
                    failBeforeImport(fetched, *error);
                    return;
                }
                fetched.log.line(u"fetched %1 bytes in %2 ms"_s.arg(
                        QLocale::c().toString(file->size()), QString::number(ms, 'f', 1)));
                fetched.file = file;
                handOver(fetched);
            });
}

void Pool::failBeforeImport(Job &job, const Error &error)
{
    job.log.line(u"failed: "_s + error.what);
    job.phase = Job::Phase::Ended;
    leaveUnsynced();
    finish(job, error);
}

void Pool::handOver(Job &job)
{
    job.phase = Job::Phase::Importing;
    const ImportRequest request{.task = job.task.id,
                                .date = job.task.beganAt,
                                .destination = destinationOf(job.task),
                                .given = job.task.given,
                                .path = job.task.source,
                                .file = job.file,
                                .onWait = [this] { m_sync->hurry(); }};
    m_threads.start([this, request, timings = job.timings, log = std::move(job.log),
                     path = logPath(job.task), stop = job.stop.get_token(),
                     hasStarted = job.hasStarted, slot = job.slot,
                     isLimited = m_state.limits != ShareLimits()]() mutable {
        *hasStarted = true;
        m_begun->mark(slot, request.task);
        ImportOutcome outcome = importPackage(request, log, m_board, stop);
        for (int i = 0; i < kStageCount; ++i) {
            const auto stage = static_cast<Stage>(i);
            if (const auto ms = timings.ms(stage))
                outcome.timings.add(stage, *ms);
        }
        if (isLimited) // before the result can be on its way
            QMetaObject::invokeMethod(
                    this, [this, id = request.task] { importLeft(id); }, Qt::QueuedConnection);
        if (outcome.prepared) {
            m_sync->add({request.task, std::move(outcome), std::move(log), path, stop});
        } else {
            log.flush(path);
            QMetaObject::invokeMethod(
                    this,
                    [this, id = request.task, header = outcome.header, spent = outcome.timings,
                     error = outcome.prepared.error()] { importFailed(id, header, spent, error); },
                    Qt::QueuedConnection);
        }
        leaveUnsynced();
    });
}

void Pool::importLeft(TaskId id)
{
    m_claims.leftWorker(id);
    scheduleTurn();
}

/// From any thread. When nothing more is on its way to the sync, what waits there need not wait on;
/// and the import threads must not wait for that sync before they get more to do.
void Pool::leaveUnsynced()
{
    const int left = --m_unsynced;
    if (left == 0)
        m_sync->hurry();
    if (left == m_refillAt)
        QMetaObject::invokeMethod(this, &Pool::scheduleTurn, Qt::QueuedConnection);
}

void Pool::importFailed(TaskId id, const PackageHeader &header, const StageTimings &timings,
                        const Error &error)
{
    Job &job = *m_jobs.at(id);
    job.timings = timings;
    GroupSync::Done seen{.task = id, .header = header, .timings = timings};
    finish(job, error, &seen);
}

void Pool::groupDone(std::vector<GroupSync::Done> group)
{
    for (GroupSync::Done &done : group) {
        Job &job = *m_jobs.at(done.task);
        job.timings = done.timings;
        if (done.result)
            finish(job, {}, &done);
        else
            finish(job, done.result.error(), &done);
    }
}

/// What holds up every task, not only the one that met it.
std::optional<Error> Pool::storageProblem(const std::optional<Error> &error) const
{
    if (error && error->cause == Cause::StorageFull)
        return error;
    if (error && error->cause == Cause::Storage)
        return unwritableRoot(m_options.settings);
    return {};
}

/// The one place where a job becomes a result.
void Pool::finish(Job &job, std::optional<Error> error, GroupSync::Done *done)
{
    const Task &task = job.task;
    job.log.flush(logPath(task));
    if (error && error->cause == Cause::Canceled)
        return giveBack(job);
    if (const auto problem = storageProblem(error)) {
        pauseFor(*problem);
        return giveBack(job);
    }
    TaskResult result{
            .id = task.id, .startedAt = job.startedAt, .timings = job.timings, .error = error};
    if (done) {
        result.package = done->header.name;
        result.version = done->header.version;
    }
    if (error) {
        result.retryAt = nextTry(*error, task.attempts - task.attemptsBefore + 1, m_clock.now());
        if (job.file && isUrl(task))
            keepSource(job, error->cause);
    } else {
        result.branches = done->tips;
        result.objects = done->objects;
        if (job.isKept)
            m_kept->drop(task.id);
    }
    if (!task.frontend.isEmpty() && task.buildId && result.retryAt.isNull()) {
        result.report = error ? failureReport(*task.buildId) : successReport(task, result.branches);
        if (error && !task.isFailureReported)
            result.reportAt = m_clock.now().addDuration(m_options.settings.reportHold);
    }
    m_results << result;
    removeJob(job);
}

void Pool::keepSource(Job &job, Cause cause)
{
    if (!isWorthKeeping(cause)) {
        m_kept->drop(job.task.id);
        return;
    }
    if (auto kept = m_kept->keep(job.task.id, QUrl(job.task.source), job.file->handle()); !kept)
        qCWarning(lcPool).noquote() << kept.error().what; // the next try fetches again
}

void Pool::giveBack(Job &job)
{
    if (job.phase == Job::Phase::Fetching)
        leaveUnsynced();
    if (!job.isCanceled) {
        m_released << job.task.id;
        if (!m_isDraining && !job.requeued) {
            job.requeued = QueueEntry{.id = job.task.id,
                                      .owner = job.task.owner,
                                      .sandbox = job.task.sandbox,
                                      .isBackground = job.task.isBackground,
                                      .priority = job.task.priority,
                                      .interruptions = job.task.interruptions};
        }
    }
    removeJob(job);
}

void Pool::removeJob(Job &job)
{
    const TaskId id = job.task.id;
    m_begun->freeSlot(job.slot);
    m_claims.ended(id);
    if (job.requeued)
        m_claims.push(*job.requeued);
    m_jobs.erase(id);
    scheduleTurn();
}

void Pool::cancelJob(Job &job)
{
    job.isCanceled = true;
    job.stop.request_stop();
    if (job.phase == Job::Phase::Fetching)
        giveBack(job);
}

} // namespace sluice
