// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"
#include "fakes/github/fakegithubstate.h"
#include "fakes/github/fakeratewindow.h"

#include <QHttpHeaders>
#include <QJsonArray>
#include <QJsonDocument>
#include <QUrlQuery>

#include <chrono>

namespace sluice {

/// A request as it came in.
struct FakeRequest
{
    QByteArray method;
    QString path; ///< without the query, decoded
    QUrlQuery query;
    QHttpHeaders headers;
    QByteArray body;

    /// From "/repos/o/r?x=1".
    [[nodiscard]] static FakeRequest of(const QByteArray &method, const QByteArray &target,
                                        const QHttpHeaders &headers, const QByteArray &body);
};

/// An answer, with what shall go wrong on its way.
struct FakeAnswer
{
    int status = 200;
    QHttpHeaders headers;
    QByteArray body;
    std::chrono::milliseconds delay{0};
    qint64 cutAfter = -1; ///< bytes of the body, then the connection closes
    bool isReset = false; ///< the connection breaks, after `cutAfter` bytes or at once
    bool isGarbled = false; ///< the body ends in what is no JSON
    int cost = 1; ///< of the limit: more than one for large GraphQL queries alone
};

/// One answered request.
struct FakeCall
{
    QDateTime at;
    QByteArray method;
    QString path; ///< with the query
    QByteArray body;
    int status = 0;
    QString login; ///< whose token
    QString resource; ///< "core", "graphql"; empty: none was charged
    int cost = 0;
};

/// What shall go wrong.
struct FakeFault
{
    QByteArray method; ///< empty: any
    QString pathPart; ///< empty: any
    FakeAnswer answer; ///< status 0: the true answer, but late, cut or garbled
    int times = 1;
    QByteArray bodyPart = {}; ///< empty: any
};

/// GitHub as its documentation describes it, without a network: REST and GraphQL over a state of
/// our own, with tokens, limits and conditional requests. One thread.
class FakeGithub final
{
    Q_DISABLE_COPY_MOVE(FakeGithub)

public:
    explicit FakeGithub(const Clock &clock);

    [[nodiscard]] FakeGithubState &state() { return m_state; }
    [[nodiscard]] FakeLimits &limits() { return m_limits; }
    void fail(const FakeFault &fault) { m_faults << fault; }

    [[nodiscard]] FakeAnswer answer(const FakeRequest &request);
    /// A request that takes time, for the limit of concurrent ones: before answer() and when sent.
    void begin(const FakeRequest &request) { ++m_open[client(request)]; }
    void end(const FakeRequest &request) { --m_open[client(request)]; }
    [[nodiscard]] const QList<FakeCall> &calls() const { return m_calls; }
    void forgetCalls() { m_calls.clear(); }

private:
    [[nodiscard]] FakeAnswer answerAuthorized(const FakeRequest &request, FakeToken &token);
    [[nodiscard]] FakeAnswer answerApp(const FakeRequest &request, const QByteArray &jwt);
    [[nodiscard]] std::optional<FakeAnswer> planned(const FakeRequest &request);
    [[nodiscard]] std::optional<FakeAnswer> refusal(const FakeRequest &request,
                                                    const FakeToken &token);
    /// Whose limits a request counts against.
    [[nodiscard]] QByteArray client(const FakeRequest &request);
    void record(const FakeRequest &request, const FakeAnswer &answer, const QString &login,
                const QString &resource, int cost);
    [[nodiscard]] FakeAnswer conditional(const FakeRequest &request, const FakeToken &token,
                                         FakeAnswer answer) const;

