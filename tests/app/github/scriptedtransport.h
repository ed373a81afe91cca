// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "github/transport.h"
#include "timers.h"

#include <QPointer>
#include <QTimeZone>

#include <chrono>
#include <deque>
#include <map>

namespace sluice {

/// A GitHub made of prepared answers, with a clock of its own. Answers come after `latency`, or by
/// hand.
class ScriptedTransport final : public HttpTransport
{
public:
    explicit ScriptedTransport(Timers &timers)
        : m_timers(timers)
    {}

    void send(const HttpRequest &request, QObject *context, Done done) override
    {
        requests.append(request);
        sentAt.append(m_timers.now());
        ++m_inFlight;
        if (isByHand) {
            m_waiting.push_back({request, context, std::move(done)});
            return;
        }
        m_timers.callAfter(latency, context, [this, request, done = std::move(done)] {
            --m_inFlight;
            done(answer(request));
        });
    }
    [[nodiscard]] int inFlight() const override { return m_inFlight; }

    /// The answers to one path (with its query), in turn; the last stays.
    void script(const QString &path, const std::deque<Result<HttpResponse>> &answers)
    {
        m_scripts[path] = answers;
    }
    /// Gives the answer to the n-th of those that wait.
    void release(size_t n)
    {
        const Waiting waiting = m_waiting.at(n);
        m_waiting.erase(m_waiting.begin() + std::ptrdiff_t(n));
        --m_inFlight;
        if (waiting.context)
            waiting.done(answer(waiting.request));
    }
    [[nodiscard]] size_t waiting() const { return m_waiting.size(); }
    [[nodiscard]] QStringList paths() const
    {
        QStringList all;
        for (const HttpRequest &request : requests)
            all << pathOf(request);
        return all;
    }
    [[nodiscard]] static QString pathOf(const HttpRequest &request)
    {
        return request.url.toString(QUrl::RemoveScheme | QUrl::RemoveAuthority
                                    | QUrl::FullyEncoded);
    }

    static HttpResponse response(int status, const QByteArray &body,
                                 std::initializer_list<std::pair<const char *, QByteArray>> headers
                                 = {})
    {
        HttpResponse response{.status = status, .headers = {}, .body = body};
        for (const auto &[name, value] : headers)
            response.headers.append(QLatin1StringView(name), value);
        return response;
    }

    std::function<Result<HttpResponse>(const HttpRequest &)> handler;
    QList<HttpRequest> requests;
    QList<QDateTime> sentAt;
    std::chrono::milliseconds latency{0};
    bool isByHand = false;

private:
    struct Waiting
    {
        HttpRequest request;
        QPointer<QObject> context;
        Done done;
    };

    Result<HttpResponse> answer(const HttpRequest &request)
    {
        const auto script = m_scripts.find(pathOf(request));
        if (script == m_scripts.end())
            return handler ? handler(request) : response(404, R"({"message":"Not Found"})");
        const Result<HttpResponse> answer = script->second.front();
        if (script->second.size() > 1)
            script->second.pop_front();
        return answer;
    }

    Timers &m_timers;
    std::map<QString, std::deque<Result<HttpResponse>>> m_scripts;
    std::deque<Waiting> m_waiting;
    int m_inFlight = 0;
};

} // namespace sluice
