// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"
#include "github/apicall.h"
#include "github/githuboptions.h"
#include "github/rategovernor.h"

#include "budget/callrecord.h"

#include <QHash>
#include <QObject>

#include <functional>
#include <map>
#include <memory>

namespace sluice {

class CacheStore;
class HttpTransport;
class LedgerStore;
class ResponseCache;
class Timers;
class TokenSource;
struct ExchangeParts;

/// Asks one GitHub with one token: cache, then requests in flight, then the governor, then the
/// network, and a line in the ledger for each request made. One thread.
class GithubClient final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GithubClient)

public:
    using Done = std::function<void(Result<ApiAnswer>)>;
    using PagesDone = std::function<void(Result<QList<ApiAnswer>>)>;

    /// All must outlive it. `ledger` and `cache` may be null.
    GithubClient(GithubOptions options, HttpTransport &transport, TokenSource &tokens,
                 Timers &timers, LedgerStore *ledger, CacheStore *cache, QObject *parent = nullptr);
    ~GithubClient() override;

    /// Calls back once, never from within this call; not at all once the context is gone. Succeeds
    /// with a 2xx only. *forbidden*: the token is revoked (401) or may not do this (403, names what
    /// is missing); *not found*: 404 and 410; *invalid*: 422 and other refusals, GitHub's message
    /// in `detail`; *network* and *upstream* after the repeats. What a limit holds back is no
    /// error: it waits, unless pacing is off; then it is *upstream* with retryAt.
    RequestId send(const ApiRequest &request, QObject *context, Done done);
    /// This page and those after it, up to so many. The last one's nextPage tells whether there are
    /// more.
    void getPages(const ApiRequest &request, int limit, QObject *context, PagesDone done);
    /// Takes a request out that has not left yet: it is not called back. False where it has left or
    /// is not known.
    bool cancel(RequestId id);

    [[nodiscard]] const GithubOptions &options() const { return m_options; }
    [[nodiscard]] QString tokenLabel() const;
    /// What waits, is under way and is left, for gauges and forecasts.
    [[nodiscard]] RateGovernor &governor() { return *m_governor; }
    /// Requests handed in that have no answer yet, held ones included.
    [[nodiscard]] int pending() const;

signals:
    /// Each HTTP exchange: redirects, repeats and 304 as well. After it ended.
    void requestMade(const sluice::CallRecord &record);

private:
    struct Caller;
    struct Running;

    void finish(RequestId first, const Result<ApiAnswer> &answer);
    void nextPage(ApiRequest request, int limit, QObject *context, PagesDone done,
                  QList<ApiAnswer> pages);
    void recordOwn(const CallRecord &call, const QByteArray &token);
    void record(const CallRecord &call, const std::optional<RateLimit> &limit,
                const QByteArray &token);
    void forget(RequestId first, const Running &running);

    const GithubOptions m_options;
    TokenSource &m_tokens;
    LedgerStore *m_ledger;
    std::unique_ptr<RateGovernor> m_governor;
    std::unique_ptr<ResponseCache> m_cache;
    std::unique_ptr<ExchangeParts> m_parts;
    std::map<RequestId, Running> m_running; ///< by the first caller
    QHash<QByteArray, RequestId> m_joinable; ///< what a further reader of the same may join
    QHash<RequestId, RequestId> m_joined; ///< who did, and whom
    RequestId m_lastId = 0;
};

} // namespace sluice
