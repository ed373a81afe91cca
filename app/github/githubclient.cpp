// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/githubclient.h"

#include "budget/ledgerstore.h"
#include "github/apiexchange.h"
#include "github/graphql.h"
#include "github/logging.h"
#include "github/tokensource.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// One for all requests that the same answer serves; empty where none does.
QByteArray joinKey(const ApiRequest &request)
{
    return request.method == "GET" ? request.path.toUtf8() + '\n' + request.accept : QByteArray();
}

/// Under which the cache keeps what this server says.
QString shownBase(const QUrl &base)
{
    return base.toString(QUrl::RemoveUserInfo | QUrl::StripTrailingSlash | QUrl::FullyEncoded);
}

} // namespace

struct GithubClient::Caller
{
    RequestId id = 0;
    QPointer<QObject> context;
    Done done;
};

struct GithubClient::Running
{
    QPointer<ApiExchange> exchange;
    QByteArray joinKey;
    std::vector<Caller> callers;
};

GithubClient::GithubClient(GithubOptions options, HttpTransport &transport, TokenSource &tokens,
                           Timers &timers, LedgerStore *ledger, CacheStore *cache, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_tokens(tokens)
    , m_ledger(ledger)
    , m_governor(std::make_unique<RateGovernor>(m_options.governor, timers))
{
    if (cache && m_options.isCaching) {
        m_cache = std::make_unique<ResponseCache>(*cache, shownBase(m_options.baseUrl),
                                                  tokens.account());
    }
    m_parts = std::make_unique<ExchangeParts>(
            m_options, transport, tokens, timers, *m_governor, m_cache.get(),
            [this](const CallRecord &call, const QByteArray &token) { recordOwn(call, token); });
    // Those are made with another token, of whose limits the governor knows nothing.
    connect(&tokens, &TokenSource::requestMade, this,
            [this](const CallRecord &call) { record(call, {}, {}); });
}

GithubClient::~GithubClient()
{
    // They speak to the governor, which is gone before children are.
    for (const auto &[key, running] : m_running)
        delete running.exchange;
}

QString GithubClient::tokenLabel() const { return m_tokens.label(); }

int GithubClient::pending() const
{
    int callers = 0;
    for (const auto &[key, running] : m_running)
        callers += int(running.callers.size());
    return callers;
}

RequestId GithubClient::send(const ApiRequest &request, QObject *context, Done done)
{
    const RequestId id = ++m_lastId;
    Caller caller{id, context, std::move(done)};
    const QByteArray key = m_options.isJoining ? joinKey(request) : QByteArray();
    const auto same = m_running.find(key.isEmpty() ? 0 : m_joinable.value(key));
    if (same != m_running.end()) {
        m_joined.insert(id, same->first);
        same->second.callers.push_back(std::move(caller));
        same->second.exchange->raise(request.urgency);
        return id;
    }
    if (isWrite(request)) {
        // What is read from now on must not be answered by what was asked before.
        m_joinable.clear();
    }
    auto *exchange = new ApiExchange(
            *m_parts, request, [this, id](const Result<ApiAnswer> &answer) { finish(id, answer); },
            this);
    if (!key.isEmpty())
        m_joinable.insert(key, id);
    Running running{exchange, key, {}};
    running.callers.push_back(std::move(caller));
    m_running.emplace(id, std::move(running));
    exchange->start();
    return id;
}

void GithubClient::finish(RequestId first, const Result<ApiAnswer> &answer)
{
    const auto running = m_running.extract(first);
    forget(first, running.mapped());
    Result<ApiAnswer> given = answer;
    for (const Caller &caller : running.mapped().callers) {
        if (!caller.context)
            continue;
        caller.done(given);
        if (given)
            given->cost = 0; // it is counted once
    }
}

void GithubClient::forget(RequestId first, const Running &running)
{
    if (m_joinable.value(running.joinKey) == first)
        m_joinable.remove(running.joinKey);
    for (const Caller &caller : running.callers)
        m_joined.remove(caller.id);
}

bool GithubClient::cancel(RequestId id)
{
    const auto running = m_running.find(m_joined.value(id, id));
    if (running == m_running.end())
        return false;
    auto &callers = running->second.callers;
    const auto caller = std::ranges::find(callers, id, &Caller::id);
    if (caller == callers.end())
        return false;
    if (callers.size() > 1) {
        callers.erase(caller);
        m_joined.remove(id);
        return true;
    }
    if (!running->second.exchange->cancel())
        return false;
    forget(running->first, running->second);
    m_running.erase(running);
    return true;
}

void GithubClient::getPages(const ApiRequest &request, int limit, QObject *context, PagesDone done)
{
    nextPage(request, limit, context, std::move(done), {});
}

void GithubClient::nextPage(ApiRequest request, int limit, QObject *context, PagesDone done,
                            QList<ApiAnswer> pages)
{
    const auto goOn = [this, request, limit, context, done = std::move(done),
                       pages = std::move(pages)](const Result<ApiAnswer> &answer) mutable {
        if (!answer)
            return done(std::unexpected(answer.error()));
        pages.append(*answer);
        if (answer->nextPage.isEmpty() || pages.size() >= limit)
            return done(std::move(pages));
        request.path = answer->nextPage;
        nextPage(request, limit, context, std::move(done), std::move(pages));
    };
    send(request, context, goOn);
}

void GithubClient::recordOwn(const CallRecord &call, const QByteArray &token)
{
    const bool isAnswered = call.status != 0;
    record(call, isAnswered ? m_governor->known(call.resource) : std::nullopt, token);
}

void GithubClient::record(const CallRecord &call, const std::optional<RateLimit> &limit,
                          const QByteArray &token)
{
    if (m_ledger) {
        const TokenMark mark{m_ledger->fingerprintOf(token), true};
        if (const auto kept = m_ledger->add(call, limit, mark); !kept) {
            qCWarning(lcGithub).noquote() << "a call is missing in the ledger:" << kept.error().what
                                          << kept.error().detail;
        }
    }
    emit requestMade(call);
}

} // namespace sluice
