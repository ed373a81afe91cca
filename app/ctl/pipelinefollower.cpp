// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/pipelinefollower.h"

#include "ctl/output.h"
#include "ctl/pipelinetext.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr auto kLookAgain = std::chrono::seconds(1);

/// Nobody's fault.
bool isOvertaken(const Pipeline &pipeline) { return isOld(pipeline.state); }

} // namespace

PipelineFollower::PipelineFollower(PipelineService &service, Output &output, const Options &options)
    : m_service(service)
    , m_output(output)
    , m_options(options)
{
    connect(&m_signals, &StopSignals::stopAsked, this, [this] {
        complain(u"stopping: everything is kept, `sluicectl pipeline watch` goes on with it"_s);
        finish();
    });
    connect(&m_signals, &StopSignals::hurryAsked, this, [this] { m_loop.quit(); });
    connect(&m_service, &PipelineService::changed, this, &PipelineFollower::look);
    connect(&m_service, &PipelineService::flagWritten, this, &PipelineFollower::onFlag);
    connect(&m_service, &PipelineService::problem, this, &PipelineFollower::onProblem);
    connect(&m_service, &PipelineService::stopped, &m_loop, &QEventLoop::quit);
    connect(&m_look, &QTimer::timeout, this, [this] {
        const QSet<PipelineId> open = m_open;
        for (const PipelineId id : open)
            look(id);
    });
    m_look.start(kLookAgain);
}

ExitCode PipelineFollower::run(const QString &repository, int number)
{
    m_service.start();
    m_service.run(repository, number, this, [this](const Result<PipelineId> &id) {
        if (!id)
            return stopFor(id.error());
        follow(*id);
    });
    return exec();
}

ExitCode PipelineFollower::retry(PipelineId id, const QString &chroot)
{
    m_service.start();
    if (auto done = m_service.retry(id, {.chroot = chroot}); !done) {
        complain(done.error().what);
        return done.error().cause == Cause::Storage ? ExitCode::Stopped : ExitCode::Failed;
    }
    follow(id);
    return exec();
}

ExitCode PipelineFollower::watch(const QStringList &repositories, bool isListening)
{
    if (isListening) {
        const auto port = m_service.listen();
        if (!port)
            return stopped(port.error());
        complain(u"webhooks come in at http://127.0.0.1:%1/webhook"_s.arg(*port));
    }
    m_isStarted = true;
    m_service.start();
    m_service.watch(repositories);
    return exec();
}

ExitCode PipelineFollower::exec()
{
    m_loop.exec();
    m_output.flush();
    return result();
}

void PipelineFollower::follow(PipelineId id)
{
    m_followed = id;
    m_isStarted = true;
    if (const auto found = record(id); found && !m_options.isJson)
        m_output.line(u"pipeline %1: %2 at %3"_s.arg(id).arg(found->pipeline.label(),
                                                             found->pipeline.headSha));
    m_output.flush();
    // From the event loop: it may have ended long ago.
    QMetaObject::invokeMethod(this, [this, id] { look(id); }, Qt::QueuedConnection);
}

void PipelineFollower::onFlag(PipelineId id, const QString &name, const FlagValue &value)
{
    if (!m_options.isJson && (m_followed == 0 || id == m_followed)) {
        const QString line = flagLine(name, value);
        m_output.line(m_followed == 0 ? u"%1  %2"_s.arg(id).arg(line) : line);
        m_output.flush();
    }
    look(id);
}

/// Prints a pipeline that has ended, once.
void PipelineFollower::look(PipelineId id)
{
    const auto found = record(id);
    if (!found)
        return;
    if (!found->isOver()) {
        m_open.insert(id);
        m_ended.remove(id); // it may have been started again
        m_failed.remove(id);
        return;
    }
    m_open.remove(id);
    if (m_followed != 0 && id != m_followed && !m_options.isUntilDone)
        return;
    if (!m_ended.contains(id)) {
        m_ended.insert(id);
        if (!found->isGood() && (id == m_followed || !isOvertaken(found->pipeline)))
            m_failed.insert(id);
        if (m_options.isJson)
            m_output.line(pipelineJson(*found));
        else
            m_output.line(pipelineLine(*found));
        m_output.flush();
    }
    if (isFollowedOver() && (!m_options.isUntilDone || isAllDone()))
        finish();
}

bool PipelineFollower::isFollowedOver() const
{
    return m_followed != 0 && m_ended.contains(m_followed);
}

bool PipelineFollower::isAllDone()
{
    const auto active = m_service.store().active();
    const auto waiting = m_service.store().withWaitingFlags();
    return active && active->isEmpty() && waiting && waiting->isEmpty();
}

void PipelineFollower::onProblem(PipelineId id, const Error &error)
{
    complain(oneLine(id == 0 ? error.what : u"pipeline %1: %2"_s.arg(id).arg(error.what)));
    // Nobody is there to give another token: better to end than to wait for ever.
    const bool isHopeless = error.cause == Cause::Forbidden || error.cause == Cause::Storage
                         || error.cause == Cause::StorageFull;
    if (m_isStarted && m_followed != 0 && id == m_followed && isHopeless && !isFollowedOver())
        stopFor(error);
}

void PipelineFollower::stopFor(const Error &error)
{
    if (!m_error)
        m_error = error;
    finish();
}

void PipelineFollower::finish()
{
    if (!std::exchange(m_isFinishing, true))
        QMetaObject::invokeMethod(&m_service, &PipelineService::stop, Qt::QueuedConnection);
}

std::optional<PipelineRecord> PipelineFollower::record(PipelineId id)
{
    auto found = readPipeline(m_service.store(), m_service.ledger(), id);
    if (!found) {
        stopFor(found.error());
        return {};
    }
    return *std::move(found);
}

ExitCode PipelineFollower::result()
{
    if (m_error) {
        complain(oneLine(m_error->what));
        return m_error->cause == Cause::NotFound ? ExitCode::Failed : ExitCode::Stopped;
    }
    if (m_followed != 0 && !m_ended.contains(m_followed)) {
        complain(u"pipeline %1 has not ended: `sluicectl pipeline watch` goes on with it"_s.arg(
                m_followed));
        return ExitCode::Stopped;
    }
    if (!m_isStarted)
        return ExitCode::Stopped;
    const auto active = m_service.store().active();
    if (m_followed == 0 && active && !active->isEmpty()) {
        complain(u"%1 pipeline(s) have not ended: `sluicectl pipeline watch` goes on with them"_s
                         .arg(active->size()));
        return ExitCode::Stopped;
    }
    return m_failed.isEmpty() ? ExitCode::Succeeded : ExitCode::Failed;
}

} // namespace sluice
