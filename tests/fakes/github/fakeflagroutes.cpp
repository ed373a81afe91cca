// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakegithub.h"
#include "fakes/github/fakewebhook.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>
#include <ranges>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kMostStatuses = 1000; // of one context on one commit
constexpr qsizetype kMostDescription = 140;

FakeAnswer invalid(const QString &resource, const QString &field, const QString &code,
                   const QString &message = {})
{
    QJsonObject error{{u"resource"_s, resource}, {u"code"_s, code}, {u"field"_s, field}};
    if (!message.isEmpty())
        error.insert(u"message"_s, message);
    return fakeError(422, u"Validation Failed"_s, {error});
}

QJsonObject statusJson(const FakeRepository &repository, const FakeStatus &status)
{
    const QJsonObject creator = fakeUserJson(status.creator);
    return {{u"url"_s,
             fakeApiUrl(u"/repos/%1/statuses/%2"_s.arg(repository.fullName(), status.sha))},
            {u"avatar_url"_s, creator.value("avatar_url"_L1)},
            {u"id"_s, status.id},
            {u"node_id"_s, u"SC_%1"_s.arg(status.id)},
            {u"state"_s, status.state},
            {u"description"_s, status.description},
            {u"target_url"_s,
             status.targetUrl.isEmpty() ? QJsonValue() : QJsonValue(status.targetUrl)},
            {u"context"_s, status.context},
            {u"creator"_s, creator},
            {u"created_at"_s, status.createdAt.toString(Qt::ISODate)},
            {u"updated_at"_s, status.createdAt.toString(Qt::ISODate)}};
}

FakeAnswer createStatus(const FakeContext &context, FakeRepository &repository, const QString &sha)
{
    const QJsonObject body = QJsonDocument::fromJson(context.request.body).object();
    const QString state = body.value("state"_L1).toString();
    const QString description = body.value("description"_L1).toString();
    const QString permission = repository.permissions.value(context.token.login);
    const bool isFineGrained = context.token.kind == FakeToken::Kind::FineGrained;
    const bool mayWrite = context.token.kind == FakeToken::Kind::Installation
                       || ((permission == "admin"_L1 || permission == "write"_L1)
                           && (isFineGrained || context.token.scopes.contains(u"repo"_s)
                               || context.token.scopes.contains(u"repo:status"_s)));
    if (!mayWrite) {
        FakeAnswer answer = fakeNotFound(); // GitHub hides what a token may not do
        answer.headers.append("X-Accepted-OAuth-Scopes"_L1, "repo, repo:status"_L1);
        return answer;
    }
    if (!repository.commits.contains(sha))
        return fakeError(422, u"No commit found for SHA: %1"_s.arg(sha));
    static const QStringList states{u"error"_s, u"failure"_s, u"pending"_s, u"success"_s};
    if (!states.contains(state)) {
        return invalid(u"Status"_s, u"state"_s, u"custom"_s,
                       u"state is not included in the list"_s);
    }
    if (description.size() > kMostDescription) {
        return invalid(u"Status"_s, u"description"_s, u"custom"_s,
                       u"description is too long (maximum is 140 characters)"_s);
    }
    const QString name = body.value("context"_L1).toString(u"default"_s);
    if (repository.statusCount(sha, name) >= kMostStatuses) {
        return invalid(u"Status"_s, u"base"_s, u"custom"_s,
                       u"This SHA and context has reached the maximum number of statuses."_s);
    }
    repository.statuses << FakeStatus{.id = context.state.nextId(),
                                      .sha = sha,
                                      .context = name,
                                      .state = state,
                                      .description = description,
                                      .targetUrl = body.value("target_url"_L1).toString(),
                                      .creator = context.token.login,
                                      .createdAt = context.now};
    const FakeStatus &made = repository.statuses.last();
    context.state.happened(repository, u"status"_s, fakeStatusPayload(repository, made),
                           context.now);
    return fakeJson(statusJson(repository, made), 201);
}

FakeAnswer statuses(const FakeContext &context, const FakeRepository &repository,
                    const QString &sha, bool isCombined)
{
    QJsonArray all;
    QSet<QString> seen;
    bool isPending = false;
    bool isFailed = false;
    for (const FakeStatus &status : repository.statuses | std::views::reverse) {
        const QString name = status.context.toCaseFolded(); // GitHub's contexts have no case
        if (status.sha != sha || (isCombined && seen.contains(name)))
            continue;
        seen.insert(name);
        isPending |= status.state == "pending"_L1;
        isFailed |= status.state == "failure"_L1 || status.state == "error"_L1;
        all << statusJson(repository, status);
    }
    if (!isCombined)
        return fakePage(context.request, all);
    const QString state = isFailed                   ? u"failure"_s
                        : isPending || all.isEmpty() ? u"pending"_s
                                                     : u"success"_s;
    const QString address = fakeApiUrl(u"/repos/%1/commits/%2"_s.arg(repository.fullName(), sha));
    return fakeCountedPage(context.request, u"statuses"_s, all,
                           {{u"state"_s, state},
                            {u"sha"_s, sha},
                            {u"commit_url"_s, address},
                            {u"url"_s, QString(address + u"/status"_s)},
                            {u"repository"_s, fakeRepositoryJson(repository)}});
}

