// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "github/appkey.h"
#include "github/githuboptions.h"
#include "github/tokensource.h"
#include "github/transport.h"

#include <QPointer>

#include <chrono>
#include <vector>

namespace sluice {

class Timers;

/// The token of a GitHub App's installation: had by the App's key, renewed five minutes before it
/// ends, once for all who wait for it. One thread.
class AppToken final : public TokenSource
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AppToken)

public:
    /// Transport and timers must outlive it.
    AppToken(const GithubOptions &options, AppKey key, qint64 installation,
             HttpTransport &transport, Timers &timers, QObject *parent = nullptr);

    [[nodiscard]] QString label() const override;
    void token(QObject *context, Done done) override;
    bool refused(const QByteArray &token) override;

private:
    struct Waiter
    {
        QPointer<QObject> context;
        Done done;
    };

    void renew();
    void onAnswer(const Result<HttpResponse> &answer);
    [[nodiscard]] Result<QByteArray> take(const HttpResponse &response);
    void record(int status, int cost);
    /// Sets our idea of the server's clock; true where it was wrong by much.
    bool noteTime(const HttpResponse &response);
    void answerAll(const Result<QByteArray> &result);
    [[nodiscard]] QDateTime serverNow() const;

    const GithubOptions m_options;
    const AppKey m_key;
    const qint64 m_installation;
    const QString m_path;
    HttpTransport &m_transport;
    Timers &m_timers;
    QByteArray m_token;
    QDateTime m_expiresAt; ///< by the server's clock
    std::vector<Waiter> m_waiters; ///< not empty: a renewal is under way
    std::chrono::milliseconds m_skew{0};
    bool m_isSecondTry = false;
    QDateTime m_leftAt;
};

} // namespace sluice
