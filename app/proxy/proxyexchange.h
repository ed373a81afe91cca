// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/callrecord.h"
#include "clock.h"
#include "github/ratestate.h"
#include "github/transport.h"
#include "proxy/addressrewriter.h"
#include "proxy/callerrequest.h"
#include "proxy/callfacts.h"
#include "proxy/proxycache.h"
#include "proxy/proxyconnection.h"

#include <QNetworkReply>
#include <QPointer>
#include <QSslConfiguration>
#include <QUrl>

#include <functional>

namespace sluice {

/// What a proxy is set up with.
struct ProxyOptions
{
    QUrl baseUrl{QStringLiteral("https://api.github.com")};
    QString label; ///< of callers in the ledger; empty: what each calls itself
    QSslConfiguration tls;
    ProxyBounds bounds;
};

/// What a ProxyExchange works with. All of it outlives the exchange.
struct ProxyParts
{
    const ProxyOptions &options;
    QNetworkAccessManager &network;
    ProxyCache &cache;
    const Clock &clock;
    QObject &forsaken; ///< parent of exchanges whose caller has gone
    /// A call that left, what its answer said of limits, and with which headers it was asked for.
    std::function<void(const CallRecord &, const RateFacts &, const QHttpHeaders &caller)> record;
};

/// One request of a caller, from the cache or handed on to GitHub, and the answer on its way back:
/// no more of it is held than its caller can take. A child of the caller's connection; deletes
/// itself at the end. Where the caller goes before GitHub has answered, the answer's head is waited
/// for all the same: GitHub counts the call.
class ProxyExchange final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProxyExchange)

public:
    ProxyExchange(const ProxyParts &parts, CallerRequest request, ProxyConnection &caller);
    ~ProxyExchange() override; ///< ends the call

    void start();

signals:
    void answeredFromCache(); ///< nothing was asked
    void notSent(); ///< refused here

private:
    void planCache();
    void transmit();
    [[nodiscard]] QNetworkRequest wire() const;
    [[nodiscard]] QUrl url() const;
    void onHead();
    void pump();
    void onEnd();
    void onNotModified();
    void onSilence();
    void onLeft();
    void answerKept(const QHttpHeaders &fresh, QByteArrayView how);
    [[nodiscard]] QHttpHeaders towardsCaller(const QHttpHeaders &headers) const;
    [[nodiscard]] bool isRewritten(const QHttpHeaders &headers) const;
    void capture(const QByteArray &piece);
    void keep();
    void refuse(int status, const QString &why);
    void note();
    [[nodiscard]] bool isBroken() const;
    [[nodiscard]] bool isConfirmed() const;

    const ProxyParts m_parts;
    const CallerRequest m_request;
    ProxyConnection &m_caller;
    QByteArray m_target;
    CallFacts m_facts;
    AddressRewriter m_rewriter;
    QPointer<QNetworkReply> m_reply; // its manager may be gone before this object
    QList<QSslError> m_certificateErrors;
    QTimer m_silence;
    QDateTime m_leftAt; ///< null: has not left, or is noted
    QByteArray m_key; ///< in the cache; empty: not for it
    std::optional<KeptAnswer> m_known; ///< what a 304 would stand for
    int m_status = 0;
    std::optional<qint64> m_length; ///< of the answer, as it says
    qint64 m_received = 0;
    QByteArray m_captured; ///< the answer, where it is small
    bool m_isCapturing = false;
    bool m_isTranslating = false;
    bool m_hasBegun = false;
    bool m_isOver = false;
    bool m_isForsaken = false; ///< there is no m_caller any more
};

} // namespace sluice