/// The output and the buttons of a check run have bounds of their own.
std::optional<FakeAnswer> outputRefusal(const QJsonObject &body)
{
    if (body.contains("output"_L1)) {
        const QJsonObject output = body.value("output"_L1).toObject();
        for (const QString &field : {u"title"_s, u"summary"_s}) {
            if (!output.value(field).isString())
                return invalid(u"CheckRun"_s, field, u"missing_field"_s);
        }
    }
    const QJsonArray actions = body.value("actions"_L1).toArray();
    if (actions.size() > 3)
        return invalid(u"CheckRun"_s, u"actions"_s, u"invalid"_s);
    for (const QJsonValue &action : actions) {
        for (const auto &[field, most] : {std::pair(u"label"_s, 20), std::pair(u"identifier"_s, 20),
                                          std::pair(u"description"_s, 40)}) {
            const QString text = action[field].toString();
            if (text.isEmpty() || text.size() > most)
                return invalid(u"CheckRun"_s, field, u"invalid"_s);
        }
    }
    return {};
}

FakeAnswer writeCheckRun(const FakeContext &context, FakeRepository &repository, FakeCheckRun *old)
{
    if (context.token.kind != FakeToken::Kind::Installation)
        return fakeError(403, u"You must authenticate via a GitHub App."_s);
    const QJsonObject body = QJsonDocument::fromJson(context.request.body).object();
    FakeCheckRun run = old ? *old : FakeCheckRun{.status = u"queued"_s};
    const auto text = [&body](QLatin1StringView key, const QString &fallback) {
        return body.value(key).toString(fallback);
    };
    run.name = text("name"_L1, run.name);
    run.headSha = old ? run.headSha : text("head_sha"_L1, {});
    run.conclusion = text("conclusion"_L1, run.conclusion);
    run.status = body.contains("conclusion"_L1) ? u"completed"_s : text("status"_L1, run.status);
    run.detailsUrl = text("details_url"_L1, run.detailsUrl);
    run.externalId = text("external_id"_L1, run.externalId);
    if (body.contains("output"_L1))
        run.output = body.value("output"_L1).toObject();
    static const QStringList conclusions{u"action_required"_s, u"cancelled"_s, u"failure"_s,
                                         u"neutral"_s,         u"success"_s,   u"skipped"_s,
                                         u"timed_out"_s};
    static const QStringList known{u"queued"_s, u"in_progress"_s, u"completed"_s};
    if (run.name.isEmpty())
        return invalid(u"CheckRun"_s, u"name"_s, u"missing_field"_s);
    if (!known.contains(run.status))
        return invalid(u"CheckRun"_s, u"status"_s, u"invalid"_s);
    if (auto refused = outputRefusal(body))
        return *std::move(refused);
    if (!repository.commits.contains(run.headSha))
        return fakeError(422, u"No commit found for SHA: %1"_s.arg(run.headSha));
    if (run.status == "completed"_L1 && !conclusions.contains(run.conclusion))
        return invalid(u"CheckRun"_s, u"conclusion"_s, u"invalid"_s);
    if (run.status != "completed"_L1)
        run.conclusion.clear();
    repository.rerequestedSuites.remove(run.headSha);
    run.completedAt = run.status == "completed"_L1 ? context.now : QDateTime();
    const auto tell = [&](const QString &action) {
        context.state.happened(repository, u"check_run"_s,
                               fakeCheckRunPayload(action, repository, run, context.token.login),
                               context.now);
    };
    if (old) {
        const bool isNewlyComplete = run.status == "completed"_L1 && old->status != "completed"_L1;
        *old = run;
        if (isNewlyComplete)
            tell(u"completed"_s);
        return fakeJson(fakeCheckRunJson(repository, run));
    }
    run.id = context.state.nextId();
    run.startedAt = context.now;
    run.app = context.state.app ? context.state.app->slug : u"fake-app"_s;
    repository.checkRuns << run;
    tell(u"created"_s);
    if (run.status == "completed"_L1)
        tell(u"completed"_s);
    return fakeJson(fakeCheckRunJson(repository, run), 201);
}