    const Clock &m_clock;
    FakeGithubState m_state;
    FakeLimits m_limits;
    FakeRateWindows m_windows;
    QList<FakeFault> m_faults;
    QList<FakeCall> m_calls;
    QHash<QByteArray, int> m_open;
    qint64 m_lastRequest = 0;
};

/// What a route works with.
struct FakeContext
{
    FakeGithubState &state;
    const FakeRequest &request;
    const FakeToken &token;
    QDateTime now;
    const FakeRateWindows::Window &window; ///< what the request is charged to
};

[[nodiscard]] FakeAnswer fakeJson(const QJsonValue &value, int status = 200);
[[nodiscard]] FakeAnswer fakeError(int status, const QString &message,
                                   const QJsonArray &errors = QJsonArray());
[[nodiscard]] FakeAnswer fakeNotFound();
/// An address of the API, as bodies name it.
[[nodiscard]] QString fakeApiUrl(const QString &path);
/// As GitHub's do, the addresses in a body lead to where it was asked.
void leadBack(FakeAnswer &answer, const FakeRequest &request);
/// One part of a Link header: the request's address with another query.
[[nodiscard]] QString fakeLink(const FakeRequest &request, const QUrlQuery &query,
                               const QString &relation);
[[nodiscard]] QByteArray fakeHttpDate(const QDateTime &at);
/// With the time of its last change, which a later request may name.
[[nodiscard]] FakeAnswer fakeDated(FakeAnswer answer, const QDateTime &changed);
/// One page of a list by `per_page` and `page`, with GitHub's Link header.
[[nodiscard]] FakeAnswer fakePage(const FakeRequest &request, const QJsonArray &all);
/// The same in an object that counts all; `more` stands beside it.
[[nodiscard]] FakeAnswer fakeCountedPage(const FakeRequest &request, const QString &name,
                                         const QJsonArray &all, QJsonObject more = {});

// Routes below /repos/{owner}/{repo}; `rest` is what follows ("" or "/pulls/1"). None: not theirs.
[[nodiscard]] std::optional<FakeAnswer>
fakeContentRoutes(FakeContext context, FakeRepository &repository, const QString &rest);
[[nodiscard]] std::optional<FakeAnswer>
fakePullRoutes(FakeContext context, FakeRepository &repository, const QString &rest);
[[nodiscard]] std::optional<FakeAnswer>
fakeFlagRoutes(FakeContext context, FakeRepository &repository, const QString &rest);
[[nodiscard]] std::optional<FakeAnswer>
fakeSuiteRoutes(FakeContext context, FakeRepository &repository, const QString &rest);
[[nodiscard]] std::optional<FakeAnswer>
fakeHookRoutes(FakeContext context, FakeRepository &repository, const QString &rest);
/// Of one hook; `rest` begins with "/deliveries".
[[nodiscard]] std::optional<FakeAnswer> fakeDeliveryRoutes(FakeContext context, FakeHook &hook,
                                                           const QString &rest);
[[nodiscard]] QString fakeHookAddress(const FakeRepository &repository, const FakeHook &hook);
/// Routes that take an App's JWT instead of a token.
[[nodiscard]] bool isFakeAppRoute(const FakeRequest &request);
/// Signed in as the state's App, which there must be.
[[nodiscard]] FakeAnswer fakeAppRoutes(FakeGithubState &state, const FakeRequest &request,
                                       const QDateTime &now);
/// Everything but GraphQL.
[[nodiscard]] FakeAnswer fakeRestRoutes(FakeContext context, FakeRateWindows &windows,
                                        const FakeLimits &limits);
[[nodiscard]] FakeAnswer fakeGraphQl(FakeContext context);
/// Of a check run, for REST and webhooks.
[[nodiscard]] QJsonObject fakeCheckRunJson(const FakeRepository &repository,
                                           const FakeCheckRun &run);
/// The check suite of a commit.
[[nodiscard]] qint64 fakeSuiteId(const QString &sha);
[[nodiscard]] QJsonObject fakeRepositoryJson(const FakeRepository &repository);
[[nodiscard]] QJsonObject fakePullJson(const FakeRepository &repository, const FakePull &pull);
[[nodiscard]] QJsonObject fakeCommentJson(const FakeRepository &repository,
                                          const FakeComment &comment);
[[nodiscard]] QJsonObject fakeUserJson(const QString &login);

} // namespace sluice
