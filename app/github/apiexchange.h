// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "github/apicall.h"
#include "github/apierrors.h"
#include "github/githuboptions.h"
#include "github/rategovernor.h"
#include "github/responsecache.h"
#include "github/transport.h"

#include "budget/callrecord.h"

#include <QObject>
#include <QPointer>

#include <functional>

namespace sluice {

class Timers;
class TokenSource;

/// What an ApiExchange works with. All of it outlives the exchange; `cache` may be null.
struct ExchangeParts
{
    const GithubOptions &options;
    HttpTransport &transport;
    TokenSource &tokens;
    Timers &timers;
    RateGovernor &governor;
    ResponseCache *cache;
    std::function<void(const CallRecord &, const QByteArray &token)> record;
};

/// One question from the moment it is held until it is answered, with its redirects, repeats and
/// new tokens. Reads, PUT, PATCH and DELETE are repeated after a 5xx or a broken connection. A POST
/// may have done its work in spite of it and is repeated only where a limit refused it. Calls back
/// once, then deletes itself.
class ApiExchange final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ApiExchange)

public:
    using Done = std::function<void(Result<ApiAnswer>)>;

    ApiExchange(const ExchangeParts &parts, ApiRequest request, Done done, QObject *parent);

    void start();
    [[nodiscard]] bool cancel(); ///< false where it has left; else it is over without a call
    void raise(Urgency urgency);

private:
    void hold();
    void askForToken();
    void transmit(const QByteArray &token);
    [[nodiscard]] QUrl url() const;
    [[nodiscard]] QHttpHeaders headers(const QByteArray &token) const;
    void onAnswer(const Result<HttpResponse> &answer);
    void onResponse(const HttpResponse &response);
    void onRedirect(const HttpResponse &response);
    void onNotModified(const HttpResponse &response);
    void onSuccess(const HttpResponse &response);
    [[nodiscard]] bool canStartOver(const HttpResponse &response);
    void rememberMoves();
    void repeatOr(const Error &error, int repeats, const QByteArray &retryAfter = {});
    [[nodiscard]] int repeats() const; ///< allowed once it may have had its effect
    void note(int status, const QString &resource, int cost);
    void succeed(ApiAnswer answer);
    void end(Result<ApiAnswer> result);
    [[nodiscard]] ApiParty party() const;
    [[nodiscard]] bool isRead() const { return m_request.method == "GET"; }
    /// The path below the base URL of an address on the same server, or null.
    [[nodiscard]] QString ownPath(const QUrl &address) const;

    const ExchangeParts m_parts;
    ApiRequest m_request;
    Done m_done;
    QString m_path; ///< after redirects
    Spending m_spending;
    RateGovernor::Ticket m_ticket = 0;
    bool m_isHeld = false;
    QByteArray m_token;
    bool m_hasNewToken = false;
    std::optional<CachedAnswer> m_known; ///< what a 304 would stand for
    bool m_isPlain = false; ///< no conditions any more
    int m_repeats = 0;
    int m_redirects = 0;
    QList<std::pair<QString, QString>> m_moves; ///< permanent redirects met
    QDateTime m_leftAt;
    int m_cost = 0; ///< so far
};

/// Where a Link header's rel="next" leads, or an empty URL.
[[nodiscard]] QUrl nextLink(const QByteArray &link);

} // namespace sluice
