// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What happens in a repository, and whom GitHub tells of it.
#include "fakes/github/fakegithub.h"
#include "fakes/github/fakewebhook.h"

#include <QUuid>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// Asked of the App that made the check run; repository hooks never hear of it.
bool isForAppsOnly(const QString &event, const QJsonObject &payload)
{
    const QString action = payload.value("action"_L1).toString();
    return (event == "check_run"_L1 || event == "check_suite"_L1)
        && (action == "rerequested"_L1 || action == "requested_action"_L1);
}

/// GitHub sends these to every App that may see checks.
bool isAlwaysSent(const QString &event)
{
    return event == "check_run"_L1 || event == "check_suite"_L1
        || event.startsWith("installation"_L1);
}

/// As GitHub spells it; Qt keeps names in lower case.
QString headerName(QLatin1StringView name)
{
    QStringList words = QString(name).split(u'-');
    for (QString &word : words) {
        word[0] = word.at(0).toUpper();
        word = word == "Github"_L1 ? u"GitHub"_s : word == "Id"_L1 ? u"ID"_s : word;
    }
    return words.join(u'-');
}

} // namespace

FakeHook &FakeGithubState::addHook(FakeRepository &repository, const QString &url,
                                   const QStringList &events, const QDateTime &at,
                                   const QByteArray &secret)
{
    repository.hooks << FakeHook{.id = nextId(),
                                 .url = url,
                                 .secret = secret,
                                 .events = events.isEmpty() ? QStringList{u"push"_s} : events,
                                 .targetId = repository.id,
                                 .createdAt = at};
    ping(repository, repository.hooks.last(), at);
    return repository.hooks.last();
}

void FakeGithubState::ping(const FakeRepository &repository, FakeHook &hook, const QDateTime &at)
{
    QJsonObject payload = fakePingPayload(repository);
    payload.insert(u"hook_id"_s, hook.id);
    payload.insert(u"hook"_s, fakeHookJson(hook, fakeHookAddress(repository, hook)));
    record(hook, {.guid = newGuid(),
                  .event = u"ping"_s,
                  .payload = payload,
                  .deliveredAt = at,
                  .repositoryId = repository.id});
}

void FakeGithubState::happened(FakeRepository &repository, const QString &event,
                               const QJsonObject &payload, const QDateTime &at)
{
    FakeDelivery delivery{.guid = newGuid(),
                          .event = event,
                          .payload = payload,
                          .deliveredAt = at,
                          .repositoryId = repository.id};
    for (FakeHook &hook : repository.hooks) {
        if (hook.wants(event) && !isForAppsOnly(event, payload))
            record(hook, delivery);
    }
    if (!app || !(app->hook.wants(event) || (app->hook.isActive && isAlwaysSent(event))))
        return;
    const auto installed = std::ranges::find_if(app->installations, [&repository](const auto &one) {
        return one.account.compare(repository.owner, Qt::CaseInsensitive) == 0;
    });
    if (installed == app->installations.end())
        return;
    delivery.installationId = installed->id;
    delivery.payload.insert(
            u"installation"_s,
            QJsonObject{{u"id"_s, installed->id},
                        {u"node_id"_s,
                         u"MDIzOkludGVncmF0aW9uSW5zdGFsbGF0aW9u%1"_s.arg(installed->id)}});
    app->hook.targetType = u"integration"_s;
    app->hook.targetId = app->id;
    record(app->hook, delivery);
}

void FakeGithubState::redeliver(FakeHook &hook, FakeDelivery delivery, const QDateTime &at)
{
    delivery.deliveredAt = at;
    delivery.isRedelivery = true;
    delivery.status = FakeDelivery().status;
    delivery.statusCode = FakeDelivery().statusCode;
    delivery.responseHeaders = QJsonObject();
    delivery.responsePayload = QString();
    record(hook, delivery);
}

FakeDelivery *FakeGithubState::delivery(qint64 id)
{
    for (const auto &repository : m_repositories) {
        for (FakeHook &hook : repository->hooks) {
            if (FakeDelivery *found = hook.delivery(id))
                return found;
        }
    }
    return app ? app->hook.delivery(id) : nullptr;
}

QString FakeGithubState::newGuid()
{
    return QUuid::createUuidV5(QUuid(), QString::number(nextId())).toString(QUuid::WithoutBraces);
}

void FakeGithubState::record(FakeHook &hook, FakeDelivery delivery)
{
    delivery.id = nextId();
    delivery.url = hook.url;
    const FakeWebhook sent = makeWebhook(hook, delivery);
    delivery.requestHeaders = {};
    for (qsizetype i = 0; i < sent.headers.size(); ++i) {
        delivery.requestHeaders.insert(headerName(sent.headers.nameAt(i)),
                                       QString::fromUtf8(sent.headers.valueAt(i)));
    }
    hook.deliveries << delivery;
    if (onDelivery)
        onDelivery(delivery.id, QUrl(hook.url), sent);
}

void FakeGithubState::close(FakeRepository &repository, FakePull &pull, const QDateTime &at)
{
    pull.state = u"closed"_s;
    pull.updatedAt = pull.closedAt = at;
    happened(repository, u"pull_request"_s, fakePullPayload(u"closed"_s, repository, pull), at);
}

void FakeGithubState::reopen(FakeRepository &repository, FakePull &pull, const QDateTime &at)
{
    pull.state = u"open"_s;
    pull.updatedAt = at;
    pull.closedAt = {};
    happened(repository, u"pull_request"_s, fakePullPayload(u"reopened"_s, repository, pull), at);
}

const FakeComment &FakeGithubState::addComment(FakeRepository &repository, int issue,
                                               const QString &author, const QString &body,
                                               const QDateTime &at)
{
    repository.comments << FakeComment{nextId(), issue, author, body, at};
    if (const FakePull *pull = repository.pull(issue)) {
        happened(repository, u"issue_comment"_s,
                 fakeCommentPayload(repository, *pull, repository.comments.last()), at);
    }
    return repository.comments.last();
}

void FakeGithubState::rerequest(FakeRepository &repository, const FakeCheckRun &run,
                                const QString &sender, const QDateTime &at)
{
    repository.rerequestedSuites.insert(run.headSha);
    happened(repository, u"check_run"_s, fakeRerequestPayload(repository, run, sender), at);
}

} // namespace sluice
