// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pipelineservice.h"

// What a PipelineService does about events from GitHub.
namespace sluice {
using namespace Qt::StringLiterals;

namespace {

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

Result<void> PipelineService::takeDelivery(const PullEvent &event)
{
    if (!event.delivery.isEmpty()) {
        const auto isNew = m_store.isNewDelivery(event.delivery);
        if (!isNew)
            return std::unexpected(isNew.error());
        if (!*isNew)
            return {};
    }
    take(event);
    return {};
}

void PipelineService::take(const PullEvent &event)
{
    switch (event.kind) {
    case PullEvent::Kind::Reopened:
        takeHead(event);
        break;
    case PullEvent::Kind::Opened:
    case PullEvent::Kind::Synchronized: // late ones must not bring back what was overtaken
        m_runner.onPull(pipelineOf(event));
        break;
    case PullEvent::Kind::Closed:
        m_runner.onPullClosed(event.repository, event.number);
        break;
    case PullEvent::Kind::CheckRerequested:
        retryCheck(event);
        break;
    case PullEvent::Kind::Commented:
        if (auto done = m_store.countRefused(u"comment"_s); !done)
            tell(u"store"_s, 0, done.error());
        break;
    }
}

void PipelineService::takeHead(const PullEvent &event)
{
    const auto known = m_store.find(event.repository, event.number, event.headSha);
    const bool isBack = known && *known
                     && ((*known)->state == PipelineState::Superseded
                         || (*known)->state == PipelineState::Closed);
    if (isBack)
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
        if (auto done = retry(pipeline.id, run->chroot); !done)
            emit problem(pipeline.id, done.error());
        return;
    }
    if (auto done = m_store.countRefused(u"check of no pipeline"_s); !done)
        tell(u"store"_s, 0, done.error());
}

} // namespace sluice
