// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/coprbuilds.h"

#include "pipeline/retrypause.h"

#include <QPointer>
#include <QRegularExpression>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// As Python's fnmatch, by which Copr compares: a star matches slashes, too.
bool isMatch(const QString &pattern, const QString &project)
{
    return QRegularExpression::fromWildcard(pattern, Qt::CaseInsensitive,
                                            QRegularExpression::NonPathWildcardConversion)
            .match(project)
            .hasMatch();
}

} // namespace

struct CoprBuilds::Submission
{
    BuildRequest request;
    QPointer<QObject> context;
    std::function<void(Result<qint64>)> done;
    int failures = 0;
    bool hasAddedChroots = false;
};

CoprBuilds::CoprBuilds(CoprBuildClient &client, Timers &timers, Options options, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_timers(timers)
    , m_options(std::move(options))
    , m_watcher(client, timers, m_options.pace)
{
    connect(&m_watcher, &CoprBuildWatcher::happened, this, &CoprBuilds::onEvent);
    connect(&m_watcher, &CoprBuildWatcher::troubled, this,
            [this](qint64, const Error &error) { emit troubled(0, error); });
}

QString CoprBuilds::projectName(const QString &repository, int number)
{
    return QString(repository).replace(u'/', u'-') + u'-' + QString::number(number);
}

QString CoprBuilds::ownerOf(const BuildRequest &request) const
{
    return request.coprOwner.isEmpty() ? m_options.owner : request.coprOwner;
}

QString CoprBuilds::projectOf(const BuildRequest &request) const
{
    return request.coprProject.isEmpty() ? projectName(request.repository, request.number)
                                         : request.coprProject;
}

bool CoprBuilds::isOwnProject(const BuildRequest &request) const
{
    return ownerOf(request) == m_options.owner
        && projectOf(request) == projectName(request.repository, request.number);
}

QString CoprBuilds::pageOf(qint64 buildId) const
{
    QUrl url = m_options.pages;
    url.setPath(url.path() + u"/coprs/build/%1/"_s.arg(buildId));
    return url.toString();
}

void CoprBuilds::submit(const BuildRequest &request, QObject *context,
                        std::function<void(Result<qint64>)> done)
{
    makeProject(std::make_shared<Submission>(Submission{request, context, std::move(done)}));
}

void CoprBuilds::makeProject(const std::shared_ptr<Submission> &submission)
{
    if (!submission->context)
        return;
    const BuildRequest &request = submission->request;
    ++m_inFlight;
    if (!isOwnProject(request))
        return askForProject(submission);
    const CoprProject project{.owner = ownerOf(request),
                              .name = projectOf(request),
                              .chroots = request.chroots,
                              .description
                              = u"Builds of %1#%2."_s.arg(request.repository).arg(request.number)};
    m_client.ensureProject(project,
                           [this, guard = QPointer(this), submission](const Result<void> &made) {
                               if (!guard)
                                   return;
                               if (made)
                                   send(submission);
                               else
                                   end(submission, std::unexpected(made.error()));
                           });
}

void CoprBuilds::askForProject(const std::shared_ptr<Submission> &submission)
{
    const BuildRequest &request = submission->request;
    const QString project = u"%1/%2"_s.arg(ownerOf(request), projectOf(request));
    const QString forge = m_options.forge + u'/' + request.repository;
    m_client.allowedForgeProjects(
            ownerOf(request), projectOf(request),
            [this, guard = QPointer(this), submission, project,
             forge](const Result<QStringList> &allowed) {
                if (!guard)
                    return;
                if (!allowed)
                    return end(submission, std::unexpected(allowed.error()));
                if (std::ranges::any_of(*allowed, [&forge](const QString &pattern) {
                        return isMatch(pattern, forge);
                    }))
                    return send(submission);
                end(submission,
                    failure(Cause::Forbidden,
                            u"Not allowed to build in the Copr project %1: add %2 to its \"Packit "
                            u"allowed forge projects\"."_s.arg(project, forge),
                            {}, Who::Packager));
            });
}

void CoprBuilds::send(const std::shared_ptr<Submission> &submission)
{
    const BuildRequest &request = submission->request;
    const CoprSubmission made{.owner = ownerOf(request),
                              .project = projectOf(request),
                              .source
                              = CoprScm{.cloneUrl = request.cloneUrl,
                                        .committish = request.headSha,
                                        .subdirectory = request.specfilePath.section(u'/', 0, -2),
                                        .spec = request.specfilePath.section(u'/', -1)},
                              .chroots = request.chroots,
                              .isNetworkEnabled = request.isNetworkEnabled};
    const auto take = [this, guard = QPointer(this), submission](const Result<qint64> &build) {
        if (!guard)
            return;
        const bool isRefused = !build && build.error().cause == Cause::Invalid
                            && isOwnProject(submission->request);
        if (isRefused && !std::exchange(submission->hasAddedChroots, true))
            addChroots(submission, build.error());
        else
            end(submission, build);
    };
    m_client.submit(made, take);
}

/// An earlier push had others: its project may lack some of ours.
void CoprBuilds::addChroots(const std::shared_ptr<Submission> &submission, const Error &refusal)
{
    const BuildRequest &request = submission->request;
    m_client.addChroots(
            ownerOf(request), projectOf(request), request.chroots,
            [this, guard = QPointer(this), submission, refusal](const Result<void> &added) {
                if (!guard)
                    return;
                if (added)
                    send(submission);
                else
                    end(submission, std::unexpected(refusal));
            });
}

void CoprBuilds::end(const std::shared_ptr<Submission> &submission, const Result<qint64> &build)
{
    --m_inFlight;
    if (!submission->context)
        return;
    if (!build && isTransient(build.error().cause) && submission->failures < kMostRetries) {
        emit troubled(submission->request.pipeline, build.error());
        m_timers.callAt(retryMoment(m_timers.now(), submission->failures++, build.error()), this,
                        [this, submission] { makeProject(submission); });
        return;
    }
    submission->done(build);
    // Asked about only now: its events find the pipeline by the id that `done` has stored.
    if (build)
        m_watcher.watch(*build, ownerOf(submission->request), projectOf(submission->request));
}

void CoprBuilds::cancel(qint64 buildId)
{
    m_watcher.forget(buildId);
    m_client.cancel(buildId,
                    [this, guard = QPointer(this), buildId](const Result<CoprBuild> &done) {
                        // *invalid*: it was over before.
                        if (!guard || done || done.error().cause == Cause::Invalid)
                            return;
                        emit troubled(0, done.error());
                        if (isTransient(done.error().cause)) {
                            m_timers.callAt(retryMoment(m_timers.now(), 0, done.error()), this,
                                            [this, buildId] { cancel(buildId); });
                        }
                    });
}

void CoprBuilds::watch(qint64 buildId, const QString &repository, int number)
{
    m_watcher.watch(buildId, m_options.owner, projectName(repository, number));
}

void CoprBuilds::onEvent(const CoprBuildEvent &event)
{
    using Kind = CoprBuildEvent::Kind;
    using What = BuildEvent::What;
    BuildEvent told{.buildId = event.build,
                    .chroot = event.chroot,
                    .result = event.isOk ? FlagState::Success : FlagState::Failure,
                    .url = pageOf(event.build)};
    switch (event.kind) {
    case Kind::SrpmStarted:
        told.what = What::SrpmStarted;
        break;
    case Kind::SrpmFinished:
        told.what = What::SrpmFinished;
        break;
    case Kind::ChrootStarted:
        told.what = What::RpmStarted;
        break;
    case Kind::ChrootFinished:
        told.what = What::RpmFinished;
        break;
    case Kind::Canceled:
        told.what = What::RpmFinished;
        told.result = FlagState::Canceled;
        break;
    case Kind::Gone:
        told.what = What::RpmFinished;
        told.result = FlagState::Error;
        told.detail = u"The build was deleted in Copr."_s;
        break;
    }
    emit happened(told);
}

} // namespace sluice
