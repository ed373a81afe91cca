// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "github/account.h"
#include "github/appkey.h"
#include "github/githuboptions.h"
#include "github/tokensource.h"
#include "github/transport.h"

#include <memory>

namespace sluice {

class Timers;

/// Asks the keyring for an account's token; empty where it has none. May call back later.
using AccountSecrets
        = std::function<void(const Account &account, QObject *context, TokenSource::Done done)>;

/// The token of an account, from its file or from the keyring. Looks again for each request after
/// one that failed, so that a token which was mended works by itself. One thread.
class AccountToken final : public TokenSource
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AccountToken)

public:
    AccountToken(Account account, AccountSecrets secrets, QObject *parent = nullptr)
        : TokenSource(parent)
        , m_account(std::move(account))
        , m_secrets(std::move(secrets))
    {}

    [[nodiscard]] QString label() const override
    {
        return QStringLiteral("token of %1").arg(m_account.name);
    }
    void token(QObject *context, Done done) override;
    bool refused(const QByteArray &token) override;

private:
    [[nodiscard]] Result<QByteArray> taken(const Result<QByteArray> &secret);

    const Account m_account;
    const AccountSecrets m_secrets;
    QByteArray m_token;
};

/// *invalid* names the file that holds no key.
[[nodiscard]] Result<AppKey> appKeyOf(const Account &account);
/// How an account is asked for; *invalid* names the file that holds no key. Transport and timers
/// must outlive it.
[[nodiscard]] Result<std::unique_ptr<TokenSource>>
tokenSourceOf(const Account &account, const GithubOptions &options, const AccountSecrets &secrets,
              HttpTransport &transport, Timers &timers);

} // namespace sluice
