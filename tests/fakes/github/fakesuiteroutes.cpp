// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakegithub.h"
#include "fakes/github/fakewebhook.h"

#include <QRegularExpression>

#include <algorithm>
#include <ranges>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// The newest run of each name.
QList<FakeCheckRun> latestRuns(const FakeRepository &repository, const QString &sha)
{
    QList<FakeCheckRun> latest;
    for (const FakeCheckRun &run : repository.checkRuns | std::views::reverse) {
        const auto isSame = [&run](const FakeCheckRun &other) { return other.name == run.name; };
        if (run.headSha == sha && !std::ranges::any_of(latest, isSame))
            latest << run;
    }
    return latest;
}

QJsonObject suiteJson(const FakeContext &context, const FakeRepository &repository,
                      const QString &sha)
{
    static const QStringList worstFirst{u"failure"_s,   u"timed_out"_s, u"action_required"_s,
                                        u"cancelled"_s, u"success"_s,   u"neutral"_s,
                                        u"skipped"_s};
    const QList<FakeCheckRun> runs = latestRuns(repository, sha);
    const bool isAskedAgain = repository.rerequestedSuites.contains(sha);
    const auto has = [&runs](const QString &status) {
        return std::ranges::any_of(runs, [&](const auto &run) { return run.status == status; });
    };
    const QString status = isAskedAgain || runs.isEmpty() ? u"queued"_s
                         : has(u"in_progress"_s)          ? u"in_progress"_s
                         : has(u"queued"_s)               ? u"queued"_s
                                                          : u"completed"_s;
    QJsonValue conclusion;
    const auto worst = std::ranges::find_if(worstFirst, [&runs](const QString &one) {
        return std::ranges::find(runs, one, &FakeCheckRun::conclusion) != runs.end();
    });
    if (status == "completed"_L1 && worst != worstFirst.end())
        conclusion = *worst;
    const qint64 id = fakeSuiteId(sha);
    const QString address
            = fakeApiUrl(u"/repos/%1/check-suites/%2"_s.arg(repository.fullName()).arg(id));
    const QString slug = context.state.app ? context.state.app->slug : QString();
    const qint64 appId = context.state.app ? context.state.app->id : 0;
    return {{u"id"_s, id},
            {u"node_id"_s, u"CS_%1"_s.arg(id)},
            {u"head_branch"_s, QJsonValue()},
            {u"head_sha"_s, sha},
            {u"status"_s, status},
            {u"conclusion"_s, conclusion},
            {u"url"_s, address},
            {u"before"_s, QJsonValue()},
            {u"after"_s, sha},
            {u"pull_requests"_s, QJsonArray()},
            {u"app"_s, QJsonObject{{u"id"_s, appId}, {u"slug"_s, slug}, {u"name"_s, slug}}},
            {u"repository"_s, fakeRepositoryJson(repository)},
            {u"latest_check_runs_count"_s, runs.size()},
            {u"check_runs_url"_s, QString(address + u"/check-runs"_s)}};
}

QString shaOfSuite(const FakeRepository &repository, qint64 id)
{
    const auto found = std::ranges::find_if(
            repository.checkRuns, [id](const auto &run) { return fakeSuiteId(run.headSha) == id; });
    return found == repository.checkRuns.end() ? QString() : found->headSha;
}

} // namespace

qint64 fakeSuiteId(const QString &sha) { return sha.left(11).toLongLong(nullptr, 16); }

std::optional<FakeAnswer> fakeSuiteRoutes(FakeContext context, FakeRepository &repository,
                                          const QString &rest)
{
    static const QRegularExpression ofCommit(u"^/commits/(.+)/check-suites$"_s);
    static const QRegularExpression single(u"^/check-suites/(\\d+)(/rerequest|/check-runs)?$"_s);
    const bool isRead = context.request.method == "GET";
    if (const auto match = ofCommit.match(rest); match.hasMatch() && isRead) {
        const QString sha = repository.resolve(match.captured(1));
        if (sha.isEmpty())
            return fakeNotFound();
        QJsonArray all;
        if (!latestRuns(repository, sha).isEmpty())
            all << suiteJson(context, repository, sha);
        return fakeCountedPage(context.request, u"check_suites"_s, all);
    }
    const auto match = single.match(rest);
    if (!match.hasMatch())
        return {};
    const QString sha = shaOfSuite(repository, match.captured(1).toLongLong());
    if (sha.isEmpty())
        return fakeNotFound();
    if (isRead && match.captured(2) == "/check-runs"_L1)
        return fakeFlagRoutes(context, repository, u"/commits/%1/check-runs"_s.arg(sha));
    if (isRead && match.captured(2).isEmpty())
        return fakeJson(suiteJson(context, repository, sha));
    if (context.request.method != "POST" || match.captured(2) != "/rerequest"_L1)
        return {};
    repository.rerequestedSuites.insert(sha);
    const QJsonObject payload{{u"action"_s, u"rerequested"_s},
                              {u"check_suite"_s, suiteJson(context, repository, sha)},
                              {u"repository"_s, fakeRepositoryJson(repository)},
                              {u"sender"_s, fakeUserJson(context.token.login)}};
    context.state.happened(repository, u"check_suite"_s, payload, context.now);
    return fakeJson(QJsonObject(), 201);
}

} // namespace sluice