FakeAnswer checkRunsOf(const FakeContext &context, const FakeRepository &repository,
                       const QString &sha)
{
    const auto option = [&context](const QString &key) {
        return context.request.query.queryItemValue(key, QUrl::FullyDecoded);
    };
    const bool isAll = option(u"filter"_s) == "all"_L1;
    const QString name = option(u"check_name"_s);
    const QString status = option(u"status"_s);
    const QString app = option(u"app_id"_s);
    const qint64 appId = context.state.app ? context.state.app->id : 0;
    QSet<QString> seen;
    QJsonArray all;
    for (const FakeCheckRun &run : repository.checkRuns | std::views::reverse) {
        if (run.headSha != sha || (!isAll && seen.contains(run.name)))
            continue;
        seen.insert(run.name);
        if ((name.isEmpty() || run.name == name) && (status.isEmpty() || run.status == status)
            && (app.isEmpty() || app.toLongLong() == appId))
            all << fakeCheckRunJson(repository, run);
    }
    return fakeCountedPage(context.request, u"check_runs"_s, all);
}

} // namespace

QJsonObject fakeCheckRunJson(const FakeRepository &repository, const FakeCheckRun &run)
{
    QJsonObject output{{u"title"_s, QJsonValue()},
                       {u"summary"_s, QJsonValue()},
                       {u"text"_s, QJsonValue()},
                       {u"annotations_count"_s, 0}};
    for (auto it = run.output.begin(); it != run.output.end(); ++it)
        output.insert(it.key(), it.value());
    return {{u"id"_s, run.id},
            {u"node_id"_s, u"CR_%1"_s.arg(run.id)},
            {u"head_sha"_s, run.headSha},
            {u"external_id"_s, run.externalId},
            {u"url"_s,
             fakeApiUrl(u"/repos/%1/check-runs/%2"_s.arg(repository.fullName()).arg(run.id))},
            {u"html_url"_s,
             u"https://github.test/%1/runs/%2"_s.arg(repository.fullName()).arg(run.id)},
            {u"check_suite"_s, QJsonObject{{u"id"_s, fakeSuiteId(run.headSha)}}},
            {u"details_url"_s, run.detailsUrl},
            {u"status"_s, run.status},
            {u"conclusion"_s, run.conclusion.isEmpty() ? QJsonValue() : QJsonValue(run.conclusion)},
            {u"started_at"_s, run.startedAt.toString(Qt::ISODate)},
            {u"completed_at"_s, run.completedAt.isValid()
                                        ? QJsonValue(run.completedAt.toString(Qt::ISODate))
                                        : QJsonValue()},
            {u"name"_s, run.name},
            {u"output"_s, output},
            {u"pull_requests"_s, QJsonArray()}};
}

std::optional<FakeAnswer> fakeFlagRoutes(FakeContext context, FakeRepository &repository,
                                         const QString &rest)
{
    static const QRegularExpression create(u"^/statuses/([^/]+)$"_s);
    static const QRegularExpression ofCommit(u"^/commits/(.+)/(status|statuses|check-runs)$"_s);
    static const QRegularExpression single(u"^/check-runs/(\\d+)(/rerequest)?$"_s);
    const QByteArray &method = context.request.method;
    if (const auto match = create.match(rest); match.hasMatch() && method == "POST")
        return createStatus(context, repository, match.captured(1));
    if (const auto match = ofCommit.match(rest); match.hasMatch() && method == "GET") {
        const QString sha = repository.resolve(match.captured(1));
        if (sha.isEmpty())
            return fakeNotFound();
        return match.captured(2) == "check-runs"_L1
                     ? checkRunsOf(context, repository, sha)
                     : statuses(context, repository, sha, match.captured(2) == "status"_L1);
    }
    if (rest == "/check-runs"_L1 && method == "POST")
        return writeCheckRun(context, repository, nullptr);
    const auto match = single.match(rest);
    if (!match.hasMatch())
        return {};
    FakeCheckRun *run = repository.checkRun(match.captured(1).toLongLong());
    if (!run)
        return fakeNotFound();
    if (method == "PATCH")
        return writeCheckRun(context, repository, run);
    if (method == "POST" && !match.captured(2).isEmpty()) {
        if (context.token.kind == FakeToken::Kind::Personal
            && !repository.permissions.contains(context.token.login))
            return fakeError(403, u"Must have write access to re-request a check run."_s);
        context.state.rerequest(repository, *run, context.token.login, context.now);
        return fakeJson(QJsonObject(), 201);
    }
    return fakeJson(fakeCheckRunJson(repository, *run));
}

} // namespace sluice
