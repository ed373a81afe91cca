// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/farmtests.h"

#include "packit/chroottable.h"
#include "pipeline/retrypause.h"

#include <QPointer>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

FarmSubmission submissionOf(const TestRequest &request)
{
    const ChrootName target = splitChroot(request.target);
    FarmSubmission made{.fmfUrl = request.fmfUrl.isEmpty() ? request.cloneUrl : request.fmfUrl,
                        .fmfRef = request.fmfUrl.isEmpty() ? request.headSha : request.fmfRef,
                        .fmfPath = request.fmfPath,
                        .plan = request.tmtPlan,
                        .compose = farmCompose(target.distribution),
                        .architecture = target.architecture,
                        .context
                        = {{u"distro"_s, target.distribution}, {u"arch"_s, target.architecture}}};
    if (request.buildId)
        made.artifacts << FarmArtifact{.build = *request.buildId, .chroot = request.chroot};
    return made;
}

/// None: not the end.
std::optional<FlagState> resultOf(FarmState state)
{
    switch (state) {
    case FarmState::Passed:
        return FlagState::Success;
    case FarmState::Failed:
    case FarmState::NeedsInspection:
        return FlagState::Failure;
    case FarmState::Error:
        return FlagState::Error;
    case FarmState::Skipped:
    case FarmState::Canceled:
        return FlagState::Neutral;
    case FarmState::New:
    case FarmState::Queued:
    case FarmState::Running:
    case FarmState::CancelRequested:
    case FarmState::Unknown:
        return {};
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

struct FarmTests::Submission
{
    TestRequest request;
    QPointer<QObject> context;
    std::function<void(Result<QString>)> done;
    int failures = 0;
};

FarmTests::FarmTests(FarmClient &client, Timers &timers, PollPace pace, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_timers(timers)
    , m_watcher(client, timers, pace)
{
    connect(&m_watcher, &FarmWatcher::changed, this, &FarmTests::onChanged);
    connect(&m_watcher, &FarmWatcher::gone, this, [this](const QString &request) {
        emit happened({.what = TestEvent::What::Finished,
                       .request = request,
                       .result = FlagState::Error,
                       .detail = u"The test run was deleted in Testing Farm."_s});
    });
    connect(&m_watcher, &FarmWatcher::troubled, this,
            [this](const QString &, const Error &error) { emit troubled(0, error); });
}

void FarmTests::submit(const TestRequest &request, QObject *context,
                       std::function<void(Result<QString>)> done)
{
    send(std::make_shared<Submission>(Submission{request, context, std::move(done)}));
}

void FarmTests::send(const std::shared_ptr<Submission> &submission)
{
    if (!submission->context)
        return;
    ++m_inFlight;
    m_client.submit(submissionOf(submission->request),
                    [this, guard = QPointer(this), submission](const Result<FarmRun> &run) {
                        if (guard)
                            end(submission, run);
                    });
}

void FarmTests::end(const std::shared_ptr<Submission> &submission, const Result<FarmRun> &run)
{
    --m_inFlight;
    if (!submission->context)
        return;
    if (!run && isTransient(run.error().cause) && submission->failures < kMostRetries) {
        emit troubled(submission->request.pipeline, run.error());
        m_timers.callAt(retryMoment(m_timers.now(), submission->failures++, run.error()), this,
                        [this, submission] { send(submission); });
        return;
    }
    submission->done(run.transform([](const FarmRun &made) { return made.id; }));
    if (run)
        m_watcher.watch(run->id);
}

void FarmTests::cancel(const QString &request)
{
    m_watcher.forget(request);
    m_client.cancel(request, [this, guard = QPointer(this), request](const Result<void> &done) {
        if (!guard || done)
            return;
        emit troubled(0, done.error());
        if (isTransient(done.error().cause)) {
            m_timers.callAt(retryMoment(m_timers.now(), 0, done.error()), this,
                            [this, request] { cancel(request); });
        }
    });
}

void FarmTests::onChanged(const FarmRun &run)
{
    TestEvent event{.request = run.id, .detail = run.summary, .url = run.artifacts.toString()};
    const auto result = resultOf(run.state);
    if (!result && run.state != FarmState::Running)
        return; // queued: nobody needs to know
    event.what = result ? TestEvent::What::Finished : TestEvent::What::Started;
    event.result = result.value_or(FlagState::Running);
    if (run.state == FarmState::Skipped && event.detail.isEmpty())
        event.detail = u"Tests skipped ..."_s;
    emit happened(event);
}

} // namespace sluice
