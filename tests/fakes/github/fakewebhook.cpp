// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakewebhook.h"

#include <QMessageAuthenticationCode>

namespace sluice {
using namespace Qt::StringLiterals;

FakeWebhook makeWebhook(const QString &event, const QString &guid, const QJsonObject &payload,
                        const QByteArray &secret)
{
    FakeWebhook hook{.body = QJsonDocument(payload).toJson(QJsonDocument::Compact)};
    const QByteArray signature
            = QMessageAuthenticationCode::hash(hook.body, secret, QCryptographicHash::Sha256);
    hook.headers.append(QHttpHeaders::WellKnownHeader::ContentType, "application/json"_L1);
    hook.headers.append(QHttpHeaders::WellKnownHeader::UserAgent, "GitHub-Hookshot/0000000"_L1);
    hook.headers.append("X-GitHub-Event"_L1, event.toUtf8());
    hook.headers.append("X-GitHub-Delivery"_L1, guid.toUtf8());
    hook.headers.append("X-Hub-Signature-256"_L1, "sha256="_ba + signature.toHex());
    return hook;
}

FakeWebhook makeWebhook(const FakeHook &hook, const FakeDelivery &delivery)
{
    FakeWebhook made = makeWebhook(delivery.event, delivery.guid, delivery.payload, hook.secret);
    made.headers.append(QHttpHeaders::WellKnownHeader::Accept, "*/*"_L1);
    made.headers.append("X-GitHub-Hook-ID"_L1, QByteArray::number(hook.id));
    made.headers.append("X-GitHub-Hook-Installation-Target-ID"_L1,
                        QByteArray::number(hook.targetId));
    made.headers.append("X-GitHub-Hook-Installation-Target-Type"_L1, hook.targetType.toUtf8());
    if (hook.secret.isEmpty()) {
        made.headers.removeAll("X-Hub-Signature-256"_L1);
        return made;
    }
    const QByteArray old
            = QMessageAuthenticationCode::hash(made.body, hook.secret, QCryptographicHash::Sha1);
    made.headers.append("X-Hub-Signature"_L1, "sha1="_ba + old.toHex());
    return made;
}

QJsonObject fakePullPayload(const QString &action, const FakeRepository &repository,
                            const FakePull &pull)
{
    return {{u"action"_s, action},
            {u"number"_s, pull.number},
            {u"pull_request"_s, fakePullJson(repository, pull)},
            {u"repository"_s, fakeRepositoryJson(repository)},
            {u"sender"_s, fakeUserJson(pull.author)}};
}

QJsonObject fakeRerequestPayload(const FakeRepository &repository, const FakeCheckRun &run,
                                 const QString &sender)
{
    return fakeCheckRunPayload(u"rerequested"_s, repository, run, sender);
}

QJsonObject fakeCheckRunPayload(const QString &action, const FakeRepository &repository,
                                const FakeCheckRun &run, const QString &sender)
{
    return {{u"action"_s, action},
            {u"check_run"_s, fakeCheckRunJson(repository, run)},
            {u"repository"_s, fakeRepositoryJson(repository)},
            {u"sender"_s, fakeUserJson(sender)}};
}

QJsonObject fakeStatusPayload(const FakeRepository &repository, const FakeStatus &status)
{
    return {{u"id"_s, status.id},
            {u"sha"_s, status.sha},
            {u"name"_s, repository.fullName()},
            {u"target_url"_s,
             status.targetUrl.isEmpty() ? QJsonValue() : QJsonValue(status.targetUrl)},
            {u"context"_s, status.context},
            {u"description"_s, status.description},
            {u"state"_s, status.state},
            {u"commit"_s, QJsonObject{{u"sha"_s, status.sha}}},
            {u"branches"_s, QJsonArray()},
            {u"created_at"_s, status.createdAt.toString(Qt::ISODate)},
            {u"updated_at"_s, status.createdAt.toString(Qt::ISODate)},
            {u"repository"_s, fakeRepositoryJson(repository)},
            {u"sender"_s, fakeUserJson(status.creator)}};
}

QJsonObject fakeCommentPayload(const FakeRepository &repository, const FakePull &pull,
                               const FakeComment &comment)
{
    const QJsonObject issue{
            {u"number"_s, pull.number},
            {u"title"_s, pull.title},
            {u"user"_s, fakeUserJson(pull.author)},
            {u"state"_s, pull.state},
            {u"html_url"_s,
             u"https://github.test/%1/pull/%2"_s.arg(repository.fullName()).arg(pull.number)},
            {u"author_association"_s, pull.authorAssociation},
            {u"pull_request"_s, QJsonObject{{u"url"_s, fakeApiUrl(u"/repos/%1/pulls/%2"_s.arg(
                                                               repository.fullName(),
                                                               QString::number(pull.number)))}}}};
    return {{u"action"_s, u"created"_s},
            {u"issue"_s, issue},
            {u"comment"_s, fakeCommentJson(repository, comment)},
            {u"repository"_s, fakeRepositoryJson(repository)},
            {u"sender"_s, fakeUserJson(comment.author)}};
}

QJsonObject fakePingPayload(const FakeRepository &repository)
{
    return {{u"zen"_s, u"Keep it logically awesome."_s},
            {u"hook_id"_s, 1},
            {u"hook"_s, QJsonObject{{u"type"_s, u"Repository"_s}, {u"active"_s, true}}},
            {u"repository"_s, fakeRepositoryJson(repository)}};
}

} // namespace sluice
