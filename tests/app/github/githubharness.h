// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/ledgerstore.h"
#include "github/cachestore.h"
#include "github/githubclient.h"
#include "github/personaltoken.h"
#include "scriptedtransport.h"
#include "store/database.h"

#include <QTemporaryDir>

#include <map>
#include <memory>

namespace sluice {

/// A client with a scripted GitHub, a clock that is turned by hand and a store of its own.
class GithubHarness final : public QObject
{
public:
    GithubHarness() { restart(); }

    /// A new process with the old store.
    void restart(const QString &name = QStringLiteral("robot"), GithubOptions options = {})
    {
        client.reset();
        cache.reset();
        ledger.reset();
        database.reset();
        options.baseUrl = baseUrl;
        database = *Database::open(directory.filePath(QStringLiteral("queue.sqlite")));
        cache = std::make_unique<CacheStore>(*database, timers);
        ledger = std::make_unique<LedgerStore>(*database, timers);
        token = std::make_unique<PersonalToken>(name, QByteArrayLiteral("secret-token"));
        client = std::make_unique<GithubClient>(options, transport, *token, timers, ledger.get(),
                                                cache.get());
        connect(client.get(), &GithubClient::requestMade, this,
                [this](const CallRecord &call) { calls << call; });
    }

    RequestId send(const ApiRequest &request)
    {
        const auto place = std::make_shared<RequestId>(0);
        *place = client->send(request, this, [this, place](const Result<ApiAnswer> &answer) {
            answers.insert_or_assign(*place, answer);
        });
        return *place;
    }
    RequestId get(const QString &path) { return send({.path = path}); }
    /// The answer once all that is due now was done.
    Result<ApiAnswer> ask(const ApiRequest &request)
    {
        const RequestId id = send(request);
        timers.turn(std::chrono::seconds(60));
        return answerTo(id);
    }
    [[nodiscard]] Result<ApiAnswer> answerTo(RequestId id) const
    {
        const auto found = answers.find(id);
        if (found == answers.end())
            return failure(Cause::Canceled, QStringLiteral("no answer yet"));
        return found->second;
    }
    [[nodiscard]] bool isAnswered(RequestId id) const { return answers.contains(id); }
    void turn(std::chrono::milliseconds by = std::chrono::milliseconds(0)) { timers.turn(by); }
    [[nodiscard]] QList<int> statuses() const
    {
        QList<int> all;
        for (const CallRecord &call : calls)
            all << call.status;
        return all;
    }
    [[nodiscard]] int counted() const
    {
        int cost = 0;
        for (const CallRecord &call : calls)
            cost += call.cost;
        return cost;
    }

    QTemporaryDir directory;
    QUrl baseUrl{QStringLiteral("https://gh.test")};
    HandTimers timers;
    ScriptedTransport transport{timers};
    std::unique_ptr<Database> database;
    std::unique_ptr<CacheStore> cache;
    std::unique_ptr<LedgerStore> ledger;
    std::unique_ptr<PersonalToken> token;
    std::unique_ptr<GithubClient> client;
    QList<CallRecord> calls;
    std::map<RequestId, Result<ApiAnswer>> answers;
};

} // namespace sluice
