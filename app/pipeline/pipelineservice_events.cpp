// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pipelineservice.h"

#include <QJsonDocument>
#include <QJsonObject>

// What a PipelineService does about events from GitHub.
namespace sluice {
using namespace Qt::StringLiterals;

namespace {

const QString kGithubEvents = u"events from github"_s;

Pipeline pipelineOf(const PullEvent &event)
{
    return {.repository = event.repository,
            .nodeId = event.repositoryNodeId,
            .number = event.number,
            .headSha = event.headSha,
            .baseRef = event.baseRef,
            .headUrl = event.headUrl,
            .title = event.title,
            .author = event.author,
            .sender = event.sender,
            .labels = event.labels,
            .pushedAt = event.updatedAt};
}

} // namespace

Result<quint16> PipelineService::listen()
{
    if (!m_options.webhook)
        return failure(Cause::Invalid, u"webhook.port is not set."_s);
    const WebhookReceiver receiver{
            .isKnownDelivery =
                    [this](const QString &delivery) {
                        return m_store.isKnownDelivery(delivery).value_or(false);
                    },
            .take = [this](const PullEvent &event) { return takeDelivery(event); }};
    m_listener = std::make_unique<WebhookListener>(*m_options.webhook, receiver);
    return m_listener->listen();
}

/// One that could not be taken may come again.
Result<void> PipelineService::takeDelivery(const PullEvent &event)
{
    if (event.delivery.isEmpty())
        return take(event);
    return m_store.together([this, &event]() -> Result<void> {
        const auto isNew = m_store.isNewDelivery(event.delivery);
        if (!isNew)
            return std::unexpected(isNew.error());
        return *isNew ? take(event) : Result<void>();
    });
}

/// A repository with another name is still the same.
void PipelineService::noteName(const PullEvent &event)
{
    if (event.repositoryNodeId.isEmpty())
        return;
    if (auto done = m_store.rename(event.repositoryNodeId, event.repository); !done)
        tell(u"store"_s, 0, done.error());
}

Result<void> PipelineService::take(const PullEvent &event)
{
    noteName(event);
    if (!isOurs(event.repository)) {
        countRefused(u"repository not watched"_s);
        return {};
    }
    switch (event.kind) {
    case PullEvent::Kind::Reopened:
        takeHead(event);
        break;
    case PullEvent::Kind::Opened:
    case PullEvent::Kind::Synchronized: // late ones must not bring back what was overtaken
        return m_runner.onPull(pipelineOf(event));
    case PullEvent::Kind::Closed:
        m_runner.onPullClosed(event.repository, event.number);
        break;
    case PullEvent::Kind::CheckRerequested:
        retryCheck(event);
        break;
    case PullEvent::Kind::Commented:
        takeComment(event);
        break;
    }
    return {};
}

/// An App is told of every repository that it is installed on; where none is watched, all are
/// meant.
bool PipelineService::isOurs(const QString &repository)
{
    return m_poller.isEmpty() || m_poller.isWatched(repository)
        || !m_store.pipelines(repository, 0, 1).value_or(QList<Pipeline>()).isEmpty();
}

void PipelineService::takeHead(const PullEvent &event)
{
    noteName(event);
    const auto known = m_store.find(event.repository, event.number, event.headSha);
    if (known && *known && isOld((*known)->state))
        m_runner.onPullBack(**known, event.updatedAt);
    else
        m_runner.onPull(pipelineOf(event));
}

/// Somebody pressed "Re-run" on one of our checks: its chroot is built or tested again.
void PipelineService::retryCheck(const PullEvent &event)
{
    for (const Pipeline &pipeline :
         m_store.pipelines(event.repository, event.number).value_or(QList<Pipeline>())) {
        if (pipeline.headSha != event.headSha)
            continue;
        const QList<Flag> flags = m_store.flags(pipeline.id).value_or(QList<Flag>());
        const auto flag = std::ranges::find(flags, event.checkName, &Flag::name);
        if (flag == flags.end())
            continue;
        const QList<ChrootRun> runs = m_store.runs(pipeline.id).value_or(QList<ChrootRun>());
        const auto run = std::ranges::find(runs, flag->id, &ChrootRun::flag);
        if (run == runs.end() || run->progress != RunProgress::Ended)
            continue;
        if (auto done = retry(pipeline.id, {.chroot = run->chroot}); !done)
            emit problem(pipeline.id, done.error());
        return;
    }
    countRefused(u"check of no pipeline"_s);
}

/// A comment that asks for nothing, or of which nothing would come, costs no call.
void PipelineService::takeComment(const PullEvent &event)
{
    const auto command = pullCommandIn(event.commentBody);
    if (!command)
        return countRefused(u"comment"_s);
    const auto pipeline = pipelineFor(event, *command);
    if (!pipeline)
        return countRefused(u"command that changes nothing"_s);
    ApiRequest request;
    request.path = u"/repos/%1/collaborators/%2/permission"_s.arg(event.repository, event.sender);
    request.purpose = {.repository = event.repository,
                       .pipeline = *pipeline,
                       .kind = CallKind::Approved,
                       .why = u"may %1 write?"_s.arg(event.sender)};
    m_client.send(request, this, [this, event, command](const Result<ApiAnswer> &answer) {
        if (!answer && answer.error().cause != Cause::NotFound)
            return tell(kGithubEvents, 0, answer.error());
        settle(kGithubEvents);
        const QString permission = answer ? QJsonDocument::fromJson(answer->body)
                                                    .object()
                                                    .value("permission"_L1)
                                                    .toString()
                                          : QString();
        if (permission != "admin"_L1 && permission != "write"_L1)
            return countRefused(u"command without the right to it"_s);
        const auto still = pipelineFor(event, *command); // a push may have come meanwhile
        if (!still)
            return countRefused(u"command that changes nothing"_s);
        if (auto done = retry(*still, *command); !done)
            emit problem(*still, done.error());
    });
}

/// The newest of the pull request, where there is something to do.
std::optional<PipelineId> PipelineService::pipelineFor(const PullEvent &event,
                                                       const RetryWish &wish)
{
    const auto known = m_store.pipelines(event.repository, event.number);
    for (const Pipeline &pipeline : known.value_or(QList<Pipeline>())) {
        if (isOld(pipeline.state))
            continue;
        const QList<ChrootRun> runs = m_store.runs(pipeline.id).value_or(QList<ChrootRun>());
        const bool isMeant = pipeline.state == PipelineState::Refused
                                   ? wish.what == RetryWish::What::Builds
                                   : runsToRetry(pipeline.id, runs, wish).has_value();
        return isMeant ? std::optional(pipeline.id) : std::nullopt;
    }
    return {};
}

void PipelineService::countRefused(const QString &reason)
{
    if (auto done = m_store.countRefused(reason); !done)
        tell(u"store"_s, 0, done.error());
}

} // namespace sluice
